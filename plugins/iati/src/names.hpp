// The element and attribute names of the IATI standard, versions 1.01 to 2.03, as numbers. A name that is not here is an
// extension of the publisher's own. [any]
#pragma once
#include <cstdint>
#include <string_view>

namespace iati {

#define IATI_NAMES(X)                                                                                                                      \
    X(iati_activities, "iati-activities") X(iati_activity, "iati-activity") X(iati_organisations, "iati-organisations")                    \
    X(iati_organisation, "iati-organisation") X(iati_identifier, "iati-identifier") X(organisation_identifier, "organisation-identifier")  \
    X(reporting_org, "reporting-org") X(title, "title") X(description, "description") X(narrative, "narrative")                            \
    X(participating_org, "participating-org") X(other_identifier, "other-identifier") X(owner_org, "owner-org")                            \
    X(activity_status, "activity-status") X(activity_date, "activity-date") X(contact_info, "contact-info")                                \
    X(organisation, "organisation") X(department, "department") X(person_name, "person-name") X(job_title, "job-title")                    \
    X(telephone, "telephone") X(email, "email") X(website, "website") X(mailing_address, "mailing-address")                                \
    X(activity_scope, "activity-scope") X(recipient_country, "recipient-country") X(recipient_region, "recipient-region")                  \
    X(location, "location") X(location_reach, "location-reach") X(location_id, "location-id") X(name, "name")                              \
    X(activity_description, "activity-description") X(administrative, "administrative") X(point, "point") X(pos, "pos")                    \
    X(exactness, "exactness") X(location_class, "location-class") X(feature_designation, "feature-designation")                            \
    X(location_type, "location-type") X(coordinates, "coordinates") X(gazetteer_entry, "gazetteer-entry") X(sector, "sector")              \
    X(tag, "tag") X(country_budget_items, "country-budget-items") X(budget_item, "budget-item")                                            \
    X(humanitarian_scope, "humanitarian-scope") X(policy_marker, "policy-marker") X(collaboration_type, "collaboration-type")              \
    X(default_flow_type, "default-flow-type") X(default_finance_type, "default-finance-type") X(default_aid_type, "default-aid-type")      \
    X(default_tied_status, "default-tied-status") X(budget, "budget") X(period_start, "period-start") X(period_end, "period-end")          \
    X(value, "value") X(planned_disbursement, "planned-disbursement") X(provider_org, "provider-org") X(receiver_org, "receiver-org")      \
    X(capital_spend, "capital-spend") X(transaction, "transaction") X(transaction_type, "transaction-type")                                \
    X(transaction_date, "transaction-date") X(disbursement_channel, "disbursement-channel") X(flow_type, "flow-type")                      \
    X(finance_type, "finance-type") X(aid_type, "aid-type") X(tied_status, "tied-status") X(document_link, "document-link")                \
    X(category, "category") X(language, "language") X(document_date, "document-date") X(related_activity, "related-activity")              \
    X(legacy_data, "legacy-data") X(conditions, "conditions") X(condition, "condition") X(result, "result") X(reference, "reference")      \
    X(indicator, "indicator") X(baseline, "baseline") X(dimension, "dimension") X(comment, "comment") X(period, "period")                  \
    X(target, "target") X(actual, "actual") X(crs_add, "crs-add") X(other_flags, "other-flags") X(loan_terms, "loan-terms")                \
    X(repayment_type, "repayment-type") X(repayment_plan, "repayment-plan") X(commitment_date, "commitment-date")                          \
    X(repayment_first_date, "repayment-first-date") X(repayment_final_date, "repayment-final-date") X(loan_status, "loan-status")          \
    X(interest_received, "interest-received") X(principal_outstanding, "principal-outstanding")                                            \
    X(principal_arrears, "principal-arrears") X(interest_arrears, "interest-arrears") X(channel_code, "channel-code")                      \
    X(aidtype_flag, "aidtype-flag") X(fss, "fss") X(forecast, "forecast") X(activity_website, "activity-website")                          \
    X(total_budget, "total-budget") X(recipient_org_budget, "recipient-org-budget") X(recipient_org, "recipient-org")                      \
    X(recipient_region_budget, "recipient-region-budget") X(recipient_country_budget, "recipient-country-budget")                          \
    X(total_expenditure, "total-expenditure") X(budget_line, "budget-line") X(expense_line, "expense-line")                                \
    X(version, "version") X(generated_datetime, "generated-datetime") X(linked_data_default, "linked-data-default")                        \
    X(linked_data_uri, "linked-data-uri") X(last_updated_datetime, "last-updated-datetime") X(lang, "xml:lang")                            \
    X(default_currency, "default-currency") X(hierarchy, "hierarchy") X(humanitarian, "humanitarian")                                      \
    X(budget_not_provided, "budget-not-provided") X(ref, "ref") X(type, "type") X(secondary_reporter, "secondary-reporter")                \
    X(role, "role") X(activity_id, "activity-id") X(crs_channel_code, "crs-channel-code") X(code, "code") X(iso_date, "iso-date")          \
    X(percentage, "percentage") X(vocabulary, "vocabulary") X(vocabulary_uri, "vocabulary-uri") X(level, "level")                          \
    X(srs_name, "srsName") X(latitude, "latitude") X(longitude, "longitude") X(precision, "precision") X(country, "country")               \
    X(adm1, "adm1") X(adm2, "adm2") X(gazetteer_ref, "gazetteer-ref") X(significance, "significance") X(status, "status")                  \
    X(currency, "currency") X(value_date, "value-date") X(provider_activity_id, "provider-activity-id")                                    \
    X(receiver_activity_id, "receiver-activity-id") X(format, "format") X(url, "url") X(iati_equivalent, "iati-equivalent")                \
    X(attached, "attached") X(aggregation_status, "aggregation-status") X(measure, "measure") X(ascending, "ascending")                    \
    X(indicator_uri, "indicator-uri") X(year, "year") X(rate_1, "rate-1") X(rate_2, "rate-2") X(extraction_date, "extraction-date")        \
    X(priority, "priority") X(phaseout_year, "phaseout-year") X(owner_ref, "owner-ref") X(owner_name, "owner-name")                        \
    X(xmlns, "xmlns") X(default_language, "default-language")

enum class Name : std::uint8_t {
    unknown,
#define IATI_NAME(id, text) id,
    IATI_NAMES(IATI_NAME)
#undef IATI_NAME
        count
};

/// Name::unknown for a name outside the standard.
[[nodiscard]] Name name_of(char const* text, std::size_t size);
[[nodiscard]] std::string_view text_of(Name);

} // namespace iati
