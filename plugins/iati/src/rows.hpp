// The entities that an IATI file fills and the fields that it brings, as plugin.json of the owning modules declares them.
#pragma once
#include "row.hpp"

namespace iati {

#define IATI_CHILD(X) X(activity, "activity") X(import_key, "import_key")

#define IATI_F_ORGANISATION(X) X(identifier, "identifier") X(name, "name") X(type, "type")
IATI_ROW(OrganisationRow, "core.organisation", IATI_F_ORGANISATION)

#define IATI_F_ACTIVITY(X)                                                                                                                 \
    X(identifier, "identifier") X(title, "title") X(description, "description") X(status, "status") X(planned_start, "planned_start")      \
    X(actual_start, "actual_start") X(planned_end, "planned_end") X(actual_end, "actual_end") X(reporting, "reporting")                    \
    X(secondary_reporter, "secondary_reporter") X(language, "language") X(currency, "currency") X(hierarchy, "hierarchy")                  \
    X(scope, "scope") X(collaboration_type, "collaboration_type") X(default_flow_type, "default_flow_type")                                \
    X(default_finance_type, "default_finance_type") X(default_aid_type, "default_aid_type") X(other_aid_types, "other_aid_types")          \
    X(default_tied_status, "default_tied_status") X(capital_spend, "capital_spend") X(humanitarian, "humanitarian")                        \
    X(conditions_attached, "conditions_attached") X(budget_not_provided, "budget_not_provided") X(linked_data, "linked_data")              \
    X(updated, "updated")
IATI_ROW(ActivityRow, "projects.activity", IATI_F_ACTIVITY)

#define IATI_F_PARTICIPATION(X)                                                                                                            \
    IATI_CHILD(X)                                                                                                                          \
    X(organisation, "organisation") X(role, "role") X(type, "type") X(ref, "ref") X(name, "name") X(activity_id, "activity_id")            \
    X(crs_channel, "crs_channel")
IATI_ROW(ParticipationRow, "projects.participation", IATI_F_PARTICIPATION)

#define IATI_F_LOCATION(X)                                                                                                                 \
    IATI_CHILD(X)                                                                                                                          \
    X(ref, "ref") X(name, "name") X(description, "description") X(activity_description, "activity_description") X(latitude, "point.lat")   \
    X(longitude, "point.lon") X(reach, "reach") X(exactness, "exactness") X(place_class, "class") X(feature, "feature")                    \
    X(location_ids, "location_ids") X(administrative, "administrative") X(srs, "srs")
IATI_ROW(LocationRow, "projects.location", IATI_F_LOCATION)

#define IATI_F_COUNTRY(X) IATI_CHILD(X) X(code, "code") X(percentage, "percentage") X(text, "text")
IATI_ROW(CountryRow, "projects.country", IATI_F_COUNTRY)

#define IATI_F_CODED(X)                                                                                                                    \
    IATI_CHILD(X)                                                                                                                          \
    X(vocabulary, "vocabulary") X(vocabulary_uri, "vocabulary_uri") X(code, "code") X(percentage, "percentage") X(text, "text")
IATI_ROW(RegionRow, "projects.region", IATI_F_CODED)
IATI_ROW(SectorRow, "projects.sector", IATI_F_CODED)

#define IATI_F_TAG(X)                                                                                                                      \
    IATI_CHILD(X) X(vocabulary, "vocabulary") X(vocabulary_uri, "vocabulary_uri") X(code, "code") X(text, "text")
IATI_ROW(TagRow, "projects.tag", IATI_F_TAG)

#define IATI_F_TYPED_TEXT(X) IATI_CHILD(X) X(type, "type") X(text, "text")
IATI_ROW(DescriptionRow, "projects.description", IATI_F_TYPED_TEXT)
IATI_ROW(ConditionRow, "projects.condition", IATI_F_TYPED_TEXT)

#define IATI_F_RELATED(X) IATI_CHILD(X) X(ref, "ref") X(type, "type")
IATI_ROW(RelatedRow, "projects.related", IATI_F_RELATED)

#define IATI_F_DOCUMENT_BODY(X)                                                                                                            \
    X(title, "title") X(description, "description") X(file, "file") X(format, "format") X(categories, "categories")                        \
    X(languages, "languages") X(date, "date")
#define IATI_F_DOCUMENT(X) IATI_CHILD(X) IATI_F_DOCUMENT_BODY(X) X(countries, "countries")
IATI_ROW(DocumentRow, "projects.document", IATI_F_DOCUMENT)

#define IATI_F_OTHER_IDENTIFIER(X) IATI_CHILD(X) X(ref, "ref") X(type, "type") X(owner_ref, "owner_ref") X(owner_name, "owner_name")
IATI_ROW(OtherIdentifierRow, "projects.other_identifier", IATI_F_OTHER_IDENTIFIER)

#define IATI_F_CONTACT(X)                                                                                                                  \
    IATI_CHILD(X)                                                                                                                          \
    X(type, "type") X(organisation, "organisation") X(department, "department") X(person, "person") X(job_title, "job_title")              \
    X(telephone, "telephone") X(email, "email") X(website, "website") X(address, "address")
IATI_ROW(ContactRow, "projects.contact", IATI_F_CONTACT)

#define IATI_F_HUMANITARIAN(X)                                                                                                             \
    IATI_CHILD(X)                                                                                                                          \
    X(type, "type") X(vocabulary, "vocabulary") X(vocabulary_uri, "vocabulary_uri") X(code, "code") X(text, "text")
IATI_ROW(HumanitarianRow, "projects.humanitarian_scope", IATI_F_HUMANITARIAN)

#define IATI_F_DETAIL(X)                                                                                                                   \
    IATI_CHILD(X)                                                                                                                          \
    X(element, "element") X(code, "code") X(vocabulary, "vocabulary") X(ref, "ref") X(date, "date") X(percentage, "percentage")            \
    X(minor, "amount.minor") X(currency, "amount.currency") X(value_date, "value_date") X(text, "text") X(attributes, "attributes")
IATI_ROW(DetailRow, "projects.activity_detail", IATI_F_DETAIL)

// ---- funding ----------------------------------------------------------------------------------------------------------
#define IATI_F_MONEY(X) X(minor, "value.minor") X(currency, "value.currency") X(value_date, "value_date")

#define IATI_F_BUDGET(X) IATI_CHILD(X) X(type, "type") X(status, "status") X(from, "period.from") X(to, "period.to") IATI_F_MONEY(X)
IATI_ROW(BudgetRow, "funding.budget", IATI_F_BUDGET)

#define IATI_F_PARTIES(X)                                                                                                                  \
    X(provider, "provider") X(provider_ref, "provider_ref") X(provider_name, "provider_name") X(provider_type, "provider_type")            \
    X(provider_activity, "provider_activity") X(receiver, "receiver") X(receiver_ref, "receiver_ref")                                      \
    X(receiver_name, "receiver_name") X(receiver_type, "receiver_type") X(receiver_activity, "receiver_activity")

#define IATI_F_PLANNED(X) IATI_CHILD(X) X(type, "type") X(from, "period.from") X(to, "period.to") IATI_F_MONEY(X) IATI_F_PARTIES(X)
IATI_ROW(PlannedRow, "funding.planned_disbursement", IATI_F_PLANNED)

#define IATI_F_TRANSACTION(X)                                                                                                              \
    IATI_CHILD(X)                                                                                                                          \
    X(type, "type") X(date, "date") IATI_F_MONEY(X) X(ref, "ref") X(description, "description") IATI_F_PARTIES(X)                          \
    X(disbursement_channel, "disbursement_channel") X(sector_vocabulary, "sector_vocabulary") X(sector, "sector") X(country, "country")    \
    X(region_vocabulary, "region_vocabulary") X(region, "region") X(flow_type, "flow_type") X(finance_type, "finance_type")                \
    X(aid_type, "aid_type") X(other_aid_types, "other_aid_types") X(tied_status, "tied_status") X(humanitarian, "humanitarian")
IATI_ROW(TransactionRow, "funding.transaction", IATI_F_TRANSACTION)

#define IATI_F_TRANSACTION_SECTOR(X)                                                                                                       \
    X(transaction, "transaction") X(import_key, "import_key") X(vocabulary, "vocabulary") X(vocabulary_uri, "vocabulary_uri")              \
    X(code, "code") X(text, "text")
IATI_ROW(TransactionSectorRow, "funding.transaction_sector", IATI_F_TRANSACTION_SECTOR)

#define IATI_F_TRANSACTION_DETAIL(X)                                                                                                       \
    X(transaction, "transaction") X(import_key, "import_key") X(element, "element") X(vocabulary, "vocabulary") X(code, "code")            \
    X(text, "text")
IATI_ROW(TransactionDetailRow, "funding.transaction_detail", IATI_F_TRANSACTION_DETAIL)

#define IATI_F_BUDGET_ITEM(X) IATI_CHILD(X) X(vocabulary, "vocabulary") X(code, "code") X(percentage, "percentage") X(text, "text")
IATI_ROW(BudgetItemRow, "funding.country_budget_item", IATI_F_BUDGET_ITEM)

#define IATI_F_ORGANISATION_BUDGET(X)                                                                                                      \
    X(organisation, "organisation") X(import_key, "import_key") X(kind, "kind") X(status, "status") X(from, "period.from")                 \
    X(to, "period.to") IATI_F_MONEY(X) X(recipient, "recipient") X(recipient_ref, "recipient_ref") X(recipient_name, "recipient_name")     \
    X(country, "country") X(region_vocabulary, "region_vocabulary") X(region, "region")
IATI_ROW(OrganisationBudgetRow, "funding.organisation_budget", IATI_F_ORGANISATION_BUDGET)

#define IATI_F_BUDGET_LINE(X) X(budget, "budget") X(import_key, "import_key") X(ref, "ref") IATI_F_MONEY(X) X(text, "text")
IATI_ROW(BudgetLineRow, "funding.organisation_budget_line", IATI_F_BUDGET_LINE)

#define IATI_F_ORGANISATION_DOCUMENT(X)                                                                                                    \
    X(organisation, "organisation") X(import_key, "import_key") IATI_F_DOCUMENT_BODY(X) X(countries, "countries")
IATI_ROW(OrganisationDocumentRow, "funding.organisation_document", IATI_F_ORGANISATION_DOCUMENT)

// ---- inclusion --------------------------------------------------------------------------------------------------------
#define IATI_F_MARKER(X)                                                                                                                   \
    IATI_CHILD(X)                                                                                                                          \
    X(vocabulary, "vocabulary") X(vocabulary_uri, "vocabulary_uri") X(code, "code") X(text, "text") X(significance, "significance")
IATI_ROW(MarkerRow, "inclusion.marker", IATI_F_MARKER)

#define IATI_F_REFERENCES(X)                                                                                                               \
    X(reference_vocabulary, "reference_vocabulary") X(reference_uri, "reference_uri") X(reference_code, "reference_code")                  \
    X(references, "references")
#define IATI_F_RESULT(X)                                                                                                                   \
    IATI_CHILD(X)                                                                                                                          \
    X(type, "type") X(title, "title") X(description, "description") X(position, "position") X(aggregation, "aggregation")                  \
    IATI_F_REFERENCES(X)
IATI_ROW(ResultRow, "inclusion.result", IATI_F_RESULT)

#define IATI_F_INDICATOR(X)                                                                                                                \
    X(result, "result") X(import_key, "import_key") X(title, "title") X(description, "description") X(position, "position")                \
    X(measure, "measure") X(ascending, "ascending") X(aggregation, "aggregation") X(baseline_value, "baseline_value")                      \
    X(baseline_year, "baseline_year") X(baseline_date, "baseline_date") X(baseline_comment, "baseline_comment") IATI_F_REFERENCES(X)
IATI_ROW(IndicatorRow, "inclusion.indicator", IATI_F_INDICATOR)

#define IATI_F_PERIOD(X)                                                                                                                   \
    X(indicator, "indicator") X(import_key, "import_key") X(from, "period.from") X(to, "period.to") X(target, "target")                    \
    X(actual, "actual") X(target_cells, "target_cells") X(actual_cells, "actual_cells") X(target_comment, "target_comment")                \
    X(actual_comment, "actual_comment")
IATI_ROW(PeriodRow, "inclusion.period", IATI_F_PERIOD)

#define IATI_F_VALUE(X)                                                                                                                    \
    X(indicator, "indicator") X(import_key, "import_key") X(period, "period") X(kind, "kind") X(value, "value")                            \
    X(value_text, "value_text") X(dimensions, "dimensions") X(location, "location") X(comment, "comment") X(year, "year") X(date, "date")
IATI_ROW(ValueRow, "inclusion.value", IATI_F_VALUE)

#define IATI_F_RESULT_DOCUMENT(X)                                                                                                          \
    X(result, "result") X(import_key, "import_key") X(indicator, "indicator") X(period, "period") X(kind, "kind") IATI_F_DOCUMENT_BODY(X)
IATI_ROW(ResultDocumentRow, "inclusion.document", IATI_F_RESULT_DOCUMENT)

} // namespace iati
