// Values as people read and type them, in their language. What one writes the other reads back (tests/model/value_text.cpp).
// Any thread. Links and files are shown by those who can read records: here a link is "#12".
#pragma once
#include "host/model/registry.hpp"
#include "host/model/value.hpp"
#include <string>
#include <string_view>

namespace passerelle::model {

/// Codes by their names, money with its ISO code, dates 01/03/2025, several items with commas; empty where nothing is reported.
[[nodiscard]] std::string value_in_words(Field const&, Value const&, Registry const&, Language);

/// What a person typed in a cell or form. Empty: not reported. Choices take a code or a name (accents and case aside); a period
/// "01/01/2025 – 31/12/2025" (also "du … au …"); a point "14,6937 ; -17,4441"; a file a web address; an amount "1 234,56 EUR" or, with
/// `currency`, "1 234,56"; a count its JSON. A refusal names the field and what to do.
[[nodiscard]] Result<Value> value_from_text(Field const&, std::string_view typed, Registry const&, Language, std::string_view currency = {});

} // namespace passerelle::model
