#include "host/ui/keys_help.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <span>

namespace passerelle::ui {

namespace {

struct Key {
    char const *fr_keys, *en_keys, *fr, *en;
};
constexpr Key everywhere[] = {{"Ctrl K", "Ctrl K", "Chercher partout, lancer une commande", "Search everywhere, run a command"},
                              {"Ctrl Z, Ctrl Y", "Ctrl Z, Ctrl Y", "Annuler, rétablir", "Undo, redo"},
                              {"Alt ←", "Alt ←", "Revenir à l’écran précédent", "Back to the screen before"},
                              {"Ctrl + et Ctrl −", "Ctrl + and Ctrl −", "Agrandir, réduire\u00A0; Ctrl 0 pour 100\u00A0%", "Larger, smaller; Ctrl 0 for 100%"},
                              {"Tab, Maj Tab", "Tab, Shift Tab", "Aller à l’élément suivant, au précédent", "To the next item, to the one before"},
                              {"F6, Maj F6", "F6, Shift F6", "Passer du menu à la page, et en revenir", "From the menu to the page, and back"},
                              {"Flèches, Entrée", "Arrows, Enter", "Aller d’un élément à l’autre, l’ouvrir", "From one item to the next, open it"},
                              {"Échap", "Escape", "Fermer le menu ou la fenêtre", "Close the menu or dialog"},
                              {"Ctrl /", "Ctrl /", "Cette liste", "This list"}};
constexpr Key registers[] = {{"Ctrl F", "Ctrl F", "Rechercher dans le registre", "Search the register"},
                             {"Flèches, Tab", "Arrows, Tab", "Aller d’une cellule à l’autre", "From cell to cell"},
                             {"Échap", "Escape", "Sortir du tableau ; Tab passe à la suite, Entrée y rentre", "Out of the table; Tab goes on, Enter goes in again"},
                             {"Entrée", "Enter", "Ouvrir la fiche", "Open the record"},
                             {"F2, ou écrire", "F2, or type", "Modifier la cellule\u00A0; Entrée valide, Échap renonce", "Edit the cell; Enter keeps, Escape drops"},
                             {"Maj flèches", "Shift arrows", "Choisir plusieurs cellules", "Choose several cells"},
                             {"Espace", "Space", "Cocher la fiche\u00A0; avec Maj, jusqu’ici", "Tick the record; with Shift, up to here"},
                             {"Maj F10", "Shift F10", "Menu de la colonne : trier, figer, masquer", "Menu of the column: sort, freeze, hide"},
                             {"Ctrl A", "Ctrl A", "Cocher toutes les fiches", "Tick all records"},
                             {"Ctrl C, Ctrl V", "Ctrl C, Ctrl V", "Copier, coller (Excel, LibreOffice)", "Copy, paste (Excel, LibreOffice)"},
                             {"Suppr", "Delete", "Vider la cellule", "Empty the cell"},
                             {"Ctrl N", "Ctrl N", "Nouvelle fiche", "New record"}};
constexpr Key sheets[] = {{"Ctrl E", "Ctrl E", "Modifier la fiche", "Edit the record"}, {"Ctrl S", "Ctrl S", "Enregistrer", "Save"}};

void draw_keys(Context& context, char const* title, std::span<Key const> keys)
{
    text(context, context.theme->text, title, context.fonts.strong);
    for (auto const& key : keys) {
        text(context, context.theme->text_2, context.tr(key.fr_keys, key.en_keys));
        ImGui::SameLine(context.px(170));
        text(context, context.theme->text, context.tr(key.fr, key.en));
    }
    ImGui::Dummy({0, context.px(6)});
}

} // namespace

void KeysHelp::draw(Context& context)
{
    if (std::exchange(m_wanted, false))
        ImGui::OpenPopup("keys");
    if (!begin_dialog(context, "keys", 640, 620))
        return;
    heading(context, context.tr("Au clavier", "With the keyboard"));
    begin_region("list", {0, ImGui::GetContentRegionAvail().y - context.px(44)});
    draw_keys(context, context.tr("Partout", "Everywhere"), everywhere);
    draw_keys(context, context.tr("Dans un registre", "In a register"), registers);
    draw_keys(context, context.tr("Dans une fiche", "In a record"), sheets);
    ImGui::EndChild();
    std::string const close = context.tr("Fermer", "Close");
    to_the_right(context, {close});
    if (button(context, ButtonKind::outline, "close", close) || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

} // namespace passerelle::ui
