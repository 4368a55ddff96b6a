// The money of an activity: budgets, planned disbursements, transactions. What cannot be read stays "not reported"; the
// record is there all the same, so that counts agree with the file.
#include "activity.hpp"
#include "codes.hpp"
#include <algorithm>

namespace iati {
namespace {

template<typename F>
void set_money(Row<F>& row, Amount const& amount)
{
    row[F::minor] = amount.minor;
    row[F::currency] = amount.currency;
    row[F::value_date] = amount.value_date;
}

} // namespace

void ActivityMapper::put_budget(Element at)
{
    using F = BudgetRow;
    std::string_view const type = codes::budget_type(at[Name::type]);
    Element const from = at.child(Name::period_start), to = at.child(Name::period_end);
    auto row = child_row<F>({type, from[Name::iso_date]});
    row[F::type] = type.empty() ? text_value("1") : m_in.code(at, type, "12"); // the standard: original where not said
    row[F::status] = at.has(Name::status) ? m_in.code(at, at[Name::status], "12") : text_value("1"); // indicative where not said
    row[F::from] = m_in.date(from);
    row[F::to] = m_in.date(to);
    m_in.check_order(at, row[F::from], row[F::to]);
    set_money(row, m_in.amount_of(at));
    m_in.put(row);
}

template<typename F>
void ActivityMapper::set_parties(Row<F>& row, Element parent)
{
    if (Element const provider = parent.child(Name::provider_org)) {
        row[F::provider] = link_value(m_organisations.of(provider));
        row[F::provider_ref] = m_in.short_text(provider, provider[Name::ref], 300);
        row[F::provider_name] = m_in.texts(provider);
        row[F::provider_type] = m_in.short_text(provider, provider[Name::type], 20);
        row[F::provider_activity] = m_in.short_text(provider, provider[Name::provider_activity_id], 300);
    }
    if (Element const receiver = parent.child(Name::receiver_org)) {
        row[F::receiver] = link_value(m_organisations.of(receiver));
        row[F::receiver_ref] = m_in.short_text(receiver, receiver[Name::ref], 300);
        row[F::receiver_name] = m_in.texts(receiver);
        row[F::receiver_type] = m_in.short_text(receiver, receiver[Name::type], 20);
        row[F::receiver_activity] = m_in.short_text(receiver, receiver[Name::receiver_activity_id], 300);
    }
}

void ActivityMapper::put_planned(Element at)
{
    using F = PlannedRow;
    Element const from = at.child(Name::period_start), to = at.child(Name::period_end);
    auto row = child_row<F>({at[Name::type], from[Name::iso_date]});
    row[F::type] = m_in.code(at, codes::budget_type(at[Name::type]), "12");
    row[F::from] = m_in.date(from);
    row[F::to] = m_in.date(to);
    m_in.check_order(at, row[F::from], row[F::to]);
    set_money(row, m_in.amount_of(at));
    set_parties(row, at);
    m_in.put(row);
}

void ActivityMapper::put_budget_items(Element items)
{
    using F = BudgetItemRow;
    for (Element at = items.child(Name::budget_item); at; at = at.next_same()) {
        auto row = child_row<F>({items[Name::vocabulary], at[Name::code]});
        row[F::vocabulary] = m_in.short_text(items, items[Name::vocabulary], 20);
        row[F::code] = m_in.short_text(at, at[Name::code], 100);
        row[F::percentage] = m_in.decimal(at, Name::percentage, 4);
        row[F::text] = m_in.texts(at, Name::description);
        m_in.put(row);
    }
}

/// A reference serves as a key only where one transaction of the activity holds it.
void ActivityMapper::note_references(Element activity)
{
    m_references.clear();
    for (Element at = activity.child(Name::transaction); at; at = at.next_same())
        if (std::string_view const ref = at[Name::ref]; !ref.empty())
            m_references.push_back(ref);
    std::sort(m_references.begin(), m_references.end());
}

void ActivityMapper::put_transaction(Element at)
{
    using F = TransactionRow;
    Element const type_element = at.child(Name::transaction_type);
    std::string_view const type = codes::transaction_type(type_element[Name::code]);
    Element const date = at.child(Name::transaction_date);
    std::string_view const ref = at[Name::ref];
    auto const [first, last] = std::equal_range(m_references.begin(), m_references.end(), ref);
    bool const unique = !ref.empty() && last - first == 1;
    auto row = unique ? child_row<F>({"r", ref}) : child_row<F>({"t", type, date[Name::iso_date]});
    row[F::ref] = m_in.short_text(at, ref, 300);
    row[F::type] = m_in.short_text(type_element, type, 20);
    if (type.empty())
        m_in.warning(at, "Cette transaction n’a pas de type.", "This transaction has no type.");
    row[F::date] = m_in.date(date);
    if (!date)
        m_in.warning(at, "Cette transaction n’a pas de date.", "This transaction has no date.");
    set_money(row, m_in.amount_of(at));
    row[F::description] = m_in.texts(at, Name::description);
    set_parties(row, at);
    row[F::humanitarian] = m_in.boolean(at, Name::humanitarian);

    std::size_t sectors = 0, details = 0; // the first of each stands in the transaction's own record
    for (Element child = at.first(); child; child = child.next()) {
        switch (child.name()) {
        case Name::disbursement_channel: row[F::disbursement_channel] = m_in.short_text(child, child[Name::code], 20); break;
        case Name::flow_type: row[F::flow_type] = m_in.short_text(child, child[Name::code], 20); break;
        case Name::finance_type: row[F::finance_type] = m_in.short_text(child, child[Name::code], 20); break;
        case Name::tied_status: row[F::tied_status] = m_in.short_text(child, child[Name::code], 20); break;
        case Name::aid_type: m_in.aid_type(child, row[F::aid_type], row[F::other_aid_types]); break;
        case Name::sector:
            if (sectors++ == 0) {
                std::string_view const vocabulary = codes::sector_vocabulary(child[Name::vocabulary]);
                row[F::sector_vocabulary] = m_in.short_text(child, vocabulary.empty() ? std::string_view("1") : vocabulary, 20);
                row[F::sector] = m_in.short_text(child, child[Name::code], 100);
            }
            break;
        case Name::recipient_country:
            if (row[F::country].kind == PSL_NULL)
                row[F::country] = m_in.short_text(child, child[Name::code], 20);
            else
                ++details;
            break;
        case Name::recipient_region:
            if (row[F::region].kind == PSL_NULL) {
                std::string_view const vocabulary = child[Name::vocabulary];
                row[F::region_vocabulary] = m_in.short_text(child, vocabulary.empty() ? std::string_view("1") : vocabulary, 20);
                row[F::region] = m_in.short_text(child, child[Name::code], 100);
            } else
                ++details;
            break;
        default: break;
        }
    }
    std::int64_t const id = m_in.put(row);
    if (id == 0)
        return;
    if (sectors > 0)
        for (Element child = at.child(Name::sector); child; child = child.next_same()) {
            // one sector with its code only is said in full by the transaction itself
            if (sectors == 1 && !child.has(Name::vocabulary_uri) && m_in.plain_text(child).empty())
                break;
            using S = TransactionSectorRow;
            Row<S> sector;
            std::string_view vocabulary = codes::sector_vocabulary(child[Name::vocabulary]);
            vocabulary = vocabulary.empty() ? std::string_view("1") : vocabulary;
            sector[S::transaction] = integer_value(id);
            sector[S::import_key] = key_below<S>(id, {vocabulary, child[Name::code]});
            sector[S::vocabulary] = m_in.short_text(child, vocabulary, 20);
            sector[S::vocabulary_uri] = m_in.short_text(child, child[Name::vocabulary_uri], 500);
            sector[S::code] = m_in.short_text(child, child[Name::code], 100);
            sector[S::text] = m_in.texts(child);
            m_in.put(sector);
        }
    for (Element child = at.first(); child; child = child.next()) {
        if (child.name() != Name::recipient_country && child.name() != Name::recipient_region)
            continue;
        psl_value const text = m_in.texts(child);
        if (details == 0 && text.kind == PSL_NULL)
            continue;
        using D = TransactionDetailRow;
        Row<D> detail;
        detail[D::transaction] = integer_value(id);
        detail[D::import_key] = key_below<D>(id, {text_of(child.name()), child[Name::vocabulary], child[Name::code]});
        detail[D::element] = text_value(text_of(child.name()));
        detail[D::vocabulary] = m_in.short_text(child, child[Name::vocabulary], 500);
        detail[D::code] = m_in.short_text(child, child[Name::code], 300);
        detail[D::text] = text;
        m_in.put(detail);
    }
    m_in.complete(decltype(row_names(F{}))::entity, id);
}

} // namespace iati
