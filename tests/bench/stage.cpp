#include "tests/bench/stage.hpp"
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sqlite3.h>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {

namespace {

/// Raised when make-stress writes other content for the same options.
constexpr int content = 3;

/// Of the declarations that the build carries: a portfolio made for other tables would measure their migration.
std::uint64_t fingerprint(std::filesystem::path const& folder)
{
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().filename() == "plugin.json")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::uint64_t hash = 14695981039346656037u;
    for (auto const& file : files) {
        std::ifstream in(file, std::ios::binary);
        for (char c = 0; in.get(c);)
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    }
    return hash;
}

} // namespace

Stage::Stage(Settings settings) : m_settings(std::move(settings)) { std::filesystem::create_directories(m_settings.folder); }

Stage::~Stage() { close(); }

void Stage::close()
{
    if (m_raw)
        sqlite3_close(m_raw);
    m_raw = nullptr;
    m_session.reset();
}

std::filesystem::path Stage::portfolio(Size size)
{
    auto const path = m_settings.folder / fmt::format("stress-{}-projects-{}-transactions-v{}-{:08x}.passerelle", size.projects, size.transactions, content,
                                                      static_cast<std::uint32_t>(fingerprint(m_settings.build + "/modules")));
    if (std::filesystem::exists(path))
        return path;
    fmt::print(stderr, "making {}\n", path.string());
    // Under another name until it is whole: a run that is stopped leaves nothing that the next would measure.
    auto const making = m_settings.folder / fmt::format("making-{}.passerelle", getpid());
    auto const made = run_process(
        {program("make-stress"), "--projects", std::to_string(size.projects), "--transactions", std::to_string(size.transactions), "--seed", "1", "--out", making.string()});
    if (made.status != 0)
        throw std::runtime_error("make-stress did not make " + path.string());
    std::filesystem::rename(making, path);
    fmt::print(stderr, "made in {:.1f} s, {:.0f} MB\n", made.seconds, static_cast<double>(std::filesystem::file_size(path)) / 1e6);
    return path;
}

passerelle::bridge::Session& Stage::session(Size size)
{
    if (m_session && m_open == size)
        return *m_session;
    close();
    passerelle::bridge::SessionOptions options;
    options.store.automatic_backups = false;
    options.today = "2026-11-22";
    auto session = passerelle::bridge::Session::open(portfolio(size), options);
    if (!session)
        throw std::runtime_error(session.error().sentence.en);
    m_session = std::move(*session);
    m_open = size;
    return *m_session;
}

sqlite3* Stage::raw(Size size)
{
    auto const& path = session(size).portfolio().path();
    if (!m_raw && sqlite3_open_v2(path.c_str(), &m_raw, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
        throw std::runtime_error("raw SQLite cannot open the portfolio");
    return m_raw;
}

benchmark::internal::Benchmark* Stage::add(std::string const& name, std::function<void(benchmark::State&)> body)
{
    return benchmark::RegisterBenchmark(name.c_str(), [this, body = std::move(body)](benchmark::State& state) {
        try {
            body(state);
        } catch (std::exception const& fault) {
            m_failed = true;
            state.SkipWithError(fault.what());
        }
    });
}

Measured run_process(std::vector<std::string> const& words)
{
    std::vector<char*> arguments;
    for (auto const& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    int ends[2];
    if (pipe(ends) != 0)
        throw std::runtime_error("no pipe");
    auto const start = std::chrono::steady_clock::now();
    pid_t const child = fork();
    if (child == 0) {
        int const nothing = open("/dev/null", O_WRONLY);
        dup2(ends[1], STDOUT_FILENO);
        dup2(nothing, STDERR_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    ::close(ends[1]);
    Measured measured;
    char bytes[4096];
    for (ssize_t got = 0; (got = read(ends[0], bytes, sizeof bytes)) > 0;)
        if (measured.printed.size() < 65536)
            measured.printed.append(bytes, static_cast<std::size_t>(got));
    ::close(ends[0]);
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    auto const of = [](timeval const& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    measured.cpu_seconds = of(usage.ru_utime) + of(usage.ru_stime);
    measured.peak_mb = static_cast<double>(usage.ru_maxrss) / 1024.0;
    measured.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return measured;
}

} // namespace bench
