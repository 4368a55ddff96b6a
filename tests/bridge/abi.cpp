// The shapes of the published structs, on 64-bit machines. A failure here means that modules built earlier would break:
// give the interface a new id instead of changing the number below.
#include "passerelle/plugin.hpp"
#include <cstddef>
#include <doctest/doctest.h>

static_assert(sizeof(void*) != 8 || sizeof(psl_str) == 16);
static_assert(offsetof(psl_str, data) == 0);
static_assert(sizeof(void*) != 8 || offsetof(psl_str, size) == 8);
static_assert(sizeof(void*) != 8 || sizeof(psl_value) == 24);
static_assert(offsetof(psl_value, kind) == 0 && offsetof(psl_value, reserved) == 4 && offsetof(psl_value, as) == 8);
static_assert(sizeof(void*) != 8 || sizeof(psl_host) == 32);
static_assert(offsetof(psl_host, abi) == 0);
static_assert(sizeof(void*) != 8 || (offsetof(psl_host, impl) == 8 && offsetof(psl_host, get) == 16 && offsetof(psl_host, fail) == 24));
static_assert(sizeof(void*) != 8 || sizeof(psl_plugin) == 48);
static_assert(sizeof(void*) != 8 || (offsetof(psl_plugin, init) == 8 && offsetof(psl_plugin, activate) == 16 &&
                                     offsetof(psl_plugin, deactivate) == 24 && offsetof(psl_plugin, destroy) == 32 && offsetof(psl_plugin, get) == 40));
static_assert(offsetof(psl_entry, abi) == 0);
static_assert(sizeof(void*) != 8 || (sizeof(psl_entry) == 16 && offsetof(psl_entry, create) == 8));
static_assert(sizeof(void*) != 8 || (sizeof(psl_row) == 16 && sizeof(psl_row_sink) == 16));
static_assert(sizeof(void*) != 8 || sizeof(psl_fact) == 32);
static_assert(offsetof(psl_fact, kind) == 0 && offsetof(psl_fact, scale) == 4 && offsetof(psl_fact, number) == 8 && offsetof(psl_fact, text) == 16);
static_assert(sizeof(void*) != 8 || sizeof(psl_place) == 64);
static_assert(sizeof(void*) != 8 || sizeof(psl_change) == 48);
static_assert(sizeof(void*) != 8 || (offsetof(psl_change, entity) == 8 && offsetof(psl_change, id) == 24 && offsetof(psl_change, fields) == 32 &&
                                     offsetof(psl_change, values) == 40));
static_assert(sizeof(void*) != 8 || (sizeof(psl_change_call) == 16 && sizeof(psl_job_call) == 24));
// Function tables: one pointer for each function, in the published order; never longer.
static_assert(sizeof(psl_log) == 1 * sizeof(void*) && sizeof(psl_locale) == 2 * sizeof(void*));
static_assert(sizeof(psl_db) == 7 * sizeof(void*) && sizeof(psl_records) == 2 * sizeof(void*) && sizeof(psl_jobs) == 2 * sizeof(void*));
static_assert(sizeof(psl_checks) == 2 * sizeof(void*) && sizeof(psl_issues) == 2 * sizeof(void*) && sizeof(psl_alerts) == 2 * sizeof(void*));
static_assert(sizeof(psl_reader) == 2 * sizeof(void*) && sizeof(psl_writer) == 2 * sizeof(void*) && sizeof(psl_importer) == 4 * sizeof(void*));
static_assert(sizeof(psl_transfer) == 3 * sizeof(void*) && sizeof(psl_answers) == 1 * sizeof(void*) && sizeof(psl_ask) == 1 * sizeof(void*));
static_assert(sizeof(psl_words) == 26 * sizeof(void*) && sizeof(psl_sections) == 1 * sizeof(void*));
static_assert(sizeof(psl_widgets) == 15 * sizeof(void*) && sizeof(psl_views) == 1 * sizeof(void*));

TEST_CASE("published numbers keep their meaning")
{
    CHECK(PSL_ABI == 1u);
    CHECK(PSL_E_INVALID == -1);
    CHECK(PSL_E_WRONG_THREAD == -6);
    CHECK(PSL_E_NO_MEMORY == -10);
    CHECK(PSL_BLOB == 4);
    CHECK(PSL_FACT_NOT_CONVERTED == 10);
    CHECK(PSL_CHART_LINE == 2);
    CHECK(PSL_TONE_INFO == 5);
    CHECK(PSL_DELETE == 3);
}
