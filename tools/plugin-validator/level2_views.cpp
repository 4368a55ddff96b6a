// Level 2, what the module draws.
#include "tools/plugin-validator/drive.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::validator {

namespace {

constexpr double budget_ms = 40;
constexpr int rounds = 5;

std::optional<Outcome> no_views(Subject const& subject)
{
    auto const manifest = declaration_of(subject);
    if (!manifest)
        return unreadable(subject);
    if (manifest->views.empty())
        return Outcome::because(Verdict::not_applicable, "Le module ne déclare aucune vue.", "The module declares no view.");
    if (manifest->library.empty())
        return Outcome::because(Verdict::not_applicable, "Le module n’a pas de code.", "The module has no code.");
    return std::nullopt;
}

/// Views without content of their own are drawn by the library.
void needs_table(Stage& stage, Outcome& outcome)
{
    auto const& views = stage.manifest().views;
    if (std::none_of(views.begin(), views.end(), [](auto const& view) { return view.content.empty(); }))
        return;
    auto const* const table = Spy::the().offered<psl_views>(PSL_VIEWS);
    if (table == nullptr || table->draw == nullptr)
        outcome.fail("Le module déclare des vues mais n’offre pas psl.views/1.", "The module declares views but does not offer psl.views/1.");
}

/// What stands where a view should be, when the module refused.
void add_refusals(Outcome& outcome)
{
    auto const seen = Spy::the().seen();
    add_faults(outcome, seen.refusals, "Refus", "Refused");
    for (auto const& one : seen.sql_refused)
        outcome.fail(fmt::format("Lecture refusée\u00a0: {} — {}", one.phase, one.text), fmt::format("Read refused: {} — {}", one.phase, one.text));
}

void add_empty(Outcome& outcome, model::ViewDeclaration const& view, bridge::View const& drawn)
{
    if (drawn.elements().empty())
        outcome.warn(fmt::format("La vue «\u00a0{}\u00a0» ne montre rien\u00a0: dites au moins ce qui manque.", view.id), fmt::format("The view “{}” shows nothing: say at least what is missing.", view.id));
}

Outcome draw_empty(Subject const& subject)
{
    if (auto const none = no_views(subject))
        return *none;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    Outcome outcome;
    needs_table(stage, outcome);
    draw_all(stage, {}, [&](auto const& view, bridge::View& drawn) {
        if (!view.place.starts_with("sheet:"))
            add_empty(outcome, view, drawn);
    });
    add_refusals(outcome);
    return outcome;
}

Outcome draw_full(Subject const& subject)
{
    if (auto const none = no_views(subject))
        return *none;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    auto const filled = fill(stage, subject.seed);
    Spy::the().forget_refusals(); // the rules' refusals while filling are theirs
    Outcome outcome;
    needs_table(stage, outcome);
    for (Language const language : {Language::fr, Language::en}) {
        stage.session().set_language(language);
        draw_all(stage, filled, [&](auto const& view, bridge::View& drawn) { add_empty(outcome, view, drawn); });
    }
    add_refusals(outcome);
    return outcome;
}

bool is_balance(std::string const& line)
{
    for (char const* const other : {"exception", "thread", "psl.records", "psl.jobs"})
        if (line.find(other) != std::string::npos)
            return false;
    return true;
}

Outcome balanced(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    auto const manifest = *declaration_of(subject);
    if ((manifest.views.empty() && manifest.sections.empty()) || manifest.library.empty())
        return Outcome::because(Verdict::not_applicable, "Le module ne dessine rien.", "The module draws nothing.");
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    write_sections(stage, {});
    draw_all(stage, {});
    auto const filled = fill(stage, subject.seed);
    draw_all(stage, filled, [&](auto const&, bridge::View& view) {
        press_all(view);
        stage.settle();
    });
    write_sections(stage, filled);
    Outcome outcome;
    std::set<std::string> told;
    for (auto const& line : stage.log_with("misbehaviour: "))
        if (is_balance(line) && told.insert(line).second)
            outcome.fail(line, line);
    return outcome;
}

Outcome bounded(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    if (declaration_of(subject)->library.empty())
        return Outcome::because(Verdict::not_applicable, "Le module n’a pas de code.", "The module has no code.");
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    auto const filled = fill(stage, subject.seed);
    draw_all(stage, filled, [&](auto const&, bridge::View& view) {
        press_all(view);
        stage.settle();
    });
    write_sections(stage, filled);
    (void)stage.session().alerts();
    Outcome outcome;
    std::set<std::string> told;
    for (char const* const what : {" bytes was cut", "beyond the limits was cut"})
        for (auto const& line : stage.log_with(what))
            if (told.insert(line).second)
                outcome.fail(line, line);
    return outcome;
}

Outcome budget(Subject const& subject)
{
    if (auto const none = no_views(subject))
        return *none;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    auto const filled = fill(stage, subject.seed, 30);
    Outcome outcome;
    draw_all(stage, filled, [&](auto const& view, bridge::View& drawn) {
        double best = drawn.last_ms();
        for (int round = 0; round < rounds && best > budget_ms; ++round) { // another program may have been in the way once
            drawn.refresh();
            best = std::min(best, drawn.last_ms());
        }
        if (best > budget_ms)
            outcome.fail(fmt::format("La vue «\u00a0{}\u00a0» se dessine en {:.0f} ms, {:.0f} au plus.", view.id, best, budget_ms),
                         fmt::format("The view “{}” takes {:.0f} ms to draw, {:.0f} at most.", view.id, best, budget_ms));
    });
    return outcome;
}

} // namespace

