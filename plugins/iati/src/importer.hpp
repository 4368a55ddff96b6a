// A whole import: scanner, mapping, progress. The plugin class and the tests both start here. [worker]
#pragma once
#include "organisations.hpp"
#include "passerelle/ext/transfer.h"
#include "words.hpp"
#include <cstdint>
#include <functional>
#include <string_view>

namespace iati {

struct Source {
    std::function<std::size_t(void* into, std::size_t capacity)> read;
    /// Called now and then with how many activities were read; false: stop.
    std::function<bool(std::int64_t activities)> progress;
    /// Tells the organisations that the portfolio holds already.
    std::function<void(Organisations&)> known_organisations;
};

/// Throws psl::Error with a sentence where the file cannot be imported.
void import_iati(Source const&, psl_importer*, Words);
/// 0 to 100: how likely the file is IATI's, by its first bytes.
[[nodiscard]] int recognise_iati(std::string_view head);

} // namespace iati
