// What a module's process asks of the host, done on the thread that called it, so that the host's rules for that thread hold as they
// do for a module in process. Numbers of objects and queries are looked up, never believed.
#if defined __linux__
#include "host/apart/serve.hpp"
#include <algorithm>

namespace passerelle::apart {

namespace {

void say_log(Served& at, In& in)
{
    auto const level = in.take<std::int32_t>();
    auto const line = in.take<std::string_view>();
    if (in.good())
        at.remote->log(level, line);
}

void say_fail(Served& at, In& in)
{
    auto const status = in.take<psl_status>();
    auto const sentence = in.take<psl_str>();
    if (in.good() && at.remote->host() != nullptr)
        at.remote->host()->fail(at.remote->host(), status, sentence);
}

/// An exception that left the module: what the host would have caught in process.
void threw(Served& at, In& in)
{
    auto const what = in.take<psl_str>();
    psl_host const* const host = at.remote->host();
    if (!in.good() || host == nullptr)
        return;
    host->fail(host, PSL_E_EXCEPTION, what);
    at.remote->hooks().misbehaved(host, "an exception crossed the border");
}

void misbehaved(Served& at, In& in)
{
    auto const what = in.take<std::string_view>().substr(0, 200);
    if (in.good() && at.remote->host() != nullptr)
        at.remote->hooks().misbehaved(at.remote->host(), what);
}

void issue(Served& at, In& in)
{
    auto* const issues = at.object<psl_issues>(Object::Type::issues, in);
    auto const field = in.take<psl_str>();
    auto const level = in.take<std::int32_t>();
    auto const sentence = in.take<psl_str>();
    if (in.good())
        issues->add(issues, field, level, sentence);
}

void alert(Served& at, In& in)
{
    auto* const alerts = at.object<psl_alerts>(Object::Type::alerts, in);
    auto const rule = in.take<psl_str>();
    auto const tone = in.take<std::int32_t>();
    auto const what = in.take<psl_str>();
    auto const why = in.take<psl_str>();
    auto const entity = in.take<psl_str>();
    auto const id = in.take<std::int64_t>();
    auto const field = in.take<psl_str>();
    auto const due = in.take<psl_str>();
    if (in.good())
        alerts->add(alerts, rule, tone, what, why, entity, id, field, due);
}

void problem(Served& at, In& in)
{
    auto* const importer = at.object<psl_importer>(Object::Type::importer, in);
    auto const level = in.take<std::int32_t>();
    auto const line = in.take<std::int64_t>();
    auto const identifier = in.take<psl_str>();
    auto const sentence = in.take<psl_str>();
    if (in.good())
        importer->problem(importer, level, line, identifier, sentence);
}

void language(Served& at, In&, Out& out)
{
    auto const* const locale = at.remote->interface<psl_locale>(PSL_LOCALE);
    out.put(locale == nullptr ? psl_str{} : locale->language(at.remote->host()));
}

void today(Served& at, In&, Out& out)
{
    auto const* const locale = at.remote->interface<psl_locale>(PSL_LOCALE);
    out.put(locale == nullptr ? psl_str{} : locale->today(at.remote->host()));
}

void row_field(Served& at, In& in, Out& out)
{
    auto const* const row = at.object<psl_row>(Object::Type::row, in);
    auto const name = in.take<psl_str>();
    if (!in.good())
        return;
    psl_value value{};
    psl_status const status = row->field == nullptr ? PSL_E_INVALID : row->field(row, name, &value);
    out.put(status);
    out.put(value);
}

void sink_put(Served& at, In& in, Out& out)
{
    auto* const sink = at.object<psl_row_sink>(Object::Type::sink, in);
    auto const kind = in.take<psl_str>();
    auto const names = in.take_list<psl_str>(list_items);
    auto const values = in.take_list<psl_value>(list_items);
    if (names.size() != values.size())
        in.spoil();
    if (in.good())
        out.put(sink->put(sink, kind, names.data(), values.data(), static_cast<std::uint32_t>(names.size())));
}

void reader_read(Served& at, In& in, Out& out)
{
    auto* const reader = at.object<psl_reader>(Object::Type::reader, in);
    auto const capacity = std::min(in.take<std::uint32_t>(), read_bytes);
    if (!in.good())
        return;
    std::string bytes(capacity, '\0');
    std::int64_t const size = reader->read(reader, bytes.data(), capacity);
    out.put(size);
    out.put(std::string_view(bytes).substr(0, size > 0 ? static_cast<std::size_t>(size) : 0));
}

void writer_write(Served& at, In& in, Out& out)
{
    auto* const writer = at.object<psl_writer>(Object::Type::writer, in);
    auto const bytes = in.take<std::string_view>();
    if (in.good())
        out.put(writer->write(writer, bytes.data(), bytes.size()));
}

void importer_put(Served& at, In& in, Out& out)
{
    auto* const importer = at.object<psl_importer>(Object::Type::importer, in);
    auto const entity = in.take<psl_str>();
    auto const names = in.take_list<psl_str>(list_items); // how many a record may have is the host's to say
    auto const values = in.take_list<psl_value>(list_items);
    if (names.size() != values.size())
        in.spoil();
    if (!in.good())
        return;
    std::int64_t id = 0;
    out.put(importer->put(importer, entity, names.data(), values.data(), static_cast<std::uint32_t>(names.size()), &id));
    out.put(id);
}

void importer_complete(Served& at, In& in, Out& out)
{
    auto* const importer = at.object<psl_importer>(Object::Type::importer, in);
    auto const entity = in.take<psl_str>();
    auto const id = in.take<std::int64_t>();
    if (in.good())
        out.put(importer->complete(importer, entity, id));
}

void job_report(Served& at, In& in, Out& out)
{
    auto* const job = at.object<psl_job>(Object::Type::job, in);
    auto const share = in.take<double>();
    auto const note = in.take<psl_str>();
    auto const* const jobs = at.remote->interface<psl_jobs>(PSL_JOBS);
    if (in.good())
        out.put(jobs != nullptr && jobs->report(job, share, note));
}

using Telling = void (*)(Served&, In&);
using Answering = void (*)(Served&, In&, Out&);

Telling telling(Op op)
{
    switch (op) {
    case Op::log: return &say_log;
    case Op::fail: return &say_fail;
    case Op::threw: return &threw;
    case Op::misbehaved: return &misbehaved;
    case Op::issue: return &issue;
    case Op::alert: return &alert;
    case Op::problem: return &problem;
    case Op::db_bind: return &serve_bind;
    case Op::db_reset: return &serve_reset;
    case Op::db_close: return &serve_close;
    default: return nullptr;
    }
}

Answering answering(Op op)
{
    switch (op) {
    case Op::language: return &language;
    case Op::today: return &today;
    case Op::row_field: return &row_field;
    case Op::sink_put: return &sink_put;
    case Op::reader_read: return &reader_read;
    case Op::writer_write: return &writer_write;
    case Op::importer_put: return &importer_put;
    case Op::importer_complete: return &importer_complete;
    case Op::job_report: return &job_report;
    case Op::db_open: return &serve_open;
    case Op::db_prepare: return &serve_prepare;
    case Op::db_step: return &serve_step;
    case Op::records_submit: return &serve_submit;
    case Op::records_apply: return &serve_apply;
    case Op::jobs_start: return &serve_start;
    case Op::ask: return &serve_ask;
    case Op::button: return &serve_button;
    case Op::toggle: return &serve_toggle;
    case Op::input_int: return &serve_input_int;
    case Op::input_text: return &serve_input_text;
    case Op::choice: return &serve_choice;
    case Op::entity_form: return &serve_entity_form;
    default: return nullptr;
    }
}

} // namespace

void const* Served::find(Object::Type type, In& in, void const** table)
{
    auto const number = in.take<std::uint32_t>();
    if (!in.good() || number >= line.objects.size() || line.objects[number].type != type || line.objects[number].target == nullptr) {
        in.spoil();
        return nullptr;
    }
    if (table != nullptr)
        *table = line.objects[number].table;
    return line.objects[number].target;
}

bool serve(std::shared_ptr<Remote> const& remote, Line& line, Frame const& frame)
{
    Served at{remote, line};
    In in(frame.body);
    if (frame.kind == Kind::told) {
        while (in.good() && !in.over()) {
            auto const op = in.take<Op>();
            if (auto const tell = telling(op))
                tell(at, in);
            else if (!in.good() || !serve_word(at, op, in))
                in.spoil();
        }
        return in.good();
    }
    auto const answer = answering(frame.op);
    if (frame.kind != Kind::call || answer == nullptr)
        return false;
    Out out;
    answer(at, in, out);
    if (!in.good() || !in.over() || out.bytes().size() > frame_bytes)
        return false;
    if (remote->gone())
        return true; // whoever waits on this line sees it next
    line.channel.queue(Kind::answer, frame.op, out.bytes());
    if (!line.channel.flush(remote->limits().check.silence))
        remote->end(End::silent);
    return true;
}

} // namespace passerelle::apart
#endif
