// Reading and writing, work and questions of a module's process: psl.db, psl.records, psl.jobs, psl.ask.
#if defined __linux__
#include "host/apart/serve.hpp"
#include <algorithm>

namespace passerelle::apart {

namespace {

constexpr int most_begun = 10'000; ///< jobs and changes whose done() is owed at once

/// nullptr: there is no such query. Of another thread's, only the number is compared: that thread may be closing it.
Query* query_of(Served& at, std::uint32_t number, psl_status& status)
{
    std::lock_guard const lock(at.remote->queries_mutex);
    auto const found = at.remote->queries.find(number);
    status = PSL_E_INVALID;
    if (found == at.remote->queries.end())
        return nullptr;
    if (found->second.thread != std::this_thread::get_id()) {
        at.remote->hooks().misbehaved(at.remote->host(), "a database handle used on another thread");
        status = PSL_E_WRONG_THREAD;
        return nullptr;
    }
    status = PSL_OK;
    return &found->second; // only this thread takes it away again
}

/// What the host calls back about something that the module began: it knows the module's own number for it.
struct Begun {
    std::shared_ptr<Remote> remote;
    std::uint64_t number;
    Begun(std::shared_ptr<Remote> at, std::uint64_t token) : remote(std::move(at)), number(token) { ++remote->begun; }
    ~Begun() { --remote->begun; }
    Begun(Begun const&) = delete;
    Begun& operator=(Begun const&) = delete;
};

psl_status PSL_CALL run(void* self, psl_job* job)
{
    auto const& begun = *static_cast<Begun*>(self);
    Calling call(begun.remote);
    call.out.put(begun.number);
    call.give_job(job);
    return call.run(Op::job_run, begun.remote->limits().work);
}

void PSL_CALL job_done(void* self, psl_status status)
{
    std::unique_ptr<Begun> const begun(static_cast<Begun*>(self));
    Calling call(begun->remote);
    call.out.put(begun->number);
    call.out.put(status);
    (void)call.run(Op::job_done, begun->remote->limits().check);
}

void PSL_CALL change_done(void* self, psl_status status, std::int64_t const* ids, std::uint32_t n)
{
    std::unique_ptr<Begun> const begun(static_cast<Begun*>(self));
    Calling call(begun->remote);
    call.out.put(begun->number);
    call.out.put(status);
    call.out.put_list(ids, n);
    (void)call.run(Op::change_done, begun->remote->limits().check);
}

/// The changes of one set; their names and values stay where they are while the host reads them.
struct Changes {
    psl_str label;
    std::vector<std::vector<psl_str>> names;
    std::vector<std::vector<psl_value>> values;
    std::vector<psl_change> all;

    explicit Changes(In& in) : label(in.take<psl_str>())
    {
        auto const n = in.take<std::uint32_t>();
        if (n > changes) {
            in.spoil();
            return;
        }
        for (std::uint32_t at = 0; at < n && in.good(); ++at) {
            psl_change change{};
            change.kind = in.take<std::uint32_t>();
            change.entity = in.take<psl_str>();
            change.id = in.take<std::int64_t>();
            names.push_back(in.take_list<psl_str>(list_items));
            values.push_back(in.take_list<psl_value>(list_items));
            if (names.back().size() != values.back().size())
                in.spoil();
            change.n_fields = static_cast<std::uint32_t>(names.back().size());
            change.fields = names.back().data(); // a vector that is moved keeps its elements where they are
            change.values = values.back().data();
            all.push_back(change);
        }
    }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(all.size()); }
};

/// A question and a taker that live in the process: asked and given there, on the line that waits.
struct Asker {
    std::shared_ptr<Remote> const& remote;
    Line& line;
    std::uint32_t number;
    std::unique_ptr<Calling> last = nullptr; ///< a value is borrowed until the next call on the same row

