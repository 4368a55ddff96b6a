#include "organisation_file.hpp"
#include "document.hpp"
#include "rows.hpp"

namespace iati {

void OrganisationMapper::take(Element organisation, bool first, bool last)
{
    if (first)
        m_skip = !begin(organisation);
    if (!m_skip) {
        for (Element at = organisation.first(); at; at = at.next()) {
            switch (at.name()) {
            case Name::total_budget: put_budget(at, "total"); break;
            case Name::recipient_org_budget: put_budget(at, "recipient_organisation"); break;
            case Name::recipient_region_budget: put_budget(at, "recipient_region"); break;
            case Name::recipient_country_budget: put_budget(at, "recipient_country"); break;
            case Name::total_expenditure: put_budget(at, "expenditure"); break;
            case Name::document_link: put_document(at); break;
            default: break;
            }
        }
        if (last) {
            m_in.complete(decltype(row_names(OrganisationRow{}))::entity, m_id);
            ++count;
        }
    }
    m_in.arena.clear();
}

bool OrganisationMapper::begin(Element organisation)
{
    m_keys.clear();
    m_id = 0;
    m_in.language = m_in.clean_language(organisation[Name::lang]);
    m_in.currency[0] = 0;
    if (std::string_view const written = organisation[Name::default_currency]; !written.empty() && currency_code(written, m_in.currency).empty())
        m_in.warning(organisation, "« {} » n’est pas un code de devise : la fiche n’a pas de devise par défaut.",
                     "“{}” is not a currency code: the record has no default currency.", shown(written));
    Element const reporting = organisation.child(Name::reporting_org);
    std::string_view identifier = organisation.child(Name::organisation_identifier).text();
    if (identifier.empty())
        identifier = organisation.child(Name::iati_identifier).text(); // 1.0x
    m_in.identifier.assign(identifier);
    if (identifier.empty() || identifier.size() > 200) {
        m_in.identifier = shown(identifier);
        m_in.error(organisation, "Cette organisation n’a pas d’identifiant, ou il est trop long : elle n’est pas importée.",
                   "This organisation has no identifier, or it is too long: it is not imported.");
        return false;
    }
    if (!m_seen.insert(Keys::mix(0, identifier)).second) {
        m_in.error(organisation, "Le fichier contient déjà une organisation « {} » : la première est gardée, celle-ci n’est pas importée.",
                   "The file already holds an organisation “{}”: the first is kept, this one is not imported.", shown(identifier));
        return false;
    }
    // the type is said by reporting-org, where that is the organisation itself
    std::string_view const type = reporting[Name::ref] == identifier ? reporting[Name::type] : std::string_view{};
    m_id = m_organisations.published(identifier, m_in.texts(organisation, Name::name), type);
    if (reporting && reporting[Name::ref] != identifier)
        (void)m_organisations.of(reporting);
    return m_id != 0;
}

void OrganisationMapper::put_budget(Element at, std::string_view kind)
{
    using F = OrganisationBudgetRow;
    Element const from = at.child(Name::period_start), to = at.child(Name::period_end);
    Element const recipient = at.child(Name::recipient_org), country = at.child(Name::recipient_country), region = at.child(Name::recipient_region);
    auto const space = reinterpret_cast<std::uintptr_t>(decltype(row_names(F{}))::entity.data);
    std::string_view const whom = recipient ? (recipient[Name::ref].empty() ? m_in.plain_text(recipient) : recipient[Name::ref])
                                            : country ? country[Name::code] : region[Name::code];
    Row<F> row;
    row[F::organisation] = integer_value(m_id);
    row[F::import_key] = m_keys.of(m_in.arena, space, {kind, whom, from[Name::iso_date]});
    row[F::kind] = text_value(kind);
    row[F::status] = at.has(Name::status) ? m_in.code(at, at[Name::status], "12") : (kind == "expenditure" ? psl_value{} : text_value("1"));
    row[F::from] = m_in.date(from);
    row[F::to] = m_in.date(to);
    m_in.check_order(at, row[F::from], row[F::to]);
    Amount const amount = m_in.amount_of(at);
    row[F::minor] = amount.minor;
    row[F::currency] = amount.currency;
    row[F::value_date] = amount.value_date;
    row[F::recipient] = link_value(m_organisations.of(recipient));
    row[F::recipient_ref] = m_in.short_text(recipient, recipient[Name::ref], 300);
    row[F::recipient_name] = m_in.texts(recipient);
    row[F::country] = m_in.short_text(country, country[Name::code], 20);
    if (region) {
        std::string_view const vocabulary = region[Name::vocabulary];
        row[F::region_vocabulary] = m_in.short_text(region, vocabulary.empty() ? std::string_view("1") : vocabulary, 20);
        row[F::region] = m_in.short_text(region, region[Name::code], 100);
    }
    std::int64_t const budget = m_in.put(row);
    if (budget == 0)
        return;
    for (Element line = at.first(); line; line = line.next()) {
        if (line.name() != Name::budget_line && line.name() != Name::expense_line)
            continue;
        using L = BudgetLineRow;
        Row<L> out;
        out[L::budget] = integer_value(budget);
        out[L::import_key] = m_keys.of(m_in.arena, static_cast<std::uint64_t>(budget), {line[Name::ref]});
        out[L::ref] = m_in.short_text(line, line[Name::ref], 300);
        Amount const part = m_in.amount_of(line);
        out[L::minor] = part.minor;
        out[L::currency] = part.currency;
        out[L::value_date] = part.value_date;
        out[L::text] = m_in.texts(line);
        m_in.put(out);
    }
    m_in.complete(decltype(row_names(F{}))::entity, budget);
}

void OrganisationMapper::put_document(Element at)
{
    using F = OrganisationDocumentRow;
    auto const space = reinterpret_cast<std::uintptr_t>(decltype(row_names(F{}))::entity.data);
    Row<F> row;
    row[F::organisation] = integer_value(m_id);
    row[F::import_key] = m_keys.of(m_in.arena, space, {at[Name::url]});
    set_document(m_in, row, at);
    row[F::countries] = m_in.joined(at, Name::recipient_country, Name::code, 500);
    m_in.put(row);
}

} // namespace iati
