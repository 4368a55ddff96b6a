// Figures in words: what stands in a report's cell, in French or English. Zero, "not reported", "not applicable", "not
// computable", "not converted" and "suppressed" are told apart everywhere, and their signs explained. Any thread.
#pragma once
#include "host/exchange/document.hpp"
#include <optional>
#include <string>
#include <vector>

namespace passerelle::exchange {

/// "10 000 000 XOF", "63,8 %", "01/03/2025", "n. r.", "•". Never empty.
[[nodiscard]] std::string fact_text(Fact const&, Language);
[[nodiscard]] bool is_numeric(Fact const&);  ///< count, decimal, money, percent: set flush right
/// One of their signs as a person copies it: "n. r.", "N.R.", "s. o."
[[nodiscard]] bool is_absence_sign(std::string_view);
[[nodiscard]] bool is_absent(Fact const&);   ///< one of the five kinds without a figure
/// The figure as a length, for drawing only (money in major units, percent as written); nothing where there is none.
[[nodiscard]] std::optional<double> plotted(Fact const&);
/// For the axis and ends of charts: "152 k€", "1,5 M XOF", "63,8 %". `like` gives kind and currency.
[[nodiscard]] std::string compact_text(double value, Fact const& like, Language);
/// Sum of figures of one kind, currency and scale; nothing where they differ, overflow, or one is suppressed. Absent ones are left out.
[[nodiscard]] std::optional<Fact> sum_of(std::vector<Fact> const&);

/// "●" good, "▲" warn, "■" bad, "◆" info, "○" neutral; empty for plain. Always beside a word.
[[nodiscard]] std::string_view tone_sign(Tone);
[[nodiscard]] std::string_view tone_word(Tone, Language);

/// The lines under a table that explain the signs it uses, with the reasons given ("n. a. : non calculable – dénominateur nul").
[[nodiscard]] std::vector<std::string> notes_of(Table const&, Language);
/// The same for signs used in figures, charts and maps: for the end of a document.
[[nodiscard]] std::vector<std::string> legend_of(Document const&);
/// What a chart or map says, in one paragraph: for readers who do not see it.
[[nodiscard]] std::string described(Chart const&, Language);
[[nodiscard]] std::string described(Map const&, Language);
[[nodiscard]] std::string described(Timeline const&, Language);
/// The timeline's dates, one line for each row and moment: for spreadsheets.
[[nodiscard]] Table table_of(Timeline const&, Language);

} // namespace passerelle::exchange
