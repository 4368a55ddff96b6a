// The children of an activity that say who, where and what for.
#include "activity.hpp"
#include "codes.hpp"
#include "document.hpp"
#include <algorithm>

namespace iati {

void ActivityMapper::put_descriptions(Element activity)
{
    using F = DescriptionRow;
    bool main_seen = false;
    std::vector<std::string_view> types; // before 2.01 one description came once per language
    for (Element at = activity.child(Name::description); at; at = at.next_same()) {
        std::string_view const type = at[Name::type];
        bool const main = !main_seen && (type.empty() || type == "1");
        main_seen = main_seen || main;
        if (m_in.before_2()) {
            bool const again = std::find(types.begin(), types.end(), type) != types.end();
            if (!again)
                types.push_back(type);
            if (again || main)
                continue;
        } else if (main)
            continue;
        psl_value const text = m_in.before_2() ? m_in.texts_of_type(activity, Name::description, type) : m_in.texts(at);
        if (text.kind == PSL_NULL)
            continue;
        auto row = child_row<F>({type});
        row[F::type] = m_in.short_text(at, type, 20);
        row[F::text] = text;
        m_in.put(row);
    }
}

void ActivityMapper::put_participation(Element at)
{
    using F = ParticipationRow;
    std::string_view const role = codes::organisation_role(at[Name::role]), ref = at[Name::ref];
    std::string_view const name = ref.empty() ? m_in.plain_text(at) : ref;
    if (name.empty())
        m_in.warning(at, "Cette organisation participante n’a ni référence ni nom.", "This participating organisation has neither reference nor name.");
    auto row = child_row<F>({role, name});
    row[F::organisation] = link_value(m_organisations.of(at));
    row[F::role] = m_in.short_text(at, role, 20);
    row[F::type] = m_in.short_text(at, at[Name::type], 20);
    row[F::ref] = m_in.short_text(at, ref, 300);
    row[F::name] = m_in.texts(at);
    row[F::activity_id] = m_in.short_text(at, at[Name::activity_id], 300);
    row[F::crs_channel] = m_in.short_text(at, at[Name::crs_channel_code], 20);
    m_in.put(row);
}

void ActivityMapper::put_location(Element at)
{
    using F = LocationRow;
    std::string_view const ref = at[Name::ref];
    std::string_view const name = m_in.plain_text(at.child(Name::name));
    auto row = child_row<F>({ref.empty() ? name : ref});
    row[F::ref] = m_in.short_text(at, ref, 300);
    row[F::name] = m_in.texts(at, Name::name);
    row[F::description] = m_in.texts(at, Name::description);
    row[F::activity_description] = m_in.texts(at, Name::activity_description);

    Element const point = at.child(Name::point), coordinates = at.child(Name::coordinates);
    std::string_view latitude, longitude;
    if (std::string_view const pos = point.child(Name::pos).text(); !pos.empty()) {
        std::size_t const gap = pos.find_first_of(" ,\t\n");
        latitude = pos.substr(0, gap);
        longitude = gap == std::string_view::npos ? std::string_view{} : pos.substr(pos.find_first_not_of(" ,\t\r\n", gap));
    } else if (coordinates) {
        latitude = coordinates[Name::latitude];
        longitude = coordinates[Name::longitude];
    }
    if (!latitude.empty() || !longitude.empty()) {
        auto const north = read_degrees(latitude), east = read_degrees(longitude);
        if (north && east && *north >= -90 && *north <= 90 && *east >= -180 && *east <= 180) {
            row[F::latitude] = real_value(*north);
            row[F::longitude] = real_value(*east);
        } else
            m_in.warning(point ? point : coordinates, "« {} » n’est pas une latitude suivie d’une longitude : la position n’est pas reprise.",
                         "“{}” is not a latitude followed by a longitude: the position is not taken over.",
                         shown(std::string(latitude) + " " + std::string(longitude)));
    }
    row[F::srs] = m_in.short_text(at, point[Name::srs_name], 300);
    row[F::reach] = m_in.short_text(at, at.child(Name::location_reach)[Name::code], 20);
    Element const exactness = at.child(Name::exactness);
    if (exactness)
        row[F::exactness] = m_in.short_text(exactness, exactness[Name::code], 20);
    else if (std::string_view const precision = coordinates[Name::precision]; !precision.empty())
        row[F::exactness] = text_value(precision == "1" ? "1" : "2"); // 1.0x: 1 is an exact place, the rest are approximate
    row[F::place_class] = m_in.short_text(at, at.child(Name::location_class)[Name::code], 20);
    Element const feature = at.child(Name::feature_designation) ? at.child(Name::feature_designation) : at.child(Name::location_type);
    row[F::feature] = m_in.short_text(at, feature[Name::code], 100);

    std::string ids, areas;
    auto const add = [](std::string& list, std::initializer_list<std::string_view> parts) {
        if (!list.empty())
            list += ';';
        bool first = true;
        for (std::string_view const part : parts) {
            if (!first)
                list += ':';
            first = false;
            list += part;
        }
    };
    for (Element child = at.first(); child; child = child.next()) {
        if (child.name() == Name::location_id)
            add(ids, {child[Name::vocabulary], child[Name::code]});
        else if (child.name() == Name::gazetteer_entry)
            add(ids, {child[Name::gazetteer_ref], child.text()});
        else if (child.name() == Name::administrative) {
            if (!child[Name::code].empty())
                add(areas, {child[Name::vocabulary], child[Name::level], child[Name::code]});
            if (!child[Name::country].empty())
                add(areas, {"", "0", child[Name::country]});
            if (!child[Name::adm1].empty())
                add(areas, {"", "1", child[Name::adm1]});
            if (!child[Name::adm2].empty())
                add(areas, {"", "2", child[Name::adm2]});
        }
    }
    row[F::location_ids] = m_in.short_text(at, ids, 2000);
    row[F::administrative] = m_in.short_text(at, areas, 4000);
    m_in.put(row);
    if (std::string_view const share = at[Name::percentage]; !share.empty()) { // 1.0x
        auto detail = child_row<DetailRow>({"location", ref.empty() ? name : ref});
        detail[DetailRow::element] = text_value("location");
        detail[DetailRow::ref] = m_in.short_text(at, ref.empty() ? name : ref, 500);
        detail[DetailRow::percentage] = m_in.decimal(at, Name::percentage, 4);
        m_in.put(detail);
    }
}

void ActivityMapper::put_country(Element at)
{
    using F = CountryRow;
    auto row = child_row<F>({at[Name::code]});
    row[F::code] = m_in.short_text(at, at[Name::code], 20);
    row[F::percentage] = m_in.decimal(at, Name::percentage, 4);
    row[F::text] = m_in.texts(at);
    m_in.put(row);
}

template<typename F>
void ActivityMapper::put_coded(Element at, Name kind)
{
    std::string_view vocabulary = at[Name::vocabulary];
    vocabulary = kind == Name::sector ? codes::sector_vocabulary(vocabulary) : vocabulary;
    if (vocabulary.empty())
        vocabulary = "1"; // what the standard says where none is given
    auto row = child_row<F>({vocabulary, at[Name::code]});
    row[F::vocabulary] = m_in.short_text(at, vocabulary, 20);
    row[F::vocabulary_uri] = m_in.short_text(at, at[Name::vocabulary_uri], 500);
    row[F::code] = m_in.short_text(at, at[Name::code], 100);
    row[F::percentage] = m_in.decimal(at, Name::percentage, 4);
    row[F::text] = m_in.texts(at);
    m_in.put(row);
}
template void ActivityMapper::put_coded<SectorRow>(Element, Name);
template void ActivityMapper::put_coded<RegionRow>(Element, Name);

void ActivityMapper::put_tag(Element at)
{
    using F = TagRow;
    auto row = child_row<F>({at[Name::vocabulary], at[Name::code]});
    row[F::vocabulary] = m_in.short_text(at, at[Name::vocabulary], 20);
    row[F::vocabulary_uri] = m_in.short_text(at, at[Name::vocabulary_uri], 500);
    row[F::code] = m_in.short_text(at, at[Name::code], 200);
    row[F::text] = m_in.texts(at);
    m_in.put(row);
}

void ActivityMapper::put_marker(Element at)
{
    using F = MarkerRow;
    std::string_view vocabulary = codes::marker_vocabulary(at[Name::vocabulary]);
    if (vocabulary.empty())
        vocabulary = "1";
    std::string_view const code = vocabulary == "1" ? codes::without_leading_zeros(at[Name::code]) : at[Name::code];
    if (code.empty()) {
        m_in.error(at, "Ce marqueur n’a pas de code : il n’est pas importé.", "This marker has no code: it is not imported.");
        return;
    }
    auto row = child_row<F>({vocabulary, code});
    row[F::vocabulary] = m_in.short_text(at, vocabulary, 20);
    row[F::vocabulary_uri] = m_in.short_text(at, at[Name::vocabulary_uri], 500);
    row[F::code] = m_in.short_text(at, code, 100);
    row[F::text] = m_in.texts(at);
    row[F::significance] = m_in.code(at, at[Name::significance], "01234"); // absent: not screened, which is not 0
    m_in.put(row);
}

void ActivityMapper::put_humanitarian(Element at)
{
    using F = HumanitarianRow;
    auto row = child_row<F>({at[Name::type], at[Name::vocabulary], at[Name::code]});
    row[F::type] = m_in.short_text(at, at[Name::type], 20);
    row[F::vocabulary] = m_in.short_text(at, at[Name::vocabulary], 20);
    row[F::vocabulary_uri] = m_in.short_text(at, at[Name::vocabulary_uri], 500);
    row[F::code] = m_in.short_text(at, at[Name::code], 200);
    row[F::text] = m_in.texts(at);
    m_in.put(row);
}

void ActivityMapper::put_contact(Element at)
{
    using F = ContactRow;
    auto const lines = [&](Name child, std::size_t most) {
        std::string all;
        for (Element line = at.child(child); line; line = line.next_same())
            if (!line.text().empty())
                all.append(all.empty() ? "" : ", ").append(line.text());
        return m_in.short_text(at, m_in.arena.keep(all), most);
    };
    auto row = child_row<F>({at[Name::type]});
    row[F::type] = m_in.short_text(at, at[Name::type], 20);
    row[F::organisation] = m_in.texts(at, Name::organisation);
    row[F::department] = m_in.texts(at, Name::department);
    row[F::person] = m_in.texts(at, Name::person_name);
    row[F::job_title] = m_in.texts(at, Name::job_title);
    row[F::telephone] = lines(Name::telephone, 300);
    row[F::email] = lines(Name::email, 300);
    row[F::website] = lines(Name::website, 1000);
    row[F::address] = m_in.texts(at, Name::mailing_address);
    m_in.put(row);
}

void ActivityMapper::put_other_identifier(Element at)
{
    using F = OtherIdentifierRow;
    std::string_view const ref = at[Name::ref].empty() ? at.text() : at[Name::ref]; // 1.0x: the text
    Element const owner = at.child(Name::owner_org);
    auto row = child_row<F>({at[Name::type], ref});
    row[F::ref] = m_in.short_text(at, ref, 300);
    row[F::type] = m_in.short_text(at, at[Name::type], 20);
    row[F::owner_ref] = m_in.short_text(at, owner ? owner[Name::ref] : at[Name::owner_ref], 300);
    row[F::owner_name] = owner ? m_in.texts(owner) : m_in.text_json(at[Name::owner_name]);
    m_in.put(row);
}

void ActivityMapper::put_related(Element at)
{
    using F = RelatedRow;
    auto row = child_row<F>({at[Name::type], at[Name::ref]});
    row[F::ref] = m_in.short_text(at, at[Name::ref], 300);
    row[F::type] = m_in.short_text(at, at[Name::type], 20);
    m_in.put(row);
}

void ActivityMapper::put_conditions(Element conditions)
{
    using F = ConditionRow;
    for (Element at = conditions.child(Name::condition); at; at = at.next_same()) {
        auto row = child_row<F>({at[Name::type]});
        row[F::type] = m_in.short_text(at, at[Name::type], 20);
        row[F::text] = m_in.texts(at);
        m_in.put(row);
    }
}

void ActivityMapper::put_document(Element at)
{
    using F = DocumentRow;
    auto row = child_row<F>({at[Name::url]});
    set_document(m_in, row, at);
    row[F::countries] = m_in.joined(at, Name::recipient_country, Name::code, 500);
    m_in.put(row);
}

/// The words that go with a coded element.
void ActivityMapper::put_detail_text(Element at)
{
    using F = DetailRow;
    auto row = child_row<F>({text_of(at.name()), at[Name::type]});
    row[F::element] = text_value(text_of(at.name()));
    row[F::code] = m_in.short_text(at, at[Name::type], 300);
    row[F::date] = m_in.date(at);
    row[F::text] = m_in.texts(at);
    m_in.put(row);
}

void ActivityMapper::put_details(Element at, std::string const& path)
{
    using F = DetailRow;
    psl_value text = m_in.texts(at);
    bool any = text.kind != PSL_NULL;
    Row<F> row;
    std::string rest;
    at.each_attribute([&](Name name, std::string_view value) {
        if (value.empty() || name == Name::lang)
            return;
        any = true;
        switch (name) {
        case Name::code: row[F::code] = m_in.short_text(at, value, 300); break;
        case Name::vocabulary: row[F::vocabulary] = m_in.short_text(at, value, 500); break;
        case Name::ref:
        case Name::name: row[F::ref] = m_in.short_text(at, value, 500); break;
        case Name::iso_date:
        case Name::extraction_date: row[F::date] = m_in.date(at, name); break;
        case Name::percentage: row[F::percentage] = m_in.decimal(at, name, 4); break;
        default:
            rest += rest.empty() ? "" : "; ";
            rest.append(text_of(name)).append("=").append(value);
        }
    });
    bool const forecast = at.name() == Name::forecast && !at.text().empty();
    if (forecast) {
        Amount const amount = m_in.amount(at);
        row[F::minor] = amount.minor;
        row[F::currency] = amount.currency;
        row[F::value_date] = amount.value_date;
        text = amount.read ? psl_value{} : text;
    }
    if (any) {
        row[F::activity] = m_activity_value;
        row[F::import_key] = key<F>({path});
        row[F::element] = m_in.short_text(at, path, 200);
        row[F::text] = text;
        row[F::attributes] = text_value(rest);
        m_in.put(row);
    }
    for (Element child = at.first(); child; child = child.next()) {
        if (child.name() == Name::narrative)
            continue;
        std::string const below = path + "/" + std::string(text_of(child.name()));
        if (at.name() != Name::loan_status || child.text().empty()) {
            put_details(child, below);
            continue;
        }
        // the state of a loan: amounts in the currency of the element around them
        Amount const amount = m_in.amount(child, child.text(), at[Name::currency], m_in.date(at, Name::value_date));
        auto status = child_row<F>({below, at[Name::year]});
        status[F::element] = m_in.short_text(child, below, 200);
        status[F::ref] = m_in.short_text(at, at[Name::year], 500);
        status[F::minor] = amount.minor;
        status[F::currency] = amount.currency;
        status[F::value_date] = amount.value_date;
        if (!amount.read)
            status[F::text] = m_in.texts(child);
        m_in.put(status);
    }
}

} // namespace iati
