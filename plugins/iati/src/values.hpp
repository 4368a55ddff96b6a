// Reads the dates, numbers and amounts of IATI files: what the standard says, and what publishers write instead, with the
// interpretation named so that it can be shown. Pure. [any]
#pragma once
#include "passerelle/value/date.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace iati {

/// How far a value was from what the standard says.
enum class Reading {
    plain,       ///< as the standard says
    interpreted, ///< read, but it was written otherwise: say so
    rounded,     ///< read; it had more decimals than fit
    unreadable   ///< not read
};

struct DateReading {
    std::optional<psl::Date> date;
    Reading reading = Reading::unreadable;
};
/// "2014-01-31", with or without a time zone, is plain; with a time of day it is interpreted (the day is kept).
/// Days that do not exist and other orders of day, month, year are unreadable: they could mean two things.
[[nodiscard]] DateReading read_date(std::string_view);

struct NumberReading {
    std::int64_t number = 0; ///< the value times 10^scale
    Reading reading = Reading::unreadable;
};
/// Plain: "-1234.5", "+3", ".5". Interpreted: "10,000.00", "384 000,00", "1.234,56", "1.5E3", "45%".
/// Commas: the last mark before one or two digits is the decimal mark; a comma before three digits separates thousands.
/// More decimals than the scale are rounded half away from zero.
[[nodiscard]] NumberReading read_number(std::string_view, int scale);

/// 1, 0, true, false, yes, no; nothing for the rest.
[[nodiscard]] std::optional<bool> read_boolean(std::string_view);
/// A coordinate in degrees.
[[nodiscard]] std::optional<double> read_degrees(std::string_view);
/// Three letters, in capitals; empty otherwise.
[[nodiscard]] std::string_view currency_code(std::string_view, char (&buffer)[4]);

} // namespace iati
