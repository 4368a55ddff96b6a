#include "host/ui/backups_view.hpp"
#include "host/base/format.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

/// "2025-03-12-180533": "12/03/2025 à 18:05".
std::string moment(Context const& context, std::string const& stamp)
{
    return fmt::format("{} {} {}:{}", format_date(stamp.substr(0, 10), context.language), context.tr("à", "at"), stamp.substr(11, 2), stamp.substr(13, 2));
}

} // namespace

BackupsView::BackupsView() : m_stale(std::make_shared<bool>(true)) {}
BackupsView::~BackupsView() = default;

void BackupsView::read(std::filesystem::path const& portfolio)
{
    if (!std::exchange(*m_stale, false) && m_read_of == portfolio)
        return;
    m_read_of = portfolio;
    m_backups = store::dated_backups(store::backups_folder(portfolio), portfolio);
}

bool BackupsView::any(std::filesystem::path const& portfolio)
{
    read(portfolio);
    return !m_backups.empty();
}

void BackupsView::make(Context& context)
{
    auto* const owner = &context;
    auto made = std::make_shared<std::filesystem::path>();
    context.session.start_job(
        context.tr("Sauvegarde", "Backup"),
        [&session = context.session, made](bridge::Progress&) -> Result<void> {
            auto path = session.portfolio().backup_now();
            if (!path)
                return path.error();
            *made = std::move(*path);
            return {};
        },
        [owner, made, stale = m_stale](Result<void> done) {
            *stale = true;
            if (!done)
                return owner->tell(done.error().sentence, exchange::Tone::bad);
            auto const name = made->filename().string();
            owner->tell({fmt::format("Sauvegardé\u00A0: {}", name), fmt::format("Backed up: {}", name)}, exchange::Tone::good);
        });
}

void BackupsView::draw(Context& context, std::filesystem::path const& portfolio, float height)
{
    read(portfolio);
    if (m_backups.empty())
        return empty_state(context, context.tr("Aucune sauvegarde pour l’instant. Passerelle en fait une par jour, à l’ouverture.", "No backup yet. Passerelle makes one a day, when it opens."));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    float const line = context.px(30);
    begin_region("backups", {std::min(ImGui::GetContentRegionAvail().x, context.px(560)), std::min(height, line * static_cast<float>(m_backups.size()) + context.px(2))});
    for (std::size_t at = 0; at < m_backups.size(); ++at) {
        std::error_code failed;
        auto const size = std::filesystem::file_size(m_backups[at].path, failed);
        ImGui::PushID(static_cast<int>(at));
        if (menu_line(context, "backup", fmt::format("{} {}…", context.tr("Revenir au", "Go back to"), moment(context, m_backups[at].stamp)),
                      failed ? std::string() : size_in_words(static_cast<std::int64_t>(size), context.language), false, ImGui::GetContentRegionAvail().x)) {
            m_asked = m_backups[at];
            m_ask_now = true;
        }
        ImGui::PopID();
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
    ask(context, portfolio);
}

void BackupsView::ask(Context& context, std::filesystem::path const& portfolio)
{
    if (std::exchange(m_ask_now, false))
        ImGui::OpenPopup("go back");
    if (!m_asked || !begin_dialog(context, "go back", 520))
        return;
    heading(context, context.tr("Revenir à cette sauvegarde\u202F?", "Go back to this backup?"));
    ImGui::PushTextWrapPos(0);
    text(context, context.theme->text_2,
         fmt::format("{} {}{}", context.tr("Le portefeuille redevient ce qu’il était le", "The portfolio becomes what it was on"), moment(context, m_asked->stamp),
                     context.tr(". Ce qu’il contient aujourd’hui est d’abord gardé dans le dossier des sauvegardes.", ". What it holds today is kept in the folder of backups first.")));
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.px(8)});
    std::string const stop = context.tr("Ne rien changer", "Change nothing"), act = context.tr("Revenir à la sauvegarde", "Go back");
    to_the_right(context, {stop, act});
    if (button(context, ButtonKind::ghost, "stop", stop) || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "act", act)) {
        context.go_back(portfolio, m_asked->path);
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

} // namespace passerelle::ui
