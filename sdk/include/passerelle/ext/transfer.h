/* psl.transfer/1 - file formats. The host owns dialogs, files, encodings of names, progress, preview and undo;
 * an importer sees bytes, never a path, and says records, never SQL.
 *
 * An import is one transaction or nothing. Rows are matched by the key that the entity declares ("key" in
 * plugin.json): found and different = changed, found and equal = unchanged, not found = new. A link is said by the
 * key of the record it points to, as TEXT "key1\x1fkey2", or by its id as INT; the record must exist or have been
 * put before in the same import. complete() ends a parent: children of that parent that this format brought
 * earlier and that were not put again now are removed (children typed by people are never touched). */
#pragma once
#include "passerelle/abi.h"
#include "passerelle/ext/jobs.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_TRANSFER "psl.transfer/1"
typedef struct psl_reader psl_reader;
struct psl_reader {
    void *impl;
    int64_t(PSL_CALL *read)(psl_reader *, void *into, uint64_t capacity); /* [call] bytes read, 0 at the end, negative psl_status */
};
typedef struct psl_writer psl_writer;
struct psl_writer {
    void *impl;
    int64_t(PSL_CALL *write)(psl_writer *, const void *, uint64_t size); /* [call] */
};
typedef struct psl_importer psl_importer;
struct psl_importer {
    void *impl;
    /* One record; *id receives its id (existing or new), usable at once as a link. Names as in ext/records.h; NULL empties a field. PSL_E_INVALID: it is not what the declaration says, which was noted: go on. Rules (psl.checks) are not asked. */
    psl_status(PSL_CALL *put)(psl_importer *, psl_str entity, const psl_str *names, const psl_value *values, uint32_t n, int64_t *id); /* [call] */
    /* Everything that this file holds below the record with this id has been put. */
    psl_status(PSL_CALL *complete)(psl_importer *, psl_str entity, int64_t id); /* [call] */
    /* A problem to show, which stops nothing: level of ext/checks.h, 1-based line (0 unknown), the identifier of the record concerned. */
    void(PSL_CALL *problem)(psl_importer *, int32_t level, int64_t line, psl_str identifier, psl_str sentence); /* [call] */
};
typedef struct psl_transfer {
    psl_status(PSL_CALL *recognise)(psl_plugin *, psl_str format, psl_str head, int32_t *score_0_to_100); /* [worker] pure; head: first 4 KiB */
    psl_status(PSL_CALL *import_file)(psl_plugin *, psl_str format, psl_reader *, psl_importer *, psl_job *); /* [worker] */
    psl_status(PSL_CALL *export_file)(psl_plugin *, psl_str format, const psl_row *scope, psl_writer *, psl_job *); /* [worker] NULL allowed */
} psl_transfer;
#ifdef __cplusplus
}
#endif
