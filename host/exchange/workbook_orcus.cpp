#include "host/exchange/workbook_orcus.hpp"
#include "host/base/text.hpp"
#include "host/exchange/orcus_extras.hpp"
#include "host/exchange/orcus_styles.hpp"
#include "passerelle/value/date.hpp"
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <orcus/exception.hpp>
#include <orcus/orcus_ods.hpp>
#include <orcus/orcus_xlsx.hpp>

namespace passerelle::exchange {
namespace {

namespace iface = orcus::spreadsheet::iface;
using orcus::spreadsheet::col_t;
using orcus::spreadsheet::row_t;

constexpr row_t most_rows = 1'048'576;

/// Leaves the library's parser: there is no other way out of it.
struct Halt {
    Error error;
};
[[noreturn]] void halt(Status status, std::string fr, std::string en)
{
    throw Halt{{status, {std::move(fr), std::move(en)}}};
}

struct RawCell {
    CellKind kind = CellKind::empty;
    std::uint32_t xf = 0;
    double number = 0;
    std::string text;
};

/// Plain decimal of at most 15 significant digits, which is what spreadsheets keep and show; times 10^shift.
std::string plain_decimal_of(double value, int shift)
{
    if (!std::isfinite(value))
        return {};
    char buffer[64];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, std::abs(value), std::chars_format::scientific, 14).ptr;
    std::string_view const all{buffer, static_cast<std::size_t>(end - buffer)};
    auto const e = all.find('e');
    int exponent = 0;
    auto const power = all.substr(e + (all[e + 1] == '+' ? 2 : 1));
    std::from_chars(power.data(), power.data() + power.size(), exponent);
    exponent += shift;
    if (exponent > 40 || exponent < -40)
        return exponent > 40 ? std::string{} : "0";
    std::string digits{all[0]};
    digits += all.substr(2, e - 2);
    while (digits.size() > 1 && digits.back() == '0')
        digits.pop_back();
    if (digits == "0")
        return digits;
    std::string text = value < 0 ? "-" : "";
    auto const count = static_cast<int>(digits.size());
    if (exponent < 0)
        text += "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    else if (exponent >= count - 1)
        text += digits + std::string(static_cast<std::size_t>(exponent - count + 1), '0');
    else
        text += digits.substr(0, static_cast<std::size_t>(exponent) + 1) + "." + digits.substr(static_cast<std::size_t>(exponent) + 1);
    return text;
}

struct Budget {
    BookLimits const& limits;
    std::atomic<bool> const* stop;
    std::size_t cells = 0, texts = 0;

