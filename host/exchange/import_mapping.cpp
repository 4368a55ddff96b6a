#include "host/exchange/import_mapping.hpp"
#include "host/base/text.hpp"
#include "host/exchange/import_words.hpp"
#include "host/model/validation.hpp"
#include "passerelle/value/currency.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <unordered_set>

namespace passerelle::exchange {
namespace {

using model::FieldType;

constexpr std::size_t rows_looked_at = 2000;

SheetCell const* cell_at(SheetRow const& row, std::size_t column) { return column < row.cells.size() && row.cells[column].kind != CellKind::empty ? &row.cells[column] : nullptr; }
std::size_t filled(SheetRow const& row)
{
    return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(), [](SheetCell const& cell) { return cell.kind != CellKind::empty; }));
}

/// The best likeness of a head with a target's names. Brackets may hold what the label leaves out: both forms are tried.
int likeness_of(std::string const& head, ImportTarget const& target)
{
    std::string id = target.field->id;
    std::replace(id.begin(), id.end(), '_', ' ');
    int best = 0;
    for (std::string const* label : {&target.label.fr, &target.label.en})
        best = std::max(best, likeness(head, plain_label(*label)));
    if (target.part.empty()) {
        best = std::max(best, likeness(head, plain_label(id)));
    } else if (target.part == "from" || target.part == "to") {
        best = std::max(best, likeness(head, target.part == "from" ? "date debut" : "date fin") - 8);
        best = std::max(best, likeness(head, target.part == "from" ? "start date" : "end date") - 8);
    } else if (target.part == "currency") {
        best = std::max(best, likeness(head, "monnaie") - 5);
    } else if (target.part == "lat" || target.part == "lon") {
        best = std::max(best, likeness(head, target.part == "lat" ? "latitude" : "longitude"));
    }
    return best;
}

/// What the cells of a column are, of those looked at.
struct Content {
    std::size_t filled = 0, dates = 0, numbers = 0, booleans = 0, codes = 0, currencies = 0;
    double share(std::size_t of) const { return filled == 0 ? 0 : static_cast<double>(of) / static_cast<double>(filled); }
};

Content content_of(SheetTable const& sheet, std::size_t header, std::size_t column, model::Registry const& registry, model::Field const* field)
{
    Content content;
    auto const* list = field && (field->type == FieldType::choice || field->type == FieldType::choices) ? registry.list(field->list) : nullptr;
    std::unordered_set<std::string> names;
    if (list && list->codes.size() < 5000)
        for (auto const& code : list->codes)
            names.insert({fold(code.code), fold(code.name.fr), fold(code.name.en)});
    std::size_t const first = header == ImportMapping::no_header ? 0 : header + 1;
    for (std::size_t r = first; r < sheet.rows.size() && r < first + 200; ++r) {
        auto const* cell = cell_at(sheet.rows[r], column);
        if (!cell)
            continue;
        ++content.filled;
        bool const text = cell->kind == CellKind::text;
        content.dates += cell->kind == CellKind::date || (text && read_date_text(cell->text)) ? 1U : 0U;
        content.numbers += cell->kind == CellKind::number || cell->kind == CellKind::percent || (text && read_number_text(cell->text)) ? 1U : 0U;
        content.booleans += cell->kind == CellKind::boolean ? 1U : 0U;
        content.currencies += text && cell->text.size() == 3 && model::is_known_currency(registry, cell->text) ? 1U : 0U;
        content.codes += !names.empty() && names.contains(fold(cell->text)) ? 1U : 0U;
    }
    return content;
}

/// How the content speaks for or against a target: -100 rules it out.
int verdict(ImportTarget const& target, Content const& content)
{
    if (content.filled == 0)
        return 0;
    if (target.part == "currency")
        return content.share(content.currencies) > 0.5 ? 25 : -100;
    if (target.part == "from" || target.part == "to")
        return content.share(content.dates) > 0.5 ? 10 : -100;
    switch (target.field->type) {
    case FieldType::date: return content.share(content.dates) > 0.5 ? 15 : -100;
    case FieldType::money:
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::percent: return content.share(content.numbers) > 0.5 ? 10 : -100;
    case FieldType::choice:
    case FieldType::choices: return content.share(content.codes) > 0.5 ? 25 : -12;
    case FieldType::text:
    case FieldType::long_text:
    case FieldType::translatable: return content.share(content.dates) > 0.8 ? -25 : 0;
    case FieldType::link:
    case FieldType::links: return content.share(content.dates) > 0.8 ? -60 : 0;
    default: return 0;
    }
}

