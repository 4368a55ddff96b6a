// The map of the module: cities that carry projects, partner cities, and the partnerships between them.
#include "parts.hpp"
#include <map>

namespace projects {

namespace {

/// Names and codes of one choice; the first item is "all".
struct Choices {
    std::vector<std::string> names, codes;
    void add(std::string name, std::string code)
    {
        names.push_back(std::move(name));
        codes.push_back(std::move(code));
    }
    /// The chosen code, "" for all.
    [[nodiscard]] std::string const& chosen(std::int32_t at) const { return codes[at > 0 && static_cast<std::size_t>(at) < codes.size() ? static_cast<std::size_t>(at) : 0]; }
};

/// The values that projects have, by their names.
Choices choices_of(Reading& reading, std::string_view sql, std::string all, std::string_view csv, std::string_view list)
{
    std::map<std::string, std::string> sorted;
    auto rows = reading.db.prepare(sql);
    while (rows.step())
        sorted.emplace(list == "organisation" ? reading.translated(rows.text(1)).value_or(rows.string(1)) : reading.name(csv, list, rows.text(0)), rows.string(0));
    Choices choices;
    choices.add(std::move(all), "");
    for (auto const& [name, code] : sorted)
        choices.add(name, code);
    return choices;
}

struct City {
    std::string name;
    std::optional<double> latitude, longitude;
    std::int64_t projects = 0;
    bool carries = false; ///< of a project in the choice; else only a partner
    std::uint32_t place = 0;
    psl::Fact committed = psl::fact::not_reported();
};

struct Partnership {
    std::int64_t id = 0;
    std::string name, direction;
    std::vector<std::int64_t> cities;
};

/// The codes that are chosen; empty: all.
struct MapValues {
    std::string const &theme, &status, &donor;
};

/// What projects have committed, from whoever keeps their money, in the portfolio's own currency.
struct Commitments {
    struct Amount {
        std::int64_t minor = 0;
        bool whole = true; ///< false: a part of it could not be converted
    };
    std::string currency;
    std::map<std::int64_t, Amount> of_project;
};

Commitments commitments_of(Reading& reading)
{
    Commitments all;
    (void)reading.plugin.ask("metrics/1", psl::Fields{{"measure", "committed"}}, [&](std::string_view, psl::Row const& row) {
        auto const number = row.integer("number"), project = row.integer("project");
        std::string const unit(row.text_or_empty("unit"));
        if (row.text_or_empty("measure") != "committed" || !number || !project || unit.empty() || row.integer("scale").value_or(0) != psl::minor_units(unit))
            return;
        if (all.currency.empty())
            all.currency = unit;
        auto& amount = all.of_project[*project];
        amount.whole = amount.whole && unit == all.currency && row.integer("missing").value_or(0) == 0 && !__builtin_add_overflow(amount.minor, *number, &amount.minor);
    });
    return all;
}

/// The sum of what its projects have committed; a project of which nothing is known adds nothing, one that is known in part hides the sum.
void add_commitments(Reading& reading, Commitments const& commitments, std::string const& shown, MapValues const& chosen, std::map<std::int64_t, City>& cities)
{
    auto rows = reading.db.prepare("SELECT a.city, a.id FROM projects_activity a WHERE a.city IS NOT NULL AND " + shown, chosen.theme, chosen.status, chosen.donor);
    while (rows.step()) {
        auto const city = cities.find(rows.integer(0));
        auto const amount = commitments.of_project.find(rows.integer(1));
        if (city == cities.end() || amount == commitments.of_project.end())
            continue;
        auto& sum = city->second.committed;
        bool const known = sum.kind == PSL_FACT_MONEY;
        if (!amount->second.whole || (known && __builtin_add_overflow(sum.number, amount->second.minor, &sum.number)))
            sum = psl::fact::not_converted(reading.tr("une partie des engagements n’a pas pu être convertie", "a part of the commitments could not be converted"));
        else if (sum.kind == PSL_NOT_REPORTED)
            sum = psl::fact::money(amount->second.minor, commitments.currency);
    }
}

psl::LineStyle line_of(std::string_view direction)
{
    return direction == "south_south" ? psl::LineStyle::dashed : direction == "triangular" ? psl::LineStyle::dotted : direction == "north_north" ? psl::LineStyle::short_dashes : psl::LineStyle::solid;
}

} // namespace

void draw_map(Reading& reading, MapChoice& choice, psl::Ui& ui)
{
    auto const themes = choices_of(reading, "SELECT DISTINCT t.value, '' FROM projects_activity a, json_each(a.theme) t", reading.tr("Tous les thèmes", "All themes"), lists::theme, "projects.theme");
    auto const states = choices_of(reading, "SELECT DISTINCT status, '' FROM projects_activity WHERE status IS NOT NULL", reading.tr("Tous les statuts", "All statuses"), iati::activity_status, {});
    bool const with_funding = reading.can_read("SELECT donor FROM funding_agreement LIMIT 0");
    std::string const funded = std::string("SELECT organisation AS donor, activity FROM projects_participation WHERE role = '1'") +
                               (with_funding ? " UNION SELECT donor, activity FROM funding_agreement WHERE activity IS NOT NULL"
                                               " UNION SELECT provider, activity FROM funding_transaction WHERE type IN ('1', '11', '13')"
                                             : "");
    auto const donors = choices_of(reading, "SELECT DISTINCT CAST(o.id AS TEXT), o.name FROM core_organisation o JOIN (" + funded + ") f ON f.donor = o.id", reading.tr("Tous les bailleurs", "All donors"), {}, "organisation");
    ui.choice("donor", reading.tr("Bailleur", "Donor"), donors.names, choice.donor);
    ui.choice("theme", reading.tr("Thème", "Theme"), themes.names, choice.theme);
    ui.choice("status", reading.tr("Statut", "Status"), states.names, choice.status);
    // A city of whose commitments nothing is known is a ring, not a small dot.
    if (with_funding)
        ui.choice("size", reading.tr("Taille des villes", "Size of cities"), {reading.tr("Nombre de projets", "Number of projects"), reading.tr("Montant engagé", "Amount committed")}, choice.size);
    bool const by_amount = with_funding && choice.size == 1;
    std::string const &theme = themes.chosen(choice.theme), &status = states.chosen(choice.status), &donor = donors.chosen(choice.donor);
    bool const all = theme.empty() && status.empty() && donor.empty();
    std::string const shown = "(?1 = '' OR EXISTS (SELECT 1 FROM json_each(a.theme) t WHERE t.value = ?1)) AND (?2 = '' OR a.status = ?2)"
                              " AND (?3 = '' OR a.id IN (SELECT activity FROM (" + funded + ") WHERE CAST(donor AS TEXT) = ?3))";

    std::map<std::int64_t, City> cities;
    {
        auto rows = reading.db.prepare("SELECT t.id, t.name, t.location_lat, t.location_lon, count(*) FROM projects_activity a JOIN core_territory t ON t.id = a.city WHERE " + shown + " GROUP BY t.id",
                                       theme, status, donor);
        while (rows.step()) {
            City city{reading.translated(rows.text(1)).value_or(rows.string(1)), {}, {}, rows.integer(4), true, 0, {}};
            if (!rows.is_null(2) && !rows.is_null(3)) {
                city.latitude = rows.real(2);
                city.longitude = rows.real(3);
            }
            cities.emplace(rows.integer(0), std::move(city));
        }
    }
    if (by_amount)
        add_commitments(reading, commitments_of(reading), shown, {theme, status, donor}, cities);
    // With a choice made, the partnerships are those of the projects chosen; without, all of them.
    std::vector<Partnership> partnerships;
    {
        auto rows = reading.db.prepare("SELECT p.id, p.name, p.direction, t.id, t.name, t.location_lat, t.location_lon FROM projects_partnership p, json_each(p.cities) c"
                                       " JOIN core_territory t ON t.id = c.value WHERE " +
                                           (all ? std::string("?1 = '' AND ?2 = '' AND ?3 = ''") : "p.id IN (SELECT a.partnership FROM projects_activity a WHERE " + shown + ")") +
                                           " ORDER BY p.id, c.key",
                                       theme, status, donor);
        while (rows.step()) {
            if (partnerships.empty() || partnerships.back().id != rows.integer(0))
                partnerships.push_back({rows.integer(0), rows.string(1), rows.string(2), {}});
            partnerships.back().cities.push_back(rows.integer(3));
            City city{reading.translated(rows.text(4)).value_or(rows.string(4)), {}, {}, 0, false, 0, {}};
            if (!rows.is_null(5) && !rows.is_null(6)) {
                city.latitude = rows.real(5);
                city.longitude = rows.real(6);
            }
            cities.emplace(rows.integer(3), std::move(city)); // a city that carries projects stays as it is
        }
    }
    psl::Page page = ui.page();
    if (cities.empty()) {
        page.text(all ? reading.tr("Aucune ville à montrer\u00A0: indiquez la ville partenaire des projets, ou les villes membres des partenariats.", "No city to show: give the partner city of projects, or the member cities of partnerships.")
                      : reading.tr("Aucun projet ne répond à ce choix.", "No project matches this choice."),
                  psl::Tone::muted);
        return;
    }
    std::vector<std::string> nowhere;
    {
        auto map = page.linked_map("cities", reading.tr("Carte", "Map"));
        map.shape(psl::PlaceShape::disc, by_amount ? reading.tr("Ville porteuse (taille\u00A0: montant engagé)", "Carrying city (size: amount committed)")
                                                   : reading.tr("Ville porteuse (taille\u00A0: nombre de projets)", "Carrying city (size: number of projects)"));
        map.shape(psl::PlaceShape::square, reading.tr("Ville partenaire", "Partner city"));
        for (auto& [id, city] : cities) {
            if (!city.latitude) {
                nowhere.push_back(city.name);
                continue;
            }
            auto const value = psl::fact::text(reading.tr("ville partenaire", "partner city"));
            city.place = map.place(*city.latitude, *city.longitude, city.name, !city.carries ? value : by_amount ? city.committed : psl::fact::count(city.projects),
                                   city.carries ? psl::PlaceShape::disc : psl::PlaceShape::square, "core.territory", id);
        }
        std::map<std::string, std::uint32_t> kinds;
        for (auto const& partnership : partnerships) {
            auto kind = kinds.find(partnership.direction);
            if (kind == kinds.end())
                kind = kinds.emplace(partnership.direction, map.kind(reading.name(lists::direction, "projects.direction", partnership.direction),
                                                                     line_of(partnership.direction))).first;
            // The first member city is the one that the partnership starts from; each other has its line from there.
            for (std::size_t at = 1; at < partnership.cities.size(); ++at) {
                City const &from = cities.at(partnership.cities[0]), &to = cities.at(partnership.cities[at]);
                if (from.latitude && to.latitude)
                    map.link(from.place, to.place, kind->second, partnership.name, "projects.partnership", partnership.id);
            }
        }
    }
    if (nowhere.empty())
        return;
    constexpr std::size_t named = 12;
    std::string names;
    for (std::size_t at = 0; at < nowhere.size() && at < named; ++at)
        names += (at == 0 ? "" : ", ") + nowhere[at];
    if (nowhere.size() > named)
        names += "…";
    page.text(filled(nowhere.size() == 1 ? reading.tr("{1} ville sans coordonnées\u00A0: {2}.", "{1} city without coordinates: {2}.") : reading.tr("{1} villes sans coordonnées\u00A0: {2}.", "{1} cities without coordinates: {2}."),
                     {std::to_string(nowhere.size()), names}),
              psl::Tone::muted);
}

} // namespace projects
