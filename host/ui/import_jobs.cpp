#include "host/ui/import_state.hpp"
#include "host/base/text.hpp"
#include "host/exchange/import_template.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

/// Starts a job that belongs to the state: progress and stop go through its run; an answer that comes too late is dropped.
void start(Context& context, ImportStatePtr const& state, Phrase doing, std::function<Result<void>(bridge::Progress&, ImportState::Run&)> work, std::function<void(Result<void>)> done)
{
    if (state->run)
        state->run->stop = true;
    auto run = std::make_shared<ImportState::Run>();
    state->run = run;
    state->doing = std::move(doing);
    state->fault.reset();
    context.session.start_job(
        "import", [run, work = std::move(work)](bridge::Progress& progress) { return work(progress, *run); },
        [state, run, done = std::move(done)](Result<void> result) {
            if (state->run != run)
                return;
            state->run.reset();
            done(std::move(result));
        });
}

/// A module's import tells its progress to the run too, and stops where the run is stopped.
Result<bridge::ImportReport> import_by_module(bridge::Session& session, std::filesystem::path const& path, bridge::ImportMode mode, bridge::Progress& progress, ImportState::Run& run)
{
    auto const forward = progress.report;
    progress.report = [&progress, &run, forward](double share, std::string note) {
        run.thousandths = static_cast<int>(share * 1000);
        if (run.stop)
            progress.cancel = true;
        forward(share, std::move(note));
    };
    auto imported = session.import_file(path, "", mode, progress);
    progress.report = forward;
    return imported;
}

exchange::ImportWatch watch(bridge::Progress& progress, ImportState::Run& run)
{
    return {[&progress, &run](double share) {
                run.thousandths = static_cast<int>(share * 1000);
                progress.report(share, {});
            },
            &run.stop};
}

/// Column by column from the cursor on. An amount takes two columns where its currency stands beside it, as it is copied from here.
void map_over_cells(Context& context, ImportState& state)
{
    auto& mapping = state.mapping;
    mapping.match.clear();
    std::size_t column = 0;
    for (auto const& id : state.over_fields) {
        auto const* const field = state.entity->field(id);
        if (!field || column >= mapping.columns.size())
            break;
        auto const pair = [&](char const* first, char const* second) {
            mapping.columns[column++].target = id + first;
            if (column < mapping.columns.size())
                mapping.columns[column++].target = id + second;
        };
        if (field->type == model::FieldType::period)
            pair(".from", ".to");
        else if (field->type == model::FieldType::point)
            pair(".lat", ".lon");
        else {
            bool const known = exchange::find_target(state.targets, id) != nullptr;
            mapping.columns[column++].target = known ? id : std::string();
            auto const& samples = column < mapping.columns.size() ? mapping.columns[column].samples : std::vector<std::string>();
            bool const currencies = field->type == model::FieldType::money && !samples.empty() && std::all_of(samples.begin(), samples.end(), [](std::string const& one) {
                return one.size() == 3 && std::all_of(one.begin(), one.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
            });
            if (currencies)
                mapping.columns[column++].target = id + ".currency";
        }
    }
    for (; column < mapping.columns.size(); ++column)
        mapping.columns[column].target.clear();
    exchange::examine_columns(mapping, state.sheet(), context.session.registry(), *state.entity, context.language);
    mapping.match.clear();
}

} // namespace

