// Level 2, the contract: threads, handles, exceptions, permissions.
#include "host/bridge/tables.hpp"
#include "tools/plugin-validator/drive.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <thread>

namespace passerelle::validator {

namespace {

std::optional<Outcome> no_code(Subject const& subject)
{
    auto const manifest = declaration_of(subject);
    if (!manifest)
        return unreadable(subject);
    if (manifest->library.empty())
        return Outcome::because(Verdict::not_applicable, "Le module n’a pas de code.", "The module has no code.");
    return std::nullopt;
}

std::size_t threads_now()
{
    std::size_t count = 0;
#ifdef __linux__
    std::error_code fault;
    for (std::filesystem::directory_iterator at("/proc/self/task", fault), end; !fault && at != end; at.increment(fault))
        ++count;
#endif
    return count;
}

Outcome threads_tagged(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    std::size_t without = 0;
    {
        StageOptions bare;
        bare.without_module = true;
        Stage const stage(subject, bare);
    }
    without = threads_now();
    Outcome outcome;
    {
        Stage stage(subject);
        if (auto const none = stage.not_started())
            return *none;
        drive(stage, fill(stage, subject.seed));
    }
    auto const seen = Spy::the().seen();
    for (auto const& one : seen.wrong_thread)
        outcome.fail(fmt::format("{} appelé où il ne peut pas l’être [{}]", one.phase, one.text), fmt::format("{} called where it may not be [{}]", one.phase, one.text));
    for (int wait = 0; wait < 100 && threads_now() > without; ++wait)
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    if (auto const now = threads_now(); now > without)
        outcome.fail(fmt::format("{} fils du module vivent encore après deactivate.", now - without), fmt::format("{} threads of the module are still alive after deactivate.", now - without));
    return outcome;
}

Outcome handles_closed(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    {
        Stage stage(subject);
        if (auto const none = stage.not_started())
            return *none;
        drive(stage, fill(stage, subject.seed));
    }
    Outcome outcome;
    auto const seen = Spy::the().seen();
    std::set<std::string> told;
    for (auto const& sql : seen.left_open)
        if (told.insert(sql).second)
            outcome.fail(fmt::format("Lecture restée ouverte\u00a0: {}", sql.substr(0, 300)), fmt::format("Read left open: {}", sql.substr(0, 300)));
    for (auto const& function : seen.used_late)
        outcome.fail(fmt::format("{} appelé après deactivate.", function), fmt::format("{} called after deactivate.", function));
    return outcome;
}

Outcome exceptions_inside(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    {
        Stage stage(subject);
        if (stage.module().state == loader::State::active)
            drive(stage, fill(stage, subject.seed));
    }
    Outcome outcome;
    std::set<std::string> told;
    for (auto const& one : Spy::the().seen().exceptions)
        if (told.insert(one.phase).second)
            outcome.fail(fmt::format("Exception sortie de «\u00a0{}\u00a0»\u00a0: {}", one.phase, one.text), fmt::format("Exception out of “{}”: {}", one.phase, one.text));
    return outcome;
}

struct Read {
    std::string table, column;
    friend auto operator<=>(Read const&, Read const&) = default;
};

/// Every table and column that these texts read, asked of SQLite itself.
std::set<Read> reads_of(Stage& stage, std::set<std::string> const& sql)
{
    std::set<Read> reads;
    std::thread([&] { // this thread's reader is ours to restrict
        auto& reader = stage.session().portfolio().reader();
        if (!reader.restrict({[&](std::string_view table, std::string_view column) {
                reads.insert({std::string(table), std::string(column)});
                return true;
            }}, 1))
            return;
        for (auto const& text : sql)
            (void)reader.prepare(text);
    }).join();
    return reads;
}

struct Grants {
    std::set<Read> granted, own;
    std::map<Read, std::pair<std::string, std::string>> names; ///< granted column -> entity, field
};

Grants grants_in(Stage& stage)
{
    Grants grants;
    auto const& registry = stage.session().registry();
    for (auto const& [id, fields] : stage.manifest().read) {
        auto const* const entity = registry.entity(id);
        if (entity == nullptr)
            continue;
        for (auto const& field : entity->fields) {
            if (!fields.contains("*") && !fields.contains(field.id))
                continue;
            for (auto const& column : model::Entity::columns_of(field)) {
                grants.granted.insert({entity->table, column});
                grants.names[{entity->table, column}] = {id, field.id};
            }
        }
        grants.granted.insert({entity->table, "id"});
    }
    return grants;
}

Outcome permissions(Subject const& subject, bool const least)
{
    if (auto const none = no_code(subject))
        return *none;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    drive(stage, fill(stage, subject.seed));
    Outcome outcome;
    auto const seen = Spy::the().seen();
    auto const reads = reads_of(stage, seen.sql);
    auto const grants = grants_in(stage);
    auto const& registry = stage.session().registry();
    auto const& manifest = stage.manifest();
    if (!least) {
        for (auto const& one : seen.sql_refused)
            outcome.fail(fmt::format("Lecture refusée\u00a0: {} — {}", one.phase, one.text), fmt::format("Read refused: {} — {}", one.phase, one.text));
        for (auto const& one : seen.writes_refused)
            outcome.fail(fmt::format("Écriture refusée\u00a0: {} [{}]", one.phase, one.text), fmt::format("Write refused: {} [{}]", one.phase, one.text));
        for (auto const& read : reads) {
            auto const* const entity = registry.entity_of_table(read.table);
            if (entity == nullptr || entity->module == manifest.id || read.column.empty() || entity->table != read.table)
                continue;
            if (!grants.granted.contains(read))
                outcome.fail(fmt::format("La colonne {}.{} est lue sans permission\u00a0: elle rend NULL. Nommez-la sous permissions.read.{}.", read.table, read.column, entity->id),
                             fmt::format("The column {}.{} is read without permission: it gives NULL. Name it under permissions.read.{}.", read.table, read.column, entity->id));
        }
        for (auto const& id : seen.asked)
            if (auto const name = id.substr(0, id.find('/')); name != "psl.log" && name != "psl.locale" && !manifest.needs.contains(name) && !manifest.uses.contains(name) &&
                                                              bridge::host_offers().contains(name))
                outcome.warn(fmt::format("L’interface {} est demandée sans être déclarée.", id), fmt::format("The interface {} is asked for without being declared.", id));
        return outcome;
    }
    std::set<std::pair<std::string, std::string>> used;
    for (auto const& read : reads)
        if (auto const found = grants.names.find(read); found != grants.names.end())
            used.insert(found->second);
    std::map<std::string, std::vector<std::string>> idle;
    for (auto const& [column, field] : grants.names)
        if (!used.contains(field) && manifest.read.at(field.first).contains(field.second) &&
            std::find(idle[field.first].begin(), idle[field.first].end(), field.second) == idle[field.first].end())
            idle[field.first].push_back(field.second);
    for (auto const& [entity, fields] : idle)
        if (!fields.empty())
            outcome.warn(fmt::format("permissions.read\u00a0: {} n’est jamais lu dans {}.", fmt::join(fields, ", "), entity),
                         fmt::format("permissions.read: {} is never read in {}.", fmt::join(fields, ", "), entity));
    for (auto const& entity : manifest.write)
        if (!seen.written.contains(entity))
            outcome.warn(fmt::format("permissions.write\u00a0: {} n’a pas été écrit.", entity), fmt::format("permissions.write: {} was not written.", entity));
    for (auto const* const named : {&manifest.needs, &manifest.uses})
        for (auto const& [interface, version] : *named)
            if (bool const ours = interface == "psl.views" || interface == "psl.sections" || interface == "psl.checks" || interface == "psl.transfer" || interface == "psl.answers" || interface == "psl.commands" ||
                                  interface == "psl.page" || interface == "psl.ui";
                !ours && !seen.asked.contains(fmt::format("{}/{}", interface, version)))
                outcome.warn(fmt::format("{}/{} est déclaré et n’est jamais demandé.", interface, version), fmt::format("{}/{} is declared and never asked for.", interface, version));
    for (auto const& use : manifest.files)
        if (std::none_of(manifest.formats.begin(), manifest.formats.end(), [&](auto const& one) { return use == "import" ? one.import_ : one.export_; }))
            outcome.warn(fmt::format("permissions.files\u00a0: «\u00a0{}\u00a0» sans format qui s’en serve.", use), fmt::format("permissions.files: “{}” without a format that uses it.", use));
    return outcome;
}

Outcome permissions_least(Subject const& subject) { return permissions(subject, true); }
Outcome permissions_enough(Subject const& subject) { return permissions(subject, false); }

} // namespace

std::vector<Test> tests_of_contract()
{
    return {
        {"threads-tagged", 2, 60, {"Chaque fonction du programme est appelée sur le fil où elle peut l’être.", "Every function of the program is called on the thread where it may be."},
         {"La lettre entre crochets dans les en-têtes dit le fil. submit et start s’appellent sur [main] ou pendant un dessin, apply dans une tâche\u00a0; une lecture reste sur le fil qui l’a "
          "ouverte. Un fil à vous se termine avant que deactivate ne rende la main.",
          "The tag in the headers says which thread. submit and start belong on [main] or inside a draw, apply in a job; a read stays on the thread that opened it. A thread of your own ends "
          "before deactivate returns."},
         &threads_tagged},
        {"handles-closed-at-deactivate", 2, 60, {"À deactivate, toute lecture est fermée et rien n’est plus appelé.", "At deactivate every read is closed and nothing is called any more."},
         {"Fermez chaque lecture où vous l’avez ouverte\u00a0; n’en gardez pas dans un membre. Après deactivate, toutes sont nulles.",
          "Close each read where you opened it; keep none in a member. After deactivate all of them are void."},
         &handles_closed},
        {"exceptions-stay-inside", 2, 60, {"Aucune exception ne sort du module.", "No exception leaves the module."},
         {"Une exception qui traverse la frontière du C est un comportement indéfini. L’enveloppe passerelle/plugin.hpp les retient\u00a0; en C++ sans elle, entourez chaque fonction d’un try "
          "et rendez PSL_E_EXCEPTION après host->fail.",
          "An exception across the C border is undefined behaviour. The wrapper passerelle/plugin.hpp keeps them in; in C++ without it put each function in a try and return PSL_E_EXCEPTION "
          "after host->fail."},
         &exceptions_inside},
        {"permissions-enough", 2, 60, {"Le module ne demande rien qui ne lui ait été accordé.", "The module asks for nothing that it was not granted."},
         {"Lire\u00a0: par SELECT seulement, ses propres tables et les champs nommés sous permissions.read et publiés par leur module\u00a0; une colonne non accordée rend NULL. Écrire\u00a0: par "
          "psl.records, ses registres et ceux que nomment permissions.write et l’«\u00a0accepts\u00a0» de leur module. ATTACH, PRAGMA et la structure des tables sont refusés.",
          "Reading: by SELECT only, its own tables and the fields named under permissions.read and published by their module; a column that is not granted gives NULL. Writing: through "
          "psl.records, its own registers and those named by permissions.write and by their module’s “accepts”. ATTACH, PRAGMA and the shape of tables are refused."},
         &permissions_enough},
        {"permissions-least", 2, 60, {"Chaque permission demandée a servi.", "Every permission that is asked for was used."},
         {"Une personne lit ces permissions avant d’accepter le module\u00a0: retirez celles dont il peut se passer. Ce contrôle ne voit que ce que ses essais atteignent\u00a0: c’est un avis.",
          "A person reads these permissions before agreeing to the module: take away what it can do without. This check sees only what its trials reach: it is advice."},
         &permissions_least},
    };
}

} // namespace passerelle::validator
