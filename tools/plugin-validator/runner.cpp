#include "tools/plugin-validator/runner.hpp"
#include "host/base/atomic_file.hpp"
#include "host/base/text.hpp"
#include "host/loader/child_process.hpp"
#include "host/loader/modules.hpp"
#include "host/loader/prober.hpp"
#include "host/loader/symbols.hpp"
#include "tools/plugin-validator/phases.hpp"
#include "tools/plugin-validator/stage.hpp"
#include <algorithm>
#include <atomic>
#include <fmt/format.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

namespace passerelle::validator {

namespace {

using nlohmann::json;

std::optional<Outcome> read_back(std::string const& text)
{
    auto const tree = json::parse(text, nullptr, false);
    if (!tree.is_object() || !tree.contains("verdict") || !tree.contains("details"))
        return std::nullopt;
    Outcome outcome;
    bool known = false;
    for (auto const verdict : {Verdict::pass, Verdict::warning, Verdict::fail, Verdict::not_applicable, Verdict::skipped, Verdict::not_run})
        if (tree["verdict"] == key_of(verdict)) {
            outcome.verdict = verdict;
            known = true;
        }
    if (!known || !tree["details"].is_array())
        return std::nullopt;
    for (auto const& one : tree["details"])
        outcome.details.push_back({cleaned(one.value("fr", std::string())), cleaned(one.value("en", std::string()))});
    return outcome;
}

std::string tail(std::string const& text)
{
    auto const clean = cleaned(text.size() > 600 ? text.substr(text.size() - 600) : text);
    return clean.empty() ? std::string() : "\n" + clean;
}

Outcome end_of(loader::ChildEnd const& end, std::string const& phase)
{
    std::string const where_fr = phase.empty() ? std::string() : fmt::format(" pendant «\u00a0{}\u00a0»", phase);
    std::string const where_en = phase.empty() ? std::string() : fmt::format(" during “{}”", phase);
    switch (end.how) {
    case loader::ChildEnd::How::too_long:
        return Outcome::because(Verdict::fail, fmt::format("Le module n’a pas répondu en {} s{}.", end.took.count() / 1000, where_fr),
                                fmt::format("The module did not answer within {} s{}.", end.took.count() / 1000, where_en));
    case loader::ChildEnd::How::signalled:
        return Outcome::because(Verdict::fail, fmt::format("Le module a fait tomber le programme ({}){}.{}", loader::signal_name(end.code), where_fr, tail(end.error)),
                                fmt::format("The module brought the program down ({}){}.{}", loader::signal_name(end.code), where_en, tail(end.error)));
    case loader::ChildEnd::How::not_started:
        return Outcome::because(Verdict::not_run, "Le contrôle n’a pas pu démarrer de processus.", "The check could not start a process.");
    case loader::ChildEnd::How::exited: break;
    }
    if (phase.empty() && end.code == 2)
        return Outcome::because(Verdict::not_run, "Le contrôle s’est arrêté." + tail(end.error), "The check stopped." + tail(end.error));
    return Outcome::because(Verdict::fail, fmt::format("Le module a mis fin au programme (exit {}){}.{}", end.code, where_fr, tail(end.error)),
                            fmt::format("The module ended the program (exit {}){}.{}", end.code, where_en, tail(end.error)));
}

/// A library built with the address sanitizer runs in a program that has loaded it first.
std::string sanitizer_of(Subject const& subject)
{
    if (auto const manifest = declaration_of(subject); manifest && !manifest->library.empty())
        if (auto const symbols = loader::symbols_of(loader::library_of(*manifest)))
            for (auto const& name : symbols->needed)
                if (name.starts_with("libasan.so") || name.starts_with("libclang_rt.asan"))
                    return name;
    return {};
}

Done run_apart(Test const& test, Subject const& subject, RunOptions const& options, std::string const& sanitizer)
{
    Scratch const scratch;
    auto const result = scratch.folder() / "result", phases = scratch.folder() / "phases";
    loader::ChildCall call;
    call.program = loader::validator_program();
    call.arguments = {"one", std::string(test.id), subject.folder.string(), "--result", result.string(), "--phases", phases.string(), "--seed", std::to_string(subject.seed)};
    for (auto const& one : subject.released)
        call.arguments.insert(call.arguments.end(), {"--released", one.string()});
    for (auto const& one : subject.beside)
        call.arguments.insert(call.arguments.end(), {"--beside", one.string()});
    if (!subject.samples.empty())
        call.arguments.insert(call.arguments.end(), {"--samples", subject.samples.string()});
    if (!sanitizer.empty())
        call.environment = {{"LD_PRELOAD", sanitizer}, {"ASAN_OPTIONS", "detect_leaks=0:abort_on_error=1"}, {"UBSAN_OPTIONS", "halt_on_error=1:abort_on_error=1:print_stacktrace=1"}};
    // What the test leaves behind when it falls goes with this folder.
    call.environment.emplace_back("TMPDIR", scratch.folder().string());
    call.within = std::chrono::seconds{options.most_seconds > 0 ? std::min(options.most_seconds, test.seconds) : test.seconds};
    call.most_output = 1 << 16;
    auto const end = loader::run_child(call);
    Done done{&test, {}, end.took};
    auto const text = read_whole_file(result, 1 << 22);
    auto outcome = text ? read_back(*text) : std::nullopt;
    // The verdict counts only where the process also ended well: a module may fall while it is unloaded.
    if (outcome && end.how == loader::ChildEnd::How::exited && (end.code == 0 || outcome->verdict == Verdict::not_run))
        done.outcome = std::move(*outcome);
    else if (outcome && outcome->verdict == Verdict::fail)
        done.outcome = std::move(*outcome);
    else
        done.outcome = end_of(end, outcome ? "exit" : phases::left_in(phases));
    return done;
}

Outcome probe(Subject const& subject)
{
    auto const manifest = declaration_of(subject);
    if (!manifest)
        return {Verdict::fail, {manifest.error().sentence}};
    Stage stage(subject);
    Outcome outcome;
    if (stage.module().state != loader::State::active)
        outcome.add(Verdict::fail, stage.module().reason);
    stage.settle(std::chrono::seconds{3});
    stage.close();
    return outcome;
}

} // namespace

std::string written(Outcome const& outcome)
{
    json details = json::array();
    for (auto const& one : outcome.details)
        details.push_back({{"fr", cleaned(one.fr)}, {"en", cleaned(one.en)}});
    return json{{"verdict", key_of(outcome.verdict)}, {"details", details}}.dump();
}

Test const& probe_test()
{
    static Test const test{"probe", 1, 10, {"Le module se charge, démarre et s’arrête.", "The module loads, starts and stops."}, {}, &probe};
    return test;
}

Outcome run_here(Test const& test, Subject const& subject)
{
    try {
        return test.run(subject);
    } catch (CouldNotRun const& fault) {
        return {Verdict::not_run, {fault.phrase}};
    } catch (std::exception const& fault) {
        return Outcome::because(Verdict::not_run, fmt::format("Le contrôle s’est arrêté\u00a0: {}", fault.what()), fmt::format("The check stopped: {}", fault.what()));
    }
}

std::vector<Done> run_tests(Subject const& subject, std::vector<Test const*> const& chosen, RunOptions const& options)
{
    std::vector<Done> all(chosen.size());
    if (options.in_process) {
        for (std::size_t at = 0; at < chosen.size(); ++at) {
            auto const from = std::chrono::steady_clock::now();
            all[at] = {chosen[at], run_here(*chosen[at], subject), {}};
            all[at].took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - from);
            if (options.on_done)
                options.on_done(all[at]);
        }
        return all;
    }
    std::string const sanitizer = sanitizer_of(subject);
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t told = 0;
    std::vector<bool> finished(chosen.size(), false);
    auto const work = [&] {
        for (std::size_t at = next++; at < chosen.size(); at = next++) {
            Done done;
            try {
                done = run_apart(*chosen[at], subject, options, sanitizer);
            } catch (CouldNotRun const& fault) {
                done = {chosen[at], {Verdict::not_run, {fault.phrase}}, {}};
            } catch (std::exception const& fault) {
                done = {chosen[at], Outcome::because(Verdict::not_run, fault.what(), fault.what()), {}};
            }
            std::lock_guard const lock(mutex);
            all[at] = std::move(done);
            finished[at] = true;
            for (; told < chosen.size() && finished[told]; ++told)
                if (options.on_done)
                    options.on_done(all[told]);
        }
    };
    std::vector<std::jthread> threads;
    for (int one = 1; one < std::max(1, options.together); ++one)
        threads.emplace_back(work);
    work();
    threads.clear();
    return all;
}

} // namespace passerelle::validator
