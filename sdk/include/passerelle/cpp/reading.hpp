// One call's reading: database, language, date, and which projects a scope holds. Made for each call, on its thread.
//   void write_section(std::string_view, psl::Scope const& scope, psl::Page& page) {
//       psl::Reading reading(*this);
//       auto const filter = psl::projects_in(reading, scope, "a.id");
//       auto rows = reading.db.prepare("SELECT a.title FROM projects_activity a WHERE " + filter.where, filter.value);
//   }
#pragma once
#include "passerelle/cpp/words.hpp"
#include "passerelle/plugin.hpp"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace psl {

struct Reading {
    explicit Reading(psl::Plugin const& module) : plugin(module), db(module.open_db()), french(module.french()), today(module.today()) {}

    psl::Plugin const& plugin;
    psl::Database db;
    bool french;
    psl::Date today;

    [[nodiscard]] std::string tr(std::string_view fr, std::string_view en) const { return std::string(french ? fr : en); }
    [[nodiscard]] std::optional<std::string> translated(std::string_view json) const { return psl::translated(json, french); }
    /// Whether the module may read this now: what belongs to a module that is not installed cannot be prepared.
    [[nodiscard]] bool can_read(std::string_view sql)
    {
        try {
            (void)db.prepare(sql);
            return true;
        } catch (psl::Error const&) {
            return false;
        }
    }
    /// The name of a code; of a code that a user added to an editable list, its name in the portfolio; else the code itself.
    [[nodiscard]] std::string name(std::string_view csv, std::string_view list, std::string_view code)
    {
        if (auto known = name_in(csv, code, french))
            return *known;
        if (!list.empty())
            if (auto added = db.text(french ? "SELECT name_fr FROM core_code WHERE list = ?1 AND code = ?2" : "SELECT name_en FROM core_code WHERE list = ?1 AND code = ?2",
                                     list, code))
                return *added;
        return std::string(code);
    }
    /// The name of a code of the list, "not reported" where there is none.
    [[nodiscard]] psl::Fact named(std::string_view csv, std::string_view list, std::string_view code)
    {
        return code.empty() ? psl::fact::not_reported() : psl::fact::text(name(csv, list, code));
    }
    /// A translatable field as a fact.
    [[nodiscard]] psl::Fact title(std::string_view json) const { return psl::fact::text(translated(json)); }
};

/// Which projects a scope holds, as a condition on a column of project ids; ?1 is always there.
struct ProjectFilter {
    std::string where;
    psl::Value value;
};
/// The condition that holds every project.
inline constexpr std::string_view every_project = "?1 IS NOT NULL";

/// donor: projects that it funds (participating organisation with role 1, an agreement, or money that it sent);
/// city: the partner city or a location there; country: a recipient country, or a city in it; portfolio: all.
/// The module's manifest asks for the fields of projects.* that the condition names; a donor's agreements and money count where
/// it may read donor and activity of funding.agreement, provider, type and activity of funding.transaction.
[[nodiscard]] inline ProjectFilter projects_in(Reading& reading, psl::Scope const& scope, std::string_view column)
{
    std::string const in = std::string(column) + " IN (";
    if (scope.kind == "project")
        return {std::string(column) + " = ?1", scope.id};
    if (scope.kind == "donor") {
        bool const with_funding = reading.can_read("SELECT donor FROM funding_agreement LIMIT 0");
        return {in + "SELECT activity FROM projects_participation WHERE organisation = ?1 AND role = '1'" +
                    (with_funding ? " UNION SELECT activity FROM funding_agreement WHERE donor = ?1 AND activity IS NOT NULL"
                                    " UNION SELECT activity FROM funding_transaction WHERE provider = ?1 AND type IN ('1', '11', '13')"
                                  : "") +
                    ")",
                scope.id};
    }
    if (scope.kind == "city")
        return {in + "SELECT id FROM projects_activity WHERE city = ?1 UNION SELECT activity FROM projects_location WHERE territory = ?1)", scope.id};
    if (scope.kind == "country")
        return {in + "SELECT activity FROM projects_country WHERE code = ?1 UNION SELECT pa.id FROM projects_activity pa JOIN core_territory ct ON ct.id = pa.city WHERE ct.country = ?1)",
                scope.code};
    return {std::string(every_project), std::int64_t{0}};
}

/// part / whole x 100 with one decimal, half up; "not computable" where the whole is 0 (never 0 %).
[[nodiscard]] inline psl::Fact share(psl::Exact const& part, psl::Exact const& whole, std::string_view why = {})
{
    if (whole == 0)
        return psl::fact::not_computable(why);
    auto const rounded = psl::round_half_up(part / whole * 100, 1);
    return rounded ? psl::fact::percent(*rounded, 1) : psl::fact::not_computable(why);
}

} // namespace psl
