// The module org.passerelle.funding: which part answers which call.
#include "parts.hpp"
#include "plan.hpp"
#include "reports.hpp"
#include <algorithm>

namespace funding {

class Funding : public psl::Plugin {
public:
    using Plugin::Plugin;

    void write_section(std::string_view section, psl::Scope const& scope, psl::Page& page)
    {
        Reading reading(*this);
        if (section == "home")
            write_home(reading, page);
        else if (section == "financial")
            write_financial(reading, scope, page);
        else if (section == "donor_portfolio")
            write_donor(reading, scope, page);
    }

    void draw(std::string_view view, psl::Scope const& scope, psl::Ui& ui)
    {
        Reading reading(*this);
        psl::Page page = ui.page();
        psl::Scope here = scope;
        here.currency = base_currency(reading.db);
        if (view == "financing") {
            write_financial(reading, here, page);
            offer_rules(reading, ui);
            ui.entity_table("funding.budget", "activity", scope.id);
            ui.entity_table("funding.transaction", "activity", scope.id);
            ui.entity_table("funding.cofinancing", "activity", scope.id);
        } else if (view == "donor") {
            here.kind = "donor";
            write_donor(reading, here, page);
            ui.entity_table("funding.agreement", "donor", scope.id);
        } else if (view == "donors") {
            write_donors(reading, page);
            ui.entity_table("funding.agreement");
            ui.entity_table("funding.report");
            ui.entity_table("funding.lead");
        } else if (view == "cash")
            write_cash(reading, page);
    }

    void check(std::string_view entity, psl::Row const& row, psl::Issues& issues)
    {
        if (entity == "funding.transaction")
            check_transaction(*this, row, issues);
        else if (entity == "funding.budget" || entity == "funding.planned_disbursement")
            check_budget(*this, row, issues);
        else if (entity == "funding.agreement")
            check_agreement(*this, row, issues);
        else if (entity == "funding.report")
            check_report(*this, row, issues);
        else if (entity == "funding.cofinancing")
            check_cofinancing(*this, row, issues);
        else if (entity == "funding.share_rule")
            check_share_rule(*this, row, issues);
    }

    void alerts(psl::Alerts& out)
    {
        Reading reading(*this);
        tell_alerts(reading, out);
    }

    int recognise(std::string_view format, std::string_view head) { return format == "ecb" ? recognise_ecb(head) : 0; }

    void import_file(std::string_view format, psl::Reader& reader, psl::Importer& importer, psl::Job& job)
    {
        if (format != "ecb")
            throw psl::Error(PSL_E_UNSUPPORTED, tr("Ce module ne lit pas ce format.", "This module does not read this format."));
        Reading reading(*this);
        import_ecb(reading, reader, importer, job);
    }

    /// metrics/1: question {project (absent: all), measure (absent: all), currency (absent: the portfolio's)};
    /// rows "metric" {project, measure, number (minor units), unit (ISO 4217), missing (amounts not converted)}.
    void answer(std::string_view service, psl::Row const& question, psl::Sink& sink)
    {
        if (service != "metrics" && service != "metrics/1")
            return;
        Reading reading(*this);
        auto const measure = question.text("measure");
        static constexpr std::pair<std::string_view, Sum Totals::*> known[] = {{"budget", &Totals::budget}, {"committed", &Totals::committed_out}, {"spent", &Totals::paid}, {"received", &Totals::received}};
        if (measure && std::none_of(std::begin(known), std::end(known), [&](auto const& one) { return one.first == *measure; }))
            return;
        auto const project = question.integer("project");
        Filter const filter = project ? Filter{"t.activity = ?1", *project} : Filter{"?1 IS NOT NULL", std::int64_t{0}};
        std::string const currency = question.text("currency").value_or(base_currency(reading.db));
        Ledger ledger(reading, filter, currency, {{}, {}, reading.today});
        for (auto const& [activity, totals] : ledger.projects())
            for (auto const& [name, sum] : known)
                if ((!measure || *measure == name) && (totals.*sum).lines > 0)
                    sink.put("metric", {{"project", activity}, {"measure", name}, {"number", (totals.*sum).minor}, {"scale", psl::minor_units(currency)}, {"unit", currency}, {"missing", (totals.*sum).missing}});
    }

private:
    /// Where the portfolio has no rule of its own, the two of the AIMF fund apply; one press makes them records to edit.
    void offer_rules(Reading& reading, psl::Ui& ui)
    {
        bool own = false;
        auto const rules = rules_in_force(reading, own);
        if (own || !ui.button("make-rules", reading.tr("Rendre les règles de part modifiables", "Make the share rules editable")))
            return;
        psl::Changes changes;
        for (ShareRule const& rule : rules) {
            auto& item = changes.insert("funding.share_rule").set("name", rule.name).set("source_kind", rule.source_kind).set("only_with", rule.only_with).set("base", "total_cost").set("source_note", rule.source_note).set("active", 1);
            if (rule.least)
                item.decimal("least", psl::round_half_up(*rule.least, 4).value_or(0), 2);
            if (rule.most)
                item.decimal("most", psl::round_half_up(*rule.most, 4).value_or(0), 2);
        }
        records().submit(tr("ajout des règles de part", "share rules added"), changes);
    }
};

} // namespace funding

PSL_PLUGIN(funding::Funding)
