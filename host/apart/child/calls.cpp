// What the program asks of the module.
#include "host/apart/child/module.hpp"
#include <array>
#include <cstring>
#include <exception>
#include <memory>

namespace passerelle::apart::child {

namespace {

psl_entry const* entry = nullptr; // of the process: one module
psl_plugin* plugin = nullptr;
psl_checks const* checks = nullptr;
psl_sections const* sections = nullptr;
psl_transfer const* transfer = nullptr;
psl_commands const* commands = nullptr;
psl_answers const* answers = nullptr;
psl_views const* views = nullptr;

/// A row of the host's. Values are borrowed until the next call on it.
struct HostRow {
    Line* line;
    std::uint32_t number;
    psl_row row{this, &HostRow::field};
    std::vector<std::pair<psl_status, psl_value>> ahead = {}; ///< of scope_fields
    Frame last = {};

    HostRow(Line& at, In& in) : line(&at), number(in.take<std::uint32_t>()) {}
    HostRow(HostRow const&) = delete;
    HostRow& operator=(HostRow const&) = delete;
    void take_scope(In& in)
    {
        for ([[maybe_unused]] char const* const name : scope_fields) {
            auto const status = in.take<psl_status>();
            ahead.emplace_back(status, in.take<psl_value>());
        }
    }
    static psl_status PSL_CALL field(psl_row const* row, psl_str name, psl_value* out)
    {
        if (row == nullptr || out == nullptr)
            return PSL_E_INVALID;
        auto& self = *static_cast<HostRow*>(row->impl);
        *out = psl_value{};
        for (std::size_t at = 0; at < self.ahead.size(); ++at)
            if (from_c(name) == scope_fields[at]) {
                *out = self.ahead[at].second;
                return self.ahead[at].first;
            }
        if (self.line != current())
            return PSL_E_WRONG_THREAD;
        Asking asking;
        asking.out.put(self.number);
        asking.out.put(name);
        auto const status = asking.run_for_status(Op::row_field);
        *out = asking.in().take<psl_value>();
        self.last = asking.take();
        return status;
    }
};

struct HostSink {
    Line* line;
    std::uint32_t number;
    psl_row_sink sink{this, &HostSink::put};
    HostSink(Line& at, In& in) : line(&at), number(in.take<std::uint32_t>()) {}
    HostSink(HostSink const&) = delete;
    HostSink& operator=(HostSink const&) = delete;
    static psl_status PSL_CALL put(psl_row_sink* sink, psl_str kind, psl_str const* names, psl_value const* values, std::uint32_t n)
    {
        auto const& self = *static_cast<HostSink const*>(sink->impl);
        if (self.line != current())
            return PSL_E_WRONG_THREAD;
        if (n > list_items)
            return PSL_E_INVALID;
        Asking asking;
        asking.out.put(self.number);
        asking.out.put(kind);
        put_fields(asking.out, names, values, n);
        return asking.run_for_status(Op::sink_put);
    }
};

struct HostIssues {
    std::uint32_t number;
    psl_issues issues{this, [](psl_issues* to, psl_str field, std::int32_t level, psl_str sentence) {
                          Telling telling(Op::issue);
                          telling.out().put(static_cast<HostIssues const*>(to->impl)->number);
                          telling.out().put(field);
                          telling.out().put(level);
                          telling.out().put(sentence);
                      }};
};

void PSL_CALL add_alert(psl_alerts* to, psl_str rule, std::int32_t tone, psl_str what, psl_str why, psl_str entity, std::int64_t id, psl_str field, psl_str due)
{
    Telling telling(Op::alert);
    telling.out().put(*static_cast<std::uint32_t const*>(to->impl));
    telling.out().put(rule);
    telling.out().put(tone);
    telling.out().put(what);
    telling.out().put(why);
    telling.out().put(entity);
    telling.out().put(id);
    telling.out().put(field);
    telling.out().put(due);
}

/// Reads ahead: modules read a few bytes at a time.
struct HostReader {
    std::uint32_t number;
    std::string bytes = {};
    std::size_t at = 0;
    psl_reader reader{this, [](psl_reader* from, void* into, std::uint64_t capacity) -> std::int64_t {
                          auto& self = *static_cast<HostReader*>(from->impl);
                          if (into == nullptr && capacity > 0)
                              return PSL_E_INVALID;
                          if (self.at == self.bytes.size() && capacity > 0) {
                              Asking asking;
                              asking.out.put(self.number);
                              asking.out.put(static_cast<std::uint32_t>(std::clamp<std::uint64_t>(capacity, 1u << 16, read_bytes)));
                              if (!asking.run(Op::reader_read))
                                  return PSL_E_IO;
                              auto const size = asking.in().take<std::int64_t>();
                              if (size <= 0)
                                  return size;
                              self.bytes = asking.in().take<std::string_view>();
                              self.at = 0;
                          }
                          auto const size = std::min<std::uint64_t>(capacity, self.bytes.size() - self.at);
                          if (size > 0)
                              std::memcpy(into, self.bytes.data() + self.at, size);
                          self.at += size;
                          return static_cast<std::int64_t>(size);
                      }};
};

struct HostWriter {
    std::uint32_t number;
    psl_writer writer{this, [](psl_writer* to, void const* bytes, std::uint64_t size) -> std::int64_t {
                          if (bytes == nullptr && size > 0)
                              return PSL_E_INVALID;
                          Asking asking;
                          asking.out.put(static_cast<HostWriter const*>(to->impl)->number);
                          asking.out.put(std::string_view(static_cast<char const*>(bytes), std::min<std::uint64_t>(size, read_bytes))); // a part, as the ABI allows
                          return asking.run(Op::writer_write) ? asking.in().take<std::int64_t>() : std::int64_t{PSL_E_IO};
                      }};
};

psl_status PSL_CALL put_record(psl_importer* to, psl_str entity, psl_str const* names, psl_value const* values, std::uint32_t n, std::int64_t* id)
{
    if (id != nullptr)
        *id = 0;
    if (n > list_items)
        return PSL_E_UNSUPPORTED;
    Asking asking;
    asking.out.put(*static_cast<std::uint32_t const*>(to->impl));
    asking.out.put(entity);
    put_fields(asking.out, names, values, n);
    auto const status = asking.run_for_status(Op::importer_put);
    if (id != nullptr)
        *id = asking.in().take<std::int64_t>();
    return status;
}

psl_status PSL_CALL complete(psl_importer* to, psl_str entity, std::int64_t id)
{
    Asking asking;
    asking.out.put(*static_cast<std::uint32_t const*>(to->impl));
    asking.out.put(entity);
    asking.out.put(id);
    return asking.run_for_status(Op::importer_complete);
}

void PSL_CALL problem(psl_importer* to, std::int32_t level, std::int64_t line, psl_str identifier, psl_str sentence)
{
    Telling telling(Op::problem);
    telling.out().put(*static_cast<std::uint32_t const*>(to->impl));
    telling.out().put(level);
    telling.out().put(line);
    telling.out().put(identifier);
    telling.out().put(sentence);
}

psl_status create(Line&, In& in, Out& more)
{
    auto const id = in.take<psl_str>();
    set_granted(in.take<std::uint32_t>());
    auto const status = entry->create(&host(), id, &plugin);
    more.put(plugin != nullptr && plugin->init != nullptr && plugin->activate != nullptr && plugin->deactivate != nullptr && plugin->destroy != nullptr &&
             plugin->get != nullptr);
    return status;
}

template<typename Interface>
Interface const* offered(char const* id)
{
    return static_cast<Interface const*>(plugin->get(plugin, id));
}

psl_status init(Line&, In&, Out& more)
{
    if (auto const status = plugin->init(plugin); status != PSL_OK)
        return status;
    checks = offered<psl_checks>(PSL_CHECKS);
    sections = offered<psl_sections>(PSL_SECTIONS);
    transfer = offered<psl_transfer>(PSL_TRANSFER);
    answers = offered<psl_answers>(PSL_ANSWERS);
    views = offered<psl_views>(PSL_VIEWS);
    commands = offered<psl_commands>(PSL_COMMANDS);
    std::uint32_t bits = 0;
    auto const offer = [&](Offer bit, bool is) { bits |= is ? static_cast<std::uint32_t>(bit) : 0u; };
    offer(offers_checks, checks != nullptr);
    offer(offers_check, checks != nullptr && checks->check != nullptr);
    offer(offers_alerts, checks != nullptr && checks->alerts != nullptr);
    offer(offers_sections, sections != nullptr && sections->write != nullptr);
    offer(offers_transfer, transfer != nullptr);
    offer(offers_recognise, transfer != nullptr && transfer->recognise != nullptr);
    offer(offers_import, transfer != nullptr && transfer->import_file != nullptr);
    offer(offers_export, transfer != nullptr && transfer->export_file != nullptr);
    offer(offers_answers, answers != nullptr && answers->answer != nullptr);
    offer(offers_views, views != nullptr && views->draw != nullptr);
    offer(offers_commands, commands != nullptr && commands->run != nullptr);
    more.put(bits);
    return PSL_OK;
}

psl_status activate(Line&, In&, Out&) { return plugin->activate(plugin); }
psl_status deactivate(Line&, In&, Out&) { return plugin->deactivate(plugin), PSL_OK; }
psl_status destroy(Line&, In&, Out&) { return plugin->destroy(plugin), PSL_OK; }

psl_status check(Line& line, In& in, Out&)
{
    auto const entity = in.take<psl_str>();
    HostRow const row(line, in);
    HostIssues issues{in.take<std::uint32_t>()};
    return checks->check(plugin, entity, &row.row, &issues.issues);
}

psl_status alerts(Line&, In& in, Out&)
{
    auto number = in.take<std::uint32_t>();
    psl_alerts all{&number, &add_alert};
    return checks->alerts(plugin, &all);
}

psl_status section(Line& line, In& in, Out&)
{
    auto const name = in.take<psl_str>();
    HostRow scope(line, in);
    scope.take_scope(in);
    psl_page page{&line, in.take<std::uint32_t>(), false};
    page.leaves = in.take<bool>();
    return sections->write(plugin, name, &scope.row, &words_table(), &page);
}

psl_status draw(Line& line, In& in, Out&)
{
    auto const view = in.take<psl_str>();
    HostRow scope(line, in);
    scope.take_scope(in);
    psl_ui ui{&line, in.take<std::uint32_t>(), {}};
    ui.page.line = &line;
    ui.page.number = in.take<std::uint32_t>();
    ui.page.leaves = in.take<bool>();
    views->draw(plugin, view, &scope.row, &widgets_table(), &ui);
    return PSL_OK;
}

psl_status answer(Line& line, In& in, Out&)
{
    auto const service = in.take<psl_str>();
    HostRow const question(line, in);
    HostSink sink(line, in);
    return answers->answer(plugin, service, &question.row, &sink.sink);
}

psl_status recognise(Line&, In& in, Out& more)
{
    auto const format = in.take<psl_str>();
    auto const head = in.take<psl_str>();
    std::int32_t score = 0;
    auto const status = transfer->recognise(plugin, format, head, &score);
    more.put(score);
    return status;
}

psl_status import_file(Line& line, In& in, Out&)
{
    auto const format = in.take<psl_str>();
    HostReader reader{in.take<std::uint32_t>()};
    auto number = in.take<std::uint32_t>();
    psl_importer importer{&number, &put_record, &complete, &problem};
    psl_job job{&line, in.take<std::uint32_t>()};
    return transfer->import_file(plugin, format, &reader.reader, &importer, &job);
}

psl_status export_file(Line& line, In& in, Out&)
{
    auto const format = in.take<psl_str>();
    HostRow scope(line, in);
    scope.take_scope(in);
    HostWriter writer{in.take<std::uint32_t>()};
    psl_job job{&line, in.take<std::uint32_t>()};
    return transfer->export_file(plugin, format, &scope.row, &writer.writer, &job);
}

psl_status command(Line& line, In& in, Out&)
{
    auto const name = in.take<psl_str>();
    HostRow scope(line, in);
    scope.take_scope(in);
    psl_job job{&line, in.take<std::uint32_t>()};
    HostIssues told{in.take<std::uint32_t>()};
    return commands->run(plugin, name, &scope.row, &job, &told.issues);
}

psl_status run(Line& line, In& in, Out&)
{
    auto const number = in.take<std::uint64_t>();
    psl_job job{&line, in.take<std::uint32_t>()};
    return run_job(number, &job);
}

psl_status done(Line&, In& in, Out&)
{
    auto const number = in.take<std::uint64_t>();
    job_done(number, in.take<psl_status>());
    return PSL_OK;
}

psl_status changed(Line&, In& in, Out&)
{
    auto const number = in.take<std::uint64_t>();
    auto const status = in.take<psl_status>();
    auto const ids = in.take_list<std::int64_t>(changes);
    change_done(number, status, ids.empty() ? nullptr : ids.data(), static_cast<std::uint32_t>(ids.size()));
    return PSL_OK;
}

psl_status asked_field(Line& line, In& in, Out& more)
{
    auto const number = in.take<std::uint32_t>();
    auto const name = in.take<psl_str>();
    if (number >= line.lent.size() || line.lent[number].row == nullptr)
        return PSL_E_INVALID;
    psl_row const* const row = line.lent[number].row;
    psl_value value{};
    auto const status = row->field(row, name, &value);
    more.put(clipped(value));
    return status;
}

psl_status asked_put(Line& line, In& in, Out&)
{
    auto const number = in.take<std::uint32_t>();
    auto const kind = in.take<psl_str>();
    auto const names = in.take_list<psl_str>(list_items);
    auto const values = in.take_list<psl_value>(list_items);
    if (number >= line.lent.size() || line.lent[number].sink == nullptr || names.size() != values.size())
        return PSL_E_INVALID;
    psl_row_sink* const sink = line.lent[number].sink;
    return sink->put(sink, kind, names.data(), values.data(), static_cast<std::uint32_t>(names.size()));
}

using Answering = psl_status (*)(Line&, In&, Out&);
/// In the order of Op from create on.
constexpr std::array<Answering, 19> answering{&create, &init,      &activate,  &deactivate, &destroy, &check, &alerts,  &section,     &draw,
                                              &answer, &recognise, &import_file, &export_file, &run,    &done,  &changed, &command, &asked_field, &asked_put};
static_assert(answering.size() == static_cast<std::size_t>(Op::asked_put) - static_cast<std::size_t>(Op::create) + 1);

/// What leaves the module by exception stays here, as it would in the program.
psl_status guarded(Answering body, Line& line, In& in, Out& more)
{
    auto const threw = [](std::string_view what) {
        Telling telling(Op::threw);
        telling.out().put(what.substr(0, 4096));
        return PSL_E_EXCEPTION;
    };
    try {
        return body(line, in, more);
    } catch (std::exception const& error) {
        return threw(error.what());
    } catch (...) {
        return threw({});
    }
}

} // namespace

void set_entry(psl_entry const* found) { entry = found; }

void serve(Line& line, Frame const& frame)
{
    In in(frame.body);
    Out answer, more;
    Locale locale;
    bool const outer = frame.op < Op::asked_field;
    if (outer) {
        locale.language = in.take<std::string_view>();
        locale.today = in.take<std::string_view>();
    }
    Locale const* const before = line.locale;
    if (outer)
        line.locale = &locale;
    auto const at = static_cast<std::size_t>(frame.op) - static_cast<std::size_t>(Op::create);
    psl_status const status = at < answering.size() ? guarded(answering[at], line, in, more) : PSL_E_UNSUPPORTED;
    line.locale = before;
    answer.put(status);
    answer.append(more);
    queue_told(line);
    line.channel.queue(Kind::answer, frame.op, answer.bytes());
}

} // namespace passerelle::apart::child
