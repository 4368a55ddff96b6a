// Section 6, people: headcounts by sex, age and disability. Whole figures stay on the internal screen; whatever leaves the machine
// is masked by domain 2.6, and a percentage drawn from a masked cell is masked too.
#include "parts.hpp"
#include <array>

namespace inclusion {

namespace {

constexpr std::size_t n_sexes = 4;

std::size_t row_of(psl::Sex sex) { return static_cast<std::size_t>(sex); }

std::string sex_name(Reading& reading, std::size_t sex)
{
    switch (sex) {
    case 0: return reading.tr("Femmes", "Women");
    case 1: return reading.tr("Hommes", "Men");
    case 2: return reading.tr("Autre", "Other");
    default: return reading.tr("Inconnu", "Unknown");
    }
}

/// One published line of groups with its total: masked groups, and the total where it would tell a masked one.
struct Line {
    std::vector<std::int64_t> counts;
    psl::Mask mask;
    std::int64_t total = 0;
    [[nodiscard]] bool hidden(std::size_t at) const { return !mask.hidden.empty() && mask.hidden[at][0]; }
    [[nodiscard]] psl::Fact count(std::size_t at) const { return hidden(at) ? psl::fact::suppressed() : psl::fact::count(counts[at]); }
    [[nodiscard]] psl::Fact share(std::size_t at) const { return hidden(at) || mask.margins ? psl::fact::suppressed() : psl::share(psl::Exact{counts[at]}, psl::Exact{total}); }
    [[nodiscard]] psl::Fact whole() const { return mask.margins ? psl::fact::suppressed() : psl::fact::count(total); }
};

Line line_of(std::vector<std::int64_t> counts, bool leaves, std::int64_t k)
{
    Line line;
    line.counts = std::move(counts);
    std::vector<std::optional<std::int64_t>> values;
    for (std::int64_t const n : line.counts) {
        line.total += n;
        values.emplace_back(n);
    }
    if (leaves)
        line.mask = psl::suppressed_line(values, k);
    return line;
}

void write_line(Reading& reading, psl::Page& page, std::string_view id, std::string const& caption, std::vector<std::string> const& names, Line const& line)
{
    auto table = page.table(id, caption, {reading.tr("Groupe", "Group"), reading.tr("Effectif", "Headcount"), reading.tr("Part", "Share")}, 1);
    for (std::size_t at = 0; at < names.size(); ++at)
        table.row(psl::fact::text(names[at]), line.count(at), line.share(at));
    table.row(psl::fact::text(reading.tr("Total", "Total")), line.whole(), line.mask.margins ? psl::fact::suppressed() : psl::share(psl::Exact{line.total}, psl::Exact{line.total}));
}

/// Sex and youth (UN definition) against disability: one crossing only leaves the machine, for two youth definitions side by
/// side would give a hidden figure by their difference (domain 2.6).
void write_crossing(Reading& reading, psl::Cells const& cells, bool leaves, std::int64_t k, std::int64_t k_margin, psl::Page& page)
{
    psl::CountTable counts(n_sexes * 2, std::vector<std::optional<std::int64_t>>(3, 0));
    for (auto const& [key, n] : cells.counts) {
        auto& cell = counts[row_of(key.sex) * 2 + (in_youth_un(key.age) ? 0 : 1)][key.disability == psl::Disability::yes ? 0 : key.disability == psl::Disability::no ? 1 : 2];
        cell = *cell + n;
    }
    // Rows without anybody say nothing and would only take part in the masking.
    std::vector<std::size_t> rows;
    psl::CountTable kept;
    for (std::size_t row = 0; row < counts.size(); ++row)
        if (*counts[row][0] + *counts[row][1] + *counts[row][2] > 0) {
            rows.push_back(row);
            kept.push_back(counts[row]);
        }
    psl::Mask mask;
    std::vector<bool> row_total_hidden(rows.size(), false);
    bool column_totals_hidden = false;
    if (leaves) {
        mask = psl::suppressed(kept, k);
        std::vector<std::optional<std::int64_t>> margins, below;
        for (auto const& row : kept)
            margins.emplace_back(*row[0] + *row[1] + *row[2]);
        psl::Mask const of_margins = psl::suppressed_line(margins, k_margin);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            row_total_hidden[row] = of_margins.hidden[row][0] || of_margins.margins || mask.margins;
            if (of_margins.hidden[row][0]) // a group too small to be counted is too small to be detailed
                mask.hidden[row].assign(3, true);
        }
        for (std::size_t column = 0; column < 3; ++column) {
            std::int64_t sum = 0;
            for (auto const& row : kept)
                sum += *row[column];
            below.emplace_back(sum);
        }
        psl::Mask const of_columns = psl::suppressed_line(below, k_margin);
        column_totals_hidden = of_columns.any() || of_columns.margins || mask.margins;
    }
    auto table = page.table("crossing", reading.tr("Sexe et jeunesse (15 à 24 ans), par situation de handicap", "Sex and youth (15 to 24), by disability"),
                            {reading.tr("Groupe", "Group"), reading.tr("En situation de handicap", "With disabilities"), reading.tr("Sans handicap", "Without disabilities"), reading.tr("Inconnu", "Unknown"), reading.tr("Total", "Total")}, 1);
    std::array<std::int64_t, 4> totals{};
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::string const sex = sex_name(reading, rows[row] / 2);
        table.cell(psl::fact::text(rows[row] % 2 == 0 ? filled(reading.tr("{1}, 15 à 24 ans", "{1}, 15 to 24"), {sex}) : filled(reading.tr("{1}, autres âges", "{1}, other ages"), {sex})));
        std::int64_t sum = 0;
        for (std::size_t column = 0; column < 3; ++column) {
            sum += *kept[row][column];
            totals[column] += *kept[row][column];
            table.cell(leaves && mask.hidden[row][column] ? psl::fact::suppressed() : psl::fact::count(*kept[row][column]));
        }
        totals[3] += sum;
        table.cell(row_total_hidden[row] ? psl::fact::suppressed() : psl::fact::count(sum));
    }
    table.cell(psl::fact::text(reading.tr("Total", "Total")));
    for (std::size_t column = 0; column < 4; ++column)
        table.cell(column < 3 && column_totals_hidden ? psl::fact::suppressed() : psl::fact::count(totals[column]));
}

} // namespace

