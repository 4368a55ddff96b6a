/* psl.jobs/1 - long work beside the window, with progress and cancel. */
#pragma once
#include "passerelle/abi.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_JOBS "psl.jobs/1"
typedef struct psl_job psl_job;
typedef struct psl_job_call {
    void *self;
    psl_status(PSL_CALL *run)(void *self, psl_job *);  /* [worker] */
    void(PSL_CALL *done)(void *self, psl_status);      /* [main] always once, also if cancelled; never if start itself was refused */
} psl_job_call;
typedef struct psl_jobs {
    psl_status(PSL_CALL *start)(const psl_host *, psl_str title, psl_job_call);             /* [main], or inside a draw */
    bool(PSL_CALL *report)(psl_job *, double done_0_to_1, psl_str note);                    /* [worker] false: stop soon; a negative share: unknown */
} psl_jobs;
#ifdef __cplusplus
}
#endif
