// The reading words of psl.page/1: headings, text, key figures, tables, charts, maps, timelines; the same calls fill the window and
// every file. "Not reported" and "suppressed" are facts of their own and never 0. Inside write_section() and draw().
//   page.heading(1, tr("Financement", "Funding"));
//   page.figure(tr("Engagé", "Committed"), psl::fact::money(total));
//   { auto table = page.table("donors", caption, {"Bailleur", "Engagé"}); table.cell(psl::fact::text(name)).cell(psl::fact::money(sum)); }
#pragma once
#include "passerelle/cpp/value.hpp"
#include "passerelle/ext/page.h"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace psl {

enum class Tone : std::int32_t {
    plain = PSL_TONE_PLAIN,
    good = PSL_TONE_GOOD,
    warn = PSL_TONE_WARN,
    bad = PSL_TONE_BAD,
    muted = PSL_TONE_MUTED,
    info = PSL_TONE_INFO
};

/// One displayed value. Made by the helpers of psl::fact; the default is "not reported".
struct Fact {
    std::uint32_t kind = PSL_NOT_REPORTED;
    std::uint32_t scale = 0;
    std::int64_t number = 0;
    std::string text;
    [[nodiscard]] psl_fact to_c() const { return psl_fact{kind, scale, number, psl::to_c(text)}; }
};

namespace fact {
[[nodiscard]] inline Fact text(std::string_view value) { return Fact{PSL_FACT_TEXT, 0, 0, std::string(value)}; }
[[nodiscard]] inline Fact not_reported(std::string_view why = {}) { return Fact{PSL_NOT_REPORTED, 0, 0, std::string(why)}; }
[[nodiscard]] inline Fact suppressed(std::string_view why = {}) { return Fact{PSL_FACT_SUPPRESSED, 0, 0, std::string(why)}; }
[[nodiscard]] inline Fact not_computable(std::string_view why = {}) { return Fact{PSL_FACT_NOT_COMPUTABLE, 0, 0, std::string(why)}; }
[[nodiscard]] inline Fact not_applicable(std::string_view why = {}) { return Fact{PSL_FACT_NOT_APPLICABLE, 0, 0, std::string(why)}; }
[[nodiscard]] inline Fact not_converted(std::string_view why = {}) { return Fact{PSL_FACT_NOT_CONVERTED, 0, 0, std::string(why)}; }
[[nodiscard]] inline Fact count(std::int64_t number) { return Fact{PSL_FACT_COUNT, 0, number, {}}; }
[[nodiscard]] inline Fact count(std::optional<std::int64_t> number) { return number ? count(*number) : not_reported(); }
/// number / 10^scale.
[[nodiscard]] inline Fact decimal(std::int64_t number, std::uint32_t scale) { return Fact{PSL_FACT_DECIMAL, scale, number, {}}; }
/// 63.8 % is (638, 1).
[[nodiscard]] inline Fact percent(std::int64_t number, std::uint32_t scale) { return Fact{PSL_FACT_PERCENT, scale, number, {}}; }
[[nodiscard]] inline Fact money(std::int64_t minor, std::string_view currency) { return Fact{PSL_FACT_MONEY, 0, minor, std::string(currency)}; }
[[nodiscard]] inline Fact money(Money const& value) { return money(value.minor, value.currency); }
[[nodiscard]] inline Fact money(std::optional<Money> const& value) { return value ? money(*value) : not_reported(); }
[[nodiscard]] inline Fact date(Date value) { return Fact{PSL_FACT_DATE, 0, 0, value.iso()}; }
[[nodiscard]] inline Fact date(std::optional<Date> value) { return value ? date(*value) : not_reported(); }
/// A text that may be absent.
[[nodiscard]] inline Fact text(std::optional<std::string> const& value) { return value ? text(std::string_view(*value)) : not_reported(); }
[[nodiscard]] inline Fact text(char const* value) { return text(std::string_view(value)); }
[[nodiscard]] inline Fact text(std::string const& value) { return text(std::string_view(value)); }
} // namespace fact

/// An open table; ends when it goes. Cells fill left to right, then a new row.
class Table {
public:
    Table(psl_words const* words, psl_page* page) : m_words(words), m_page(page) {}
    Table(Table&& other) noexcept : m_words(other.m_words), m_page(std::exchange(other.m_page, nullptr)) {}
    Table& operator=(Table&&) = delete;
    ~Table() { end(); }
    Table& cell(Fact const& fact) { return m_words->cell(m_page, fact.to_c()), *this; }
    Table& cell(Fact const& fact, Tone tone) { return m_words->tone_cell(m_page, fact.to_c(), static_cast<std::int32_t>(tone)), *this; }
    /// A cell that opens that record in the window.
    Table& link(Fact const& fact, std::string_view entity, std::int64_t id)
    {
        return m_words->link_cell(m_page, fact.to_c(), to_c(entity), id), *this;
    }
    template<typename... Facts>
    Table& row(Facts const&... facts)
    {
        (cell(facts), ...);
        return *this;
    }
    /// In the window, each row as its first cell, a bar of the part within the whole, and the whole. Columns count from 0.
    Table& bars(std::uint32_t whole_column, std::uint32_t part_column) { return m_words->bars(m_page, whole_column, part_column), *this; }
    /// What the row filled last means and comes from; see Page::behind.
    Table& behind(std::string_view definition, std::string_view entity = {}, std::string_view filter = {})
    {
        return m_words->behind(m_page, to_c(definition), to_c(entity), to_c(filter)), *this;
    }
    void end()
    {
        if (m_page != nullptr)
            m_words->table_end(std::exchange(m_page, nullptr));
    }

private:
    psl_words const* m_words;
    psl_page* m_page;
};

