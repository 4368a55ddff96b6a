// The program's side of one module in a process of its own: the process, its lines, and how it ends.
#pragma once
#include "host/apart/apart.hpp"
#include "host/apart/channel.hpp"
#include "host/apart/wire.hpp"
#include <array>
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace passerelle::apart {

/// Something of the host that the module was given for the time of a call; the process knows it by its place on its line's stack.
struct Object {
    enum class Type { row, sink, issues, alerts, reader, writer, importer, job, page, ui } type;
    void const* target;
    void const* table = nullptr; ///< page: psl_words; ui: psl_widgets
};

struct Line {
    explicit Line(int descriptor) : channel(descriptor, true) {}
    Channel channel;
    std::vector<Object> objects;
    int depth = 0;
    bool taken = false;
    psl_job const* job = nullptr;                ///< the work that runs on this line
    std::chrono::steady_clock::duration since_stopped{-1}; ///< time that the process has had since that work was stopped; negative: it was not
};

/// Statements are used by the thread that opened their handle, and only there touched: whatever the process says.
struct Query {
    psl_statement* statement;
    std::thread::id thread;
    int columns = -1;
};

enum class End { crashed, silent, broken, closed };

class Remote : public std::enable_shared_from_this<Remote> {
public:
    /// name: what people call the module.
    Remote(Phrase name, Options const&, pid_t, std::array<int, lines> const& descriptors);
    ~Remote();
    Remote(Remote const&) = delete;
    Remote& operator=(Remote const&) = delete;

    /// Waits for what the process says of itself and of the library.
    [[nodiscard]] Result<void> greet();
    /// [main] From now on: what the host grants, and a thread that serves those that the module starts itself.
    void begin(psl_host const*);
    /// No more of the module's own threads: what they would use goes. Returns when none is being served. [main]
    void quiet();
    /// The host is done with the module. [main]
    void leave();
    /// Ends the process and everything that waits for it. [any]
    void end(End);
    [[nodiscard]] bool gone() const { return m_gone; }
    /// Tells the host why there is no answer. [any]
    psl_status say_gone();

    /// This thread's line: the one it already holds, or a free one. nullptr: gone.
    [[nodiscard]] Line* take(bool& nested);
    void give_back(Line&);

    [[nodiscard]] psl_host const* host() const { return m_host; }
    [[nodiscard]] Limits const& limits() const { return m_options.limits; }
    [[nodiscard]] Hooks const& hooks() const { return m_options.hooks; }
    template<typename Interface>
    [[nodiscard]] Interface const* interface(char const* id) const
    {
        return m_host == nullptr ? nullptr : static_cast<Interface const*>(m_host->get(m_host, id));
    }
    void log(std::int32_t level, std::string_view text) const;

    std::mutex queries_mutex;
    std::unordered_map<std::uint32_t, Query> queries;
    std::map<std::thread::id, std::pair<std::uint32_t, psl_db_handle*>> handles;
    std::uint32_t last_query = 0, last_handle = 0;
    std::atomic<int> begun{0}; ///< jobs and changes whose done() is owed

    psl_plugin plugin{};
    psl_checks checks{};
    psl_sections sections{};
    psl_transfer transfer{};
    psl_answers answers{};
    psl_views views{};
    psl_commands commands{};
    std::uint32_t offers = 0;
    std::shared_ptr<Remote> self; ///< from create() to destroy(): the host holds a bare pointer

private:
    void serve_own_threads();
    [[nodiscard]] Phrase sentence() const;

    Phrase m_name;
    Options m_options;
    pid_t m_process;
    psl_host const* m_host = nullptr;
    std::thread::id const m_main;
    std::vector<std::unique_ptr<Line>> m_lines;
    std::mutex m_lines_mutex;
    std::condition_variable m_line_free;
    std::mutex m_end_mutex;
    std::atomic<bool> m_gone{false};
    std::atomic<End> m_end{End::closed};
    std::uint32_t m_landlock = 0;
    std::mutex m_own_mutex; ///< held while one of the module's own threads is served
    bool m_quiet = false;
    std::thread m_own;
};

/// One call into the process, on this thread. Serves what the process asks meanwhile.
class Calling {
public:
    explicit Calling(std::shared_ptr<Remote>);
    Calling(std::shared_ptr<Remote>, Line&); ///< within what is being served on this line
    ~Calling();
    Calling(Calling const&) = delete;
    Calling& operator=(Calling const&) = delete;

    Out out;
    void give(Object);                 ///< puts its number
    void give_scope(psl_row const*);   ///< and the fields that all ask for
    void give_job(psl_job*);
    /// Sends and waits. What the module answered; PSL_E_IO with a sentence where it is gone.
    [[nodiscard]] psl_status run(Op, Patience);
    [[nodiscard]] In& in() { return m_in; } ///< after run() said PSL_OK: what stands behind the status

private:
    [[nodiscard]] psl_status wait(Op, Patience);
    std::shared_ptr<Remote> m_remote;
    Line* m_line = nullptr;
    bool m_nested = false, m_job = false;
    std::size_t m_objects = 0;
    Frame m_answer;
    In m_in;
};

/// Does what the process asks in one frame, and answers it where it waits. False: it broke the contract or is gone.
[[nodiscard]] bool serve(std::shared_ptr<Remote> const&, Line&, Frame const&);
/// The functions behind the tables that the host sees; which of them stand depends on what the module offers.
void fill_tables(Remote&);
[[nodiscard]] std::shared_ptr<Remote> remote_of(psl_plugin const*);

} // namespace passerelle::apart