void propose_targets(ImportMapping& mapping, SheetTable const& sheet, model::Registry const& registry, std::vector<ImportTarget> const& targets)
{
    struct Pair {
        int score;
        std::size_t column, target;
    };
    std::vector<Pair> pairs;
    for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
        auto const head = plain_label(mapping.columns[c].header);
        if (head.empty())
            continue;
        for (std::size_t t = 0; t < targets.size(); ++t) {
            int score = likeness_of(head, targets[t]);
            if (score < 40)
                continue;
            score += verdict(targets[t], content_of(sheet, mapping.header, c, registry, targets[t].field));
            if (targets[t].field->required)
                score += 4;
            if (score >= 50)
                pairs.push_back({score, c, t});
        }
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](Pair const& a, Pair const& b) { return a.score > b.score; });
    std::set<std::size_t> columns;
    std::set<std::string> taken;
    for (auto const& pair : pairs) {
        auto const& target = targets[pair.target];
        if (columns.contains(pair.column) || taken.contains(target.id))
            continue;
        columns.insert(pair.column);
        taken.insert(target.id);
        mapping.columns[pair.column].target = target.id;
    }
}

} // namespace

std::vector<ImportTarget> import_targets(model::Entity const& entity)
{
    std::vector<ImportTarget> targets;
    for (auto const& field : entity.fields) {
        if (field.hidden || field.type == FieldType::count)
            continue;
        auto const add = [&](char const* part, char const* fr, char const* en) {
            std::string const id = *part ? field.id + "." + part : field.id;
            targets.push_back({id, &field, part, *part ? Phrase{fmt::format("{} ({})", field.label.fr, fr), fmt::format("{} ({})", field.label.en, en)} : field.label});
        };
        if (field.type == FieldType::point) {
            add("lat", "latitude", "latitude");
            add("lon", "longitude", "longitude");
        }
        if (field.type == FieldType::period) {
            add("from", "début", "start");
            add("to", "fin", "end");
        }
        add("", "", "");
        if (field.type == FieldType::money)
            add("currency", "monnaie", "currency");
        if (field.type == FieldType::translatable) {
            add("fr", "français", "French");
            add("en", "anglais", "English");
        }
    }
    return targets;
}

ImportTarget const* find_target(std::vector<ImportTarget> const& targets, std::string_view id)
{
    auto const found = std::find_if(targets.begin(), targets.end(), [&](ImportTarget const& target) { return target.id == id; });
    return found == targets.end() ? nullptr : &*found;
}

std::size_t likely_header(SheetTable const& sheet, std::vector<ImportTarget> const& targets)
{
    double best_score = 0;
    std::size_t best = ImportMapping::no_header;
    std::size_t widest = 0;
    for (std::size_t r = 0; r < sheet.rows.size() && r < 60; ++r)
        widest = std::max(widest, filled(sheet.rows[r]));
    for (std::size_t r = 0; r < sheet.rows.size() && r < 40; ++r) {
        auto const& row = sheet.rows[r];
        std::size_t texts = 0, others = 0;
        double fits = 0;
        std::set<std::string> different;
        for (auto const& cell : row.cells) {
            if (cell.kind == CellKind::empty)
                continue;
            bool const head = cell.kind == CellKind::text && cell.text.size() < 300 && !read_date_text(cell.text) && !(read_number_text(cell.text) && read_number_text(cell.text)->unit.empty());
            ++(head ? texts : others);
            if (!head)
                continue;
            auto const label = plain_label(cell.text);
            different.insert(label);
            int likest = 0;
            for (auto const& target : targets)
                likest = std::max(likest, likeness_of(label, target));
            fits += likest >= 90 ? 1.0 : likest >= 60 ? 0.5 : 0;
        }
        if (texts == 0 || (texts < 2 && widest > 1))
            continue;
        double const width = static_cast<double>(texts) / static_cast<double>(std::max<std::size_t>(widest, 1));
        double const below = r + 1 < sheet.rows.size() ? std::min(1.0, static_cast<double>(filled(sheet.rows[r + 1])) / static_cast<double>(texts)) : 0;
        double const score = 2 * fits + 3 * width + below + static_cast<double>(different.size()) / static_cast<double>(texts) - 3.0 * static_cast<double>(others) / static_cast<double>(texts + others) - 0.02 * static_cast<double>(r);
        if (score > best_score) {
            best_score = score;
            best = r;
        }
    }
    return best_score >= 2 ? best : ImportMapping::no_header;
}

std::size_t likely_sheet(Workbook const& book, model::Entity const& entity)
{
    auto const targets = import_targets(entity);
    double best_score = -1;
    std::size_t best = 0;
    for (std::size_t s = 0; s < book.sheets.size(); ++s) {
        auto const& sheet = book.sheets[s];
        auto const header = likely_header(sheet, targets);
        double score = std::min(1.0, static_cast<double>(sheet.rows.size()) / 1000.0);
        if (header != ImportMapping::no_header) {
            score += 0.2;
            for (auto const& cell : sheet.rows[header].cells)
                for (auto const& target : targets)
                    if (cell.kind == CellKind::text && likeness_of(plain_label(cell.text), target) >= 70) {
                        score += 1;
                        break;
                    }
        }
        if (score > best_score && !sheet.rows.empty()) {
            best_score = score;
            best = s;
        }
    }
    return best;
}

