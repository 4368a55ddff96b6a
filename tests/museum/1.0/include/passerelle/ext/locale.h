/* psl.locale/1 - the reader's language, and the date that the program works at. */
#pragma once
#include "passerelle/abi.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_LOCALE "psl.locale/1"
typedef struct psl_locale {
    psl_str(PSL_CALL *language)(const psl_host *); /* [any] "fr" or "en": of the call in progress; lives until the call returns */
    psl_str(PSL_CALL *today)(const psl_host *);    /* [any] "YYYY-MM-DD": today, or the report's as-of date during a report */
} psl_locale;
#ifdef __cplusplus
}
#endif
