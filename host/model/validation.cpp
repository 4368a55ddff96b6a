#include "host/model/validation.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "passerelle/value/currency.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

Issue fault(Field const& field, Phrase sentence, IssueLevel level = IssueLevel::error) { return {0, field.id, level, std::move(sentence)}; }

Phrase about(Field const& field, std::string_view fr, std::string_view en)
{
    return {fmt::format("« {} » {}", field.label.fr, fr), fmt::format("“{}” {}", field.label.en, en)};
}

std::string bound_text(Field const& field, std::int64_t bound, Language language)
{
    switch (field.type) {
    case FieldType::decimal:
        return format_decimal(bound, field.scale, language);
    case FieldType::percent:
        return format_percent(bound, field.scale, language);
    case FieldType::date:
        return format_date(psl::Date::of(1970, 1, 1)->plus_days(bound).iso(), language);
    default:
        return format_integer(bound, language);
    }
}

bool outside(Field const& field, std::int64_t number) { return (field.min && number < *field.min) || (field.max && number > *field.max); }

} // namespace

Issue required_issue(Field const& field) { return fault(field, about(field, "est à remplir.", "must be filled in.")); }

Issue type_issue(Field const& field)
{
    return fault(field, about(field, fmt::format("ne peut pas recevoir cette valeur : un champ de type {} est attendu.", name_of(field.type)),
                              fmt::format("cannot hold this value: a value of type {} is expected.", name_of(field.type))));
}

Issue code_issue(Field const& field, Codelist const& list, std::string_view code)
{
    std::string const shown = shortened(cleaned(code), 40);
    if (list.open)
        return fault(field,
                     about(field, fmt::format("porte le code « {} », absent de la liste « {} ». Il est gardé tel quel.", shown, list.label.fr),
                           fmt::format("holds the code “{}”, which the list “{}” does not have. It is kept as it is.", shown, list.label.en)),
                     IssueLevel::warning);
    return fault(field, about(field, fmt::format("porte le code « {} », absent de la liste « {} ». Choisissez-en un de la liste.", shown, list.label.fr),
                              fmt::format("holds the code “{}”, which the list “{}” does not have. Choose one from the list.", shown, list.label.en)));
}

Issue length_issue(Field const& field)
{
    std::int64_t const most = field.max.value_or(0);
    return fault(field, about(field, fmt::format("est trop long : {} caractères au plus.", format_integer(most, Language::fr)),
                              fmt::format("is too long: at most {} characters.", format_integer(most, Language::en))));
}

Issue bounds_issue(Field const& field)
{
    auto const sentence = [&](Language language) {
        auto const low = field.min ? bound_text(field, *field.min, language) : std::string{};
        auto const high = field.max ? bound_text(field, *field.max, language) : std::string{};
        if (language == Language::fr)
            return low.empty() ? fmt::format("doit valoir au plus {}.", high) : high.empty() ? fmt::format("doit valoir au moins {}.", low)
                                                                                             : fmt::format("doit être compris entre {} et {}.", low, high);
        return low.empty() ? fmt::format("must be at most {}.", high) : high.empty() ? fmt::format("must be at least {}.", low)
                                                                                     : fmt::format("must be between {} and {}.", low, high);
    };
    return fault(field, about(field, sentence(Language::fr), sentence(Language::en)));
}

Issue link_issue(Field const& field)
{
    return fault(field, about(field, "mène à une fiche qui n’existe pas. Choisissez-en une autre.", "leads to a record that does not exist. Choose another one."));
}

Issue transition_issue(Field const& field, Codelist const* list, std::string const& from, std::string const& to)
{
    auto const name = [&](std::string const& code, Language language) { return list ? list->name_of(code, language) : code; };
    return fault(field, about(field, fmt::format("ne peut pas passer de « {} » à « {} ».", name(from, Language::fr), name(to, Language::fr)),
                              fmt::format("cannot move from “{}” to “{}”.", name(from, Language::en), name(to, Language::en))));
}

Issue currency_issue(Field const& field, std::string_view currency)
{
    std::string const shown = shortened(cleaned(currency), 12);
    return fault(field, about(field, fmt::format("porte une monnaie inconnue : « {} ». Donnez un code de trois lettres, par exemple XOF.", shown),
                              fmt::format("has an unknown currency: “{}”. Give a code of three letters, for example XOF.", shown)));
}

Issue period_issue(Field const& field)
{
    return fault(field, about(field, "finit avant de commencer. Vérifiez les deux dates.", "ends before it begins. Check both dates."));
}

Issue above_total_issue(Field const& field, TotalCheck const& check)
{
    auto const words = [&](std::string_view format, Language language) {
        return fmt::format(fmt::runtime(format), format_integer(check.counted, language), format_decimal(check.total.number, check.total.scale, language),
                           format_decimal(check.apart.number, check.apart.scale, language));
    };
    return fault(field, about(field, words("compte {} personnes pour un total de {}. Retirez-en {} ou corrigez le total.", Language::fr),
                              words("counts {} persons for a total of {}. Take away {} or correct the total.", Language::en)));
}

