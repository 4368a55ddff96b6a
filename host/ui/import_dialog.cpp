#include "host/ui/import_dialog.hpp"
#include "host/base/format.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <fmt/format.h>
#include <mutex>

namespace passerelle::ui {

struct ImportDialog::Run {
    std::mutex mutex; ///< guards share and note, written by the job
    double share = -1;
    std::string note;
    bridge::Progress* progress = nullptr;
    bool busy = true, previewed = false, alive = true;
    std::optional<bridge::ImportReport> report;
};

ImportDialog::~ImportDialog()
{
    if (m_run)
        m_run->alive = false;
}

void ImportDialog::open(Context& context, std::string path)
{
    m_wanted = true;
    m_run.reset();
    if (path.empty())
        return;
    m_path = std::move(path);
    start(context, bridge::ImportMode::preview);
}

void ImportDialog::start(Context& context, bridge::ImportMode mode)
{
    m_run = std::make_shared<Run>();
    auto run = m_run;
    bridge::Session* session = &context.session;
    auto* owner = &context;
    std::filesystem::path const path = m_path;
    auto result = std::make_shared<std::optional<bridge::ImportReport>>();
    context.session.start_job(
        "import",
        [session, path, mode, result, run](bridge::Progress& progress) -> Result<void> {
            {
                std::lock_guard const lock(run->mutex);
                run->progress = &progress;
            }
            auto imported = session->import_file(path, "", mode, progress);
            {
                std::lock_guard const lock(run->mutex);
                run->progress = nullptr;
            }
            if (!imported)
                return imported.error();
            *result = std::move(*imported);
            return mode == bridge::ImportMode::apply ? session->index_text() : Result<void>{};
        },
        [run, owner, result, mode](Result<void> done) {
            if (!run->alive)
                return;
            run->busy = false;
            run->report = std::move(*result);
            run->previewed = mode == bridge::ImportMode::preview && done;
            if (!done)
                return owner->tell(done.error().sentence, exchange::Tone::bad);
            if (mode == bridge::ImportMode::apply) {
                ++owner->data_state;
                owner->tell({"Import enregistré. «\u00A0Annuler\u00A0» le reprend en entier.", "Import saved. Undo takes it back as a whole."}, exchange::Tone::good);
            }
        });
}

void ImportDialog::draw(Context& context)
{
    if (m_wanted) {
        ImGui::OpenPopup("import");
        m_wanted = false;
    }
    if (!begin_dialog(context, "import", 720, 520))
        return;
    heading(context, context.tr("Importer un fichier", "Import a file"));
    text(context, context.theme->text_2, context.tr("Fichier IITA (IATI) ou taux de change de la BCE", "IATI file or exchange rates of the ECB"), context.fonts.caption);
    bool const busy = m_run && m_run->busy;
    std::string const browse = context.tr("Parcourir…", "Browse…");
    text_field(context, "##path", m_path, ImGui::GetContentRegionAvail().x - text_width(context.fonts.body, browse) - context.px(44), context.tr("Choisissez un fichier, ou déposez-le sur la fenêtre", "Choose a file, or drop it on the window"), 1, ImGui::IsWindowAppearing());
    bool const entered = ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter);
    ImGui::SameLine(0, context.px(8));
    if (button(context, ButtonKind::outline, "browse", browse) && !busy)
        m_files.open({{"Choisir le fichier à importer", "Choose the file to import"}, {"Choisir", "Choose"}, {".xml", ".csv"}, {}});
    if (auto const chosen = m_files.draw(context)) {
        m_path = chosen->string();
        start(context, bridge::ImportMode::preview);
    }
    float const foot = context.px(56);
    ImGui::BeginChild("preview", {0, ImGui::GetContentRegionAvail().y - foot});
    if (busy) {
        text(context, context.theme->text_2, context.tr("Lecture du fichier. Vous pouvez continuer à travailler.", "Reading the file. You can go on working."));
    } else if (m_run && m_run->report) {
        auto const& report = *m_run->report;
        if (ImGui::BeginTable("counts", 5, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingStretchProp | ImGuiTableFlags_NoSavedSettings)) {
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            ImGui::PushFont(context.fonts.caption);
            text(context, context.theme->muted, context.tr("Registre", "Register"));
            for (char const* column : {context.tr("Nouvelles", "New"), context.tr("Modifiées", "Changed"), context.tr("Inchangées", "Unchanged"), context.tr("Retirées", "Removed")}) {
                ImGui::TableNextColumn();
                right_text(context, context.theme->muted, column, ImGui::GetContentRegionAvail().x - context.px(8));
            }
            ImGui::PopFont();
            auto const line = [&](std::string const& name, std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d) {
                ImGui::TableNextRow();
                ImGui::TableNextColumn();
                text(name);
                for (auto const n : {a, b, c, d}) {
                    ImGui::TableNextColumn();
                    right_text(context, context.theme->text, format_integer(n, context.language), ImGui::GetContentRegionAvail().x - context.px(8));
                }
            };
            for (auto const& [id, counts] : report.entities) {
                auto const* entity = context.session.registry().entity(id);
                line(entity ? context.in(entity->plural) : id, counts.created, counts.changed, counts.unchanged, counts.removed);
            }
            line(context.tr("Total", "Total"), report.created, report.changed, report.unchanged, report.removed);
            ImGui::EndTable();
        }
        for (auto const& problem : report.problems) {
            tone_mark(context, problem.level == model::IssueLevel::error ? exchange::Tone::bad : problem.level == model::IssueLevel::warning ? exchange::Tone::warn : exchange::Tone::info);
            ImGui::SameLine();
            ImGui::PushTextWrapPos(0);
            text(context, context.theme->text_2, fmt::format("{} {} – {}", problem.line > 0 ? fmt::format("{} {}", context.tr("ligne", "line"), problem.line) : "", problem.identifier, problem.sentence), context.fonts.caption);
            ImGui::PopTextWrapPos();
        }
    } else {
        text(context, context.theme->muted, context.tr("Rien n’est écrit avant que vous ayez vu ce qui changerait.", "Nothing is written before you have seen what would change."));
    }
    ImGui::EndChild();
    if (busy) {
        if (button(context, ButtonKind::outline, "stop", context.tr("Interrompre", "Stop"))) {
            std::lock_guard const lock(m_run->mutex);
            if (m_run->progress)
                m_run->progress->cancel = true;
        }
    } else {
        bool const previewed = m_run && m_run->previewed;
        std::string const close = context.tr("Fermer sans appliquer", "Close without applying"), look = context.tr("Voir ce qui changerait", "See what would change");
        to_the_right(context, previewed ? std::vector<std::string>{close, look, context.tr("Importer", "Import")} : std::vector<std::string>{close, look});
        if (button(context, ButtonKind::ghost, "close", close) || key_pressed(ImGuiKey_Escape))
            ImGui::CloseCurrentPopup();
        ImGui::SameLine();
        if ((button(context, previewed ? ButtonKind::outline : ButtonKind::accent, "look", look) || entered) && !m_path.empty())
            start(context, bridge::ImportMode::preview);
        if (previewed) {
            ImGui::SameLine();
            if (button(context, ButtonKind::accent, "apply", context.tr("Importer", "Import"))) {
                start(context, bridge::ImportMode::apply);
                ImGui::CloseCurrentPopup();
            }
        }
    }
    ImGui::EndPopup();
}

} // namespace passerelle::ui
