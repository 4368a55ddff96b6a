#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/base/atomic_file.hpp"
#include "host/exchange/cleaning.hpp"
#include "host/exchange/facts.hpp"
#include "host/exchange/sheet_names.hpp"
#include "host/exchange/writers.hpp"
#include "passerelle/value/currency.hpp"
#include "passerelle/value/date.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <xlsxwriter.h>

namespace passerelle::exchange {
namespace {

constexpr std::int64_t exact_in_excel = 9'007'199'254'740'992; // 2^53: beyond it a cell could not hold the figure to the last unit

struct Look {
    bool strong = false, head = false, wrap = false;
    Tone tone = Tone::plain;
    std::string number_format = {};
    int size = 0;
    auto operator<=>(Look const&) const = default;
};

/// Days since 1899-12-30, as Excel counts from 1 March 1900 on.
std::optional<double> serial_of(std::string const& iso)
{
    auto const date = psl::Date::parse(iso);
    if (!date || date->days_since_1970() < -25508)
        return std::nullopt;
    return static_cast<double>(date->days_since_1970() + 25569);
}

class Xlsx {
public:
    Xlsx(Document const& document, lxw_workbook* workbook) : m_document(document), m_workbook(workbook), m_french(document.language == Language::fr) {}

    void run()
    {
        m_summary = workbook_add_worksheet(m_workbook, m_names.take(m_french ? "Synthèse" : "Summary").c_str());
        // The sheets first, so that the summary can point to them.
        std::map<std::size_t, std::string> sheets;
        for (std::size_t at = 0; at < m_document.blocks.size(); ++at) {
            auto const& block = m_document.blocks[at];
            if (auto const* table = std::get_if<Table>(&block); table && !table->columns.empty())
                sheets[at] = add_table(*table);
            else if (auto const* chart = std::get_if<Chart>(&block); chart && !chart->labels.empty() && !chart->series.empty())
                sheets[at] = add_chart(*chart);
            else if (auto const* timeline = std::get_if<Timeline>(&block); timeline && !timeline->rows.empty())
                sheets[at] = add_table(exchange::table_of(*timeline, m_document.language));
            else if (auto const* map = std::get_if<Map>(&block); map && !map->places.empty())
                sheets[at] = add_table(table_of(*map));
        }
        summary(sheets);
        worksheet_activate(m_summary);
    }

private:
    lxw_format* format(Look const& look)
    {
        auto& known = m_formats[look];
        if (known)
            return known;
        known = workbook_add_format(m_workbook);
        format_set_font_name(known, "Calibri");
        format_set_font_size(known, look.size ? look.size : 11);
        format_set_align(known, LXW_ALIGN_VERTICAL_TOP);
        if (look.strong || look.head)
            format_set_bold(known);
        if (look.strong && !look.head && look.size == 0) {
            format_set_top(known, LXW_BORDER_THIN);
            format_set_top_color(known, 0x868A91);
        }
        if (look.head) {
            format_set_bg_color(known, 0xF0F0EC);
            format_set_bottom(known, LXW_BORDER_THIN);
            format_set_bottom_color(known, 0x868A91);
        }
        if (look.wrap || look.head)
            format_set_text_wrap(known);
        static constexpr lxw_color_t colours[]{0, 0x0A5A48, 0x714C00, 0x931919, 0x4F545C, 0x14578F};
        if (look.tone != Tone::plain)
            format_set_font_color(known, colours[static_cast<std::size_t>(look.tone)]);
        if (!look.number_format.empty())
            format_set_num_format(known, look.number_format.c_str());
        return known;
    }

