// The psl_host that the module sees, and the small tables: psl.log, psl.locale, psl.ask.
#include "host/apart/child/module.hpp"
#include <atomic>
#include <cstring>

namespace passerelle::apart::child {

namespace {

std::atomic<std::uint32_t> granted{0};

void PSL_CALL write_log(psl_host const*, std::int32_t level, psl_str line)
{
    Telling telling(Op::log);
    telling.out().put(level);
    telling.out().put(line);
}

void PSL_CALL fail(psl_host const*, psl_status status, psl_str sentence)
{
    Telling telling(Op::fail);
    telling.out().put(status);
    telling.out().put(sentence);
}

/// Of the call in progress; on a thread of the module's own it is asked each time, and lives until that thread asks again.
psl_str locale_text(Op op, std::string Locale::* which)
{
    if (Line const* const line = current(); line != nullptr && line->locale != nullptr)
        return to_c(line->locale->*which);
    thread_local Locale last;
    Asking asking;
    if (asking.run(op))
        last.*which = asking.in().take<std::string_view>();
    return to_c(last.*which);
}

psl_str PSL_CALL language(psl_host const*) { return locale_text(Op::language, &Locale::language); }
psl_str PSL_CALL today(psl_host const*) { return locale_text(Op::today, &Locale::today); }

psl_status PSL_CALL ask(psl_host const*, psl_str service, psl_row const* question, psl_row_sink* sink, std::uint32_t* answered)
{
    if (answered != nullptr)
        *answered = 0;
    if (question == nullptr || question->field == nullptr || sink == nullptr || sink->put == nullptr)
        return PSL_E_INVALID;
    Asking asking;
    auto& lent = asking.line().lent;
    auto const first = static_cast<std::uint32_t>(lent.size());
    lent.push_back({question, nullptr});
    lent.push_back({nullptr, sink});
    asking.out.put(service);
    asking.out.put(first);
    asking.out.put(first + 1);
    auto const status = asking.run_for_status(Op::ask);
    lent.resize(first);
    if (answered != nullptr)
        *answered = asking.in().take<std::uint32_t>();
    return status;
}

void const* table_of(std::size_t at)
{
    static constexpr psl_log log{&write_log};
    static constexpr psl_locale locale{&language, &today};
    static constexpr psl_ask asks{&ask};
    void const* const tables[] = {&log, &locale, &db_table(), &records_table(), &jobs_table(), &asks, &words_table(), &widgets_table()};
    static_assert(std::size(tables) == std::size(host_interfaces));
    return tables[at];
}

void const* PSL_CALL get(psl_host const*, char const* id)
{
    for (std::size_t at = 0; id != nullptr && at < std::size(host_interfaces); ++at)
        if ((granted & (1u << at)) != 0 && std::strcmp(id, host_interfaces[at]) == 0)
            return table_of(at);
    return nullptr;
}

} // namespace

void set_granted(std::uint32_t bits) { granted = bits; }

psl_host const& host()
{
    static constexpr psl_host the_host{PSL_ABI, 0, nullptr, &get, &fail};
    return the_host;
}

} // namespace passerelle::apart::child