psl::Cells read_cells(Reading& reading, Filter const& filter, std::optional<psl::Date> from, psl::Date until)
{
    psl::Cells cells;
    auto const whole_portfolio = [&] {
        return filter.where == psl::every_project && !from &&
               !reading.db.integer("SELECT 1 FROM inclusion_period p WHERE p.period_from > ?1 AND EXISTS (SELECT 1 FROM inclusion_period__actual_cells c WHERE c.owner = p.id) LIMIT 1", until);
    };
    if (whole_portfolio()) { // nothing is left out: the sums that the host keeps beside the cells say it all
        try {
            auto totals = reading.db.prepare("SELECT sex, age, disability, n FROM inclusion_period__actual_cells__total WHERE n <> 0");
            while (totals.step())
                cells.counts[cell_key(totals.text(0), totals.text(1), totals.text(2))] += totals.integer(3);
            return cells;
        } catch (psl::Error const&) { // a portfolio of an earlier version on a medium that cannot be written
            cells.counts.clear();
        }
    }
    // Rows as they come, added up here: a quarter of a million cells sorted by SQL would take three times as long.
    auto rows = reading.db.prepare("SELECT c.sex || '|' || c.age || '|' || c.disability, c.n FROM inclusion_result r JOIN inclusion_indicator i ON i.result = r.id JOIN inclusion_period p ON p.indicator = i.id"
                                   " JOIN inclusion_period__actual_cells c ON c.owner = p.id WHERE " + filter.where + " AND coalesce(p.period_from, '') <= ?2 AND coalesce(p.period_to, '9999-12-31') >= ?3",
                                   filter.value, until, from ? psl::Value(*from) : psl::Value(""));
    std::map<std::string, std::int64_t, std::less<>> sums; // at most 4 x 7 x 3 keys
    while (rows.step()) {
        std::string_view const key = rows.text(0);
        std::int64_t const n = rows.integer(1);
        auto const found = sums.find(key);
        if (found == sums.end())
            sums.emplace(std::string(key), n);
        else
            found->second += n;
    }
    for (auto const& [key, n] : sums) {
        auto const first = key.find('|'), second = key.rfind('|');
        cells.counts[cell_key(std::string_view(key).substr(0, first), std::string_view(key).substr(first + 1, second - first - 1), std::string_view(key).substr(second + 1))] += n;
    }
    return cells;
}

