// Inside the declaration reader only: walks a JSON tree, keeps the first refusal with its line, and answers with harmless values
// after it, so that reading code needs no test after each key.
#pragma once
#include "host/model/manifest.hpp"
#include "host/model/strict_json.hpp"
#include <fmt/format.h>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace passerelle::model::reading {

class Reader {
public:
    explicit Reader(std::string_view name) : m_name(name) {}

    void refuse(JsonNode const& at, std::string_view fr, std::string_view en);
    [[nodiscard]] bool refused() const { return m_error.has_value(); }
    [[nodiscard]] Error const& error() const { return *m_error; }

    /// False (refused) where the node is no object or holds a key beyond these; the nearest known key is named.
    bool object(JsonNode const&, std::initializer_list<std::string_view> keys);
    bool list(JsonNode const&, std::string_view key, std::size_t most);
    JsonNode const* required(JsonNode const& object, std::string_view key);

    std::string text(JsonNode const&, std::string_view key, std::size_t most = 200);
    std::string optional_text(JsonNode const& object, std::string_view key, std::size_t most = 200);
    bool optional_bool(JsonNode const& object, std::string_view key, bool otherwise);
    std::int64_t whole(JsonNode const&, std::string_view key, std::int64_t least, std::int64_t most);
    std::int64_t optional_whole(JsonNode const& object, std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most);
    std::vector<std::string> texts(JsonNode const&, std::string_view key, std::size_t most = 100);
    std::set<std::string> text_set(JsonNode const&, std::string_view key, std::size_t most = 100);
    /// {"fr", "en"}: French is required, English falls back to it.
    Phrase label(JsonNode const&, std::string_view key, std::size_t most = 200);
    Phrase optional_label(JsonNode const& object, std::string_view key, std::size_t most = 200);

private:
    std::string m_name;
    std::optional<Error> m_error;
};

/// [a-z][a-z0-9_]*, at most 40 characters, no "__" and no "_" at the end (the names of generated tables and columns stay apart).
[[nodiscard]] bool is_plain_id(std::string_view);
/// [a-z][a-z0-9]{2,15}
[[nodiscard]] bool is_namespace(std::string_view);
/// namespace.plain_id
[[nodiscard]] bool is_qualified_id(std::string_view);
/// "org.passerelle.projects": at least two parts of [a-z][a-z0-9-]*
[[nodiscard]] bool is_module_id(std::string_view);
[[nodiscard]] std::string nearest(std::string_view word, std::vector<std::string_view> const& known);

/// The bytes of a regular file (no link, no device), at most `most`; `name` stands in sentences.
[[nodiscard]] Result<std::string> file_text(std::filesystem::path const&, std::size_t most, std::string_view name);
/// The English of locale/en.json put beside the French of the tree. Refused: another file there, a French text that the tree does not have.
[[nodiscard]] Result<void> add_locale(JsonNode& tree, std::filesystem::path const& folder);
Entity read_entity(Reader&, JsonNode const&, Manifest const&);
/// "scope" of every entity; then "figures", "alerts", and "content" of sections and views. After entities, lists and permissions.
void read_declared(Reader&, JsonNode const& top, Manifest&);

} // namespace passerelle::model::reading