    void take_cells(std::size_t count)
    {
        cells += count;
        if (stop && stop->load(std::memory_order_relaxed))
            halt(Status::cancelled, "Lecture interrompue.", "Reading interrupted.");
        if (cells > limits.cells)
            halt(Status::invalid, fmt::format("Le classeur compte plus de {} cellules. Gardez les seules feuilles utiles, ou divisez-le.", limits.cells),
                 fmt::format("The workbook holds more than {} cells. Keep only the sheets you need, or split it.", limits.cells));
    }
    void take_text(std::size_t bytes)
    {
        texts += bytes;
        if (bytes > limits.cell_bytes || texts > limits.text_bytes)
            halt(Status::invalid, "Une cellule de ce classeur, ou leur ensemble, contient trop de texte. Gardez les seules feuilles utiles.",
                 "A cell of this workbook, or all of them together, hold too much text. Keep only the sheets you need.");
    }
};

class Texts : public iface::import_shared_strings {
public:
    explicit Texts(Budget& budget) : m_budget(budget) {}
    std::size_t append(std::string_view text) override
    {
        m_budget.take_text(text.size());
        m_texts.push_back(cleaned(text));
        return m_texts.size() - 1;
    }
    std::size_t add(std::string_view text) override { return append(text); }
    void set_segment_font(std::size_t) override {}
    void set_segment_bold(bool) override {}
    void set_segment_italic(bool) override {}
    void set_segment_font_name(std::string_view) override {}
    void set_segment_font_size(double) override {}
    void set_segment_font_color(orcus::spreadsheet::color_elem_t, orcus::spreadsheet::color_elem_t, orcus::spreadsheet::color_elem_t, orcus::spreadsheet::color_elem_t) override {}
    void append_segment(std::string_view text) override
    {
        m_budget.take_text(text.size());
        m_segments += text;
        if (m_segments.size() > m_budget.limits.cell_bytes)
            m_budget.take_text(m_segments.size());
    }
    std::size_t commit_segments() override
    {
        auto const id = append(m_segments);
        m_segments.clear();
        return id;
    }
    [[nodiscard]] std::string const* at(std::size_t id) const { return id < m_texts.size() ? &m_texts[id] : nullptr; }

private:
    Budget& m_budget;
    std::vector<std::string> m_texts;
    std::string m_segments;
};

class Sheet;

/// A formula's own text is never kept, let alone run: what counts is the result that the file holds.
class Formula : public iface::import_formula {
public:
    explicit Formula(Sheet& sheet) : m_sheet(sheet) {}
    void set_position(row_t row, col_t col) override;
    void set_formula(orcus::spreadsheet::formula_grammar_t, std::string_view) override {}
    void set_shared_formula_index(std::size_t) override {}
    void set_result_string(std::string_view text) override;
    void set_result_value(double number) override;
    void set_result_bool(bool yes) override;
    void set_result_empty() override { m_result = {}; }
    void commit() override;

private:
    Sheet& m_sheet;
    row_t m_row = 0;
    col_t m_col = 0;
    RawCell m_result;
};

class ArrayFormula : public iface::import_array_formula {
public:
    explicit ArrayFormula(Sheet& sheet) : m_sheet(sheet) {}
    void set_range(orcus::spreadsheet::range_t const& range) override { m_first = range.first; }
    void set_formula(orcus::spreadsheet::formula_grammar_t, std::string_view) override {}
    void set_result_string(row_t row, col_t col, std::string_view text) override;
    void set_result_value(row_t row, col_t col, double number) override;
    void set_result_bool(row_t row, col_t col, bool yes) override;
    void set_result_empty(row_t, col_t) override {}
    void commit() override {}

private:
    Sheet& m_sheet;
    orcus::spreadsheet::address_t m_first{};
};

class Sheet : public iface::import_sheet, public iface::import_sheet_properties {
public:
    Sheet(std::string called, Budget& budget, Texts& texts) : name(std::move(called)), m_budget(budget), m_texts(texts) {}

    std::string name;
    std::vector<std::vector<RawCell>> rows;
    std::vector<orcus::spreadsheet::range_t> merged;

    RawCell& cell(row_t row, col_t col)
    {
        if (row < 0 || row >= most_rows || col < 0)
            halt(Status::corrupt, "Ce classeur désigne des cellules qui n’existent pas. Enregistrez-le de nouveau dans un tableur.", "This workbook names cells that do not exist. Save it again in a spreadsheet program.");
        if (static_cast<std::size_t>(col) >= m_budget.limits.columns)
            halt(Status::invalid, fmt::format("La feuille « {} » a plus de {} colonnes. Ce n’est sans doute pas un tableau.", shortened(name, 60), m_budget.limits.columns),
                 fmt::format("The sheet “{}” has more than {} columns. This is probably not a table.", shortened(name, 60), m_budget.limits.columns));
        auto const r = static_cast<std::size_t>(row), c = static_cast<std::size_t>(col);
        if (r >= rows.size()) {
            m_budget.take_cells((r + 1 - rows.size() + 7) / 8);
            rows.resize(r + 1);
        }
        if (c >= rows[r].size()) {
            m_budget.take_cells(c + 1 - rows[r].size());
            rows[r].resize(c + 1);
        }
        return rows[r][c];
    }
    void put(row_t row, col_t col, RawCell value)
    {
        auto& into = cell(row, col);
        value.xf = into.xf;
        into = std::move(value);
    }
    void put_text(row_t row, col_t col, std::string_view text)
    {
        m_budget.take_text(text.size());
        put(row, col, {CellKind::text, 0, 0, cleaned(text)});
    }

