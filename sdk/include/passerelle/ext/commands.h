/* psl.commands/1 - what a person starts by name: the commands that plugin.json lists. The host shows them in the search (Ctrl K), on
 * the page of modules and on the console, runs each as a job with progress that can be stopped, and shows what the module told
 * when it is over. A command writes through psl.records apply: each call of it is one step that the person can undo. */
#pragma once
#include "passerelle/abi.h"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/jobs.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_COMMANDS "psl.commands/1"
typedef struct psl_commands {
    /* [worker] One command at a time. scope: what it was started on, with the fields of psl.sections/1. What is to be said at the end
     * goes to `told`, in the language of the call, worst level first shown; field is then "". */
    psl_status(PSL_CALL *run)(psl_plugin *, psl_str command, const psl_row *scope, psl_job *, psl_issues *told);
} psl_commands;
#ifdef __cplusplus
}
#endif
