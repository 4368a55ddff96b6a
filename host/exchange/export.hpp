// A register as CSV: what is listed, in that order. Small cells are masked, because the file leaves the
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
/// Only these fields, in this order: what is shown.
[[nodiscard]] Result<void> write_csv(store::Connection&, model::Registry const&, model::Entity const&, std::span<model::Field const* const> fields, std::span<std::int64_t const> ids,
                                     Language, ByteSink const&);
/// The same for the clipboard of a spreadsheet: tabs, CR LF, without byte order mark; what is not reported is an empty cell.
[[nodiscard]] Result<std::string> as_pasted_text(store::Connection&, model::Registry const&, model::Entity const&, std::span<std::int64_t const> ids,
                                                 std::span<model::Field const* const> fields, bool headings, Language);

} // namespace passerelle::exchange
