#include "host/apart/child/sandbox.hpp"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace passerelle::apart::child {

namespace {

#if defined __x86_64__
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined __aarch64__
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t architecture = 0; // unknown: filter_calls() refuses
#endif

constexpr int first_threads_arenas = 2; ///< malloc reserves a wide space of addresses for each, and space is bounded here
constexpr rlim_t most_descriptors = 256;

void limit(__rlimit_resource what, rlim_t most)
{
    rlimit const both{most, most};
    (void)::setrlimit(what, &both);
}

// ---- Landlock, by number: the headers of the oldest system that we build on know its first version only ----------------------------

struct Ruleset {
    std::uint64_t files, network, scoped;
};
constexpr std::uint64_t read_file = std::uint64_t{1} << 2;

bool allow_reading(int ruleset, std::string const& path)
{
    int const folder = ::open(path.c_str(), O_PATH | O_CLOEXEC);
    if (folder < 0)
        return false;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = read_file;
    rule.parent_fd = folder;
    bool const added = ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    ::close(folder);
    return added;
}

// ---- seccomp ------------------------------------------------------------------------------------------------------------------------

constexpr sock_filter load(std::size_t offset) { return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
constexpr sock_filter answer(std::uint32_t what) { return BPF_STMT(BPF_RET | BPF_K, what); }
constexpr std::uint32_t refused(int error) { return SECCOMP_RET_ERRNO | (static_cast<std::uint32_t>(error) & SECCOMP_RET_DATA); }
/// The low half of an argument; both machines known here are little-endian.
constexpr std::size_t argument(int at) { return offsetof(seccomp_data, args) + static_cast<std::size_t>(at) * 8; }

class Filter {
public:
    Filter()
    {
        m_code = {load(offsetof(seccomp_data, arch)), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0), answer(SECCOMP_RET_KILL_PROCESS),
                  load(offsetof(seccomp_data, nr))};
#if defined __x86_64__
        // The other numbering of the same machine (x32) begins here.
        m_code.push_back(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1));
        m_code.push_back(answer(SECCOMP_RET_KILL_PROCESS));
#endif
    }
    void on(long call, std::uint32_t what)
    {
        m_code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
        m_code.push_back(answer(what));
    }
    /// Allowed where (argument & mask) == value, else refused.
    void on_masked(long call, int at, std::uint32_t mask, std::uint32_t value)
    {
        m_code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 5));
        m_code.push_back(load(argument(at)));
        m_code.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask));
        m_code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1));
        m_code.push_back(answer(SECCOMP_RET_ALLOW));
        m_code.push_back(answer(refused(EPERM)));
    }
    /// Allowed where the whole of the argument is 0.
    void on_null(long call, int at)
    {
        m_code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 6));
        m_code.push_back(load(argument(at)));
        m_code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3));
        m_code.push_back(load(argument(at) + 4));
        m_code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1));
        m_code.push_back(answer(SECCOMP_RET_ALLOW));
        m_code.push_back(answer(refused(EPERM)));
    }
    [[nodiscard]] bool install(std::uint32_t otherwise)
    {
        m_code.push_back(answer(otherwise));
        sock_fprog const program{static_cast<unsigned short>(m_code.size()), m_code.data()};
        return architecture != 0 && ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
    }

private:
    std::vector<sock_filter> m_code;
};

/// Memory, threads, time and what stands on descriptors that are already open.
constexpr long allowed[] = {
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_close, SYS_fstat, SYS_lseek, SYS_mmap, SYS_munmap, SYS_mprotect, SYS_mremap, SYS_madvise,
    SYS_brk, SYS_futex, SYS_set_robust_list, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_exit, SYS_exit_group,
    SYS_clock_gettime, SYS_clock_getres, SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_sched_yield, SYS_sched_getaffinity, SYS_getrandom,
    SYS_getpid, SYS_gettid, SYS_getppid, SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_uname, SYS_sysinfo, SYS_restart_syscall, SYS_membarrier,
    SYS_set_tid_address, SYS_seccomp,
#if defined SYS_rseq
    SYS_rseq,
#endif
#if defined SYS_getcpu
    SYS_getcpu,
#endif
#if defined SYS_arch_prctl
    SYS_arch_prctl,
#endif
#if defined SYS_time
    SYS_time,
#endif
};

} // namespace

