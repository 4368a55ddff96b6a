#if defined __linux__
#include "host/apart/remote.hpp"
#include "host/apart/process.hpp"
#include "host/loader/library.hpp"
#include <cstring>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace passerelle::apart {

namespace {

using std::chrono::milliseconds;

/// The lines that this thread holds, so that a call within a call goes where its answer is waited for.
thread_local std::vector<std::pair<Remote const*, Line*>> at_work;

constexpr milliseconds grace_after_crash(300), grace_after_close(1000);

} // namespace

Remote::Remote(Phrase name, Options const& options, pid_t process, std::array<int, lines> const& descriptors)
    : m_name(std::move(name)), m_options(options), m_process(process), m_main(std::this_thread::get_id())
{
    for (int const descriptor : descriptors)
        m_lines.push_back(std::make_unique<Line>(descriptor));
}

Remote::~Remote()
{
    end(End::closed);
    if (m_own.joinable())
        m_own.join();
    for (auto const& line : m_lines)
        ::close(line->channel.descriptor());
}

Result<void> Remote::greet()
{
    auto const said = [&](In& in, Frame& frame) {
        if (m_lines[0]->channel.receive(frame, limits().start.silence) != Received::frame || frame.kind != Kind::told || frame.op != Op::hello)
            return false;
        in = In(frame.body);
        return true;
    };
    Frame frame;
    In in;
    Error const silent{Status::io, {"Le module ne s’ouvre pas dans le processus à part où il doit tourner. Vos données sont intactes. Demandez une version "
                                    "corrigée du module, ou continuez sans lui.",
                                    "The module does not open in the separate process that it must run in. Your data is intact. Ask for a corrected "
                                    "version of the module, or go on without it."}};
    if (!said(in, frame))
        return silent;
    if (in.take<std::uint32_t>() != protocol)
        return Error{Status::newer, {"Le programme est installé en partie seulement. Installez-le de nouveau. Vos données sont intactes.",
                                     "The program is installed only in part. Install it again. Your data is intact."}};
    bool const filtered = in.take<bool>();
    m_landlock = in.take<std::uint32_t>();
    if (!filtered)
        return Error{Status::unsupported,
                     {"Ce système ne sait pas enfermer un module dont l’éditeur n’est pas reconnu\u00a0: le module reste suspendu. Faites reconnaître son "
                      "éditeur dans les réglages, ou continuez sans lui.",
                      "This system cannot confine a module whose publisher is not trusted: the module stays held. Have its publisher trusted in the "
                      "settings, or go on without it."}};
    if (!said(in, frame))
        return silent;
    auto const opened = in.take<Opened>();
    auto const abi = in.take<std::uint32_t>();
    auto const detail = std::string(in.take<std::string_view>());
    switch (in.good() ? opened : Opened::no_entry) {
    case Opened::ready: return {};
    case Opened::unopened: return Error{Status::invalid, loader::not_opened(detail)};
    case Opened::wrong_abi: return Error{Status::invalid, loader::other_contract(abi)};
    case Opened::no_create: return Error{Status::invalid, loader::empty_entry()};
    case Opened::no_entry: break;
    }
    return Error{Status::invalid, loader::no_entry()};
}

void Remote::begin(psl_host const* host)
{
    m_host = host;
    log(PSL_INFO, m_landlock > 0 ? fmt::format("runs apart: system calls filtered, files closed by Landlock (version {})", m_landlock)
                                 : std::string("runs apart: system calls filtered; no Landlock here: files could be read while the library was opened, none since"));
    m_own = std::thread([this] { serve_own_threads(); });
}

void Remote::serve_own_threads()
{
    Line& line = *m_lines.back();
    Frame frame;
    while (!m_gone) {
        auto const received = line.channel.receive(frame, milliseconds(1000));
        if (received == Received::late)
            continue;
        if (received != Received::frame)
            return end(received == Received::closed ? End::crashed : End::broken);
        std::lock_guard const lock(m_own_mutex);
        if (m_quiet) { // an empty answer reads as a refusal
            if (frame.kind == Kind::call)
                line.channel.queue(Kind::answer, frame.op, {});
            if (!line.channel.flush(limits().check.silence))
                return end(End::silent);
            continue;
        }
        auto const alive = weak_from_this().lock();
        if (alive == nullptr)
            return;
        if (frame.kind == Kind::answer || !serve(alive, line, frame))
            return end(End::broken);
    }
}

