/* psl.log/1 - a line in the program's log, under the plugin's id. */
#pragma once
#include "passerelle/abi.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_LOG "psl.log/1"
enum { PSL_DEBUG = 0, PSL_INFO = 1, PSL_WARNING = 2, PSL_ERROR = 3 };
typedef struct psl_log {
    void(PSL_CALL *write)(const psl_host *, int32_t level, psl_str line); /* [any] */
} psl_log;
#ifdef __cplusplus
}
#endif
