#include "host/loader/crash_journal.hpp"
#include "host/base/text.hpp"
#include "host/loader/journal_file.hpp"
#include "host/loader/modules.hpp"
#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace passerelle::loader {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto looks_each = std::chrono::milliseconds(500);
constexpr auto patience = std::chrono::seconds(2);

/// What is so in this process: signals and threads know of no object, so this is one for the process, and stays to its end.
struct Running {
    std::unique_ptr<journal::File> file;
    std::mutex mutex; ///< of all below, and of adding modules
    std::condition_variable stop_now;
    bool stop = false;
    std::function<void()> on_change;
    struct Seen {
        std::uint64_t head = 0;
        Clock::time_point since;
        bool told = false;
    };
    std::array<Seen, journal::most_slots> seen;
    std::thread watch;
};
std::atomic<Running*> running{nullptr};

bool is_waited_for(Phase phase)
{
    switch (phase) {
    case Phase::load:
    case Phase::create:
    case Phase::init:
    case Phase::activate:
    case Phase::draw:
    case Phase::check:
    case Phase::recognise:
    case Phase::done:
    case Phase::closing: return true;
    default: return false; // jobs: they take their time, and a person can interrupt them
    }
}

std::uint16_t module_in(std::uint64_t head) { return static_cast<std::uint16_t>(head >> 16); }
Phase phase_in(std::uint64_t head) { return static_cast<Phase>(head >> 8 & 0xFF); }
std::uint8_t mark_in(std::uint64_t head) { return static_cast<std::uint8_t>(head); }

void copy_text(char* to, std::size_t room, std::string_view text)
{
    auto const size = std::min(room - 1, text.size());
    std::memcpy(to, text.data(), size);
    to[size] = '\0';
}
std::string text_in(char const* from, std::size_t room) { return cleaned(std::string_view(from, strnlen(from, room))); }
std::string what_in(slots::Slot const& slot)
{
    std::array<std::uint64_t, 7> words{};
    for (std::size_t at = 0; at < words.size(); ++at)
        words[at] = std::atomic_ref(const_cast<std::uint64_t&>(slot.what[at])).load(std::memory_order_relaxed);
    char text[sizeof words];
    std::memcpy(text, words.data(), sizeof text);
    return text_in(text, sizeof text);
}

std::string local_time(std::int64_t seconds)
{
    auto const time = static_cast<std::time_t>(seconds);
    std::tm local{};
#if defined _WIN32
    localtime_s(&local, &time);
#else
    localtime_r(&time, &local);
#endif
    char text[24];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local)};
}

/// One look at every slot: a call that stands still is marked in the file and told; one that came back is forgotten.
bool look(Running& state)
{
    bool changed = false;
    auto const now = Clock::now();
    journal::Page& page = state.file->page();
    for (std::size_t at = 0; at < journal::most_slots; ++at) {
        auto& seen = state.seen[at];
        std::atomic_ref head(page.slot[at].head);
        std::uint64_t current = head.load(std::memory_order_acquire);
        if ((current & ~std::uint64_t{0xFF}) != (seen.head & ~std::uint64_t{0xFF})) {
            changed |= std::exchange(seen, {current, now, false}).told;
            continue;
        }
        if (seen.told || module_in(current) == 0 || !is_waited_for(phase_in(current)) || now - seen.since < patience)
            continue;
        if (head.compare_exchange_strong(current, current | slots::hung)) {
            page.hang_at = static_cast<std::int64_t>(::time(nullptr));
            seen.told = changed = true;
        }
    }
    return changed;
}

void watch(Running& state)
{
    std::unique_lock lock(state.mutex);
    while (!state.stop_now.wait_for(lock, looks_each, [&] { return state.stop; }))
        if (look(state) && state.on_change) {
            auto const tell = state.on_change;
            lock.unlock();
            tell();
            lock.lock();
        }
}

std::string log_in(journal::Page const& page)
{
    std::size_t const at = page.log_at % journal::log_bytes;
    std::string all(page.log + at, journal::log_bytes - at);
    all.append(page.log, at);
    std::erase(all, '\0');
    return all;
}

