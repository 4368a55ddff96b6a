// What a report holds and lacks, read from its own facts, so that a person knows before writing it. Any thread.
#pragma once
#include "host/exchange/document.hpp"
#include <cstddef>
#include <string>
#include <vector>

namespace passerelle::exchange {

enum class SectionState { ready, to_complete, no_data };
struct SectionReview {
    std::string title;
    SectionState state = SectionState::ready;
    std::size_t first = 0, end = 0;                          ///< blocks, the heading first
    std::size_t not_reported = 0, suppressed = 0, not_converted = 0; ///< facts
};
/// A section begins at each heading of the first level.
[[nodiscard]] std::vector<SectionReview> review_report(Document const&);
/// The document with the chosen sections alone; what stands before the first section stays.
[[nodiscard]] Document with_sections(Document const&, std::vector<SectionReview> const&, std::vector<bool> const& chosen);

} // namespace passerelle::exchange
