#include "plan.hpp"
#include "funding/lists.hpp"

namespace funding {

using psl::filled;
using psl::Reading;

std::vector<ShareRule> default_rules(bool french)
{
    std::string const source = french ? "Fonds de coopération de l’AIMF : règles publiées par le réseau" : "AIMF Cooperation Fund: rules published by the network";
    ShareRule network{french ? "Fonds du réseau : au plus 80\u00a0% du coût total" : "Network fund: at most 80% of total cost", "network_fund", "network_fund", source, 0, false, {}, psl::exact(80, 2)};
    ShareRule city{french ? "Ville bénéficiaire : au moins 20\u00a0% du coût total" : "Beneficiary city: at least 20% of total cost", "city", "network_fund", source, 0, false, psl::exact(20, 2), {}};
    return {network, city};
}

std::vector<ShareRule> rules_in_force(Reading& reading, bool& own)
{
    std::vector<ShareRule> rules;
    own = false;
    auto rows = reading.db.prepare("SELECT name, source_kind, coalesce(only_with, ''), coalesce(source_note, ''), coalesce(donor, 0), base, least, most, coalesce(active, 1) FROM funding_share_rule ORDER BY name");
    while (rows.step()) {
        own = true;
        if (rows.integer(8) == 0)
            continue;
        ShareRule rule{rows.string(0), rows.string(1), rows.string(2), rows.string(3), rows.integer(4), rows.text(5) == "own_in_kind", {}, {}};
        if (!rows.is_null(6))
            rule.least = psl::exact(rows.integer(6), 4); // percent with two decimals
        if (!rows.is_null(7))
            rule.most = psl::exact(rows.integer(7), 4);
        rules.push_back(std::move(rule));
    }
    return own ? rules : default_rules(reading.french);
}

std::optional<psl::Exact> Plan::gap() const
{
    if (!total_cost || partial())
        return std::nullopt;
    return psl::Exact{*total_cost} - sources();
}

Plan read_plan(Reading& reading, std::int64_t activity)
{
    Plan plan;
    {
        auto rows = reading.db.prepare("SELECT id, total_cost_minor, total_cost_currency FROM funding_plan WHERE activity = ?1", activity);
        if (rows.step()) {
            plan.id = rows.integer(0);
            plan.total_cost = rows.optional_integer(1);
            plan.currency = rows.string(2);
        }
    }
    if (plan.currency.empty())
        plan.currency = reading.db.text("SELECT amount_currency FROM funding_cofinancing WHERE activity = ?1 AND amount_currency IS NOT NULL ORDER BY id LIMIT 1", activity)
                            .value_or(base_currency(reading.db));
    Converter converter(reading.db, plan.currency);
    Policy const standard;
    auto rows = reading.db.prepare("SELECT c.id, o.name, c.source_name, c.source_kind, c.kind, c.amount_minor, c.amount_currency, coalesce(c.value_date, a.actual_start, a.planned_start), coalesce(c.source, 0)"
                                   " FROM funding_cofinancing c JOIN projects_activity a ON a.id = c.activity LEFT JOIN core_organisation o ON o.id = c.source WHERE c.activity = ?1 ORDER BY c.id",
                                   activity);
    while (rows.step()) {
        PlanLine line;
        line.id = rows.integer(0);
        line.source = reading.translated(rows.text(1)).value_or(rows.string(2));
        line.source_kind = rows.string(3);
        line.in_kind = rows.text(4) == "in_kind";
        line.organisation = rows.integer(8);
        if (!rows.is_null(5))
            line.amount = converter.convert(rows.integer(5), rows.string(6), rows.date(7), standard);
        auto& [cash, in_kind] = plan.by_kind[line.source_kind];
        (line.in_kind ? plan.in_kind : plan.cash).add(line.amount);
        (line.in_kind ? in_kind : cash).add(line.amount);
        plan.lines.push_back(std::move(line));
    }
    return plan;
}

std::vector<ShareCheck> check_shares(Reading& reading, std::int64_t activity, Plan const& plan, std::vector<ShareRule> const& rules)
{
    std::vector<ShareCheck> checks;
    if (plan.lines.empty() || plan.partial())
        return checks;
    for (ShareRule const& rule : rules) {
        if (!rule.only_with.empty() && !plan.by_kind.contains(rule.only_with))
            continue;
        if (rule.donor != 0) {
            bool concerned = reading.db.integer("SELECT 1 FROM funding_agreement WHERE donor = ?1 AND activity = ?2 LIMIT 1", rule.donor, activity).has_value();
            for (PlanLine const& line : plan.lines)
                concerned = concerned || line.organisation == rule.donor;
            if (!concerned)
                continue;
        }
        auto const found = plan.by_kind.find(rule.source_kind);
        psl::Exact const cash = found == plan.by_kind.end() ? psl::Exact{0} : found->second.first.exact();
        psl::Exact const in_kind = found == plan.by_kind.end() ? psl::Exact{0} : found->second.second.exact();
        psl::Exact const base = rule.own_in_kind ? psl::Exact{cash + in_kind} : plan.base();
        if (base <= 0)
            continue;
        ShareCheck check{rule, rule.own_in_kind ? psl::Exact{in_kind / base} : psl::Exact{(cash + in_kind) / base}, true};
        check.holds = !(rule.least && check.share < *rule.least) && !(rule.most && check.share > *rule.most);
        checks.push_back(std::move(check));
    }
    return checks;
}

std::string in_words(Reading& reading, ShareCheck const& check)
{
    auto const percent = [&](psl::Exact const& share) { return psl::percent_text(psl::round_half_up(share * 100, 1).value_or(0), 1, reading.french); };
    std::string const bound = check.rule.most ? filled(reading.tr("au plus {1}", "at most {1}"), {percent(*check.rule.most)})
                              : check.rule.least ? filled(reading.tr("au moins {1}", "at least {1}"), {percent(*check.rule.least)})
                                                 : std::string();
    std::string const who = reading.name(lists::source_kind, "funding.source_kind", check.rule.source_kind);
    return filled(check.rule.own_in_kind ? reading.tr("{1}, part en nature de sa contribution\u00a0: {2} ({3})", "{1}, in-kind share of its contribution: {2} ({3})")
                                         : reading.tr("{1}\u00a0: {2} du coût total ({3})", "{1}: {2} of total cost ({3})"),
                  {who, percent(check.share), bound});
}

void write_plan(Reading& reading, std::int64_t activity, psl::Page& page)
{
    Plan const plan = read_plan(reading, activity);
    if (plan.lines.empty() && !plan.total_cost)
        return;
    page.heading(2, reading.tr("Plan de financement", "Financing plan"));
    auto const money = [&](Sum const& sum) {
        return sum.lines == 0 ? psl::fact::not_applicable() : sum.missing == sum.lines ? psl::fact::not_converted() : psl::fact::money(sum.minor, plan.currency);
    };
    {
        auto table = page.table("financing-plan", reading.tr("Cofinancement, en numéraire et en nature", "Co-financing, in cash and in kind"),
                                {reading.tr("Organisation", "Organisation"), reading.tr("Catégorie", "Category"), reading.tr("En numéraire", "In cash"), reading.tr("En nature (valorisation)", "In kind (valued)"),
                                 reading.tr("Part", "Share")},
                                1);
        for (PlanLine const& line : plan.lines) {
            psl::Fact const amount = line.amount.minor ? psl::fact::money(*line.amount.minor, plan.currency) : psl::fact::not_converted();
            table.link(line.source.empty() ? psl::fact::not_reported() : psl::fact::text(line.source), "funding.cofinancing", line.id)
                .row(reading.named(lists::source_kind, "funding.source_kind", line.source_kind), line.in_kind ? psl::fact::not_applicable() : amount, line.in_kind ? amount : psl::fact::not_applicable(),
                     line.amount.minor ? psl::share(psl::Exact{*line.amount.minor}, plan.base()) : psl::fact::not_computable());
        }
        table.row(psl::fact::text(reading.tr("Total", "Total")), psl::fact::not_applicable(), money(plan.cash), money(plan.in_kind), psl::share(plan.sources(), plan.base()));
    }
    page.figure(reading.tr("Coût total", "Total cost"), plan.total_cost ? psl::fact::money(*plan.total_cost, plan.currency) : psl::fact::not_reported());
    if (plan.partial())
        page.text(reading.tr("Le plan est partiel\u00a0: des contributions ne sont pas converties. Ajoutez un taux de change.", "The plan is partial: some contributions are not converted. Add an exchange rate."), psl::Tone::warn);
    else if (auto const gap = plan.gap(); gap && *gap != 0) {
        std::string const amount = psl::money_text(psl::round_half_up(*gap < 0 ? psl::Exact{-*gap} : *gap).value_or(0), plan.currency, reading.french);
        page.text(filled(*gap > 0 ? reading.tr("Plan de financement non bouclé\u00a0: il manque {1}", "Financing plan does not close: {1} missing")
                                  : reading.tr("Plan de financement non bouclé\u00a0: les sources dépassent le coût de {1}", "Financing plan does not close: sources exceed the cost by {1}"),
                         {amount}),
                  psl::Tone::bad);
    } else if (gap)
        page.text(reading.tr("Le plan de financement est bouclé.", "The financing plan closes."), psl::Tone::good);

    bool own = false;
    for (ShareCheck const& check : check_shares(reading, activity, plan, rules_in_force(reading, own)))
        page.text(in_words(reading, check) + (check.rule.source_note.empty() ? "" : " \u2014 " + check.rule.source_note), check.holds ? psl::Tone::good : psl::Tone::bad);
}

} // namespace funding
