/* psl.answers/1 and psl.ask/1 - plugin to plugin, through the host, without linking and without load order.
 * A missing plugin is an empty answer, never an error. */
#pragma once
#include "passerelle/abi.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_ANSWERS "psl.answers/1"
typedef struct psl_answers {
    psl_status(PSL_CALL *answer)(psl_plugin *, psl_str service, const psl_row *question, psl_row_sink *); /* [main|worker] pure */
} psl_answers;
#define PSL_ASK "psl.ask/1"
typedef struct psl_ask {
    psl_status(PSL_CALL *ask)(const psl_host *, psl_str service, const psl_row *question, psl_row_sink *, uint32_t *answered); /* [any] */
} psl_ask;
#ifdef __cplusplus
}
#endif
