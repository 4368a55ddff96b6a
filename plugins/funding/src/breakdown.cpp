#include "breakdown.hpp"
#include "passerelle/value/split.hpp"
#include <algorithm>
#include <functional>

namespace funding {

namespace {

constexpr std::int64_t whole = 1'000'000;
constexpr std::size_t most_lines = 12;   ///< then the others together
constexpr std::size_t most_values = 1000; ///< of one condition

using Groups = std::map<std::string, Group>;
using Divisions = std::unordered_map<std::int64_t, Division>;

/// One way of looking at the money.
struct Way {
    std::string_view id;
    std::string label, caption, column, definition;
    std::string nobody; ///< amounts that belong to no line
    Groups groups;
    std::function<std::string(std::string const&)> name;
    std::string filter; ///< "{1}" is the key: selects the transactions of the line; empty: by projects or agreements
    std::string filter_nobody;
};

void add_once(std::vector<std::int64_t>& ids, std::int64_t id)
{
    if (std::find(ids.rbegin(), ids.rend(), id) == ids.rend()) // the last ones first: a project's amounts come together
        ids.push_back(id);
}

/// Countries of realisation; a project whose countries have no percentages is shared in equal parts (domain 4.3).
Divisions countries(Reading& reading)
{
    Divisions all;
    auto rows = reading.db.prepare("SELECT activity, code, percentage FROM projects_country WHERE code IS NOT NULL ORDER BY activity, id");
    while (rows.step()) {
        Division& one = all[rows.integer(0)];
        one.keys.push_back(rows.string(1));
        one.weights.push_back(rows.optional_integer(2).value_or(-1));
    }
    for (auto& [project, one] : all) {
        auto const silent = std::count_if(one.weights.begin(), one.weights.end(), [](std::int64_t weight) { return weight < 0; });
        if (silent == static_cast<std::ptrdiff_t>(one.weights.size())) {
            one.weights = psl::split_by_largest_remainder(whole, std::vector<std::int64_t>(one.keys.size(), 1));
        } else if (silent > 0) // a country without its share among others that have one: what they leave belongs to nobody
            for (auto& weight : one.weights)
                weight = std::max<std::int64_t>(weight, 0);
    }
    return all;
}

/// Of one value for each project; NULL: none.
Divisions single(Reading& reading, std::string_view sql)
{
    Divisions all;
    auto rows = reading.db.prepare(sql);
    while (rows.step())
        all[rows.integer(0)] = {{rows.string(1)}, {whole}};
    return all;
}

/// Of several values in equal parts.
Divisions equal_parts(Reading& reading, std::string_view sql)
{
    Divisions all;
    auto rows = reading.db.prepare(sql);
    while (rows.step())
        all[rows.integer(0)].keys.push_back(rows.string(1));
    for (auto& [project, one] : all)
        one.weights = psl::split_by_largest_remainder(whole, std::vector<std::int64_t>(one.keys.size(), 1));
    return all;
}

Groups by_project(Ledger const& ledger, Divisions const& divisions)
{
    Groups groups;
    for (auto const& [project, totals] : ledger.projects()) {
        auto const found = divisions.find(project);
        share_out(groups, found == divisions.end() ? nullptr : &found->second, {totals.committed_out, totals.disbursed}, project);
    }
    return groups;
}

/// The donor of the agreement that a line names; else of the project's only agreement; else the project's only donor.
Groups by_donor(Reading& reading, Ledger const& ledger)
{
    std::unordered_map<std::int64_t, Division> of_agreement;
    {
        auto rows = reading.db.prepare("SELECT id, CAST(donor AS TEXT) FROM funding_agreement WHERE donor IS NOT NULL");
        while (rows.step())
            of_agreement[rows.integer(0)] = {{rows.string(1)}, {whole}};
    }
    Divisions const only = single(reading, "SELECT activity, CAST(max(organisation) AS TEXT) FROM projects_participation WHERE role = '1' AND organisation IS NOT NULL"
                                           " GROUP BY activity HAVING count(DISTINCT organisation) = 1");
    Groups groups;
    for (auto const& [key, amounts] : ledger.by_agreement()) {
        auto const& [project, named] = key;
        std::int64_t agreement = named;
        if (auto const of_project = ledger.agreements().of_activity.find(project); agreement == 0 && of_project != ledger.agreements().of_activity.end())
            agreement = of_project->second;
        Division const* division = nullptr;
        if (auto const found = of_agreement.find(agreement); found != of_agreement.end())
            division = &found->second;
        else if (auto const donor = only.find(project); donor != only.end())
            division = &donor->second;
        share_out(groups, division, amounts, project, named);
    }
    return groups;
}

std::string listed(std::string_view field, std::vector<std::int64_t> const& ids)
{
    if (ids.empty() || ids.size() > most_values)
        return {};
    std::string text = std::string(field) + " in ";
    for (std::size_t at = 0; at < ids.size(); ++at)
        text += (at == 0 ? "" : ",") + std::to_string(ids[at]);
    return text;
}

/// The transactions behind a line; nothing where one condition cannot say it.
std::string behind(Way const& way, std::string const& key, Group const& group)
{
    std::string const types = "type in 2,3\n";
    if (!key.empty() && !way.filter.empty())
        return types + filled(way.filter, {key});
    if (key.empty() && !way.filter_nobody.empty())
        return types + way.filter_nobody;
    std::string const by = way.id == "donor" && group.named ? listed("agreement", group.agreements) : listed("activity", group.projects);
    return by.empty() ? by : types + by;
}

psl::Fact fact_of(Reading& reading, Sum const& sum, std::string_view currency)
{
    if (sum.lines > 0 && sum.missing == sum.lines)
        return psl::fact::not_converted(filled(sum.missing > 1 ? reading.tr("{1} montants non convertis", "{1} amounts not converted") : reading.tr("1 montant non converti", "1 amount not converted"), {std::to_string(sum.missing)}));
    return amount(sum, currency);
}

void write_way(Reading& reading, Way const& way, std::string_view currency, psl::Page& page)
{
    std::vector<std::pair<std::string, Group const*>> order;
    Group const* nobody = nullptr;
    for (auto const& [key, group] : way.groups)
        if (key.empty())
            nobody = &group;
        else
            order.emplace_back(key, &group);
    std::stable_sort(order.begin(), order.end(), [](auto const& left, auto const& right) {
        return std::pair(left.second->committed.minor, left.second->disbursed.minor) > std::pair(right.second->committed.minor, right.second->disbursed.minor);
    });
    auto table = page.table("funding-by-" + std::string(way.id), way.caption, {way.column, reading.tr("Engagements", "Commitments"), reading.tr("Décaissements", "Disbursements"), reading.tr("Projets", "Projects")}, 1);
    table.bars(1, 2);
    Group all, others;
    std::vector<std::int64_t> counted;
    auto const gather = [](Group& into, Group const& one) {
        into.committed.add(one.committed);
        into.disbursed.add(one.disbursed);
        into.projects.insert(into.projects.end(), one.projects.begin(), one.projects.end());
    };
    auto const line = [&](std::string const& name, Group const& group, std::string const& filter) {
        table.row(psl::fact::text(name), fact_of(reading, group.committed, currency), fact_of(reading, group.disbursed, currency), psl::fact::count(static_cast<std::int64_t>(group.projects.size())));
        table.behind(way.definition, filter.empty() ? "" : "funding.transaction", filter);
    };
    auto const unique = [](std::vector<std::int64_t>& ids) {
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    };
    for (std::size_t at = 0; at < order.size(); ++at) {
        auto const& [key, group] = order[at];
        gather(all, *group);
        if (at < most_lines || order.size() == most_lines + 1)
            line(way.name(key), *group, behind(way, key, *group));
        else
            gather(others, *group);
    }
    if (order.size() > most_lines + 1) {
        unique(others.projects);
        line(filled(reading.tr("Autres ({1})", "Others ({1})"), {std::to_string(order.size() - most_lines)}), others, behind(Way{}, {}, others));
    }
    if (nobody != nullptr) {
        gather(all, *nobody);
        line(way.nobody, *nobody, behind(way, {}, *nobody));
    }
    unique(all.projects);
    line(reading.tr("Total", "Total"), all, "type in 2,3");
}

} // namespace

void share_out(Groups& groups, Division const* division, Outgoing const& amounts, std::int64_t project, std::int64_t agreement)
{
    if (amounts.committed.lines + amounts.disbursed.lines == 0)
        return;
    std::vector<std::string> keys{""};
    std::vector<std::int64_t> weights{whole};
    if (division != nullptr && !division->keys.empty()) {
        keys = division->keys;
        weights = division->weights;
        std::int64_t given = 0;
        for (std::int64_t const weight : weights)
            given += weight;
        if (given <= 0)
            weights.assign(keys.size(), 0);
        if (given < whole) {
            keys.emplace_back();
            weights.push_back(whole - std::max<std::int64_t>(given, 0));
        }
    }
    auto const share = [&](Sum const& sum, Sum Group::*to) {
        if (sum.lines == 0)
            return;
        if (keys.size() == 1) {
            (groups[keys.front()].*to).add(sum);
            return;
        }
        auto const parts = psl::split_by_largest_remainder(sum.minor, weights);
        for (std::size_t at = 0; at < keys.size(); ++at) {
            if (weights[at] == 0)
                continue;
            Sum part;
            part.minor = at < parts.size() ? parts[at] : 0;
            part.lines = sum.lines;
            part.missing = sum.missing;
            (groups[keys[at]].*to).add(part);
        }
    };
    share(amounts.committed, &Group::committed);
    share(amounts.disbursed, &Group::disbursed);
    for (std::size_t at = 0; at < keys.size(); ++at) {
        if (keys.size() > 1 && weights[at] == 0)
            continue;
        Group& group = groups[keys[at]];
        add_once(group.projects, project);
        if (agreement != 0)
            add_once(group.agreements, agreement);
        group.named = group.named && agreement != 0;
    }
}

void write_breakdown(Reading& reading, Ledger const& ledger, std::string_view currency, psl::Page& page)
{
    if (ledger.total().committed_out.lines + ledger.total().disbursed.lines == 0)
        return;
    auto const organisation = [&](char const* sql) {
        return [&reading, sql](std::string const& key) {
            auto const name = reading.db.text(sql, key);
            return reading.translated(name.value_or("")).value_or(name.value_or(key));
        };
    };
    std::string const base = reading.tr("Engagements sortants (type 2) et décaissements (type 3), convertis à leur date de valeur. ", "Outgoing commitments (type 2) and disbursements (type 3), converted at their value date. ");
    Way ways[] = {
        {"country", reading.tr("Pays", "Country"), reading.tr("Par pays de réalisation", "By recipient country"), reading.tr("Pays", "Country"),
         base + reading.tr("Un projet qui se déroule dans plusieurs pays est partagé selon ses pourcentages, en parts égales s’il n’en donne pas\u00a0: rien n’est compté deux fois.", "A project in several countries is shared by its percentages, in equal parts where it gives none: nothing counts twice."),
         reading.tr("Non réparti", "Not allocated"), by_project(ledger, countries(reading)), [&](std::string const& key) { return reading.name(lists::country, "core.country", key); }, {}, {}},
        {"city", reading.tr("Ville", "City"), reading.tr("Par ville partenaire", "By partner city"), reading.tr("Ville", "City"), base + reading.tr("Un projet compte pour sa ville partenaire.", "A project counts for its partner city."),
         reading.tr("Sans ville partenaire", "Without partner city"), by_project(ledger, single(reading, "SELECT id, CAST(city AS TEXT) FROM projects_activity WHERE city IS NOT NULL")), organisation("SELECT name FROM core_territory WHERE id = ?1"),
         "activity.city = {1}", "activity.city is null"},
        {"donor", reading.tr("Bailleur", "Donor"), reading.tr("Par bailleur", "By donor"), reading.tr("Bailleur", "Donor"),
         base + reading.tr("Un montant compte pour le bailleur de sa convention, sinon pour le seul bailleur du projet.", "An amount counts for the donor of its agreement, else for the project’s only donor."), reading.tr("Non réparti", "Not allocated"), by_donor(reading, ledger),
         organisation("SELECT name FROM core_organisation WHERE id = ?1"), {}, {}},
        {"theme", reading.tr("Thème", "Theme"), reading.tr("Par thème", "By theme"), reading.tr("Thème", "Theme"),
         base + reading.tr("Un projet de plusieurs thèmes est partagé en parts égales\u00a0: rien n’est compté deux fois.", "A project of several themes is shared in equal parts: nothing counts twice."), reading.tr("Sans thème", "Without theme"),
         by_project(ledger, equal_parts(reading, "SELECT a.id, t.value FROM projects_activity a, json_each(a.theme) t WHERE json_valid(a.theme) ORDER BY a.id, t.key")), [&](std::string const& key) { return reading.name(lists::theme, "projects.theme", key); }, {}, {}},
        {"status", reading.tr("Statut", "Status"), reading.tr("Par statut du projet", "By project status"), reading.tr("Statut", "Status"), base + reading.tr("Un projet compte pour son statut d’aujourd’hui.", "A project counts for its status of today."),
         reading.tr("Statut non renseigné", "Status not reported"), by_project(ledger, single(reading, "SELECT id, status FROM projects_activity WHERE status IS NOT NULL")), [&](std::string const& key) { return reading.name(psl::iati::activity_status, {}, key); },
         "activity.status = {1}", "activity.status is null"}};
    auto tabs = page.tabs("funding-by");
    for (Way const& way : ways) {
        tabs.tab(way.label);
        write_way(reading, way, currency, page);
    }
}

} // namespace funding
