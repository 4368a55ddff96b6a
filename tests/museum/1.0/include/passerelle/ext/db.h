/* psl.db/1 - reading: one read-only connection per plugin and thread, scoped by the manifest's permissions.
 * Table names: entity "incub.cohort" is table incub_cohort; its columns are its field ids, except
 *   money  f -> f_minor INTEGER, f_currency TEXT         period f -> f_from TEXT, f_to TEXT
 *   point  f -> f_lat REAL, f_lon REAL                   count  f -> table incub_cohort__f(owner, sex, age, disability, n)
 *   links, choices f -> f TEXT, a JSON array             translatable f -> f TEXT, a JSON object {"fr": "...", "en": "..."}
 *   decimal, percent f -> f INTEGER, the value times 10 to the power of the field's declared scale
 *   file f -> f TEXT, JSON {"name","sha256","media","size"} or {"name","url"} */
#pragma once
#include "passerelle/abi.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_DB "psl.db/1"
typedef struct psl_db_handle psl_db_handle;
typedef struct psl_statement psl_statement;
typedef struct psl_db {
    psl_status(PSL_CALL *open)(const psl_host *, psl_db_handle **out); /* [any] this thread's own handle; the host closes it */
    psl_status(PSL_CALL *prepare)(psl_db_handle *, psl_str sql, psl_statement **out); /* [same thread as open], so are the rest */
    psl_status(PSL_CALL *bind)(psl_statement *, int32_t at, psl_value);       /* [same thread as open] at is 1-based; the value is copied */
    psl_status(PSL_CALL *step)(psl_statement *, bool *has_row); /* [same thread as open] */
    psl_status(PSL_CALL *column)(psl_statement *, int32_t at, psl_value *out); /* [same thread as open] at is 0-based; borrowed until the next step/reset/close */
    psl_status(PSL_CALL *reset)(psl_statement *);                             /* [same thread as open] bindings are kept */
    void(PSL_CALL *close)(psl_statement *); /* [same thread as open] */
} psl_db;
#ifdef __cplusplus
}
#endif
