/* psl.checks/1 - domain rules over the entities that plugin.json declares, and the alerts of the whole portfolio. */
#pragma once
#include "passerelle/abi.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_CHECKS "psl.checks/1"
enum { PSL_LEVEL_NOTE = 0, PSL_LEVEL_WARNING = 1, PSL_LEVEL_ERROR = 2 }; /* an error refuses what a person changes; the others are shown */
typedef struct psl_issues psl_issues;
struct psl_issues {
    void *impl;
    void(PSL_CALL *add)(psl_issues *, psl_str field, int32_t level, psl_str sentence); /* [call] field "" is the whole record */
};
/* An alert of the home page: what to do, where and why, on which record and field, due when ("" none). */
typedef struct psl_alerts psl_alerts;
struct psl_alerts {
    void *impl;
    void(PSL_CALL *add)(psl_alerts *, psl_str rule, int32_t tone, psl_str what, psl_str why, psl_str entity, int64_t id, psl_str field,
                        psl_str due); /* [call] */
};
typedef struct psl_checks {
    /* [main|worker] pure; row is the record as it would be after the change, "old.<field>" as it is now */
    psl_status(PSL_CALL *check)(psl_plugin *, psl_str entity, const psl_row *, psl_issues *);
    /* [worker] pure; reads through psl.db and tells all that needs a person; NULL allowed */
    psl_status(PSL_CALL *alerts)(psl_plugin *, psl_alerts *);
} psl_checks;
#ifdef __cplusplus
}
#endif
