#include "host/ui/report_dialog.hpp"
#include "host/base/format.hpp"
#include "host/exchange/writers.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <array>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {
constexpr std::array formats{"pdf", "html", "xlsx"};
}

void ReportDialog::open(Context& context, std::string kind, std::int64_t id)
{
    m_wanted = true;
    m_kind = std::move(kind);
    m_id = id;
    m_language = context.language == Language::fr ? 0U : 1U;
    auto const* entity = context.session.registry().entity(m_kind == "project" ? "projects.activity" : "core.organisation");
    m_title = m_kind == "portfolio" || !entity ? context.tr("Tout le portefeuille", "The whole portfolio")
                                               : model::title_of(context.session.portfolio().reader(), context.session.registry(), *entity, m_id, context.language);
    auto const path = context.session.portfolio().path().parent_path() / fmt::format("rapport-{}", context.session.today());
    m_path = path.string();
}

void ReportDialog::start(Context& context)
{
    bridge::Scope scope;
    scope.kind = m_kind;
    scope.id = m_id;
    for (auto const& [typed, into] : {std::pair{&m_from, &scope.from}, std::pair{&m_to, &scope.to}}) {
        if (typed->empty())
            continue;
        auto const date = parse_date(*typed, context.language);
        if (!date)
            return context.tell(date.error().sentence, exchange::Tone::bad);
        *into = *date;
    }
    std::string const format = formats[m_format];
    std::filesystem::path const path = m_path + "." + format;
    Language const language = m_language == 0 ? Language::fr : Language::en;
    bridge::Session* session = &context.session;
    auto tell = context.tell;
    context.session.start_job(
        "report",
        [session, scope, language, format, path](bridge::Progress& progress) -> Result<void> {
            auto document = session->report(scope, language, progress);
            if (!document)
                return document.error();
            return format == "pdf" ? exchange::write_pdf(*document, path) : format == "html" ? exchange::write_html(*document, path) : exchange::write_xlsx(*document, path);
        },
        [tell, path](Result<void> done) {
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            tell({fmt::format("Rapport écrit\u00A0: {}", path.string()), fmt::format("Report written: {}", path.string())}, exchange::Tone::good);
        });
}

void ReportDialog::draw(Context& context)
{
    if (m_wanted) {
        ImGui::OpenPopup("report");
        m_wanted = false;
    }
    if (!begin_dialog(context, "report", 600))
        return;
    heading(context, context.tr("Préparer un rapport", "Prepare a report"));
    fitted_text(context, context.theme->text_2, m_title, ImGui::GetContentRegionAvail().x);
    ImGui::Dummy({0, context.px(6)});
    auto const label = [&](char const* fr, char const* en) { text(context, context.theme->text_2, context.tr(fr, en), context.fonts.caption); };
    label("Période (facultative), du et au", "Period (optional), from and to");
    text_field(context, "##from", m_from, context.px(140), context.tr("jj/mm/aaaa", "dd/mm/yyyy"));
    ImGui::SameLine();
    text_field(context, "##to", m_to, context.px(140), context.tr("jj/mm/aaaa", "dd/mm/yyyy"));
    label("Langue du rapport", "Language of the report");
    segments(context, "language", {"Français", "English"}, m_language);
    label("Format", "Format");
    segments(context, "format", {"PDF", "HTML", "Excel"}, m_format);
    label("Fichier à écrire", "File to write");
    std::string const browse = context.tr("Parcourir…", "Browse…");
    text_field(context, "##path", m_path, ImGui::GetContentRegionAvail().x - context.px(56) - text_width(context.fonts.body, browse) - context.px(44));
    ImGui::SameLine(0, context.px(8));
    if (button(context, ButtonKind::outline, "browse", browse))
        m_files.open({{"Où écrire le rapport", "Where to write the report"}, {"Choisir", "Choose"}, {std::string(".") + formats[m_format]}, std::filesystem::path(m_path).filename().string()});
    if (auto const chosen = m_files.draw(context)) {
        m_path = chosen->string();
        if (std::string const end = std::string(".") + formats[m_format]; m_path.ends_with(end))
            m_path.resize(m_path.size() - end.size());
    }
    ImGui::SameLine();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(8));
    text(context, context.theme->muted, std::string(".") + formats[m_format]);
    ImGui::Dummy({0, context.px(10)});
    std::string const close = context.tr("Fermer sans appliquer", "Close without applying"), write = context.tr("Écrire le rapport", "Write the report");
    to_the_right(context, {close, write});
    if (button(context, ButtonKind::ghost, "close", close) || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "write", write)) {
        start(context);
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

} // namespace passerelle::ui