    static std::string decimals(std::uint32_t count) { return count == 0 ? "" : "." + std::string(std::min<std::uint32_t>(count, 9), '0'); }
    [[nodiscard]] std::string number_format_of(Fact const& fact) const
    {
        switch (fact.kind) {
        case FactKind::count: return "#,##0";
        case FactKind::decimal: return "#,##0" + decimals(fact.scale);
        case FactKind::percent: return "0" + decimals(fact.scale) + (m_french ? "\u00A0%" : "%");
        case FactKind::money: return fmt::format("#,##0{}\u00A0\"{}\"", decimals(static_cast<std::uint32_t>(psl::minor_units(fact.text))), currency_of(fact.text));
        case FactKind::date: return "dd/mm/yyyy";
        default: return {};
        }
    }
    /// Only a code may stand inside a number format: anything else could end the quoted text.
    static std::string currency_of(std::string const& code)
    {
        bool const valid = code.size() == 3 && std::all_of(code.begin(), code.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
        return valid ? code : "???";
    }
    static std::optional<double> number_of(Fact const& fact)
    {
        if (!is_numeric(fact) || fact.number > exact_in_excel || fact.number < -exact_in_excel)
            return std::nullopt;
        auto const scale = fact.kind == FactKind::money ? psl::minor_units(fact.text) : fact.kind == FactKind::count ? 0 : static_cast<int>(fact.scale);
        return static_cast<double>(fact.number) / std::pow(10.0, scale + (fact.kind == FactKind::percent ? 2 : 0));
    }

    /// Always as a string cell: what begins with = + - @ stays text.
    void text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, std::string const& words, Look const& look)
    {
        worksheet_write_string(sheet, row, column, words.size() > 30000 ? shortened(words, 30000 / 4).c_str() : words.c_str(), format(look));
    }
    void fact(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, Fact const& value, Look look, std::string const& formula = {})
    {
        if (auto const number = number_of(value)) {
            look.number_format = number_format_of(value);
            if (formula.empty())
                worksheet_write_number(sheet, row, column, *number, format(look));
            else
                worksheet_write_formula_num(sheet, row, column, formula.c_str(), format(look), *number);
            return;
        }
        if (value.kind == FactKind::date)
            if (auto const serial = serial_of(value.text)) {
                look.number_format = number_format_of(value);
                worksheet_write_number(sheet, row, column, *serial, format(look));
                return;
            }
        if (is_absent(value) && look.tone == Tone::plain)
            look.tone = Tone::muted;
        look.wrap = true;
        text(sheet, row, column, fact_text(value, m_document.language), look);
    }

    static std::string letters(std::size_t column)
    {
        std::string name;
        for (auto at = column + 1; at > 0; at = (at - 1) / 26)
            name.insert(name.begin(), static_cast<char>('A' + (at - 1) % 26));
        return name;
    }

    /// The formula of a total: the sum of the rows above it, where the total is that sum. With several totals (one for each
    /// currency) it adds the rows of its own currency. Empty: the total is something else and stays a value.
    [[nodiscard]] std::string formula_of(Table const& table, std::size_t total_row, std::size_t column, lxw_row_t first_row) const
    {
        auto const& total = table.rows[total_row][column].fact;
        auto const body = table.rows.size() - table.total_rows;
        if (!is_numeric(total) || total.kind == FactKind::percent || body == 0)
            return {};
        std::vector<Fact> alike;
        std::vector<std::size_t> rows;
        bool others = false;
        for (std::size_t row = 0; row < body; ++row) {
            auto const& fact = table.rows[row][column].fact;
            if (fact.kind == FactKind::suppressed)
                return {}; // a formula over visible cells would give the masked one away or be wrong
            if (is_absent(fact))
                continue;
            if (fact.kind == total.kind && fact.scale == total.scale && fact.text == total.text) {
                if (!number_of(fact))
                    return {};
                alike.push_back(fact);
                rows.push_back(row);
            } else {
                others = true;
            }
        }
        auto const sum = sum_of(alike);
        if (!sum || sum->number != total.number)
            return {};
        auto const name = letters(column);
        if (!others)
            return fmt::format("=SUM({0}{1}:{0}{2})", name, first_row + 1, first_row + body);
        if (rows.size() > 200)
            return {};
        std::string formula = "=SUM(";
        for (std::size_t at = 0; at < rows.size(); ++at)
            formula += fmt::format("{}{}{}", at ? "," : "", name, first_row + rows[at] + 1);
        return formula + ")";
    }

