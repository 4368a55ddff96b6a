// The values of a put into the cells of a layout: read, checked with the words of the Validator, links found by id or key.
// Writer thread only.
#pragma once
#include "host/model/bulk_layout.hpp"
#include "host/model/editor.hpp"
#include <unordered_map>
#include <unordered_set>

namespace passerelle::model {

class BulkValues {
public:
    BulkValues(store::Connection& writer, Registry const& registry) : m_writer(writer), m_registry(registry) {}

    /// One field's values into its cells. False: an issue of level error was added.
    [[nodiscard]] Result<bool> convert(BulkLayout&, BulkField&, std::span<Simple const> values, std::vector<Issue>&);
    /// By the text key "key1\x1fkey2"; nothing where no record has it.
    [[nodiscard]] Result<std::optional<std::int64_t>> find(Entity const&, std::string_view key_text);
    /// A record that is there: links to it need no look.
    void know(Entity const&, std::int64_t id);
    void forget_known() { m_known.clear(); }

private:
    Result<bool> choice(BulkField&, Simple const&, BulkCell&, std::vector<Issue>&);
    bool money(BulkLayout&, BulkField const&, std::span<Simple const>, std::vector<Issue>&);
    Result<bool> link(BulkField const&, Simple const&, BulkCell&, std::vector<Issue>&);
    Result<bool> json(BulkLayout&, BulkField const&, Simple const&, BulkCell*, std::vector<Issue>&);

    store::Connection& m_writer;
    Registry const& m_registry;
    std::unordered_map<Entity const*, std::unordered_set<std::int64_t>> m_known;
    std::unordered_map<Entity const*, store::Statement> m_finders, m_exists;
    std::string m_last_currency;
};

} // namespace passerelle::model
