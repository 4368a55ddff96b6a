// plugin-validator: checks a module, each test in a process of its own.
// Exit status: 0 passed, 1 a test failed, 2 the check could not take place (or the command was not understood).
#include "host/base/atomic_file.hpp"
#include "tools/plugin-validator/report.hpp"
#include "tools/plugin-validator/runner.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <regex>
#ifndef _WIN32
#include <sys/resource.h>
#endif

namespace passerelle::validator {
namespace {

constexpr int passed = 0, failed = 1, could_not_run = 2;

Language language_of(int count, char const* const* words)
{
    for (int at = 1; at < count; ++at) {
        std::string_view const word = words[at];
        if (word == "--lang" && at + 1 < count)
            return std::string_view(words[at + 1]) == "en" ? Language::en : Language::fr;
        if (word.starts_with("--lang="))
            return word.substr(7) == "en" ? Language::en : Language::fr;
    }
    for (char const* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (char const* value = std::getenv(name); value && *value)
            return std::string_view(value).starts_with("en") ? Language::en : Language::fr;
    return Language::fr;
}

struct Words {
    Language language;
    [[nodiscard]] std::string operator()(char const* fr, char const* en) const { return language == Language::fr ? fr : en; }
};

int refuse(Words const& tr, Phrase const& why)
{
    fmt::print(stderr, "{}\n", why.in(tr.language));
    return could_not_run;
}

void print(Done const& done, Language language)
{
    fmt::print("{:<16} {:<34} {:>6} ms  {}\n", name_of(done.outcome.verdict).in(language), done.test->id, done.took.count(), done.test->what.in(language));
    for (auto const& detail : done.outcome.details)
        fmt::print("                 {}\n", detail.in(language));
    std::fflush(stdout);
}

int status_of(std::vector<Done> const& all)
{
    int status = passed;
    for (Done const& one : all)
        if (one.outcome.verdict == Verdict::not_run)
            return could_not_run;
        else if (one.outcome.verdict == Verdict::fail)
            status = failed;
    return status;
}

void print_total(std::vector<Done> const& all, Words const& tr)
{
    std::map<Verdict, int> counts;
    for (Done const& one : all)
        ++counts[one.outcome.verdict];
    std::string line;
    for (auto const& [verdict, n] : counts)
        line += fmt::format("{}{} {}", line.empty() ? "" : ", ", n, name_of(verdict).in(tr.language));
    fmt::print("{}\n", line);
    for (Done const& one : all)
        if (one.outcome.verdict == Verdict::fail) {
            fmt::print("{}\n", tr("Ce que dit un contrôle et comment réparer : plugin-validator explain IDENTIFIANT", "What a test means and how to mend: plugin-validator explain ID"));
            break;
        }
}

int explain(std::string const& id, Words const& tr)
{
    Test const* const test = test_named(id);
    if (test == nullptr)
        return refuse(tr, {fmt::format("Aucun contrôle ne se nomme « {} ». Voyez plugin-validator list.", id), fmt::format("No test is named “{}”. See plugin-validator list.", id)});
    fmt::print("{} ({} {})\n\n{}\n\n{}\n", test->id, tr("niveau", "level"), test->level, test->what.in(tr.language), test->mend.in(tr.language));
    return passed;
}

/// One test in this process, for the parent that waits for it.
int run_one(std::string const& id, Subject const& subject, std::filesystem::path const& result)
{
#ifndef _WIN32
    rlimit const none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none); // a fault is expected here
#endif
    Test const* const test = id == probe_test().id ? &probe_test() : test_named(id);
    if (test == nullptr)
        return could_not_run;
    Outcome const outcome = run_here(*test, subject);
    if (!write_file_atomically(result, written(outcome)))
        return could_not_run;
    return outcome.verdict == Verdict::not_run ? could_not_run : passed;
}

int run(int count, char** arguments)
{
    Words const tr{language_of(count, arguments)};
    CLI::App app(tr("Contrôle un module avant qu’il soit publié ou chargé", "Checks a module before it is published or loaded"), "plugin-validator");
    app.set_help_flag("-h,--help", tr("Affiche cette aide", "Prints this help"));
    app.require_subcommand(1);
    app.fallthrough();
    std::string lang;
    app.add_option("--lang", lang, tr("Langue des textes : fr ou en", "Language of the texts: fr or en"))->check(CLI::IsMember({"fr", "en"}));

    Subject subject;
    RunOptions options;
    int level = 2;
    std::string only, skip, id;
    std::filesystem::path junit, json, result;
    auto const about = [&](CLI::App* command) {
        command->add_option("DIR", subject.folder, tr("Dossier du module", "The module’s folder"))->required();
        command->add_option("--beside", subject.beside, tr("Dossier où chercher les modules demandés", "Folder to look for required modules in"))->allow_extra_args(false);
        command->add_option("--seed", subject.seed, tr("Graine des tirages", "Seed of the draws"));
    };
    auto const about_files = [&](CLI::App* command) {
        command->add_option("--released", subject.released, tr("Dossier d’une version publiée ; répétable", "Folder of a released version; repeatable"))->allow_extra_args(false);
        command->add_option("--samples", subject.samples, tr("Dossier de fichiers d’exemple pour les formats", "Folder of sample files for the formats"));
    };
    auto const about_output = [&](CLI::App* command) {
        command->add_option("--junit", junit, tr("Écrit un rapport JUnit", "Writes a JUnit report"));
        command->add_option("--json", json, tr("Écrit un rapport JSON", "Writes a JSON report"));
        command->add_option("--together", options.together, tr("Contrôles menés de front", "Tests run at once"))->check(CLI::Range(1, 64));
        command->add_option("--time-limit", options.most_seconds, tr("Secondes au plus pour un contrôle", "Seconds at most for one test"))->check(CLI::PositiveNumber);
        command->add_flag("--in-process", options.in_process, tr("Tout dans ce processus, pour un débogueur", "Everything in this process, for a debugger"));
    };
    CLI::App* const validate = app.add_subcommand("validate", tr("Contrôle un module", "Checks a module"));
    about(validate);
    about_files(validate);
    about_output(validate);
    validate->add_option("--level", level, tr("1 se charge, 2 se conduit bien, 3 résiste", "1 loads, 2 behaves, 3 withstands"))->check(CLI::Range(1, 3));
    validate->add_option("--only", only, tr("Seulement les contrôles dont le nom convient (expression régulière)", "Only tests whose id matches (regular expression)"));
    validate->add_option("--skip", skip, tr("Sans les contrôles dont le nom convient", "Without tests whose id matches"));
    CLI::App* const probe = app.add_subcommand("probe", tr("Le module se charge-t-il, démarre-t-il, s’arrête-t-il ?", "Does the module load, start and stop?"));
    about(probe);
    probe->add_option("--json", json, tr("Écrit le résultat en JSON", "Writes the result as JSON"));
    CLI::App* const fuzz = app.add_subcommand("fuzz", tr("Valeurs, fichiers et gestes au hasard, selon une graine", "Random values, files and presses, by a seed"));
    about(fuzz);
    about_files(fuzz);
    about_output(fuzz);
    fuzz->get_option("--seed")->required();
    CLI::App* const list = app.add_subcommand("list", tr("Liste les contrôles", "Lists the tests"));
    CLI::App* const explain_ = app.add_subcommand("explain", tr("Dit ce que signifie un contrôle et comment réparer", "Says what a test means and how to mend"));
    explain_->add_option("TEST", id, tr("Identifiant du contrôle", "The test’s id"))->required();
    CLI::App* const one = app.add_subcommand("one", "")->group(""); // what this program starts of itself
    one->add_option("TEST", id)->required();
    about(one);
    about_files(one);
    one->add_option("--result", result)->required();
    one->add_option("--phases", subject.phases);

    try {
        app.parse(count, arguments);
    } catch (CLI::CallForHelp const&) {
        CLI::App const* asked = &app;
        for (CLI::App const* sub : app.get_subcommands())
            asked = sub;
        fmt::print("{}", asked->help());
        return passed;
    } catch (CLI::ParseError const& error) {
        return refuse(tr, {fmt::format("La commande n’est pas comprise. Voyez plugin-validator --help. Détail technique : {}", error.what()),
                           fmt::format("The command is not understood. See plugin-validator --help. Technical detail: {}", error.what())});
    }
    if (explain_->parsed())
        return explain(id, tr);
    if (list->parsed()) {
        for (Test const& test : tests())
            fmt::print("{}  {:<34} {}\n", test.level, test.id, test.what.in(tr.language));
        return passed;
    }
    std::error_code fault;
    subject.folder = std::filesystem::canonical(subject.folder, fault);
    if (fault || !std::filesystem::is_directory(subject.folder, fault))
        return refuse(tr, {"Le dossier du module est introuvable.", "The module’s folder cannot be found."});
    for (auto& folder : subject.released) {
        folder = std::filesystem::canonical(folder, fault);
        if (fault || !std::filesystem::is_regular_file(folder / "plugin.json", fault))
            return refuse(tr, {"Le dossier d’une version publiée n’est pas celui d’un module.", "The folder of a released version is not that of a module."});
    }
    for (auto& folder : subject.beside)
        folder = std::filesystem::absolute(folder, fault);
    if (!subject.samples.empty())
        subject.samples = std::filesystem::absolute(subject.samples, fault);
    if (one->parsed())
        return run_one(id, subject, result);

    std::vector<Test const*> chosen;
    if (probe->parsed())
        chosen = {&probe_test()};
    else
        try {
            std::regex const wanted(fuzz->parsed() ? "views-press-everything|fields-fuzz|import-random-bytes|job-cancel-races" : only), unwanted(skip);
            for (Test const& test : tests())
                if ((test.level <= level || fuzz->parsed()) && ((only.empty() && !fuzz->parsed()) || std::regex_search(test.id.begin(), test.id.end(), wanted)) &&
                    (skip.empty() || !std::regex_search(test.id.begin(), test.id.end(), unwanted)))
                    chosen.push_back(&test);
        } catch (std::regex_error const& error) {
            return refuse(tr, {fmt::format("L’expression ne se lit pas : {}", error.what()), fmt::format("The expression cannot be read: {}", error.what())});
        }
    if (chosen.empty())
        return refuse(tr, {"Aucun contrôle ne convient à ces choix.", "No test fits these choices."});
    options.on_done = [&](Done const& done) { print(done, tr.language); };
    auto const all = run_tests(subject, chosen, options);
    if (!probe->parsed())
        print_total(all, tr);
    if (probe->parsed() && !json.empty()) {
        if (auto const kept = write_file_atomically(json, probe_as_json(all.front())); !kept)
            return refuse(tr, kept.error().sentence);
        return status_of(all);
    }
    for (auto const& [file, text] : {std::pair{&json, &as_json}, std::pair{&junit, &as_junit}})
        if (!file->empty())
            if (auto const kept = write_file_atomically(*file, text(subject, all, tr.language)); !kept)
                return refuse(tr, kept.error().sentence);
    return status_of(all);
}

} // namespace
} // namespace passerelle::validator

int main(int count, char** arguments)
{
    try {
        return passerelle::validator::run(count, arguments);
    } catch (std::exception const& fault) {
        fmt::print(stderr, "Le contrôle s’est arrêté. Détail technique : {}\n", fault.what());
        return 2;
    }
}
