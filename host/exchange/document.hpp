// A report or a view's reading part, as plain values. Made once by the recorder of host/bridge, then drawn by the window
// and written by every writer (PDF, HTML, XLSX), so that figures on paper equal figures on screen.
#pragma once
#include "host/base/result.hpp"
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace passerelle::exchange {

enum class Tone { plain, good, warn, bad, muted, info };

/// Same order and meaning as PSL_FACT_* in passerelle/ext/page.h.
enum class FactKind { not_reported, text, count, decimal, money, percent, date, suppressed, not_computable, not_applicable, not_converted };

struct Fact {
    FactKind kind = FactKind::not_reported;
    std::uint32_t scale = 0;
    std::int64_t number = 0;
    std::string text; ///< text; money: ISO 4217 code; date: YYYY-MM-DD; else why
    friend bool operator==(Fact const&, Fact const&) = default;
};

struct Heading {
    int level = 1; ///< 1..3 within the document; the document's title stands above
    std::string text;
};
struct Paragraph {
    Tone tone = Tone::plain;
    std::string text;
};
/// What a figure means and comes from. The window offers it; files leave it out.
struct Behind {
    std::string definition = {};
    std::string entity = {}, filter = {}; ///< the register and its conditions, one a line, as model::parse_filter reads them; entity empty: none
    [[nodiscard]] bool empty() const { return definition.empty() && entity.empty(); }
};
struct Figure {
    std::string label;
    Fact value, target;
    Tone tone = Tone::plain;
    std::string note;
    Behind behind = {};
};
struct Cell {
    Fact fact;
    Tone tone = Tone::plain;
    std::string entity; ///< with id: the record that the cell opens in the window
    std::int64_t id = 0;
};
struct Table {
    std::string id, caption;
    std::vector<std::string> columns;
    std::vector<std::vector<Cell>> rows;
    std::uint32_t total_rows = 0; ///< how many of the last rows are totals
    struct Bars {
        std::size_t whole = 0, part = 0; ///< columns
    };
    std::optional<Bars> bars = {};             ///< in the window each row is its first cell, a bar and the whole
    std::map<std::size_t, Behind> behind = {}; ///< by row
};
enum class ChartKind { bars, stacked, line, target }; ///< target: what there is (first series) within what was aimed at (second)
struct Chart {
    ChartKind kind = ChartKind::bars;
    std::string id, caption;
    std::vector<std::string> labels, series;
    std::vector<Fact> values; ///< values[s * labels.size() + l]
};
enum class PlaceShape { disc, square };
enum class LineStyle { solid, dashed, dotted, short_dashes }; ///< same order as ChartLine::dash
struct Place {
    double latitude = 0, longitude = 0;
    std::string label;
    Fact value;
    PlaceShape shape = PlaceShape::disc;
    std::string entity = {}; ///< with id: the record that it opens in the window
    std::int64_t id = 0;
};
struct LinkKind {
    std::string label;
    LineStyle line = LineStyle::solid;
};
struct MapLink {
    std::size_t from = 0, to = 0, kind = 0; ///< places and kinds of the same map
    std::string label = {}, entity = {};
    std::int64_t id = 0;
};
struct Map {
    std::string id, caption;
    std::vector<Place> places;
    std::vector<LinkKind> kinds = {};
    std::vector<MapLink> links = {};
    std::string discs = {}, squares = {}; ///< what the shapes stand for; empty: not said
};
/// Dates of a timeline are YYYY-MM-DD, empty where not reported.
struct TimelineMoment {
    std::string label, planned, actual;
    std::string entity; ///< with id: the record that it opens in the window
    std::int64_t id = 0;
};
struct TimelineRow {
    std::string label, beside;
    std::string planned_from, planned_to, actual_from, actual_to, expected_end;
    std::string entity;
    std::int64_t id = 0;
    Tone tone = Tone::plain;
    int level = 0;       ///< 0, or 1: under the level 0 row before it
    bool closed = false; ///< without an actual end it is not late
    std::vector<TimelineMoment> moments;
};
struct Timeline {
    std::string id, caption;
    std::vector<TimelineRow> rows;
};
/// In the window only: the blocks up to the next one are a tab of this set; an empty label ends the set. Files have headings instead.
struct Tab {
    std::string set, label;
};
using Block = std::variant<Heading, Paragraph, Figure, Table, Chart, Map, Timeline, Tab>;

struct Document {
    Language language = Language::fr;
    std::string title, subtitle, author; ///< author: the portfolio's owner, for file properties
    std::string date;                    ///< as-of date, YYYY-MM-DD
    std::vector<std::pair<std::string, std::string>> identification; ///< cover: label, value
    std::string notice;                  ///< e.g. "Données de démonstration – fictives", on every page; may be empty
    std::vector<Block> blocks;
};

} // namespace passerelle::exchange
