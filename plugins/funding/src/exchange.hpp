// Exchange rates and conversion (domain 3.3). Rates say 1 EUR = r units; a cross goes through EUR without rounding in between;
// one rounding, half up, at the target's minor unit. Made for one call, on its thread.
#pragma once
#include "convert.hpp"
#include "passerelle/cpp/reading.hpp"
#include "passerelle/value/iati_names.hpp"
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace funding {

/// Published rates, read year by year as they are asked for. One source for each currency: the one that a caller names, else
/// the official one with most rates, else any other with most rates.
class Rates {
public:
    explicit Rates(psl::Database& db) : m_db(&db) {}

    /// The most recent at the day or before it; nothing where there is none.
    [[nodiscard]] std::optional<Rate> at(std::string const& currency, psl::Date day, std::string const& source = {});
    /// False: no rate of the currency on any day, so that nobody need ask day by day.
    [[nodiscard]] bool any(std::string const& currency, std::string const& source = {});
    /// The mean of the rates published from a day to another; a peg is its own mean.
    [[nodiscard]] std::optional<Rate> mean(std::string const& currency, psl::Date from, psl::Date to, std::string const& source = {});

private:
    struct Point {
        std::int64_t day = 0, scaled = 0;
    };
    struct Series {
        std::string source, kind;
        bool any = false;
        std::map<int, std::vector<Point>> years;
        std::map<std::int64_t, std::optional<Point>> before; ///< first day of a year -> the last rate before it
    };
    Series& series_of(std::string const& currency, std::string const& source);
    std::vector<Point> const& year_of(std::string const& currency, Series&, int year);
    psl::Database* m_db;
    std::map<std::pair<std::string, std::string>, Series> m_series;
    std::map<std::string, std::optional<Rate>> m_pegs;
};

enum class PolicyKind { value_date, month_rate, period_average, fixed_contract, weighted_transfers };

/// How an agreement converts. Where it says nothing: the rate at the value date.
struct Policy {
    PolicyKind kind = PolicyKind::value_date;
    std::string source;
    std::optional<psl::Date> from, to;   ///< period_average
    std::string local;                   ///< currency that `fixed` speaks of
    std::optional<psl::Exact> fixed;     ///< fixed_contract, weighted_transfers: units of `local` for 1 EUR
};

/// One amount in another currency; minor is empty where no rate serves: "not converted", never 0.
struct Converted {
    std::optional<std::int64_t> minor;
    bool stale = false;
};

/// A sum of converted lines (each rounded, so that columns add up) that knows what it lacks.
struct Sum {
    std::int64_t minor = 0;
    std::int64_t lines = 0, missing = 0, stale = 0;
    void add(Converted const&);
    void add(Sum const&);
    [[nodiscard]] bool partial() const { return missing > 0; }
    [[nodiscard]] psl::Exact exact() const { return psl::Exact{minor}; }

private:
    void add(std::int64_t);
};

class Converter {
public:
    Converter(psl::Database& db, std::string target)
        : m_rates(db), m_target(std::move(target)), m_target_units(psl::minor_units(m_target)), m_to(m_target == "EUR" ? Target::euro : Target::other)
    {
    }
    [[nodiscard]] std::string const& target() const { return m_target; }

    [[nodiscard]] Converted convert(std::int64_t minor, std::string_view currency, std::optional<psl::Date> value_date, Policy const&);
    /// The rate that the policy gives for the day; nothing where there is none.
    [[nodiscard]] std::optional<Rate> rate_of(std::string const& currency, psl::Date day, Policy const&);

    /// What was used and what lacked, for the report: (currency, rate) -> first and last value date.
    struct Use {
        Rate rate;
        std::string currency;
        std::int64_t lines = 0;
    };
    [[nodiscard]] std::vector<Use> uses() const;
    struct Lack {
        std::int64_t lines = 0;
        std::optional<psl::Date> last; ///< the latest value date without a rate; nothing where no line has a value date
    };
    [[nodiscard]] std::map<std::string, Lack> const& lacks() const { return m_lacks; }

private:
    struct Found {
        std::optional<Rate> from, to;
        std::int64_t lines = 0;
    };
    /// From one currency, under one policy, to the target.
    struct Road {
        std::string currency;
        Policy const* policy = nullptr; ///< nullptr: the plain rate at the value date
        int units = 2;
        bool every_day = false;
        std::unordered_map<std::int64_t, Found> days;
        Lack* lack = nullptr;
    };
    Road& road_for(std::string_view currency, Policy const&);
    Found& found_for(Road&, psl::Date day, Policy const&);
    Rates m_rates;
    std::string m_target;
    int m_target_units;
    Target m_to;
    std::vector<std::unique_ptr<Road>> m_roads;
    Road* m_last = nullptr;
    Policy const* m_last_policy = nullptr;
    std::map<std::string, Lack> m_lacks;
};

/// The words for a policy, printed in every financial report.
[[nodiscard]] std::string name_of(PolicyKind, bool french);
[[nodiscard]] PolicyKind policy_named(std::string_view code);

/// The portfolio's own currency: core.setting "base_currency", else EUR.
[[nodiscard]] std::string base_currency(psl::Database&);

} // namespace funding
