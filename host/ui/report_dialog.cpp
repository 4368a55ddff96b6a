#include "host/ui/report_dialog.hpp"
#include "host/base/format.hpp"
#include "host/exchange/writers.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <array>
#include <cstring>
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
    m_language = context.language == Language::fr ? 0 : 1;
    auto const* entity = context.session.registry().entity(m_kind == "project" ? "projects.activity" : "core.organisation");
    m_title = m_kind == "portfolio" || !entity ? context.tr("Tout le portefeuille", "The whole portfolio")
                                               : model::title_of(context.session.portfolio().reader(), context.session.registry(), *entity, m_id, context.language);
    auto const path = context.session.portfolio().path().parent_path() / fmt::format("rapport-{}", context.session.today());
    std::snprintf(m_path, sizeof m_path, "%s", path.string().c_str());
}

void ReportDialog::start(Context& context)
{
    bridge::Scope scope;
    scope.kind = m_kind;
    scope.id = m_id;
    for (auto const& [typed, into] : {std::pair{m_from, &scope.from}, std::pair{m_to, &scope.to}}) {
        if (!*typed)
            continue;
        auto const date = parse_date(typed, context.language);
        if (!date)
            return context.tell(date.error().sentence, exchange::Tone::bad);
        *into = *date;
    }
    std::string const format = formats[static_cast<std::size_t>(m_format)];
    std::filesystem::path const path = std::string(m_path) + "." + format;
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
    text(context, context.theme->text_2, context.tr("Période (facultative), du et au", "Period (optional): from, to"), context.fonts.caption);
    ImGui::SetNextItemWidth(context.px(130));
    ImGui::InputTextWithHint("##from", "01/01/2025", m_from, sizeof m_from);
    ImGui::SameLine();
    ImGui::SetNextItemWidth(context.px(130));
    ImGui::InputTextWithHint("##to", "31/12/2025", m_to, sizeof m_to);
    text(context, context.theme->text_2, context.tr("Langue du rapport", "Language of the report"), context.fonts.caption);
    ImGui::RadioButton("Français", &m_language, 0);
    ImGui::SameLine();
    ImGui::RadioButton("English", &m_language, 1);
    text(context, context.theme->text_2, "Format", context.fonts.caption);
    ImGui::RadioButton("PDF", &m_format, 0);
    ImGui::SameLine();
    ImGui::RadioButton("HTML", &m_format, 1);
    ImGui::SameLine();
    ImGui::RadioButton("Excel", &m_format, 2);
    text(context, context.theme->text_2, context.tr("Fichier à écrire", "File to write"), context.fonts.caption);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - context.px(56));
    ImGui::InputText("##path", m_path, sizeof m_path);
    ImGui::SameLine();
    text(context, context.theme->muted, std::string(".") + formats[static_cast<std::size_t>(m_format)]);
    ImGui::Dummy({0, context.px(8)});
    if (button(context, ButtonKind::ghost, "close", context.tr("Fermer sans appliquer", "Close without applying")))
        ImGui::CloseCurrentPopup();
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "write", context.tr("Écrire le rapport", "Write the report"))) {
        start(context);
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

} // namespace passerelle::ui
