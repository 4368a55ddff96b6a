// The reading words, recorded as exchange::Blocks: one implementation for the window, every file and the tests.
// Used on the thread of the call.
#pragma once
#include "host/bridge/limits.hpp"
#include "host/bridge/module_host.hpp"
#include "host/exchange/document.hpp"
#include "passerelle/ext/page.h"
#include <functional>
#include <optional>
#include <vector>

/// What psl_words writes to. One for each call into a module.
struct psl_page {
    passerelle::bridge::ModuleHost* module;
    std::function<void(passerelle::exchange::Block)> emit;
    bool leaves;
    std::optional<passerelle::exchange::Table> table = std::nullopt;
    std::optional<passerelle::exchange::Map> map = std::nullopt;
    std::vector<std::size_t> map_places = {}; ///< of each place told, its number among those kept; npos: refused
    std::optional<passerelle::exchange::Timeline> timeline = std::nullopt;
    std::optional<passerelle::exchange::Figure> figure = std::nullopt; ///< told last: what is behind it may follow
    std::optional<std::string> tabs = std::nullopt;                    ///< the open set of tabs
    bool tab_told = false;                                             ///< the open set has a tab
    std::size_t cells = 0, blocks = 0, bytes = 0;
    bool full_told = false;
};

namespace passerelle::bridge {

[[nodiscard]] exchange::Tone tone_from(std::int32_t);
/// A fact as a module gave it; what cannot be read is "not computable", and counts as misbehaviour.
[[nodiscard]] exchange::Fact fact_from(psl_page&, psl_fact const&);
/// Text of a page counts against the page: many small texts are one large text.
[[nodiscard]] std::string said(psl_page&, psl_str, std::size_t most = limits::text_bytes);
/// The page has taken all it can: told once.
void full(psl_page&);
/// Ends what the module left open; an open table, map, timeline or set of tabs counts as misbehaviour.
void close_page(psl_page&);

} // namespace passerelle::bridge
