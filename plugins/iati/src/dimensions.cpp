#include "dimensions.hpp"
#include <algorithm>
#include <bit>
#include <span>
#include <string>

namespace iati {
namespace {

/// Small letters; French accents and ligatures taken off; spaces, dashes and underscores as one space.
std::string plain(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size() && out.size() < 64; ++at) {
        auto const byte = static_cast<unsigned char>(text[at]);
        char letter = text[at];
        if (byte == 0xC3 && at + 1 < text.size()) {
            auto const second = static_cast<unsigned char>(text[++at]) | 0x20u; // capital to small
            letter = second >= 0xA0 && second <= 0xA6 ? 'a' : second == 0xA7 ? 'c' : second >= 0xA8 && second <= 0xAB ? 'e' : second >= 0xAC && second <= 0xAF ? 'i' : '?';
        } else if (byte == 0xE2 && at + 2 < text.size()) { // dashes and quotes
            letter = static_cast<unsigned char>(text[at + 2]) == 0x99 ? '\'' : '-';
            at += 2;
        } else if (byte == 0xC2 && at + 1 < text.size()) {
            letter = ' ';
            ++at;
        }
        if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
        if (letter == ' ' || letter == '-' || letter == '_' || letter == '\t' || letter == '\n') {
            if (out.empty() || out.back() == ' ')
                continue;
            letter = ' ';
        }
        out += letter;
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

bool among(std::string const& text, std::span<std::string_view const> words) { return std::find(words.begin(), words.end(), text) != words.end(); }

constexpr std::string_view unknown_words[] = {"unknown", "not known", "not specified", "unspecified", "not reported", "inconnu", "inconnue", "non precise", "non renseigne", "?"};

} // namespace

Dimension dimension_named(std::string_view name)
{
    static constexpr std::string_view sex[] = {"sex", "gender", "sexe", "genre"};
    static constexpr std::string_view age[] = {"age", "age group", "age band", "age range", "tranche d'age", "classe d'age", "groupe d'age", "ages"};
    static constexpr std::string_view disability[] = {"disability", "disabilities", "disability status", "handicap", "disabled", "situation de handicap", "incapacite"};
    std::string const text = plain(name);
    return among(text, sex) ? Dimension::sex : among(text, age) ? Dimension::age : among(text, disability) ? Dimension::disability : Dimension::none;
}

std::optional<psl::Sex> sex_named(std::string_view value)
{
    static constexpr std::string_view female[] = {"female", "females", "f", "woman", "women", "girl", "girls", "women and girls", "femme", "femmes", "fille", "filles", "feminin", "femmes et filles"};
    static constexpr std::string_view male[] = {"male", "males", "m", "man", "men", "boy", "boys", "men and boys", "homme", "hommes", "h", "garcon", "garcons", "masculin", "hommes et garcons"};
    static constexpr std::string_view other[] = {"other", "x", "non binary", "nonbinary", "intersex", "autre", "autres", "non binaire", "intersexe"};
    std::string const text = plain(value);
    if (among(text, female))
        return psl::Sex::female;
    if (among(text, male))
        return psl::Sex::male;
    if (among(text, other))
        return psl::Sex::other;
    if (among(text, unknown_words))
        return psl::Sex::unknown;
    return std::nullopt;
}

std::optional<psl::Disability> disability_named(std::string_view value)
{
    static constexpr std::string_view yes[] = {"yes", "y", "1", "true", "disabled", "with disability", "with disabilities", "with a disability", "persons with disabilities", "people with disabilities", "oui", "en situation de handicap", "handicape", "avec handicap", "personnes handicapees"};
    static constexpr std::string_view no[] = {"no", "n", "0", "false", "not disabled", "non disabled", "without disability", "without disabilities", "without a disability", "non", "sans handicap", "valide", "non handicape"};
    std::string const text = plain(value);
    if (among(text, yes))
        return psl::Disability::yes;
    if (among(text, no))
        return psl::Disability::no;
    if (among(text, unknown_words))
        return psl::Disability::unknown;
    return std::nullopt;
}

std::optional<psl::AgeBand> age_named(std::string_view value)
{
    std::string text = plain(value);
    for (auto const& [word, with] : {std::pair<std::string_view, char const*>{" years old", ""}, {" years", ""}, {" ans", ""}, {" to ", " "}, {" a ", " "}})
        if (std::size_t const at = text.find(word); at != std::string::npos)
            text = text.substr(0, at).append(with).append(text, at + word.size());
    if (among(text, unknown_words))
        return psl::AgeBand::unknown;
    static constexpr std::pair<std::string_view, psl::AgeBand> bands[] = {
        {"0 14", psl::AgeBand::b0_14},   {"15 17", psl::AgeBand::b15_17}, {"18 24", psl::AgeBand::b18_24},
        {"25 35", psl::AgeBand::b25_35}, {"36 59", psl::AgeBand::b36_59}, {"60+", psl::AgeBand::b60_up},
        {"60 +", psl::AgeBand::b60_up},  {"60 and over", psl::AgeBand::b60_up}, {"60 et plus", psl::AgeBand::b60_up}};
    for (auto const& [written, band] : bands)
        if (text == written)
            return band;
    return std::nullopt;
}

void CellBuilder::clear()
{
    m_values.clear();
    m_total.reset();
    m_totals_differ = false;
}

void CellBuilder::total(std::int64_t count)
{
    m_totals_differ = m_totals_differ || (m_total && *m_total != count);
    m_total = count;
}

void CellBuilder::cell(unsigned dimensions, psl::CellKey key, std::int64_t count)
{
    if (count >= 0)
        m_values.push_back({dimensions, key, count});
}

psl::Cells CellBuilder::cells() const
{
    psl::Cells best;
    int best_dimensions = 0;
    for (Value const& candidate : m_values) {
        int const dimensions = std::popcount(candidate.dimensions);
        if (dimensions <= best_dimensions)
            continue;
        psl::Cells cells;
        std::int64_t sum = 0;
        bool consistent = true;
        for (Value const& value : m_values) {
            if (value.dimensions != candidate.dimensions)
                continue;
            consistent = consistent && cells.counts.emplace(value.key, value.count).second && value.count < (std::int64_t{1} << 53);
            sum += consistent ? value.count : 0;
        }
        if (!consistent || m_totals_differ || (m_total && *m_total != sum))
            continue;
        best = std::move(cells);
        best_dimensions = dimensions;
    }
    return best;
}

} // namespace iati
