/* passerelle/frozen.h - what SDK 1.0 promises for 64-bit platforms, as the compiler sees it: a struct that changes, or a number that
 * means something else, does not compile. The same facts stand in sdk/abi/1.0.json. Nothing here is ever changed; what comes later
 * is added under its own id. */
#pragma once
#include "passerelle/abi.h"
#include "passerelle/ext/answers.h"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/commands.h"
#include "passerelle/ext/db.h"
#include "passerelle/ext/jobs.h"
#include "passerelle/ext/locale.h"
#include "passerelle/ext/log.h"
#include "passerelle/ext/page.h"
#include "passerelle/ext/records.h"
#include "passerelle/ext/transfer.h"
#include "passerelle/ext/ui.h"

#if UINTPTR_MAX == UINT64_MAX
#ifdef __cplusplus
#define PSL_FROZEN(fact) static_assert(fact, "SDK 1.0 is frozen: give the new shape an id of its own")
#else
#define PSL_FROZEN(fact) _Static_assert(fact, "SDK 1.0 is frozen: give the new shape an id of its own")
#endif

PSL_FROZEN(sizeof(psl_str) == 16);
PSL_FROZEN(offsetof(psl_str, data) == 0);
PSL_FROZEN(offsetof(psl_str, size) == 8);
PSL_FROZEN(sizeof(psl_value) == 24);
PSL_FROZEN(offsetof(psl_value, kind) == 0);
PSL_FROZEN(offsetof(psl_value, reserved) == 4);
PSL_FROZEN(offsetof(psl_value, as) == 8);
PSL_FROZEN(sizeof(psl_host) == 32);
PSL_FROZEN(offsetof(psl_host, abi) == 0);
PSL_FROZEN(offsetof(psl_host, reserved) == 4);
PSL_FROZEN(offsetof(psl_host, impl) == 8);
PSL_FROZEN(offsetof(psl_host, get) == 16);
PSL_FROZEN(offsetof(psl_host, fail) == 24);
PSL_FROZEN(sizeof(psl_plugin) == 48);
PSL_FROZEN(offsetof(psl_plugin, impl) == 0);
PSL_FROZEN(offsetof(psl_plugin, init) == 8);
PSL_FROZEN(offsetof(psl_plugin, activate) == 16);
PSL_FROZEN(offsetof(psl_plugin, deactivate) == 24);
PSL_FROZEN(offsetof(psl_plugin, destroy) == 32);
PSL_FROZEN(offsetof(psl_plugin, get) == 40);
PSL_FROZEN(sizeof(psl_entry) == 16);
PSL_FROZEN(offsetof(psl_entry, abi) == 0);
PSL_FROZEN(offsetof(psl_entry, reserved) == 4);
PSL_FROZEN(offsetof(psl_entry, create) == 8);
PSL_FROZEN(sizeof(psl_row) == 16);
PSL_FROZEN(offsetof(psl_row, impl) == 0);
PSL_FROZEN(offsetof(psl_row, field) == 8);
PSL_FROZEN(sizeof(psl_row_sink) == 16);
PSL_FROZEN(offsetof(psl_row_sink, impl) == 0);
PSL_FROZEN(offsetof(psl_row_sink, put) == 8);
PSL_FROZEN(sizeof(psl_answers) == 8);
PSL_FROZEN(offsetof(psl_answers, answer) == 0);
PSL_FROZEN(sizeof(psl_ask) == 8);
PSL_FROZEN(offsetof(psl_ask, ask) == 0);
PSL_FROZEN(sizeof(psl_issues) == 16);
PSL_FROZEN(offsetof(psl_issues, impl) == 0);
PSL_FROZEN(offsetof(psl_issues, add) == 8);
PSL_FROZEN(sizeof(psl_alerts) == 16);
PSL_FROZEN(offsetof(psl_alerts, impl) == 0);
PSL_FROZEN(offsetof(psl_alerts, add) == 8);
PSL_FROZEN(sizeof(psl_commands) == 8);
PSL_FROZEN(offsetof(psl_commands, run) == 0);
PSL_FROZEN(sizeof(psl_checks) == 16);
PSL_FROZEN(offsetof(psl_checks, check) == 0);
PSL_FROZEN(offsetof(psl_checks, alerts) == 8);
PSL_FROZEN(sizeof(psl_db) == 56);
PSL_FROZEN(offsetof(psl_db, open) == 0);
PSL_FROZEN(offsetof(psl_db, prepare) == 8);
PSL_FROZEN(offsetof(psl_db, bind) == 16);
PSL_FROZEN(offsetof(psl_db, step) == 24);
PSL_FROZEN(offsetof(psl_db, column) == 32);
PSL_FROZEN(offsetof(psl_db, reset) == 40);
PSL_FROZEN(offsetof(psl_db, close) == 48);
PSL_FROZEN(sizeof(psl_job_call) == 24);
PSL_FROZEN(offsetof(psl_job_call, self) == 0);
PSL_FROZEN(offsetof(psl_job_call, run) == 8);
PSL_FROZEN(offsetof(psl_job_call, done) == 16);
PSL_FROZEN(sizeof(psl_jobs) == 16);
PSL_FROZEN(offsetof(psl_jobs, start) == 0);
PSL_FROZEN(offsetof(psl_jobs, report) == 8);
PSL_FROZEN(sizeof(psl_locale) == 16);
PSL_FROZEN(offsetof(psl_locale, language) == 0);
PSL_FROZEN(offsetof(psl_locale, today) == 8);
PSL_FROZEN(sizeof(psl_log) == 8);
PSL_FROZEN(offsetof(psl_log, write) == 0);
PSL_FROZEN(sizeof(psl_fact) == 32);
PSL_FROZEN(offsetof(psl_fact, kind) == 0);
PSL_FROZEN(offsetof(psl_fact, scale) == 4);
PSL_FROZEN(offsetof(psl_fact, number) == 8);
PSL_FROZEN(offsetof(psl_fact, text) == 16);
PSL_FROZEN(sizeof(psl_place) == 64);
PSL_FROZEN(offsetof(psl_place, latitude) == 0);
PSL_FROZEN(offsetof(psl_place, longitude) == 8);
PSL_FROZEN(offsetof(psl_place, label) == 16);
PSL_FROZEN(offsetof(psl_place, value) == 32);
PSL_FROZEN(sizeof(psl_timeline_row) == 152);
PSL_FROZEN(offsetof(psl_timeline_row, label) == 0);
PSL_FROZEN(offsetof(psl_timeline_row, beside) == 16);
PSL_FROZEN(offsetof(psl_timeline_row, planned_from) == 32);
PSL_FROZEN(offsetof(psl_timeline_row, planned_to) == 48);
PSL_FROZEN(offsetof(psl_timeline_row, actual_from) == 64);
PSL_FROZEN(offsetof(psl_timeline_row, actual_to) == 80);
PSL_FROZEN(offsetof(psl_timeline_row, expected_end) == 96);
PSL_FROZEN(offsetof(psl_timeline_row, entity) == 112);
PSL_FROZEN(offsetof(psl_timeline_row, id) == 128);
PSL_FROZEN(offsetof(psl_timeline_row, tone) == 136);
PSL_FROZEN(offsetof(psl_timeline_row, level) == 140);
PSL_FROZEN(offsetof(psl_timeline_row, closed) == 144);
PSL_FROZEN(sizeof(psl_words) == 208);
PSL_FROZEN(offsetof(psl_words, heading) == 0);
PSL_FROZEN(offsetof(psl_words, text) == 8);
PSL_FROZEN(offsetof(psl_words, figure) == 16);
PSL_FROZEN(offsetof(psl_words, table_begin) == 24);
PSL_FROZEN(offsetof(psl_words, cell) == 32);
PSL_FROZEN(offsetof(psl_words, tone_cell) == 40);
PSL_FROZEN(offsetof(psl_words, link_cell) == 48);
PSL_FROZEN(offsetof(psl_words, table_end) == 56);
PSL_FROZEN(offsetof(psl_words, chart) == 64);
PSL_FROZEN(offsetof(psl_words, map) == 72);
PSL_FROZEN(offsetof(psl_words, leaves) == 80);
PSL_FROZEN(offsetof(psl_words, map_begin) == 88);
PSL_FROZEN(offsetof(psl_words, map_shape) == 96);
PSL_FROZEN(offsetof(psl_words, map_kind) == 104);
PSL_FROZEN(offsetof(psl_words, map_place) == 112);
PSL_FROZEN(offsetof(psl_words, map_link) == 120);
PSL_FROZEN(offsetof(psl_words, map_end) == 128);
PSL_FROZEN(offsetof(psl_words, timeline_begin) == 136);
PSL_FROZEN(offsetof(psl_words, timeline_row) == 144);
PSL_FROZEN(offsetof(psl_words, timeline_moment) == 152);
PSL_FROZEN(offsetof(psl_words, timeline_end) == 160);
PSL_FROZEN(offsetof(psl_words, behind) == 168);
PSL_FROZEN(offsetof(psl_words, bars) == 176);
PSL_FROZEN(offsetof(psl_words, tabs_begin) == 184);
PSL_FROZEN(offsetof(psl_words, tab) == 192);
PSL_FROZEN(offsetof(psl_words, tabs_end) == 200);
PSL_FROZEN(sizeof(psl_sections) == 8);
PSL_FROZEN(offsetof(psl_sections, write) == 0);
PSL_FROZEN(sizeof(psl_change) == 48);
PSL_FROZEN(offsetof(psl_change, kind) == 0);
PSL_FROZEN(offsetof(psl_change, n_fields) == 4);
PSL_FROZEN(offsetof(psl_change, entity) == 8);
PSL_FROZEN(offsetof(psl_change, id) == 24);
PSL_FROZEN(offsetof(psl_change, fields) == 32);
PSL_FROZEN(offsetof(psl_change, values) == 40);
PSL_FROZEN(sizeof(psl_change_call) == 16);
PSL_FROZEN(offsetof(psl_change_call, self) == 0);
PSL_FROZEN(offsetof(psl_change_call, done) == 8);
PSL_FROZEN(sizeof(psl_records) == 16);
PSL_FROZEN(offsetof(psl_records, submit) == 0);
PSL_FROZEN(offsetof(psl_records, apply) == 8);
PSL_FROZEN(sizeof(psl_reader) == 16);
PSL_FROZEN(offsetof(psl_reader, impl) == 0);
PSL_FROZEN(offsetof(psl_reader, read) == 8);
PSL_FROZEN(sizeof(psl_writer) == 16);
PSL_FROZEN(offsetof(psl_writer, impl) == 0);
PSL_FROZEN(offsetof(psl_writer, write) == 8);
PSL_FROZEN(sizeof(psl_importer) == 32);
PSL_FROZEN(offsetof(psl_importer, impl) == 0);
PSL_FROZEN(offsetof(psl_importer, put) == 8);
PSL_FROZEN(offsetof(psl_importer, complete) == 16);
PSL_FROZEN(offsetof(psl_importer, problem) == 24);
PSL_FROZEN(sizeof(psl_transfer) == 24);
PSL_FROZEN(offsetof(psl_transfer, recognise) == 0);
PSL_FROZEN(offsetof(psl_transfer, import_file) == 8);
PSL_FROZEN(offsetof(psl_transfer, export_file) == 16);
PSL_FROZEN(sizeof(psl_matrix_cell) == 96);
PSL_FROZEN(offsetof(psl_matrix_cell, fact) == 0);
PSL_FROZEN(offsetof(psl_matrix_cell, entity) == 32);
PSL_FROZEN(offsetof(psl_matrix_cell, field) == 48);
PSL_FROZEN(offsetof(psl_matrix_cell, fields) == 64);
PSL_FROZEN(offsetof(psl_matrix_cell, id) == 80);
PSL_FROZEN(offsetof(psl_matrix_cell, tone) == 88);
PSL_FROZEN(sizeof(psl_widgets) == 120);
PSL_FROZEN(offsetof(psl_widgets, words) == 0);
PSL_FROZEN(offsetof(psl_widgets, page) == 8);
PSL_FROZEN(offsetof(psl_widgets, button) == 16);
PSL_FROZEN(offsetof(psl_widgets, toggle) == 24);
PSL_FROZEN(offsetof(psl_widgets, input_int) == 32);
PSL_FROZEN(offsetof(psl_widgets, input_text) == 40);
PSL_FROZEN(offsetof(psl_widgets, choice) == 48);
PSL_FROZEN(offsetof(psl_widgets, entity_table) == 56);
PSL_FROZEN(offsetof(psl_widgets, entity_form) == 64);
PSL_FROZEN(offsetof(psl_widgets, group_begin) == 72);
PSL_FROZEN(offsetof(psl_widgets, group_end) == 80);
PSL_FROZEN(offsetof(psl_widgets, matrix_begin) == 88);
PSL_FROZEN(offsetof(psl_widgets, matrix_band) == 96);
PSL_FROZEN(offsetof(psl_widgets, matrix_cell) == 104);
PSL_FROZEN(offsetof(psl_widgets, matrix_end) == 112);
PSL_FROZEN(sizeof(psl_views) == 8);
PSL_FROZEN(offsetof(psl_views, draw) == 0);

