// Declared records from a JSON file: [{"ref": "p1", "entity": "projects.activity", "fields": {"title": {...}, "city": "@lome"}}].
// Field values have the shapes of value_json.hpp; a link is "@ref" of a record of the same file. All records are made in one
// change that can be undone, or none. Any thread but the writer's.
#pragma once
#include "host/base/result.hpp"
#include "host/model/editor.hpp"
#include "host/model/registry.hpp"
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace passerelle::exchange {

struct LoadReport {
    std::int64_t transaction = 0;
    std::map<std::string, std::int64_t> records; ///< made, by entity
    std::map<std::string, std::int64_t> ids;     ///< by ref
    std::vector<model::Issue> issues;            ///< notes and warnings
};

[[nodiscard]] Result<LoadReport> load_records(std::filesystem::path const&, model::Editor&, model::Registry const&, Phrase label);

/// The changes alone, in an order in which every link points back: for tests and for a look before loading.
struct Plan {
    std::vector<model::Change> changes;
    std::vector<std::string> refs; ///< one per change
};
[[nodiscard]] Result<Plan> plan_records(std::string_view json, model::Registry const&);

} // namespace passerelle::exchange
