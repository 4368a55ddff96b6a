// The logframe as it is filled in: results as headings, indicators beneath them, the figures of one period cell by cell.
#include "parts.hpp"
#include <algorithm>

namespace inclusion {

namespace {

constexpr std::string_view levels[] = {"3", "2", "1"}; // impact, outcome, output: IATI ResultType

struct Figures {
    std::optional<std::int64_t> period; ///< the record; nothing: none yet for this indicator
    std::optional<psl::Exact> target, actual, numerator, denominator;
    std::optional<std::int64_t> counted; ///< persons in the cells of the actual
};

std::optional<psl::Exact> scaled(psl::Statement const& rows, int column)
{
    auto const value = rows.optional_integer(column);
    return value ? std::optional{psl::exact(*value, 6)} : std::nullopt;
}

std::map<std::int64_t, Figures> figures_of(Reading& reading, std::int64_t activity, IndicatorPeriod const& period)
{
    std::map<std::int64_t, Figures> all;
    auto rows = reading.db.prepare("SELECT p.indicator, p.id, p.target, p.actual, p.actual_numerator, p.actual_denominator,"
                                   " (SELECT sum(c.n) FROM inclusion_period__actual_cells c WHERE c.owner = p.id)"
                                   " FROM inclusion_period p JOIN inclusion_indicator i ON i.id = p.indicator JOIN inclusion_result r ON r.id = i.result"
                                   " WHERE r.activity = ?1 AND p.period_from IS ?2 AND p.period_to IS ?3 ORDER BY p.id",
                                   activity, period.from, period.to);
    while (rows.step()) {
        Figures& one = all[rows.integer(0)];
        if (one.period) // a second record for the same days: the sheet shows both, here the first stands
            continue;
        one.period = rows.integer(1);
        one.target = scaled(rows, 2);
        one.actual = scaled(rows, 3);
        one.numerator = scaled(rows, 4);
        one.denominator = scaled(rows, 5);
        one.counted = rows.optional_integer(6);
    }
    return all;
}

/// {"indicator":7,"period":{"from":"2026-01-01","to":"2026-12-31"}}
std::string new_period(std::int64_t indicator, IndicatorPeriod const& period)
{
    std::string json = "{\"indicator\":" + std::to_string(indicator) + ",\"period\":{";
    if (period.from)
        json += "\"from\":\"" + period.from->iso() + "\"";
    if (period.to)
        json += std::string(period.from ? "," : "") + "\"to\":\"" + period.to->iso() + "\"";
    return json + "}}";
}

std::string level_name(Reading& reading, std::string_view level)
{
    auto const name = reading.name(psl::iati::result_type, {}, level);
    return name.empty() ? reading.tr("Niveau non renseigné", "Level not reported") : name;
}

void indicator_row(Reading& reading, Summary const& one, Figures const& figures, IndicatorPeriod const* period, Thresholds const& limits, bool percentages, psl::Matrix& matrix)
{
    constexpr std::string_view indicators = "inclusion.indicator", periods = "inclusion.period";
    std::string const fields = period ? new_period(one.id, *period) : std::string{};
    std::int64_t const id = figures.period.value_or(0);
    std::optional<psl::Exact> target = figures.target, actual = figures.actual;
    bool const computed = one.measure == 2 && !actual && figures.numerator && figures.denominator && *figures.denominator > 0;
    if (computed)
        actual = *figures.numerator * 100 / *figures.denominator;
    bool const persons = one.measure <= 1 && one.persons; // their figure is the sum of its cells
    if (!actual && persons && figures.counted)
        actual = psl::Exact{*figures.counted};
    if (!period) {
        target = one.target;
        actual = one.actual;
    }
    auto const p = progress(one.baseline, target, actual, one.ascending);
    auto const rate = p ? p : achievement(target, actual);
    Light const at = light(rate, one.elapsed, limits.green, limits.amber);

    matrix.field(one.title.empty() ? psl::fact::not_reported() : psl::fact::text(one.unit.empty() ? one.title : one.title + " (" + one.unit + ")"), {indicators, one.id, "title"});
    if (one.qualitative()) {
        matrix.cell(psl::fact::not_applicable()).cell(psl::fact::not_applicable());
        if (period)
            matrix.field(one.comments.empty() ? psl::fact::not_reported() : psl::fact::text(one.comments.back()), {periods, id, "actual_comment", fields});
        else
            matrix.cell(one.comments.empty() ? psl::fact::not_reported() : psl::fact::text(one.comments.back()));
    } else {
        matrix.field(shown(reading, one, one.baseline), {indicators, one.id, "baseline_value"});
        if (!period) {
            matrix.cell(shown(reading, one, target)).cell(one.least && one.most ? range_of(reading, one) : shown(reading, one, actual));
        } else {
            matrix.field(shown(reading, one, target), {periods, id, "target", fields});
            matrix.field(shown(reading, one, actual), {periods, id, persons ? "actual_cells" : "actual", fields});
        }
    }
    if (percentages) {
        if (one.measure == 2 && period) {
            matrix.field(figures.numerator ? decimal_of(*figures.numerator) : psl::fact::not_reported(), {periods, id, "actual_numerator", fields});
            matrix.field(figures.denominator ? decimal_of(*figures.denominator) : psl::fact::not_reported(), {periods, id, "actual_denominator", fields});
        } else
            matrix.cell(psl::fact::not_applicable()).cell(psl::fact::not_applicable());
    }
    if (one.qualitative())
        matrix.cell(psl::fact::not_applicable()).cell(psl::fact::not_applicable());
    else
        matrix.cell(rate ? percent_of(rate) : psl::fact::not_reported()).cell(psl::fact::text(letter_of(reading, at)), tone_of(at));
    matrix.field(one.verification.empty() ? psl::fact::not_reported() : psl::fact::text(one.verification), {indicators, one.id, "verification"});
    matrix.link(psl::fact::text(reading.tr("Fiche", "Sheet")), indicators, one.id);
}

/// As long as the last, from the day after it: whole months where it was of whole months. Without any: the year of today.
IndicatorPeriod following(std::vector<IndicatorPeriod> const& all, psl::Date today)
{
    IndicatorPeriod const* last = nullptr;
    for (IndicatorPeriod const& one : all)
        if (one.from && one.to && *one.from <= *one.to && (!last || *one.to > *last->to))
            last = &one;
    if (!last)
        return {psl::Date::of(today.year(), 1, 1), psl::Date::of(today.year(), 12, 31)};
    psl::Date const from = last->to->plus_days(1);
    if (last->from->day() != 1 || from.day() != 1)
        return {from, last->to->plus_days(psl::days_inclusive(*last->from, *last->to))};
    unsigned const months = static_cast<unsigned>(from.year() - last->from->year()) * 12 + from.month() - last->from->month();
    unsigned const month = from.month() - 1 + months;
    auto const next = psl::Date::of(from.year() + static_cast<int>(month / 12), month % 12 + 1, 1);
    return {from, next ? std::optional{next->plus_days(-1)} : std::nullopt};
}

void adding_row(std::string const& words, psl::CellField const& where, std::size_t columns, psl::Matrix& matrix)
{
    matrix.field(psl::fact::text(words), where, psl::Tone::muted);
    for (std::size_t at = 1; at < columns; ++at)
        matrix.cell(psl::fact::text(""));
}

} // namespace

std::vector<IndicatorPeriod> periods_of(Reading& reading, std::int64_t activity)
{
    std::vector<IndicatorPeriod> all;
    auto rows = reading.db.prepare("SELECT DISTINCT p.period_from, p.period_to FROM inclusion_period p JOIN inclusion_indicator i ON i.id = p.indicator"
                                   " JOIN inclusion_result r ON r.id = i.result WHERE r.activity = ?1 ORDER BY 1, 2 LIMIT 500",
                                   activity);
    while (rows.step())
        all.push_back({rows.date(0), rows.date(1)});
    all.push_back(following(all, reading.today));
    return all;
}

std::size_t current_period(std::vector<IndicatorPeriod> const& all, psl::Date today)
{
    std::size_t found = 0;
    for (std::size_t at = 0; at + 1 < all.size(); ++at) // the last has no figure yet
        if (!all[at].from || *all[at].from <= today)
            found = at;
    return found;
}

std::string period_name(Reading& reading, IndicatorPeriod const& period)
{
    auto const day = [&](std::optional<psl::Date> const& date) { return date ? psl::date_text(date->iso(), reading.french) : std::string("…"); };
    return filled(reading.tr("du {1} au {2}", "{1} to {2}"), {day(period.from), day(period.to)});
}

void edit_logframe(Reading& reading, psl::Scope const& scope, IndicatorPeriod const* period, psl::Ui& ui)
{
    auto summaries = read_summaries(reading, psl::projects_in(reading, scope, "r.activity"), scope.to.value_or(scope.as_of.value_or(reading.today)));
    Thresholds const limits = thresholds(reading, scope);
    auto const figures = period ? figures_of(reading, scope.id, *period) : std::map<std::int64_t, Figures>{};
    bool const percentages = std::any_of(summaries.begin(), summaries.end(), [](Summary const& one) { return one.measure == 2; });
    std::vector<std::string> columns;
    for (auto const& [fr, en] : {std::pair{"Résultats et indicateurs", "Results and indicators"}, {"Référence", "Baseline"}, {"Cible", "Target"}, {"Valeur", "Actual"}})
        columns.push_back(reading.tr(fr, en));
    if (percentages)
        for (auto const& [fr, en] : {std::pair{"Numérateur", "Numerator"}, {"Dénominateur", "Denominator"}})
            columns.push_back(reading.tr(fr, en));
    for (auto const& [fr, en] : {std::pair{"Avancement", "Progress"}, {"Feu", "Light"}, {"Source de vérification", "Source of verification"}, {"Ouvrir", "Open"}})
        columns.push_back(reading.tr(fr, en));
    auto matrix = ui.matrix("logframe", columns);
    auto results = reading.db.prepare("SELECT r.id, r.type, r.title FROM inclusion_result r WHERE r.activity = ?1"
                                      " ORDER BY CASE r.type WHEN '3' THEN 0 WHEN '2' THEN 1 WHEN '1' THEN 2 ELSE 3 END, coalesce(r.position, 1000000), r.id LIMIT 2000",
                                      scope.id);
    while (results.step()) {
        std::int64_t const result = results.integer(0);
        std::string const title = reading.translated(results.text(2)).value_or(reading.tr("sans titre", "without title"));
        matrix.band(level_name(reading, results.text(1)) + reading.tr("\u00a0: ", ": ") + title, "inclusion.result", result);
        for (Summary const& one : summaries)
            if (one.result == result) {
                auto const found = figures.find(one.id);
                indicator_row(reading, one, found == figures.end() ? Figures{} : found->second, period, limits, percentages, matrix);
            }
        adding_row(reading.tr("+ Ajouter un indicateur", "+ Add an indicator"), {"inclusion.indicator", 0, "title", "{\"result\":" + std::to_string(result) + "}"}, columns.size(), matrix);
    }
    matrix.band(reading.tr("Nouveau résultat", "New result"));
    for (std::string_view const level : levels)
        adding_row("+ " + level_name(reading, level), {"inclusion.result", 0, "title", "{\"activity\":" + std::to_string(scope.id) + ",\"type\":\"" + std::string(level) + "\"}"}, columns.size(), matrix);
}

} // namespace inclusion