    void sheet_begin(lxw_worksheet* sheet, std::string const& caption, lxw_row_t& row)
    {
        text(sheet, row++, 0, caption.empty() ? m_document.title : caption, {.strong = true, .size = 14});
        if (!m_document.notice.empty())
            text(sheet, row++, 0, fmt::format("▲ {}", m_document.notice), {.tone = Tone::warn});
        ++row;
        worksheet_set_paper(sheet, 9);
        worksheet_fit_to_pages(sheet, 1, 0);
        worksheet_set_footer(sheet, m_french ? "&R&P sur &N" : "&R&P of &N");
    }

    std::string add_table(Table const& table)
    {
        auto const name = m_names.take(table.caption.empty() ? table.id : table.caption);
        auto* sheet = workbook_add_worksheet(m_workbook, name.c_str());
        lxw_row_t row = 0;
        sheet_begin(sheet, table.caption, row);
        auto const head_row = row++;
        auto const first_row = row;
        auto const columns = std::min<std::size_t>(table.columns.size(), 16000);
        auto const rows = std::min<std::size_t>(table.rows.size(), 1'000'000);
        std::vector<double> widths(columns);
        bool toned = false;
        for (std::size_t c = 0; c < columns; ++c) {
            text(sheet, head_row, static_cast<lxw_col_t>(c), table.columns[c], {.head = true});
            widths[c] = std::min(22.0, static_cast<double>(length_of(table.columns[c])) + 2);
        }
        for (std::size_t r = 0; r < rows; ++r, ++row) {
            bool const total = r + table.total_rows >= table.rows.size();
            for (std::size_t c = 0; c < columns && c < table.rows[r].size(); ++c) {
                auto const& cell = table.rows[r][c];
                widths[c] = std::max(widths[c], std::min(60.0, static_cast<double>(length_of(fact_text(cell.fact, m_document.language))) * (total ? 1.15 : 1.05) + 2.5));
                Look const look{.strong = total, .tone = cell.tone};
                if (cell.tone != Tone::plain && cell.fact.kind == FactKind::text) {
                    text(sheet, row, static_cast<lxw_col_t>(c), fmt::format("{} {}", tone_sign(cell.tone), cell.fact.text), look);
                    toned = true;
                } else {
                    toned = toned || cell.tone != Tone::plain;
                    fact(sheet, row, static_cast<lxw_col_t>(c), cell.fact, look, total ? formula_of(table, r, c, first_row) : std::string{});
                }
            }
        }
        for (std::size_t c = 0; c < columns; ++c)
            worksheet_set_column(sheet, static_cast<lxw_col_t>(c), static_cast<lxw_col_t>(c), widths[c], nullptr);
        worksheet_freeze_panes(sheet, first_row, 0);
        worksheet_repeat_rows(sheet, head_row, head_row);
        if (columns > 6)
            worksheet_set_landscape(sheet);
        ++row;
        for (auto const& note : notes_of(table, m_document.language))
            text(sheet, row++, 0, note, {.tone = Tone::muted});
        return name;
    }

