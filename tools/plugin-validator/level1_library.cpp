// Level 1, the library: what stands in its file, then how it starts.
#include "host/loader/modules.hpp"
#include "host/loader/symbols.hpp"
#include "tools/plugin-validator/stage.hpp"
#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace passerelle::validator {

namespace {

constexpr auto longest_start = std::chrono::seconds{2};
constexpr auto good_start = std::chrono::milliseconds{100};

struct Library {
    std::optional<Outcome> instead; ///< nothing to look at
    std::filesystem::path file;
    loader::Symbols symbols;
};

Library library_of(Subject const& subject)
{
    Library library;
    auto const manifest = declaration_of(subject);
    if (!manifest)
        library.instead = unreadable(subject);
    else if (manifest->library.empty())
        library.instead = Outcome::because(Verdict::not_applicable, "Le module n’a pas de code.", "The module has no code.");
    else if (library.file = loader::library_of(*manifest); library.file.empty())
        library.instead = Outcome::because(Verdict::fail, fmt::format("La bibliothèque «\u00a0{}\u00a0» manque dans le dossier.", manifest->library),
                                           fmt::format("The library “{}” is missing from the folder.", manifest->library));
    else if (auto symbols = loader::symbols_of(library.file); !symbols)
        library.instead = Outcome{Verdict::fail, {symbols.error().sentence}};
    else
        library.symbols = std::move(*symbols);
    return library;
}

Outcome one_export(Subject const& subject)
{
    Library const library = library_of(subject);
    if (library.instead)
        return *library.instead;
    Outcome outcome;
    auto const& names = library.symbols.exported;
    if (std::find(names.begin(), names.end(), "psl_plugin_entry") == names.end())
        outcome.fail("La bibliothèque ne montre pas psl_plugin_entry.", "The library does not show psl_plugin_entry.");
    for (auto const& name : names)
        if (name != "psl_plugin_entry")
            outcome.fail(fmt::format("La bibliothèque montre aussi «\u00a0{}\u00a0».", name.substr(0, 200)), fmt::format("The library also shows “{}”.", name.substr(0, 200)));
    return outcome;
}

/// Where the library itself is what another test is about, this one has nothing to say.
Outcome unless_missing(Library const& library)
{
    if (library.instead->verdict == Verdict::fail)
        return Outcome::because(Verdict::skipped, "La bibliothèque ne se lit pas\u00a0: voyez library-one-export.", "The library cannot be read: see library-one-export.");
    return *library.instead;
}

Outcome no_sqlite(Subject const& subject)
{
    Library const library = library_of(subject);
    if (library.instead)
        return unless_missing(library);
    Outcome outcome;
    auto const tell = [&](std::vector<std::string> const& names, char const* fr, char const* en) {
        for (auto const& name : names)
            if (name.starts_with("sqlite3_")) {
                outcome.fail(fmt::format("La bibliothèque {} {}.", fr, name), fmt::format("The library {} {}.", en, name));
                return;
            }
    };
    tell(library.symbols.imported, "demande", "asks for");
    tell(library.symbols.exported, "montre", "shows");
    tell(library.symbols.local, "contient", "contains");
    for (auto const& name : library.symbols.needed)
        if (name.find("sqlite3") != std::string::npos)
            outcome.fail(fmt::format("La bibliothèque se charge avec {}.", name), fmt::format("The library is loaded with {}.", name));
    if (outcome.verdict != Verdict::fail && loader::brings_sqlite(library.file))
        outcome.fail("La bibliothèque contient une copie cachée de SQLite.", "The library contains a hidden copy of SQLite.");
    for (auto const& name : library.symbols.imported)
        if (name == "dlopen" || name == "dlmopen" || name == "LoadLibraryA" || name == "LoadLibraryW")
            outcome.warn(fmt::format("La bibliothèque appelle {}\u00a0: ce qu’elle charge ainsi échappe à ce contrôle.", name),
                         fmt::format("The library calls {}: what it loads that way escapes this check.", name));
    return outcome;
}

Outcome no_imgui(Subject const& subject)
{
    Library const library = library_of(subject);
    if (library.instead)
        return unless_missing(library);
    if (!loader::brings_imgui(library.file))
        return {};
    return Outcome::because(Verdict::fail, "La bibliothèque contient ou demande Dear ImGui.", "The library contains or asks for Dear ImGui.");
}

std::optional<Outcome> no_code(Subject const& subject)
{
    auto const manifest = declaration_of(subject);
    if (!manifest)
        return unreadable(subject);
    if (manifest->library.empty())
        return Outcome::because(Verdict::not_applicable, "Le module n’a pas de code.", "The module has no code.");
    return std::nullopt;
}

Outcome entry_abi(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    auto const manifest = declaration_of(subject);
    Spy::the().begin({}, subject.phases);
    loader::Module module;
    module.manifest = *manifest;
    module.state = loader::State::allowed;
    {
        Spy::Phase const phase("load");
        loader::load(module);
    }
    if (module.state == loader::State::held)
        return Outcome{Verdict::fail, {module.reason}};
    if (module.entry->reserved != 0)
        return Outcome::because(Verdict::fail, "Le champ «\u00a0reserved\u00a0» du point d’entrée n’est pas nul.", "The field “reserved” of the entry point is not zero.");
    return {};
}

Outcome held(Stage& stage)
{
    Outcome outcome;
    outcome.add(Verdict::fail, stage.module().reason);
    for (auto const& fault : Spy::the().seen().exceptions)
        outcome.fail(fmt::format("Exception dans {}\u00a0: {}", fault.phase, fault.text), fmt::format("Exception in {}: {}", fault.phase, fault.text));
    return outcome;
}

Outcome unknown_id(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    Outcome outcome;
    for (char const* const id : {"psl.unknown/1", "psl.views/0", "psl.views/999", "psl.views", "", "psl.checks/1\n", "%s%n", "PSL.VIEWS/1"}) {
        auto const phase = Spy::Phase(fmt::format("get {}", id));
        if (Spy::the().plugin()->get(Spy::the().plugin(), id) != nullptr)
            outcome.fail(fmt::format("get(\"{}\") ne répond pas NULL.", id), fmt::format("get(\"{}\") does not answer NULL.", id));
    }
    return outcome;
}

std::size_t entries_in([[maybe_unused]] char const* folder)
{
    std::size_t count = 0;
#ifdef __linux__
    std::error_code fault;
    for (std::filesystem::directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault))
        ++count;
#endif
    return count;
}

