// Values as they cross the border (ext/records.h), to and from the model's values. [any]
#pragma once
#include "host/base/result.hpp"
#include "host/model/entity.hpp"
#include "host/model/value.hpp"
#include "passerelle/abi.h"
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace passerelle::bridge {

using FieldValues = std::vector<std::pair<std::string, model::Value>>;
/// Finds the record that a text key names ("key1\x1fkey2"); empty function: keys are refused.
using LinkByKey = std::function<Result<std::int64_t>(model::Field const&, std::string_view key)>;

/// Names and values of one record. Parts of a compound field ("value.minor", "value.currency") become one value. The sentence of a
/// refusal names the field.
[[nodiscard]] Result<FieldValues> read_fields(model::Entity const&, psl_str const* names, psl_value const* values, std::uint32_t n,
                                              LinkByKey const& link_by_key);

/// The value, or the part of it ("minor", "from", "lat" ...), as a psl_value; text is kept in `storage` until its next use.
/// False: no such part.
[[nodiscard]] bool write_value(model::Value const&, model::FieldType, std::string_view part, psl_value& out, std::string& storage);

} // namespace passerelle::bridge