ImportMapping propose_mapping(Workbook const& book, model::Registry const& registry, model::Entity const& entity, Language language, std::size_t sheet_at, std::size_t header)
{
    ImportMapping mapping;
    mapping.sheet = std::min(sheet_at, book.sheets.size() - 1);
    auto const& sheet = book.sheets[mapping.sheet];
    mapping.header = header < sheet.rows.size() ? header : ImportMapping::no_header;
    mapping.columns.resize(sheet.columns);
    for (std::size_t c = 0; c < sheet.columns; ++c)
        if (mapping.header != ImportMapping::no_header)
            if (auto const* cell = cell_at(sheet.rows[mapping.header], c))
                mapping.columns[c].header = shortened(cell->text, 300);
    propose_targets(mapping, sheet, registry, import_targets(entity));
    examine_columns(mapping, sheet, registry, entity, language);
    return mapping;
}

std::size_t fitting_columns(ImportMapping const& mapping)
{
    return static_cast<std::size_t>(std::count_if(mapping.columns.begin(), mapping.columns.end(), [](ImportColumn const& column) { return !column.target.empty(); }));
}

void examine_columns(ImportMapping& mapping, SheetTable const& sheet, model::Registry const& registry, model::Entity const& entity, Language language)
{
    auto const targets = import_targets(entity);
    auto const known = [&](std::string_view code) { return model::is_known_currency(registry, code); };
    std::size_t const first = mapping.header == ImportMapping::no_header ? 0 : mapping.header + 1;
    for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
        auto& column = mapping.columns[c];
        auto const* target = find_target(targets, column.target);
        bool const money = target && target->field->type == FieldType::money && target->part.empty();
        std::string const chosen = column.currency;
        column.remark = {};
        column.samples.clear();
        std::size_t day_first = 0, month_first = 0, either = 0, comma = 0, dot = 0, unclear = 0, unclear_comma = 0, cfa = 0;
        for (std::size_t r = first; r < sheet.rows.size() && r < first + rows_looked_at; ++r) {
            auto const* cell = cell_at(sheet.rows[r], c);
            if (!cell)
                continue;
            if (column.samples.size() < 3 && std::find(column.samples.begin(), column.samples.end(), shortened(cell->text, 60)) == column.samples.end())
                column.samples.push_back(shortened(cell->text, 60));
            if (cell->kind != CellKind::text)
                continue;
            if (auto const date = read_date_text(cell->text); date && !date->named_month && date->year_at == 2) {
                day_first += date->says_day_first() ? 1U : 0U;
                month_first += date->says_month_first() ? 1U : 0U;
                either += !date->says_day_first() && !date->says_month_first() && date->parts[0] != date->parts[1] ? 1U : 0U;
            } else if (auto const number = read_number_text(cell->text)) {
                auto const evidence = evidence_of(*number);
                comma += evidence == Evidence::comma ? 1U : 0U;
                dot += evidence == Evidence::dot ? 1U : 0U;
                unclear += evidence == Evidence::unclear ? 1U : 0U;
                unclear_comma += evidence == Evidence::unclear && number->body.find(',') != std::string::npos ? 1U : 0U;
                cfa += money && read_unit(number->unit, known).cfa ? 1U : 0U;
            }
        }
        bool const date_like = target && (target->field->type == FieldType::date || target->part == "from" || target->part == "to");
        column.dates = month_first > day_first ? DateOrder::month_first : DateOrder::day_first;
        if (date_like && month_first > 0 && day_first > 0)
            column.remark = {"Cette colonne mêle jour/mois et mois/jour\u00A0: vérifiez les dates.", "This column mixes day/month and month/day: check the dates."};
        else if (date_like && either > 0 && month_first + day_first == 0)
            column.remark = {"Dates lues jour puis mois, faute d’indice contraire.", "Dates read day then month: nothing shows otherwise."};
        else if (date_like && month_first > 0)
            column.remark = {"Dates lues mois puis jour\u00A0: certaines n’ont pas d’autre lecture.", "Dates read month then day: some have no other reading."};
        bool const number_like = target && target->part.empty() && (money || target->field->type == FieldType::integer || target->field->type == FieldType::decimal || target->field->type == FieldType::percent);
        column.decimals = comma == dot ? (language == Language::fr ? DecimalSign::comma : DecimalSign::dot) : comma > dot ? DecimalSign::comma : DecimalSign::dot;
        if (number_like && unclear > 0 && comma == dot) {
            // Three digits behind the sign: no decimals of an amount or a whole number, so thousands; else the language decides.
            auto const unit = read_unit(column.header, known);
            auto const& currency = !chosen.empty() ? chosen : unit.currency;
            bool const thousands = money ? unit.factor == 0 && psl::minor_units(currency.empty() ? "EUR" : currency) < 3 : target->field->type == FieldType::integer || target->field->scale < 3;
            bool const one_kind = unclear_comma == 0 || unclear_comma == unclear;
            if (thousands && one_kind)
                column.decimals = unclear_comma == 0 ? DecimalSign::comma : DecimalSign::dot;
            column.remark = column.decimals == DecimalSign::comma ? Phrase{"«\u00A01.234\u00A0» est lu 1\u202F234, faute d’indice contraire.", "“1.234” is read as 1 234: nothing shows otherwise."}
                                                                  : Phrase{"«\u00A01,234\u00A0» est lu 1\u202F234, faute d’indice contraire.", "“1,234” is read as 1 234: nothing shows otherwise."};
        }
        if (!money) {
            column.currency.clear();
            column.factor = 0;
            continue;
        }
        auto const unit = read_unit(column.header, known);
        column.factor = unit.factor;
        column.currency = !chosen.empty() ? chosen : unit.currency;
        if (column.currency.empty() && (unit.cfa || cfa > 0))
            column.remark = {"FCFA désigne XOF ou XAF\u00A0: choisissez la monnaie de la colonne.", "FCFA is XOF or XAF: choose the currency of the column."};
        else if (column.currency.empty() && unit.dollar)
            column.remark = {"Choisissez de quel dollar il s’agit.", "Choose which dollar this is."};
        else if (unit.factor != 0)
            column.remark = unit.factor == 3 ? Phrase{"Montants en milliers\u00A0: ils seront multipliés par 1\u202F000.", "Amounts in thousands: they will be multiplied by 1,000."}
                                             : Phrase{"Montants en millions\u00A0: ils seront multipliés par 1\u202F000\u202F000.", "Amounts in millions: they will be multiplied by 1,000,000."};
    }
    mapping.match = likely_match(mapping, sheet, entity);
}