Outcome fifty_times(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    constexpr int times = 50;
    StageOptions options;
    std::size_t files = 0, threads = 0;
    {
        Stage once(subject, options); // what is made once and kept does not count
        if (once.module().state != loader::State::active)
            return held(once);
        files = entries_in("/proc/self/fd");
        threads = entries_in("/proc/self/task");
    }
    options.spy.repeat_create = times;
    Stage stage(subject, options);
    if (stage.module().state != loader::State::active)
        return held(stage);
    Outcome outcome;
    for (auto const& [before, now, fr, en] : {std::tuple{files, entries_in("/proc/self/fd"), "fichiers ouverts", "open files"},
                                              std::tuple{threads, entries_in("/proc/self/task"), "fils d’exécution", "threads"}})
        if (now >= before + times / 2)
            outcome.fail(fmt::format("Après {} créations, {} {} de plus restent.", times, now - before, fr), fmt::format("After {} creations, {} more {} remain.", times, now - before, en));
    return outcome;
}

Outcome without_optional(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    if (declaration_of(subject)->uses.empty())
        return Outcome::because(Verdict::not_applicable, "Le module ne déclare rien sous «\u00a0uses\u00a0».", "The module declares nothing under “uses”.");
    StageOptions options;
    options.spy.hide_optional = true;
    Stage stage(subject, options);
    return stage.module().state == loader::State::active ? Outcome{} : held(stage);
}

Outcome probe_time(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    using Clock = std::chrono::steady_clock;
    // Opening a portfolio that has its tables, without the module, then with it: the difference is the module's.
    auto const opening = [&](StageOptions options) {
        Stage stage(subject, options);
        auto best = std::chrono::milliseconds::max();
        for (int round = 0; round < 5; ++round) {
            stage.close();
            auto const from = Clock::now();
            (void)stage.open(options);
            best = std::min(best, std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - from));
        }
        return best;
    };
    StageOptions bare;
    bare.without_module = true;
    auto const without = opening(bare), with = opening({});
    auto const cost = std::max(std::chrono::milliseconds{0}, with - without);
    Outcome outcome;
    if (cost > longest_start)
        outcome.fail(fmt::format("Le module démarre en {} ms.", cost.count()), fmt::format("The module takes {} ms to start.", cost.count()));
    else if (cost > good_start)
        outcome.warn(fmt::format("Le module démarre en {} ms\u00a0: l’ouverture de chaque portefeuille en est ralentie.", cost.count()),
                     fmt::format("The module takes {} ms to start: opening any portfolio is that much slower.", cost.count()));
    return outcome;
}

Outcome activates(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    Stage stage(subject);
    if (stage.module().state != loader::State::active)
        return held(stage);
    stage.settle();
    Result<void> const again = (stage.close(), stage.open({}));
    if (!again)
        throw CouldNotRun(again.error().sentence);
    return stage.module().state == loader::State::active ? Outcome{} : held(stage);
}

} // namespace

