// The register of reports to donors: what each report is called in a sentence, and what needs a person about it (domain 4.2).
#pragma once
#include "parts.hpp"

namespace funding {

/// "le rapport intermédiaire n° 2" / "interim report no. 2"; a kind that the office added stands between quotation marks. number: may be empty.
[[nodiscard]] std::string report_in_words(Reading&, std::string_view kind, std::string_view number);
/// Reports to write, late, returned; then the next report that an agreement announces and the register does not hold yet.
void report_alerts(Reading&, psl::Alerts&);
/// Agreements that end within 90 days.
void ending_agreements(Reading&, psl::Alerts&);
void check_report(psl::Plugin const&, psl::Row const&, psl::Issues&);

} // namespace funding
