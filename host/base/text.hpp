// Text helpers that every room shares. UTF-8 throughout; any thread.
#pragma once
#include <string>
#include <string_view>

namespace passerelle {

/// For search, sorting and import: lower case, no accents, œ -> oe, one kind of space and apostrophe, no inclusive signs
/// ("élu·e·s" and "élu(e)s" fold to what "elus" finds; see tests/base/text.cpp for the list).
[[nodiscard]] std::string fold(std::string_view utf8);
/// Order of two texts for people (ICU collation, French rules in French).
[[nodiscard]] int collate(std::string_view left, std::string_view right);
/// True where cleaned() would change nothing.
[[nodiscard]] bool is_clean(std::string_view bytes);
/// Valid UTF-8 without NUL and other control characters but tab and line feed; what is not is replaced by U+FFFD.
[[nodiscard]] std::string cleaned(std::string_view bytes);
[[nodiscard]] bool is_valid_utf8(std::string_view bytes);
/// At most `most` characters, cut at the end of a word with "…".
[[nodiscard]] std::string shortened(std::string_view utf8, std::size_t most);

} // namespace passerelle