void write_people(Reading& reading, psl::Cells const& cells, std::int64_t k_raised, std::optional<std::int64_t> inhabitants, psl::Page& page)
{
    bool const leaves = page.leaves();
    People const people = people_of(cells);
    std::int64_t const k = psl::threshold(false, inhabitants, k_raised), k_crossed = psl::threshold(true, inhabitants, k_raised);
    Line const sexes = line_of({people.women, people.men, people.other, people.unknown_sex}, leaves, k);
    Line const disabilities = line_of({people.disabled, people.total - people.disabled - people.unknown_disability, people.unknown_disability}, leaves, k);
    std::int64_t const not_young = people.total - people.youth_au - people.unknown_age;
    Line const ages = line_of({people.youth_un, people.youth_au - people.youth_un, not_young, people.unknown_age}, leaves, k);
    std::string const of_total = reading.tr("Base\u00a0: toutes les personnes comptées, «\u00a0inconnu\u00a0» compris", "Base: all persons counted, “unknown” included");

    page.figure(reading.tr("Personnes comptées", "Persons counted"), sexes.mask.margins || disabilities.mask.margins || ages.mask.margins ? psl::fact::suppressed() : psl::fact::count(people.total), {}, psl::Tone::plain,
                reading.tr("Somme des effectifs des indicateurs\u00a0: des participations, non des personnes uniques", "Sum of the indicators’ headcounts: participations, not unique persons"));
    page.figure(reading.tr("Part des femmes", "Share of women"), sexes.share(0), {}, psl::Tone::plain, of_total);
    page.figure(reading.tr("Jeunes, 15 à 24 ans (ONU)", "Youth, 15 to 24 (UN)"), ages.share(0), {}, psl::Tone::plain, of_total);
    bool const au_hidden = ages.hidden(0) || ages.hidden(1) || ages.mask.margins;
    psl::Fact const african = au_hidden ? psl::fact::suppressed() : psl::share(psl::Exact{people.youth_au}, psl::Exact{people.total});
    page.figure(reading.tr("Jeunes, 15 à 35 ans (Union africaine)", "Youth, 15 to 35 (African Union)"), african, {}, psl::Tone::plain, of_total);
    page.figure(reading.tr("Personnes en situation de handicap", "Persons with disabilities"), disabilities.share(0), {}, psl::Tone::plain, of_total);
    // Groups overlap and are never added: each bar is a share of all, with what is not known of it beside.
    page.chart(psl::ChartKind::bars, "groups", reading.tr("Part de chaque groupe parmi les personnes comptées", "Share of each group among the persons counted"),
               {reading.tr("Femmes", "Women"), reading.tr("Jeunes, 15 à 24 ans (ONU)", "Youth, 15 to 24 (UN)"), reading.tr("Jeunes, 15 à 35 ans (UA)", "Youth, 15 to 35 (AU)"), reading.tr("En situation de handicap", "With disabilities")},
               {{reading.tr("Part du groupe", "Share of the group"), {sexes.share(0), ages.share(0), african, disabilities.share(0)}},
                {reading.tr("Part inconnue", "Share unknown"), {sexes.share(3), ages.share(3), ages.share(3), disabilities.share(2)}}});
    write_line(reading, page, "by-sex", reading.tr("Par sexe", "By sex"), {sex_name(reading, 0), sex_name(reading, 1), sex_name(reading, 2), sex_name(reading, 3)}, sexes);
    write_line(reading, page, "by-age", reading.tr("Par classe d’âge", "By age band"), {reading.tr("15 à 24 ans", "15 to 24"), reading.tr("25 à 35 ans", "25 to 35"), reading.tr("Autres âges connus", "Other known ages"), reading.tr("Inconnu", "Unknown")}, ages);
    write_line(reading, page, "by-disability", reading.tr("Par situation de handicap", "By disability"), {reading.tr("En situation de handicap", "With disabilities"), reading.tr("Sans handicap", "Without disabilities"), reading.tr("Inconnu", "Unknown")}, disabilities);
    write_crossing(reading, cells, leaves, k_crossed, k, page);
    if (leaves)
        page.text(k == k_crossed ? filled(reading.tr("Seuil d’un effectif publié\u00a0: {1}. Ce qui permettrait de retrouver un effectif masqué l’est aussi.",
                                                     "Threshold of a published count: {1}. What would give a masked count away is masked too."),
                                          {std::to_string(k)})
                                 : filled(reading.tr("Seuil d’un effectif publié\u00a0: {1}, ou {2} quand le handicap se croise avec une autre variable. Ce qui permettrait de retrouver un effectif masqué l’est aussi.",
                                                     "Threshold of a published count: {1}, or {2} where disability crosses another variable. What would give a masked count away is masked too."),
                                          {std::to_string(k), std::to_string(k_crossed)}),
                  psl::Tone::muted);
    else
        page.figure(reading.tr("Jeunes femmes en situation de handicap, 15 à 24 ans", "Young women with disabilities, 15 to 24"), psl::fact::count(people.young_disabled_women_un), {}, psl::Tone::plain,
                    filled(reading.tr("De 15 à 35 ans\u00a0: {1}. Cellules croisées, jamais un produit de parts", "From 15 to 35: {1}. Joint cells, never a product of shares"), {std::to_string(people.young_disabled_women_au)}));
}

