#include "host/exchange/report_review.hpp"
#include "host/base/text.hpp"

namespace passerelle::exchange {
namespace {

void count(Fact const& fact, SectionReview& section)
{
    section.not_reported += fact.kind == FactKind::not_reported ? 1U : 0U;
    section.suppressed += fact.kind == FactKind::suppressed ? 1U : 0U;
    section.not_converted += fact.kind == FactKind::not_converted ? 1U : 0U;
}

struct Look {
    SectionReview& section;
    std::size_t& facts; ///< that say something
    std::size_t& open;  ///< paragraphs that ask to be completed

    void fact(Fact const& one)
    {
        count(one, section);
        facts += one.kind != FactKind::not_reported ? 1U : 0U;
    }
    void operator()(Heading const&) {}
    void operator()(Paragraph const& paragraph)
    {
        auto const words = fold(paragraph.text.substr(0, 200));
        if (words.find("a completer") != std::string::npos || words.find("to be completed") != std::string::npos || words.find("to complete") != std::string::npos)
            ++open;
        else if (paragraph.tone != Tone::muted && !paragraph.text.empty())
            ++facts;
    }
    void operator()(Figure const& figure) { fact(figure.value); }
    void operator()(Table const& table)
    {
        for (auto const& row : table.rows)
            for (auto const& cell : row)
                fact(cell.fact);
    }
    void operator()(Chart const& chart)
    {
        for (auto const& value : chart.values)
            facts += value.kind != FactKind::not_reported ? 1U : 0U;
    }
    void operator()(Map const& map) { facts += map.places.size(); }
    template<typename Other>
    void operator()(Other const&) { ++facts; }
};

} // namespace

std::vector<SectionReview> review_report(Document const& document)
{
    std::vector<SectionReview> sections;
    for (std::size_t at = 0; at < document.blocks.size(); ++at)
        if (auto const* heading = std::get_if<Heading>(&document.blocks[at]); heading && heading->level == 1) {
            if (!sections.empty())
                sections.back().end = at;
            sections.push_back({heading->text, SectionState::ready, at, document.blocks.size(), 0, 0, 0});
        }
    for (auto& section : sections) {
        std::size_t facts = 0, open = 0;
        for (auto at = section.first; at < section.end; ++at)
            std::visit(Look{section, facts, open}, document.blocks[at]);
        section.state = facts == 0 && open == 0 ? SectionState::no_data : open > 0 ? SectionState::to_complete : SectionState::ready;
    }
    return sections;
}

Document with_sections(Document const& document, std::vector<SectionReview> const& sections, std::vector<bool> const& chosen)
{
    Document kept = document;
    kept.blocks.clear();
    std::size_t const first = sections.empty() ? document.blocks.size() : sections.front().first;
    for (std::size_t at = 0; at < first; ++at)
        kept.blocks.push_back(document.blocks[at]);
    for (std::size_t s = 0; s < sections.size(); ++s)
        if (s >= chosen.size() || chosen[s])
            for (auto at = sections[s].first; at < sections[s].end; ++at)
                kept.blocks.push_back(document.blocks[at]);
    return kept;
}

} // namespace passerelle::exchange
