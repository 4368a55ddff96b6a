#include "host/bridge/declared_alerts.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/model/record.hpp"
#include <fmt/format.h>

namespace passerelle::bridge {

namespace {

constexpr std::size_t most_value = 200; ///< characters of one value within a sentence

exchange::Tone tone_named(std::string const& name)
{
    if (name == "bad")
        return exchange::Tone::bad;
    return name == "info" ? exchange::Tone::info : exchange::Tone::warn;
}

class Rule {
public:
    Rule(DeclaredReading& reading, model::AlertDeclaration const& rule, std::vector<Alert>& all) : m_reading(reading), m_rule(rule), m_all(all) {}

    Result<void> tell()
    {
        auto const of = m_reading.entity(m_rule.entity);
        if (!of)
            return of.error();
        m_entity = *of;
        for (auto const* const field : {&m_rule.field, &m_rule.due})
            if (!field->empty())
                PASSERELLE_TRY(m_reading.may_read(*m_entity, *field));
        for (auto const* const words : {&m_rule.what, &m_rule.why})
            PASSERELLE_TRY(check_places(words->in(m_reading.language())));
        auto const conditions = m_reading.conditions(*m_entity, m_rule.where);
        if (!conditions)
            return conditions.error();
        auto const reader = m_reading.connection();
        if (!reader)
            return reader.error();
        model::Query query{m_entity, conditions->filters, "", {}, m_reading.language()};
        if (!m_rule.due.empty() && m_rule.due.find('.') == std::string::npos)
            query.sorts.push_back({m_rule.due, false});
        auto ids = model::order(**reader, m_reading.registry(), query);
        if (!ids)
            return ids.error();
        auto const found = ids->size();
        ids->resize(std::min(found, limits::declared_alerts));
        for (std::size_t from = 0; from < ids->size(); from += 500) {
            auto const records = m_reading.records(*m_entity, std::span(*ids).subspan(from, std::min<std::size_t>(500, ids->size() - from)));
            if (!records)
                return records.error();
            for (auto const& record : *records)
                m_all.push_back(alert_of(**reader, record));
        }
        if (found > ids->size())
            m_all.push_back(more(found - ids->size()));
        return {};
    }

private:
    Result<void> check_places(std::string const& words)
    {
        Result<void> granted;
        (void)model::filled_in(words, [&](std::string_view name) {
            if (granted)
                granted = m_reading.may_read(*m_entity, name);
            return "";
        });
        return granted;
    }

    /// A field's value, or that of the record that a path of links leads to.
    std::string shown(store::Connection& reader, model::Record const& record, std::string_view path)
    {
        bool const french = m_reading.language() == Language::fr;
        std::string text;
        auto const steps = model::path_of(m_reading.registry(), *m_reading.registry().entity(m_entity->id), path);
        model::Record at = record;
        for (std::size_t step = 0; step < steps.size(); ++step) {
            if (!steps[step].field) {
                text = std::to_string(at.id);
                break;
            }
            auto const& value = at.at(steps[step].field->id);
            if (step + 1 == steps.size()) {
                text = model::displayed(reader, m_reading.registry(), *steps[step].field, value, m_reading.language());
                break;
            }
            auto const* const link = std::get_if<model::RecordId>(&value);
            auto const next = link ? m_reading.entity(steps[step + 1].entity->id) : Result<model::Entity const*>(nullptr);
            auto further = next && *next ? model::read_record(reader, m_reading.registry(), **next, link->value) : Result<model::Record>(Error{});
            if (!further)
                break;
            at = std::move(*further);
        }
        text = shortened(cleaned(text), most_value);
        return text.empty() ? (french ? "non renseigné" : "not reported") : text;
    }

    Alert alert_of(store::Connection& reader, model::Record const& record)
    {
        auto const value = [&](std::string_view path) { return shown(reader, record, path); };
        Alert alert = begun();
        alert.what = model::filled_in(m_rule.what.in(m_reading.language()), value);
        alert.why = model::filled_in(m_rule.why.in(m_reading.language()), value);
        alert.entity = m_entity->id;
        alert.field = m_rule.field;
        alert.id = record.id;
        if (m_rule.due.find('.') == std::string::npos)
            if (auto const* const due = std::get_if<psl::Date>(&record.at(m_rule.due)))
                alert.due = due->iso();
        return alert;
    }

    Alert begun() const
    {
        Alert alert;
        alert.module = m_reading.module().id();
        alert.rule = m_rule.id;
        alert.tone = tone_named(m_rule.tone);
        return alert;
    }

    Alert more(std::size_t left) const
    {
        Alert alert = begun();
        alert.rule += "-more";
        alert.tone = exchange::Tone::info;
        auto const many = static_cast<std::int64_t>(left);
        alert.what = m_reading.language() == Language::fr ? fmt::format("{} autres alertes de la même règle", format_integer(many, Language::fr))
                                                          : fmt::format("{} further alerts of the same rule", format_integer(many, Language::en));
        alert.entity = m_entity->id;
        return alert;
    }

    DeclaredReading& m_reading;
    model::AlertDeclaration const& m_rule;
    std::vector<Alert>& m_all;
    model::Entity const* m_entity = nullptr;
};

} // namespace

void add_declared_alerts(ModuleHost& module, std::vector<Alert>& all)
{
    if (module.manifest().alerts.empty())
        return;
    Language const language = module.context().language;
    DeclaredReading reading(module, {}, {}, language);
    for (auto const& rule : module.manifest().alerts) {
        auto const before = all.size();
        auto const told = Rule(reading, rule, all).tell();
        if (told)
            continue;
        all.resize(before);
        module.context().log.write(LogLevel::warning, module.id(), fmt::format("alert {}: {}", rule.id, told.error().sentence.en));
        Alert alert;
        alert.module = module.id();
        alert.rule = rule.id + "-fault";
        alert.tone = exchange::Tone::info;
        alert.what = language == Language::fr ? fmt::format("Alertes du module «\u00a0{}\u00a0» incomplètes", module.manifest().name.fr)
                                              : fmt::format("Alerts of the module “{}” incomplete", module.manifest().name.en);
        alert.why = told.error().sentence.in(language);
        all.push_back(std::move(alert));
    }
}

} // namespace passerelle::bridge
