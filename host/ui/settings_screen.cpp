#include "host/ui/settings_screen.hpp"
#include "host/platform/speech.hpp"
#include "host/ui/flow.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <array>
#include <cmath>

namespace passerelle::ui {

namespace {

void label(Context const& context, std::string_view words)
{
    ImGui::Dummy({0, context.px(10)});
    text(context, context.theme->text, words, context.fonts.strong);
}

void help(Context const& context, std::string_view words) { text(context, context.theme->muted, words, context.fonts.caption); }

} // namespace

void SettingsScreen::draw(Context& context, Look& look)
{
    heading(context, context.tr("Réglages", "Settings"));
    label(context, context.tr("Langue", "Language"));
    auto language = static_cast<std::size_t>(look.language == Language::en);
    if (segments(context, "language", {"Français", "English"}, language))
        look.language = language == 0 ? Language::fr : Language::en;
    help(context, context.tr("Vos textes restent dans la langue où vous les avez écrits.", "Your own texts stay in the language in which you wrote them."));

    label(context, context.tr("Couleurs", "Colours"));
    auto theme = static_cast<std::size_t>(look.theme);
    if (segments(context, "theme", {context.tr("Claires", "Light"), context.tr("Sombres", "Dark"), context.tr("Contraste élevé", "High contrast")}, theme))
        look.theme = static_cast<ThemeName>(theme);
    help(context, context.tr("Chaque état se lit aussi à sa forme et à son mot, jamais à sa seule couleur.", "Every state also has a shape and a word: never a colour alone."));

    label(context, context.tr("Taille des caractères", "Text size"));
    static constexpr std::array sizes{1.0f, 1.1f, 1.25f, 1.5f, 2.0f};
    std::size_t chosen = 0;
    for (std::size_t at = 0; at < sizes.size(); ++at)
        if (std::abs(sizes[at] - look.zoom) < std::abs(sizes[chosen] - look.zoom))
            chosen = at;
    if (segments(context, "size", {context.tr("100\u00A0%", "100%"), context.tr("110\u00A0%", "110%"), context.tr("125\u00A0%", "125%"), context.tr("150\u00A0%", "150%"), context.tr("200\u00A0%", "200%")}, chosen))
        look.zoom = sizes[chosen];
    help(context, context.tr("Au clavier\u00A0: Ctrl et + ou −, Ctrl et 0 pour revenir à 100\u00A0%.", "With the keyboard: Ctrl and + or −, Ctrl and 0 for 100%."));

    label(context, context.tr("Lecture à voix haute", "Reading aloud"));
    std::size_t aloud = look.aloud ? 1 : 0;
    if (segments(context, "aloud", {context.tr("Non", "No"), context.tr("Oui", "Yes")}, aloud))
        look.aloud = aloud == 1;
    help(context, platform::Speech::available() ? context.tr("Ce que le clavier atteint est lu\u00A0: son rôle, son nom, sa valeur et l’erreur.", "What the keyboard reaches is spoken: its role, name, value and error.")
                                                : context.tr("La synthèse vocale n’est pas installée sur ce poste\u00A0: ajoutez «\u00A0speech-dispatcher\u00A0».", "No speech is installed on this computer: add “speech-dispatcher”."));

    ImGui::Dummy({0, context.px(12)});
    hairline(context);
    label(context, context.tr("Portefeuille", "Portfolio"));
    fitted_text(context, context.theme->text_2, context.session.portfolio().path().string(), ImGui::GetContentRegionAvail().x);
    Flow flow(context);
    auto const press = [&](char const* id, std::string_view icon, char const* words, bool enabled = true) {
        flow.place(text_width(context.fonts.body, words) + context.px(46), context.px(32));
        return icon_button(context, ButtonKind::outline, id, icon, words, enabled);
    };
    if (press("open", icons::folder, context.tr("Ouvrir un autre portefeuille…", "Open another portfolio…")))
        m_open.open({{"Ouvrir un portefeuille", "Open a portfolio"}, {"Ouvrir", "Open"}, {".passerelle"}, {}});
    if (press("new", icons::plus, context.tr("Nouveau portefeuille…", "New portfolio…")))
        m_create.open({{"Où créer le portefeuille", "Where to make the portfolio"}, {"Créer", "Create"}, {".passerelle"}, "portefeuille.passerelle"});
    if (auto const file = m_open.draw(context))
        context.open_portfolio(*file, Begin::existing);
    if (auto const file = m_create.draw(context))
        context.open_portfolio(*file, Begin::fresh);
    if (press("check", icons::check, context.tr("Contrôler le portefeuille", "Check the portfolio"), !m_check.running()))
        m_check.start(context);
    flow.end();
    m_check.draw(context);
    label(context, context.tr("Sauvegardes", "Backups"));
    if (!context.session.portfolio().read_only()) {
        if (icon_button(context, ButtonKind::outline, "back up", icons::export_, context.tr("Sauvegarder maintenant", "Back up now")))
            m_backups.make(context);
        m_backups.draw(context, context.session.portfolio().path(), context.px(150));
    }
    help(context, context.tr("Dans le dossier « …-sauvegardes », à côté du portefeuille : les dix dernières et une par mois.", "In the folder “…-sauvegardes” beside the portfolio: the last ten and one a month."));
    label(context, context.tr("Éditeurs de modules à qui vous faites confiance", "Publishers of modules whom you trust"));
    m_publishers.draw(context);
    help(context, context.tr("Leurs modules signés s’exécutent dans le programme et se mettent à jour sans nouvel accord, tant qu’ils ne demandent rien de plus.", "Their signed modules run within the program and are updated without a new agreement, as long as they ask for nothing more."));
    label(context, context.tr("Votre nom dans l’historique", "Your name in the history"));
    Named const name(context.tr("Votre nom dans l’historique", "Your name in the history"));
    (void)text_field(context, "##author", look.author, context.px(320), context.tr("Prénom, nom, service", "Name, department"));
    auto const& author = context.session.portfolio().author();
    if (author != look.author)
        help(context, context.tr("Pris en compte à la prochaine ouverture de Passerelle.", "Used from the next time Passerelle opens."));
    else
        help(context, author.empty() ? context.tr("Sans nom, l’historique dit «\u00A0auteur non précisé\u00A0».", "Without a name, the history says “author not stated”.")
                                     : context.tr("Chaque modification porte ce nom.", "Every change carries this name."));
}

} // namespace passerelle::ui