std::vector<Test> tests_of_views()
{
    return {
        {"views-draw-empty", 2, 30, {"Chaque vue se dessine sur un portefeuille vide.", "Every view is drawn on an empty portfolio."},
         {"Une somme sans ligne est NULL, une liste peut être vide, la première fiche peut manquer\u00a0: montrez une phrase qui dit quoi saisir. Le message nomme la vue et ce qu’elle a refusé.",
          "A sum without rows is NULL, a list may be empty, the first record may be missing: show a sentence that says what to enter. The message names the view and what it refused."},
         &draw_empty},
        {"views-draw-full", 2, 60, {"Chaque vue se dessine avec des fiches de tous les registres, en français et en anglais.", "Every view is drawn with records in every register, in French and English."},
         {"Le contrôle remplit chaque registre déclaré de valeurs plausibles, champs facultatifs absents compris. Le message nomme la vue, et la lecture ou la phrase en cause.",
          "The check fills every declared register with plausible values, optional fields being absent at times. The message names the view, and the read or the sentence at fault."},
         &draw_full},
        {"views-balanced", 2, 60, {"Tables, groupes, cartes et onglets se ferment dans l’ordre où ils s’ouvrent.", "Tables, groups, maps and tabs are closed in the order they are opened."},
         {"Chaque mot «\u00a0begin\u00a0» a son «\u00a0end\u00a0», chaque ligne de table a toutes ses cellules, une date s’écrit AAAA-MM-JJ. Le programme répare l’affichage, et le note comme "
          "un écart\u00a0; au troisième, il suspend les vues du module.",
          "Every “begin” has its “end”, every row of a table has all its cells, a date is written YYYY-MM-DD. The program repairs what is shown and notes misbehaviour; at the third it switches "
          "the module’s views off."},
         &balanced},
        {"texts-bounded", 2, 60, {"Aucun texte du module ne dépasse ce que le programme accepte.", "No text of the module is longer than the program takes."},
         {"Le programme coupe un libellé après 4 Kio, un texte après 1 Mio, une page après 64 Mio. Le message dit la longueur et la vue ou la section\u00a0: montrez un extrait, ou une table.",
          "The program cuts a label after 4 KiB, a text after 1 MiB, a page after 64 MiB. The message gives the length and the view or section: show an extract, or a table."},
         &bounded},
        {"views-budget", 2, 90, {"Chaque vue se dessine en 40 ms au plus.", "Every view is drawn within 40 ms."},
         {"Lisez des sommes plutôt que des listes, une fois par dessin et non par ligne\u00a0; confiez ce qui est long à une tâche (psl.jobs) et montrez le dernier résultat.",
          "Read sums rather than lists, once a draw and not once a row; give what is long to a job (psl.jobs) and show the last result."},
         &budget},
    };
}

} // namespace passerelle::validator