std::optional<Incident> incident_of(journal::Page const& page, std::size_t at, bool same_boot)
{
    auto const head = page.slot[at].head;
    auto const mark = mark_in(head);
    bool const crashed = page.crash_signal != 0 && page.crash_slot == at + 1;
    auto const module = module_in(head);
    // Where the machine went out, or another thread's crash or a proper end stopped it, a call that was under way says nothing of its
    // module. A call that hung does.
    if (module == 0 || module > journal::most_modules)
        return std::nullopt;
    if (!crashed && mark != slots::hung && mark != slots::left && (!same_boot || page.crash_signal != 0 || page.clean != 0))
        return std::nullopt;
    if (mark == slots::hung && !same_boot)
        return std::nullopt;
    Incident incident;
    auto const& entry = page.module[module - 1];
    incident.module = text_in(entry.id, sizeof entry.id);
    incident.identity = text_in(entry.identity, sizeof entry.identity);
    incident.phase = std::min(phase_in(head), Phase::closing);
    incident.what = what_in(page.slot[at]);
    incident.end = crashed ? End::crash : mark == slots::hung ? End::hang : mark == slots::left ? End::left : End::cut;
    incident.signal = crashed ? static_cast<int>(page.crash_signal) : 0;
    return incident;
}

/// What a process that is gone has left, if anything went wrong in it.
std::vector<Incident> incidents_of(journal::Page const& page, std::int64_t written)
{
    std::vector<Incident> found;
    std::string const boot = text_in(page.boot, sizeof page.boot);
    bool const same_boot = boot.empty() || boot == journal::boot_name();
    bool named = false;
    for (std::size_t at = 0; at < journal::most_slots; ++at)
        if (auto incident = incident_of(page, at, same_boot)) {
            named |= incident->end == End::crash;
            found.push_back(std::move(*incident));
        }
    if (page.crash_signal != 0 && !named) { // in a thread that the program had not lent to a module
        Incident incident;
        incident.signal = static_cast<int>(page.crash_signal);
        if (page.crash_module >= 1 && page.crash_module <= journal::most_modules) {
            auto const& entry = page.module[page.crash_module - 1];
            incident.module = text_in(entry.id, sizeof entry.id);
            incident.identity = text_in(entry.identity, sizeof entry.identity);
            incident.phase = Phase::job;
        }
        found.push_back(std::move(incident));
    }
    for (Incident& incident : found) {
        auto const when = incident.end == End::crash ? page.crash_at : incident.end == End::hang ? page.hang_at : written;
        incident.at = local_time(when != 0 ? when : written);
        incident.start = page.start;
        incident.program = text_in(page.program, sizeof page.program);
        incident.log = log_in(page);
        if (incident.end == End::crash)
            incident.stack = text_in(page.stack, sizeof page.stack);
    }
    return found;
}

std::int64_t written_at(std::filesystem::path const& file)
{
    std::error_code failed;
    auto const time = std::filesystem::last_write_time(file, failed);
    if (failed)
        return 0;
    auto const age = std::filesystem::file_time_type::clock::now() - time;
    return static_cast<std::int64_t>(::time(nullptr)) - std::chrono::duration_cast<std::chrono::seconds>(age).count();
}

std::vector<Incident> gather(std::filesystem::path const& folder)
{
    constexpr std::size_t most_files = 200;
    std::vector<std::filesystem::path> files;
    std::error_code fault;
    for (std::filesystem::directory_iterator at(folder, fault), end; !fault && at != end && files.size() < most_files; at.increment(fault))
        if (at->path().extension() == ".running")
            files.push_back(at->path());
    std::sort(files.begin(), files.end());
    std::vector<Incident> all;
    for (auto const& file : files) {
        bool damaged = false;
        auto const page = journal::read_left(file, damaged);
        if (page)
            for (auto& incident : incidents_of(*page, written_at(file)))
                all.push_back(std::move(incident));
        if (page || damaged)
            std::filesystem::remove(file, fault);
    }
    return all;
}

} // namespace

namespace slots {

constinit thread_local Slot* mine = nullptr;

Slot* claim() noexcept
{
    auto* const state = running.load(std::memory_order_acquire);
    if (state == nullptr)
        return nullptr;
    struct Claimed {
        std::uint32_t* taken = nullptr;
        ~Claimed()
        {
            if (taken == nullptr)
                return;
            std::atomic_ref head(std::exchange(mine, nullptr)->head);
            if (module_in(head.load()) != 0) // the module ends the program, exit(), or the thread that was lent to it
                head.store((head.load() & ~std::uint64_t{0xFF}) | left);
            else
                std::atomic_ref(*taken).store(0);
        }
    };
    thread_local Claimed claimed;
    journal::Page& page = state->file->page();
    for (std::size_t at = 0; at < journal::most_slots; ++at) {
        std::uint32_t free = 0;
        if (!std::atomic_ref(page.taken[at]).compare_exchange_strong(free, 1))
            continue;
        claimed.taken = &page.taken[at];
        journal::prepare_thread();
        return mine = &page.slot[at];
    }
    return nullptr;
}

} // namespace slots

