// What a declared figure comes to: exact sums, by currency, with how many records reported. Any thread, with its own reader.
#pragma once
#include "host/model/declared.hpp"
#include "host/model/grouping.hpp"
#include "host/model/registry.hpp"
#include <optional>
#include <vector>

namespace passerelle::model {

/// Of a count: `records` alone. Of a sum: nothing in `sums` where nothing was reported, which is not 0.
struct Amount {
    std::vector<Total::Sum> sums; ///< by currency, the most used first; of plain numbers one, on the field's scale; a number too large is nothing
    std::int64_t records = 0, reported = 0;
    int scale = 0;                ///< of plain numbers
    bool is_sum = false;
};
struct AmountGroup {
    std::string key, title;
    Amount amount;
};

/// kind count or sum; `filters`: all that must hold, those of the declaration among them.
[[nodiscard]] Result<Amount> amount_of(store::Connection&, Registry const&, Entity const&, FigureDeclaration const&, std::vector<Filter> const& filters);
/// The same for each value of `by`, in the order of grouping.hpp. More than `most` values: Status::invalid.
[[nodiscard]] Result<std::vector<AmountGroup>> amounts_by(store::Connection&, Registry const&, Entity const&, FigureDeclaration const&, std::vector<Filter> const& filters,
                                                          Language, std::size_t most);

/// A share (percent) or a rate (for `per`), half up, with `scale` decimals; else why there is none.
struct Ratio {
    std::optional<std::int64_t> number;
    std::string currency; ///< of a rate of money for each of something else: number is in its minor units
    Phrase why;           ///< not computable because
};
[[nodiscard]] Ratio ratio_of(FigureDeclaration const&, Amount const& part, Amount const& whole);

} // namespace passerelle::model