std::vector<std::string> likely_match(ImportMapping const& mapping, SheetTable const& sheet, model::Entity const& entity)
{
    auto const column_of = [&](std::string_view field) {
        for (std::size_t c = 0; c < mapping.columns.size(); ++c)
            if (mapping.columns[c].target == field)
                return c;
        return mapping.columns.size();
    };
    auto const given = [&](std::string_view field) {
        return column_of(field) < mapping.columns.size() || std::any_of(mapping.fixed.begin(), mapping.fixed.end(), [&](auto const& one) { return one.first == field && !one.second.empty(); });
    };
    /// Each line another value (with those of `beside`): a name that tells lines apart.
    auto const tells_apart = [&](std::vector<std::string> const& fields) {
        std::unordered_set<std::string> seen;
        for (std::size_t r = mapping.header == ImportMapping::no_header ? 0 : mapping.header + 1; r < sheet.rows.size(); ++r) {
            std::string key;
            bool any = true;
            for (auto const& field : fields)
                if (auto const c = column_of(field); c < mapping.columns.size()) {
                    auto const* cell = cell_at(sheet.rows[r], c);
                    any = any && cell;
                    key += (cell ? fold(cell->text) : std::string{}) + '\x1f';
                }
            if (any && !seen.insert(key).second)
                return false;
        }
        return !seen.empty();
    };
    if (!entity.key.empty() && std::all_of(entity.key.begin(), entity.key.end(), given))
        return entity.key;
    for (auto const& field : entity.fields)
        if (field.unique && given(field.id))
            return {field.id};
    std::vector<std::string> partial;
    for (auto const& field : entity.key)
        if (given(field))
            partial.push_back(field);
    for (std::string_view const id : {"reference", "ref", "identifier", "code", "number"})
        if (auto const* field = entity.field(id); field && field->type == FieldType::text && column_of(id) < mapping.columns.size()) {
            auto with = partial;
            if (std::find(with.begin(), with.end(), id) == with.end())
                with.emplace_back(id);
            if (tells_apart(with))
                return with;
        }
    // The title's own fields: "{name}".
    std::vector<std::string> named = partial;
    bool words = false;
    for (std::size_t at = entity.title.find('{'); at != std::string::npos; at = entity.title.find('{', at + 1)) {
        auto const end = entity.title.find('}', at);
        auto const* field = end == std::string::npos ? nullptr : entity.field(std::string_view{entity.title}.substr(at + 1, end - at - 1));
        if (field && column_of(field->id) < mapping.columns.size() && std::find(named.begin(), named.end(), field->id) == named.end()) {
            named.push_back(field->id);
            words |= field->type == FieldType::text || field->type == FieldType::translatable;
        }
    }
    if (words && tells_apart(named))
        return named;
    return {};
}

} // namespace passerelle::exchange
