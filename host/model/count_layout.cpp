#include "host/model/count_layout.hpp"
#include "passerelle/value/decimal.hpp"
#include <algorithm>

namespace passerelle::model {

namespace {

bool asks_for(Field const& field, std::string_view dimension) { return std::find(field.by.begin(), field.by.end(), dimension) != field.by.end(); }

template<typename Dimension>
std::vector<Dimension> values_of(bool asked, int count)
{
    std::vector<Dimension> all;
    for (int at = asked ? 0 : count - 1; at < count; ++at) // "unknown" is the last of each
        all.push_back(static_cast<Dimension>(at));
    return all;
}

template<typename Dimension>
void widen(std::vector<Dimension>& values, Dimension value)
{
    auto const at = std::lower_bound(values.begin(), values.end(), value);
    if (at == values.end() || *at != value)
        values.insert(at, value);
}

constexpr std::int64_t most_people = 1'000'000'000'000; ///< a cell beyond is a slip of the hand, and no sum of cells overflows

} // namespace

CountLayout::CountLayout(Field const& field)
    : sexes(values_of<psl::Sex>(asks_for(field, "sex"), static_cast<int>(psl::sex_codes.size()))),
      ages(values_of<psl::AgeBand>(asks_for(field, "age"), static_cast<int>(psl::age_codes.size()))),
      disabilities(values_of<psl::Disability>(asks_for(field, "disability"), static_cast<int>(psl::disability_codes.size())))
{
}

CountLayout::CountLayout(Field const& field, psl::Cells const& cells) : CountLayout(field)
{
    for (auto const& [key, n] : cells.counts) {
        widen(sexes, key.sex);
        widen(ages, key.age);
        widen(disabilities, key.disability);
    }
}

std::vector<CountRow> CountLayout::rows(std::vector<psl::Sex> const& open) const
{
    std::vector<CountRow> all;
    for (auto const sex : sexes) {
        if (!has_groups()) {
            all.push_back({sex, disabilities.front()});
            continue;
        }
        all.push_back({sex, std::nullopt});
        if (std::find(open.begin(), open.end(), sex) != open.end())
            for (auto const disability : disabilities)
                all.push_back({sex, disability});
    }
    all.push_back({std::nullopt, std::nullopt});
    return all;
}

std::optional<std::int64_t> sum_of(psl::Cells const& cells, CountRow const& row, std::optional<psl::AgeBand> age)
{
    std::optional<std::int64_t> sum;
    for (auto const& [key, n] : cells.counts)
        if ((!row.sex || key.sex == *row.sex) && (!row.disability || key.disability == *row.disability) && (!age || key.age == *age))
            sum = sum.value_or(0) + std::min(n, most_people);
    return sum;
}

TotalCheck check_total(psl::Cells const& cells, Value const& total)
{
    auto const counted = sum_of(cells, {});
    Scaled whole;
    if (auto const* const number = std::get_if<std::int64_t>(&total))
        whole = {*number, 0};
    else if (auto const* const scaled = std::get_if<Scaled>(&total))
        whole = *scaled;
    else
        return {};
    if (!counted)
        return {};
    while (whole.scale > 0 && whole.number % 10 == 0)
        whole = {whole.number / 10, whole.scale - 1};
    psl::Exact const missing = psl::exact(whole.number, whole.scale) - psl::Exact{*counted};
    auto const apart = psl::round_half_up(missing < 0 ? psl::Exact{-missing} : missing, whole.scale);
    return {missing == 0 ? TotalMatch::equal : missing < 0 ? TotalMatch::above : TotalMatch::below, *counted, whole, {apart.value_or(0), whole.scale}};
}

std::optional<psl::Cells> with_rest_unknown(psl::Cells const& cells, TotalCheck const& check)
{
    if (check.match != TotalMatch::below || check.apart.scale != 0 || check.apart.number <= 0)
        return std::nullopt;
    psl::Cells all = cells;
    all.counts[{}] += check.apart.number;
    return all;
}

} // namespace passerelle::model
