// A register's rows in groups, with totals: of each currency apart, never mixed, exact. Any thread, with its own reader.
#pragma once
#include "host/model/query.hpp"
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::model {

/// What the values of one field add up to.
struct Total {
    std::string field;
    struct Sum {
        std::string currency;               ///< ISO 4217; empty for plain numbers
        std::optional<std::int64_t> number; ///< minor units, or scaled as the field is; nothing where it is too large to hold
        friend bool operator==(Sum const&, Sum const&) = default;
    };
    std::vector<Sum> sums;                  ///< by currency, the most used first; empty: nothing reported
    std::int64_t reported = 0, missing = 0; ///< records
};

struct Group {
    std::string key;   ///< as stored (of a date its year); empty: not reported
    std::string title; ///< as shown
    std::int64_t records = 0;
    std::vector<Total> totals;
};

struct Grouping {
    std::vector<Group> groups;     ///< in order; what is not reported comes last
    std::vector<std::int64_t> ids; ///< those given, group after group, each in the order given
    std::vector<Total> totals;     ///< of all
};

constexpr std::size_t most_groups = 2000;

[[nodiscard]] bool can_group(Field const&); ///< choices, links, yes or no, dates (by year), texts, whole numbers
[[nodiscard]] bool can_total(Field const&); ///< money, integers, decimals
/// What people read over a group: "Non renseigné" for an empty key, names of codes, titles of linked records.
[[nodiscard]] std::string title_of_key(store::Connection&, Registry const&, Field const&, std::string const& key, Language);
/// The places of groups in order: codes in that of their list, numbers and years by size, the rest as people sort; not reported last.
struct GroupName {
    std::string key, title;
};
[[nodiscard]] std::vector<std::size_t> group_order(Registry const&, Field const&, std::vector<GroupName> const&);

/// `ids`: of the query, in its order. group empty: totals alone. More than most_groups different values: Status::invalid.
[[nodiscard]] Result<Grouping> grouped(store::Connection&, Registry const&, Query const&, std::vector<std::int64_t> ids, std::string const& group,
                                       std::vector<std::string> const& totals, std::atomic<bool> const* stop = nullptr);

} // namespace passerelle::model
