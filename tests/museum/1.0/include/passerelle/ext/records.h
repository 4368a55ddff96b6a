/* psl.records/1 - writing: the one door. All changes of a call or none; validated, journalled, undoable under its label.
 * Field values: money f -> two names "f.minor" (INT) and "f.currency" (TEXT); period f -> "f.from", "f.to";
 * point f -> "f.lat", "f.lon"; count f -> "f" (TEXT, JSON object {"F|18-24|yes": 4}); decimal and percent -> TEXT "12.5"
 * (dot, no exponent); choices, links, translatable, file -> TEXT holding the JSON of ext/db.h; all others as they are. */
#pragma once
#include "passerelle/abi.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_RECORDS "psl.records/1"
enum { PSL_INSERT = 1, PSL_UPDATE = 2, PSL_DELETE = 3 };
typedef struct psl_change {
    uint32_t kind, n_fields;
    psl_str entity;
    int64_t id; /* 0 with PSL_INSERT; a negative id names the change at -id-1 of the same call (link to a new record) */
    const psl_str *fields;
    const psl_value *values;
} psl_change;
typedef struct psl_change_call {
    void *self;
    void(PSL_CALL *done)(void *self, psl_status, const int64_t *new_ids, uint32_t n); /* [main] always once; never if submit itself was refused */
} psl_change_call;
typedef struct psl_records {
    psl_status(PSL_CALL *submit)(const psl_host *, psl_str label, const psl_change *, uint32_t n, psl_change_call); /* [main], or inside a draw; returns at once */
    psl_status(PSL_CALL *apply)(const psl_host *, psl_str label, const psl_change *, uint32_t n, int64_t *new_ids); /* [worker] waits for the commit */
} psl_records;
#ifdef __cplusplus
}
#endif
