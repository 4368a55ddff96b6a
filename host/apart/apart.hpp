// Modules whose publisher is not trusted: their code runs in a process of its own, without files and network, and speaks the same
// interfaces. A crash or a hang there ends that process; the calls into it come back with a sentence, and the program goes on.
#pragma once
#include "host/loader/modules.hpp"
#include "passerelle/ext/db.h"
#include "passerelle/ext/jobs.h"
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace passerelle::apart {

/// How long the module's process may think, apart from the time that the program spends on what it asks. Beyond it the process is
/// ended. silence: without a word; total: for the whole call.
struct Patience {
    std::chrono::milliseconds silence, total;
};

struct Limits {
    Patience start{std::chrono::seconds(10), std::chrono::seconds(10)};  ///< load, create, init, activate, deactivate
    Patience draw{std::chrono::seconds(2), std::chrono::seconds(20)};
    Patience check{std::chrono::seconds(2), std::chrono::seconds(2)};    ///< check, recognise, done of what was begun
    Patience write{std::chrono::seconds(30), std::chrono::minutes(10)};  ///< section, alerts, answer
    Patience work{std::chrono::seconds(60), std::chrono::hours(24)};     ///< jobs, import, export: a person can stop them
    std::chrono::milliseconds stop{std::chrono::seconds(5)};             ///< from "stop" to the end of that work
    std::uint64_t address_space = std::uint64_t{1} << 30;                ///< bytes
};

/// What this room asks of the host beyond the ABI. None may be null. [any]
struct Hooks {
    bool (*stopped)(psl_job const*);                        ///< a person stopped this work
    int (*columns)(psl_statement const*);                   ///< of a query; on the thread of its handle
    void (*misbehaved)(psl_host const*, std::string_view);  ///< a rule of the contract was broken
};

struct Options {
    Hooks hooks;
    Limits limits = {};
    std::filesystem::path program = {}; ///< passerelle-module; empty: beside the running program
};

/// What loader::load is to a module of this process. On any fault, and where this system cannot run modules apart, the module is held
/// with a sentence: it never runs in process instead. The entry's create() is for the thread that loaded. [main]
void load(loader::Module&, Options const&);

} // namespace passerelle::apart
