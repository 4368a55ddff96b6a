#include "host/ui/welcome.hpp"
#include "host/ui/widgets/widgets.hpp"

namespace passerelle::ui {

namespace {

/// One way to begin: what it does, and for whom.
bool choice(Context const& context, char const* id, std::string_view icon, char const* words, char const* about, float width)
{
    Theme const& theme = *context.theme;
    auto const touch = pressable(context, id, {width, context.px(58)}, 8);
    tell_element(Role::button, words, about);
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(touch.min, touch.max, touch.hovered ? theme.hover : theme.surface, context.px(8));
    list->AddRect(touch.min, touch.max, touch.focused ? theme.focus : theme.border_strong, context.px(8), 0, touch.focused ? context.px(2) : 1);
    draw_icon(context, list, {touch.min.x + context.px(24), (touch.min.y + touch.max.y) / 2}, icon, theme.accent);
    draw_text(list, context.fonts.strong, {touch.min.x + context.px(48), touch.min.y + context.px(10)}, theme.text, words);
    draw_text(list, context.fonts.caption, {touch.min.x + context.px(48), touch.min.y + context.px(32)}, theme.muted, elided(context.fonts.caption, about, width - context.px(60)));
    return touch.pressed;
}

} // namespace

/// The portfolio is opened anew, so that the history bears the name that was just given.
void Welcome::begin(Context& context, Look& look, std::filesystem::path const& path, bool demo)
{
    look.welcome = false;
    m_open = false;
    context.open_portfolio(path, demo ? Begin::demonstration : Begin::existing);
}

void Welcome::draw(Context& context, Look& look, std::function<void()> const& import)
{
    if (m_open && !ImGui::IsPopupOpen("welcome"))
        ImGui::OpenPopup("welcome");
    if (!begin_dialog(context, "welcome", 600))
        return;
    heading(context, context.tr("Bienvenue dans Passerelle", "Welcome to Passerelle"));
    float const width = ImGui::GetContentRegionAvail().x;
    ImGui::PushTextWrapPos(0);
    text(context, context.theme->text_2, context.tr("Passerelle suit vos projets de coopération entre villes\u00A0: partenaires, financements, résultats et inclusion. Tout reste sur ce poste, même sans connexion.",
                                                    "Passerelle follows your city-to-city projects: partners, funding, results and inclusion. Everything stays on this computer, also without a connection."));
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.px(6)});
    text(context, context.theme->text_2, context.tr("Langue", "Language"), context.fonts.caption);
    std::size_t language = look.language == Language::fr ? 0 : 1;
    if (segments(context, "language", {"Français", "English"}, language))
        look.language = language == 0 ? Language::fr : Language::en;
    text(context, context.theme->text_2, context.tr("Votre nom, pour l’historique", "Your name, for the history"), context.fonts.caption);
    {
        Named const name(context.tr("Votre nom, pour l’historique", "Your name, for the history"));
        (void)text_field(context, "##author", look.author, width, context.tr("Prénom, nom, service", "Name, department"));
    }
    ImGui::Dummy({0, context.px(8)});
    text(context, context.theme->text_2, context.tr("Par quoi commencer", "What to begin with"), context.fonts.caption);
    auto const own = context.session.portfolio().path();
    if (choice(context, "demo", icons::bulb, context.tr("Découvrir avec la démonstration", "Look around with the demonstration"), context.tr("Douze projets fictifs, à modifier sans crainte", "Twelve fictitious projects, to change without fear"), width))
        begin(context, look, own.parent_path() / "demonstration.passerelle", true);
    if (choice(context, "own", icons::plus, context.tr("Commencer mon portefeuille", "Start my portfolio"), context.tr("Vide, prêt pour votre premier projet", "Empty, ready for your first project"), width))
        begin(context, look, own, false);
    if (choice(context, "open", icons::folder, context.tr("Ouvrir un portefeuille", "Open a portfolio"), context.tr("Un fichier .passerelle reçu d’un collègue", "A .passerelle file from a colleague"), width))
        m_files.open({{"Ouvrir un portefeuille", "Open a portfolio"}, {"Ouvrir", "Open"}, {".passerelle"}, {}});
    if (choice(context, "import", icons::import_, context.tr("Importer un tableau ou un fichier IITA", "Import a table or an IATI file"), context.tr("Excel, LibreOffice, CSV ou XML, dans un nouveau portefeuille", "Excel, LibreOffice, CSV or XML, into a new portfolio"), width)) {
        look.welcome = false;
        m_open = false;
        import();
    }
    if (auto const chosen = m_files.draw(context))
        begin(context, look, *chosen, false);
    if (!m_open)
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

} // namespace passerelle::ui