Issue below_total_issue(Field const& field, Field const* reason, TotalCheck const& check)
{
    auto const words = [&](std::string_view format, Language language, std::string_view or_else) {
        return fmt::format(fmt::runtime(format), format_integer(check.counted, language), format_decimal(check.total.number, check.total.scale, language),
                           format_decimal(check.apart.number, check.apart.scale, language), or_else);
    };
    return fault(field, about(field, words("compte {} personnes pour un total de {}. Placez les {} autres dans « inconnu »{}.", Language::fr,
                                           reason ? fmt::format(" ou remplissez « {} »", reason->label.fr) : std::string{}),
                              words("counts {} persons for a total of {}. Put the other {} under “unknown”{}.", Language::en,
                                    reason ? fmt::format(" or fill in “{}”", reason->label.en) : std::string{})));
}

Issue unique_issue(Field const& field, std::string const& title_fr, std::string const& title_en)
{
    return fault(field, about(field, fmt::format("est déjà porté par la fiche « {} ». Choisissez une autre valeur ou modifiez cette fiche.", title_fr),
                              fmt::format("is already held by the record “{}”. Choose another value or change that record.", title_en)));
}

std::int64_t characters(std::string_view utf8)
{
    return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
}

bool is_added_code(store::Connection& connection, Registry const& registry, Codelist const& list, std::string_view code)
{
    if (!list.editable || !registry.entity("core.code"))
        return false;
    auto statement = connection.prepare("SELECT 1 FROM core_code WHERE list=?1 AND code=?2");
    if (!statement)
        return false;
    auto const there = statement->bind(1, std::string_view{list.id}).bind(2, code).step();
    return there && *there;
}

bool is_known_currency(Registry const& registry, std::string_view currency)
{
    if (!psl::is_currency_code(currency))
        return false;
    Codelist const* const list = registry.list("core.currency");
    return !list || list->open || list->find(currency) != nullptr;
}

void Validator::check_codes(Field const& field, std::string const& code, std::vector<Issue>& issues)
{
    Codelist const* const list = m_registry.list(field.list);
    if (list && !list->find(code) && !is_added_code(m_connection, m_registry, *list, code))
        issues.push_back(code_issue(field, *list, code));
}

void Validator::check_link(Field const& field, std::int64_t id, std::vector<Issue>& issues)
{
    Entity const* const target = m_registry.entity(field.to);
    if (coming.contains(id))
        return;
    bool exists = false;
    if (target)
        if (auto statement = m_connection.prepare(fmt::format("SELECT 1 FROM {} WHERE \"id\"=?1", sql_name(target->table)))) {
            auto const there = statement->bind(1, id).step();
            exists = there && *there;
        }
    if (!exists)
        issues.push_back(link_issue(field));
}

