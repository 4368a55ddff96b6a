// The parts of the module; each writes one thing. Pure; any thread.
#pragma once
#include "funding/lists.hpp"
#include "ledger.hpp"
#include "ratios.hpp"

namespace funding {

using psl::filled;
using Filter = psl::ProjectFilter;
using psl::Reading;

/// A sum as a fact: not reported without lines, not converted where no line is.
[[nodiscard]] psl::Fact amount(Sum const&, std::string_view currency);
/// A key figure with its definition; a partial sum says so.
void money_figure(Reading&, psl::Page&, std::string_view label, Sum const&, std::string_view currency, std::string_view definition);
/// part / whole where both are complete.
[[nodiscard]] psl::Fact ratio(Reading&, Sum const& part, Sum const& whole);
/// What was not converted, what rates were used, which is old.
void write_rates(Reading&, Converter const&, psl::Page&);
void write_lacks(Reading&, Converter const&, psl::Page&);
/// Justified eligible spend ÷ funds received.
[[nodiscard]] psl::Fact absorption(Reading&, Totals const&);
/// The ratios of domain 3.2 over some totals, each with its formula.
enum class Ratios { all, beside_absorption };
void write_ratios(Reading&, Totals const&, std::string_view currency, psl::Page&, Ratios = Ratios::all);

void check_transaction(psl::Plugin const&, psl::Row const&, psl::Issues&);
void check_budget(psl::Plugin const&, psl::Row const&, psl::Issues&);
void check_agreement(psl::Plugin const&, psl::Row const&, psl::Issues&);
void check_cofinancing(psl::Plugin const&, psl::Row const&, psl::Issues&);
void check_share_rule(psl::Plugin const&, psl::Row const&, psl::Issues&);
void tell_alerts(Reading&, psl::Alerts&);

void write_financial(Reading&, psl::Scope const&, psl::Page&);
/// Key figures; then by country, city, donor, theme, status; then what else there is to know.
void write_home(Reading&, psl::Page&);
void write_donor(Reading&, psl::Scope const&, psl::Page&);
void write_donors(Reading&, psl::Page&);
void write_cash(Reading&, psl::Page&);

void import_ecb(Reading&, psl::Reader&, psl::Importer&, psl::Job&);
[[nodiscard]] int recognise_ecb(std::string_view head);

} // namespace funding
