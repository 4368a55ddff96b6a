// Which module's code runs at this moment, on which thread and for what: kept in a small file that outlives the process, so that
// after a crash the next start names the module, and so that a call that hangs is named while it hangs.
#pragma once
#include "host/base/result.hpp"
#include "host/loader/incidents.hpp"
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::loader {

struct Module;

namespace slots {

/// One for each thread that calls modules. head: sequence (32 bits), module (16), phase (8), mark (8: a signal, or one of Mark).
struct Slot {
    std::uint64_t head;
    std::array<std::uint64_t, 7> what; ///< at most 56 bytes of text
};
enum Mark : std::uint8_t { hung = 200, left = 201 };
extern constinit thread_local Slot* mine;
/// A free slot for this thread, given back when the thread ends; nullptr: no journal, or more threads than slots.
[[nodiscard]] Slot* claim() noexcept;

} // namespace slots

/// While it lives, this thread runs code of that module. Nested calls put the outer one back. A few stores; [any].
class Entered {
public:
    /// module: what mark_of() gave; 0 does nothing. what: a view, a section, a register, a format; cut at 56 bytes.
    Entered(std::uint16_t module, Phase phase, std::string_view what) noexcept
    {
        if (module == 0)
            return;
        m_slot = slots::mine != nullptr ? slots::mine : slots::claim();
        if (m_slot == nullptr)
            return;
        std::atomic_ref head(m_slot->head);
        m_outer.head = head.load(std::memory_order_relaxed);
        if ((m_outer.head >> 16 & 0xFFFF) != 0)
            for (std::size_t at = 0; at < m_slot->what.size(); ++at)
                m_outer.what[at] = std::atomic_ref(m_slot->what[at]).load(std::memory_order_relaxed);
        std::array<std::uint64_t, 7> text{};
        std::memcpy(text.data(), what.data(), what.size() < sizeof text ? what.size() : sizeof text);
        for (std::size_t at = 0; at < text.size(); ++at)
            std::atomic_ref(m_slot->what[at]).store(text[at], std::memory_order_relaxed);
        head.store(((m_outer.head >> 32) + 1) << 32 | static_cast<std::uint64_t>(module) << 16 | static_cast<std::uint64_t>(phase) << 8,
                   std::memory_order_release);
    }
    ~Entered()
    {
        if (m_slot == nullptr)
            return;
        std::atomic_ref head(m_slot->head);
        if ((m_outer.head >> 16 & 0xFFFF) != 0)
            for (std::size_t at = 0; at < m_slot->what.size(); ++at)
                std::atomic_ref(m_slot->what[at]).store(m_outer.what[at], std::memory_order_relaxed);
        head.store(((head.load(std::memory_order_relaxed) >> 32) + 1) << 32 | (m_outer.head & 0xFFFF'FFFF), std::memory_order_release);
    }
    Entered(Entered const&) = delete;
    Entered& operator=(Entered const&) = delete;

private:
    slots::Slot* m_slot = nullptr;
    slots::Slot m_outer;
};

/// The number under which the journal of this process knows a module; 0 where there is no journal. [any]
[[nodiscard]] std::uint16_t mark_of(Module const&);
/// Where a loaded library lies in memory: a crash in a thread that the module started itself is still its own. [any]
void place_library(std::uint16_t mark, void const* address_within);

/// A call that has not come back for two seconds, in a phase where a person waits for it.
struct Hanging {
    std::string module; ///< id
    Phase phase = Phase::none;
    std::string what;
    std::chrono::seconds since{0};
};
/// Those of this process, the longest first. [any]
[[nodiscard]] std::vector<Hanging> hanging();

/// The journal of this process: one, from the start of the program to its end. Made and destroyed [main].
class CrashJournal {
public:
    struct Options {
        std::filesystem::path folder;    ///< of this person and machine; made where it is missing
        std::string program;             ///< its version, for the record
        bool counts_as_start = true;     ///< the window; the console's runs do not dilute "two of five starts"
        std::function<void()> on_change; ///< a call began to hang or came back; called from the journal's own thread
    };
    /// Reads what processes that are gone have left, adds it to the incidents, and begins to record. Where the system offers no such
    /// file (or the folder cannot be written) the program runs without it: Status::unsupported or the file's error.
    [[nodiscard]] static Result<std::unique_ptr<CrashJournal>> open(Options);
    /// A proper end: the file is removed, unless a call still hangs.
    ~CrashJournal();
    CrashJournal(CrashJournal const&) = delete;
    CrashJournal& operator=(CrashJournal const&) = delete;

    /// What happened since the last start, the newest last; incidents without a module are the program's own.
    [[nodiscard]] std::vector<Incident> const& news() const { return m_news; }
    /// A line for the record of a crash; the last 16 KiB are kept. [any]
    static void log(std::string_view line);

private:
    CrashJournal() = default;
    std::vector<Incident> m_news;
};

} // namespace passerelle::loader
