/* passerelle/abi.h - the whole contract between the host and a plugin. Plain C11; compiles as C++20 too.
 *
 * Rules that hold everywhere in this file and in passerelle/ext/
 *   text     UTF-8, (data,size), not NUL-terminated; borrowed for the call unless a comment says longer
 *   memory   whoever allocates frees; no function frees the other side's memory
 *   errors   a psl_status comes back; the sentence for a person goes to host->fail(); nothing throws. What a function names
 *            are its own errors; beside them any may answer PSL_E_INVALID (an argument against what is said here),
 *            PSL_E_WRONG_THREAD, PSL_E_NO_MEMORY and PSL_E_EXCEPTION. No out parameter may be NULL unless said;
 *            what it points to counts only with PSL_OK. Statuses this list lacks are read as PSL_E_EXCEPTION
 *   reserved zero; counts of arrays are uint32_t, sizes in bytes size_t or uint64_t
 *   threads  every function carries one tag: [main] the UI thread, [worker] a host job, [view] a draw, [any] each of them,
 *            [call] the thread of the call that lent the object, until that call returns; [same thread as open] as said
 *            an object that is lent for a call is void once the call returns
 *   change   a published struct never changes; a new shape is a new id ("psl.ui/2") beside the old */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined _WIN32
#define PSL_CALL __cdecl
#define PSL_EXPORT __declspec(dllexport)
#else
#define PSL_CALL
#define PSL_EXPORT __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Bumped only if psl_entry, psl_host or psl_plugin changes shape: a new major product version. */
#define PSL_ABI 1u

typedef int32_t psl_status;
enum {
    PSL_OK = 0,
    PSL_E_INVALID = -1,
    PSL_E_DENIED = -2,
    PSL_E_NOT_FOUND = -3,
    PSL_E_BUSY = -4,
    PSL_E_CANCELLED = -5,
    PSL_E_WRONG_THREAD = -6,
    PSL_E_UNSUPPORTED = -7,
    PSL_E_IO = -8,
    PSL_E_EXCEPTION = -9,
    PSL_E_NO_MEMORY = -10
};

typedef struct psl_str {
    const char *data;
    size_t size;
} psl_str;

enum { PSL_NULL = 0, PSL_INT = 1, PSL_REAL = 2, PSL_TEXT = 3, PSL_BLOB = 4 };
typedef struct psl_value {
    uint32_t kind, reserved;
    union {
        int64_t i;
        double r;
        psl_str s;
    } as;
} psl_value;

/* ---- host, plugin, entry: three structs, frozen ---------------------------------------------- */
typedef struct psl_host psl_host;
struct psl_host {
    uint32_t abi, reserved;
    void *impl;
    /* [any] the interface with this id, or NULL: absent, or not named under needs/uses in plugin.json */
    const void *(PSL_CALL *get)(const psl_host *, const char *id);
    /* [any] says why the next return on this thread is not PSL_OK; the sentence is copied */
    void(PSL_CALL *fail)(const psl_host *, psl_status, psl_str sentence);
};

typedef struct psl_plugin psl_plugin;
struct psl_plugin {
    void *impl;
    psl_status(PSL_CALL *init)(psl_plugin *);        /* [main] first use of host->get */
    psl_status(PSL_CALL *activate)(psl_plugin *);    /* [main] tables are ready, reading may begin */
    void(PSL_CALL *deactivate)(psl_plugin *);        /* [main] jobs are joined, every handle is void after it */
    void(PSL_CALL *destroy)(psl_plugin *);           /* [main] */
    const void *(PSL_CALL *get)(const psl_plugin *, const char *id); /* [any] after init; NULL: not offered */
};

/* Exported as DATA under the name psl_plugin_entry: the host reads abi before it runs plugin code. */
typedef struct psl_entry {
    uint32_t abi, reserved;
    psl_status(PSL_CALL *create)(const psl_host *, psl_str plugin_id, psl_plugin **out); /* [main] */
} psl_entry;
extern PSL_EXPORT const psl_entry psl_plugin_entry;

/* A record or a question, read by field name. Values are borrowed until the next call on the same row. */
typedef struct psl_row psl_row;
struct psl_row {
    void *impl;
    psl_status(PSL_CALL *field)(const psl_row *, psl_str name, psl_value *out); /* [any] PSL_E_NOT_FOUND: no such field */
};

/* Receives rows; used by transfer and by answers. One put is one row; names[i] goes with values[i]. */
typedef struct psl_row_sink psl_row_sink;
struct psl_row_sink {
    void *impl;
    psl_status(PSL_CALL *put)(psl_row_sink *, psl_str kind, const psl_str *names, const psl_value *values, uint32_t n); /* [call] */
};

#ifdef __cplusplus
}
#endif