void Validator::check_field(Entity const&, Field const& field, Value const& after, Record const* before, std::vector<Issue>& issues)
{
    if (is_null(after)) {
        if (field.required)
            issues.push_back(required_issue(field));
        return;
    }
    if (!suits(field, after)) {
        issues.push_back(type_issue(field));
        return;
    }
    Value const& was = before ? before->at(field.id) : Value{};
    bool const unchanged = before && was == after;
    auto const check_text = [&](std::string const& text) {
        if (!is_valid_utf8(text) || text.find('\0') != std::string::npos)
            issues.push_back(type_issue(field));
        else if (field.max && characters(text) > *field.max)
            issues.push_back(length_issue(field));
    };
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text:
        check_text(std::get<std::string>(after));
        break;
    case FieldType::translatable:
        for (auto const& [language, text] : std::get<Translations>(after).texts)
            check_text(text);
        break;
    case FieldType::integer:
        if (outside(field, std::get<std::int64_t>(after)))
            issues.push_back(bounds_issue(field));
        break;
    case FieldType::decimal:
    case FieldType::percent:
        if (outside(field, std::get<Scaled>(after).number))
            issues.push_back(bounds_issue(field));
        break;
    case FieldType::date:
        if (outside(field, std::get<psl::Date>(after).days_since_1970()))
            issues.push_back(bounds_issue(field));
        break;
    case FieldType::money:
        if (!is_known_currency(m_registry, std::get<psl::Money>(after).currency))
            issues.push_back(currency_issue(field, std::get<psl::Money>(after).currency));
        break;
    case FieldType::period: {
        auto const& period = std::get<Period>(after);
        if (period.from && period.to && *period.to < *period.from)
            issues.push_back(period_issue(field));
        break;
    }
    case FieldType::choice: {
        auto const& code = std::get<std::string>(after);
        if (unchanged)
            break;
        check_codes(field, code, issues);
        auto const* const from = std::get_if<std::string>(&was);
        if (from && !field.transitions.empty()) {
            auto const moves = field.transitions.find(*from);
            if (moves != field.transitions.end() && std::find(moves->second.begin(), moves->second.end(), code) == moves->second.end())
                issues.push_back(transition_issue(field, m_registry.list(field.list), *from, code));
        }
        break;
    }
    case FieldType::choices:
        for (auto const& code : std::get<Codes>(after))
            if (!unchanged)
                check_codes(field, code, issues);
        break;
    case FieldType::link:
        check_link(field, std::get<RecordId>(after).value, issues);
        break;
    case FieldType::links: {
        std::set<std::int64_t> seen;
        for (auto const id : std::get<Ids>(after)) {
            check_link(field, id, issues);
            if (!seen.insert(id).second)
                issues.push_back(fault(field, about(field, "cite deux fois la même fiche.", "names the same record twice.")));
        }
        break;
    }
    case FieldType::count:
        for (auto const& [key, n] : std::get<psl::Cells>(after).counts)
            if (n < 0) {
                issues.push_back(fault(field, about(field, "ne peut pas compter moins de 0 personne.", "cannot count fewer than 0 people.")));
                break;
            }
        break;
    case FieldType::point: {
        auto const& point = std::get<Point>(after);
        if (!(point.latitude >= -90 && point.latitude <= 90 && point.longitude >= -180 && point.longitude <= 180))
            issues.push_back(fault(field, about(field, "est hors du globe : latitude de −90 à 90, longitude de −180 à 180.",
                                                "is off the globe: latitude from −90 to 90, longitude from −180 to 180.")));
        break;
    }
    case FieldType::file: {
        auto const& file = std::get<FileRef>(after);
        if (!file.url.empty() && !file.url.starts_with("http://") && !file.url.starts_with("https://"))
            issues.push_back(fault(field, about(field, "doit être une adresse qui commence par http:// ou https://.", "must be an address that begins with http:// or https://.")));
        break;
    }
    case FieldType::boolean:
        break;
    }
}

void Validator::check_unique(Record const& after, std::vector<Issue>& issues)
{
    Entity const& entity = *after.entity;
    std::vector<std::vector<std::string>> sets;
    if (!entity.key.empty())
        sets.push_back(entity.key);
    for (auto const& field : entity.fields)
        if (field.unique && entity.key != std::vector<std::string>{field.id})
            sets.push_back({field.id});
    for (auto const& ids : sets) {
        Entity keyed;
        keyed.table = entity.table;
        keyed.key = ids;
        std::vector<Value> values;
        for (auto const& id : ids) {
            Field const* const field = entity.field(id);
            if (!field)
                return;
            keyed.fields.push_back(*field);
            values.push_back(after.at(id));
        }
        auto const found = find_by_key(m_connection, keyed, values);
        if (!found || !*found || **found == after.id)
            continue;
        // The field that people can change: the last of the key, after the links that say where it belongs.
        Field const& field = *entity.field(ids.back());
        issues.push_back(unique_issue(field, title_of(m_connection, m_registry, entity, **found, Language::fr),
                                      title_of(m_connection, m_registry, entity, **found, Language::en)));
    }
}

void Validator::check_total(Entity const& entity, Field const& field, Record const& after, Record const* before, std::vector<Issue>& issues)
{
    auto const* const cells = std::get_if<psl::Cells>(&after.at(field.id));
    auto const changes = [&](std::string const& id) { return !before || !(before->at(id) == after.at(id)); };
    if (!cells || !(changes(field.id) || changes(field.total) || (!field.total_reason.empty() && changes(field.total_reason))))
        return;
    auto const check = model::check_total(*cells, after.at(field.total));
    bool const explained = !field.total_reason.empty() && !is_null(after.at(field.total_reason));
    if (check.match == TotalMatch::above)
        issues.push_back(above_total_issue(field, check));
    else if (check.match == TotalMatch::below && !explained)
        issues.push_back(below_total_issue(field, entity.field(field.total_reason), check));
}

void Validator::check_record(Record const& after, Record const* before, std::vector<Issue>& issues)
{
    for (auto const& field : after.entity->fields)
        check_field(*after.entity, field, after.at(field.id), before, issues);
    for (auto const& field : after.entity->fields)
        if (!field.total.empty())
            check_total(*after.entity, field, after, before, issues);
    check_unique(after, issues);
}

std::vector<Issue> validate(store::Connection& reader, Registry const& registry, Record const& after, Record const* before)
{
    std::vector<Issue> issues;
    Record kept{after.entity, after.id, after.origin, {}};
    for (auto const& field : after.entity->fields)
        if (auto value = stored_form(field, after.at(field.id)); !is_null(value))
            kept.fields.emplace(field.id, std::move(value));
    Validator{reader, registry}.check_record(kept, before, issues);
    return issues;
}

} // namespace passerelle::model
