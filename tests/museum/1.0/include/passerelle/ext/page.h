/* psl.page/1 - words for reading: the window, PDF, HTML, Excel and the tests all implement this one table.
 * psl.sections/1 - a plugin's chapter of any report. */
#pragma once
#include "passerelle/abi.h"
#ifdef __cplusplus
extern "C" {
#endif
#define PSL_PAGE "psl.page/1"
typedef struct psl_page psl_page;
enum { PSL_TONE_PLAIN = 0, PSL_TONE_GOOD = 1, PSL_TONE_WARN = 2, PSL_TONE_BAD = 3, PSL_TONE_MUTED = 4, PSL_TONE_INFO = 5 };
/* "not reported", "suppressed", "not computable", "not applicable", "not converted" are five things, and none of them is 0. */
enum {
    PSL_NOT_REPORTED = 0,
    PSL_FACT_TEXT = 1,
    PSL_FACT_COUNT = 2,
    PSL_FACT_DECIMAL = 3,
    PSL_FACT_MONEY = 4,
    PSL_FACT_PERCENT = 5,
    PSL_FACT_DATE = 6,
    PSL_FACT_SUPPRESSED = 7,
    PSL_FACT_NOT_COMPUTABLE = 8,
    PSL_FACT_NOT_APPLICABLE = 9,
    PSL_FACT_NOT_CONVERTED = 10
};
typedef struct psl_fact {
    uint32_t kind;
    uint32_t scale;  /* decimal, percent: number is the value times 10^scale; percent 63.8 % with scale 1 is 638 */
    int64_t number;  /* count, scaled decimal or percent, money in minor units */
    psl_str text;    /* text; money: ISO 4217 code; date: YYYY-MM-DD; other kinds: why (may be empty) */
} psl_fact;
/* TARGET: two series, what there is and what was aimed at: the first is drawn filled within the outline of the second. */
enum { PSL_CHART_BARS = 0, PSL_CHART_STACKED = 1, PSL_CHART_LINE = 2, PSL_CHART_TARGET = 3 };
typedef struct psl_place {
    double latitude, longitude; /* degrees, WGS 84 */
    psl_str label;
    psl_fact value;
} psl_place;
enum { PSL_PLACE_DISC = 0, PSL_PLACE_SQUARE = 1 };
enum { PSL_LINE_SOLID = 0, PSL_LINE_DASHED = 1, PSL_LINE_DOTTED = 2, PSL_LINE_SHORT_DASHES = 3 }; /* kinds differ by line, not by colour alone */
/* One line of a timeline. Dates are YYYY-MM-DD, empty where not reported. */
typedef struct psl_timeline_row {
    psl_str label, beside;                      /* beside: a short second column such as the city or the date, may be empty */
    psl_str planned_from, planned_to, actual_from, actual_to;
    psl_str expected_end;                       /* the end that is now expected, where it is not the planned one */
    psl_str entity;                             /* with id: the record that the line opens in the window; empty: none */
    int64_t id;
    int32_t tone;
    int32_t level;                              /* 0, or 1: under the level 0 row before it */
    bool closed;                                /* nothing more is expected of it: without an actual end it is not late */
} psl_timeline_row;
typedef struct psl_words {
    void(PSL_CALL *heading)(psl_page *, int32_t level_1_to_3, psl_str); /* [call] */
    void(PSL_CALL *text)(psl_page *, int32_t tone, psl_str); /* [call] */
    /* A key figure: target may be NOT_REPORTED; tone and note say how it stands and on what definition. */
    void(PSL_CALL *figure)(psl_page *, psl_str label, psl_fact value, psl_fact target, int32_t tone, psl_str note); /* [call] */
    /* total_rows: how many rows at the end are totals (bold, and formulas in Excel where they add the rows above). */
    void(PSL_CALL *table_begin)(psl_page *, psl_str id, psl_str caption, const psl_str *columns, uint32_t n, uint32_t total_rows); /* [call] */
    void(PSL_CALL *cell)(psl_page *, psl_fact);                 /* [call] fills left to right, then a new row */
    void(PSL_CALL *tone_cell)(psl_page *, psl_fact, int32_t tone); /* [call] the same with a mark of that tone */
    void(PSL_CALL *link_cell)(psl_page *, psl_fact, psl_str entity, int64_t id); /* [call] the same, opens that record in the window */
    void(PSL_CALL *table_end)(psl_page *); /* [call] */
    /* values[s * n_labels + l]. */
    void(PSL_CALL *chart)(psl_page *, int32_t kind, psl_str id, psl_str caption, const psl_str *labels, uint32_t n_labels,
                          const psl_str *series, const psl_fact *values, uint32_t n_series); /* [call] */
    void(PSL_CALL *map)(psl_page *, psl_str id, psl_str caption, const psl_place *, uint32_t n); /* [call] */
    /* True where what is written leaves the machine (every file): small cells must be suppressed. */
    bool(PSL_CALL *leaves)(const psl_page *); /* [call] */

    /* A map with links: map_begin, then shapes, kinds, places and links in any order that has a kind and its places before their
     * link, then map_end. Only these words stand between the two. */
    void(PSL_CALL *map_begin)(psl_page *, psl_str id, psl_str caption); /* [call] */
    void(PSL_CALL *map_shape)(psl_page *, int32_t shape, psl_str label); /* [call] what the places of that shape are, for the legend */
    void(PSL_CALL *map_kind)(psl_page *, psl_str label, int32_t line);   /* [call] kinds count from 0 in the order of the calls */
    /* Places count from 0 in the order of the calls. entity may be empty; else the place opens that record in the window. */
    void(PSL_CALL *map_place)(psl_page *, double latitude, double longitude, psl_str label, psl_fact value, int32_t shape,
                              psl_str entity, int64_t id); /* [call] */
    void(PSL_CALL *map_link)(psl_page *, uint32_t from, uint32_t to, uint32_t kind, psl_str label, psl_str entity, int64_t id); /* [call] */
    void(PSL_CALL *map_end)(psl_page *); /* [call] */
    /* What is planned and what has come of it, in time: rows and their moments (milestones), then timeline_end. */
    void(PSL_CALL *timeline_begin)(psl_page *, psl_str id, psl_str caption); /* [call] */
    void(PSL_CALL *timeline_row)(psl_page *, const psl_timeline_row *); /* [call] */
    void(PSL_CALL *timeline_moment)(psl_page *, psl_str label, psl_str planned, psl_str actual, psl_str entity, int64_t id); /* [call] of the row before */
    void(PSL_CALL *timeline_end)(psl_page *); /* [call] */

    /* What the last figure, or the row of the open table that was filled last, means and comes from: a sentence of definition (may be
     * empty), and the records behind it: a register and the conditions that select exactly those records, one a line, all must hold, as
     * the console takes them ("type = 2", "id in 12,13", "activity.status = 2"; at most 20 lines, 1,000 values each). entity may be
     * empty: the definition alone. The window offers both; paper leaves them out. */
    void(PSL_CALL *behind)(psl_page *, psl_str definition, psl_str entity, psl_str filter); /* [call] */
    /* Of the open table: in the window each row stands as its first cell, a bar of the part within the whole, and the whole. Both are
     * columns of money, counts or decimals, counted from 0. Paper prints the table as it is. */
    void(PSL_CALL *bars)(psl_page *, uint32_t whole_column, uint32_t part_column); /* [call] */
    /* Blocks of which the window shows one group at a time: tabs_begin, then for each group tab and its blocks, then tabs_end. On paper
     * each tab is a heading of level 2. Tabs do not stand within tabs; acting words (psl.ui) do not stand within them. */
    void(PSL_CALL *tabs_begin)(psl_page *, psl_str id); /* [call] */
    void(PSL_CALL *tab)(psl_page *, psl_str label); /* [call] */
    void(PSL_CALL *tabs_end)(psl_page *); /* [call] */
} psl_words;

#define PSL_SECTIONS "psl.sections/1"
typedef struct psl_sections {
    /* [main|worker] pure. scope fields: kind "project" | "donor" | "city" | "country" | "portfolio" (TEXT), id (INT, absent for portfolio),
     * from, to (TEXT dates, may be NULL), as_of (TEXT date), currency (TEXT ISO 4217). Language: psl.locale/1. */
    psl_status(PSL_CALL *write)(psl_plugin *, psl_str section, const psl_row *scope, const psl_words *, psl_page *);
} psl_sections;
#ifdef __cplusplus
}
#endif
