#include "host/model/declared_figures.hpp"
#include "host/base/format.hpp"
#include "host/model/columns.hpp"
#include "host/model/query_sql.hpp"
#include "passerelle/value/money.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace passerelle::model {

namespace {

/// Added in two parts, so that no sum of any number of records overflows on its way.
constexpr std::int64_t half = 1'000'000'000;

struct Parts {
    std::int64_t high = 0, low = 0, records = 0;
};
/// What is known of one group: by currency.
struct Gathered {
    std::map<std::string, Parts> sums;
    std::int64_t records = 0, reported = 0;
};

std::string among_sql(FigureDeclaration const& figure)
{
    std::string sql;
    for (auto const& [dimension, codes] : figure.among) { // both from the short lists that the reader of manifests knows
        std::vector<std::string> quoted;
        for (auto const& code : codes)
            quoted.push_back('\'' + code + '\'');
        sql += fmt::format(" AND {} IN ({})", sql_name(dimension), fmt::join(quoted, ","));
    }
    return sql;
}

/// The inner rows: k the group, c the currency, v the value.
std::string rows_sql(Entity const& entity, FigureDeclaration const& figure, Field const* value, Field const* by, QuerySql const& query)
{
    std::string const key = !by ? "''" : by->type == FieldType::date ? fmt::format("substr(a.{},1,4)", sql_name(by->id)) : "a." + sql_name(by->id);
    std::string amount = "1", currency = "''";
    if (value && value->type == FieldType::count)
        amount = fmt::format("(SELECT sum(\"n\") FROM {} WHERE \"owner\"=a.\"id\"{})", sql_name(entity.cells_table(*value)), among_sql(figure));
    else if (value) {
        auto const columns = Entity::columns_of(*value);
        amount = "a." + sql_name(columns.front());
        if (value->type == FieldType::money)
            currency = fmt::format("CASE WHEN {} IS NULL THEN '' ELSE a.{} END", amount, sql_name(columns[1]));
    }
    return fmt::format("SELECT {} AS k, {} AS c, {} AS v FROM {}{}", key, currency, amount, query.from, query.where);
}

Amount amount_from(Gathered const& gathered, bool sum, int scale)
{
    Amount amount{{}, gathered.records, gathered.reported, scale, sum};
    if (!sum)
        return amount;
    std::vector<std::pair<std::int64_t, Total::Sum>> sums;
    for (auto const& [currency, parts] : gathered.sums) {
        if (parts.records == 0)
            continue;
        psl::Integer const exact = psl::Integer{parts.high} * half + parts.low;
        sums.push_back({parts.records, {currency, psl::to_int64(exact)}});
    }
    std::stable_sort(sums.begin(), sums.end(), [](auto const& left, auto const& right) { return left.first > right.first; });
    for (auto& [records, one] : sums)
        amount.sums.push_back(std::move(one));
    return amount;
}

Result<std::map<std::string, Gathered>> gather(store::Connection& connection, Registry const& registry, Entity const& entity, FigureDeclaration const& figure,
                                               std::vector<Filter> const& filters, Field const* value, Field const* by, std::size_t most)
{
    auto const query = query_sql(registry, {&entity, filters, "", {}});
    if (!query)
        return query.error();
    auto statement = connection.prepare(fmt::format("SELECT k, c, count(*), count(v), sum(v/{0}), sum(v%{0}) FROM ({1}) GROUP BY k, c", half, rows_sql(entity, figure, value, by, *query)));
    if (!statement)
        return statement.error();
    for (std::size_t at = 0; at < query->bindings.size(); ++at)
        bind_cell(*statement, static_cast<int>(at) + 1, query->bindings[at]);
    std::map<std::string, Gathered> all;
    while (true) {
        auto const row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            return all;
        auto& group = all[std::string(statement->text(0))];
        if (all.size() > most)
            return Error{Status::invalid,
                         {fmt::format("«\u00A0{}\u00A0» a plus de {} valeurs différentes\u00A0: le tableau n’est pas montré.", by->label.fr, format_integer(static_cast<std::int64_t>(most), Language::fr)),
                          fmt::format("“{}” has more than {} different values: the table is not shown.", by->label.en, format_integer(static_cast<std::int64_t>(most), Language::en))}};
        auto& parts = group.sums[std::string(statement->text(1))];
        group.records += statement->integer(2);
        group.reported += statement->integer(3);
        parts.records += statement->integer(3);
        parts.high += statement->integer(4);
        parts.low += statement->integer(5);
    }
}

/// The field that is added up; nothing for a count. Its scale beside it.
Result<Field const*> summed(Entity const& entity, FigureDeclaration const& figure)
{
    if (figure.kind == FigureDeclaration::Kind::count)
        return static_cast<Field const*>(nullptr);
    Field const* const field = entity.field(figure.field);
    bool const adds = field && (field->type == FieldType::integer || field->type == FieldType::decimal || field->type == FieldType::money || field->type == FieldType::count);
    if (adds && (figure.among.empty() || field->type == FieldType::count))
        return field;
    return Error{Status::invalid, {fmt::format("«\u00A0{}\u00A0» ne s’additionne pas dans «\u00A0{}\u00A0».", figure.field, entity.plural.fr),
                                   fmt::format("“{}” does not add up in “{}”.", figure.field, entity.plural.en)}};
}

int scale_of(Field const* field) { return field && field->type == FieldType::decimal ? field->scale : 0; }

/// The one number of an amount in units; nothing, and why, where there is none or several.
std::optional<psl::Exact> single(Amount const& amount, Phrase& why, Phrase const& nothing)
{
    if (!amount.is_sum)
        return psl::exact(amount.records);
    if (amount.sums.empty())
        why = nothing;
    else if (amount.sums.size() > 1)
        why = {"plusieurs monnaies, qui ne s’additionnent pas", "several currencies, which do not add up"};
    else if (!amount.sums.front().number)
        why = {"somme trop grande", "sum too large"};
    else if (auto const& sum = amount.sums.front(); sum.currency.empty())
        return psl::exact(*sum.number, amount.scale);
    else
        return psl::units({*sum.number, sum.currency});
    return std::nullopt;
}

} // namespace

