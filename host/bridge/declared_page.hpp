// A module's declared content as blocks of a page: the same for a section of a report, the dashboard and a view. [any]
#pragma once
#include "host/bridge/declared_reading.hpp"
#include "host/exchange/document.hpp"
#include <functional>

namespace passerelle::bridge {

using Emit = std::function<void(exchange::Block)>;

/// Everything that may go wrong becomes a sentence in its place. leaves: the page leaves the machine, small counts of people are masked.
void write_declared(DeclaredReading&, std::vector<model::ContentItem> const&, bool leaves, Emit const&);
/// What a module without library shows where it declares no content: its figures.
[[nodiscard]] std::vector<model::ContentItem> content_of_figures(model::Manifest const&);

} // namespace passerelle::bridge
