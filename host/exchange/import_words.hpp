// How alike the head of a column and the name of a field are: spelling, accents and units aside, with the words that people use
// for the same thing in French and English. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::exchange {

/// "N° de la pièce (F CFA) *" -> "n piece": folded, without what stands in brackets, marks and small words.
[[nodiscard]] std::string plain_label(std::string_view);
/// 0 to 100 of two plain labels: 100 the same, from 60 the same thing in other words, below 40 nothing in common.
[[nodiscard]] int likeness(std::string_view left, std::string_view right);
/// "Total", "Sous-total", "Cumul général" at the beginning of a cell.
[[nodiscard]] bool names_a_total(std::string_view cell);

} // namespace passerelle::exchange