PSL_FROZEN(PSL_ABI == 1);
PSL_FROZEN(PSL_OK == 0);
PSL_FROZEN(PSL_E_INVALID == -1);
PSL_FROZEN(PSL_E_DENIED == -2);
PSL_FROZEN(PSL_E_NOT_FOUND == -3);
PSL_FROZEN(PSL_E_BUSY == -4);
PSL_FROZEN(PSL_E_CANCELLED == -5);
PSL_FROZEN(PSL_E_WRONG_THREAD == -6);
PSL_FROZEN(PSL_E_UNSUPPORTED == -7);
PSL_FROZEN(PSL_E_IO == -8);
PSL_FROZEN(PSL_E_EXCEPTION == -9);
PSL_FROZEN(PSL_E_NO_MEMORY == -10);
PSL_FROZEN(PSL_NULL == 0);
PSL_FROZEN(PSL_INT == 1);
PSL_FROZEN(PSL_REAL == 2);
PSL_FROZEN(PSL_TEXT == 3);
PSL_FROZEN(PSL_BLOB == 4);
PSL_FROZEN(PSL_LEVEL_NOTE == 0);
PSL_FROZEN(PSL_LEVEL_WARNING == 1);
PSL_FROZEN(PSL_LEVEL_ERROR == 2);
PSL_FROZEN(PSL_DEBUG == 0);
PSL_FROZEN(PSL_INFO == 1);
PSL_FROZEN(PSL_WARNING == 2);
PSL_FROZEN(PSL_ERROR == 3);
PSL_FROZEN(PSL_TONE_PLAIN == 0);
PSL_FROZEN(PSL_TONE_GOOD == 1);
PSL_FROZEN(PSL_TONE_WARN == 2);
PSL_FROZEN(PSL_TONE_BAD == 3);
PSL_FROZEN(PSL_TONE_MUTED == 4);
PSL_FROZEN(PSL_TONE_INFO == 5);
PSL_FROZEN(PSL_NOT_REPORTED == 0);
PSL_FROZEN(PSL_FACT_TEXT == 1);
PSL_FROZEN(PSL_FACT_COUNT == 2);
PSL_FROZEN(PSL_FACT_DECIMAL == 3);
PSL_FROZEN(PSL_FACT_MONEY == 4);
PSL_FROZEN(PSL_FACT_PERCENT == 5);
PSL_FROZEN(PSL_FACT_DATE == 6);
PSL_FROZEN(PSL_FACT_SUPPRESSED == 7);
PSL_FROZEN(PSL_FACT_NOT_COMPUTABLE == 8);
PSL_FROZEN(PSL_FACT_NOT_APPLICABLE == 9);
PSL_FROZEN(PSL_FACT_NOT_CONVERTED == 10);
PSL_FROZEN(PSL_CHART_BARS == 0);
PSL_FROZEN(PSL_CHART_STACKED == 1);
PSL_FROZEN(PSL_CHART_LINE == 2);
PSL_FROZEN(PSL_CHART_TARGET == 3);
PSL_FROZEN(PSL_PLACE_DISC == 0);
PSL_FROZEN(PSL_PLACE_SQUARE == 1);
PSL_FROZEN(PSL_LINE_SOLID == 0);
PSL_FROZEN(PSL_LINE_DASHED == 1);
PSL_FROZEN(PSL_LINE_DOTTED == 2);
PSL_FROZEN(PSL_LINE_SHORT_DASHES == 3);
PSL_FROZEN(PSL_INSERT == 1);
PSL_FROZEN(PSL_UPDATE == 2);
PSL_FROZEN(PSL_DELETE == 3);

#undef PSL_FROZEN
#endif
