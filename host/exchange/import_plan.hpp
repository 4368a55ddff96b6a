// What importing a sheet into a register would do, line by line, before anything is written; then doing it, as one change that
// can be undone. Made in a job; a finished plan is only read (any thread).
#pragma once
#include "host/exchange/import_lines.hpp"
#include "host/model/editor.hpp"
#include <atomic>
#include <functional>
#include <memory>

namespace passerelle::exchange {

enum class LineOutcome : std::uint8_t { fresh, changed, unchanged, to_decide, error, ignored };
enum class Doubt : std::uint8_t { none, link, record, edited };

struct PlanLine {
    std::size_t row = 0; ///< position in SheetTable::rows
    LineOutcome outcome = LineOutcome::ignored;
    Doubt doubt = Doubt::none;
    std::int64_t record = 0;                 ///< that it changes or equals
    std::size_t column = CellFault::no_column; ///< at fault
    std::string field, text;                 ///< at fault; text: the name in doubt
    Phrase sentence;                         ///< why it is in error, to be decided or ignored
};
struct PlanCounts {
    std::size_t lines = 0, fresh = 0, changed = 0, unchanged = 0, to_decide = 0, error = 0, ignored = 0;
    [[nodiscard]] std::size_t to_write() const { return fresh + changed; }
    [[nodiscard]] std::size_t aside() const { return to_decide + error + ignored; }
};

/// A field that someone changed in the portfolio after the last import, where the file says something else.
struct EditedValue {
    model::Field const* field = nullptr;
    std::string here, file; ///< as people read them; empty: not reported
    std::string author, at; ///< at: UTC, ISO 8601
    std::optional<bool> from_file;
};
struct LineDetail {
    struct Cell {
        std::string shown, before; ///< before: what the record holds, where the line changes it
        bool changed = false;
    };
    std::vector<Cell> cells; ///< by column of the sheet
    std::vector<EditedValue> edited;
    std::vector<std::int64_t> candidates; ///< Doubt::record: records that fit
};

struct ImportInput {
    std::shared_ptr<Workbook const> book;
    model::Entity const* entity = nullptr;
    ImportMapping mapping;
    ImportDecisions decisions;
    Language language = Language::fr;
    /// Pasted over the cells of a register: the record of each line, by its place; lines beyond make new records. Empty: records are
    /// found by what the mapping says.
    std::vector<std::int64_t> over = {};
};
/// Progress 0 to 1; `stop` set: Status::cancelled, nothing was written.
struct ImportWatch {
    std::function<void(double)> progress;
    std::atomic<bool> const* stop = nullptr;
};
struct ImportDone {
    std::int64_t transaction = 0;
    std::size_t fresh = 0, changed = 0;
};

class ImportPlan {
public:
    /// Reads every line, finds its record, then tries all changes in a transaction that is rolled back, so that every rule has
    /// spoken. Any thread but the main one and the writer's.
    [[nodiscard]] static Result<ImportPlan> make(store::Portfolio&, model::Registry const&, model::Editor&, ImportInput, ImportWatch const&);

    [[nodiscard]] ImportInput const& input() const { return m_input; }
    [[nodiscard]] SheetTable const& sheet() const { return m_input.book->sheets[m_input.mapping.sheet]; }
    [[nodiscard]] std::vector<PlanLine> const& lines() const { return m_lines; }
    [[nodiscard]] PlanCounts const& counts() const { return m_counts; }
    /// A line as people see it: a few queries, so only for lines on screen.
    [[nodiscard]] LineDetail detail(store::Connection&, std::size_t line) const;

    /// New and changed lines, all or nothing, as one step that undo takes back. file: its name, for the label. Lines that are to be
    /// decided, in error or ignored stay aside.
    [[nodiscard]] Result<ImportDone> apply(store::Portfolio&, model::Editor&, std::string const& file, ImportWatch const&) const;

private:
    ImportPlan(model::Registry const& registry, ImportInput input) : m_registry(&registry), m_input(std::move(input)) {}
    struct Writing;
    [[nodiscard]] Result<void> read_lines(ImportWatch const&, std::vector<std::string>& keys);
    [[nodiscard]] Result<void> find_records(store::Connection&, ImportWatch const&, std::vector<std::string> const& keys);
    [[nodiscard]] Result<void> compare(store::Connection&, ImportWatch const&);
    [[nodiscard]] Result<void> write(store::WriteTransaction&, model::Editor&, ImportWatch const&, std::function<void(PlanLine const&, std::vector<model::Issue> const&)> const& refused) const;
    [[nodiscard]] std::vector<EditedValue> edited(store::Connection&, model::Record const& before, std::vector<std::pair<model::Field const*, model::Value>> const& changes, LineDecision const*) const;
    [[nodiscard]] LineDecision const* decision(std::size_t row) const;
    [[nodiscard]] LineReader reader() const { return {*m_registry, *m_input.entity, m_input.mapping, m_input.decisions, m_input.language, m_links}; }
    void count();

    model::Registry const* m_registry;
    ImportInput m_input;
    std::map<std::string, LinkIndex> m_links;
    std::vector<PlanLine> m_lines;
    std::map<std::size_t, std::vector<std::int64_t>> m_candidates; ///< by line, where several records fit
    PlanCounts m_counts;
    bool m_imported_before = false; ///< the portfolio has seen imports: edits since then may be in the way
};

/// Required fields that nothing fills: new lines would be refused for each.
[[nodiscard]] std::vector<model::Field const*> missing_fields(model::Entity const&, ImportMapping const&);

} // namespace passerelle::exchange
