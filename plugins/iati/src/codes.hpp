// Codes of versions 1.0x, which were words or letters, as the codes of 2.0x. What has no counterpart stays as it is. Pure. [any]
#pragma once
#include <string_view>

namespace iati::codes {

[[nodiscard]] std::string_view transaction_type(std::string_view);  ///< "D" -> "3"
[[nodiscard]] std::string_view organisation_role(std::string_view); ///< "Funding" -> "1"
[[nodiscard]] std::string_view activity_date_type(std::string_view); ///< "start-planned" -> "1"
[[nodiscard]] std::string_view activity_status(std::string_view);   ///< "Implementation" -> "2"
[[nodiscard]] std::string_view result_type(std::string_view);       ///< "output" -> "1"
[[nodiscard]] std::string_view budget_type(std::string_view);       ///< "Original" -> "1"
[[nodiscard]] std::string_view measure(std::string_view);           ///< "unit" -> "1"
[[nodiscard]] std::string_view sector_vocabulary(std::string_view); ///< "DAC" -> "1"
[[nodiscard]] std::string_view marker_vocabulary(std::string_view); ///< "DAC" -> "1"
/// "04" -> "4": markers were also written with a leading zero.
[[nodiscard]] std::string_view without_leading_zeros(std::string_view);

} // namespace iati::codes
