// The one door for writing. Forms, cells, imports, modules and undo all submit changes here: validated, journalled, undoable.
#pragma once
#include "host/base/result.hpp"
#include "host/model/record.hpp"
#include "host/store/portfolio.hpp"
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace passerelle::model {

enum class ChangeKind { insert, update, remove };

struct Change {
    ChangeKind kind = ChangeKind::update;
    std::string entity;
    std::int64_t id = 0; ///< a negative id names the record inserted by the change at index -id-1 of the same set
    std::vector<std::pair<std::string, Value>> fields;
    std::string origin = {}; ///< insert: the format that brings it
    /// update: what stood there when the change was thought of. Where something else stands there now, and not what is wanted either,
    /// nothing is written and an issue with `stored` says so: two people's edits meet, and neither is lost.
    std::vector<std::pair<std::string, Value>> expected = {};
};

enum class IssueLevel { note, warning, error };
struct Issue {
    std::size_t change = 0; ///< index in the set
    std::string field;      ///< empty: the whole record
    IssueLevel level = IssueLevel::error;
    Phrase sentence;
    std::optional<Value> stored = {}; ///< a conflict: what somebody else has put there meanwhile
};

/// A module's domain rules, asked for every changed record (as it would be, and as it was). Called on the writer thread.
using RecordCheck = std::function<void(Record const& after, Record const* before, std::vector<Issue>&)>;

struct Applied {
    std::int64_t transaction = 0;
    std::vector<std::int64_t> ids;  ///< one per change: the id of the record
    std::vector<Issue> issues;      ///< notes and warnings
};
/// Refused: nothing was written. The error's sentence is the first issue's; all are in `issues`.
struct Refusal {
    Error error;
    std::vector<Issue> issues;
};

class Editor {
public:
    Editor(store::Portfolio&, Registry const&);
    ~Editor();
    void set_check(std::string entity, RecordCheck);

    /// Waits for the commit. Deleting a record follows on_delete over every link that points to it, to any depth.
    [[nodiscard]] std::variant<Applied, Refusal> apply(Phrase label, std::vector<Change>, std::string module = {});
    /// Returns at once; `done` runs on the writer thread.
    void submit(Phrase label, std::vector<Change>, std::string module, std::function<void(std::variant<Applied, Refusal>)> done);
    /// Inside a write transaction that somebody else opened (an import): the same checks, no label. Issues are added; an
    /// error-level issue means that this change was not made.
    [[nodiscard]] Result<std::int64_t> apply_in(store::WriteTransaction&, Change const&, std::vector<Issue>& issues);

    /// Stores an attachment's bytes (at most 64 MiB) under their SHA-256 and says how to refer to it.
    [[nodiscard]] Result<FileRef> keep_file(std::string name, std::string media, std::string_view bytes);
    [[nodiscard]] Result<std::string> file_bytes(FileRef const&);

    /// What undo or redo would take back or do again now, for this author; nothing: the list is empty.
    struct Step { std::int64_t transaction; Phrase label; };
    [[nodiscard]] std::optional<Step> next_undo();
    [[nodiscard]] std::optional<Step> next_redo();
    /// Restores every column that the transaction changed. A column changed again since then is a conflict: nothing is
    /// done and the sentence names record and field. Works after a restart, across modules.
    [[nodiscard]] Result<Step> undo();
    [[nodiscard]] Result<Step> redo();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Validation alone, for a form: one issue per field at fault, warnings included. Links are looked up through `reader`.
[[nodiscard]] std::vector<Issue> validate(store::Connection& reader, Registry const&, Record const& after, Record const* before);

} // namespace passerelle::model
