// Reading whole records of any entity.
#pragma once
#include "host/base/result.hpp"
#include "host/model/registry.hpp"
#include "host/model/value.hpp"
#include "host/store/connection.hpp"
#include <map>

namespace passerelle::model {

struct Record {
    Entity const* entity = nullptr;
    std::int64_t id = 0;
    std::string origin;
    std::map<std::string, Value, std::less<>> fields; ///< by field id; a field that is absent reads as null
    [[nodiscard]] Value const& at(std::string_view field) const;
};

[[nodiscard]] Result<Record> read_record(store::Connection&, Registry const&, Entity const&, std::int64_t id);
/// How people know the record: the entity's title pattern filled in, links followed one step. Never empty.
[[nodiscard]] std::string title_of(store::Connection&, Registry const&, Entity const&, std::int64_t id, Language);
/// A value as people read it: codes by name, links by title, numbers and dates in the language's form. Empty: not reported.
[[nodiscard]] std::string displayed(store::Connection&, Registry const&, Field const&, Value const&, Language);
/// The id of the record with this key, in the order of Entity::key.
[[nodiscard]] Result<std::optional<std::int64_t>> find_by_key(store::Connection&, Entity const&, std::vector<Value> const& key);

} // namespace passerelle::model