    iface::import_sheet_properties* get_sheet_properties() override { return this; }
    iface::import_formula* get_formula() override { return &m_formula; }
    iface::import_array_formula* get_array_formula() override { return &m_array; }
    void set_auto(row_t row, col_t col, std::string_view text) override { put_text(row, col, text); }
    void set_string(row_t row, col_t col, orcus::spreadsheet::string_id_t id) override
    {
        if (auto const* text = m_texts.at(id))
            put_text(row, col, *text);
    }
    void set_value(row_t row, col_t col, double value) override { put(row, col, {CellKind::number, 0, value, {}}); }
    void set_bool(row_t row, col_t col, bool value) override { put(row, col, {CellKind::boolean, 0, 0, value ? "1" : "0"}); }
    void set_date_time(row_t row, col_t col, int year, int month, int day, int, int, double) override
    {
        auto const date = month > 0 && day > 0 ? psl::Date::of(year, static_cast<unsigned>(month), static_cast<unsigned>(day)) : std::nullopt;
        put(row, col, date ? RawCell{CellKind::date, 0, 0, date->iso()} : RawCell{CellKind::text, 0, 0, fmt::format("{}-{}-{}", year, month, day)});
    }
    void set_format(row_t row, col_t col, std::size_t xf) override
    {
        // Formats without a value are no cells of a table: whole columns may have one.
        if (row >= 0 && col >= 0 && static_cast<std::size_t>(row) < rows.size() && static_cast<std::size_t>(col) < rows[static_cast<std::size_t>(row)].size())
            rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(col)].xf = static_cast<std::uint32_t>(std::min<std::size_t>(xf, 0xFFFFFFFF));
        else
            m_early = {row, col, xf};
    }
    void set_format(row_t, col_t, row_t, col_t, std::size_t) override {}
    void fill_down_cells(row_t row, col_t col, row_t count) override
    {
        RawCell const from = cell(row, col);
        for (row_t k = 1; k <= count && row <= most_rows - k; ++k)
            put(row + k, col, from);
    }
    orcus::spreadsheet::range_size_t get_sheet_size() const override { return {most_rows, 16'384}; }

    void set_column_width(col_t, double, orcus::length_unit_t) override {}
    void set_column_hidden(col_t, bool) override {}
    void set_row_height(row_t, double, orcus::length_unit_t) override {}
    void set_row_hidden(row_t, bool) override {}
    void set_merge_cell_range(orcus::spreadsheet::range_t const& range) override
    {
        if (merged.size() < 100'000)
            merged.push_back(range);
    }

private:
    struct Early {
        row_t row = -1;
        col_t col = -1;
        std::size_t xf = 0;
    };
    Budget& m_budget;
    Texts& m_texts;
    Early m_early;
    Formula m_formula{*this};
    ArrayFormula m_array{*this};
};

void Formula::set_position(row_t row, col_t col)
{
    m_row = row;
    m_col = col;
    m_result = {};
}
void Formula::set_result_string(std::string_view text)
{
    bool const fault = text.starts_with('#') && text.size() < 16;
    m_result = {fault ? CellKind::error : CellKind::text, 0, 0, cleaned(text)};
}
void Formula::set_result_value(double number) { m_result = {CellKind::number, 0, number, {}}; }
void Formula::set_result_bool(bool yes) { m_result = {CellKind::boolean, 0, 0, yes ? "1" : "0"}; }
void Formula::commit() { m_sheet.put(m_row, m_col, std::move(m_result)); }

void ArrayFormula::set_result_string(row_t row, col_t col, std::string_view text) { m_sheet.put_text(m_first.row + row, m_first.column + col, text); }
void ArrayFormula::set_result_value(row_t row, col_t col, double number) { m_sheet.set_value(m_first.row + row, m_first.column + col, number); }
void ArrayFormula::set_result_bool(row_t row, col_t col, bool yes) { m_sheet.set_bool(m_first.row + row, m_first.column + col, yes); }

/// "B12", "$B$12", "Feuille1.B12" and "B2:C4".
class References : public iface::import_reference_resolver {
public:
    orcus::spreadsheet::src_address_t resolve_address(std::string_view text) override
    {
        if (auto const mark = text.find_last_of("!."); mark != std::string_view::npos)
            text.remove_prefix(mark + 1);
        orcus::spreadsheet::src_address_t address{};
        std::size_t at = 0;
        std::int64_t row = 0, column = 0;
        for (; at < text.size() && row < most_rows && column < 20'000; ++at) {
            char const letter = text[at];
            if (letter >= 'A' && letter <= 'Z' && row == 0)
                column = column * 26 + (letter - 'A' + 1);
            else if (letter >= '0' && letter <= '9')
                row = row * 10 + (letter - '0');
            else if (letter != '$')
                break;
        }
        if (at != text.size() || row < 1 || column < 1)
            throw orcus::invalid_arg_error("no cell address");
        address.row = static_cast<row_t>(row - 1);
        address.column = static_cast<col_t>(column - 1);
        return address;
    }
    orcus::spreadsheet::src_range_t resolve_range(std::string_view text) override
    {
        auto const colon = text.find(':');
        orcus::spreadsheet::src_range_t range{};
        range.first = resolve_address(text.substr(0, colon));
        range.last = colon == std::string_view::npos ? range.first : resolve_address(text.substr(colon + 1));
        return range;
    }
};

class Book : public iface::import_factory, public iface::import_global_settings {
public:
    explicit Book(Budget& budget) : m_budget(budget) {}
    std::vector<std::unique_ptr<Sheet>> sheets;
    NumberStyles styles;
    psl::Date origin = *psl::Date::of(1899, 12, 30);

    iface::import_global_settings* get_global_settings() override { return this; }
    iface::import_shared_strings* get_shared_strings() override { return &m_texts; }
    iface::import_styles* get_styles() override { return &styles; }
    iface::import_reference_resolver* get_reference_resolver(orcus::spreadsheet::formula_ref_context_t) override { return &m_references; }
    iface::import_sheet* append_sheet(orcus::spreadsheet::sheet_t, std::string_view name) override
    {
        if (sheets.size() >= m_budget.limits.sheets)
            halt(Status::invalid, fmt::format("Le classeur a plus de {} feuilles. Gardez les seules feuilles utiles.", m_budget.limits.sheets),
                 fmt::format("The workbook has more than {} sheets. Keep only those you need.", m_budget.limits.sheets));
        sheets.push_back(std::make_unique<Sheet>(shortened(cleaned(name), 200), m_budget, m_texts));
        return sheets.back().get();
    }
    iface::import_sheet* get_sheet(std::string_view name) override
    {
        for (auto const& sheet : sheets)
            if (sheet->name == name)
                return sheet.get();
        return nullptr;
    }
    iface::import_sheet* get_sheet(orcus::spreadsheet::sheet_t index) override
    {
        return index >= 0 && static_cast<std::size_t>(index) < sheets.size() ? sheets[static_cast<std::size_t>(index)].get() : nullptr;
    }
    void finalize() override {}
    void set_origin_date(int year, int month, int day) override
    {
        if (auto const date = month > 0 && day > 0 ? psl::Date::of(year, static_cast<unsigned>(month), static_cast<unsigned>(day)) : std::nullopt)
            origin = *date;
    }
    void set_default_formula_grammar(orcus::spreadsheet::formula_grammar_t grammar) override { m_grammar = grammar; }
    orcus::spreadsheet::formula_grammar_t get_default_formula_grammar() const override { return m_grammar; }
    void set_character_set(orcus::character_set_t) override {}

private:
    Budget& m_budget;
    Texts m_texts{m_budget};
    References m_references;
    orcus::spreadsheet::formula_grammar_t m_grammar = orcus::spreadsheet::formula_grammar_t::xlsx;
};

SheetCell finished(RawCell&& raw, Book const& book)
{
    if (raw.kind != CellKind::number) {
        if (raw.kind == CellKind::text && raw.text.find_first_not_of(" \t\n\r") == std::string::npos)
            return {};
        return {raw.kind, std::move(raw.text)};
    }
    switch (book.styles.of(raw.xf)) {
    case NumberStyle::date:
        // Days since the workbook's origin; before 1 March 1900 Excel counts a 29 February that never was.
        if (raw.number >= 1 && raw.number < 2'958'466) {
            auto days = static_cast<std::int64_t>(std::floor(raw.number));
            if (days < 60 && book.origin.year() == 1899)
                ++days;
            return {CellKind::date, book.origin.plus_days(days).iso()};
        }
        break;
    case NumberStyle::percent: return {CellKind::percent, plain_decimal_of(raw.number, 2)};
    case NumberStyle::time:
    case NumberStyle::plain: break;
    }
    auto text = plain_decimal_of(raw.number, 0);
    return text.empty() ? SheetCell{CellKind::error, "#"} : SheetCell{CellKind::number, std::move(text)};
}

SheetTable finished(Sheet& sheet, Book const& book, Budget& budget)
{
    // What is merged downwards holds for each line; a title merged sideways stands once.
    for (auto const& range : sheet.merged)
        if (range.last.row > range.first.row && range.first.row >= 0 && range.first.column >= 0 && static_cast<std::size_t>(range.first.row) < sheet.rows.size() &&
            static_cast<std::size_t>(range.first.column) < sheet.rows[static_cast<std::size_t>(range.first.row)].size()) {
            RawCell const from = sheet.rows[static_cast<std::size_t>(range.first.row)][static_cast<std::size_t>(range.first.column)];
            auto const last = std::min<std::size_t>(static_cast<std::size_t>(range.last.row), sheet.rows.size() - 1);
            for (auto row = static_cast<std::size_t>(range.first.row) + 1; row <= last; ++row)
                if (!sheet.rows[row].empty() && from.kind != CellKind::empty) {
                    budget.take_text(from.text.size());
                    sheet.cell(static_cast<row_t>(row), range.first.column) = from;
                }
        }
    SheetTable table;
    table.name = sheet.name;
    for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
        SheetRow row{r + 1, {}};
        row.cells.reserve(sheet.rows[r].size());
        for (auto& cell : sheet.rows[r])
            row.cells.push_back(finished(std::move(cell), book));
        std::vector<RawCell>{}.swap(sheet.rows[r]);
        while (!row.cells.empty() && row.cells.back().kind == CellKind::empty)
            row.cells.pop_back();
        if (row.cells.empty())
            continue;
        table.columns = std::max(table.columns, row.cells.size());
        table.rows.push_back(std::move(row));
    }
    return table;
}

Error unreadable(char const* detail)
{
    return {Status::corrupt, {fmt::format("Ce classeur n’a pas pu être lu. Ouvrez-le dans un tableur, enregistrez-le de nouveau en .xlsx, puis recommencez. Détail technique\u00A0: {}", shortened(cleaned(detail), 200)),
                              fmt::format("This workbook could not be read. Open it in a spreadsheet program, save it again as .xlsx, then try once more. Technical detail: {}", shortened(cleaned(detail), 200))}};
}

} // namespace

Result<Workbook> packed_workbook(std::string_view bytes, BookFormat format, BookLimits const& limits, std::atomic<bool> const* stop)
{
    Budget budget{limits, stop};
    Book book{budget};
    try {
        if (format == BookFormat::xlsx) {
            orcus::orcus_xlsx(&book).read_stream(bytes);
            find_extra_cells(bytes, [&](std::size_t sheet, std::size_t row, std::size_t column, ExtraKind kind, std::string_view text) {
                if (sheet >= book.sheets.size() || row >= most_rows || column > 16'384)
                    return;
                auto const iso = kind == ExtraKind::date ? psl::Date::parse(text.substr(0, 10)) : std::nullopt;
                budget.take_text(text.size());
                book.sheets[sheet]->put(static_cast<row_t>(row), static_cast<col_t>(column),
                                        {iso ? CellKind::date : kind == ExtraKind::error ? CellKind::error : CellKind::text, 0, 0, iso ? iso->iso() : cleaned(text)});
            });
        } else
            orcus::orcus_ods(&book).read_stream(bytes);
        Workbook made;
        made.format = format;
        for (auto& sheet : book.sheets)
            made.sheets.push_back(finished(*sheet, book, budget));
        if (made.sheets.empty())
            return unreadable("no sheet");
        return made;
    } catch (Halt& halted) {
        return std::move(halted.error);
    } catch (std::exception const& fault) {
        return unreadable(fault.what());
    }
}

} // namespace passerelle::exchange
