// What the steps of the import share. Jobs hold it too, so that one that ends late finds it. [main]
#pragma once
#include "host/exchange/import_plan.hpp"
#include "host/ui/file_picker.hpp"
#include "host/ui/link_picker.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <atomic>
#include <optional>
#include <unordered_map>

namespace passerelle::ui {

enum class ImportStep { file, columns, check, done };

struct ImportState {
    /// A job's way to tell how far it is; its own, so that an older one cannot disturb.
    struct Run {
        std::atomic<bool> stop{false};
        std::atomic<int> thousandths{-1};
    };

    ImportStep step = ImportStep::file;
    std::string path, wanted_entity;
    FilePicker files;
    std::shared_ptr<Run> run; ///< set: something is being read, looked at or written
    Phrase doing;
    std::optional<Phrase> fault;

    std::vector<std::int64_t> over;         ///< pasted over cells: the records from the cursor down
    std::vector<std::string> over_fields;   ///< the register's columns from the cursor to the right
    bool add_new = false;                   ///< pasted lines make new records instead
    std::shared_ptr<exchange::Workbook const> book;
    std::vector<std::pair<std::string, std::size_t>> registers; ///< entity, columns that fit; best first
    model::Entity const* entity = nullptr;
    std::vector<exchange::ImportTarget> targets; ///< of the register
    exchange::ImportMapping mapping;
    bool recalled = false, remembered = false;
    exchange::ImportDecisions decisions;
    std::shared_ptr<exchange::ImportPlan const> plan;

    std::optional<exchange::LineOutcome> filter;
    bool only_open = false;
    std::vector<std::pair<std::size_t, bool>> rows; ///< of the table: a line, or (true) the band below it
    std::vector<float> widths;
    bool rows_stale = true;
    std::unordered_map<std::size_t, exchange::LineDetail> details;
    std::unordered_map<std::size_t, std::string> typed; ///< corrections being typed, by line
    LinkPicker picker;
    std::size_t picking = 0; ///< line whose link or record is being chosen
    std::string fixing;      ///< target of a value for every line that is being chosen

    std::optional<exchange::ImportDone> done;
    std::optional<bridge::ImportReport> module_report; ///< preview or result of a module's own format
    bool module_applied = false, as_table = false;
    bool again = false; ///< another file is wanted

    [[nodiscard]] std::string file_name() const { return std::filesystem::path(path).filename().string(); }
    [[nodiscard]] exchange::SheetTable const& sheet() const { return book->sheets[mapping.sheet]; }
};

using ImportStatePtr = std::shared_ptr<ImportState>;

// Jobs.
void read_import_file(Context&, ImportStatePtr const&);
/// What was copied in a spreadsheet, as a table of one sheet. Without heads it goes over the cells from the cursor on.
void read_pasted(Context&, ImportStatePtr const&, std::string text);
void choose_register(Context&, ImportStatePtr const&, std::string const& entity, std::optional<std::size_t> sheet = {}, std::optional<std::size_t> header = {});
void examine_again(Context&, ImportState&);
void keep_template(Context&, ImportStatePtr const&);
void make_plan(Context&, ImportStatePtr const&);
void apply_plan(Context&, ImportStatePtr const&);
void apply_module_import(Context&, ImportStatePtr const&);
void undo_import(Context&, ImportStatePtr const&);

// Steps.
void draw_file_step(Context&, ImportStatePtr const&);
void draw_columns_step(Context&, ImportStatePtr const&);
void draw_check_step(Context&, ImportStatePtr const&);
void draw_done_step(Context&, ImportStatePtr const&);

[[nodiscard]] std::string column_title(exchange::ImportMapping const&, std::size_t column);
/// "Retour" at left; what is going on beside it, with a bar. True when Back was pressed.
bool import_foot(Context&, ImportState&, std::string_view sentence);

} // namespace passerelle::ui
