// The values of a put into the cells of a layout: read, checked with the words of the Validator, links found by id or key.
// Writer thread only.
#pragma once
#include "host/model/bulk_layout.hpp"
#include "host/model/editor.hpp"
#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace passerelle::model {

/// Where an import reads: what was there before it, without waiting, or everything, after what is on its way has been written.
struct BulkView {
    store::Connection& committed;
    std::function<Result<store::Connection*>()> whole;
    std::int64_t transaction; ///< greater ids are of this import
};

class BulkValues {
public:
    BulkValues(BulkView view, Registry const& registry) : m_view(std::move(view)), m_registry(registry) {}

    /// One field's values into its cells. False: an issue of level error was added.
    [[nodiscard]] Result<bool> convert(BulkLayout&, BulkField&, std::span<Simple const> values, std::vector<Issue>&);
    /// By the text key "key1\x1fkey2"; nothing where no record has it.
    [[nodiscard]] Result<std::optional<std::int64_t>> find(Entity const&, std::string_view key_text);
    /// A record that is there: links to it need no look.
    void know(Entity const&, std::int64_t id);
    void forget_known() { m_known.clear(); }

    // Keys of the records made in this import, as hashes: two keys may share one, so the store has the last word.
    [[nodiscard]] static std::uint64_t key_hash(BulkLayout const&);
    [[nodiscard]] bool may_be_made(std::uint64_t key) const { return m_lost_count || m_made.contains(key) || m_made_in_family.contains(key); }
    /// in_family: only records of one parent made here can have this key, so it may be forgotten with the family.
    void made(std::uint64_t key, bool in_family);
    void forget_family() { m_made_in_family.clear(); }

private:
    Result<bool> choice(BulkField&, Simple const&, BulkCell&, std::vector<Issue>&);
    bool money(BulkLayout&, BulkField const&, std::span<Simple const>, std::vector<Issue>&);
    Result<bool> link(BulkField const&, Simple const&, BulkCell&, std::vector<Issue>&);
    Result<bool> exists(Entity const&, std::int64_t id);
    Result<bool> json(BulkLayout&, BulkField const&, Simple const&, BulkCell*, std::vector<Issue>&);
    /// The key's columns; false where the text cannot be a key.
    static bool read_key(Entity const&, std::string_view key_text, std::vector<BulkCell>&);

    BulkView m_view;
    Registry const& m_registry;
    /// Records that are there. Those made in this import come in the order of their ids.
    struct Known {
        std::unordered_set<std::int64_t> before;
        std::vector<std::int64_t> made;
    };
    std::unordered_map<Entity const*, Known> m_known;
    std::unordered_map<Entity const*, store::Statement> m_finders, m_exists;
    std::unordered_map<Entity const*, std::string> m_find_sql;
    std::unordered_set<std::uint64_t> m_made, m_made_in_family;
    bool m_lost_count = false; ///< too many families that nobody completed
    std::vector<BulkCell> m_key;
    std::string m_last_currency;
};

void bind_bulk(store::Statement&, int at, BulkCell const&);

} // namespace passerelle::model
