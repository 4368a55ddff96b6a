// Many records in one write transaction, as an import brings them: layouts are resolved once, rows are matched by the entity's
// key, compared with what is stored, then inserted, updated or left. Same rules as the Editor's. Writer thread only; lives no
// longer than its transaction.
#pragma once
#include "host/base/result.hpp"
#include "host/model/editor.hpp"
#include "host/model/registry.hpp"
#include "host/store/portfolio.hpp"
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace passerelle::model {

/// One value of ext/records.h; booleans are 0 or 1. Text is borrowed for the length of the call.
using Simple = std::variant<std::monostate, std::int64_t, double, std::string_view>;

enum class PutOutcome { created, changed, unchanged, refused };
struct PutResult {
    PutOutcome outcome = PutOutcome::refused;
    std::int64_t id = 0; ///< 0 where refused
};

/// What an entity's records look like in one kind of put; made by BulkWriter::layout, valid as long as the writer.
class BulkLayout;

class BulkWriter {
public:
    /// origin: the format ("iati"); records it creates carry it, and only such records are ever removed by complete().
    BulkWriter(store::WriteTransaction&, Registry const&, std::string origin);
    ~BulkWriter();
    BulkWriter(BulkWriter const&) = delete;
    BulkWriter& operator=(BulkWriter const&) = delete;

    /// names in ext/records.h notation: "title", "value.minor", "value.currency", "start.from", "place.lat" ... Asked again with the
    /// same names, the same layout comes back. Refuses an unknown name or part.
    [[nodiscard]] Result<BulkLayout*> layout(Entity const&, std::span<std::string_view const> names);

    /// values: one for each name, in order. A link: an id, or the text key of the record it points to ("key1\x1fkey2").
    /// Fields that have no name here keep what they hold (a new record: their default). An issue of level error means `refused`:
    /// nothing was written for this row; issues are added to the vector with field and sentence. An Error is the store's: stop.
    [[nodiscard]] Result<PutResult> put(BulkLayout&, std::span<Simple const> values, std::vector<Issue>& issues);

    /// By the text key; nothing where no record has it.
    [[nodiscard]] Result<std::optional<std::int64_t>> find(Entity const&, std::string_view key_text);

    /// Everything below this record has been put: its children (entities whose "parent" leads here, to any depth) that this origin
    /// brought earlier and that this writer has not put go at finish(), following on_delete.
    [[nodiscard]] Result<void> complete(Entity const&, std::int64_t id);

    struct Removed {
        Entity const* entity = nullptr;
        std::int64_t count = 0;
    };
    /// At the end, once. What blocks a removal is an issue (warning), and the record stays.
    [[nodiscard]] Result<std::vector<Removed>> finish(std::vector<Issue>&);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace passerelle::model
