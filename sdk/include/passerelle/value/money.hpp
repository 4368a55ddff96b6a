// Money: an integer in minor units with an ISO 4217 code. Never floating point.
#pragma once
#include <cstdint>
#include <string>

namespace psl {

struct Money {
    std::int64_t minor = 0;
    std::string currency; ///< ISO 4217, three capital letters
    friend bool operator==(Money const&, Money const&) = default;
};

} // namespace psl