    /// The figures as a table, and Excel's own chart of them.
    std::string add_chart(Chart const& chart)
    {
        Table table{chart.id, chart.caption, {m_french ? "Libellé" : "Label"}, {}, 0};
        auto const& heads = chart.series;
        auto const& lines = chart.labels;
        table.columns.insert(table.columns.end(), heads.begin(), heads.end());
        for (std::size_t line = 0; line < lines.size(); ++line) {
            std::vector<Cell> cells{Cell{Fact{FactKind::text, 0, 0, lines[line]}, Tone::plain, {}, 0}};
            for (std::size_t head = 0; head < heads.size(); ++head) {
                auto const at = head * chart.labels.size() + line;
                cells.push_back({at < chart.values.size() ? chart.values[at] : Fact{}, Tone::plain, {}, 0});
            }
            table.rows.push_back(std::move(cells));
        }
        auto const name = add_table(table);
        if (heads.size() > 60)
            return name;
        auto* sheet = workbook_get_worksheet_by_name(m_workbook, name.c_str());
        auto* drawn = workbook_add_chart(m_workbook, chart.kind == ChartKind::line ? LXW_CHART_LINE : chart.kind == ChartKind::stacked ? LXW_CHART_BAR_STACKED : LXW_CHART_BAR);
        lxw_row_t const head = m_document.notice.empty() ? 2 : 3;
        auto const last = static_cast<lxw_row_t>(head + lines.size());
        for (std::size_t s = 0; s < heads.size(); ++s) {
            auto* series = chart_add_series(drawn, nullptr, nullptr);
            chart_series_set_name_range(series, name.c_str(), head, static_cast<lxw_col_t>(s + 1));
            chart_series_set_categories(series, name.c_str(), head + 1, 0, last, 0);
            chart_series_set_values(series, name.c_str(), head + 1, static_cast<lxw_col_t>(s + 1), last, static_cast<lxw_col_t>(s + 1));
        }
        if (chart.kind != ChartKind::line)
            chart_axis_set_reverse(drawn->y_axis);
        if (heads.size() < 2)
            chart_legend_set_position(drawn, LXW_CHART_LEGEND_NONE);
        else
            chart_legend_set_position(drawn, LXW_CHART_LEGEND_BOTTOM);
        auto caption = chart.caption.size() > 250 ? shortened(chart.caption, 60) : chart.caption;
        chart_title_set_name(drawn, caption.c_str());
        auto alternative = shortened(described(chart, m_document.language), 500);
        lxw_chart_options options{};
        options.description = alternative.data();
        worksheet_insert_chart_opt(sheet, head, static_cast<lxw_col_t>(heads.size() + 2), drawn, &options);
        return name;
    }

    [[nodiscard]] Table table_of(Map const& map) const
    {
        Table table{map.id, map.caption, {m_french ? "Lieu" : "Place", "Latitude", "Longitude", m_french ? "Valeur" : "Value"}, {}, 0};
        for (auto const& place : map.places) {
            auto const degrees = [](double value) { return Cell{std::abs(value) <= 180 ? Fact{FactKind::decimal, 4, std::llround(value * 10000), {}} : Fact{}, Tone::plain, {}, 0}; };
            table.rows.push_back({Cell{Fact{FactKind::text, 0, 0, place.label}, Tone::plain, place.entity, place.id}, degrees(place.latitude), degrees(place.longitude), Cell{place.value, Tone::plain, {}, 0}});
        }
        return table;
    }

