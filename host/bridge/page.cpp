#include "host/bridge/page.hpp"
#include "host/bridge/page_offers.hpp"
#include "host/bridge/tables.hpp"
#include <algorithm>
#include <cmath>

namespace passerelle::bridge {

namespace {

bool currency_code(std::string_view text)
{
    return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

void end_table(psl_page& page)
{
    if (!page.table)
        return;
    exchange::Table table = std::move(*page.table);
    page.table.reset();
    if (!table.rows.empty() && table.rows.back().size() < table.columns.size()) {
        page.module->misbehaved("a table whose last row is short");
        table.rows.back().resize(table.columns.size()); // the missing cells read "not reported"
    }
    table.total_rows = std::min<std::uint32_t>(table.total_rows, static_cast<std::uint32_t>(table.rows.size()));
    page.emit(std::move(table));
}

void end_map(psl_page& page)
{
    if (!page.map)
        return;
    exchange::Map map = std::move(*page.map);
    page.map.reset();
    page.map_places.clear();
    page.emit(std::move(map));
}

void end_timeline(psl_page& page)
{
    if (!page.timeline)
        return;
    exchange::Timeline timeline = std::move(*page.timeline);
    page.timeline.reset();
    page.emit(std::move(timeline));
}

/// A day as a module wrote it; what is no day reads "not reported".
std::string day_from(psl_page& page, psl_str raw)
{
    std::string day = said(page, raw, 16);
    if (day.empty() || psl::Date::parse(day))
        return day;
    page.module->misbehaved("a date that cannot be read");
    return {};
}

/// A row or a moment, each counted as a cell.
bool room_in_timeline(psl_page* page)
{
    if (page == nullptr)
        return false;
    if (!page->timeline) {
        page->module->misbehaved("a timeline's row outside a timeline");
        return false;
    }
    if (++page->cells > limits::cells) {
        full(*page);
        return false;
    }
    return true;
}

} // namespace

bool ready(psl_page* page)
{
    if (page == nullptr)
        return false;
    if (page->table) {
        page->module->misbehaved("a table left open");
        end_table(*page);
    }
    if (page->map) {
        page->module->misbehaved("a map left open");
        end_map(*page);
    }
    if (page->timeline) {
        page->module->misbehaved("a timeline left open");
        end_timeline(*page);
    }
    put_figure(*page);
    if (++page->blocks > limits::blocks) {
        full(*page);
        return false;
    }
    return true;
}

namespace {

void put_cell(psl_page* page, psl_fact const& raw, std::int32_t tone, std::string entity, std::int64_t id)
{
    if (page == nullptr)
        return;
    if (!page->table) {
        page->module->misbehaved("a cell outside a table");
        return;
    }
    if (++page->cells > limits::cells) {
        full(*page);
        return;
    }
    auto& rows = page->table->rows;
    if (rows.empty() || rows.back().size() == page->table->columns.size()) {
        rows.emplace_back();
        rows.back().reserve(page->table->columns.size());
    }
    rows.back().push_back({fact_from(*page, raw), tone_from(tone), std::move(entity), id});
}

std::vector<std::string> texts(psl_page& page, psl_str const* all, std::uint32_t n, std::size_t most)
{
    std::vector<std::string> result;
    if (all == nullptr)
        return result;
    for (std::uint32_t at = 0; at < n && at < most; ++at)
        result.push_back(said(page, all[at], limits::label_bytes));
    if (n > most)
        full(page);
    return result;
}

void PSL_CALL heading(psl_page* page, std::int32_t level, psl_str text) noexcept
{
    quiet_callback([&] {
        if (ready(page))
            page->emit(exchange::Heading{std::clamp(level, 1, 3), said(*page, text, limits::label_bytes)});
    });
}

void PSL_CALL paragraph(psl_page* page, std::int32_t tone, psl_str text) noexcept
{
    quiet_callback([&] {
        if (ready(page))
            page->emit(exchange::Paragraph{tone_from(tone), said(*page, text)});
    });
}

void PSL_CALL figure(psl_page* page, psl_str label, psl_fact value, psl_fact target, std::int32_t tone, psl_str note) noexcept
{
    quiet_callback([&] {
        if (ready(page))
            page->figure = exchange::Figure{said(*page, label, limits::label_bytes), fact_from(*page, value), fact_from(*page, target), tone_from(tone),
                                            said(*page, note)};
    });
}

void PSL_CALL table_begin(psl_page* page, psl_str id, psl_str caption, psl_str const* columns, std::uint32_t n, std::uint32_t total_rows) noexcept
{
    quiet_callback([&] {
        if (!ready(page))
            return;
        exchange::Table table;
        table.id = said(*page, id, limits::label_bytes);
        table.caption = said(*page, caption, limits::label_bytes);
        table.columns = texts(*page, columns, n, limits::columns);
        table.total_rows = total_rows;
        if (table.columns.empty()) {
            page->module->misbehaved("a table without columns");
            table.columns.emplace_back();
        }
        page->table = std::move(table);
    });
}

void PSL_CALL cell(psl_page* page, psl_fact fact) noexcept
{
    quiet_callback([&] { put_cell(page, fact, PSL_TONE_PLAIN, {}, 0); });
}
void PSL_CALL tone_cell(psl_page* page, psl_fact fact, std::int32_t tone) noexcept
{
    quiet_callback([&] { put_cell(page, fact, tone, {}, 0); });
}
void PSL_CALL link_cell(psl_page* page, psl_fact fact, psl_str entity, std::int64_t id) noexcept
{
    quiet_callback([&] { put_cell(page, fact, PSL_TONE_PLAIN, std::string(name_in(entity)), id); });
}

void PSL_CALL table_end(psl_page* page) noexcept
{
    quiet_callback([&] {
        if (page == nullptr)
            return;
        if (!page->table)
            page->module->misbehaved("a table ended that was not begun");
        end_table(*page);
    });
}

void PSL_CALL chart(psl_page* page, std::int32_t kind, psl_str id, psl_str caption, psl_str const* labels, std::uint32_t n_labels,
                    psl_str const* series, psl_fact const* values, std::uint32_t n_series) noexcept
{
    quiet_callback([&] {
        if (!ready(page))
            return;
        if (kind < PSL_CHART_BARS || kind > PSL_CHART_TARGET || (kind == PSL_CHART_TARGET && n_series != 2) || (n_labels > 0 && labels == nullptr) ||
            (n_series > 0 && (series == nullptr || (n_labels > 0 && values == nullptr))) ||
            std::uint64_t{n_labels} * n_series > limits::chart_values || n_labels > limits::chart_values || n_series > limits::chart_values) {
            page->module->misbehaved("a chart that cannot be read");
            return;
        }
        exchange::Chart result;
        result.kind = static_cast<exchange::ChartKind>(kind);
        result.id = said(*page, id, limits::label_bytes);
        result.caption = said(*page, caption, limits::label_bytes);
        result.labels = texts(*page, labels, n_labels, limits::chart_values);
        result.series = texts(*page, series, n_series, limits::chart_values);
        for (std::size_t at = 0; at < std::size_t{n_labels} * n_series; ++at)
            result.values.push_back(fact_from(*page, values[at]));
        page->emit(std::move(result));
    });
}

void PSL_CALL map(psl_page* page, psl_str id, psl_str caption, psl_place const* places, std::uint32_t n) noexcept
{
    quiet_callback([&] {
        if (!ready(page))
            return;
        exchange::Map result;
        result.id = said(*page, id, limits::label_bytes);
        result.caption = said(*page, caption, limits::label_bytes);
        if (places == nullptr)
            n = 0;
        if (n > limits::places)
            full(*page);
        for (std::uint32_t at = 0; at < n && at < limits::places; ++at) {
            psl_place const& place = places[at];
            if (!(std::abs(place.latitude) <= 90) || !(std::abs(place.longitude) <= 180)) {
                page->module->misbehaved("a place outside the earth");
                continue;
            }
            result.places.push_back({place.latitude, place.longitude, said(*page, place.label, limits::label_bytes), fact_from(*page, place.value)});
        }
        page->emit(std::move(result));
    });
}

/// The open map, with room for one more of what it holds.
exchange::Map* open_map(psl_page* page)
{
    if (page == nullptr)
        return nullptr;
    if (!page->map) {
        page->module->misbehaved("a word of a map outside a map");
        return nullptr;
    }
    return &*page->map;
}

void PSL_CALL map_begin(psl_page* page, psl_str id, psl_str caption) noexcept
{
    quiet_callback([&] {
        if (!ready(page))
            return;
        page->map.emplace();
        page->map->id = said(*page, id, limits::label_bytes);
        page->map->caption = said(*page, caption, limits::label_bytes);
    });
}

void PSL_CALL map_shape(psl_page* page, std::int32_t shape, psl_str label) noexcept
{
    quiet_callback([&] {
        if (auto* map = open_map(page))
            (shape == PSL_PLACE_SQUARE ? map->squares : map->discs) = said(*page, label, limits::label_bytes);
    });
}

void PSL_CALL map_kind(psl_page* page, psl_str label, std::int32_t line) noexcept
{
    quiet_callback([&] {
        auto* map = open_map(page);
        if (map == nullptr)
            return;
        if (map->kinds.size() >= limits::link_kinds)
            return full(*page);
        map->kinds.push_back({said(*page, label, limits::label_bytes), line >= PSL_LINE_SOLID && line <= PSL_LINE_SHORT_DASHES ? static_cast<exchange::LineStyle>(line) : exchange::LineStyle::solid});
    });
}

void PSL_CALL map_place(psl_page* page, double latitude, double longitude, psl_str label, psl_fact value, std::int32_t shape, psl_str entity,
                        std::int64_t id) noexcept
{
    quiet_callback([&] {
        auto* map = open_map(page);
        if (map == nullptr)
            return;
        if (page->map_places.size() >= limits::places)
            return full(*page);
        if (!(std::abs(latitude) <= 90) || !(std::abs(longitude) <= 180)) {
            page->module->misbehaved("a place outside the earth");
            page->map_places.push_back(std::string::npos); // links count the places that were told
            return;
        }
        page->map_places.push_back(map->places.size());
        map->places.push_back({latitude, longitude, said(*page, label, limits::label_bytes), fact_from(*page, value),
                               shape == PSL_PLACE_SQUARE ? exchange::PlaceShape::square : exchange::PlaceShape::disc, std::string(name_in(entity)), id});
    });
}

void PSL_CALL map_link(psl_page* page, std::uint32_t from, std::uint32_t to, std::uint32_t kind, psl_str label, psl_str entity, std::int64_t id) noexcept
{
    quiet_callback([&] {
        auto* map = open_map(page);
        if (map == nullptr)
            return;
        if (map->links.size() >= limits::places)
            return full(*page);
        if (from >= page->map_places.size() || to >= page->map_places.size() || kind >= map->kinds.size()) {
            page->module->misbehaved("a link between places or of a kind that the map does not have");
            return;
        }
        auto const a = page->map_places[from], b = page->map_places[to];
        if (a != std::string::npos && b != std::string::npos && a != b)
            map->links.push_back({a, b, kind, said(*page, label, limits::label_bytes), std::string(name_in(entity)), id});
    });
}

void PSL_CALL map_end(psl_page* page) noexcept
{
    quiet_callback([&] {
        if (open_map(page) != nullptr)
            end_map(*page);
    });
}

void PSL_CALL timeline_begin(psl_page* page, psl_str id, psl_str caption) noexcept
{
    quiet_callback([&] {
        if (!ready(page))
            return;
        exchange::Timeline timeline;
        timeline.id = said(*page, id, limits::label_bytes);
        timeline.caption = said(*page, caption, limits::label_bytes);
        page->timeline = std::move(timeline);
    });
}

void PSL_CALL timeline_row(psl_page* page, psl_timeline_row const* raw) noexcept
{
    quiet_callback([&] {
        if (!room_in_timeline(page))
            return;
        if (raw == nullptr || (raw->level != 0 && raw->level != 1) || (raw->level == 1 && page->timeline->rows.empty())) {
            page->module->misbehaved("a timeline's row that cannot be read");
            return;
        }
        exchange::TimelineRow row;
        row.label = said(*page, raw->label, limits::label_bytes);
        row.beside = said(*page, raw->beside, limits::label_bytes);
        row.planned_from = day_from(*page, raw->planned_from);
        row.planned_to = day_from(*page, raw->planned_to);
        row.actual_from = day_from(*page, raw->actual_from);
        row.actual_to = day_from(*page, raw->actual_to);
        row.expected_end = day_from(*page, raw->expected_end);
        row.entity = std::string(name_in(raw->entity));
        row.id = raw->id;
        row.tone = tone_from(raw->tone);
        row.level = raw->level;
        row.closed = raw->closed;
        page->timeline->rows.push_back(std::move(row));
    });
}

void PSL_CALL timeline_moment(psl_page* page, psl_str label, psl_str planned, psl_str actual, psl_str entity, std::int64_t id) noexcept
{
    quiet_callback([&] {
        if (!room_in_timeline(page))
            return;
        if (page->timeline->rows.empty()) {
            page->module->misbehaved("a timeline's moment before any row");
            return;
        }
        exchange::TimelineMoment moment;
        moment.label = said(*page, label, limits::label_bytes);
        moment.planned = day_from(*page, planned);
        moment.actual = day_from(*page, actual);
        moment.entity = std::string(name_in(entity));
        moment.id = id;
        page->timeline->rows.back().moments.push_back(std::move(moment));
    });
}

void PSL_CALL timeline_end(psl_page* page) noexcept
{
    quiet_callback([&] {
        if (page == nullptr)
            return;
        if (!page->timeline)
            page->module->misbehaved("a timeline ended that was not begun");
        end_timeline(*page);
    });
}

bool PSL_CALL leaves(psl_page const* page) noexcept { return page != nullptr && page->leaves; }

} // namespace

std::string said(psl_page& page, psl_str text, std::size_t most)
{
    if (page.bytes >= limits::page_bytes)
        return {};
    std::string result = text_of(text, std::min(most, limits::page_bytes - page.bytes));
    page.bytes += result.size();
    return result;
}

void full(psl_page& page)
{
    if (!std::exchange(page.full_told, true))
        page.module->misbehaved("a page beyond the limits was cut");
}

exchange::Fact fact_from(psl_page& page, psl_fact const& raw)
{
    exchange::Fact fact;
    fact.text = said(page, raw.text);
    bool const known = raw.kind <= PSL_FACT_NOT_CONVERTED;
    bool const scaled = raw.kind == PSL_FACT_DECIMAL || raw.kind == PSL_FACT_PERCENT;
    if (!known || (scaled && raw.scale > 18) || (raw.kind == PSL_FACT_MONEY && !currency_code(fact.text)) ||
        (raw.kind == PSL_FACT_DATE && !psl::Date::parse(fact.text))) {
        page.module->misbehaved("a fact that cannot be read");
        fact.kind = exchange::FactKind::not_computable;
        return fact;
    }
    fact.kind = static_cast<exchange::FactKind>(raw.kind);
    fact.scale = scaled ? raw.scale : 0;
    fact.number = raw.number;
    return fact;
}

exchange::Tone tone_from(std::int32_t tone)
{
    return tone >= PSL_TONE_PLAIN && tone <= PSL_TONE_INFO ? static_cast<exchange::Tone>(tone) : exchange::Tone::plain;
}

void close_page(psl_page& page)
{
    if (page.table) {
        page.module->misbehaved("a table left open");
        end_table(page);
    }
    if (page.map) {
        page.module->misbehaved("a map left open");
        end_map(page);
    }
    if (page.timeline) {
        page.module->misbehaved("a timeline left open");
        end_timeline(page);
    }
    put_figure(page);
    if (page.tabs) {
        page.module->misbehaved("tabs left open");
        end_tabs(page);
    }
}

psl_words const& words_table()
{
    static constexpr psl_words table{&heading,   &paragraph, &figure,    &table_begin, &cell, &tone_cell,
                                     &link_cell, &table_end, &chart,     &map,         &leaves,
                                     &map_begin, &map_shape, &map_kind,  &map_place,   &map_link, &map_end,
                                     &timeline_begin, &timeline_row, &timeline_moment, &timeline_end,
                                     &behind, &bars, &tabs_begin, &tab, &tabs_end};
    return table;
}

} // namespace passerelle::bridge