enum class PlaceShape : std::int32_t { disc = PSL_PLACE_DISC, square = PSL_PLACE_SQUARE };
enum class LineStyle : std::int32_t { solid = PSL_LINE_SOLID, dashed = PSL_LINE_DASHED, dotted = PSL_LINE_DOTTED, short_dashes = PSL_LINE_SHORT_DASHES };

/// An open map with links; ends when it goes. kind() and place() return the number by which link() names them.
class LinkedMap {
public:
    LinkedMap(psl_words const* words, psl_page* page) : m_words(words), m_page(page) {}
    LinkedMap(LinkedMap&& other) noexcept
        : m_words(other.m_words), m_page(std::exchange(other.m_page, nullptr)), m_kinds(other.m_kinds), m_places(other.m_places)
    {
    }
    LinkedMap& operator=(LinkedMap&&) = delete;
    ~LinkedMap() { end(); }
    /// What the places of that shape are.
    void shape(PlaceShape shape, std::string_view label) { m_words->map_shape(m_page, static_cast<std::int32_t>(shape), to_c(label)); }
    std::uint32_t kind(std::string_view label, LineStyle line)
    {
        m_words->map_kind(m_page, to_c(label), static_cast<std::int32_t>(line));
        return m_kinds++;
    }
    /// Degrees, WGS 84; with an entity, the place opens that record in the window.
    std::uint32_t place(double latitude, double longitude, std::string_view label, Fact const& value, PlaceShape shape = PlaceShape::disc,
                        std::string_view entity = {}, std::int64_t id = 0)
    {
        m_words->map_place(m_page, latitude, longitude, to_c(label), value.to_c(), static_cast<std::int32_t>(shape), to_c(entity), id);
        return m_places++;
    }
    void link(std::uint32_t from, std::uint32_t to, std::uint32_t kind, std::string_view label = {}, std::string_view entity = {}, std::int64_t id = 0)
    {
        m_words->map_link(m_page, from, to, kind, to_c(label), to_c(entity), id);
    }
    void end()
    {
        if (m_page != nullptr)
            m_words->map_end(std::exchange(m_page, nullptr));
    }

private:
    psl_words const* m_words;
    psl_page* m_page;
    std::uint32_t m_kinds = 0, m_places = 0;
};

struct Series {
    std::string name;
    std::vector<Fact> values; ///< one per label
};
struct Place {
    double latitude = 0, longitude = 0; ///< degrees, WGS 84
    std::string label;
    Fact value;
};
enum class ChartKind : std::int32_t { bars = PSL_CHART_BARS, stacked = PSL_CHART_STACKED, line = PSL_CHART_LINE, target = PSL_CHART_TARGET };

/// A line of a timeline: a project, or what belongs to the level 0 line before it (level 1).
struct TimelineRow {
    std::string label, beside; ///< beside: a short second column, may be empty
    /// expected_end of a line that has no dates but its moment: the date that the moment was put off to.
    std::optional<Date> planned_from, planned_to, actual_from, actual_to, expected_end;
    std::string entity;        ///< with id: the record that it opens in the window
    std::int64_t id = 0;
    Tone tone = Tone::plain;   ///< info, on a line that is not closed: the work rests (suspended); its bar is drawn broken
    int level = 0;
    bool closed = false;       ///< nothing more is expected: without an actual end it is not late
};

/// An open timeline; ends when it goes.
class Timeline {
public:
    Timeline(psl_words const* words, psl_page* page) : m_words(words), m_page(page) {}
    Timeline(Timeline&& other) noexcept : m_words(other.m_words), m_page(std::exchange(other.m_page, nullptr)) {}
    Timeline& operator=(Timeline&&) = delete;
    ~Timeline()
    {
        if (m_page != nullptr)
            m_words->timeline_end(m_page);
    }
    Timeline& row(TimelineRow const& row)
    {
        std::string const days[]{iso(row.planned_from), iso(row.planned_to), iso(row.actual_from), iso(row.actual_to), iso(row.expected_end)};
        psl_timeline_row const raw{to_c(row.label), to_c(row.beside), to_c(days[0]), to_c(days[1]), to_c(days[2]), to_c(days[3]), to_c(days[4]), to_c(row.entity), row.id,
                                   static_cast<std::int32_t>(row.tone), row.level, row.closed};
        return m_words->timeline_row(m_page, &raw), *this;
    }
    /// A milestone of the row before; planned hollow, reached filled.
    Timeline& moment(std::string_view label, std::optional<Date> planned, std::optional<Date> actual, std::string_view entity = {}, std::int64_t id = 0)
    {
        std::string const days[]{iso(planned), iso(actual)};
        return m_words->timeline_moment(m_page, to_c(label), to_c(days[0]), to_c(days[1]), to_c(entity), id), *this;
    }

private:
    [[nodiscard]] static std::string iso(std::optional<Date> day) { return day ? day->iso() : std::string{}; }
    psl_words const* m_words;
    psl_page* m_page;
};

