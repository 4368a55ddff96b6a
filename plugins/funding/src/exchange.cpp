#include "exchange.hpp"
#include "funding/lists.hpp"
#include <algorithm>
#include <limits>

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
    if (denominator(scaled) == 1)
        rate.scaled = psl::to_int64(numerator(scaled)).value_or(0);
    return rate;
}

Rate rate_from(std::int64_t scaled, std::int64_t day, std::string const& source, psl::Date asked)
{
    Rate rate;
    rate.scaled = scaled;
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

bool Rates::any(std::string const& currency, std::string const& source) { return psl::fixed_rate(currency).has_value() || series_of(currency, source).any; }

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
    rate.mean = true;
    rate.source = series.source;
    return rate;
}

void Sum::add(std::int64_t more)
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
    if (more > 0 ? minor > most - more : minor < least - more)
        throw psl::Error(PSL_E_INVALID, "a total exceeds what the program can hold");
    minor += more;
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

Converter::Road& Converter::road_for(std::string_view currency, Policy const& policy)
{
    bool const plain = policy.kind == PolicyKind::value_date && policy.source.empty();
    Policy const* const key = plain ? nullptr : &policy;
    for (auto const& road : m_roads) // a handful: currencies of the portfolio, once for each agreement with rules of its own
        if (road->policy == key && road->currency == currency)
            return *road;
    Road& road = *m_roads.emplace_back(std::make_unique<Road>());
    road.currency = currency;
    road.policy = key;
    road.units = psl::minor_units(currency);
    // A parity is the same on every day, and so is the lack of any rate: one entry serves all.
    road.every_day = plain && psl::fixed_rate(m_target).has_value() && (psl::fixed_rate(currency).has_value() || !m_rates.any(road.currency));
    return road;
}

Converter::Found& Converter::found_for(Road& road, psl::Date day, Policy const& policy)
{
    auto const [at, fresh] = road.days.try_emplace(road.every_day ? 0 : day.days_since_1970());
    if (fresh) {
        at->second.from = rate_of(road.currency, day, policy);
        at->second.to = m_rates.at(m_target, day);
    }
    return at->second;
}

Converted Converter::convert(std::int64_t minor, std::string_view currency, std::optional<psl::Date> value_date, Policy const& policy)
{
    if (currency == m_target)
        return {minor, false};
    // Lines of one currency and agreement tend to come together.
    if (m_last == nullptr || m_last->currency != currency || m_last_policy != &policy) {
        m_last = &road_for(currency, policy);
        m_last_policy = &policy;
    }
    if (value_date) {
        Found& found = found_for(*m_last, *value_date, policy);
        if (found.from && found.to)
            if (auto const result = converted(minor, m_last->units, *found.from, m_to, m_target_units, *found.to)) {
                ++found.lines;
                return {result, found.from->stale || found.to->stale};
            }
    }
    Lack*& known = m_last->lack;
    if (known == nullptr)
        known = &m_lacks[m_last->currency];
    Lack& lack = *known;
    ++lack.lines;
    if (value_date && (!lack.last || *value_date > *lack.last))
        lack.last = value_date;
    return {};
}

std::vector<Converter::Use> Converter::uses() const
{
    std::map<std::pair<std::string, std::string>, Use> all; // by currency and what the reader sees of the rate
    for (auto const& road : m_roads)
        for (auto const& [day, found] : road->days) {
            if (!found.from || found.lines == 0)
                continue;
            std::string const shown = (found.from->date ? found.from->date->iso() : std::string()) + psl::rounded_text(found.from->per_euro(), rate_scale) + (found.from->mean ? "m" : "");
            Use& use = all.try_emplace({road->currency, shown}, Use{*found.from, road->currency, 0}).first->second;
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
    return psl::name_in(lists::fx_policy, codes[static_cast<std::size_t>(kind)], french).value_or("");
}

std::string base_currency(psl::Database& db)
{
    auto const known = db.text("SELECT value FROM core_setting WHERE name = 'base_currency'");
    return known && psl::is_currency_code(*known) ? *known : "EUR";
}

} // namespace funding
