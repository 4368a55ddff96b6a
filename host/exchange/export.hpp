// A register as CSV: what is listed, in that order, every visible field. Small cells are masked, because the file leaves the
// machine. Any thread, with its own reader.
#pragma once
#include "host/base/result.hpp"
#include "host/model/record.hpp"
#include <functional>
#include <span>
#include <string_view>

namespace passerelle::exchange {

/// Takes the next bytes of the file; false: it could not keep them (a full disk), and the export ends with Status::io.
using ByteSink = std::function<bool(std::string_view)>;

/// French: ";", decimal comma, dates dd/mm/yyyy; English: ",", decimal point, ISO dates. One column a field, but money
/// (amount, currency), period (from, to), point (latitude, longitude). Links and codes by name. Not reported: "n. r.".
[[nodiscard]] Result<void> write_csv(store::Connection&, model::Registry const&, model::Entity const&, std::span<std::int64_t const> ids, Language,
                                     ByteSink const&);

} // namespace passerelle::exchange
