#include "host/bridge/declared_facts.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/exchange/facts.hpp"
#include "host/model/value_text.hpp"
#include "passerelle/value/suppression.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::bridge {

using exchange::Fact;
using exchange::FactKind;
using Kind = model::FigureDeclaration::Kind;

namespace {

std::string said(Language language, Phrase const& phrase) { return phrase.in(language); }

Phrase const too_large{"somme trop grande", "sum too large"};

Fact fact_of_sum(model::Total::Sum const& sum, int scale, Language language)
{
    if (!sum.number)
        return {FactKind::not_computable, 0, 0, said(language, too_large)};
    if (!sum.currency.empty())
        return {FactKind::money, 0, *sum.number, sum.currency};
    return scale == 0 ? Fact{FactKind::count, 0, *sum.number, {}} : Fact{FactKind::decimal, static_cast<std::uint32_t>(scale), *sum.number, {}};
}

/// Of one currency: what a group lacks is not reported there.
Fact fact_in(model::Amount const& amount, std::string const& currency, Language language)
{
    if (!amount.is_sum)
        return {FactKind::count, 0, amount.records, {}};
    for (auto const& sum : amount.sums)
        if (sum.currency == currency)
            return fact_of_sum(sum, amount.scale, language);
    return {};
}

std::optional<std::int64_t> people_in(model::Amount const& amount)
{
    return amount.sums.empty() ? std::nullopt : amount.sums.front().number;
}

std::string_view sign_of(model::Comparison comparison)
{
    using enum model::Comparison;
    switch (comparison) {
    case not_equal: return "≠";
    case less: return "<";
    case less_or_equal: return "≤";
    case greater: return ">";
    case greater_or_equal: return "≥";
    case contains: return "∋";
    default: return "=";
    }
}

std::string codes_in_words(std::map<std::string, std::set<std::string>> const& among, Language language)
{
    static std::map<std::string, Phrase> const names{{"sex", {"sexe", "sex"}}, {"age", {"âge", "age"}}, {"disability", {"handicap", "disability"}},
                                                     {"F", {"femmes", "women"}}, {"M", {"hommes", "men"}}, {"X", {"autre", "other"}},
                                                     {"?", {"inconnu", "unknown"}}, {"yes", {"oui", "yes"}}, {"no", {"non", "no"}}};
    auto const name = [&](std::string const& word) {
        auto const found = names.find(word);
        return found == names.end() ? word : found->second.in(language);
    };
    std::string text;
    for (auto const& [dimension, codes] : among) {
        std::string list;
        for (auto const& code : codes)
            list += (list.empty() ? "" : ", ") + name(code);
        text += fmt::format("{}{}{} {}", text.empty() ? "" : language == Language::fr ? "\u00A0; " : "; ", name(dimension), language == Language::fr ? "\u00A0:" : ":", list);
    }
    return text;
}

} // namespace

Fact fact_of(DeclaredReading& reading, model::Field const& field, model::Value const& value)
{
    if (model::is_null(value))
        return {};
    if (auto const* const number = std::get_if<std::int64_t>(&value))
        return {FactKind::count, 0, *number, {}};
    if (auto const* const scaled = std::get_if<model::Scaled>(&value))
        return {field.type == model::FieldType::percent ? FactKind::percent : FactKind::decimal, static_cast<std::uint32_t>(scaled->scale), scaled->number, {}};
    if (auto const* const money = std::get_if<psl::Money>(&value))
        return {FactKind::money, 0, money->minor, money->currency};
    if (auto const* const date = std::get_if<psl::Date>(&value))
        return {FactKind::date, 0, 0, date->iso()};
    if (auto const* const cells = std::get_if<psl::Cells>(&value)) {
        auto const all = psl::total(*cells);
        return all ? Fact{FactKind::count, 0, *all, {}} : Fact{};
    }
    auto const reader = reading.connection();
    if (!reader)
        return {FactKind::not_computable, 0, 0, reader.error().sentence.in(reading.language())};
    return {FactKind::text, 0, 0, shortened(cleaned(model::displayed(**reader, reading.registry(), field, value, reading.language())), 500)};
}

std::string conditions_in_words(DeclaredReading& reading, model::Entity const& of, std::vector<std::string> const& where)
{
    Language const language = reading.language();
    bool const french = language == Language::fr;
    std::string text;
    for (auto const& condition : where) {
        auto const filter = model::parse_filter(reading.registry(), of, condition, reading.today());
        if (!filter)
            continue;
        std::string label;
        model::Field const* last = nullptr;
        for (auto const& step : model::path_of(reading.registry(), of, filter->field)) {
            label += (label.empty() ? "" : " › ") + (step.field ? step.field->label.in(language) : std::string{"n°"});
            last = step.field;
        }
        std::string values;
        for (auto const& value : filter->values)
            values += (values.empty() ? "" : ", ") + (last ? model::value_in_words(*last, value, reading.registry(), language) : std::string{});
        if (filter->comparison == model::Comparison::is_null || filter->comparison == model::Comparison::is_not_null)
            values = filter->comparison == model::Comparison::is_null ? (french ? "non renseigné" : "not reported") : (french ? "renseigné" : "reported");
        text += fmt::format("{}{}{}{} {} {}", text.empty() ? "" : french ? "\u00A0; " : "; ", french ? "«\u00A0" : "“", label, french ? "\u00A0»" : "”", sign_of(filter->comparison),
                            values.empty() ? condition : values);
    }
    return text;
}