Result<Amount> amount_of(store::Connection& connection, Registry const& registry, Entity const& entity, FigureDeclaration const& figure, std::vector<Filter> const& filters)
{
    auto const field = summed(entity, figure);
    if (!field)
        return field.error();
    auto const all = gather(connection, registry, entity, figure, filters, *field, nullptr, 1);
    if (!all)
        return all.error();
    return amount_from(all->empty() ? Gathered{} : all->begin()->second, *field != nullptr, scale_of(*field));
}

Result<std::vector<AmountGroup>> amounts_by(store::Connection& connection, Registry const& registry, Entity const& entity, FigureDeclaration const& figure, std::vector<Filter> const& filters,
                                            Language language, std::size_t most)
{
    auto const field = summed(entity, figure);
    if (!field)
        return field.error();
    Field const* const by = entity.field(figure.by);
    if (!by || !can_group(*by))
        return Error{Status::invalid, {"Ce registre ne se regroupe pas par cette rubrique.", "This register cannot be grouped by that field."}};
    auto const all = gather(connection, registry, entity, figure, filters, *field, by, most);
    if (!all)
        return all.error();
    std::vector<AmountGroup> groups;
    std::vector<GroupName> names;
    for (auto const& [key, gathered] : *all) {
        groups.push_back({key, title_of_key(connection, registry, *by, key, language), amount_from(gathered, *field != nullptr, scale_of(*field))});
        names.push_back({key, groups.back().title});
    }
    std::vector<AmountGroup> ordered;
    for (auto const place : group_order(registry, *by, names))
        ordered.push_back(std::move(groups[place]));
    return ordered;
}

Ratio ratio_of(FigureDeclaration const& figure, Amount const& part, Amount const& whole)
{
    Ratio ratio;
    auto const below = single(whole, ratio.why, {"le dénominateur n’est pas renseigné", "the denominator is not reported"});
    auto const above = single(part, ratio.why, {"le numérateur n’est pas renseigné", "the numerator is not reported"});
    if (!below || !above)
        return ratio;
    if (*below == 0) {
        ratio.why = {"le dénominateur est nul", "the denominator is zero"};
        return ratio;
    }
    auto const currency = [](Amount const& amount) { return amount.sums.empty() ? std::string{} : amount.sums.front().currency; };
    auto const over = currency(part), under = currency(whole);
    bool const share = figure.kind == FigureDeclaration::Kind::share;
    if ((share || (!over.empty() && !under.empty())) && over != under) {
        ratio.why = {"numérateur et dénominateur ne sont pas dans la même unité", "numerator and denominator are not in the same unit"};
        return ratio;
    }
    psl::Exact const value = *above / *below * psl::Exact{share ? 100 : figure.per};
    if (!share && !over.empty() && under.empty()) {
        ratio.currency = over;
        if (auto const money = psl::rounded(value, over))
            ratio.number = money->minor;
    } else
        ratio.number = psl::round_half_up(value, figure.scale);
    if (!ratio.number)
        ratio.why = {"résultat trop grand", "result too large"};
    return ratio;
}

} // namespace passerelle::model
