// Deleting a record with what depends on it: on_delete over every link that points to it, to any depth. Writer thread.
#pragma once
#include "host/model/editor.hpp"
#include <set>

namespace passerelle::model {

struct RecordKey {
    Entity const* entity;
    std::int64_t id;
    friend bool operator<(RecordKey const& left, RecordKey const& right)
    {
        return left.entity != right.entity ? left.entity->id < right.entity->id : left.id < right.id;
    }
};

/// Deletes the record and all that must go with it; clears the links that may be cleared. What blocks it is added to the issues
/// (level error) and nothing is done. also: records that the same set of changes deletes, so they do not block.
/// Returns how many records were deleted; those that go already are passed over.
[[nodiscard]] Result<std::int64_t> remove_record(store::Connection& writer, Registry const&, RecordKey, std::set<RecordKey> const& also, std::vector<Issue>&);

} // namespace passerelle::model