    static psl_status PSL_CALL field(psl_row const* row, psl_str name, psl_value* out)
    {
        auto& self = *static_cast<Asker*>(row->impl);
        *out = psl_value{};
        self.last = std::make_unique<Calling>(self.remote, self.line);
        self.last->out.put(self.number);
        self.last->out.put(name);
        auto const status = self.last->run(Op::asked_field, self.remote->limits().check);
        if (status != PSL_OK)
            return status;
        *out = self.last->in().take<psl_value>();
        return self.last->in().good() ? PSL_OK : PSL_E_EXCEPTION;
    }
    static psl_status PSL_CALL put(psl_row_sink* sink, psl_str kind, psl_str const* names, psl_value const* values, std::uint32_t n)
    {
        auto const& self = *static_cast<Asker const*>(sink->impl);
        Calling call(self.remote, self.line);
        call.out.put(self.number);
        call.out.put(kind);
        call.out.put_list(names, n);
        call.out.put_list(values, n);
        return call.run(Op::asked_put, self.remote->limits().write);
    }
};

} // namespace

void serve_open(Served& at, In&, Out& out)
{
    auto const* const db = at.remote->interface<psl_db>(PSL_DB);
    psl_db_handle* handle = nullptr;
    psl_status const status = db == nullptr ? PSL_E_DENIED : db->open(at.remote->host(), &handle);
    std::uint32_t number = 0;
    if (status == PSL_OK) {
        std::lock_guard const lock(at.remote->queries_mutex);
        auto& mine = at.remote->handles[std::this_thread::get_id()];
        if (mine.second != handle)
            mine = {++at.remote->last_handle, handle};
        number = mine.first;
    }
    out.put(status);
    out.put(number);
}

void serve_prepare(Served& at, In& in, Out& out)
{
    auto const number = in.take<std::uint32_t>();
    auto const sql = in.take<psl_str>();
    auto const* const db = at.remote->interface<psl_db>(PSL_DB);
    if (!in.good())
        return;
    psl_db_handle* handle = nullptr;
    bool others = false;
    {
        std::lock_guard const lock(at.remote->queries_mutex);
        for (auto const& [thread, one] : at.remote->handles)
            if (one.first == number) {
                others = thread != std::this_thread::get_id();
                handle = one.second;
            }
    }
    psl_statement* statement = nullptr;
    psl_status status = PSL_E_INVALID;
    if (others) {
        at.remote->hooks().misbehaved(at.remote->host(), "a database handle used on another thread");
        status = PSL_E_WRONG_THREAD;
    } else if (handle != nullptr && db != nullptr)
        status = db->prepare(handle, sql, &statement);
    std::uint32_t made = 0;
    if (status == PSL_OK) {
        std::lock_guard const lock(at.remote->queries_mutex);
        made = ++at.remote->last_query;
        at.remote->queries[made] = Query{statement, std::this_thread::get_id()};
    }
    out.put(status);
    out.put(made);
}

void serve_bind(Served& at, In& in)
{
    auto const number = in.take<std::uint32_t>();
    auto const place = in.take<std::int32_t>();
    auto const value = in.take<psl_value>();
    psl_status status = PSL_OK;
    if (!in.good())
        return;
    if (Query const* const query = query_of(at, number, status))
        (void)at.remote->interface<psl_db>(PSL_DB)->bind(query->statement, place, value);
}

void serve_reset(Served& at, In& in)
{
    auto const number = in.take<std::uint32_t>();
    psl_status status = PSL_OK;
    if (!in.good())
        return;
    if (Query const* const query = query_of(at, number, status))
        (void)at.remote->interface<psl_db>(PSL_DB)->reset(query->statement);
}

void serve_close(Served& at, In& in)
{
    auto const number = in.take<std::uint32_t>();
    psl_status status = PSL_OK;
    if (!in.good())
        return;
    Query const* const query = query_of(at, number, status);
    if (query == nullptr)
        return;
    at.remote->interface<psl_db>(PSL_DB)->close(query->statement);
    std::lock_guard const lock(at.remote->queries_mutex);
    at.remote->queries.erase(number);
}

