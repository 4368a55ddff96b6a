// Lists of records: the order of all ids is computed once beside the window (a job), then any page of it is read in it.
#pragma once
#include "host/model/record.hpp"
#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace passerelle::model {

enum class Comparison { equal, not_equal, less, less_or_equal, greater, greater_or_equal, contains, any_of, is_null, is_not_null };

struct Filter {
    std::string field;       ///< field id, "id", or further along links: "activity.status"
    Comparison comparison = Comparison::equal;
    std::vector<Value> values; ///< one, or several for any_of; money compares minor units of the same currency
};
struct Sort {
    std::string field;
    bool descending = false; ///< nulls last in both directions
};
struct Query {
    Entity const* entity = nullptr;
    std::vector<Filter> filters; ///< all must hold
    std::string search;          ///< words, accents folded; all must be found (last one as a prefix)
    std::vector<Sort> sorts;     ///< then by id, in the direction of the last
    Language language = Language::fr; ///< whose names are sorted where text is translatable
};

/// "value >= 1000000", "status = 2", "title ~ marché", "end < 2025-06-30", "end < today-30d", "city is null", "status in 1,2",
/// "cohort.city.country = SN": for the console and for what modules declare. `today`: ISO, what relative dates count from
/// (relative_date.hpp); empty: this machine's day.
[[nodiscard]] Result<Filter> parse_filter(Registry const&, Entity const&, std::string_view text, std::string_view today = {});
/// The same condition with every relative date written out, for who reads it later or elsewhere; as it is where it has none.
[[nodiscard]] Result<std::string> absolute_condition(Registry const&, Entity const&, std::string_view text, std::string_view today = {});
constexpr int longest_path = 3; ///< links that a condition may follow
/// The fields of a path, each but the last a link: "cohort.city" -> cohort, city. "id" ends a path with nothing. Empty: no such path.
struct PathStep {
    Entity const* entity = nullptr;
    Field const* field = nullptr; ///< nullptr: "id"
};
[[nodiscard]] std::vector<PathStep> path_of(Registry const&, Entity const&, std::string_view path);

/// Ids in the order of the sorts. Text is in the order of people, whatever the size of the register. Set from another thread,
/// `stop` ends it with Status::cancelled.
[[nodiscard]] Result<std::vector<std::int64_t>> order(store::Connection&, Registry const&, Query const&, std::atomic<bool> const* stop = nullptr);
[[nodiscard]] Result<std::vector<Record>> page(store::Connection&, Registry const&, Entity const&, std::span<std::int64_t const> ids);
[[nodiscard]] Result<std::int64_t> count(store::Connection&, Registry const&, Query const&);

/// Full-text search over all declared text, best first: records whose title holds the words before others, main registers before
/// what belongs to them, then the latest. Of a register with more matches than asked, the latest are taken.
struct Hit {
    Entity const* entity;
    std::int64_t id;
    std::string excerpt; ///< found words between U+0002 and U+0003
};
[[nodiscard]] Result<std::vector<Hit>> search(store::Connection&, Registry const&, std::string_view words, std::size_t most = 50,
                                              std::atomic<bool> const* stop = nullptr);
/// A register's own search box: those of a known order (of order() without a search) that hold the words, the first `most` of them.
/// Up to 400 are a first look, there within a keystroke whatever the sort: where thousands hold the words, the first among the latest of them; all follow for less than an order made again.
[[nodiscard]] Result<std::vector<std::int64_t>> narrowed(store::Connection&, Entity const&, std::string_view words, std::span<std::int64_t const> order,
                                                        std::size_t most = static_cast<std::size_t>(-1), std::atomic<bool> const* stop = nullptr);

} // namespace passerelle::model
