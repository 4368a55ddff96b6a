// Misdeeds at every door that the contract knows, one for each module: its id says which, "org.example.<kind>.<phase>". Written
// against the bare C headers, so that nothing holds the fault back.
#include "passerelle/abi.h"
#include "passerelle/ext/answers.h"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/commands.h"
#include "passerelle/ext/db.h"
#include "passerelle/ext/jobs.h"
#include "passerelle/ext/page.h"
#include "passerelle/ext/records.h"
#include "passerelle/ext/transfer.h"
#include "passerelle/ext/ui.h"
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

psl_host const* host = nullptr;

psl_str text(char const* words) { return {words, std::strlen(words)}; }
psl_str text(std::string const& words) { return {words.data(), words.size()}; } // borrowed for the call

template<typename Interface>
Interface const* ask(char const* id)
{
    return static_cast<Interface const*>(host->get(host, id));
}

std::string kind, phase, own; ///< own: the namespace

bool is(char const* name) { return kind == name; }

/// Called at every door: falls, hangs or throws at the one that the id names.
void at(char const* door)
{
    if (phase != door)
        return;
    if (is("segv"))
        std::raise(SIGSEGV);
    else if (is("abort"))
        std::abort();
    else if (is("exit"))
        std::exit(0);
    else if (is("hang"))
        for (;;)
            std::this_thread::sleep_for(std::chrono::seconds{1});
    else if (is("throw"))
        throw std::runtime_error(std::string("thrown in ") + door);
}

#if defined MISDEED_LOAD
struct Early {
    Early() { std::abort(); }
} const early;
#endif

psl_statement* kept = nullptr;

/// Reads one row; what the host answers is not looked at: the module is rude.
void read(std::string const& sql)
{
    auto const* const db = ask<psl_db>(PSL_DB);
    psl_db_handle* handle = nullptr;
    psl_statement* statement = nullptr;
    if (db == nullptr || db->open(host, &handle) != PSL_OK || db->prepare(handle, text(sql), &statement) != PSL_OK)
        return;
    bool row = false;
    (void)db->step(statement, &row);
    db->close(statement);
}

void change_done(void*, psl_status, std::int64_t const*, std::uint32_t) { at("change-done"); }
void submit(std::string const& entity)
{
    auto const* const records = ask<psl_records>(PSL_RECORDS);
    if (records == nullptr)
        return;
    psl_str const names[] = {text("name")};
    psl_value values[1] = {};
    values[0].kind = PSL_TEXT;
    values[0].as.s = text("intrus");
    psl_change const change{PSL_INSERT, 1, text(entity), 0, names, values};
    (void)records->submit(host, text("essai"), &change, 1, psl_change_call{nullptr, &change_done});
}

psl_status run_job(void*, psl_job*)
{
    at("job");
    if (is("worker")) {
        submit(own + ".thing");
    }
    return PSL_OK;
}
void job_done(void*, psl_status) { at("job-done"); }

psl_status init(psl_plugin*)
{
    at("init");
    return PSL_OK;
}
psl_status activate(psl_plugin*)
{
    at("activate");
    if (is("leak")) {
        auto const* const db = ask<psl_db>(PSL_DB);
        psl_db_handle* handle = nullptr;
        if (db->open(host, &handle) == PSL_OK)
            (void)db->prepare(handle, text("SELECT id FROM " + own + "_thing"), &kept);
    }
    if (is("attach")) {
        read("ATTACH DATABASE '/tmp/other.db' AS other");
    }
    if (is("column")) {
        read("SELECT name, identifier FROM core_organisation");
    }
    return PSL_OK;
}
void deactivate(psl_plugin*) { at("deactivate"); }
void destroy(psl_plugin*)
{
    if (is("leak")) {
        auto const* const db = ask<psl_db>(PSL_DB);
        bool row = false;
        (void)db->step(kept, &row);
    }
    at("destroy");
}

