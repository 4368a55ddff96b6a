#include "host/bridge/page_offers.hpp"
#include "host/bridge/tables.hpp"
#include "host/model/query.hpp"

namespace passerelle::bridge {

namespace {

/// Every condition must be one that the register understands: else the definition stands alone.
bool understood(psl_page const& page, std::string_view entity_id, std::string_view filter)
{
    auto const& registry = *page.module->context().registry;
    auto const* const entity = registry.entity(entity_id);
    if (entity == nullptr)
        return false;
    std::size_t lines = 0;
    while (!filter.empty()) {
        auto const end = filter.find('\n');
        if (++lines > limits::conditions || !model::parse_filter(registry, *entity, filter.substr(0, end)))
            return false;
        filter = end == std::string_view::npos ? std::string_view{} : filter.substr(end + 1);
    }
    return true;
}

} // namespace

void put_figure(psl_page& page)
{
    if (!page.figure)
        return;
    exchange::Figure figure = std::move(*page.figure);
    page.figure.reset();
    page.emit(std::move(figure));
}

void end_tabs(psl_page& page)
{
    if (page.tabs && page.tab_told)
        page.emit(exchange::Tab{std::move(*page.tabs), {}});
    page.tabs.reset();
    page.tab_told = false;
}

void PSL_CALL behind(psl_page* page, psl_str definition, psl_str entity, psl_str filter) noexcept
{
    quiet_callback([&] {
        if (page == nullptr)
            return;
        bool const row = page->table && !page->table->rows.empty();
        if (!row && !page->figure) {
            page->module->misbehaved("what is behind a figure, without a figure");
            return;
        }
        if (filter.size > limits::filter_bytes) {
            page->module->misbehaved("conditions that are too long");
            filter = {};
            entity = {};
        }
        exchange::Behind made{said(*page, definition, limits::label_bytes), std::string(name_in(entity)), said(*page, filter, limits::filter_bytes)};
        if (!made.entity.empty() && !understood(*page, made.entity, made.filter)) {
            page->module->misbehaved("conditions that the register does not understand");
            made.entity.clear();
            made.filter.clear();
        }
        (row ? page->table->behind[page->table->rows.size() - 1] : page->figure->behind) = std::move(made);
    });
}

void PSL_CALL bars(psl_page* page, std::uint32_t whole, std::uint32_t part) noexcept
{
    quiet_callback([&] {
        if (page == nullptr)
            return;
        if (!page->table || whole >= page->table->columns.size() || part >= page->table->columns.size() || whole == part) {
            page->module->misbehaved("bars of columns that the table does not have");
            return;
        }
        page->table->bars = exchange::Table::Bars{whole, part};
    });
}

void PSL_CALL tabs_begin(psl_page* page, psl_str id) noexcept
{
    quiet_callback([&] {
        if (!ready(page))
            return;
        if (page->tabs) {
            page->module->misbehaved("tabs within tabs");
            end_tabs(*page);
        }
        page->tabs = said(*page, id, limits::label_bytes);
    });
}

void PSL_CALL tab(psl_page* page, psl_str label) noexcept
{
    quiet_callback([&] {
        if (!ready(page))
            return;
        std::string words = said(*page, label, limits::label_bytes);
        if (!page->tabs || words.empty()) {
            page->module->misbehaved(page->tabs ? "a tab without a label" : "a tab outside tabs");
            return;
        }
        if (page->leaves) {
            page->emit(exchange::Heading{2, std::move(words)});
            return;
        }
        page->emit(exchange::Tab{*page->tabs, std::move(words)});
        page->tab_told = true;
    });
}

void PSL_CALL tabs_end(psl_page* page) noexcept
{
    quiet_callback([&] {
        if (!ready(page))
            return;
        if (!page->tabs)
            page->module->misbehaved("tabs ended that were not begun");
        end_tabs(*page);
    });
}

} // namespace passerelle::bridge
