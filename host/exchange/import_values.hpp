// Dates and numbers as people leave them in spreadsheets: what a single cell says for sure, and what only its column can decide
// ("03/04/2025", "1.234"). Any thread.
#pragma once
#include "host/base/result.hpp"
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace passerelle::exchange {

enum class DateOrder { day_first, month_first };
enum class DecimalSign { comma, dot };

/// "12/03/2025", "12.3.25 14:05", "2025-03-12", "12 mars 2025", "March 12, 2025", "12-Mar-25".
struct DateText {
    std::array<int, 3> parts{}; ///< as written, the year at its place
    int year_at = 2;            ///< 0 or 2
    bool named_month = false;   ///< parts are then day, month, year
    [[nodiscard]] bool says_day_first() const;   ///< only that reading is a date
    [[nodiscard]] bool says_month_first() const;
};
/// Nothing where the text is no date at all. A time of day behind it is left out; years of two digits are 1970 to 2069.
[[nodiscard]] std::optional<DateText> read_date_text(std::string_view);
/// ISO. Refuses with a sentence that says what is wrong: the 31 February does not exist.
[[nodiscard]] Result<std::string> iso_of(DateText const&, DateOrder, std::string_view typed);

/// "(1 234,56) FCFA": sign, digits with their separators, and what stands before or behind them.
struct NumberText {
    bool negative = false;
    std::string body; ///< digits, dots and commas; spaces and apostrophes between thousands are out
    std::string unit; ///< "FCFA", "€", "k€", "%"; trimmed
};
[[nodiscard]] std::optional<NumberText> read_number_text(std::string_view);

/// What the separators of one number prove about its column.
enum class Evidence { none, comma, dot, unclear }; ///< unclear: "1.234" or "1,234"
[[nodiscard]] Evidence evidence_of(NumberText const&);
/// "1.234,56" -> "1234.56". Nothing where the separators do not stand as in a number.
[[nodiscard]] std::optional<std::string> plain_number(NumberText const&, DecimalSign);
/// "12.5" and 3 -> "12500".
[[nodiscard]] std::string shifted(std::string_view plain, int powers_of_ten);

/// A currency that a unit or a header names: "EUR", "€", "euros", "k€" (factor 3), "M FCFA". `cfa`: said so, which may be XOF or XAF.
struct UnitText {
    std::string currency; ///< ISO 4217 or empty
    int factor = 0;       ///< power of ten
    bool cfa = false, dollar = false;
    [[nodiscard]] bool any() const { return !currency.empty() || factor != 0 || cfa || dollar; }
};
/// known: whether three capitals are a currency ("TTC" is none).
[[nodiscard]] UnitText read_unit(std::string_view, std::function<bool(std::string_view)> const& known);

} // namespace passerelle::exchange
