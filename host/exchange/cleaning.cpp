#include "host/exchange/cleaning.hpp"
#include "host/base/text.hpp"
#include <algorithm>

namespace passerelle::exchange {

Document cleaned_document(Document document)
{
    auto const clean = [](std::string& text) {
        if (text.size() > (1u << 20))
            text.resize(1u << 20);
        text = cleaned(text);
    };
    auto const clean_fact = [&](Fact& fact) { clean(fact.text); };
    for (auto* text : {&document.title, &document.subtitle, &document.author, &document.date, &document.notice})
        clean(*text);
    for (auto& [name, content] : document.identification) {
        clean(name);
        clean(content);
    }
    for (auto& block : document.blocks) {
        if (auto* heading = std::get_if<Heading>(&block)) {
            clean(heading->text);
        } else if (auto* paragraph = std::get_if<Paragraph>(&block)) {
            clean(paragraph->text);
        } else if (auto* figure = std::get_if<Figure>(&block)) {
            clean(figure->label);
            clean(figure->note);
            figure->behind = {}; // files have no registers
            clean_fact(figure->value);
            clean_fact(figure->target);
        } else if (auto* table = std::get_if<Table>(&block)) {
            clean(table->caption);
            for (auto& column : table->columns)
                clean(column);
            for (auto& row : table->rows) {
                row.resize(table->columns.size());
                for (auto& cell : row)
                    clean_fact(cell.fact);
            }
            table->behind.clear();
            table->total_rows = std::min<std::uint32_t>(table->total_rows, static_cast<std::uint32_t>(table->rows.size()));
        } else if (auto* chart = std::get_if<Chart>(&block)) {
            clean(chart->caption);
            for (auto& label : chart->labels)
                clean(label);
            for (auto& series : chart->series)
                clean(series);
            for (auto& fact : chart->values)
                clean_fact(fact);
        } else if (auto* timeline = std::get_if<Timeline>(&block)) {
            clean(timeline->caption);
            for (auto& row : timeline->rows) {
                for (auto* text : {&row.label, &row.beside, &row.planned_from, &row.planned_to, &row.actual_from, &row.actual_to, &row.expected_end})
                    clean(*text);
                for (auto& moment : row.moments)
                    for (auto* text : {&moment.label, &moment.planned, &moment.actual})
                        clean(*text);
            }
        } else if (auto* map = std::get_if<Map>(&block)) {
            clean(map->caption);
            for (auto& place : map->places) {
                clean(place.label);
                clean_fact(place.value);
            }
        }
    }
    return document;
}

} // namespace passerelle::exchange