/// Groups of blocks of which the window shows one at a time; on paper each is a heading. Ends when it goes.
class Tabs {
public:
    Tabs(psl_words const* words, psl_page* page) : m_words(words), m_page(page) {}
    Tabs(Tabs&& other) noexcept : m_words(other.m_words), m_page(std::exchange(other.m_page, nullptr)) {}
    Tabs& operator=(Tabs&&) = delete;
    ~Tabs()
    {
        if (m_page != nullptr)
            m_words->tabs_end(m_page);
    }
    /// What the page is given from here on belongs to this tab.
    void tab(std::string_view label) { m_words->tab(m_page, to_c(label)); }

private:
    psl_words const* m_words;
    psl_page* m_page;
};

class Page {
public:
    Page(psl_words const* words, psl_page* page) : m_words(words), m_page(page) {}

    /// level 1 to 3.
    void heading(int level, std::string_view text) { m_words->heading(m_page, level, to_c(text)); }
    void text(std::string_view text, Tone tone = Tone::plain) { m_words->text(m_page, static_cast<std::int32_t>(tone), to_c(text)); }
    /// A key figure; note: the definition or the source that it stands on.
    void figure(std::string_view label, Fact const& value, Fact const& target = {}, Tone tone = Tone::plain, std::string_view note = {})
    {
        m_words->figure(m_page, to_c(label), value.to_c(), target.to_c(), static_cast<std::int32_t>(tone), to_c(note));
    }
    /// total_rows: how many of the last rows are totals.
    [[nodiscard]] Table table(std::string_view id, std::string_view caption, std::vector<std::string> const& columns, std::uint32_t total_rows = 0)
    {
        auto const names = views(columns);
        m_words->table_begin(m_page, to_c(id), to_c(caption), names.data(), static_cast<std::uint32_t>(names.size()), total_rows);
        return Table(m_words, m_page);
    }
    /// Missing values of a series are "not reported".
    void chart(ChartKind kind, std::string_view id, std::string_view caption, std::vector<std::string> const& labels,
               std::vector<Series> const& series)
    {
        std::vector<psl_str> names;
        std::vector<psl_fact> values;
        for (Series const& one : series) {
            names.push_back(to_c(one.name));
            for (std::size_t at = 0; at < labels.size(); ++at)
                values.push_back(at < one.values.size() ? one.values[at].to_c() : psl_fact{});
        }
        auto const texts = views(labels);
        m_words->chart(m_page, static_cast<std::int32_t>(kind), to_c(id), to_c(caption), texts.data(),
                       static_cast<std::uint32_t>(texts.size()), names.data(), values.data(), static_cast<std::uint32_t>(names.size()));
    }
    void map(std::string_view id, std::string_view caption, std::vector<Place> const& places)
    {
        std::vector<psl_place> raw;
        for (Place const& place : places)
            raw.push_back(psl_place{place.latitude, place.longitude, to_c(place.label), place.value.to_c()});
        m_words->map(m_page, to_c(id), to_c(caption), raw.data(), static_cast<std::uint32_t>(raw.size()));
    }
    [[nodiscard]] LinkedMap linked_map(std::string_view id, std::string_view caption)
    {
        m_words->map_begin(m_page, to_c(id), to_c(caption));
        return LinkedMap(m_words, m_page);
    }
    [[nodiscard]] Timeline timeline(std::string_view id, std::string_view caption)
    {
        m_words->timeline_begin(m_page, to_c(id), to_c(caption));
        return Timeline(m_words, m_page);
    }
    /// What the last figure means and comes from: its definition, and the register and conditions (one a line, as the console takes
    /// them) that select exactly the records behind it. Without entity: the definition alone. Paper leaves them out.
    void behind(std::string_view definition, std::string_view entity = {}, std::string_view filter = {})
    {
        m_words->behind(m_page, to_c(definition), to_c(entity), to_c(filter));
    }
    [[nodiscard]] Tabs tabs(std::string_view id)
    {
        m_words->tabs_begin(m_page, to_c(id));
        return Tabs(m_words, m_page);
    }
    /// True where what is written leaves the machine: small cells must be suppressed.
    [[nodiscard]] bool leaves() const { return m_words->leaves(m_page); }

private:
    [[nodiscard]] static std::vector<psl_str> views(std::vector<std::string> const& texts)
    {
        std::vector<psl_str> all;
        for (std::string const& text : texts)
            all.push_back(to_c(text));
        return all;
    }
    psl_words const* m_words;
    psl_page* m_page;
};

} // namespace psl
