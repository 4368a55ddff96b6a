#include "host/exchange/facts.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "passerelle/value/currency.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <set>

namespace passerelle::exchange {
namespace {

struct Sign {
    FactKind kind;
    Phrase sign, meaning;
};

std::vector<Sign> const& signs()
{
    static std::vector<Sign> const all{
        {FactKind::not_reported, {"n. r.", "n. r."}, {"non renseigné", "not reported"}},
        {FactKind::not_applicable, {"s. o.", "n. ap."}, {"sans objet", "not applicable"}},
        {FactKind::not_computable, {"n. a.", "n. a."}, {"non calculable", "not calculable"}},
        {FactKind::not_converted, {"non converti", "not converted"}, {"aucun taux de change utilisable ; le total est alors partiel", "no usable exchange rate; the total is then partial"}},
        {FactKind::suppressed, {"•", "•"}, {"effectif inférieur au seuil ou masqué pour protéger un autre effectif", "count below the threshold or masked to protect another count"}},
    };
    return all;
}

Sign const* sign_of(FactKind kind)
{
    for (auto const& sign : signs())
        if (sign.kind == kind)
            return &sign;
    return nullptr;
}

class Notes {
public:
    explicit Notes(Language language) : m_language(language) {}
    void add(Fact const& fact)
    {
        if (is_absent(fact) && (fact.kind != FactKind::suppressed || m_reasons[fact.kind].empty()))
            if (auto& reasons = m_reasons[fact.kind]; reasons.size() < 6)
                reasons.insert(fact.kind == FactKind::suppressed ? std::string{} : fact.text);
    }
    void add(Tone tone)
    {
        if (tone != Tone::plain)
            m_tones.insert(tone);
    }
    [[nodiscard]] std::vector<std::string> lines() const
    {
        std::vector<std::string> lines;
        for (auto const& sign : signs()) {
            auto const found = m_reasons.find(sign.kind);
            if (found == m_reasons.end())
                continue;
            std::string line = sign.sign.in(m_language);
            line += m_language == Language::fr ? "\u00A0: " : ": ";
            line += m_language == Language::fr ? sign.meaning.fr : sign.meaning.en;
            std::string reasons;
            for (auto const& reason : found->second)
                if (!reason.empty())
                    reasons += (reasons.empty() ? "" : ", ") + reason;
            if (!reasons.empty())
                line += " (" + reasons + ")";
            lines.push_back(std::move(line));
        }
        std::string marks;
        for (auto const tone : m_tones)
            marks += fmt::format("{}{} {}", marks.empty() ? "" : "   ", tone_sign(tone), tone_word(tone, m_language));
        if (!marks.empty())
            lines.push_back(std::move(marks));
        return lines;
    }

private:
    Language m_language;
    std::map<FactKind, std::set<std::string>> m_reasons;
    std::set<Tone> m_tones;
};

} // namespace

bool is_absence_sign(std::string_view words)
{
    auto const bare = [](std::string_view sign) { // "n. r." as "n.r.", "NR"
        std::string letters;
        for (char const one : fold(sign))
            if (one != ' ' && one != '.')
                letters += one;
        return letters;
    };
    auto const wanted = bare(words);
    return !wanted.empty() && std::any_of(signs().begin(), signs().end(), [&](Sign const& one) { return bare(one.sign.fr) == wanted || bare(one.sign.en) == wanted; });
}

bool is_absent(Fact const& fact)
{
    return sign_of(fact.kind) != nullptr;
}

bool is_numeric(Fact const& fact)
{
    return fact.kind == FactKind::count || fact.kind == FactKind::decimal || fact.kind == FactKind::money || fact.kind == FactKind::percent;
}

std::string fact_text(Fact const& fact, Language language)
{
    auto const scale = static_cast<int>(fact.scale > 18 ? 18 : fact.scale);
    switch (fact.kind) {
    case FactKind::text: return fact.text.empty() ? sign_of(FactKind::not_reported)->sign.in(language) : fact.text;
    case FactKind::count: return format_integer(fact.number, language);
    case FactKind::decimal: return format_decimal(fact.number, scale, language);
    case FactKind::money: return format_money(fact.number, fact.text, language);
    case FactKind::percent: return format_percent(fact.number, scale, language);
    case FactKind::date: return format_date(fact.text, language);
    default: return sign_of(fact.kind)->sign.in(language);
    }
}

std::optional<double> plotted(Fact const& fact)
{
    if (!is_numeric(fact))
        return std::nullopt;
    auto const scale = fact.kind == FactKind::money ? psl::minor_units(fact.text) : fact.kind == FactKind::count ? 0 : static_cast<int>(fact.scale);
    return static_cast<double>(fact.number) / std::pow(10.0, scale);
}

std::string compact_text(double value, Fact const& like, Language language)
{
    struct Step {
        double least;
        char const* fr;
        char const* en;
    };
    static constexpr Step steps[]{{1e9, "Md", "bn"}, {1e6, "M", "M"}, {1e3, "k", "k"}, {0, "", ""}};
    if (like.kind == FactKind::percent) {
        double const rounded = std::round(value);
        return std::abs(value - rounded) < 0.05 ? format_percent(static_cast<std::int64_t>(rounded), 0, language)
                                                : format_percent(static_cast<std::int64_t>(std::llround(value * 10)), 1, language);
    }
    if (!(std::abs(value) < 9e15))
        return language == Language::fr ? "n. a." : "n. a.";
    auto const* step = &steps[0];
    bool const small_count = like.kind != FactKind::money && std::abs(value) < 10000;
    while (std::abs(value) < step->least && step->least > 0)
        ++step;
    if (small_count)
        step = &steps[3];
    double const shown = step->least > 0 ? value / step->least : value;
    auto const tenths = std::llround(shown * 10);
    std::string number = tenths % 10 == 0 || std::abs(shown) >= 100 ? format_integer(std::llround(shown), language) : format_decimal(tenths, 1, language);
    std::string_view const letter = language == Language::fr ? step->fr : step->en;
    if (like.kind != FactKind::money) {
        if (!letter.empty())
            number += fmt::format("\u00A0{}", letter);
        return number;
    }
    if (like.text == "EUR")
        return fmt::format("{}\u00A0{}€", number, letter);
    return letter.empty() ? fmt::format("{}\u00A0{}", number, like.text) : fmt::format("{}\u00A0{}\u00A0{}", number, letter, like.text);
}

std::optional<Fact> sum_of(std::vector<Fact> const& facts)
{
    std::optional<Fact> sum;
    for (auto const& fact : facts) {
        if (fact.kind == FactKind::suppressed)
            return std::nullopt;
        if (is_absent(fact))
            continue;
        if (!is_numeric(fact) || fact.kind == FactKind::percent)
            return std::nullopt;
        if (!sum) {
            sum = fact;
            continue;
        }
        if (sum->kind != fact.kind || sum->scale != fact.scale || sum->text != fact.text)
            return std::nullopt;
        auto const most = std::numeric_limits<std::int64_t>::max(), least = std::numeric_limits<std::int64_t>::min();
        if ((fact.number > 0 && sum->number > most - fact.number) || (fact.number < 0 && sum->number < least - fact.number))
            return std::nullopt;
        sum->number += fact.number;
    }
    return sum;
}

std::string_view tone_sign(Tone tone)
{
    switch (tone) {
    case Tone::good: return "●";
    case Tone::warn: return "▲";
    case Tone::bad: return "■";
    case Tone::info: return "◆";
    case Tone::muted: return "○";
    case Tone::plain: break;
    }
    return "";
}

std::string_view tone_word(Tone tone, Language language)
{
    bool const french = language == Language::fr;
    switch (tone) {
    case Tone::good: return french ? "conforme" : "on track";
    case Tone::warn: return french ? "à surveiller" : "watch";
    case Tone::bad: return french ? "alerte" : "alert";
    case Tone::info: return french ? "information" : "information";
    case Tone::muted: return french ? "sans appréciation" : "not rated";
    case Tone::plain: break;
    }
    return "";
}

std::vector<std::string> notes_of(Table const& table, Language language)
{
    Notes notes{language};
    for (auto const& row : table.rows)
        for (auto const& cell : row) {
            notes.add(cell.fact);
            notes.add(cell.tone);
        }
    return notes.lines();
}

std::vector<std::string> legend_of(Document const& document)
{
    Notes notes{document.language};
    for (auto const& block : document.blocks) {
        if (auto const* figure = std::get_if<Figure>(&block)) {
            notes.add(figure->value);
        } else if (auto const* chart = std::get_if<Chart>(&block)) {
            for (auto const& fact : chart->values)
                notes.add(Fact{fact.kind, 0, 0, {}});
        } else if (auto const* map = std::get_if<Map>(&block)) {
            for (auto const& place : map->places)
                notes.add(Fact{place.value.kind, 0, 0, {}});
        }
    }
    return notes.lines();
}

std::string described(Chart const& chart, Language language)
{
    auto const colon = language == Language::fr ? "\u00A0: " : ": ";
    auto const semicolon = language == Language::fr ? "\u202F; " : "; ";
    std::string text = chart.caption;
    if (!text.empty())
        text += ". ";
    std::size_t said = 0;
    for (std::size_t s = 0; s < chart.series.size() && said < 400; ++s) {
        text += chart.series[s] + colon;
        for (std::size_t l = 0; l < chart.labels.size() && said < 400; ++l, ++said) {
            auto const at = s * chart.labels.size() + l;
            text += fmt::format("{}{} {}", l == 0 ? "" : ", ", chart.labels[l], at < chart.values.size() ? fact_text(chart.values[at], language) : "");
        }
        text += s + 1 < chart.series.size() ? semicolon : ".";
    }
    return text;
}

std::string described(Map const& map, Language language)
{
    std::string text = map.caption;
    auto const colon = language == Language::fr ? "\u00A0: " : ": ";
    for (std::size_t at = 0; at < map.places.size() && at < 400; ++at)
        text += fmt::format("{}{}{}{}", at == 0 ? (text.empty() ? "" : ". ") : ", ", map.places[at].label, colon, fact_text(map.places[at].value, language));
    for (std::size_t at = 0; at < map.links.size() && at < 400; ++at) {
        auto const& link = map.links[at];
        if (link.from < map.places.size() && link.to < map.places.size())
            text += fmt::format("{}{} – {}{}", at == 0 ? ". " : ", ", map.places[link.from].label, map.places[link.to].label,
                                link.kind < map.kinds.size() ? fmt::format(" ({})", map.kinds[link.kind].label) : std::string());
    }
    return text;
}

Table table_of(Timeline const& timeline, Language language)
{
    bool const french = language == Language::fr;
    Table table{timeline.id, timeline.caption, {french ? "Libellé" : "Label", french ? "Détail" : "Detail", french ? "Début prévu" : "Planned start", french ? "Fin prévue" : "Planned end",
                french ? "Début réel" : "Actual start", french ? "Fin réelle" : "Actual end", french ? "Fin attendue" : "Expected end"}, {}, 0};
    auto const cell = [](std::string const& day) { return day.empty() ? Cell{} : Cell{Fact{FactKind::date, 0, 0, day}, Tone::plain, {}, 0}; };
    auto const words = [](std::string const& text) { return Cell{Fact{FactKind::text, 0, 0, text}, Tone::plain, {}, 0}; };
    auto const none = Cell{Fact{FactKind::not_applicable, 0, 0, {}}, Tone::plain, {}, 0};
    for (std::size_t at = 0; at < timeline.rows.size(); ++at) {
        auto const& row = timeline.rows[at];
        bool const in_rows = at + 1 < timeline.rows.size() && row.level == 0 && timeline.rows[at + 1].level == 1; // its moments have lines of their own
        bool const bare = row.planned_from.empty() && row.planned_to.empty() && row.actual_from.empty() && row.actual_to.empty();
        if (!(bare && !row.moments.empty())) {
            auto first = words(row.label);
            first.tone = row.tone;
            table.rows.push_back({std::move(first), row.beside.empty() ? none : words(row.beside), cell(row.planned_from), cell(row.planned_to), cell(row.actual_from), cell(row.actual_to),
                                  row.expected_end.empty() ? none : cell(row.expected_end)});
        }
        if (!in_rows) // a moment is a day: its start and its end are one
            for (auto const& moment : row.moments)
                table.rows.push_back({words(moment.label), words(row.label), none, cell(moment.planned), none, cell(moment.actual), bare && !row.expected_end.empty() ? cell(row.expected_end) : none});
    }
    return table;
}

std::string described(Timeline const& timeline, Language language)
{
    bool const french = language == Language::fr;
    auto const colon = french ? "\u00A0: " : ": ";
    auto const shown = [&](std::string const& day) { return fact_text(day.empty() ? Fact{} : Fact{FactKind::date, 0, 0, day}, language); };
    std::string text = timeline.caption;
    std::size_t said = 0;
    for (auto const& row : timeline.rows) {
        if (++said > 200)
            break;
        bool const bare = row.planned_from.empty() && row.planned_to.empty() && row.actual_from.empty() && row.actual_to.empty();
        text += fmt::format("{}{}", text.empty() ? "" : ". ", row.label);
        if (!bare)
            text += fmt::format("{}{} {} – {}, {} {} – {}", colon, french ? "prévu" : "planned", shown(row.planned_from), shown(row.planned_to), french ? "réalisé" : "actual", shown(row.actual_from),
                                shown(row.actual_to));
        else
            for (auto const& moment : row.moments)
                text += fmt::format("{}{} {}, {} {}", colon, french ? "prévu" : "planned", shown(moment.planned), french ? "atteint" : "reached", shown(moment.actual)) +
                        (row.expected_end.empty() ? std::string() : fmt::format(", {} {}", french ? "date révisée" : "revised date", shown(row.expected_end)));
    }
    return text;
}

} // namespace passerelle::exchange
