#include "host/ui/no_portfolio.hpp"
#include "host/ui/widgets/widgets.hpp"

namespace passerelle::ui {

void NoPortfolio::because(std::filesystem::path portfolio, Phrase why)
{
    m_portfolio = std::move(portfolio);
    m_why = std::move(why);
    m_open = true;
}

bool NoPortfolio::draw(Context& context)
{
    if (m_open && !ImGui::IsPopupOpen("no portfolio"))
        ImGui::OpenPopup("no portfolio");
    if (!m_open || !begin_dialog(context, "no portfolio", 620))
        return false;
    float const width = ImGui::GetContentRegionAvail().x;
    heading(context, context.tr("Ce portefeuille ne s’ouvre pas", "This portfolio does not open"));
    fitted_text(context, context.theme->muted, m_portfolio.string(), width, context.fonts.caption);
    ImGui::Dummy({0, context.px(4)});
    notice(context, exchange::Tone::warn, context.in(m_why));
    ImGui::Dummy({0, context.px(4)});
    if (m_backups.any(m_portfolio)) {
        text(context, context.theme->text, context.tr("Ses sauvegardes", "Its backups"), context.fonts.strong);
        m_backups.draw(context, m_portfolio, context.px(150));
        ImGui::Dummy({0, context.px(4)});
    }
    text(context, context.theme->text, context.tr("Ou bien", "Or"), context.fonts.strong);
    if (icon_button(context, ButtonKind::outline, "again", icons::undo, context.tr("Réessayer", "Try again")))
        context.open_portfolio(m_portfolio, Begin::existing);
    ImGui::SameLine(0, context.px(8));
    if (icon_button(context, ButtonKind::outline, "open", icons::folder, context.tr("Ouvrir un autre portefeuille…", "Open another portfolio…")))
        m_existing.open({{"Ouvrir un portefeuille", "Open a portfolio"}, {"Ouvrir", "Open"}, {".passerelle"}, {}});
    ImGui::SameLine(0, context.px(8));
    if (icon_button(context, ButtonKind::outline, "new", icons::plus, context.tr("Nouveau portefeuille…", "New portfolio…")))
        m_fresh.open({{"Où créer le portefeuille", "Where to make the portfolio"}, {"Créer", "Create"}, {".passerelle"}, "portefeuille.passerelle"});
    if (auto const file = m_existing.draw(context))
        context.open_portfolio(*file, Begin::existing);
    if (auto const file = m_fresh.draw(context))
        context.open_portfolio(*file, Begin::fresh);
    ImGui::Dummy({0, context.px(8)});
    std::string const quit = context.tr("Quitter Passerelle", "Quit Passerelle");
    to_the_right(context, {quit});
    bool const ends = button(context, ButtonKind::ghost, "quit", quit);
    ImGui::EndPopup();
    return ends;
}

} // namespace passerelle::ui
