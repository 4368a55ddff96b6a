// JSON from outside, read strictly: bounded size and depth, no duplicate key, valid UTF-8, numbers kept as they were written, and the
// line of everything for sentences. Any thread.
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace passerelle::model {

struct JsonNode {
    enum class Kind { null, boolean, number, text, list, object };
    Kind kind = Kind::null;
    std::size_t line = 0;   ///< of the key in an object, else of the value; from 1
    bool boolean = false;
    std::string text;       ///< a text, or a number as written
    std::vector<JsonNode> items;
    std::vector<std::pair<std::string, JsonNode>> members; ///< in the order of the file

    [[nodiscard]] JsonNode const* member(std::string_view key) const;
    /// A whole number without exponent or dot that fits.
    [[nodiscard]] std::optional<std::int64_t> integer() const;
};

struct JsonLimits {
    std::size_t bytes = 256 * 1024;
    int depth = 16;
};

/// `name` stands in sentences: "plugin.json, ligne 12 : …".
[[nodiscard]] Result<JsonNode> read_json(std::string_view text, std::string_view name, JsonLimits = {});
/// Compact JSON of a node; numbers as they were written.
[[nodiscard]] std::string write_json(JsonNode const&);
/// The text between quotes, with what JSON demands escaped.
[[nodiscard]] std::string json_quoted(std::string_view utf8);
void append_json_quoted(std::string& to, std::string_view utf8);

} // namespace passerelle::model
