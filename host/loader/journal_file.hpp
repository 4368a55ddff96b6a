// The journal's file as it lies on the disk and in memory, and what only the system can do for it. Not included outside host/loader.
// journal_file_posix.cpp is the one file that knows the system; elsewhere journal_file_other.cpp stands in.
#pragma once
#include "host/base/result.hpp"
#include "host/loader/crash_journal.hpp"
#include <cstddef>
#include <optional>

namespace passerelle::loader::journal {

constexpr std::size_t most_slots = 64, most_modules = 254, log_bytes = 16 * 1024, stack_bytes = 8 * 1024;
constexpr char magic[8] = {'P', 'S', 'L', 'R', 'U', 'N', '1', '\0'};

struct ModuleEntry {
    char id[104], identity[72];
    std::uint64_t from, to; ///< where its library lies in memory
};

/// Read back from a dead process, so: plain data, nothing that points.
struct Page {
    char magic[8];
    char boot[40], program[24];
    std::int64_t start;
    std::uint32_t clean, modules, log_at, crash_signal;
    std::uint32_t crash_slot, crash_module; ///< slot counted from 1; the module whose code was on the stack of a thread without a slot
    std::int64_t crash_at, hang_at;         ///< seconds since 1970
    slots::Slot slot[most_slots];
    std::uint32_t taken[most_slots];
    ModuleEntry module[most_modules];
    char log[log_bytes], stack[stack_bytes];
};

class File {
public:
    virtual ~File() = default;
    [[nodiscard]] virtual Page& page() = 0;
    virtual void remove() = 0;
};
/// A new file, locked for as long as this process lives. Never unmapped: threads may end after the journal.
[[nodiscard]] Result<std::unique_ptr<File>> make(std::filesystem::path const&);
/// The content of a file whose process is gone; nothing while it lives, or where the file is not a journal (`damaged` is then true).
[[nodiscard]] std::optional<Page> read_left(std::filesystem::path const&, bool& damaged);
/// The system's name for the time since it was started; empty: it has none.
[[nodiscard]] std::string boot_name();
/// Marks the slot of a thread that crashes, writes its stack, then lets the system end the process. Not under a debugger.
void catch_crashes(File&);
/// A stack of its own for the handler, for the thread that calls; it goes with the thread.
void prepare_thread();
/// The bounds of the library that holds this address.
struct Bounds {
    std::uint64_t from = 0, to = 0;
};
[[nodiscard]] Bounds bounds_of(void const* address);

} // namespace passerelle::loader::journal
