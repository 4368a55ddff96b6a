// psl.ask/1 for whoever asks, psl.answers/1 of whoever provides. The question and the rows pass through the host's own
// functions, so that a fault on one side does not unwind through the other.
#include "host/bridge/module_host.hpp"
#include "host/bridge/tables.hpp"
#include <charconv>

namespace passerelle::bridge {

namespace {

struct Question {
    psl_row const* asked;
    static psl_status PSL_CALL field(psl_row const* row, psl_str name, psl_value* out) noexcept
    {
        return answer_callback([&] {
            psl_row const* const asked = static_cast<Question const*>(row->impl)->asked;
            return asked->field(asked, name, out);
        });
    }
};

struct Sink {
    psl_row_sink* taker;
    std::size_t rows = 0;
    static psl_status PSL_CALL put(psl_row_sink* sink, psl_str kind, psl_str const* names, psl_value const* values, std::uint32_t n) noexcept
    {
        return answer_callback([&]() -> psl_status {
            auto& self = *static_cast<Sink*>(sink->impl);
            if (n > limits::fields || ++self.rows > limits::answer_rows)
                return PSL_E_INVALID;
            return self.taker->put(self.taker, kind, names, values, n);
        });
    }
};

/// "metrics/1" -> metrics, 1.
bool split(std::string_view service, std::string& name, int& version)
{
    auto const slash = service.find('/');
    if (slash == std::string_view::npos)
        return false;
    name = service.substr(0, slash);
    return std::from_chars(service.data() + slash + 1, service.data() + service.size(), version).ptr == service.data() + service.size();
}

bool named(std::map<std::string, int> const& services, std::string const& name, int version)
{
    auto const entry = services.find(name);
    return entry != services.end() && entry->second >= version;
}

psl_status PSL_CALL ask(psl_host const* host, psl_str service, psl_row const* question, psl_row_sink* sink, std::uint32_t* answered) noexcept
{
    return answer_callback([&]() -> psl_status {
        ModuleHost& asker = ModuleHost::of(host);
        if (answered != nullptr)
            *answered = 0;
        if (question == nullptr || question->field == nullptr || sink == nullptr || sink->put == nullptr)
            return PSL_E_INVALID;
        std::string name;
        int version = 0;
        if (!split(name_in(service), name, version))
            return PSL_E_INVALID;
        if (!named(asker.manifest().asks, name, version))
            return refuse(PSL_E_DENIED, {"La déclaration du module ne nomme pas ce service.", "The module’s declaration does not name this service."});
        CallState const state = call_state();
        if (state.ask_depth >= limits::ask_depth)
            return refuse(PSL_E_INVALID, {"Les modules se questionnent en rond.", "The modules ask each other in a circle."});
        std::uint32_t count = 0;
        for (auto const& other : asker.context().hosts) {
            if (other.get() == &asker || !other->active() || other->answers == nullptr || other->answers->answer == nullptr ||
                !named(other->manifest().provides, name, version))
                continue;
            Question const proxy{question};
            psl_row const row{const_cast<Question*>(&proxy), &Question::field};
            Sink rows{sink};
            psl_row_sink taker{&rows, &Sink::put};
            ++call_state().ask_depth;
            Language const language = state.inside ? state.language : asker.context().language.load();
            auto const done = other->call(Call{loader::Phase::answer, name, language, state.today, Purity::pure},
                                          [&] { return other->answers->answer(other->plugin(), service, &row, &taker); });
            --call_state().ask_depth;
            if (done) // a faulty answer is an empty one: the asker never depends on another's health
                ++count;
        }
        if (answered != nullptr)
            *answered = count;
        return PSL_OK;
    });
}

} // namespace

psl_ask const& ask_table()
{
    static constexpr psl_ask table{&ask};
    return table;
}

} // namespace passerelle::bridge