bool bound_process(std::uint64_t address_space, int program, int first_free_descriptor)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != program)
        return false;
    ::syscall(SYS_close_range, static_cast<unsigned>(first_free_descriptor), ~0u, 0u);
    ::signal(SIGPIPE, SIG_IGN);
    ::umask(077);
    if (::chdir("/") != 0)
        return false;
    ::prctl(PR_SET_DUMPABLE, 0); // no core, and no other process of the same person looks in
    ::mallopt(M_ARENA_MAX, first_threads_arenas);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, most_descriptors);
    limit(RLIMIT_MEMLOCK, 0);
    limit(RLIMIT_MSGQUEUE, 0);
#if !defined __SANITIZE_ADDRESS__ // whose shadow takes terabytes of addresses
    limit(RLIMIT_AS, address_space);
#else
    (void)address_space;
#endif
    // Started by an administrator, it is none.
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct const none[2]{};
    (void)::syscall(SYS_capset, &header, none);
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

std::uint32_t close_files(std::string const& module_folder)
{
    long const version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return 0;
    Ruleset rules{};
    rules.files = (std::uint64_t{1} << 13) - 1; // as of version 1: execute, write, read, and all that makes or removes
    rules.files |= version >= 2 ? std::uint64_t{1} << 13 : 0; // moving between folders
    rules.files |= version >= 3 ? std::uint64_t{1} << 14 : 0; // cutting
    rules.files |= version >= 5 ? std::uint64_t{1} << 15 : 0; // devices
    rules.network = version >= 4 ? 3 : 0;                     // TCP: to listen, to connect
    rules.scoped = version >= 6 ? 3 : 0;                      // sockets by name, signals: none beyond this process
    std::size_t const size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int const ruleset = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &rules, size, 0));
    if (ruleset < 0)
        return 0;
    bool whole = allow_reading(ruleset, module_folder);
    for (char const* const path : {"/lib", "/lib64", "/lib32", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache"})
        (void)allow_reading(ruleset, path); // those that this system has
    whole = whole && ::syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
    ::close(ruleset);
    return whole ? static_cast<std::uint32_t>(version) : 0;
}

bool filter_calls()
{
    Filter filter;
    for (long const call : allowed)
        filter.on(call, SECCOMP_RET_ALLOW);
    // Reading only. O_TMPFILE and O_PATH are left out too: neither is needed.
    constexpr auto writing = static_cast<std::uint32_t>(O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | O_PATH | (O_TMPFILE & ~O_DIRECTORY));
    filter.on_masked(SYS_openat, 2, writing, O_RDONLY);
    filter.on(SYS_newfstatat, SECCOMP_RET_ALLOW);
#if defined SYS_open
    filter.on_masked(SYS_open, 1, writing, O_RDONLY);
    filter.on(SYS_access, refused(EACCES));
#endif
    // Threads, and no process: a thread shares all that the module's process has.
    constexpr std::uint32_t thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
    constexpr std::uint32_t spaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    filter.on_masked(SYS_clone, 0, thread | spaces, thread);
    filter.on(SYS_clone3, refused(ENOSYS)); // its flags stand in memory, where no filter sees them: the C library falls back to clone
    // abort() sends itself a signal; nobody else gets one.
    filter.on_masked(SYS_tgkill, 0, ~0u, static_cast<std::uint32_t>(::getpid()));
    filter.on_masked(SYS_prctl, 0, ~0u, PR_SET_NAME);
    filter.on_null(SYS_prlimit64, 2); // to read, not to change
    return filter.install(refused(EPERM));
}

bool filter_opening()
{
    limit(RLIMIT_NOFILE, 0);
    Filter filter;
    filter.on(SYS_openat, refused(EACCES));
    filter.on(SYS_newfstatat, refused(EACCES));
#if defined SYS_open
    filter.on(SYS_open, refused(EACCES));
#endif
    return filter.install(SECCOMP_RET_ALLOW);
}

} // namespace passerelle::apart::child
