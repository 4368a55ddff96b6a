#include "host/ui/report_state.hpp"
#include "host/base/format.hpp"
#include "host/exchange/writers.hpp"
#include <fmt/format.h>

namespace passerelle::ui {

void make_report(Context& context, ReportStatePtr const& state)
{
    bridge::Scope scope;
    scope.kind = state->kind;
    scope.id = state->id;
    state->fault.reset();
    for (auto const& [typed, into] : {std::pair{&state->from, &scope.from}, std::pair{&state->to, &scope.to}}) {
        if (typed->empty())
            continue;
        auto const date = parse_date(*typed, context.language);
        if (!date) {
            state->fault = date.error().sentence;
            return;
        }
        *into = *date;
    }
    if (!scope.from.empty() && !scope.to.empty() && scope.to < scope.from) {
        state->fault = Phrase{"La fin de la période précède son début. Corrigez l’une des deux dates.", "The period ends before it starts. Correct one of the two dates."};
        return;
    }
    state->step = ReportStep::review;
    state->pages.reset();
    state->pictures.clear();
    state->document.reset();
    if (state->run)
        *state->run = true;
    auto run = std::make_shared<std::atomic<bool>>(false);
    state->run = run;
    auto made = std::make_shared<std::shared_ptr<exchange::Document const>>();
    bridge::Session* session = &context.session;
    auto* owner = &context;
    context.session.start_job(
        "report",
        [session, scope, run, made, language = state->language == 0 ? Language::fr : Language::en, form = state->templates.all.at(state->form)](bridge::Progress& progress) -> Result<void> {
            auto document = session->report(scope, language, progress, form);
            if (!document)
                return document.error();
            *made = std::make_shared<exchange::Document const>(std::move(*document));
            return {};
        },
        [state, run, made, owner](Result<void> done) {
            if (state->run != run)
                return;
            state->run.reset();
            if (!done) {
                state->fault = done.error().sentence;
                return;
            }
            state->document = *made;
            state->sections = exchange::review_report(*state->document);
            state->chosen.assign(state->sections.size(), true);
            state->page = 0;
            lay_out_report(*owner, state);
        });
}

void lay_out_report(Context& context, ReportStatePtr const& state)
{
    if (state->run)
        *state->run = true;
    auto run = std::make_shared<std::atomic<bool>>(false);
    state->run = run;
    auto laid = std::make_shared<std::shared_ptr<exchange::PaperPages>>();
    context.session.start_job(
        "pages",
        [laid, document = state->document, sections = state->sections, chosen = state->chosen](bridge::Progress&) -> Result<void> {
            try {
                *laid = std::make_shared<exchange::PaperPages>(exchange::with_sections(*document, sections, chosen));
            } catch (std::exception const& fault) {
                return Error{Status::internal, {fmt::format("Les pages n’ont pas pu être composées. Détail technique\u00A0: {}", fault.what()), fmt::format("The pages could not be laid out. Technical detail: {}", fault.what())}};
            }
            return {};
        },
        [state, run, laid](Result<void> done) {
            if (state->run != run)
                return;
            state->run.reset();
            if (!done) {
                state->fault = done.error().sentence;
                return;
            }
            state->pages = *laid;
            state->starts = state->pages->sections();
            state->pictures.clear();
            state->page = std::min(state->page, state->pages->pages() - 1);
        });
}

void draw_page_picture(Context& context, ReportStatePtr const& state, double scale)
{
    if (state->drawing || !state->pages)
        return;
    state->drawing = true;
    auto picture = std::make_shared<exchange::PagePicture>();
    context.session.start_job(
        "page",
        [picture, pages = state->pages, page = state->page, scale](bridge::Progress&) -> Result<void> {
            auto drawn = pages->picture(page, scale);
            if (!drawn)
                return drawn.error();
            *picture = std::move(*drawn);
            return {};
        },
        [state, picture, pages = state->pages, page = state->page, scale](Result<void> done) {
            state->drawing = false;
            if (state->pages != pages)
                return;
            if (!done) {
                state->fault = done.error().sentence;
                state->pictures[page].scale = scale;
                return;
            }
            constexpr std::size_t kept = 4;
            while (state->pictures.size() >= kept)
                state->pictures.erase(state->pictures.begin()->first != page ? state->pictures.begin() : std::prev(state->pictures.end()));
            state->pictures.insert_or_assign(page, ReportState::Shown{platform::Texture(picture->width, picture->height, picture->rgba.data()), scale});
        });
}

void write_report(Context& context, ReportStatePtr const& state)
{
    state->writing = true;
    state->written.clear();
    auto written = std::make_shared<std::vector<std::filesystem::path>>();
    auto tell = context.tell;
    context.session.start_job(
        "report",
        [written, document = state->document, sections = state->sections, chosen = state->chosen, wanted = state->wanted, base = state->path](bridge::Progress&) -> Result<void> {
            auto const kept = exchange::with_sections(*document, sections, chosen);
            for (std::size_t at = 0; at < wanted.size(); ++at) {
                if (!wanted[at])
                    continue;
                std::filesystem::path const path = base + "." + ReportState::formats[at];
                PASSERELLE_TRY(at == 0 ? exchange::write_pdf(kept, path) : at == 1 ? exchange::write_html(kept, path) : exchange::write_xlsx(kept, path));
                written->push_back(path);
            }
            return {};
        },
        [state, written, tell](Result<void> done) {
            state->writing = false;
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            state->written = *written;
            std::string const name = written->front().string();
            tell(written->size() > 1 ? Phrase{fmt::format("{} fichiers écrits dans {}", written->size(), written->front().parent_path().string()), fmt::format("{} files written to {}", written->size(), written->front().parent_path().string())}
                                     : Phrase{fmt::format("Rapport écrit\u00A0: {}", name), fmt::format("Report written: {}", name)},
                 exchange::Tone::good);
        });
}

void export_file(Context& context, ReportStatePtr const& state, std::filesystem::path const& path)
{
    bridge::Scope scope;
    scope.kind = state->kind;
    scope.id = state->id;
    auto const& format = state->exports.at(state->exporting);
    context.session.start_job(
        context.in(format.label),
        [session = &context.session, scope, path, id = format.id, language = state->language == 0 ? Language::fr : Language::en](bridge::Progress& progress) -> Result<void> {
            auto const written = session->export_file(id, scope, language, path, progress);
            return written ? Result<void>{} : Result<void>(written.error());
        },
        [tell = context.tell, path](Result<void> done) {
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            tell({fmt::format("Fichier écrit\u00A0: {}", path.string()), fmt::format("File written: {}", path.string())}, exchange::Tone::good);
        });
}

} // namespace passerelle::ui
