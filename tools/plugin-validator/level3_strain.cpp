// Level 3, under strain: hostile values, random gestures, other clocks, full and read-only disks, cancelled jobs.
#include "host/loader/modules.hpp"
#include "host/loader/symbols.hpp"
#include "tools/plugin-validator/drive.hpp"
#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <thread>
#ifndef _WIN32
#include <csignal>
#include <sys/resource.h>
#endif

namespace passerelle::validator {

namespace {

constexpr int walk_steps = 150;

std::optional<Outcome> no_code(Subject const& subject)
{
    auto const manifest = declaration_of(subject);
    if (!manifest)
        return unreadable(subject);
    if (manifest->library.empty())
        return Outcome::because(Verdict::not_applicable, "Le module n’a pas de code.", "The module has no code.");
    return std::nullopt;
}

/// Under strain a refusal is a fair answer; an exception, a broken balance and a wrong thread are not.
void judge(Stage& stage, Outcome& outcome)
{
    auto const seen = Spy::the().seen();
    std::set<std::string> told;
    for (auto const& one : seen.exceptions)
        if (told.insert(one.phase).second)
            outcome.fail(fmt::format("Exception dans {}\u00a0: {}", one.phase, one.text), fmt::format("Exception in {}: {}", one.phase, one.text));
    for (auto const& one : seen.refusals)
        if (one.text.starts_with(fmt::format("{}:", PSL_E_EXCEPTION)) && told.insert(one.phase).second)
            outcome.fail(fmt::format("[{}] {}", one.phase, one.text), fmt::format("[{}] {}", one.phase, one.text));
    for (auto const& one : seen.wrong_thread)
        if (told.insert(one.phase).second)
            outcome.fail(fmt::format("{} sur le mauvais fil [{}]", one.phase, one.text), fmt::format("{} on the wrong thread [{}]", one.phase, one.text));
    for (auto const& line : stage.log_with("misbehaviour: "))
        if (told.insert(line).second)
            outcome.fail(line, line);
    if (seen.done_twice > 0)
        outcome.fail("Une réponse est arrivée deux fois.", "An answer came twice.");
}

/// One random gesture on what the view shows; false: nothing can be pressed.
bool gesture(bridge::View& view, std::mt19937_64& dice)
{
    std::vector<bridge::Element> acting;
    for (auto const& element : view.elements())
        if (std::holds_alternative<bridge::Button>(element) || std::holds_alternative<bridge::Toggle>(element) || std::holds_alternative<bridge::IntegerInput>(element) ||
            std::holds_alternative<bridge::TextInput>(element) || std::holds_alternative<bridge::ChoiceInput>(element) || std::holds_alternative<bridge::EntityForm>(element))
            acting.push_back(element);
    if (acting.empty())
        return false;
    static std::string const texts[] = {"", "a", "%s%n", "=1+1", std::string(3000, 'w'), "\u202Eabc", "é", "-1", "9999999999999999999999", "2026-02-30"};
    auto const& chosen = acting[dice() % acting.size()];
    std::visit(
        [&](auto const& one) {
            using Kind = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<Kind, bridge::Button>)
                view.press(one.id);
            else if constexpr (std::is_same_v<Kind, bridge::Toggle>)
                view.set(one.id, dice() % 2 == 0);
            else if constexpr (std::is_same_v<Kind, bridge::IntegerInput>)
                view.set(one.id, dice() % 3 == 0 ? one.most : dice() % 2 == 0 ? one.least : one.least + static_cast<std::int64_t>(dice() % 100));
            else if constexpr (std::is_same_v<Kind, bridge::TextInput>)
                view.set(one.id, std::string_view(texts[dice() % std::size(texts)]));
            else if constexpr (std::is_same_v<Kind, bridge::ChoiceInput>)
                view.choose(one.id, static_cast<std::int32_t>(dice() % (one.items.size() + 1)) - (dice() % 10 == 0 ? 1 : 0));
            else if constexpr (std::is_same_v<Kind, bridge::EntityForm>)
                view.saved(one.entity, one.id);
        },
        chosen);
    return true;
}

Outcome press_everything(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    if (declaration_of(subject)->views.empty())
        return Outcome::because(Verdict::not_applicable, "Le module ne déclare aucune vue.", "The module declares no view.");
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    auto const filled = fill(stage, subject.seed);
    std::mt19937_64 dice(subject.seed);
    for (auto const& declared : stage.manifest().views)
        for (auto const& scope : scopes_of(declared, filled)) {
            auto const view = stage.session().view(stage.manifest().id, declared.id, scope);
            for (int step = 0; step < walk_steps; ++step) {
                Spy::Phase const phase(fmt::format("view {} step {}", declared.id, step));
                if (!gesture(*view, dice))
                    break;
                if (dice() % 8 == 0)
                    stage.settle();
            }
            stage.settle();
        }
    Outcome outcome;
    judge(stage, outcome);
    return outcome;
}

/// A record whose every field is something else than the rules expect.
struct HostileRow {
    std::mt19937_64 dice;
    std::string text;
    psl_row raw{this, &HostileRow::field};
    explicit HostileRow(std::uint64_t seed) : dice(seed) {}
    static psl_status PSL_CALL field(psl_row const* row, psl_str, psl_value* out) noexcept
    {
        auto& self = *static_cast<HostileRow*>(row->impl);
        *out = {};
        switch (self.dice() % 9) {
        case 0: return PSL_E_NOT_FOUND;
        case 1: return PSL_OK; // null
        case 2: *out = {PSL_INT, 0, {}}, out->as.i = static_cast<std::int64_t>(self.dice()); return PSL_OK;
        case 3: *out = {PSL_REAL, 0, {}}, out->as.r = self.dice() % 2 == 0 ? 1e308 : -0.0; return PSL_OK;
        case 4: *out = {PSL_TEXT, 0, {}}, out->as.s = {nullptr, 0}; return PSL_OK;
        case 5: self.text = std::string(100'000, 'x'); break;
        case 6: self.text = "2026-02-31"; break;
        case 7: self.text = "\xff\xfe\x80"; break;
        default: self.text = "-99999999999999999999"; break;
        }
        *out = {PSL_TEXT, 0, {}};
        out->as.s = {self.text.data(), self.text.size()};
        return PSL_OK;
    }
};

void PSL_CALL drop_issue(psl_issues*, psl_str, std::int32_t, psl_str) noexcept {}

Outcome fields_fuzz(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    auto filled = fill(stage, subject.seed, 10, Taste::hostile);
    if (auto const* const table = Spy::the().offered<psl_checks>(PSL_CHECKS); table != nullptr && table->check != nullptr)
        for (auto const& entity : stage.manifest().entities)
            for (std::uint64_t round = 0; round < 100; ++round) {
                HostileRow row(subject.seed + round);
                psl_issues issues{nullptr, &drop_issue};
                (void)Spy::the().host()->call(bridge::Call{loader::Phase::check, entity.id, Language::fr, {}, bridge::Purity::pure},
                                              [&] { return table->check(Spy::the().plugin(), bridge::to_c(std::string_view(entity.id)), &row.raw, &issues); });
            }
    drive(stage, filled);
    Outcome outcome;
    judge(stage, outcome);
    return outcome;
}

Outcome clock_and_locale(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    Outcome outcome;
#ifndef _WIN32
    struct World {
        char const *today, *zone, *locale;
    };
    // Turkish folds i otherwise; others write a comma in numbers; zones at both ends of the day.
    for (World const world : {World{"1970-01-01", "Pacific/Kiritimati", "tr_TR.UTF-8"}, World{"2024-02-29", "Pacific/Pago_Pago", "fr_FR.UTF-8"}, World{"2099-12-31", "Asia/Kathmandu", "de_DE.UTF-8"},
                              World{"2026-03-29", "Europe/Paris", "C"}}) {
        ::setenv("TZ", world.zone, 1);
        ::tzset();
        (void)std::setlocale(LC_ALL, world.locale); // where it is not installed the zone alone shifts
        StageOptions options;
        options.today = world.today;
        Stage stage(subject, options);
        if (auto const none = stage.not_started())
            return *none;
        auto const filled = fill(stage, subject.seed);
        std::string const before = std::setlocale(LC_ALL, nullptr);
        drive(stage, filled);
        if (std::string const after = std::setlocale(LC_ALL, nullptr); after != before)
            outcome.fail(fmt::format("Le module a changé la langue du programme ({} en {}).", before, after), fmt::format("The module changed the program’s locale ({} to {}).", before, after));
        judge(stage, outcome);
    }
    (void)std::setlocale(LC_ALL, "C");
#endif
    return outcome;
}

Outcome read_only(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    auto const filled = fill(stage, subject.seed);
    stage.close();
    std::error_code fault;
    std::filesystem::permissions(stage.portfolio(), std::filesystem::perms::owner_read, fault);
    for (std::filesystem::directory_iterator at(stage.folder(), fault), end; !fault && at != end; at.increment(fault))
        if (at->path().string().starts_with(stage.portfolio().string() + "-")) // what SQLite keeps beside it
            std::filesystem::remove(at->path(), fault);
    auto const again = stage.open({});
    if (!again)
        throw CouldNotRun(again.error().sentence);
    if (!stage.session().portfolio().read_only())
        return Outcome::because(Verdict::skipped, "Ce compte écrit aussi les fichiers en lecture seule (administrateur).", "This account writes read-only files too (administrator).");
    Outcome outcome;
    if (stage.module().state != loader::State::active)
        outcome.add(Verdict::fail, stage.module().reason);
    drive(stage, filled);
    judge(stage, outcome);
    return outcome;
}

Outcome disk_full(Subject const& subject)
{
    if (auto const unread = unreadable(subject))
        return *unread;
#ifdef _WIN32
    return Outcome::because(Verdict::skipped, "Ce système ne permet pas de borner un fichier.", "This system does not allow a file to be bounded.");
#else
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    auto const filled = fill(stage, subject.seed);
    // Nothing can grow any more: every write meets a full disk.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit const small{1, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    drive(stage, filled);
    ::setrlimit(RLIMIT_FSIZE, &before);
    Outcome outcome;
    judge(stage, outcome);
    drive(stage, filled); // with room again it goes on
    judge(stage, outcome);
    return outcome;
#endif
}

Outcome sanitized(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    auto const symbols = loader::symbols_of(loader::library_of(*declaration_of(subject)));
    bool built = false;
    if (symbols)
        for (auto const& name : symbols->imported)
            built |= name.starts_with("__asan_init") || name.starts_with("__ubsan_handle");
    if (!built)
        return Outcome::because(Verdict::skipped, "La bibliothèque n’est pas compilée avec -fsanitize=address,undefined.", "The library is not built with -fsanitize=address,undefined.");
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    drive(stage, fill(stage, subject.seed, 6, Taste::hostile)); // a finding ends this process, and its text is kept
    return {};
}

Outcome cancel_races(Subject const& subject)
{
    if (auto const none = no_code(subject))
        return *none;
    auto const manifest = *declaration_of(subject);
    if (manifest.commands.empty() && !manifest.needs.contains("psl.jobs") && !manifest.uses.contains("psl.jobs"))
        return Outcome::because(Verdict::not_applicable, "Le module ne lance pas de tâche.", "The module starts no job.");
    if (manifest.commands.empty() && manifest.views.empty())
        return Outcome::because(Verdict::not_applicable, "Le module n’a pas de vue d’où lancer une tâche.", "The module has no view to start a job from.");
    std::mt19937_64 dice(subject.seed);
    Outcome outcome;
    for (int round = 0; round < 8; ++round) {
        {
            Stage stage(subject);
            if (auto const none = stage.not_started())
                return *none;
            auto const filled = fill(stage, subject.seed + static_cast<std::uint64_t>(round), 2);
            run_commands(stage, filled, [&dice] { return std::chrono::microseconds{dice() % 20'000}; });
            std::vector<std::unique_ptr<bridge::View>> views;
            for (auto const& view : manifest.views)
                for (auto const& scope : scopes_of(view, filled))
                    views.push_back(stage.session().view(manifest.id, view.id, scope));
            for (int press = 0; press < 5; ++press)
                for (auto const& view : views) {
                    press_all(*view);
                    std::this_thread::sleep_for(std::chrono::microseconds{dice() % 2000});
                    if (dice() % 2 == 0)
                        for (auto const& job : stage.session().running_jobs())
                            stage.session().cancel_job(job.id);
                    if (dice() % 3 == 0)
                        (void)stage.session().pump();
                }
            judge(stage, outcome);
            views.clear();
            if (round % 2 == 0 && !stage.settle())
                outcome.fail("Une tâche arrêtée n’a pas fini en 20 s.", "A cancelled job did not end within 20 s.");
        } // or closed in the middle of it
        auto const seen = Spy::the().seen();
        if (seen.jobs_done != seen.jobs_started || seen.done_twice > 0)
            outcome.fail(fmt::format("{} tâches lancées, {} réponses.", seen.jobs_started, seen.jobs_done), fmt::format("{} jobs started, {} answers.", seen.jobs_started, seen.jobs_done));
    }
    return outcome;
}

} // namespace

std::vector<Test> tests_of_strain()
{
    return {
        {"views-press-everything", 3, 120, {"Cent cinquante gestes au hasard dans chaque vue.", "A hundred and fifty random gestures in every view."},
         {"Boutons, saisies et choix arrivent dans n’importe quel ordre, avec des textes longs ou étranges et un choix vide (-1). Le message donne le pas\u00a0; --seed répète la marche.",
          "Buttons, entries and choices come in any order, with long or strange texts and an empty choice (-1). The message gives the step; --seed repeats the walk."},
         &press_everything},
        {"fields-fuzz", 3, 120, {"Des valeurs hostiles dans chaque champ, à travers règles, sections, alertes et vues.", "Hostile values in every field, through rules, sections, alerts and views."},
         {"Textes de 100 000 signes, %s, =cmd, écriture inversée, nombres extrêmes, dates de l’an 1, valeurs d’un autre type que le champ\u00a0: vérifiez le genre d’une valeur avant de la lire, et "
          "calculez sans débordement.",
          "Texts of 100,000 characters, %s, =cmd, reversed writing, extreme numbers, dates of the year 1, values of another kind than the field: check the kind of a value before you read it, and "
          "compute without overflow."},
         &fields_fuzz},
        {"clock-and-locale-shift", 3, 120, {"D’autres jours, d’autres fuseaux, d’autres langues du système.", "Other days, other time zones, other system languages."},
         {"Prenez le jour de psl.locale, lisez les nombres sans la langue du système (std::from_chars), et ne changez jamais setlocale ni TZ.",
          "Take the day from psl.locale, read numbers without the system’s language (std::from_chars), and never change setlocale or TZ."},
         &clock_and_locale},
        {"store-read-only", 3, 60, {"Le module travaille sur un portefeuille en lecture seule.", "The module works on a read-only portfolio."},
         {"submit et apply rendent alors un refus avec sa phrase\u00a0: montrez-la et continuez.", "submit and apply then return a refusal with its sentence: show it and go on."},
         &read_only},
        {"disk-full", 3, 90, {"Le module survit à un disque plein.", "The module survives a full disk."},
         {"Toute écriture peut être refusée, dans done comme au retour d’apply\u00a0: gardez ce que la personne a saisi, et laissez-la recommencer.",
          "Any write may be refused, in done as on return from apply: keep what the person typed, and let them try again."},
         &disk_full},
        {"asan-ubsan", 3, 120, {"Aucun constat des détecteurs d’adresses et de comportements indéfinis.", "No finding of the address and undefined-behaviour sanitizers."},
         {"Compilez la bibliothèque avec -fsanitize=address,undefined\u00a0: le contrôle charge le détecteur, exerce le module et recopie le premier constat.",
          "Build the library with -fsanitize=address,undefined: the check loads the sanitizer, exercises the module and repeats the first finding."},
         &sanitized},
        {"job-cancel-races", 3, 120, {"Des tâches arrêtées à tout moment finissent, et répondent une fois.", "Jobs that are stopped at any moment end, and answer once."},
         {"Demandez report souvent et arrêtez-vous quand il rend false\u00a0; done peut arriver après la fermeture de la vue qui a lancé la tâche.",
          "Ask report often and stop when it gives false; done may come after the view that started the job was closed."},
         &cancel_races},
    };
}

} // namespace passerelle::validator
