// One fault per build, written against the bare C headers: the wrapper would prevent most of them.
#include "passerelle/abi.h"
#include "passerelle/ext/page.h"
#include <cstring>
#include <stdexcept>

namespace {

psl_str text(char const* words) { return {words, std::strlen(words)}; }

psl_status init(psl_plugin*)
{
#ifdef FAULT_THROWS_INIT
    throw std::runtime_error("init fell over");
#else
    return PSL_OK;
#endif
}
psl_status activate(psl_plugin* self)
{
#ifdef FAULT_REFUSES_ACTIVATE
    auto const* const host = static_cast<psl_host const*>(self->impl);
    host->fail(host, PSL_E_UNSUPPORTED, text("Il manque une licence."));
    return PSL_E_UNSUPPORTED;
#else
    (void)self;
    return PSL_OK;
#endif
}
void deactivate(psl_plugin*) {}
void destroy(psl_plugin*) {}

[[maybe_unused]] psl_status write_section(psl_plugin*, psl_str, psl_row const*, psl_words const* words, psl_page* page)
{
    words->cell(page, psl_fact{PSL_FACT_COUNT, 0, 1, {nullptr, 0}}); // outside a table
    psl_str const columns[] = {text("A"), text("B")};
    words->table_begin(page, text("t"), text("open"), columns, 2, 5);
    words->cell(page, psl_fact{PSL_FACT_COUNT, 0, 7, {nullptr, 0}});
    words->cell(page, psl_fact{PSL_FACT_MONEY, 0, 7, text("euros")}); // not a currency code
    words->cell(page, psl_fact{99, 0, 7, {nullptr, 0}});              // no such kind
    words->text(page, 44, text("caf\xc3\xa9 \xff\x01 bad"));          // closes the table; no such tone; not UTF-8
    psl_timeline_row row{};
    row.label = text("row");
    row.planned_from = text("2026-01-01");
    row.planned_to = text("2026-02-30");                             // no such day
    words->timeline_row(page, &row);                                 // outside a timeline
    words->timeline_begin(page, text("g"), text("left open too"));
    words->timeline_moment(page, text("early"), text("2026-01-01"), text(""), text(""), 0); // before any row
    row.level = 1;
    words->timeline_row(page, &row);                                 // under nothing
    row.level = 0;
    words->timeline_row(page, nullptr);
    words->timeline_row(page, &row);
    words->timeline_moment(page, text("due"), text("2026-03-01"), text("soon"), text("projects.milestone"), 3);
    words->text(page, PSL_TONE_PLAIN, text("after"));                // closes the timeline
    words->behind(page, text("of nothing"), text(""), text(""));     // no figure, no row
    words->bars(page, 0, 1);                                         // outside a table
    words->tab(page, text("outside"));                               // outside tabs
    words->figure(page, text("F"), psl_fact{PSL_FACT_COUNT, 0, 3, {nullptr, 0}}, psl_fact{}, PSL_TONE_PLAIN, text(""));
    words->behind(page, text("Sense"), text("core.organisation"), text("no_such_field = 1")); // the sense alone is kept
    words->figure(page, text("G"), psl_fact{PSL_FACT_COUNT, 0, 4, {nullptr, 0}}, psl_fact{}, PSL_TONE_PLAIN, text(""));
    words->behind(page, text(""), text("no.such_register"), text(""));
    words->tabs_begin(page, text("s"));
    words->tab(page, text(""));                                      // without a label
    words->tab(page, text("one"));
    words->table_begin(page, text("v"), text("bars"), columns, 2, 0);
    words->behind(page, text("of no row"), text(""), text(""));      // before any cell
    words->bars(page, 0, 2);                                         // no such column
    words->cell(page, psl_fact{PSL_FACT_TEXT, 0, 0, text("a")});
    words->behind(page, text("row"), text("core.organisation"), text("id = 5\nid in 1,2"));
    words->cell(page, psl_fact{PSL_FACT_COUNT, 0, 1, {nullptr, 0}});
    words->table_end(page);
    words->tabs_begin(page, text("within"));                         // tabs within tabs; left open
#ifdef FAULT_THROWS_SECTION
    throw std::logic_error("section fell over");
#else
    words->table_begin(page, text("u"), text("left open"), columns, 2, 0);
    words->cell(page, psl_fact{PSL_FACT_TEXT, 0, 0, text("last")});
    return PSL_OK;
#endif
}

void const* get(psl_plugin const*, char const* id)
{
    static constexpr psl_sections sections{&write_section};
    return std::strcmp(id, PSL_SECTIONS) == 0 ? &sections : nullptr;
}

[[maybe_unused]] psl_status create(psl_host const* host, psl_str, psl_plugin** out)
{
#ifdef FAULT_THROWS_CREATE
    throw 42; // not even a std::exception
#endif
    static psl_plugin plugin;
    plugin = psl_plugin{const_cast<psl_host*>(host), &init, &activate, &deactivate, &destroy, &get};
#ifdef FAULT_HALF_MADE
    plugin.activate = nullptr;
#endif
    *out = &plugin;
    return PSL_OK;
}

} // namespace

extern "C" {
#if defined FAULT_WRONG_ABI
const psl_entry psl_plugin_entry = {PSL_ABI + 1, 0, &create};
#elif defined FAULT_NO_CREATE
const psl_entry psl_plugin_entry = {PSL_ABI, 0, nullptr};
#else
const psl_entry psl_plugin_entry = {PSL_ABI, 0, &create};
#endif
}
