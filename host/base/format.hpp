// Numbers, money, percentages and dates as people read them, through ICU. Any thread. French: U+202F between thousands,
// U+00A0 before % and currency, "1er mars 2025". Files, SQL and XML never use these.
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <string>
#include <string_view>

namespace passerelle {

[[nodiscard]] std::string format_integer(std::int64_t, Language);
/// number / 10^scale with exactly `scale` decimals.
[[nodiscard]] std::string format_decimal(std::int64_t number, int scale, Language);
[[nodiscard]] std::string format_percent(std::int64_t number, int scale, Language); ///< 638, 1 -> "63,8 %"
enum class CurrencyStyle { iso_code, symbol };
/// Minor units by ISO 4217 (psl::minor_units): "10 000 000 XOF", "15 244,90 EUR" or "15 244,90 €".
[[nodiscard]] std::string format_money(std::int64_t minor, std::string_view currency, Language, CurrencyStyle = CurrencyStyle::iso_code);
enum class DateStyle { table, text }; ///< 01/03/2025, 1er mars 2025 (en: 01/03/2025, 1 March 2025)
[[nodiscard]] std::string format_date(std::string_view iso, Language, DateStyle = DateStyle::table);

/// What a person typed: "1 234,56", "1.234,56", "1234.56", with any kind of space. Refuses what is ambiguous with a sentence.
[[nodiscard]] Result<std::int64_t> parse_scaled(std::string_view typed, int scale, Language);
[[nodiscard]] Result<std::string> parse_date(std::string_view typed, Language); ///< "1/3/2025", "01/03/2025", "2025-03-01" -> ISO

} // namespace passerelle
