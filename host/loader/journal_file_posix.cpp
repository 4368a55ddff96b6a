#if defined(__unix__) || defined(__APPLE__)
#include "host/loader/journal_file.hpp"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <ctime>
#include <execinfo.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <new>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__linux__)
#include <link.h>
#endif

namespace passerelle::loader::journal {

namespace {

class Mapped final : public File {
public:
    Mapped(std::filesystem::path path, int descriptor, Page* page) : m_path(std::move(path)), m_descriptor(descriptor), m_page(page) {}
    [[nodiscard]] Page& page() override { return *m_page; }
    void remove() override { ::unlink(m_path.c_str()); }
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    std::filesystem::path m_path;
    int m_descriptor; ///< stays open: the lock says that the process lives
    Page* m_page;
};

Page* crashing_page = nullptr;
int crashing_file = -1;
constexpr int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};

/// The module whose library holds one of these addresses, counted from 1; 0: none.
std::uint32_t module_on(void* const* frames, int count)
{
    std::uint32_t const known = std::min<std::uint32_t>(crashing_page->modules, most_modules);
    for (int frame = 0; frame < count; ++frame)
        for (std::uint32_t at = 0; at < known; ++at) {
            auto const address = reinterpret_cast<std::uint64_t>(frames[frame]);
            if (address >= crashing_page->module[at].from && address < crashing_page->module[at].to)
                return at + 1;
        }
    return 0;
}

/// Only what is safe inside a signal: stores into the mapped file, time, backtrace (loaded before), lseek and write.
void on_crash(int signal)
{
    static volatile std::sig_atomic_t already = 0;
    if (already == 0) {
        already = 1;
        Page& page = *crashing_page;
        page.crash_signal = static_cast<std::uint32_t>(signal);
        page.crash_at = static_cast<std::int64_t>(::time(nullptr));
        if (auto* const slot = slots::mine) {
            slot->head = (slot->head & ~std::uint64_t{0xFF}) | static_cast<std::uint64_t>(signal);
            page.crash_slot = static_cast<std::uint32_t>(slot - page.slot) + 1;
        }
        void* frames[64];
        int const count = backtrace(frames, 64);
        page.crash_module = module_on(frames, count);
        // The file is as long as the page; what is more than there is room for runs beyond it and is not read back.
        if (::lseek(crashing_file, static_cast<off_t>(offsetof(Page, stack)), SEEK_SET) >= 0)
            backtrace_symbols_fd(frames, count, crashing_file);
    }
    struct sigaction action {};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, nullptr);
    raise(signal); // delivered when the handler returns
}

bool under_debugger()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("TracerPid:"))
            return line.find_first_of("123456789") != std::string::npos;
    return false;
}

Error refusal(std::filesystem::path const& path)
{
    return {Status::io, {fmt::format("Le dossier «\u00a0{}\u00a0» ne se laisse pas modifier\u00a0: un module qui arrêterait le programme ne serait pas nommé au démarrage suivant.", path.parent_path().string()),
                         fmt::format("The folder “{}” cannot be written: a module that stops the program would not be named at the next start.", path.parent_path().string())}};
}

} // namespace

Result<std::unique_ptr<File>> make(std::filesystem::path const& path)
{
    int const descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return refusal(path);
    // The blocks are taken now: a full disk must not become a fault of memory later.
    bool const room = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::ftruncate(descriptor, sizeof(Page)) == 0
#if defined(__linux__)
                      && ::posix_fallocate(descriptor, 0, sizeof(Page)) == 0
#endif
        ;
    void* const memory = room ? ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0) : MAP_FAILED;
    if (memory == MAP_FAILED) {
        ::unlink(path.c_str());
        ::close(descriptor);
        return refusal(path);
    }
    return std::unique_ptr<File>(new Mapped(path, descriptor, new (memory) Page{}));
}

std::optional<Page> read_left(std::filesystem::path const& path, bool& damaged)
{
    damaged = false;
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return std::nullopt;
    std::optional<Page> page;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
        auto read = std::make_unique<Page>();
        auto const got = ::read(descriptor, read.get(), sizeof(Page));
        damaged = got != static_cast<ssize_t>(sizeof(Page)) || !std::equal(std::begin(magic), std::end(magic), read->magic);
        if (!damaged)
            page = *read;
    }
    ::close(descriptor);
    return page;
}

std::string boot_name()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string name;
    std::getline(file, name);
    return name;
}

void catch_crashes(File& file)
{
#if defined(__SANITIZE_ADDRESS__)
    (void)file; // the sanitizer tells more
#else
    if (under_debugger())
        return;
    auto& mapped = static_cast<Mapped&>(file);
    crashing_page = &mapped.page();
    crashing_file = mapped.descriptor();
    void* frame = nullptr;
    (void)backtrace(&frame, 1); // loads what it needs now: it must not allocate in the handler
    struct sigaction action {};
    action.sa_handler = on_crash;
    action.sa_flags = SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (int const signal : signals)
        sigaction(signal, &action, nullptr);
#endif
}

void prepare_thread()
{
    static constexpr std::size_t size = 64 * 1024;
    struct HandlerStack {
        std::unique_ptr<char[]> memory = std::make_unique<char[]>(size);
        HandlerStack()
        {
            stack_t stack{};
            stack.ss_sp = memory.get();
            stack.ss_size = size;
            sigaltstack(&stack, nullptr);
        }
        ~HandlerStack()
        {
            stack_t none{};
            none.ss_flags = SS_DISABLE;
            sigaltstack(&none, nullptr);
        }
    };
    thread_local HandlerStack const stack;
    (void)stack;
}

Bounds bounds_of([[maybe_unused]] void const* address)
{
    Bounds bounds;
#if defined(__linux__)
    struct Wanted {
        std::uint64_t address;
        Bounds* bounds;
    } wanted{reinterpret_cast<std::uint64_t>(address), &bounds};
    dl_iterate_phdr(
        [](dl_phdr_info* library, std::size_t, void* data) {
            auto const& asked = *static_cast<Wanted*>(data);
            std::uint64_t from = UINT64_MAX, to = 0;
            for (int at = 0; at < library->dlpi_phnum; ++at)
                if (auto const& part = library->dlpi_phdr[at]; part.p_type == PT_LOAD) {
                    from = std::min<std::uint64_t>(from, library->dlpi_addr + part.p_vaddr);
                    to = std::max<std::uint64_t>(to, library->dlpi_addr + part.p_vaddr + part.p_memsz);
                }
            if (asked.address < from || asked.address >= to)
                return 0;
            *asked.bounds = {from, to};
            return 1;
        },
        &wanted);
#endif
    return bounds;
}

} // namespace passerelle::loader::journal
#endif
