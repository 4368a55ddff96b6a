// Washington Group short set on functioning: six questions, cut-off "a lot of difficulty" (domain 2.1). Pure.
// Not a diagnosis and never stored for a person: it turns answers into one cell of a count.
#pragma once
#include "passerelle/value/cells.hpp"
#include <array>
#include <optional>

namespace psl {

/// Seeing, hearing, walking, remembering, self-care, communicating. 1 no difficulty, 2 some, 3 a lot, 4 cannot do at all.
using ShortSet = std::array<std::optional<int>, 6>;

struct Functioning {
    Disability status = Disability::unknown;
    bool incomplete = false;       ///< some questions have an answer and some have none
    std::optional<int> severity;   ///< the highest answer
};

/// Any 3 or 4: yes; no answer at all: unknown; otherwise no. Refused (7), not known (9) and anything else count as no answer.
[[nodiscard]] constexpr Functioning functioning(ShortSet const& answers)
{
    Functioning result;
    std::size_t known = 0;
    for (auto const& answer : answers)
        if (answer && *answer >= 1 && *answer <= 4) {
            ++known;
            if (!result.severity || *answer > *result.severity)
                result.severity = *answer;
        }
    result.incomplete = known > 0 && known < answers.size();
    if (known > 0)
        result.status = *result.severity >= 3 ? Disability::yes : Disability::no;
    return result;
}

} // namespace psl
