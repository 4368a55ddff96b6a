// Records for every declared register, made from the declarations alone: every type of field, links to records that are there.
#pragma once
#include "tools/plugin-validator/stage.hpp"
#include <map>
#include <random>

namespace passerelle::validator {

enum class Taste { plausible, hostile };

/// A value for a field; nothing where none can be made (a link whose register is empty).
[[nodiscard]] model::Value value_for(model::Field const&, model::Registry const&, std::map<std::string, std::vector<std::int64_t>> const& ids, std::mt19937_64&, Taste);

struct Filled {
    std::map<std::string, std::vector<std::int64_t>> ids; ///< of each register
    int refused = 0;
    std::vector<std::string> without; ///< registers of the module in which nothing was accepted, with why
};
/// A few records in every register, those that are linked to first. What the rules refuse is tried again with other values.
[[nodiscard]] Filled fill(Stage&, std::uint64_t seed, int each = 4, Taste = Taste::plausible);

} // namespace passerelle::validator
