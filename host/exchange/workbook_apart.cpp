#include "host/exchange/workbook_apart.hpp"
#include "host/exchange/workbook_orcus.hpp"
#include <cstring>
#include <optional>

#ifndef _WIN32
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace passerelle::exchange {

#ifdef _WIN32

Result<Workbook> packed_workbook_apart(std::string_view bytes, BookFormat format, BookLimits const& limits, std::atomic<bool> const* stop)
{
    return packed_workbook(bytes, format, limits, stop);
}

#else

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto longest = std::chrono::seconds{120};

/// Between two processes of the same program: numbers as they lie in memory, texts behind their length.
struct Writer {
    std::string out;
    void number(std::uint64_t value) { out.append(reinterpret_cast<char const*>(&value), sizeof value); }
    void small(std::uint8_t value) { out += static_cast<char>(value); }
    void text(std::string_view value)
    {
        auto const size = static_cast<std::uint32_t>(value.size());
        out.append(reinterpret_cast<char const*>(&size), sizeof size);
        out += value;
    }
};
struct Reader {
    std::string_view in;
    bool good = true;
    template<typename T>
    T raw()
    {
        T value{};
        if (in.size() < sizeof value) {
            good = false;
            in = {};
            return value;
        }
        std::memcpy(&value, in.data(), sizeof value);
        in.remove_prefix(sizeof value);
        return value;
    }
    std::uint64_t number() { return raw<std::uint64_t>(); }
    std::string text()
    {
        auto const size = raw<std::uint32_t>();
        if (size > in.size()) {
            good = false;
            return {};
        }
        std::string value{in.substr(0, size)};
        in.remove_prefix(size);
        return value;
    }
};

std::string written(Result<Workbook> const& read)
{
    Writer writer;
    writer.small(read ? 1 : 0);
    if (!read) {
        writer.small(static_cast<std::uint8_t>(read.error().status));
        writer.text(read.error().sentence.fr);
        writer.text(read.error().sentence.en);
        return std::move(writer.out);
    }
    writer.small(static_cast<std::uint8_t>(read->format));
    writer.number(read->sheets.size());
    for (auto const& sheet : read->sheets) {
        writer.text(sheet.name);
        writer.number(sheet.columns);
        writer.number(sheet.rows.size());
        for (auto const& row : sheet.rows) {
            writer.number(row.line);
            writer.number(row.cells.size());
            for (auto const& cell : row.cells) {
                writer.small(static_cast<std::uint8_t>(cell.kind));
                if (cell.kind != CellKind::empty)
                    writer.text(cell.text);
            }
        }
    }
    return std::move(writer.out);
}

std::optional<Result<Workbook>> read_back(std::string_view bytes)
{
    Reader reader{bytes};
    if (reader.raw<std::uint8_t>() == 0) {
        auto const status = static_cast<Status>(reader.raw<std::uint8_t>());
        auto fr = reader.text();
        auto en = reader.text();
        return reader.good ? std::optional<Result<Workbook>>{Error{status, {std::move(fr), std::move(en)}}} : std::nullopt;
    }
    Workbook book;
    book.format = static_cast<BookFormat>(reader.raw<std::uint8_t>());
    auto const sheets = reader.number();
    for (std::uint64_t s = 0; s < sheets && reader.good; ++s) {
        SheetTable sheet;
        sheet.name = reader.text();
        sheet.columns = reader.number();
        auto const rows = reader.number();
        for (std::uint64_t r = 0; r < rows && reader.good; ++r) {
            SheetRow row{reader.number(), {}};
            auto const cells = reader.number();
            for (std::uint64_t c = 0; c < cells && reader.good; ++c) {
                auto const kind = static_cast<CellKind>(reader.raw<std::uint8_t>());
                row.cells.push_back({kind, kind == CellKind::empty ? std::string{} : reader.text()});
            }
            sheet.rows.push_back(std::move(row));
        }
        book.sheets.push_back(std::move(sheet));
    }
    return reader.good ? std::optional<Result<Workbook>>{std::move(book)} : std::nullopt;
}

[[noreturn]] void read_in_child(int out, std::string_view bytes, BookFormat format, BookLimits const& limits)
{
    // Assertions write to the error output, and a fault is expected here: no message, no core file.
    if (int const nowhere = ::open("/dev/null", O_WRONLY); nowhere >= 0)
        ::dup2(nowhere, STDERR_FILENO);
    rlimit bound{0, 0};
    ::setrlimit(RLIMIT_CORE, &bound);
    bound = {120, 120};
    ::setrlimit(RLIMIT_CPU, &bound);
    for (int const fault : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
        std::signal(fault, SIG_DFL);
    std::string answer;
    try {
        answer = written(packed_workbook(bytes, format, limits, nullptr));
    } catch (...) {
        ::_exit(1);
    }
    for (std::size_t at = 0; at < answer.size();) {
        auto const count = ::write(out, answer.data() + at, answer.size() - at);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            ::_exit(1);
        at += static_cast<std::size_t>(count);
    }
    ::_exit(0);
}

Error damaged()
{
    return {Status::corrupt, {"Ce classeur est abîmé. Ouvrez-le dans un tableur, enregistrez-le de nouveau en .xlsx ou en .csv, puis recommencez.",
                              "This workbook is damaged. Open it in a spreadsheet program, save it again as .xlsx or .csv, then try once more."}};
}

} // namespace

Result<Workbook> packed_workbook_apart(std::string_view bytes, BookFormat format, BookLimits const& limits, std::atomic<bool> const* stop)
{
    int ends[2];
    if (::pipe(ends) != 0)
        return Error{Status::io, {"Ce poste n’a plus de ressources pour lire le classeur. Fermez d’autres programmes, puis recommencez.",
                                  "This computer has no resources left to read the workbook. Close other programs, then try again."}};
    pid_t const child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        read_in_child(ends[1], bytes, format, limits);
    }
    ::close(ends[1]);
    std::string answer;
    bool cancelled = false, late = child < 0;
    auto const deadline = Clock::now() + longest;
    std::string buffer(1u << 16, '\0');
    while (!late && !cancelled) {
        pollfd waiting{ends[0], POLLIN, 0};
        int const ready = ::poll(&waiting, 1, 50);
        cancelled = stop && stop->load(std::memory_order_relaxed);
        late = Clock::now() > deadline;
        if (ready <= 0)
            continue;
        auto const count = ::read(ends[0], buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            break;
        answer.append(buffer.data(), static_cast<std::size_t>(count));
    }
    ::close(ends[0]);
    if (child > 0) {
        if (late || cancelled)
            ::kill(child, SIGKILL);
        int state = 0;
        while (::waitpid(child, &state, 0) < 0 && errno == EINTR) {
        }
        if (!cancelled && !late && WIFEXITED(state) && WEXITSTATUS(state) == 0)
            if (auto book = read_back(answer))
                return std::move(*book);
    }
    if (cancelled)
        return Error{Status::cancelled, {"Lecture interrompue.", "Reading interrupted."}};
    return damaged();
}

#endif

} // namespace passerelle::exchange