DeclaredFacts::DeclaredFacts(DeclaredReading& reading, std::set<std::string> const& shown, bool leaves) : m_reading(reading), m_leaves(leaves)
{
    if (leaves)
        mask(shown);
}

model::Field const* DeclaredFacts::people(model::FigureDeclaration const& figure) const
{
    if (figure.kind != Kind::sum)
        return nullptr;
    auto const* const entity = m_reading.registry().entity(figure.entity);
    auto const* const field = entity ? entity->field(figure.field) : nullptr;
    return field && field->type == model::FieldType::count ? field : nullptr;
}

std::int64_t DeclaredFacts::threshold(model::Field const& field, std::map<std::string, std::set<std::string>> const& among)
{
    if (!m_inhabitants)
        m_inhabitants = m_reading.inhabitants();
    return psl::threshold(among.contains("disability") && among.size() > 1, *m_inhabitants, field.suppress_below);
}

Result<model::Amount> const& DeclaredFacts::amount(model::FigureDeclaration const& figure)
{
    auto found = m_amounts.find(figure.id);
    if (found == m_amounts.end())
        found = m_amounts.emplace(figure.id, m_reading.amount(figure)).first;
    return found->second;
}

/// Figures of one count field are one line with a published total: a small one is hidden, and where it would be the only one, the least
/// of the others with it; where there is no other, the whole too.
void DeclaredFacts::mask(std::set<std::string> const& shown)
{
    auto const& manifest = m_reading.module().manifest();
    std::set<std::string> named;
    for (auto const& id : shown)
        if (auto const* const figure = manifest.figure(id)) {
            named.insert(id);
            if (figure->kind == Kind::share || figure->kind == Kind::rate)
                named.insert({figure->part, figure->whole});
        }
    struct Line {
        std::vector<std::pair<std::string, std::int64_t>> parts; ///< above 0, shown so far
        std::vector<std::string> wholes;
        std::size_t hidden = 0;
    };
    std::map<std::string, Line> lines;
    for (auto const& id : named) {
        auto const& figure = *manifest.figure(id);
        auto const* const field = people(figure);
        if (!field || !figure.by.empty())
            continue;
        auto& line = lines[figure.entity + "/" + figure.field];
        bool const whole = figure.among.empty() && figure.where.empty();
        auto const& found = amount(figure);
        auto const n = found ? people_in(*found) : std::nullopt;
        if (!n)
            continue;
        if (*n >= 1 && *n < threshold(*field, figure.among)) {
            m_masked.insert(id);
            line.hidden += whole ? 0 : 1;
        } else if (whole)
            line.wholes.push_back(id);
        else if (*n > 0)
            line.parts.emplace_back(id, *n);
    }
    for (auto const& [key, line] : lines) {
        if (line.hidden != 1)
            continue;
        auto const least = std::min_element(line.parts.begin(), line.parts.end(), [](auto const& left, auto const& right) { return left.second < right.second; });
        if (least != line.parts.end())
            m_masked.insert(least->first);
        else
            m_masked.insert(line.wholes.begin(), line.wholes.end());
    }
}

FigureFacts const& DeclaredFacts::of(std::string const& figure_id)
{
    auto found = m_made.find(figure_id);
    if (found == m_made.end()) {
        auto const* const figure = m_reading.module().manifest().figure(figure_id);
        found = m_made.emplace(figure_id, figure ? made(*figure) : FigureFacts{}).first;
    }
    return found->second;
}