    void summary(std::map<std::size_t, std::string> const& sheets)
    {
        lxw_row_t row = 0;
        auto* sheet = m_summary;
        sheet_begin(sheet, m_document.title, row);
        if (!m_document.subtitle.empty())
            text(sheet, row++, 0, m_document.subtitle, {.size = 12});
        for (auto const& [name, content] : m_document.identification) {
            text(sheet, row, 0, name, {.wrap = true, .tone = Tone::muted});
            text(sheet, row++, 1, content, {.wrap = true});
        }
        ++row;
        bool figures = false;
        for (std::size_t at = 0; at < m_document.blocks.size(); ++at) {
            auto const& block = m_document.blocks[at];
            if (auto const* heading = std::get_if<Heading>(&block)) {
                figures = false;
                ++row;
                text(sheet, row++, 0, heading->text, {.strong = true, .size = heading->level <= 1 ? 13 : 12});
            } else if (auto const* paragraph = std::get_if<Paragraph>(&block)) {
                figures = false;
                auto const sign = paragraph->tone == Tone::muted ? std::string_view{} : tone_sign(paragraph->tone);
                auto const words = sign.empty() ? paragraph->text : fmt::format("{} {}", sign, paragraph->text);
                worksheet_merge_range(sheet, row, 0, row, 4, "", format({.wrap = true, .tone = paragraph->tone}));
                text(sheet, row, 0, words, {.wrap = true, .tone = paragraph->tone});
                worksheet_set_row(sheet, row++, std::min(400.0, 15.0 * (1 + static_cast<double>(length_of(words)) / 105)), nullptr);
            } else if (auto const* figure = std::get_if<Figure>(&block)) {
                if (!figures) {
                    char const* const heads[2][5]{{"Indicateur", "Valeur", "Cible", "Appréciation", "Remarque"}, {"Figure", "Value", "Target", "Rating", "Note"}};
                    for (lxw_col_t c = 0; c < 5; ++c)
                        text(sheet, row, c, heads[m_french ? 0 : 1][c], {.head = true});
                    ++row;
                    figures = true;
                }
                text(sheet, row, 0, figure->label, {.wrap = true});
                fact(sheet, row, 1, figure->value, {.tone = figure->tone});
                if (!is_absent(figure->target))
                    fact(sheet, row, 2, figure->target, {});
                if (figure->tone != Tone::plain)
                    text(sheet, row, 3, fmt::format("{} {}", tone_sign(figure->tone), tone_word(figure->tone, m_document.language)), {.tone = figure->tone});
                if (!figure->note.empty())
                    text(sheet, row, 4, figure->note, {.wrap = true});
                ++row;
            } else if (auto const found = sheets.find(at); found != sheets.end()) {
                figures = false;
                auto const target = fmt::format("internal:'{}'!A1", SheetNames::quoted(found->second));
                auto const shown = fmt::format("→ {}", found->second);
                worksheet_write_url_opt(sheet, row++, 0, target.c_str(), nullptr, shown.c_str(), nullptr);
            }
        }
        ++row;
        for (auto const& line : legend_of(m_document))
            text(sheet, row++, 0, line, {.tone = Tone::muted});
        worksheet_set_column(sheet, 0, 0, 38, nullptr);
        worksheet_set_column(sheet, 1, 2, 24, nullptr);
        worksheet_set_column(sheet, 3, 3, 20, nullptr);
        worksheet_set_column(sheet, 4, 4, 50, nullptr);
    }

    static std::size_t length_of(std::string_view utf8)
    {
        return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0) != 0x80; }));
    }

    Document const& m_document;
    lxw_workbook* m_workbook;
    lxw_worksheet* m_summary = nullptr;
    bool m_french;
    std::map<Look, lxw_format*> m_formats;
    SheetNames m_names;
};

} // namespace

Result<void> write_xlsx(Document const& given, std::filesystem::path const& path)
{
    auto const document = cleaned_document(given);
    auto const temporary = temporary_beside(path);
    // The folder's own reason (absent, full, read-only) is more use than the library's, which it prints on stderr.
    if (auto probe = write_file_atomically(temporary, {}); !probe)
        return probe.error();
    auto* workbook = workbook_new(temporary.string().c_str());
    auto const fault = [](char const* detail) {
        return Error{Status::io, {fmt::format("Le classeur n’a pas pu être écrit. Aucun fichier n’a été changé. Choisissez un autre dossier ou libérez de la place. Détail technique : {}.", detail),
                                  fmt::format("The workbook could not be written. No file was changed. Choose another folder or free some space. Technical detail: {}.", detail)}};
    };
    if (!workbook)
        return fault("workbook_new");
    auto title = shortened(document.title, 200), author = shortened(document.author, 200), subject = shortened(document.subtitle, 200);
    lxw_doc_properties properties{};
    properties.title = title.data();
    properties.author = author.data();
    properties.subject = subject.data();
    properties.company = author.data();
    // The document's own date, so that the same document gives the same bytes (0 would mean now).
    auto const date = psl::Date::parse(document.date);
    properties.created = static_cast<time_t>((date ? std::max<std::int64_t>(date->days_since_1970(), 1) : 18262) * 86400);
    workbook_set_properties(workbook, &properties);
    Xlsx{document, workbook}.run();
    auto const status = workbook_close(workbook);
    if (status != LXW_NO_ERROR) {
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        return fault(lxw_strerror(status));
    }
    return keep_temporary(temporary, path);
}

} // namespace passerelle::exchange
