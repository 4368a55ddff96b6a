// Level 2, what the module computes: sections, alerts, checks, answers.
#include "tools/plugin-validator/drive.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <thread>

namespace passerelle::validator {

namespace {

void add_refusals(Outcome& outcome, std::string_view phase)
{
    for (auto const& one : Spy::the().seen().refusals)
        if (one.phase.starts_with(phase))
            outcome.fail(fmt::format("[{}] {}", one.phase, one.text), fmt::format("[{}] {}", one.phase, one.text));
    for (auto const& one : Spy::the().seen().sql_refused)
        outcome.fail(fmt::format("Lecture refusée\u00a0: {} — {}", one.phase, one.text), fmt::format("Read refused: {} — {}", one.phase, one.text));
}

template<typename Table>
std::optional<Outcome> not_offered(char const* id, bool declared, auto Table::*function)
{
    auto const* const table = Spy::the().offered<Table>(id);
    if (table != nullptr && table->*function != nullptr)
        return std::nullopt;
    if (declared)
        return Outcome::because(Verdict::fail, fmt::format("Le module le déclare mais n’offre pas {}.", id), fmt::format("The module declares it but does not offer {}.", id));
    return Outcome::because(Verdict::not_applicable, fmt::format("Le module n’offre pas cette fonction de {}.", id), fmt::format("The module does not offer this function of {}.", id));
}

Outcome sections(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    auto const declared = *declaration_of(subject); // sections with content of their own need no code
    if (declared.library.empty() || std::all_of(declared.sections.begin(), declared.sections.end(), [](auto const& section) { return !section.content.empty(); }))
        return Outcome::because(Verdict::not_applicable, "Le module n’écrit aucune section de rapport.", "The module writes no report section.");
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    if (auto const none = not_offered(PSL_SECTIONS, true, &psl_sections::write))
        return *none;
    write_sections(stage, {});
    auto const filled = fill(stage, subject.seed);
    write_sections(stage, filled);
    Outcome outcome;
    add_refusals(outcome, "section");
    return outcome;
}

Outcome alerts(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    if (auto const none = not_offered(PSL_CHECKS, false, &psl_checks::alerts))
        return *none;
    (void)stage.session().alerts();
    (void)fill(stage, subject.seed);
    Outcome outcome;
    for (Language const language : {Language::fr, Language::en}) {
        stage.session().set_language(language);
        for (auto const& alert : stage.session().alerts()) {
            if (alert.module != stage.manifest().id || alert.rule == "module-fault")
                continue;
            if (alert.what.empty())
                outcome.fail(fmt::format("L’alerte «\u00a0{}\u00a0» ne dit pas quoi faire.", alert.rule), fmt::format("The alert “{}” does not say what to do.", alert.rule));
            if (!alert.entity.empty() && stage.session().registry().entity(alert.entity) == nullptr)
                outcome.fail(fmt::format("L’alerte «\u00a0{}\u00a0» renvoie au registre inconnu {}.", alert.rule, alert.entity),
                             fmt::format("The alert “{}” refers to the unknown register {}.", alert.rule, alert.entity));
            if (!alert.due.empty() && !psl::Date::parse(alert.due))
                outcome.fail(fmt::format("L’alerte «\u00a0{}\u00a0» a l’échéance illisible «\u00a0{}\u00a0».", alert.rule, alert.due),
                             fmt::format("The alert “{}” has the unreadable date “{}”.", alert.rule, alert.due));
        }
    }
    add_refusals(outcome, "alerts");
    return outcome;
}

Outcome checks(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    if (auto const none = not_offered(PSL_CHECKS, false, &psl_checks::check))
        return *none;
    auto const filled = fill(stage, subject.seed, 6);
    std::mt19937_64 dice(subject.seed);
    for (auto const& entity : stage.manifest().entities) // changes, too: the rules then see what was there before
        for (auto const id : filled.ids.contains(entity.id) ? filled.ids.at(entity.id) : std::vector<std::int64_t>{})
            for (auto const& field : entity.fields)
                if (auto value = value_for(field, stage.session().registry(), filled.ids, dice, Taste::plausible); !model::is_null(value)) {
                    model::Change change;
                    change.entity = entity.id;
                    change.id = id;
                    change.fields = {{field.id, std::move(value)}};
                    (void)stage.session().editor().apply({"essai", "trial"}, {change});
                }
    Outcome outcome;
    add_refusals(outcome, "check");
    for (auto const& one : filled.without)
        outcome.warn(fmt::format("Aucune des fiches essayées n’a été acceptée dans {}", one), fmt::format("None of the records tried was accepted in {}", one));
    return outcome;
}

std::int64_t transactions(Stage& stage)
{
    auto statement = stage.session().portfolio().reader().prepare("SELECT count(*) FROM core_transaction");
    if (!statement || !statement->step())
        return -1;
    return statement->integer(0);
}

Outcome answers(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    if (declaration_of(subject)->provides.empty())
        return Outcome::because(Verdict::not_applicable, "Le module n’offre aucun service.", "The module provides no service.");
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    if (auto const none = not_offered(PSL_ANSWERS, true, &psl_answers::answer))
        return *none;
    (void)fill(stage, subject.seed);
    Spy::the().forget_refusals();
    auto const before = transactions(stage);
    Outcome outcome;
    for (auto const& [name, version] : stage.manifest().provides)
        for (int number = 1; number <= version; ++number) {
            std::string const service = fmt::format("{}/{}", name, number);
            std::string const first = answer_of(service), second = answer_of(service);
            std::string apart[2];
            std::thread one([&] { apart[0] = answer_of(service); }), other([&] { apart[1] = answer_of(service); });
            one.join();
            other.join();
            if (first != second || apart[0] != first || apart[1] != first)
                outcome.fail(fmt::format("Le service {} ne répond pas deux fois la même chose.", service), fmt::format("The service {} does not answer the same thing twice.", service));
        }
    stage.settle();
    if (transactions(stage) != before)
        outcome.fail("Une réponse a changé le portefeuille.", "An answer changed the portfolio.");
    for (auto const& one : Spy::the().seen().exceptions)
        outcome.fail(fmt::format("Exception dans {}\u00a0: {}", one.phase, one.text), fmt::format("Exception in {}: {}", one.phase, one.text));
    return outcome;
}

} // namespace

std::vector<Test> tests_of_rules()
{
    return {
        {"sections-over-full-data", 2, 60, {"Chaque section de rapport s’écrit, sur un portefeuille vide puis rempli.", "Every report section is written, on an empty and on a full portfolio."},
         {"Le contrôle écrit les sections pour chaque sorte de rapport déclarée sous «\u00a0scopes\u00a0», avec et sans période, en deux devises et deux langues. Une section refusée laisse une phrase "
          "dans le rapport du bailleur\u00a0: montrez plutôt ce qui manque.",
          "The check writes the sections for every kind of report declared under “scopes”, with and without a period, in two currencies and two languages. A refused section leaves a sentence in "
          "the donor’s report: show what is missing instead."},
         &sections},
        {"alerts-over-full-data", 2, 60, {"Les alertes se calculent, disent quoi faire et renvoient à ce qui existe.", "Alerts are computed, say what to do and refer to what exists."},
         {"Chaque alerte porte une phrase d’action, un registre déclaré et une échéance AAAA-MM-JJ ou vide.", "Every alert carries a sentence of action, a declared register, and a date YYYY-MM-DD or none."},
         &alerts},
        {"checks-over-full-data", 2, 90, {"Les règles se vérifient sur des fiches de tous les registres, nouvelles et changées.", "Rules are checked on records of every register, new and changed."},
         {"Une règle lit tout champ comme pouvant être absent et signale ses constats par issues->add\u00a0; elle ne rend un refus que si elle n’a pas pu se prononcer.",
          "A rule takes any field to be possibly absent and tells what it finds through issues->add; it returns a refusal only where it could not come to a finding."},
         &checks},
        {"answers-are-pure", 2, 60, {"Un service répond deux fois la même chose, aussi de deux fils à la fois, et ne change rien.", "A service answers the same thing twice, also from two threads at once, and changes nothing."},
         {"answer est marqué «\u00a0pure\u00a0»\u00a0: il ne garde rien entre deux appels, ne lit pas l’horloge (psl.locale donne le jour) et trie ce qu’il rend.",
          "answer is marked “pure”: it keeps nothing between two calls, does not read the clock (psl.locale gives the day) and sorts what it returns."},
         &answers},
    };
}

} // namespace passerelle::validator
