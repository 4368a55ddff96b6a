#include "host/app/cli/print.hpp"
#include "host/base/text.hpp"
#include "host/exchange/facts.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::cli {

namespace {

std::size_t width_of(std::string_view utf8)
{
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

std::string padded(std::string const& text, std::size_t width, bool right)
{
    std::size_t const own = width_of(text);
    std::string const space(width > own ? width - own : 0, ' ');
    return right ? space + text : text + space;
}

void print_table(Console const& console, exchange::Table const& table, Language language)
{
    TextTable text{table.columns, std::vector<bool>(table.columns.size(), false), {}};
    for (auto const& row : table.rows) {
        std::vector<std::string> cells;
        for (std::size_t at = 0; at < row.size(); ++at) {
            std::string const mark = std::string(exchange::tone_sign(row[at].tone));
            cells.push_back((mark.empty() ? "" : mark + " ") + exchange::fact_text(row[at].fact, language));
            if (at < text.right.size() && exchange::is_numeric(row[at].fact))
                text.right[at] = true;
        }
        text.rows.push_back(std::move(cells));
    }
    if (!table.caption.empty())
        console.line(table.caption);
    print(console, text);
}

} // namespace

void print(Console const& console, TextTable const& table)
{
    constexpr std::size_t widest = 60;
    std::vector<std::size_t> widths;
    for (auto const& column : table.columns)
        widths.push_back(std::min(widest, width_of(column)));
    for (auto const& row : table.rows)
        for (std::size_t at = 0; at < row.size() && at < widths.size(); ++at)
            widths[at] = std::min(widest, std::max(widths[at], width_of(row[at])));
    auto const put = [&](std::vector<std::string> const& row) {
        std::string text;
        for (std::size_t at = 0; at < row.size() && at < widths.size(); ++at) {
            bool const right = at < table.right.size() && table.right[at];
            std::string flat = shortened(row[at], widest);
            std::replace(flat.begin(), flat.end(), '\n', ' ');
            text += padded(flat, widths[at], right) + "  ";
        }
        text.erase(text.find_last_not_of(' ') + 1);
        console.line(text);
    };
    put(table.columns);
    std::string rule;
    for (std::size_t const width : widths) {
        for (std::size_t at = 0; at < width; ++at)
            rule += "─";
        rule += "  ";
    }
    console.line(rule);
    for (auto const& row : table.rows)
        put(row);
}

void print(Console const& console, exchange::Document const& document)
{
    Language const language = document.language;
    console.line(document.title);
    if (!document.subtitle.empty())
        console.line(document.subtitle);
    if (!document.notice.empty())
        console.line("◆ " + document.notice);
    bool in_figures = false;
    for (auto const& block : document.blocks) {
        bool const figure = std::holds_alternative<exchange::Figure>(block);
        if (!figure || !in_figures)
            console.line("");
        in_figures = figure;
        if (auto const* heading = std::get_if<exchange::Heading>(&block)) {
            console.line(heading->text);
        } else if (auto const* tab = std::get_if<exchange::Tab>(&block)) {
            if (!tab->label.empty())
                console.line(tab->label);
        } else if (auto const* paragraph = std::get_if<exchange::Paragraph>(&block)) {
            std::string const mark = std::string(exchange::tone_sign(paragraph->tone));
            console.line((mark.empty() ? "" : mark + " ") + paragraph->text);
        } else if (auto const* key = std::get_if<exchange::Figure>(&block)) {
            std::string const mark = std::string(exchange::tone_sign(key->tone));
            console.line(fmt::format("{}{}{}: {}{}{}", mark, mark.empty() ? "" : " ", key->label + (language == Language::fr ? "\u00A0" : ""),
                                     exchange::fact_text(key->value, language), key->note.empty() ? "" : " – ", key->note));
        } else if (auto const* table = std::get_if<exchange::Table>(&block)) {
            print_table(console, *table, language);
        } else if (auto const* chart = std::get_if<exchange::Chart>(&block)) {
            exchange::Table values{chart->id, chart->caption, {""}, {}, 0};
            values.columns.insert(values.columns.end(), chart->labels.begin(), chart->labels.end());
            for (std::size_t s = 0; s < chart->series.size(); ++s) {
                std::vector<exchange::Cell> row{{{exchange::FactKind::text, 0, 0, chart->series[s]}, exchange::Tone::plain, "", 0}};
                for (std::size_t l = 0; l < chart->labels.size(); ++l)
                    row.push_back({chart->values.at(s * chart->labels.size() + l), exchange::Tone::plain, "", 0});
                values.rows.push_back(std::move(row));
            }
            print_table(console, values, language);
        } else if (auto const* map = std::get_if<exchange::Map>(&block)) {
            TextTable places{{map->caption, "", ""}, {}, {}};
            for (auto const& place : map->places)
                places.rows.push_back({place.label, fmt::format("{:.3f}, {:.3f}", place.latitude, place.longitude), exchange::fact_text(place.value, language)});
            print(console, places);
        }
    }
}

} // namespace passerelle::cli