void write_inclusion(Reading& reading, psl::Scope const& scope, psl::Page& page)
{
    page.heading(1, reading.tr("Inclusion", "Inclusion"));
    if (!page.leaves())
        page.text(reading.tr("Données internes\u00a0: effectifs non masqués. Ne diffusez pas cet écran.", "Internal data: counts are not masked. Do not share this screen."), psl::Tone::info);
    psl::Date const until = scope.to.value_or(scope.as_of.value_or(reading.today));
    psl::Cells const cells = read_cells(reading, psl::projects_in(reading, scope, "r.activity"), scope.from, until);
    if (cells.counts.empty())
        page.text(reading.tr("À compléter\u00a0: aucun effectif ventilé.", "To be completed: no disaggregated headcount."), psl::Tone::warn);
    else {
        std::optional<std::int64_t> inhabitants;
        if (scope.kind == "project")
            inhabitants = reading.db.integer("SELECT t.population FROM projects_activity a JOIN core_territory t ON t.id = a.city WHERE a.id = ?1", scope.id);
        else if (scope.kind == "city")
            inhabitants = reading.db.integer("SELECT population FROM core_territory WHERE id = ?1", scope.id);
        write_people(reading, cells, thresholds(reading, scope).least_cell, inhabitants, page);
    }
    write_markers(reading, scope, page);
}

void write_home(Reading& reading, psl::Page& page)
{
    // From the sums that the host keeps beside the cells: a home page must not walk a quarter of a million of them.
    auto const sums = [&](std::string_view table) {
        return reading.db.prepare("SELECT sum(n), sum(CASE WHEN sex = 'F' THEN n ELSE 0 END), sum(CASE WHEN disability = 'yes' THEN n ELSE 0 END),"
                                  " sum(CASE age WHEN '15-17' THEN n WHEN '18-24' THEN n ELSE 0 END), sum(CASE age WHEN '25-35' THEN n ELSE 0 END) FROM " + std::string(table));
    };
    auto rows = [&] {
        try {
            return sums("inclusion_period__actual_cells__total");
        } catch (psl::Error const&) { // a portfolio of an earlier version on a medium that cannot be written
            return sums("inclusion_period__actual_cells");
        }
    }();
    if (!rows.step() || rows.is_null(0) || rows.integer(0) == 0) {
        page.text(reading.tr("Aucun effectif ventilé pour l’instant. Saisissez les effectifs dans une période d’indicateur.", "No disaggregated headcount yet. Enter headcounts in an indicator’s period."), psl::Tone::info);
        return;
    }
    psl::Exact const total{rows.integer(0)};
    std::string const base = filled(reading.tr("Sur {1} participations comptées", "Of {1} participations counted"), {psl::number_text(rows.integer(0), 0, reading.french)});
    auto const share = [&](std::string const& label, psl::Fact const& value, std::string const& note, std::string const& definition) {
        page.figure(label, value, {}, psl::Tone::plain, note);
        page.behind(definition + reading.tr(" Base : toutes les personnes comptées, « inconnu » compris ; ce sont des participations, non des personnes uniques.", " Base: all persons counted, “unknown” included; these are participations, not unique persons."),
                    "inclusion.period", "actual_cells is not null");
    };
    share(reading.tr("Part des femmes", "Share of women"), psl::share(psl::Exact{rows.integer(1)}, total), base, reading.tr("Femmes parmi les effectifs réalisés de tous les indicateurs.", "Women among the actual headcounts of all indicators."));
    // The two definitions of youth are views on the same people, so they share a card and are never added.
    psl::Fact const african = psl::share(psl::Exact{rows.integer(3) + rows.integer(4)}, total);
    share(reading.tr("Jeunes, 15 à 24 ans (ONU)", "Youth, 15 to 24 (UN)"), psl::share(psl::Exact{rows.integer(3)}, total),
          filled(reading.tr("De 15 à 35 ans (UA) : {1}", "Aged 15 to 35 (AU): {1}"), {psl::percent_text(african.number, static_cast<int>(african.scale), reading.french)}),
          reading.tr("Personnes de 15 à 24 ans, définition des Nations unies. L’Union africaine compte de 15 à 35 ans : cette part comprend la première, les deux ne s’additionnent pas.",
                     "Persons aged 15 to 24, the definition of the United Nations. The African Union counts from 15 to 35: that share includes the first, the two are not added."));
    share(reading.tr("Personnes en situation de handicap", "Persons with disabilities"), psl::share(psl::Exact{rows.integer(2)}, total), base, reading.tr("Personnes que le questionnaire du Groupe de Washington, ou une autre méthode notée sur l’indicateur, compte comme en situation de handicap.", "Persons whom the Washington Group questions, or another method written on the indicator, count as having a disability."));
}

} // namespace inclusion