void read_import_file(Context& context, ImportStatePtr const& state)
{
    state->book.reset();
    state->module_report.reset();
    state->module_applied = false;
    state->plan.reset();
    state->entity = nullptr;
    state->registers.clear();
    struct Answer {
        std::shared_ptr<exchange::Workbook const> book;
        std::vector<std::pair<std::string, std::size_t>> registers;
        std::optional<bridge::ImportReport> report;
    };
    auto answer = std::make_shared<Answer>();
    bridge::Session* session = &context.session;
    start(
        context, state, {"Lecture du fichier", "Reading the file"},
        [session, answer, path = std::filesystem::path(state->path), language = context.language, as_table = state->as_table](bridge::Progress& progress, ImportState::Run& run) -> Result<void> {
            std::string const end = fold(path.extension().string());
            // What a module reads has its own preview; every other table goes into a register.
            if (!as_table && end != ".xlsx" && end != ".ods") {
                auto imported = import_by_module(*session, path, bridge::ImportMode::preview, progress, run);
                if (imported) {
                    answer->report = std::move(*imported);
                    return {};
                }
                if (imported.error().status != Status::unsupported || end == ".xml")
                    return imported.error();
            }
            auto read = exchange::read_workbook(path, {}, &run.stop);
            if (!read)
                return read.error();
            answer->book = std::make_shared<exchange::Workbook const>(std::move(*read));
            if (std::all_of(answer->book->sheets.begin(), answer->book->sheets.end(), [](exchange::SheetTable const& sheet) { return sheet.rows.empty(); }))
                return Error{Status::invalid, {"Ce fichier ne contient aucune ligne. Choisissez-en un autre.", "This file holds no line. Choose another one."}};
            for (auto const& entity : session->registry().entities())
                if (!entity.hidden) {
                    auto const sheet = exchange::likely_sheet(*answer->book, entity);
                    auto const header = exchange::likely_header(answer->book->sheets[sheet], exchange::import_targets(entity));
                    auto const mapping = exchange::propose_mapping(*answer->book, session->registry(), entity, language, sheet, header);
                    auto const missing = exchange::missing_fields(entity, mapping).size(), fits = exchange::fitting_columns(mapping);
                    answer->registers.emplace_back(entity.id, fits > missing ? fits - missing : 0);
                }
            std::stable_sort(answer->registers.begin(), answer->registers.end(), [](auto const& a, auto const& b) { return a.second > b.second; });
            return {};
        },
        [state, answer, owner = &context](Result<void> result) {
            if (!result) {
                state->fault = result.error().sentence;
                return;
            }
            state->book = answer->book;
            state->registers = std::move(answer->registers);
            state->module_report = std::move(answer->report);
            if (state->book)
                choose_register(*owner, state, !state->wanted_entity.empty() ? state->wanted_entity : state->registers.empty() ? std::string{} : state->registers.front().first);
        });
}

void read_pasted(Context& context, ImportStatePtr const& state, std::string text)
{
    auto book = std::make_shared<std::shared_ptr<exchange::Workbook const>>();
    start(
        context, state, {"Lecture de ce qui a été copié", "Reading what was copied"},
        [book, text = std::move(text)](bridge::Progress&, ImportState::Run& run) -> Result<void> {
            auto read = exchange::workbook_from_bytes(text, {}, &run.stop);
            if (!read)
                return read.error();
            if (read->sheets.empty() || read->sheets.front().rows.empty())
                return Error{Status::invalid, {"Le presse-papiers ne contient aucune ligne. Copiez d’abord des cellules dans le tableur.", "The clipboard holds no line. Copy cells in the spreadsheet first."}};
            *book = std::make_shared<exchange::Workbook const>(std::move(*read));
            return {};
        },
        [state, book, owner = &context](Result<void> result) {
            if (!result) {
                state->fault = result.error().sentence;
                return;
            }
            state->book = *book;
            choose_register(*owner, state, state->wanted_entity);
            if (state->entity && state->mapping.header == exchange::ImportMapping::no_header)
                map_over_cells(*owner, *state);
            else
                state->over.clear(); // heads say which column is which: an import like any other
            state->step = ImportStep::check;
            make_plan(*owner, state);
        });
}

void choose_register(Context& context, ImportStatePtr const& state, std::string const& id, std::optional<std::size_t> sheet, std::optional<std::size_t> header)
{
    state->entity = context.session.registry().entity(id);
    if (!state->entity)
        return;
    state->targets = exchange::import_targets(*state->entity);
    auto const& book = *state->book;
    auto const at = sheet.value_or(exchange::likely_sheet(book, *state->entity));
    auto const head = header.value_or(exchange::likely_header(book.sheets[at], state->targets));
    state->mapping = exchange::propose_mapping(book, context.session.registry(), *state->entity, context.language, at, head);
    state->decisions = {};
    state->plan.reset();
    state->remembered = false;
    state->recalled = exchange::recall_mapping(context.session.portfolio().reader(), context.session.registry(), *state->entity, state->mapping);
    if (state->recalled)
        examine_again(context, *state);
}

void examine_again(Context& context, ImportState& state)
{
    exchange::examine_columns(state.mapping, state.sheet(), context.session.registry(), *state.entity, context.language);
    state.plan.reset();
    state.remembered = false;
}

void keep_template(Context& context, ImportStatePtr const& state)
{
    bridge::Session* session = &context.session;
    start(
        context, state, {"Enregistrement du modèle d’import", "Keeping the template"},
        [session, entity = state->entity, mapping = state->mapping](bridge::Progress&, ImportState::Run&) { return exchange::remember_mapping(session->editor(), session->portfolio().reader(), session->registry(), *entity, mapping); },
        [state, owner = &context](Result<void> result) {
            if (!result)
                return owner->tell(result.error().sentence, exchange::Tone::bad);
            state->remembered = true;
            ++owner->data_state;
        });
}