FigureFacts DeclaredFacts::made(model::FigureDeclaration const& figure)
{
    Language const language = m_reading.language();
    FigureFacts facts;
    if (figure.kind == Kind::count || figure.kind == Kind::sum) {
        auto const& found = amount(figure);
        if (!found)
            return {{}, {}, {}, found.error()};
        if (m_masked.contains(figure.id))
            facts.facts.push_back({FactKind::suppressed, 0, 0, {}});
        else if (!found->is_sum)
            facts.facts.push_back({FactKind::count, 0, found->records, {}});
        else
            for (auto const& sum : found->sums)
                facts.facts.push_back(fact_of_sum(sum, found->scale, language));
        if (facts.facts.empty())
            facts.facts.emplace_back(); // not reported, which is not 0
        facts.note = note(figure, &*found);
        facts.behind = behind(figure);
        return facts;
    }
    auto const terms = m_reading.terms(figure);
    if (!terms)
        return {{}, {}, {}, terms.error()};
    auto const ratio = model::ratio_of(figure, terms->part, terms->whole);
    if (m_masked.contains(figure.part) || m_masked.contains(figure.whole))
        facts.facts.push_back({FactKind::suppressed, 0, 0, {}});
    else if (!ratio.number)
        facts.facts.push_back({FactKind::not_computable, 0, 0, ratio.why.in(language)});
    else if (figure.kind == Kind::share)
        facts.facts.push_back({FactKind::percent, static_cast<std::uint32_t>(figure.scale), *ratio.number, {}});
    else if (!ratio.currency.empty())
        facts.facts.push_back({FactKind::money, 0, *ratio.number, ratio.currency});
    else
        facts.facts.push_back({FactKind::decimal, static_cast<std::uint32_t>(figure.scale), *ratio.number, {}});
    bool const apart = terms->part.is_sum && terms->whole.is_sum && terms->part.reported == terms->part.records;
    facts.note = note(figure, terms->whole.is_sum && !apart ? &terms->whole : nullptr);
    facts.behind = behind(figure);
    if (!ratio.number && !ratio.why.empty())
        facts.note = ratio.why.in(language) + (facts.note.empty() ? "" : ". " + facts.note);
    return facts;
}

std::string DeclaredFacts::note(model::FigureDeclaration const& figure, model::Amount const* amount)
{
    Language const language = m_reading.language();
    bool const french = language == Language::fr;
    std::string text = figure.note.in(language);
    auto const add = [&](std::string const& sentence) { text += (text.empty() ? "" : text.ends_with('.') ? " " : ". ") + sentence; };
    if (amount && amount->is_sum)
        add(french ? fmt::format("Renseigné dans {} fiches sur {}", format_integer(amount->reported, language), format_integer(amount->records, language))
                   : fmt::format("Reported in {} of {} records", format_integer(amount->reported, language), format_integer(amount->records, language)));
    if (auto const& scope = m_reading.scope(); !scope.from.empty() || !scope.to.empty())
        for (auto const* const id : {&figure.id, &figure.part, &figure.whole}) {
            auto const* const counted = id->empty() ? nullptr : m_reading.module().manifest().figure(*id);
            auto const* const entity = counted && !counted->entity.empty() ? m_reading.registry().entity(counted->entity) : nullptr;
            if (entity && !entity->scope.contains("period")) {
                add(french ? "Toutes dates confondues" : "Of all dates");
                break;
            }
        }
    return text;
}

exchange::Behind DeclaredFacts::behind(model::FigureDeclaration const& figure)
{
    Language const language = m_reading.language();
    bool const french = language == Language::fr;
    exchange::Behind made;
    if (figure.kind == Kind::share || figure.kind == Kind::rate) {
        auto const& manifest = m_reading.module().manifest();
        auto const part = manifest.figure(figure.part)->label.in(language), whole = manifest.figure(figure.whole)->label.in(language);
        std::string const per = figure.kind == Kind::rate && figure.per != 1 ? format_integer(figure.per, language) : std::string{};
        made.definition = french ? fmt::format("«\u00A0{}\u00A0» divisé par «\u00A0{}\u00A0»{}.", part, whole, per.empty() ? "" : ", pour " + per)
                                 : fmt::format("“{}” divided by “{}”{}.", part, whole, per.empty() ? "" : ", for " + per);
        return made;
    }
    auto const* const entity = m_reading.registry().entity(figure.entity);
    if (!entity)
        return made;
    auto const* const field = entity->field(figure.field);
    made.definition = french ? (field ? fmt::format("Somme de «\u00A0{}\u00A0» dans le registre «\u00A0{}\u00A0»", field->label.fr, entity->plural.fr)
                                      : fmt::format("Nombre de fiches du registre «\u00A0{}\u00A0»", entity->plural.fr))
                             : (field ? fmt::format("Sum of “{}” in the register “{}”", field->label.en, entity->plural.en)
                                      : fmt::format("Number of records of the register “{}”", entity->plural.en));
    if (!figure.among.empty())
        made.definition += ", " + codes_in_words(figure.among, language);
    if (auto const where = conditions_in_words(m_reading, *entity, figure.where); !where.empty())
        made.definition += (french ? ", où " : ", where ") + where;
    made.definition += '.';
    auto const conditions = m_reading.conditions(*entity, figure.where);
    if (conditions && conditions->text.size() <= limits::filter_bytes && conditions->filters.size() <= limits::conditions) {
        made.entity = entity->id;
        made.filter = conditions->text;
    }
    return made;
}