std::uint16_t mark_of(Module const& module)
{
    auto* const state = running.load(std::memory_order_acquire);
    if (state == nullptr)
        return 0;
    std::string const identity = identity_of(module);
    std::lock_guard const lock(state->mutex);
    journal::Page& page = state->file->page();
    for (std::uint32_t at = 0; at < page.modules; ++at)
        if (module.manifest.id == page.module[at].id && identity == page.module[at].identity)
            return static_cast<std::uint16_t>(at + 1);
    if (page.modules == journal::most_modules)
        return 0;
    auto& entry = page.module[page.modules];
    copy_text(entry.id, sizeof entry.id, module.manifest.id);
    copy_text(entry.identity, sizeof entry.identity, identity);
    return static_cast<std::uint16_t>(++page.modules);
}

void place_library(std::uint16_t mark, void const* address_within)
{
    auto* const state = running.load(std::memory_order_acquire);
    if (state == nullptr || mark == 0)
        return;
    auto const bounds = journal::bounds_of(address_within);
    auto& entry = state->file->page().module[mark - 1];
    entry.from = bounds.from;
    entry.to = bounds.to;
}

std::vector<Hanging> hanging()
{
    std::vector<Hanging> all;
    auto* const state = running.load(std::memory_order_acquire);
    if (state == nullptr)
        return all;
    auto const now = Clock::now();
    std::lock_guard const lock(state->mutex);
    journal::Page const& page = state->file->page();
    for (std::size_t at = 0; at < journal::most_slots; ++at)
        if (auto const& seen = state->seen[at]; seen.told && module_in(seen.head) != 0) {
            auto const& entry = page.module[module_in(seen.head) - 1];
            all.push_back({text_in(entry.id, sizeof entry.id), phase_in(seen.head), what_in(page.slot[at]), std::chrono::duration_cast<std::chrono::seconds>(now - seen.since)});
        }
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.since > b.since; });
    return all;
}

Result<std::unique_ptr<CrashJournal>> CrashJournal::open(Options options)
{
    std::error_code failed;
    std::filesystem::create_directories(options.folder, failed);
    auto journal = std::unique_ptr<CrashJournal>(new CrashJournal);
    auto incidents = Incidents::read(options.folder);
    auto const left = gather(options.folder);
    for (Incident const& incident : left)
        incidents.add(incident);
    if (options.counts_as_start)
        incidents.begin_start();
    PASSERELLE_TRY(incidents.write());
    journal->m_news.assign(incidents.all().end() - static_cast<std::ptrdiff_t>(std::min(left.size(), incidents.all().size())), incidents.all().end());

    auto file = journal::make(options.folder / fmt::format("{}-{}.running", static_cast<std::int64_t>(::time(nullptr)),
                                                           Clock::now().time_since_epoch().count()));
    if (!file)
        return file.error();
    auto* const state = new Running; // for ever: threads and signals may come after main()
    state->file = std::move(*file);
    state->on_change = std::move(options.on_change);
    journal::Page& page = state->file->page();
    copy_text(page.boot, sizeof page.boot, journal::boot_name());
    copy_text(page.program, sizeof page.program, options.program);
    page.start = incidents.starts();
    std::memcpy(page.magic, journal::magic, sizeof page.magic);
    running.store(state, std::memory_order_release);
    journal::prepare_thread();
    journal::catch_crashes(*state->file);
    state->watch = std::thread([state] { watch(*state); });
    return journal;
}

CrashJournal::~CrashJournal()
{
    auto* const state = running.load(std::memory_order_acquire);
    if (state == nullptr)
        return;
    {
        std::lock_guard const lock(state->mutex);
        state->stop = true;
        state->on_change = nullptr;
    }
    state->stop_now.notify_all();
    state->watch.join();
    state->file->page().clean = 1;
    if (hanging().empty())
        state->file->remove();
}

void CrashJournal::log(std::string_view line)
{
    auto* const state = running.load(std::memory_order_acquire);
    if (state == nullptr)
        return;
    line = line.substr(0, 1024);
    std::lock_guard const lock(state->mutex);
    journal::Page& page = state->file->page();
    for (char const letter : line)
        page.log[page.log_at++ % journal::log_bytes] = letter;
    page.log[page.log_at++ % journal::log_bytes] = '\n';
}

} // namespace passerelle::loader