/// As many rows as were asked for and fit, each with all of its columns, then how it went on: a status, and whether there may be more.
void serve_step(Served& at, In& in, Out& out)
{
    auto const number = in.take<std::uint32_t>();
    auto const most = std::clamp(in.take<std::uint32_t>(), 1u, rows_ahead);
    if (!in.good())
        return;
    psl_status status = PSL_OK;
    Query* const query = query_of(at, number, status);
    auto const* const db = at.remote->interface<psl_db>(PSL_DB);
    bool has_row = query != nullptr;
    Out rows;
    std::uint32_t n = 0;
    while (has_row && status == PSL_OK && n < most && rows.bytes().size() < rows_ahead_bytes) {
        status = db->step(query->statement, &has_row);
        if (status != PSL_OK || !has_row)
            break;
        if (query->columns < 0)
            query->columns = at.remote->hooks().columns(query->statement);
        for (int column = 0; column < query->columns; ++column) {
            psl_value value{};
            if (auto const read = db->column(query->statement, column, &value); read != PSL_OK)
                status = read;
            rows.put(value);
        }
        ++n;
    }
    out.put(status);
    out.put(has_row && status == PSL_OK);
    out.put(static_cast<std::uint32_t>(query == nullptr || query->columns < 0 ? 0 : query->columns));
    out.put(n);
    out.put(std::string_view(rows.bytes()));
}

void serve_submit(Served& at, In& in, Out& out)
{
    auto const token = in.take<std::uint64_t>();
    Changes const set(in);
    auto const* const records = at.remote->interface<psl_records>(PSL_RECORDS);
    if (!in.good())
        return;
    if (records == nullptr || at.remote->begun >= most_begun) {
        out.put(records == nullptr ? PSL_E_DENIED : PSL_E_BUSY);
        return;
    }
    auto begun = std::make_unique<Begun>(at.remote, token);
    auto const status = records->submit(at.remote->host(), set.label, set.all.data(), set.size(), psl_change_call{begun.get(), &change_done});
    if (status == PSL_OK)
        (void)begun.release(); // change_done() deletes it
    out.put(status);
}

void serve_apply(Served& at, In& in, Out& out)
{
    Changes const set(in);
    auto const* const records = at.remote->interface<psl_records>(PSL_RECORDS);
    if (!in.good())
        return;
    std::vector<std::int64_t> ids(set.size());
    out.put(records == nullptr ? PSL_E_DENIED : records->apply(at.remote->host(), set.label, set.all.data(), set.size(), ids.data()));
    out.put_list(ids.data(), set.size());
}

void serve_start(Served& at, In& in, Out& out)
{
    auto const token = in.take<std::uint64_t>();
    auto const title = in.take<psl_str>();
    auto const* const jobs = at.remote->interface<psl_jobs>(PSL_JOBS);
    if (!in.good())
        return;
    if (jobs == nullptr || at.remote->begun >= most_begun) {
        out.put(jobs == nullptr ? PSL_E_DENIED : PSL_E_BUSY);
        return;
    }
    auto begun = std::make_unique<Begun>(at.remote, token);
    auto const status = jobs->start(at.remote->host(), title, psl_job_call{begun.get(), &run, &job_done});
    if (status == PSL_OK)
        (void)begun.release(); // job_done() deletes it
    out.put(status);
}

void serve_ask(Served& at, In& in, Out& out)
{
    auto const service = in.take<psl_str>();
    Asker question{at.remote, at.line, in.take<std::uint32_t>()};
    Asker taker{at.remote, at.line, in.take<std::uint32_t>()};
    auto const* const ask = at.remote->interface<psl_ask>(PSL_ASK);
    if (!in.good())
        return;
    psl_row const row{&question, &Asker::field};
    psl_row_sink sink{&taker, &Asker::put};
    std::uint32_t answered = 0;
    out.put(ask == nullptr ? PSL_E_DENIED : ask->ask(at.remote->host(), service, &row, &sink, &answered));
    out.put(answered);
}

} // namespace passerelle::apart
#endif