psl_status section(psl_plugin*, psl_str, psl_row const*, psl_words const* words, psl_page* page)
{
    at("section");
    words->heading(page, 1, text("Section"));
    return PSL_OK;
}
psl_status check(psl_plugin*, psl_str, psl_row const*, psl_issues*)
{
    at("check");
    return PSL_OK;
}
psl_status alerts(psl_plugin*, psl_alerts*)
{
    at("alerts");
    return PSL_OK;
}
psl_status answer(psl_plugin*, psl_str, psl_row const*, psl_row_sink*)
{
    at("answer");
    return PSL_OK;
}
psl_status recognise(psl_plugin*, psl_str, psl_str, std::int32_t* score)
{
    at("recognise");
    *score = 0;
    return PSL_OK;
}
psl_status import_file(psl_plugin*, psl_str, psl_reader* reader, psl_importer*, psl_job*)
{
    at("import");
    char part[512];
    for (std::int64_t got = 1; got > 0;)
        if (got = reader->read(reader, part, sizeof part); got < 0)
            return static_cast<psl_status>(got);
    return PSL_OK;
}
psl_status export_file(psl_plugin*, psl_str, psl_row const*, psl_writer* writer, psl_job*)
{
    at("export");
    if (is("unsteady")) {
        static int times = 0;
        std::string const line = std::to_string(++times);
        return writer->write(writer, line.data(), line.size()) < 0 ? PSL_E_IO : PSL_OK;
    }
    return writer->write(writer, "x", 1) < 0 ? PSL_E_IO : PSL_OK;
}
psl_status run_command(psl_plugin*, psl_str, psl_row const*, psl_job*, psl_issues*)
{
    at("command");
    return PSL_OK;
}
void draw(psl_plugin*, psl_str, psl_row const*, psl_widgets const* widgets, psl_ui* ui)
{
    at("draw");
    psl_words const* const words = widgets->words(ui);
    psl_page* const page = widgets->page(ui);
    words->text(page, PSL_TONE_PLAIN, text("vue"));
    if (is("long")) {
        static std::string const long_text(10u << 20, 'x');
        words->text(page, PSL_TONE_PLAIN, text(long_text));
        words->heading(page, 1, text(long_text));
        words->figure(page, text(long_text), psl_fact{PSL_FACT_TEXT, 0, 0, text(long_text)}, psl_fact{}, PSL_TONE_PLAIN, text(long_text));
        (void)widgets->button(ui, text("b"), text(long_text));
    }
    if (is("unbalanced")) {
        widgets->group_begin(ui, text("ouvert"));
    }
    if (is("slow")) {
        std::this_thread::sleep_for(std::chrono::milliseconds{120});
    }
    if (is("foreign")) {
        if (widgets->button(ui, text("write"), text("Écrire")))
            submit("core.organisation");
    }
    if (is("thread")) {
        auto const* const db = ask<psl_db>(PSL_DB);
        psl_db_handle* handle = nullptr;
        if (db->open(host, &handle) == PSL_OK)
            std::thread([&] {
                psl_statement* statement = nullptr;
                if (db->prepare(handle, text("SELECT id FROM " + own + "_thing"), &statement) == PSL_OK)
                    db->close(statement);
            }).join();
    }
    if (auto const* const jobs = ask<psl_jobs>(PSL_JOBS); jobs != nullptr && widgets->button(ui, text("work"), text("Travailler"))) {
        (void)jobs->start(host, text("travail"), psl_job_call{nullptr, &run_job, &job_done});
        submit(own + ".thing");
    }
}

void const* get(psl_plugin const*, char const* id)
{
    static constexpr psl_checks checks{&check, &alerts};
    static constexpr psl_sections sections{&section};
    static constexpr psl_answers answers{&answer};
    static constexpr psl_transfer transfer{&recognise, &import_file, &export_file};
    static constexpr psl_views views{&draw};
    static constexpr psl_commands commands{&run_command};
    at("get");
    std::string const name = id;
    if (is("anything")) {
        if (name.find("unknown") != std::string::npos)
            return &views;
    }
    return name == PSL_CHECKS ? static_cast<void const*>(&checks) : name == PSL_SECTIONS ? &sections : name == PSL_ANSWERS ? &answers : name == PSL_TRANSFER ? static_cast<void const*>(&transfer)
         : name == PSL_VIEWS ? static_cast<void const*>(&views) : name == PSL_COMMANDS ? &commands : nullptr;
}

psl_status create(psl_host const* given, psl_str id, psl_plugin** out)
{
    host = given;
    std::string const name(id.data, id.size);
    auto const dot = name.rfind('.'), before = name.rfind('.', dot - 1);
    kind = name.substr(before + 1, dot - before - 1);
    phase = name.substr(dot + 1);
    own.clear();
    for (char const letter : kind + phase)
        if (letter != '-' && own.size() < 16)
            own += letter;
    at("create");
    static psl_plugin plugin;
    plugin = psl_plugin{nullptr, &init, &activate, &deactivate, &destroy, &get};
    *out = &plugin;
    return PSL_OK;
}

} // namespace

extern "C" {
#if defined MISDEED_EXPORTS
PSL_EXPORT int psl_shown_too_much();
PSL_EXPORT int psl_shown_too_much() { return 1; }
#endif
const psl_entry psl_plugin_entry = {PSL_ABI, 0, &create};
}