Result<std::vector<exchange::Block>> DeclaredFacts::table_of(model::FigureDeclaration const& figure)
{
    Language const language = m_reading.language();
    bool const french = language == Language::fr;
    auto const groups = m_reading.groups(figure);
    if (!groups)
        return groups.error();
    auto const& whole = amount(figure);
    if (!whole)
        return whole.error();
    auto const& entity = *m_reading.registry().entity(figure.entity);
    auto const& by = *entity.field(figure.by);
    std::vector<std::string> currencies;
    for (auto const& sum : whole->sums)
        currencies.push_back(sum.currency);
    if (currencies.empty())
        currencies.emplace_back();
    bool const partial = whole->is_sum && whole->reported < whole->records;

    // What is hidden: [0] speaks of the group's one figure.
    psl::Mask hidden;
    if (auto const* const field = people(figure); field && m_leaves) {
        std::vector<std::optional<std::int64_t>> line;
        for (auto const& group : *groups)
            line.push_back(people_in(group.amount));
        hidden = psl::suppressed_line(line, threshold(*field, figure.among));
        auto const all = people_in(*whole);
        hidden.margins = hidden.margins || (all && *all >= 1 && *all < threshold(*field, figure.among));
    }
    auto const fact = [&](model::Amount const& amount, std::string const& currency, bool masked) { return masked ? Fact{FactKind::suppressed, 0, 0, {}} : fact_in(amount, currency, language); };
    auto const reported = [&](model::Amount const& amount) {
        return Fact{FactKind::text, 0, 0,
                    fmt::format(fmt::runtime(french ? "{} sur {}" : "{} of {}"), format_integer(amount.reported, language), format_integer(amount.records, language))};
    };
    exchange::Table table{figure.id, figure.label.in(language), {by.label.in(language)}, {}, 0};
    for (auto const& currency : currencies)
        table.columns.push_back(figure.label.in(language) + (currencies.size() > 1 ? " (" + currency + ")" : ""));
    if (partial)
        table.columns.emplace_back(french ? "Fiches renseignées" : "Records that report");
    auto const definition = behind(figure);
    auto const row = [&](std::string title, model::Amount const& amount, bool masked) {
        std::vector<exchange::Cell> cells{{Fact{FactKind::text, 0, 0, std::move(title)}, exchange::Tone::plain, {}, 0}};
        for (auto const& currency : currencies)
            cells.push_back({fact(amount, currency, masked), exchange::Tone::plain, {}, 0});
        if (partial)
            cells.push_back({reported(amount), exchange::Tone::plain, {}, 0});
        table.rows.push_back(std::move(cells));
    };
    exchange::Chart chart{exchange::ChartKind::bars, figure.id + "-chart", figure.label.in(language), {}, {}, {}};
    for (std::size_t at = 0; at < groups->size(); ++at) {
        auto const& group = (*groups)[at];
        bool const masked = !hidden.hidden.empty() && hidden.hidden[at][0];
        if (!definition.entity.empty()) {
            auto one = definition;
            std::string const condition = group.key.empty() ? by.id + " is null"
                                          : by.type == model::FieldType::date ? fmt::format("{0} >= {1}-01-01\n{0} <= {1}-12-31", by.id, group.key)
                                                                              : by.id + " = " + group.key;
            if (is_clean(group.key) && group.key.find('\n') == std::string::npos) {
                one.filter += (one.filter.empty() ? "" : "\n") + condition;
                table.behind[table.rows.size()] = std::move(one);
            }
        }
        auto const title = shortened(cleaned(group.title), 200);
        chart.labels.push_back(title);
        row(title, group.amount, masked);
    }
    row(french ? "Total" : "Total", *whole, hidden.margins);
    table.total_rows = 1;
    std::vector<exchange::Block> blocks;
    if (figure.bars && !groups->empty()) {
        for (std::size_t series = 0; series < currencies.size(); ++series) {
            chart.series.push_back(table.columns[series + 1]);
            for (std::size_t at = 0; at < groups->size(); ++at)
                chart.values.push_back(table.rows[at][series + 1].fact);
        }
        blocks.emplace_back(std::move(chart));
    }
    blocks.emplace_back(std::move(table));
    if (auto const words = note(figure, &*whole); !words.empty())
        blocks.emplace_back(exchange::Paragraph{exchange::Tone::muted, words});
    return blocks;
}

std::string DeclaredFacts::text_of(std::string const& figure_id)
{
    Language const language = m_reading.language();
    auto const& made = of(figure_id);
    if (made.refused)
        return exchange::fact_text({FactKind::not_computable, 0, 0, {}}, language);
    std::string text;
    for (auto const& fact : made.facts)
        text += (text.empty() ? "" : ", ") + exchange::fact_text(fact, language);
    return text;
}

} // namespace passerelle::bridge
