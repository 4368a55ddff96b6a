#include "activity.hpp"
#include "codes.hpp"
#include "document.hpp"
#include <algorithm>

namespace iati {

void ActivityMapper::take(Element activity, bool first, bool last)
{
    m_first_part = first;
    if (first) {
        m_skip = !begin(activity);
        if (!m_skip)
            m_activity = put_activity(activity);
        m_skip = m_skip || m_activity == 0;
    }
    if (!m_skip) {
        m_activity_value = integer_value(m_activity);
        if (first)
            put_descriptions(activity);
        note_references(activity);
        for (Element child = activity.first(); child; child = child.next())
            put_child(child);
        if (last) {
            m_in.complete(decltype(row_names(ActivityRow{}))::entity, m_activity);
            ++activities;
        }
    }
    m_in.arena.clear();
}

bool ActivityMapper::begin(Element activity)
{
    m_keys.clear();
    m_repeated.clear();
    m_activity = m_results = 0;
    m_in.language = m_in.clean_language(activity[Name::lang]);
    m_in.currency[0] = 0;
    if (std::string_view const written = activity[Name::default_currency]; !written.empty() && currency_code(written, m_in.currency).empty())
        m_in.warning(activity, "« {} » n’est pas un code de devise : la fiche n’a pas de devise par défaut.",
                     "“{}” is not a currency code: the record has no default currency.", shown(written));
    std::string_view const identifier = activity.child(Name::iati_identifier).text();
    m_in.identifier.assign(identifier);
    if (identifier.empty()) {
        m_in.error(activity, "Cette activité n’a pas d’identifiant : elle n’est pas importée.", "This activity has no identifier: it is not imported.");
        return false;
    }
    if (identifier.size() > 300) {
        m_in.identifier = shown(identifier);
        m_in.error(activity, "L’identifiant de cette activité dépasse 300 caractères : elle n’est pas importée.",
                   "The identifier of this activity is longer than 300 characters: it is not imported.");
        return false;
    }
    if (!m_seen.insert(Keys::mix(0, identifier)).second) {
        m_in.error(activity, "Le fichier contient déjà une activité « {} » : la première est gardée, celle-ci n’est pas importée.",
                   "The file already holds an activity “{}”: the first is kept, this one is not imported.", shown(identifier));
        return false;
    }
    return true;
}

std::int64_t ActivityMapper::put_activity(Element activity)
{
    using F = ActivityRow;
    Row<F> row;
    row[F::identifier] = text_value(m_in.identifier);
    row[F::title] = m_in.texts(activity, Name::title);
    if (row[F::title].kind == PSL_NULL)
        m_in.warning(activity, "Cette activité n’a pas de titre.", "This activity has no title.");
    // the first description of type 1, or without a type; the others are records of their own
    for (Element at = activity.child(Name::description); at; at = at.next_same())
        if (std::string_view const type = at[Name::type]; type.empty() || type == "1") {
            row[F::description] = m_in.before_2() ? m_in.texts_of_type(activity, Name::description, type) : m_in.texts(at);
            break;
        }
    for (Element at = activity.first(); at; at = at.next()) {
        switch (at.name()) {
        case Name::activity_status: {
            std::string_view const code = codes::activity_status(at[Name::code].empty() ? at.text() : at[Name::code]);
            row[F::status] = m_in.code(at, code, "123456");
            break;
        }
        case Name::activity_date: {
            std::string_view const type = codes::activity_date_type(at[Name::type]);
            F const field = type == "1" ? F::planned_start : type == "2" ? F::actual_start : type == "3" ? F::planned_end : type == "4" ? F::actual_end : F::count;
            if (field == F::count)
                m_in.warning(at, "« {} » n’est pas un type de date : la date n’est pas reprise.", "“{}” is not a type of date: the date is not taken over.",
                             shown(at[Name::type]));
            else if (row[field].kind != PSL_NULL)
                m_in.warning(at, "Cette activité donne deux fois la même date (type {}) : la première est gardée.",
                             "This activity gives the same date (type {}) twice: the first is kept.", type);
            else
                row[field] = m_in.date(at);
            break;
        }
        case Name::reporting_org:
            row[F::reporting] = link_value(m_organisations.of(at));
            row[F::secondary_reporter] = m_in.boolean(at, Name::secondary_reporter);
            break;
        case Name::activity_scope: row[F::scope] = m_in.short_text(at, at[Name::code], 20); break;
        case Name::collaboration_type: row[F::collaboration_type] = m_in.short_text(at, at[Name::code], 20); break;
        case Name::default_flow_type: row[F::default_flow_type] = m_in.short_text(at, at[Name::code], 20); break;
        case Name::default_finance_type: row[F::default_finance_type] = m_in.short_text(at, at[Name::code], 20); break;
        case Name::default_tied_status: row[F::default_tied_status] = m_in.short_text(at, at[Name::code], 20); break;
        case Name::default_aid_type: m_in.aid_type(at, row[F::default_aid_type], row[F::other_aid_types]); break;
        case Name::capital_spend: row[F::capital_spend] = m_in.decimal(at, Name::percentage, 4); break;
        case Name::conditions: row[F::conditions_attached] = m_in.boolean(at, Name::attached); break;
        default: break;
        }
    }
    row[F::language] = text_value(m_in.language);
    row[F::currency] = text_value(m_in.currency);
    if (std::string_view const written = activity[Name::hierarchy]; !written.empty()) {
        NumberReading const level = read_number(written, 0);
        if (level.reading == Reading::plain && level.number >= 1 && level.number <= 99)
            row[F::hierarchy] = integer_value(level.number);
        else
            m_in.warning(activity, "« {} » n’est pas un niveau hiérarchique : il n’est pas repris.", "“{}” is not a level of hierarchy: it is not taken over.",
                         shown(written));
    }
    row[F::humanitarian] = m_in.boolean(activity, Name::humanitarian);
    row[F::budget_not_provided] = m_in.short_text(activity, activity[Name::budget_not_provided], 10);
    row[F::linked_data] = m_in.short_text(activity, activity[Name::linked_data_uri], 1000);
    row[F::updated] = m_in.short_text(activity, activity[Name::last_updated_datetime], 40);
    return m_in.put(row);
}

void ActivityMapper::put_child(Element child)
{
    switch (child.name()) {
    case Name::participating_org: put_participation(child); break;
    case Name::location: put_location(child); break;
    case Name::recipient_country: put_country(child); break;
    case Name::recipient_region: put_coded<RegionRow>(child, Name::recipient_region); break;
    case Name::sector: put_coded<SectorRow>(child, Name::sector); break;
    case Name::tag: put_tag(child); break;
    case Name::policy_marker: put_marker(child); break;
    case Name::humanitarian_scope: put_humanitarian(child); break;
    case Name::contact_info: put_contact(child); break;
    case Name::other_identifier: put_other_identifier(child); break;
    case Name::related_activity: put_related(child); break;
    case Name::conditions: put_conditions(child); break;
    case Name::document_link: put_document(child); break;
    case Name::country_budget_items: put_budget_items(child); break;
    case Name::budget: put_budget(child); break;
    case Name::planned_disbursement: put_planned(child); break;
    case Name::transaction: put_transaction(child); break;
    case Name::result: put_result(child); break;
    case Name::legacy_data:
    case Name::crs_add:
    case Name::fss:
    case Name::activity_website: put_details(child, std::string(text_of(child.name()))); break;
    case Name::activity_date:
        // what it says beside the date; in versions before 2.01 the text often repeats the date
        if (m_in.plain_text(child).empty() || read_date(m_in.plain_text(child)).date)
            break;
        put_detail_text(child);
        break;
    case Name::title:
    case Name::description:
    case Name::activity_status:
    case Name::reporting_org:
        if (!m_first_part)
            m_in.warning(child, "« {} » vient après plus de 8 Mio d’autres éléments : il n’est pas repris.",
                         "“{}” comes after more than 8 MiB of other elements: it is not taken over.", text_of(child.name()));
        break;
    default: break; // part of the activity's own record
    }
}

} // namespace iati
