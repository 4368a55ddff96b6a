// Values as JSON and back: the shapes of the console, of module calls and of declarations. Any thread.
//   text, long_text, choice "..."   integer 12   boolean true   date "2025-03-01"   decimal, percent 12.50 (a string "12.5" is read too)
//   money {"minor":123456,"currency":"EUR"}   period {"from":"...","to":"..."} (either may be null)   point {"lat":14.7,"lon":-17.4}
//   translatable {"fr":"...","en":"..."}   link 12   links [1,2]   choices ["a","b"]   count {"F|18-24|yes":4}
//   file {"name","sha256","media","size"} or {"name","url"}   not reported: null
#pragma once
#include "host/model/entity.hpp"
#include "host/model/value.hpp"
#include <string>
#include <string_view>

namespace passerelle::model {

/// Compact JSON, UTF-8; "null" where nothing is reported.
[[nodiscard]] std::string value_to_json(Value const&);
/// Refuses another shape, a duplicate key, a code or number out of bounds, with a sentence that names the field.
[[nodiscard]] Result<Value> value_from_json(Field const&, std::string_view json);

} // namespace passerelle::model
