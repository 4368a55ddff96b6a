// Encodings that expat does not know (windows-1252, ISO-8859-15 ...), through ICU. Must not include expat.
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace iati {

/// The code point of each byte, -1 where it stands for nothing. Nothing for an encoding of several bytes or an unknown name.
[[nodiscard]] std::optional<std::array<int, 256>> single_byte_encoding(std::string_view name);

} // namespace iati