void Remote::quiet()
{
    {
        std::lock_guard const lock(m_own_mutex);
        m_quiet = true;
    }
    std::lock_guard const lock(queries_mutex);
    queries.clear();
    handles.clear();
}

void Remote::leave()
{
    quiet();
    end(End::closed);
    if (m_own.joinable())
        m_own.join();
    m_host = nullptr;
    self.reset();
}

void Remote::end(End why)
{
    std::lock_guard const lock(m_end_mutex);
    if (m_gone)
        return;
    m_end = why;
    m_gone = true;
    for (auto const& line : m_lines)
        ::shutdown(line->channel.descriptor(), SHUT_RDWR); // wakes whoever waits, on both sides
    int const status = end_process(m_process, why == End::crashed ? grace_after_crash : why == End::closed ? grace_after_close : milliseconds(0));
    m_line_free.notify_all();
    if (why == End::closed)
        return;
    std::string how = why == End::silent ? "no answer within the limit: ended" : why == End::broken ? "it broke the protocol: ended" : "it ended";
    if (why == End::crashed && status >= 0 && WIFSIGNALED(status))
        how += fmt::format(" by signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)));
    else if (why == End::crashed && status >= 0 && WIFEXITED(status))
        how += fmt::format(" with code {}", WEXITSTATUS(status));
    log(PSL_ERROR, "the module's process: " + how);
}

Phrase Remote::sentence() const
{
    std::string const& fr = m_name.fr;
    std::string const& en = m_name.en;
    switch (m_end) {
    case End::silent:
        return {fmt::format("Le module «\u00a0{}\u00a0» ne répondait plus et a été arrêté. Vos données sont intactes. Relancez le programme pour le "
                            "retrouver, ou continuez sans lui.", fr),
                fmt::format("The module “{}” no longer answered and was stopped. Your data is intact. Start the program again to have it back, or go on "
                            "without it.", en)};
    case End::broken:
        return {fmt::format("Le module «\u00a0{}\u00a0» ne respectait pas son contrat et a été arrêté. Vos données sont intactes. Demandez-en une version "
                            "corrigée, ou continuez sans lui.", fr),
                fmt::format("The module “{}” did not keep to its contract and was stopped. Your data is intact. Ask for a corrected version, or go on "
                            "without it.", en)};
    case End::crashed:
    case End::closed: break;
    }
    return {fmt::format("Le module «\u00a0{}\u00a0» s’est arrêté brusquement. Vos données sont intactes. Relancez le programme pour le retrouver, ou "
                        "continuez sans lui.", fr),
            fmt::format("The module “{}” stopped abruptly. Your data is intact. Start the program again to have it back, or go on without it.", en)};
}

psl_status Remote::say_gone()
{
    if (m_host != nullptr) {
        auto const* const locale = interface<psl_locale>(PSL_LOCALE);
        bool const english = locale != nullptr && from_c(locale->language(m_host)) == "en";
        Phrase const said = sentence();
        m_host->fail(m_host, PSL_E_IO, to_c(said.in(english ? Language::en : Language::fr)));
    }
    return PSL_E_IO;
}

void Remote::log(std::int32_t level, std::string_view text) const
{
    if (auto const* const log = interface<psl_log>(PSL_LOG))
        log->write(m_host, level, to_c(text));
}

Line* Remote::take(bool& nested)
{
    nested = false;
    for (auto const& [remote, line] : at_work)
        if (remote == this) {
            nested = true;
            return m_gone ? nullptr : line;
        }
    std::unique_lock lock(m_lines_mutex);
    Line* line = nullptr;
    if (std::this_thread::get_id() == m_main)
        line = m_lines[0].get();
    while (line == nullptr && !m_gone) {
        for (std::size_t at = 1; at < calling_lines && line == nullptr; ++at)
            if (!m_lines[at]->taken)
                line = m_lines[at].get();
        if (line == nullptr)
            m_line_free.wait_for(lock, std::chrono::seconds(1));
    }
    if (m_gone || line == nullptr)
        return nullptr;
    line->taken = true;
    at_work.emplace_back(this, line);
    return line;
}

void Remote::give_back(Line& line)
{
    std::erase_if(at_work, [&](auto const& one) { return one.first == this; });
    {
        std::lock_guard const lock(m_lines_mutex);
        line.taken = false;
    }
    m_line_free.notify_one();
}

} // namespace passerelle::apart
#endif
