// Rows on their way into the store: the writer thread reads and checks while another thread inserts. Chunks are written in the
// order they came; after the first error none is.
#pragma once
#include "host/model/bulk_layout.hpp"
#include <string>
#include <vector>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace passerelle::model {

/// Texts stand in the chunk's own storage.
struct RowChunk {
    struct Cell {
        store::ColumnKind kind = store::ColumnKind::null;
        union {
            std::int64_t integer = 0;
            double real;
            struct {
                std::uint32_t from, size;
            } text;
        };
    };
    struct Row {
        BulkLayout* layout = nullptr;      ///< null: a cell of a count, as four integers: sex, age, disability, n
        std::string const* table = nullptr; ///< of the count
        std::int64_t id = 0;
        std::size_t first = 0;             ///< of its cells
    };
    std::vector<Row> rows;
    std::vector<Cell> cells;
    std::string texts;

    [[nodiscard]] std::string_view text(Cell const& cell) const { return std::string_view{texts}.substr(cell.text.from, cell.text.size); }
    /// Worth a journey of its own; asked between records, so that a record and its cells travel together.
    [[nodiscard]] bool is_enough() const { return texts.size() + cells.size() * sizeof(Cell) >= enough; }
    void add(BulkLayout&, std::int64_t id);
    void add(std::string const& table, std::int64_t owner, psl::CellKey const&, std::int64_t n);
    void clear();

private:
    static constexpr std::size_t enough = 128 * 1024;
};

class BulkPump {
public:
    using Work = std::function<Result<void>(RowChunk const&)>;
    /// work runs on the pump's thread; it has what it touches to itself until drain() returns.
    explicit BulkPump(Work work) : m_work(std::move(work)) {}
    ~BulkPump(); ///< chunks that wait are dropped
    BulkPump(BulkPump const&) = delete;
    BulkPump& operator=(BulkPump const&) = delete;

    /// Waits while many wait. The error of an earlier chunk comes back here.
    [[nodiscard]] Result<void> push(RowChunk&&);
    /// Until everything is written.
    [[nodiscard]] Result<void> drain();
    /// An empty chunk, with the storage of one that was written.
    [[nodiscard]] RowChunk spare();

private:
    static constexpr std::size_t most_waiting = 6;
    void run();
    Work m_work;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<RowChunk> m_waiting;
    std::vector<RowChunk> m_spare;
    std::optional<Error> m_error;
    bool m_busy = false, m_closing = false;
    std::thread m_thread;
};

} // namespace passerelle::model
