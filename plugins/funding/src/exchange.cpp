#include "exchange.hpp"
#include "funding/lists.hpp"
#include <algorithm>

namespace funding {

namespace {

std::optional<Rate> peg_of(std::string_view currency)
{
    auto const fixed = psl::fixed_rate(currency);
    if (!fixed)
        return std::nullopt;
    Rate rate;
    rate.units = *fixed;
    psl::Exact const scaled = *fixed * psl::Exact{psl::power_of_ten(rate_scale)};
    rate.scaled = psl::to_int64(numerator(scaled)).value_or(0);
    return rate;
}

Rate rate_from(std::int64_t scaled, std::int64_t day, std::string const& source, psl::Date asked)
{
    Rate rate;
    rate.scaled = scaled;
    rate.units = psl::exact(scaled, rate_scale);
    rate.date = psl::Date::parse("1970-01-01")->plus_days(day);
    rate.source = source;
    rate.stale = asked.days_since_1970() - day > days_until_stale;
    return rate;
}

psl::Date first_of_year(int year) { return *psl::Date::of(std::max(year, 1583), 1, 1); }

} // namespace

Rates::Series& Rates::series_of(std::string const& currency, std::string const& source)
{
    auto const [found, fresh] = m_series.try_emplace({currency, source});
    Series& series = found->second;
    if (!fresh)
        return series;
    auto rows = m_db->prepare("SELECT source, kind, count(*) FROM core_rate WHERE currency = ?1 GROUP BY source, kind"
                              " ORDER BY source = ?2 DESC, kind = 'official' DESC, count(*) DESC, source LIMIT 1",
                              currency, source);
    if (rows.step()) {
        series.any = true;
        series.source = rows.string(0);
        series.kind = rows.string(1);
    }
    return series;
}

std::vector<Rates::Point> const& Rates::year_of(std::string const& currency, Series& series, int year)
{
    auto const [found, fresh] = series.years.try_emplace(year);
    if (!fresh)
        return found->second;
    auto rows = m_db->prepare("SELECT date, rate FROM core_rate WHERE currency = ?1 AND date >= ?2 AND date < ?3 AND source IS ?4 AND kind IS ?5 AND rate > 0 ORDER BY date",
                              currency, first_of_year(year), first_of_year(year + 1), series.source, series.kind);
    while (rows.step())
        if (auto const day = rows.date(0))
            found->second.push_back({day->days_since_1970(), rows.integer(1)});
    return found->second;
}

std::optional<Rate> Rates::at(std::string const& currency, psl::Date day, std::string const& source)
{
    if (auto const found = m_pegs.find(currency); found != m_pegs.end()) {
        if (found->second)
            return found->second;
    } else if (m_pegs.emplace(currency, peg_of(currency)).first->second)
        return m_pegs.at(currency);
    Series& series = series_of(currency, source);
    if (!series.any)
        return std::nullopt;
    auto const& points = year_of(currency, series, day.year());
    auto const after = std::upper_bound(points.begin(), points.end(), day.days_since_1970(), [](std::int64_t wanted, Point const& point) { return wanted < point.day; });
    if (after != points.begin())
        return rate_from((after - 1)->scaled, (after - 1)->day, series.source, day);
    psl::Date const year = first_of_year(day.year());
    auto const [found, fresh] = series.before.try_emplace(year.days_since_1970());
    if (fresh) {
        auto rows = m_db->prepare("SELECT date, rate FROM core_rate WHERE currency = ?1 AND date < ?2 AND source IS ?3 AND kind IS ?4 AND rate > 0 ORDER BY date DESC LIMIT 1",
                                  currency, year, series.source, series.kind);
        if (rows.step())
            if (auto const date = rows.date(0))
                found->second = Point{date->days_since_1970(), rows.integer(1)};
    }
    if (!found->second)
        return std::nullopt;
    return rate_from(found->second->scaled, found->second->day, series.source, day);
}

std::optional<Rate> Rates::mean(std::string const& currency, psl::Date from, psl::Date to, std::string const& source)
{
    if (auto const peg = peg_of(currency))
        return peg;
    Series& series = series_of(currency, source);
    if (!series.any || to < from)
        return std::nullopt;
    psl::Integer sum = 0;
    std::int64_t count = 0;
    for (int year = from.year(); year <= to.year(); ++year)
        for (Point const& point : year_of(currency, series, year))
            if (point.day >= from.days_since_1970() && point.day <= to.days_since_1970()) {
                sum += point.scaled;
                ++count;
            }
    if (count == 0)
        return std::nullopt;
    Rate rate;
    rate.units = psl::Exact{sum, psl::power_of_ten(rate_scale) * count};
    rate.date = to;
    rate.source = series.source;
    return rate;
}

void Sum::add(std::int64_t more)
{
    auto const total = psl::to_int64(psl::Integer{minor} + more);
    if (!total)
        throw psl::Error(PSL_E_INVALID, "a total exceeds what the program can hold");
    minor = *total;
}

void Sum::add(Converted const& one)
{
    ++lines;
    if (!one.minor) {
        ++missing;
        return;
    }
    stale += one.stale ? 1 : 0;
    add(*one.minor);
}

void Sum::add(Sum const& other)
{
    add(other.minor);
    lines += other.lines;
    missing += other.missing;
    stale += other.stale;
}

std::optional<Rate> Converter::rate_of(std::string const& currency, psl::Date day, Policy const& policy)
{
    if (policy.fixed && currency == policy.local && (policy.kind == PolicyKind::fixed_contract || policy.kind == PolicyKind::weighted_transfers)) {
        Rate rate;
        rate.units = *policy.fixed;
        return rate;
    }
    if (policy.kind == PolicyKind::month_rate) {
        psl::Date const first = *psl::Date::of(day.year(), day.month(), 1);
        psl::Date const last = (day.month() == 12 ? *psl::Date::of(std::min(day.year() + 1, 9999), 1, 1) : *psl::Date::of(day.year(), day.month() + 1, 1)).plus_days(-1);
        return m_rates.mean(currency, first, last, policy.source);
    }
    if (policy.kind == PolicyKind::period_average && policy.from && policy.to)
        return m_rates.mean(currency, *policy.from, *policy.to, policy.source);
    return m_rates.at(currency, day, policy.source);
}

Converter::Found& Converter::found_for(std::string const& currency, psl::Date day, Policy const& policy)
{
    bool const plain = policy.kind == PolicyKind::value_date && policy.source.empty();
    auto const [at, fresh] = m_found.try_emplace(Key{currency, day.days_since_1970(), policy.kind, plain ? nullptr : &policy});
    if (fresh) {
        at->second.from = rate_of(currency, day, policy);
        at->second.to = m_rates.at(m_target, day);
    }
    return at->second;
}

Converted Converter::convert(std::int64_t minor, std::string const& currency, std::optional<psl::Date> value_date, Policy const& policy)
{
    if (currency == m_target)
        return {minor, false};
    std::optional<std::int64_t> result;
    if (value_date) {
        Found& found = found_for(currency, *value_date, policy);
        if (found.from && found.to && found.from->units > 0)
            result = converted(minor, currency, *found.from, m_target, *found.to);
        if (result) {
            ++found.lines;
            return {result, found.from->stale || found.to->stale};
        }
    }
    Lack& lack = m_lacks[currency];
    ++lack.lines;
    lack.minor = psl::to_int64(psl::Integer{lack.minor} + minor).value_or(lack.minor);
    if (value_date && value_date->iso() > lack.last_day)
        lack.last_day = value_date->iso();
    return {};
}

std::vector<Converter::Use> Converter::uses() const
{
    std::map<std::pair<std::string, std::string>, Use> all; // by currency and what the reader sees of the rate
    for (auto const& [key, found] : m_found) {
        if (!found.from || found.lines == 0)
            continue;
        std::string const shown = (found.from->date ? found.from->date->iso() : std::string()) + psl::rounded_text(found.from->units, rate_scale);
        Use& use = all.try_emplace({key.currency, shown}, Use{*found.from, key.currency, 0}).first->second;
        use.lines += found.lines;
        use.rate.stale = use.rate.stale || found.from->stale;
    }
    std::vector<Use> uses;
    for (auto& [key, use] : all)
        uses.push_back(std::move(use));
    return uses;
}

PolicyKind policy_named(std::string_view code)
{
    if (code == "month_rate")
        return PolicyKind::month_rate;
    if (code == "period_average")
        return PolicyKind::period_average;
    if (code == "fixed_contract")
        return PolicyKind::fixed_contract;
    return code == "weighted_transfers" ? PolicyKind::weighted_transfers : PolicyKind::value_date;
}

std::string name_of(PolicyKind kind, bool french)
{
    static constexpr std::string_view codes[] = {"value_date", "month_rate", "period_average", "fixed_contract", "weighted_transfers"};
    return projects::name_in(lists::fx_policy, codes[static_cast<std::size_t>(kind)], french).value_or("");
}

std::string base_currency(psl::Database& db)
{
    auto const known = db.text("SELECT value FROM core_setting WHERE name = 'base_currency'");
    return known && psl::is_currency_code(*known) ? *known : "EUR";
}

} // namespace funding
