#include "host/exchange/import_lines.hpp"
#include "host/base/text.hpp"
#include "host/exchange/import_words.hpp"
#include "host/model/validation.hpp"
#include "host/model/value_text.hpp"
#include "passerelle/value/currency.hpp"
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace passerelle::exchange {

using model::Field;
using model::FieldType;
using model::Value;

namespace {

Error refused(std::string fr, std::string en)
{
    return {Status::invalid, {std::move(fr), std::move(en)}};
}

std::string shown(std::string_view text) { return shortened(cleaned(text), 60); }

Error no_number(std::string_view text)
{
    return refused(fmt::format("«\u00A0{}\u00A0» n’est pas un nombre. Écrivez-le ainsi\u00A0: 1\u202F234,56.", shown(text)), fmt::format("“{}” is not a number. Write it like this: 1234.56.", shown(text)));
}

Error refused_code(model::Codelist const& list, std::string_view text)
{
    return refused(fmt::format("«\u00A0{}\u00A0» n’est pas dans la liste «\u00A0{}\u00A0». Corrigez, ou ignorez la ligne.", shown(text), list.label.fr),
                   fmt::format("“{}” is not in the list “{}”. Correct it, or ignore the line.", shown(text), list.label.en));
}

/// A whole number of days that a spreadsheet shows as a number where the format of the cell was lost: 1954 to 2064.
std::optional<std::string> date_of_serial(std::string_view text)
{
    if (text.size() != 5 || text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    std::int64_t days = 0;
    for (char const letter : text)
        days = days * 10 + (letter - '0');
    if (days < 20'000 || days > 60'000)
        return std::nullopt;
    return psl::Date::of(1899, 12, 30)->plus_days(days).iso();
}

bool is_text_type(FieldType type) { return type == FieldType::text || type == FieldType::long_text || type == FieldType::translatable; }

} // namespace

LineReader::LineReader(model::Registry const& registry, model::Entity const& entity, ImportMapping const& mapping, ImportDecisions const& decisions, Language language, std::map<std::string, LinkIndex> const& links)
    : m_registry(registry), m_mapping(mapping), m_decisions(decisions), m_language(language), m_links(links)
{
    auto const targets = import_targets(entity);
    for (std::size_t c = 0; c < mapping.columns.size(); ++c)
        if (auto const* target = find_target(targets, mapping.columns[c].target))
            m_sources[target->field].push_back({*target, c, &mapping.columns[c], {}});
    for (auto const& [id, text] : mapping.fixed)
        if (auto const* target = find_target(targets, id); target && !text.empty())
            m_sources[target->field].push_back({*target, CellFault::no_column, nullptr, text});
    for (auto const& field : entity.fields)
        if (m_sources.contains(&field))
            m_fields.push_back(&field);
}

Phrase LineReader::why_ignored(SheetRow const& row) const
{
    std::size_t filled = 0, texts = 0, heads = 0, mapped = 0;
    std::string const* first = nullptr;
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
        auto const& cell = row.cells[c];
        if (cell.kind == CellKind::empty)
            continue;
        ++filled;
        bool const words = cell.kind == CellKind::text && !read_number_text(cell.text);
        texts += words ? 1U : 0U;
        if (words && !first)
            first = &cell.text;
        mapped += c < m_mapping.columns.size() && !m_mapping.columns[c].target.empty() ? 1U : 0U;
        heads += c < m_mapping.columns.size() && !m_mapping.columns[c].header.empty() && fold(cell.text) == fold(m_mapping.columns[c].header) ? 1U : 0U;
    }
    if (filled > 1 && heads == filled)
        return {"Les titres de colonnes sont répétés.", "The column heads again."};
    if (first && texts <= 2 && names_a_total(*first))
        return {"Ligne de total", "Line of totals"};
    if (mapped == 0)
        return {"Rien dans les colonnes retenues", "Nothing in the columns taken"};
    auto const columns = fitting_columns(m_mapping);
    if (filled == 1 && texts == 1 && columns >= 3)
        return {"Une seule cellule remplie\u00A0: titre ou note", "A single cell filled: a title or a note"};
    return {};
}

Result<std::string> LineReader::iso(Cell const& cell) const
{
    if (cell.cell.kind == CellKind::date)
        return cell.cell.text;
    if (cell.cell.kind == CellKind::number)
        if (auto date = date_of_serial(cell.cell.text))
            return *date;
    auto const order = cell.source->settings ? cell.source->settings->dates : DateOrder::day_first;
    if (auto const date = read_date_text(cell.cell.text)) {
        // What has one reading alone has it whatever the column says.
        return iso_of(*date, date->says_month_first() ? DateOrder::month_first : date->says_day_first() ? DateOrder::day_first : order, cell.cell.text);
    }
    return refused(fmt::format("«\u00A0{}\u00A0» n’est pas une date. Écrivez le jour, le mois et l’année, par exemple 01/03/2025.", shown(cell.cell.text)),
                   fmt::format("“{}” is not a date. Write day, month and year, for example 01/03/2025.", shown(cell.cell.text)));
}

Result<std::string> LineReader::number(Cell const& cell) const
{
    if (cell.cell.kind == CellKind::number || cell.cell.kind == CellKind::percent || cell.cell.kind == CellKind::boolean)
        return cell.cell.text;
    auto const sign = cell.source->settings ? cell.source->settings->decimals : m_language == Language::fr ? DecimalSign::comma : DecimalSign::dot;
    auto const read = read_number_text(cell.cell.text);
    auto const plain = read && (read->unit.empty() || read->unit == "%") ? plain_number(*read, sign) : std::nullopt;
    return plain ? Result<std::string>{*plain} : no_number(cell.cell.text);
}

Result<Value> LineReader::money(Field const& field, Cell const& cell, std::string const& currency_cell) const
{
    auto const known = [&](std::string_view code) { return model::is_known_currency(m_registry, code); };
    std::string plain, currency;
    int factor = cell.source->settings ? cell.source->settings->factor : 0;
    UnitText unit;
    if (cell.cell.kind == CellKind::number) {
        plain = cell.cell.text;
    } else {
        auto const read = read_number_text(cell.cell.text);
        auto const sign = cell.source->settings ? cell.source->settings->decimals : m_language == Language::fr ? DecimalSign::comma : DecimalSign::dot;
        auto const number = read ? plain_number(*read, sign) : std::nullopt;
        if (!number)
            return no_number(cell.cell.text);
        unit = read_unit(read->unit, known);
        if (!read->unit.empty() && !unit.any())
            return refused(fmt::format("«\u00A0{}\u00A0»\u00A0: cette monnaie n’est pas reconnue. Écrivez son code, par exemple 1\u202F234,56 EUR.", shown(cell.cell.text)),
                           fmt::format("“{}”: this currency is not known. Write its code, for example 1234.56 EUR.", shown(cell.cell.text)));
        plain = *number;
        currency = unit.currency;
        factor = unit.factor != 0 ? unit.factor : factor;
    }
    if (currency.empty() && !currency_cell.empty()) {
        auto const own = read_unit(currency_cell, known);
        currency = own.currency;
        std::string capitals = currency_cell;
        std::transform(capitals.begin(), capitals.end(), capitals.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        if (currency.empty() && known(capitals))
            currency = capitals;
        unit.cfa |= own.cfa;
    }
    if (currency.empty() && cell.source->settings)
        currency = cell.source->settings->currency;
    if (currency.empty())
        return unit.cfa ? Result<Value>{refused("FCFA désigne XOF ou XAF. Choisissez la monnaie de la colonne.", "FCFA is XOF or XAF. Choose the currency of the column.")}
                        : Result<Value>{refused("La monnaie n’est pas dite. Choisissez celle de la colonne, ou écrivez-la après le montant.", "The currency is not said. Choose that of the column, or write it after the amount.")};
    return model::value_from_text(field, fmt::format("{} {}", shifted(plain, factor), currency), m_registry, Language::en);
}

Result<Value> LineReader::choice(Field const& field, std::string const& text) const
{
    auto const* list = m_registry.list(field.list);
    if (!list)
        return model::value_from_text(field, text, m_registry, m_language);
    auto const listed = [&](std::string const& words) -> std::optional<Value> {
        auto value = model::value_from_text(field, words, m_registry, m_language);
        return value && list->find(std::get<std::string>(*value)) ? std::optional{*value} : std::nullopt; // an open list takes any word
    };
    if (auto value = listed(text))
        return *value;
    // "21 - ONG internationale"
    if (auto const dash = text.find(" - "); dash != std::string::npos)
        for (auto const& part : {text.substr(0, dash), text.substr(dash + 3)})
            if (auto value = listed(part))
                return *value;
    // The beginning of one name alone: "Collectivité".
    model::Code const* begins = nullptr;
    if (auto const wanted = fold(text); wanted.size() >= 4)
        for (auto const& code : list->codes)
            if (fold(code.name.fr).starts_with(wanted) || fold(code.name.en).starts_with(wanted)) {
                if (begins)
                    return refused_code(*list, text);
                begins = &code;
            }
    return begins ? Result<Value>{Value{begins->code}} : Result<Value>{refused_code(*list, text)};
}

Result<Value> LineReader::single(Field const& field, Cell const& cell) const
{
    auto const& text = cell.cell.text;
    switch (field.type) {
    case FieldType::date: {
        auto const date = iso(cell);
        return date ? Result<Value>{Value{*psl::Date::parse(*date)}} : Result<Value>{date.error()};
    }
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::percent: {
        auto const plain = number(cell);
        return plain ? model::value_from_text(field, *plain, m_registry, Language::en) : Result<Value>{plain.error()};
    }
    case FieldType::boolean: {
        auto const word = fold(text);
        if (word == "x" || text == "✓" || text == "✔" || text == "☑")
            return Value{true};
        return model::value_from_text(field, text, m_registry, m_language);
    }
    case FieldType::choice: {
        auto& known = m_choices[&field];
        if (auto const found = known.find(text); found != known.end())
            return found->second;
        auto value = choice(field, text);
        if (known.size() < 20'000)
            known.emplace(text, value);
        return value;
    }
    default:
        if (is_text_type(field.type) && cell.cell.kind == CellKind::boolean)
            return model::value_from_text(field, text == "1" ? (m_language == Language::fr ? "oui" : "yes") : (m_language == Language::fr ? "non" : "no"), m_registry, m_language);
        return model::value_from_text(field, text, m_registry, m_language);
    }
}

void LineReader::link(Field const& field, Cell const& cell, ReadLine& line) const
{
    auto const& text = cell.cell.text;
    auto const index = m_links.find(field.to);
    model::Ids ids;
    auto const resolve = [&](std::string const& name) {
        if (auto const decided = m_decisions.links.find({field.id, fold(name)}); decided != m_decisions.links.end()) {
            // A record to be made has a place in the file's own order: the plan knows it by a negative number.
            if (decided->second.id == LinkDecision::create)
                ids.push_back(-1 - static_cast<std::int64_t>(std::distance(m_decisions.links.begin(), decided)));
            else if (decided->second.id > 0)
                ids.push_back(decided->second.id);
            return;
        }
        // A value for every line may name its record by number: a person chose it from the list.
        if (cell.source->column == CellFault::no_column && name.size() > 1 && name.size() < 20 && name[0] == '#' && name.find_first_not_of("0123456789", 1) == std::string::npos) {
            ids.push_back(std::strtoll(name.c_str() + 1, nullptr, 10));
            return;
        }
        auto const& found = index == m_links.end() ? std::vector<std::int64_t>{} : index->second.find(name);
        if (found.size() == 1) {
            ids.push_back(found.front());
            return;
        }
        auto const* to = m_registry.entity(field.to);
        auto const fr = to ? (to->plural.fr.empty() ? to->label.fr : to->plural.fr) : field.to, en = to ? (to->plural.en.empty() ? to->label.en : to->plural.en) : field.to;
        line.faults.push_back({found.empty() ? FaultKind::link_unknown : FaultKind::link_several, cell.source->column, field.id, name,
                               found.empty() ? Phrase{fmt::format("Aucune fiche «\u00A0{}\u00A0» dans le registre {}. Que faire\u202F?", shown(name), fr), fmt::format("No record “{}” in the register {}. What to do?", shown(name), en)}
                                             : Phrase{fmt::format("{} fiches s’appellent «\u00A0{}\u00A0» dans le registre {}. Choisissez-en une.", found.size(), shown(name), fr),
                                                      fmt::format("{} records are called “{}” in the register {}. Choose one.", found.size(), shown(name), en)}});
    };
    if (field.type == FieldType::link) {
        resolve(text);
        if (!ids.empty())
            line.values.emplace_back(&field, Value{model::RecordId{ids.front()}});
        return;
    }
    char const separator = text.find(';') != std::string::npos ? ';' : text.find('\n') != std::string::npos ? '\n' : ',';
    for (std::size_t at = 0; at <= text.size();) {
        auto const end = std::min(text.find(separator, at), text.size());
        auto name = text.substr(at, end - at);
        name.erase(0, std::min(name.find_first_not_of(" \n\r\t"), name.size()));
        while (!name.empty() && (name.back() == ' ' || name.back() == '\r' || name.back() == '\n'))
            name.pop_back();
        if (!name.empty())
            resolve(name);
        at = end + 1;
    }
    if (!ids.empty())
        line.values.emplace_back(&field, Value{std::move(ids)});
}

void LineReader::read_field(Field const& field, std::vector<Cell> const& cells, model::Record const* before, ReadLine& line) const
{
    auto const fault = [&](Cell const& cell, Error const& error) { line.faults.push_back({FaultKind::value, cell.source->column, field.id, cell.cell.text, error.sentence}); };
    for (auto const& cell : cells)
        if (cell.cell.kind == CellKind::error)
            return fault(cell, refused(fmt::format("La cellule contient une erreur du tableur ({}). Corrigez-la, ou ignorez la ligne.", shown(cell.cell.text)),
                                       fmt::format("The cell holds a spreadsheet error ({}). Correct it, or ignore the line.", shown(cell.cell.text))));
    auto const part = [&](std::string_view name) -> Cell const* {
        auto const found = std::find_if(cells.begin(), cells.end(), [&](Cell const& cell) { return cell.source->target.part == name; });
        return found == cells.end() ? nullptr : &*found;
    };
    auto const put = [&](Cell const& cell, Result<Value> value) {
        if (!value)
            fault(cell, value.error());
        else
            line.values.emplace_back(&field, std::move(*value));
    };
    auto const* whole = part("");
    if (field.type == FieldType::money) {
        auto const* currency = part("currency");
        if (whole)
            put(*whole, money(field, *whole, currency ? currency->cell.text : std::string{}));
        return;
    }
    if (field.type == FieldType::link || field.type == FieldType::links)
        return whole ? link(field, *whole, line) : void();
    if (field.type == FieldType::period && !whole) {
        auto const* held = before ? std::get_if<model::Period>(&before->at(field.id)) : nullptr;
        model::Period period = held ? *held : model::Period{};
        for (auto const& cell : cells) {
            auto const date = iso(cell);
            if (!date)
                return fault(cell, date.error());
            (cell.source->target.part == "from" ? period.from : period.to) = psl::Date::parse(*date);
        }
        line.values.emplace_back(&field, Value{period});
        return;
    }
    if (field.type == FieldType::point && !whole) {
        auto const *lat = part("lat"), *lon = part("lon");
        if (!lat || !lon)
            return;
        auto const a = number(*lat), b = number(*lon);
        if (!a || !b)
            return fault(!a ? *lat : *lon, !a ? a.error() : b.error());
        return put(*lat, model::value_from_text(field, *a + " ; " + *b, m_registry, Language::en));
    }
    if (field.type == FieldType::translatable) {
        auto const* held = before ? std::get_if<model::Translations>(&before->at(field.id)) : nullptr;
        model::Translations texts = held ? *held : model::Translations{};
        for (auto const& cell : cells)
            texts.texts[cell.source->target.part.empty() ? (m_language == Language::fr ? "fr" : "en") : cell.source->target.part] = cleaned(cell.cell.text);
        line.values.emplace_back(&field, Value{std::move(texts)});
        return;
    }
    if (whole)
        put(*whole, single(field, *whole));
}

ReadLine LineReader::read(SheetRow const& row, LineDecision const* decision, model::Record const* before) const
{
    ReadLine line;
    std::vector<Cell> cells;
    for (auto const* field : m_fields) {
        cells.clear();
        bool any_column = false;
        for (auto const& source : m_sources.at(field)) {
            Cell cell{&source, {}};
            if (source.column == CellFault::no_column) {
                cell.cell = {CellKind::text, source.text};
            } else {
                any_column = true;
                auto const typed = decision ? decision->typed.find(source.column) : std::map<std::size_t, std::string>::const_iterator{};
                if (decision && typed != decision->typed.end())
                    cell.cell = {typed->second.empty() ? CellKind::empty : CellKind::text, typed->second};
                else if (source.column < row.cells.size())
                    cell.cell = row.cells[source.column];
            }
            // A column wins over the value for every line; that one fills its empty cells.
            if (cell.cell.kind == CellKind::empty)
                continue;
            auto const same = std::find_if(cells.begin(), cells.end(), [&](Cell const& other) { return other.source->target.id == source.target.id; });
            if (same == cells.end())
                cells.push_back(std::move(cell));
        }
        if (!cells.empty())
            read_field(*field, cells, before, line);
        else if (any_column && m_mapping.erase)
            line.values.emplace_back(field, Value{});
    }
    return line;
}

} // namespace passerelle::exchange
