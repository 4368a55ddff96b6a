#include "codes.hpp"
#include <algorithm>
#include <span>
#include <utility>

namespace iati::codes {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

std::string_view looked_up(std::string_view code, std::span<Pair const> pairs)
{
    if (code.empty() || (code[0] >= '0' && code[0] <= '9'))
        return code;
    for (auto const& [before, now] : pairs)
        if (std::equal(code.begin(), code.end(), before.begin(), before.end(), [](char left, char right) { return lower(left) == right; }))
            return now;
    return code;
}

} // namespace

std::string_view transaction_type(std::string_view code)
{
    static constexpr Pair pairs[] = {{"if", "1"}, {"c", "2"}, {"d", "3"}, {"e", "4"}, {"ip", "5"}, {"lr", "6"}, {"r", "7"}, {"qp", "8"}, {"qs", "9"}, {"cg", "10"}};
    return looked_up(code, pairs);
}
std::string_view organisation_role(std::string_view code)
{
    static constexpr Pair pairs[] = {{"funding", "1"}, {"accountable", "2"}, {"extending", "3"}, {"implementing", "4"}};
    return looked_up(code, pairs);
}
std::string_view activity_date_type(std::string_view code)
{
    static constexpr Pair pairs[] = {{"start-planned", "1"}, {"start-actual", "2"}, {"end-planned", "3"}, {"end-actual", "4"}};
    return looked_up(code, pairs);
}
std::string_view activity_status(std::string_view code)
{
    static constexpr Pair pairs[] = {{"pipeline/identification", "1"}, {"pipeline", "1"}, {"implementation", "2"}, {"operational", "2"}, {"completion", "3"},
                                     {"finalisation", "3"}, {"post-completion", "4"}, {"closed", "4"}, {"completed", "4"}, {"cancelled", "5"}, {"suspended", "6"}};
    return looked_up(code, pairs);
}
std::string_view result_type(std::string_view code)
{
    static constexpr Pair pairs[] = {{"output", "1"}, {"outcome", "2"}, {"impact", "3"}, {"other", "9"}};
    return looked_up(code, pairs);
}
std::string_view budget_type(std::string_view code)
{
    static constexpr Pair pairs[] = {{"original", "1"}, {"revised", "2"}};
    return looked_up(code, pairs);
}
std::string_view measure(std::string_view code)
{
    static constexpr Pair pairs[] = {{"unit", "1"}, {"percentage", "2"}, {"nominal", "3"}, {"ordinal", "4"}, {"qualitative", "5"}};
    return looked_up(code, pairs);
}
std::string_view sector_vocabulary(std::string_view code)
{
    static constexpr Pair pairs[] = {{"dac", "1"}, {"dac-3", "2"}, {"cofog", "3"}, {"nace", "4"}, {"ntee", "5"}, {"adt", "6"}, {"ro", "99"}, {"ro2", "98"}};
    return looked_up(code, pairs);
}
std::string_view marker_vocabulary(std::string_view code)
{
    static constexpr Pair pairs[] = {{"dac", "1"}, {"ro", "99"}};
    return looked_up(code, pairs);
}
std::string_view without_leading_zeros(std::string_view code)
{
    while (code.size() > 1 && code[0] == '0' && code[1] >= '0' && code[1] <= '9')
        code.remove_prefix(1);
    return code;
}

} // namespace iati::codes
