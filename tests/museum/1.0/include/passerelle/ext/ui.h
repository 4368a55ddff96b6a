/* psl.ui/1 - words for acting: the host draws them, a test records and presses them.
 * psl.views/1 - draws the views that plugin.json names. */
#pragma once
#include "passerelle/abi.h"
#include "passerelle/ext/page.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_UI "psl.ui/1"
typedef struct psl_ui psl_ui;
/* A cell of a matrix. With a field, a person changes that field of that record in the cell, through the host's own control, checks and
 * undo; id 0: a new record of the entity, which begins with `fields`, a JSON object. Without a field the cell is read only, and opens
 * the record where entity and id name one. */
typedef struct psl_matrix_cell {
    psl_fact fact; /* what the cell shows while nobody types */
    psl_str entity, field, fields;
    int64_t id;
    int32_t tone;
} psl_matrix_cell;
typedef struct psl_widgets { /* only inside draw; id is stable: tests and saved layout use it, labels may change */
    const psl_words *(PSL_CALL *words)(psl_ui *); /* [call] */
    psl_page *(PSL_CALL *page)(psl_ui *); /* [call] the reading words, drawn here */
    bool(PSL_CALL *button)(psl_ui *, psl_str id, psl_str label); /* [call] */
    bool(PSL_CALL *toggle)(psl_ui *, psl_str id, psl_str label, bool *value); /* [call] */
    bool(PSL_CALL *input_int)(psl_ui *, psl_str id, psl_str label, int64_t *value, int64_t least, int64_t most); /* [call] */
    bool(PSL_CALL *input_text)(psl_ui *, psl_str id, psl_str label, char *buffer, size_t capacity, size_t *size); /* [call] */
    bool(PSL_CALL *choice)(psl_ui *, psl_str id, psl_str label, const psl_str *items, uint32_t n, int32_t *at); /* [call] */
    void(PSL_CALL *entity_table)(psl_ui *, psl_str entity, psl_str link_field, int64_t linked_id); /* [call] the host's own table, records whose link points there; "" and 0: all */
    bool(PSL_CALL *entity_form)(psl_ui *, psl_str entity, int64_t id);                             /* [call] true once, when saved */
    void(PSL_CALL *group_begin)(psl_ui *, psl_str title); /* [call] */
    void(PSL_CALL *group_end)(psl_ui *); /* [call] */
    /* A spreadsheet on the screen whose cells are fields of records: matrix_begin, then bands and cells, then matrix_end. Only these
     * words stand between the two. Cells fill left to right, then a new row; a band is a heading across, and ends the row before it. */
    void(PSL_CALL *matrix_begin)(psl_ui *, psl_str id, const psl_str *columns, uint32_t n); /* [call] */
    void(PSL_CALL *matrix_band)(psl_ui *, psl_str text, psl_str entity, int64_t id); /* [call] entity may be empty; else the band opens that record */
    void(PSL_CALL *matrix_cell)(psl_ui *, const psl_matrix_cell *); /* [call] */
    void(PSL_CALL *matrix_end)(psl_ui *); /* [call] */
} psl_widgets;
#define PSL_VIEWS "psl.views/1"
typedef struct psl_views {
    /* [view] one draw of a plugin at a time, beside the window, not always on the same thread: open the database inside. budget 40 ms.
     * The answers to what a draw submitted or started come while none draws. scope: kind and id as in psl.sections/1 (kind "project" with the sheet's id; "portfolio" on a page of its own). */
    void(PSL_CALL *draw)(psl_plugin *, psl_str view, const psl_row *scope, const psl_widgets *, psl_ui *);
} psl_views;
#ifdef __cplusplus
}
#endif