void make_plan(Context& context, ImportStatePtr const& state)
{
    exchange::ImportInput input{state->book, state->entity, state->mapping, state->decisions, context.language};
    if (!state->add_new)
        input.over = state->over;
    auto made = std::make_shared<std::shared_ptr<exchange::ImportPlan const>>();
    bridge::Session* session = &context.session;
    start(
        context, state, {"Vérification des lignes", "Checking the lines"},
        [session, made, input = std::move(input)](bridge::Progress& progress, ImportState::Run& run) -> Result<void> {
            auto plan = exchange::ImportPlan::make(session->portfolio(), session->registry(), session->editor(), input, watch(progress, run));
            if (!plan)
                return plan.error();
            *made = std::make_shared<exchange::ImportPlan const>(std::move(*plan));
            return {};
        },
        [state, made](Result<void> result) {
            if (!result) {
                state->fault = result.error().sentence;
                if (!state->plan)
                    state->step = ImportStep::columns;
                return;
            }
            state->plan = *made;
            state->details.clear();
            state->rows_stale = true;
        });
}

void apply_plan(Context& context, ImportStatePtr const& state)
{
    auto done = std::make_shared<exchange::ImportDone>();
    bridge::Session* session = &context.session;
    state->step = ImportStep::done;
    state->done.reset();
    start(
        context, state, {"Import en cours. Vous pouvez continuer à travailler.", "Importing. You can go on working."},
        [session, done, plan = state->plan, name = state->file_name()](bridge::Progress& progress, ImportState::Run& run) -> Result<void> {
            auto applied = plan->apply(session->portfolio(), session->editor(), name, watch(progress, run));
            if (!applied)
                return applied.error();
            *done = *applied;
            return session->index_text();
        },
        [state, done, owner = &context](Result<void> result) {
            if (!result) {
                state->fault = result.error().sentence;
                state->step = ImportStep::check;
                return;
            }
            state->done = *done;
            ++owner->data_state;
        });
}

void apply_module_import(Context& context, ImportStatePtr const& state)
{
    auto report = std::make_shared<std::optional<bridge::ImportReport>>();
    bridge::Session* session = &context.session;
    start(
        context, state, {"Import en cours. Vous pouvez continuer à travailler.", "Importing. You can go on working."},
        [session, report, path = std::filesystem::path(state->path)](bridge::Progress& progress, ImportState::Run& run) -> Result<void> {
            auto imported = import_by_module(*session, path, bridge::ImportMode::apply, progress, run);
            if (!imported)
                return imported.error();
            *report = std::move(*imported);
            return session->index_text();
        },
        [state, report, owner = &context](Result<void> result) {
            if (!result) {
                state->fault = result.error().sentence;
                return;
            }
            state->module_report = std::move(*report);
            state->module_applied = true;
            ++owner->data_state;
        });
}

void undo_import(Context& context, ImportStatePtr const& state)
{
    bridge::Session* session = &context.session;
    auto const transaction = state->done ? state->done->transaction : state->module_report ? state->module_report->transaction : 0;
    auto label = std::make_shared<Phrase>();
    start(
        context, state, {"Annulation de l’import", "Taking the import back"},
        [session, transaction, label](bridge::Progress&, ImportState::Run&) -> Result<void> {
            auto const next = session->editor().next_undo();
            if (!next || next->transaction != transaction)
                return Error{Status::conflict, {"D’autres changements ont suivi cet import. Annulez-les d’abord avec Ctrl\u00A0Z, ou ouvrez l’historique.", "Other changes have followed this import. Take them back first with Ctrl Z, or open the history."}};
            auto done = session->editor().undo();
            if (!done)
                return done.error();
            *label = done->label;
            return {};
        },
        [state, label, owner = &context](Result<void> result) {
            if (!result)
                return owner->tell(result.error().sentence, exchange::Tone::bad);
            ++owner->data_state;
            owner->tell({fmt::format("Annulé\u00A0: {}", label->fr), fmt::format("Undone: {}", label->en)}, exchange::Tone::good);
            state->done.reset();
            if (state->module_report) {
                state->module_report.reset();
                state->module_applied = false;
                state->step = ImportStep::file;
                return;
            }
            state->step = ImportStep::check;
            make_plan(*owner, state);
        });
}

} // namespace passerelle::ui
