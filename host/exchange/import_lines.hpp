// One line of a sheet as values of a register's fields, with what is wrong or undecided in it. Made for one mapping; one thread.
#pragma once
#include "host/exchange/import_mapping.hpp"
#include "host/exchange/link_index.hpp"
#include "host/model/record.hpp"
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace passerelle::exchange {

/// What a person decided about one line.
struct LineDecision {
    std::optional<bool> ignored;             ///< leave it out, or take it although it looks like a total
    std::map<std::size_t, std::string> typed; ///< column -> corrected text
    std::map<std::string, bool, std::less<>> from_file; ///< field edited in the portfolio -> the file's value is taken, or the portfolio's kept
    std::int64_t record = 0;                 ///< several records fit: this one; -1: a new one
};
/// What a name that no record bears stands for, wherever it comes.
struct LinkDecision {
    static constexpr std::int64_t empty = 0, create = -1;
    std::int64_t id = empty;
};
struct ImportDecisions {
    std::map<std::size_t, LineDecision> lines;                          ///< by position in SheetTable::rows
    std::map<std::pair<std::string, std::string>, LinkDecision> links; ///< by field and folded text
};

enum class FaultKind { value, link_unknown, link_several };
struct CellFault {
    static constexpr std::size_t no_column = static_cast<std::size_t>(-1);
    FaultKind kind = FaultKind::value;
    std::size_t column = no_column; ///< no_column: of the values for every line
    std::string field, text;
    Phrase sentence;
};
struct ReadLine {
    std::vector<std::pair<model::Field const*, model::Value>> values; ///< given ones only, unless empty cells erase
    std::vector<CellFault> faults;
};

class LineReader {
public:
    /// links: an index for each register that a mapped link leads to.
    LineReader(model::Registry const&, model::Entity const&, ImportMapping const&, ImportDecisions const&, Language, std::map<std::string, LinkIndex> const& links);
    /// before: what the record holds now, for fields of which the line gives a part (one language, one end of a period).
    [[nodiscard]] ReadLine read(SheetRow const&, LineDecision const*, model::Record const* before) const;
    /// Fields that the mapping fills, in the order of the declaration.
    [[nodiscard]] std::vector<model::Field const*> const& fields() const { return m_fields; }
    /// Why the line is no data: a total, heads again, a note. Empty: it is data.
    [[nodiscard]] Phrase why_ignored(SheetRow const&) const;

private:
    struct Source {
        ImportTarget target;
        std::size_t column = CellFault::no_column;
        ImportColumn const* settings = nullptr;
        std::string text; ///< fixed value
    };
    struct Cell {
        Source const* source;
        SheetCell cell;
    };
    void read_field(model::Field const&, std::vector<Cell> const&, model::Record const* before, ReadLine&) const;
    [[nodiscard]] Result<std::string> iso(Cell const&) const;
    [[nodiscard]] Result<std::string> number(Cell const&) const;
    [[nodiscard]] Result<model::Value> money(model::Field const&, Cell const&, std::string const& currency_cell) const;
    [[nodiscard]] Result<model::Value> single(model::Field const&, Cell const&) const;
    void link(model::Field const&, Cell const&, ReadLine&) const;

    model::Registry const& m_registry;
    ImportMapping const& m_mapping;
    ImportDecisions const& m_decisions;
    Language m_language;
    std::map<std::string, LinkIndex> const& m_links;
    std::vector<model::Field const*> m_fields;
    std::map<model::Field const*, std::vector<Source>> m_sources;
    [[nodiscard]] Result<model::Value> choice(model::Field const&, std::string const& text) const;
    /// Names of codes come again and again: each is looked for once.
    mutable std::map<model::Field const*, std::unordered_map<std::string, Result<model::Value>>> m_choices;
};

} // namespace passerelle::exchange
