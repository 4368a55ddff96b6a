// Declared figures as facts of a page, each computed once, small counts of people masked where the page leaves the machine. [any]
#pragma once
#include "host/bridge/declared_reading.hpp"
#include "host/exchange/document.hpp"
#include <set>

namespace passerelle::bridge {

/// A value as a fact: null is "not reported", what is no number is text as people read it, cleaned and bounded.
[[nodiscard]] exchange::Fact fact_of(DeclaredReading&, model::Field const&, model::Value const&);
/// Conditions as a person reads them: "« État » = actif ; « Effectif » ≥ 5".
[[nodiscard]] std::string conditions_in_words(DeclaredReading&, model::Entity const&, std::vector<std::string> const& where);

struct FigureFacts {
    std::vector<exchange::Fact> facts;   ///< one, or one for each currency
    std::string note;
    exchange::Behind behind;
    std::optional<Error> refused;        ///< then there are no facts
};

class DeclaredFacts {
public:
    /// shown: every figure that the page names; those that make up shares and rates are looked up from them.
    DeclaredFacts(DeclaredReading&, std::set<std::string> const& shown, bool leaves);
    [[nodiscard]] FigureFacts const& of(std::string const& figure_id);
    /// A figure with "by": its rows, and its chart where it asks for one.
    [[nodiscard]] Result<std::vector<exchange::Block>> table_of(model::FigureDeclaration const&);
    [[nodiscard]] std::string text_of(std::string const& figure_id); ///< as it stands in a sentence
    /// Counts of people below it are masked where they leave the machine (domain 2.6).
    [[nodiscard]] std::int64_t threshold(model::Field const&, std::map<std::string, std::set<std::string>> const& among);

private:
    [[nodiscard]] Result<model::Amount> const& amount(model::FigureDeclaration const&);
    [[nodiscard]] model::Field const* people(model::FigureDeclaration const&) const;
    void mask(std::set<std::string> const& shown);
    [[nodiscard]] FigureFacts made(model::FigureDeclaration const&);
    [[nodiscard]] exchange::Behind behind(model::FigureDeclaration const&);
    [[nodiscard]] std::string note(model::FigureDeclaration const&, model::Amount const*);

    DeclaredReading& m_reading;
    bool m_leaves;
    std::map<std::string, Result<model::Amount>> m_amounts;
    std::map<std::string, FigureFacts> m_made;
    std::set<std::string> m_masked;
    std::optional<std::optional<std::int64_t>> m_inhabitants;
};

} // namespace passerelle::bridge