std::vector<Test> tests_of_library()
{
    return {
        {"library-one-export", 1, 20, {"La bibliothèque ne montre que psl_plugin_entry.", "The library shows nothing but psl_plugin_entry."},
         {"Compilez avec -fvisibility=hidden et un script de version (passerelle_add_plugin le fait)\u00a0; liez vos bibliothèques en statique avec -Wl,--exclude-libs,ALL. Un nom montré "
          "en trop peut remplacer celui d’un autre module.",
          "Compile with -fvisibility=hidden and a version script (passerelle_add_plugin does), and link your static libraries with -Wl,--exclude-libs,ALL. A name shown too many can "
          "replace another module’s."},
         &one_export},
        {"library-no-sqlite", 1, 20, {"La bibliothèque n’apporte ni ne demande SQLite.", "The library neither brings nor asks for SQLite."},
         {"Deux copies de SQLite dans un même programme perdent leurs verrous et peuvent endommager le portefeuille. Lisez par psl.db, écrivez par psl.records, et retirez SQLite de "
          "l’édition de liens, aussi des bibliothèques que vous liez.",
          "Two copies of SQLite in one program lose each other’s locks and can damage the portfolio. Read through psl.db, write through psl.records, and take SQLite out of the link, "
          "also out of the libraries that you link."},
         &no_sqlite},
        {"library-no-imgui", 1, 20, {"La bibliothèque n’apporte ni ne demande Dear ImGui.", "The library neither brings nor asks for Dear ImGui."},
         {"Décrivez vos écrans avec psl.page et psl.ui\u00a0: le programme les dessine, et votre module survit aux changements de sa bibliothèque d’affichage.",
          "Describe your screens with psl.page and psl.ui: the program draws them, and your module survives changes of its toolkit."},
         &no_imgui},
        {"entry-abi", 1, 20, {"La bibliothèque s’ouvre et son point d’entrée est celui de ce contrat.", "The library opens and its entry point is that of this contract."},
         {"Le point d’entrée psl_plugin_entry porte PSL_ABI, 0 et une fonction create. Le message dit ce qui manque\u00a0; une bibliothèque introuvable se lie en statique ou se place "
          "dans le dossier du module.",
          "The entry point psl_plugin_entry holds PSL_ABI, 0 and a function create. The message says what is missing; a library that is not found is linked statically or put in the "
          "module’s folder."},
         &entry_abi},
        {"entry-unknown-id-null", 1, 20, {"Le module répond NULL à une interface qu’il ne connaît pas.", "The module answers NULL to an interface that it does not know."},
         {"Comparez l’identifiant entier, numéro compris, et rendez NULL pour tout autre\u00a0: le programme de demain demandera des interfaces qui n’existent pas encore.",
          "Compare the whole id, number included, and return NULL for any other: tomorrow’s program will ask for interfaces that do not exist yet."},
         &unknown_id},
        {"create-destroy-50-times", 1, 40, {"Le module se crée et se détruit cinquante fois sans rien laisser.", "The module is created and destroyed fifty times and leaves nothing."},
         {"Rendez dans destroy ce que create et init ont pris, et ne gardez pas d’état dans des variables globales\u00a0: plusieurs instances se suivent dans un même programme.",
          "Give back in destroy what create and init took, and keep no state in global variables: several instances follow each other in one program."},
         &fifty_times},
        {"init-without-optional-extensions", 1, 20, {"Le module démarre sans ce qu’il déclare sous «\u00a0uses\u00a0».", "The module starts without what it declares under “uses”."},
         {"Une interface déclarée sous «\u00a0uses\u00a0» peut manquer\u00a0: host->get rend alors NULL. Vérifiez-le avant l’emploi, ou déclarez-la sous «\u00a0needs\u00a0».",
          "An interface declared under “uses” may be absent: host->get then returns NULL. Check before use, or declare it under “needs”."},
         &without_optional},
        {"probe-time", 1, 40, {"Le module démarre vite.", "The module starts quickly."},
         {"create, init et activate s’exécutent à chaque ouverture, sous les yeux d’une personne qui attend\u00a0: remettez les lectures et les calculs au premier usage ou à une tâche. "
          "Au-delà de 2 s, le contrôle échoue\u00a0; le programme suspend ce qui dépasse 10 s.",
          "create, init and activate run at every opening, while a person waits: put reading and computing off to the first use or to a job. Beyond 2 s this check fails; the program "
          "holds what takes more than 10 s."},
         &probe_time},
        {"activate-on-empty-store", 2, 30, {"Le module s’active sur un portefeuille vide, puis une seconde fois.", "The module is activated on an empty portfolio, and then once more."},
         {"Les tables existent mais ne contiennent rien\u00a0: une lecture sans ligne n’est pas une faute. Le message reprend ce que le module ou le programme en dit.",
          "The tables exist but hold nothing: a read without a row is not a fault. The message repeats what the module or the program says of it."},
         &activates},
    };
}

} // namespace passerelle::validator
