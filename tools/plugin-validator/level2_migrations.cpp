// Level 2, the module's tables from one version to the next: what opening a portfolio does with them.
#include "host/base/atomic_file.hpp"
#include "tools/plugin-validator/drive.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::validator {

namespace {

std::map<std::string, std::string> migrations_in(std::filesystem::path const& folder)
{
    std::map<std::string, std::string> files;
    std::error_code fault;
    for (std::filesystem::directory_iterator at(folder / "migrations", fault), end; !fault && at != end; at.increment(fault))
        if (at->path().extension() == ".sql")
            if (auto const text = read_whole_file(at->path(), 4 << 20))
                files[at->path().filename().string()] = *text;
    return files;
}

Outcome none() { return Outcome::because(Verdict::not_applicable, "Le module n’a pas de dossier migrations.", "The module has no folder of migrations."); }
Outcome no_release() { return Outcome::because(Verdict::not_applicable, "Aucune version publiée n’est indiquée (--released).", "No released version is named (--released)."); }

void must_be_readable(Stage& stage, Outcome& outcome)
{
    auto const& module = stage.module();
    if (!module.readable || module.state == loader::State::held)
        outcome.add(Verdict::fail, module.reason);
}

Outcome from_empty(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    if (migrations_in(subject.folder).empty())
        return none();
    Outcome outcome;
    Stage stage(subject);
    must_be_readable(stage, outcome);
    if (auto again = stage.open({}); !again)
        throw CouldNotRun(again.error().sentence);
    must_be_readable(stage, outcome);
    return outcome;
}

/// The rows of a register, by what its declared text and number fields hold.
std::int64_t count(Stage& stage, std::string const& table)
{
    auto statement = stage.session().portfolio().reader().prepare("SELECT count(*) FROM \"" + table + "\"");
    return statement && statement->step() ? statement->integer(0) : -1;
}

Outcome from_each_release(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    if (subject.released.empty())
        return no_release();
    Outcome outcome;
    for (auto const& release : subject.released) {
        StageOptions old;
        old.in_place_of = release;
        Stage stage(subject, old);
        auto const version = stage.manifest().version;
        if (auto const not_started = stage.not_started(); not_started && !stage.module().readable)
            throw CouldNotRun(stage.module().reason);
        auto const filled = fill(stage, subject.seed, 6);
        std::map<std::string, std::int64_t> rows;
        for (auto const& entity : stage.manifest().entities)
            rows[entity.table] = count(stage, entity.table);
        if (auto opened = stage.open({}); !opened)
            throw CouldNotRun(opened.error().sentence);
        Outcome here;
        must_be_readable(stage, here);
        for (auto const& [table, before] : rows)
            if (auto const now = count(stage, table); now != before)
                here.fail(fmt::format("La table {} avait {} lignes, elle en a {}.", table, before, now), fmt::format("The table {} had {} rows, and has {}.", table, before, now));
        if (here.verdict == Verdict::fail)
            outcome.fail(fmt::format("Depuis la version {}\u00a0:", version), fmt::format("From version {}:", version));
        for (auto& detail : here.details)
            outcome.add(here.verdict, std::move(detail));
    }
    return outcome;
}

std::map<std::string, std::string> shapes_outside(Stage& stage, std::string const& ns)
{
    std::map<std::string, std::string> shapes;
    auto statement = stage.session().portfolio().reader().prepare("SELECT type || ' ' || name, coalesce(sql, ''), tbl_name FROM sqlite_schema");
    while (statement) {
        auto const row = statement->step();
        if (!row || !*row)
            break;
        std::string const table(statement->text(2));
        if (!table.starts_with(ns + "_"))
            shapes[std::string(statement->text(0))] = std::string(statement->text(1));
    }
    return shapes;
}

/// A portfolio whose other tables are as they are without the module must be so with it.
Outcome in_namespace(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    if (migrations_in(subject.folder).empty())
        return none();
    StageOptions bare;
    bare.without_module = true;
    Stage stage(subject, bare);
    auto const ns = stage.manifest().ns;
    auto const before = shapes_outside(stage, ns);
    if (auto opened = stage.open({}); !opened)
        throw CouldNotRun(opened.error().sentence);
    auto const after = shapes_outside(stage, ns);
    Outcome outcome;
    for (auto const& [name, sql] : after)
        if (auto const found = before.find(name); found == before.end())
            outcome.fail(fmt::format("Apparu hors de l’espace de noms\u00a0: {}", name), fmt::format("Appeared outside the namespace: {}", name));
        else if (found->second != sql)
            outcome.fail(fmt::format("Changé hors de l’espace de noms\u00a0: {}", name), fmt::format("Changed outside the namespace: {}", name));
    for (auto const& [name, sql] : before)
        if (!after.contains(name))
            outcome.fail(fmt::format("Disparu hors de l’espace de noms\u00a0: {}", name), fmt::format("Gone outside the namespace: {}", name));
    must_be_readable(stage, outcome); // the host refuses a step that leaves the namespace, and says so
    return outcome;
}

Outcome unchanged(Subject const& subject)
{
    if (subject.released.empty())
        return no_release();
    auto const now = migrations_in(subject.folder);
    Outcome outcome;
    bool any = !now.empty();
    for (auto const& release : subject.released)
        for (auto const& [name, text] : migrations_in(release)) {
            any = true;
            if (auto const found = now.find(name); found == now.end())
                outcome.fail(fmt::format("{} a disparu.", name), fmt::format("{} is gone.", name));
            else if (found->second != text)
                outcome.fail(fmt::format("{} a changé depuis sa publication.", name), fmt::format("{} has changed since it was released.", name));
        }
    return any ? outcome : none();
}

} // namespace

std::vector<Test> tests_of_migrations()
{
    return {
        {"migrations-from-empty", 2, 30, {"Les migrations s’appliquent à un portefeuille vide, puis plus.", "Migrations are applied to an empty portfolio, and then no more."},
         {"Une migration s’exécute avec les tables de la version qu’elle quitte\u00a0: elle ne suppose aucune ligne.", "A migration runs with the tables of the version that it leaves: it supposes no row."},
         &from_empty},
        {"migrations-from-each-release", 2, 60, {"Un portefeuille de chaque version publiée s’ouvre sans perdre de fiche.", "A portfolio of every released version opens without losing a record."},
         {"Indiquez les versions publiées avec --released. Un champ renommé porte «\u00a0was\u00a0», un type ne change pas, un champ retiré reste avec «\u00a0hidden\u00a0».",
          "Name released versions with --released. A renamed field carries “was”, a type does not change, a field taken away stays as “hidden”."},
         &from_each_release},
        {"migrations-stay-in-namespace", 2, 30, {"Les migrations ne touchent que les tables du module.", "Migrations touch nothing but the module’s tables."},
         {"Ni table, ni vue, ni index hors de l’espace de noms, pas même par ALTER TABLE … RENAME TO\u00a0: le programme compare la structure avant et après, et annule.",
          "No table, view or index outside the namespace, not even by ALTER TABLE … RENAME TO: the program compares the shape before and after, and rolls back."},
         &in_namespace},
        {"migrations-unchanged-since-release", 2, 10, {"Une migration publiée ne change plus.", "A released migration never changes."},
         {"Corrigez par une migration de plus, au numéro suivant.", "Correct it with one more migration, under the next number."},
         &unchanged},
    };
}

} // namespace passerelle::validator
