#include "host/exchange/import_plan.hpp"
#include "host/base/text.hpp"
#include "host/exchange/import_history.hpp"
#include "host/model/value_json.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <span>
#include <unordered_map>

namespace passerelle::exchange {

using model::Field;
using model::FieldType;
using model::Record;
using model::Value;

namespace {

constexpr std::size_t at_once = 500, most_lines = 100'000;

Error stopped() { return {Status::cancelled, {"Import interrompu. Aucune fiche n’a été changée.", "Import interrupted. No record was changed."}}; }
bool stop_asked(ImportWatch const& watch) { return watch.stop && watch.stop->load(std::memory_order_relaxed); }
void tell(ImportWatch const& watch, double from, double to, std::size_t done, std::size_t of)
{
    if (watch.progress)
        watch.progress(from + (to - from) * static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(of, 1)));
}

/// Equal for what people take for the same value.
std::string key_part(Value const& value, Language language)
{
    if (auto const* text = std::get_if<std::string>(&value))
        return fold(*text);
    if (auto const* texts = std::get_if<model::Translations>(&value))
        return fold(texts->in(language));
    return model::is_null(value) ? std::string{} : model::value_to_json(value);
}

Value const* given(ReadLine const& line, std::string_view field)
{
    auto const found = std::find_if(line.values.begin(), line.values.end(), [&](auto const& one) { return one.first->id == field; });
    return found == line.values.end() ? nullptr : &found->second;
}

/// What the line would change in the record.
std::vector<std::pair<Field const*, Value>> differences(ReadLine const& line, Record const& before)
{
    std::vector<std::pair<Field const*, Value>> changes;
    for (auto const& [field, value] : line.values)
        if (!(before.at(field->id) == value))
            changes.emplace_back(field, value);
    return changes;
}

/// The records of some lines, by id.
Result<std::unordered_map<std::int64_t, Record>> records_of(store::Connection& reader, model::Registry const& registry, model::Entity const& entity, std::span<PlanLine const> lines)
{
    std::vector<std::int64_t> ids;
    for (auto const& line : lines)
        if (line.record > 0)
            ids.push_back(line.record);
    std::unordered_map<std::int64_t, Record> records;
    if (ids.empty())
        return records;
    auto page = model::page(reader, registry, entity, ids);
    if (!page)
        return page.error();
    for (auto& record : *page)
        records.emplace(record.id, std::move(record));
    return records;
}

} // namespace

std::vector<Field const*> missing_fields(model::Entity const& entity, ImportMapping const& mapping)
{
    std::vector<Field const*> missing;
    for (auto const& field : entity.fields) {
        auto const fills = [&](std::string const& target) { return target == field.id || target.starts_with(field.id + "."); };
        if (field.required && field.default_json.empty() && std::none_of(mapping.columns.begin(), mapping.columns.end(), [&](ImportColumn const& column) { return fills(column.target); }) &&
            std::none_of(mapping.fixed.begin(), mapping.fixed.end(), [&](auto const& one) { return fills(one.first) && !one.second.empty(); }))
            missing.push_back(&field);
    }
    return missing;
}

LineDecision const* ImportPlan::decision(std::size_t row) const
{
    auto const found = m_input.decisions.lines.find(row);
    return found == m_input.decisions.lines.end() ? nullptr : &found->second;
}

Result<ImportPlan> ImportPlan::make(store::Portfolio& portfolio, model::Registry const& registry, model::Editor& editor, ImportInput input, ImportWatch const& watch)
{
    ImportPlan plan{registry, std::move(input)};
    auto opened = portfolio.open_reader();
    if (!opened)
        return opened.error();
    auto& connection = **opened;
    auto const line_reader = plan.reader();
    if (line_reader.fields().empty())
        return Error{Status::invalid, {"Aucune colonne n’est associée à un champ. Associez-en au moins une.", "No column is joined to a field. Join at least one."}};
    for (auto const* field : line_reader.fields())
        if ((field->type == FieldType::link || field->type == FieldType::links) && !plan.m_links.contains(field->to)) {
            auto const* to = registry.entity(field->to);
            if (!to)
                continue;
            auto index = LinkIndex::build(connection, registry, *to, watch.stop);
            if (!index)
                return index.error();
            plan.m_links.emplace(field->to, std::move(*index));
        }
    plan.m_imported_before = portfolio_was_imported_into(connection);
    std::vector<std::string> keys;
    PASSERELLE_TRY(plan.read_lines(watch, keys));
    PASSERELLE_TRY(plan.find_records(connection, watch, keys));
    keys.clear();
    PASSERELLE_TRY(plan.compare(connection, watch));
    if (portfolio.read_only()) {
        plan.count();
        return plan;
    }
    std::size_t done = 0;
    std::vector<std::pair<std::size_t, std::vector<model::Issue>>> refused;
    ImportWatch const second{watch.progress ? std::function<void(double)>{[&](double share) { watch.progress(0.5 + share / 2); }} : nullptr, watch.stop};
    PASSERELLE_TRY(portfolio.rehearse([&](store::WriteTransaction& transaction) {
        done = 0;
        refused.clear();
        return plan.write(transaction, editor, second, [&](PlanLine const& line, std::vector<model::Issue> const& issues) { refused.emplace_back(static_cast<std::size_t>(&line - plan.m_lines.data()), issues); });
    }));
    for (auto const& [at, issues] : refused) {
        auto& line = plan.m_lines[at];
        auto const first = std::find_if(issues.begin(), issues.end(), [](model::Issue const& issue) { return issue.level == model::IssueLevel::error; });
        line.outcome = LineOutcome::error;
        if (first == issues.end())
            continue;
        line.field = first->field;
        line.sentence = first->sentence;
        for (std::size_t c = 0; c < plan.m_input.mapping.columns.size(); ++c)
            if (auto const& target = plan.m_input.mapping.columns[c].target; !first->field.empty() && (target == first->field || target.starts_with(first->field + ".")))
                line.column = c;
    }
    plan.count();
    return plan;
}

Result<void> ImportPlan::read_lines(ImportWatch const& watch, std::vector<std::string>& keys)
{
    auto const& rows = sheet().rows;
    auto const& mapping = m_input.mapping;
    auto const first = mapping.header == ImportMapping::no_header ? 0 : mapping.header + 1;
    if (rows.size() > first + most_lines)
        return Error{Status::invalid, {fmt::format("La feuille compte plus de {} lignes. Divisez-la en plusieurs fichiers.", most_lines), fmt::format("The sheet holds more than {} lines. Split it into several files.", most_lines)}};
    auto const line_reader = reader();
    bool const by_fields = !mapping.match.empty();
    std::unordered_map<std::string, std::size_t> seen;
    for (std::size_t r = first; r < rows.size(); ++r) {
        if (r % 256 == 0) {
            if (stop_asked(watch))
                return stopped();
            tell(watch, 0, 0.2, r, rows.size());
        }
        PlanLine line;
        line.row = r;
        auto const* decided = decision(r);
        auto why = line_reader.why_ignored(rows[r]);
        if (decided && decided->ignored == true) {
            line.sentence = {"Ignorée à votre demande", "Ignored as you asked"};
            m_lines.push_back(std::move(line));
            keys.emplace_back();
            continue;
        }
        if (!why.empty() && !(decided && decided->ignored == false)) {
            line.sentence = std::move(why);
            m_lines.push_back(std::move(line));
            keys.emplace_back();
            continue;
        }
        auto const read = line_reader.read(rows[r], decided, nullptr);
        line.outcome = LineOutcome::fresh;
        if (!read.faults.empty()) {
            // What is wrong comes before what is in doubt: it has to be settled first.
            auto const wrong = std::find_if(read.faults.begin(), read.faults.end(), [](CellFault const& fault) { return fault.kind == FaultKind::value; });
            auto const& fault = wrong != read.faults.end() ? *wrong : read.faults.front();
            line.outcome = fault.kind == FaultKind::value ? LineOutcome::error : LineOutcome::to_decide;
            line.doubt = fault.kind == FaultKind::value ? Doubt::none : Doubt::link;
            line.column = fault.column;
            line.field = fault.field;
            line.text = fault.text;
            line.sentence = fault.sentence;
        }
        std::string key;
        bool whole = true, any = false;
        if (by_fields) {
            for (auto const& field : mapping.match) {
                auto const* value = given(read, field);
                whole = whole && value && !model::is_null(*value);
                key += (value ? key_part(*value, m_input.language) : std::string{}) + '\x1f';
            }
        } else {
            for (auto const* field : line_reader.fields()) {
                auto const* value = given(read, field->id);
                any = any || value;
                key += (value ? key_part(*value, m_input.language) : std::string{}) + '\x1f';
            }
            whole = any && read.faults.empty();
        }
        if (!whole)
            key.clear();
        if (by_fields && whole && line.outcome != LineOutcome::error) {
            auto const [there, added] = seen.emplace(key, rows[r].line);
            if (!added) {
                line.outcome = LineOutcome::error;
                line.doubt = Doubt::none;
                line.sentence = {fmt::format("La ligne {} décrit déjà cette fiche. Corrigez le repère, ou ignorez l’une des deux lignes.", there->second),
                                 fmt::format("Line {} already describes this record. Correct what identifies it, or ignore one of the two lines.", there->second)};
                line.field = mapping.match.back();
                for (std::size_t c = 0; c < mapping.columns.size(); ++c)
                    if (mapping.columns[c].target == line.field)
                        line.column = c;
                key.clear();
            }
        }
        m_lines.push_back(std::move(line));
        keys.push_back(std::move(key));
    }
    if (m_lines.empty())
        return Error{Status::invalid, {"La feuille ne contient aucune ligne sous les titres de colonnes.", "The sheet holds no line below its column heads."}};
    return {};
}

Result<void> ImportPlan::find_records(store::Connection& connection, ImportWatch const& watch, std::vector<std::string> const& keys)
{
    auto const& mapping = m_input.mapping;
    if (!m_input.over.empty()) {
        auto const first = mapping.header == ImportMapping::no_header ? 0 : mapping.header + 1;
        for (auto& line : m_lines)
            if (auto const at = line.row - first; at < m_input.over.size())
                line.record = m_input.over[at];
        return {};
    }
    std::unordered_map<std::string, std::vector<std::int64_t>> wanted;
    for (auto const& key : keys)
        if (!key.empty())
            wanted.try_emplace(key);
    if (wanted.empty())
        return {};
    auto const line_reader = reader();
    std::vector<Field const*> fields;
    if (mapping.match.empty())
        fields = line_reader.fields();
    else
        for (auto const& id : mapping.match)
            if (auto const* field = m_input.entity->field(id))
                fields.push_back(field);
    model::Query query;
    query.entity = m_input.entity;
    auto const ids = model::order(connection, *m_registry, query, watch.stop);
    if (!ids)
        return ids.error();
    for (std::size_t from = 0; from < ids->size(); from += at_once) {
        if (stop_asked(watch))
            return stopped();
        tell(watch, 0.2, 0.35, from, ids->size());
        auto const records = model::page(connection, *m_registry, *m_input.entity, std::span{*ids}.subspan(from, std::min(at_once, ids->size() - from)));
        if (!records)
            return records.error();
        for (auto const& record : *records) {
            std::string key;
            for (auto const* field : fields)
                key += key_part(record.at(field->id), m_input.language) + '\x1f';
            if (auto const found = wanted.find(key); found != wanted.end())
                found->second.push_back(record.id);
        }
    }
    std::unordered_map<std::string, std::size_t> used;
    for (std::size_t at = 0; at < m_lines.size(); ++at) {
        auto const found = keys[at].empty() ? wanted.end() : wanted.find(keys[at]);
        if (found == wanted.end() || found->second.empty())
            continue;
        auto& line = m_lines[at];
        auto const* decided = decision(line.row);
        if (mapping.match.empty()) {
            // Equal lines are told apart by their number alone: as many records are taken for them as there are.
            auto& next = used[keys[at]];
            if (next < found->second.size())
                line.record = found->second[next++];
        } else if (found->second.size() == 1) {
            line.record = found->second.front();
        } else if (decided && decided->record != 0) {
            line.record = decided->record > 0 ? decided->record : 0;
        } else {
            m_candidates[at] = found->second;
            if (line.outcome == LineOutcome::error)
                continue;
            line.outcome = LineOutcome::to_decide;
            line.doubt = Doubt::record;
            line.sentence = {fmt::format("{} fiches correspondent à cette ligne. Choisissez celle qu’elle met à jour.", found->second.size()),
                             fmt::format("{} records fit this line. Choose the one that it updates.", found->second.size())};
        }
    }
    return {};
}

Result<void> ImportPlan::compare(store::Connection& connection, ImportWatch const& watch)
{
    auto const line_reader = reader();
    for (std::size_t from = 0; from < m_lines.size(); from += at_once) {
        if (stop_asked(watch))
            return stopped();
        tell(watch, 0.35, 0.5, from, m_lines.size());
        auto const part = std::span{m_lines}.subspan(from, std::min(at_once, m_lines.size() - from));
        auto const records = records_of(connection, *m_registry, *m_input.entity, part);
        if (!records)
            return records.error();
        for (auto& line : part) {
            if (line.outcome != LineOutcome::fresh || line.record == 0)
                continue;
            auto const before = records->find(line.record);
            if (before == records->end())
                continue;
            auto const* decided = decision(line.row);
            auto changes = differences(line_reader.read(sheet().rows[line.row], decided, &before->second), before->second);
            line.outcome = changes.empty() ? LineOutcome::unchanged : LineOutcome::changed;
            if (changes.empty() || !m_imported_before || !m_input.over.empty()) // who pastes over cells sees what stands there
                continue;
            bool open = false;
            std::size_t kept = 0;
            for (auto const& value : edited(connection, before->second, changes, decided)) {
                if (!value.from_file) {
                    open = true;
                    line.field = value.field->id;
                    line.sentence = {fmt::format("{}\u00A0: changé à la main depuis le dernier import. Quelle valeur garder\u202F?", value.field->label.fr),
                                     fmt::format("{}: changed by hand since the last import. Which value to keep?", value.field->label.en)};
                } else if (!*value.from_file) {
                    ++kept;
                }
            }
            if (open) {
                line.outcome = LineOutcome::to_decide;
                line.doubt = Doubt::edited;
            } else if (kept == changes.size()) {
                line.outcome = LineOutcome::unchanged;
            }
        }
    }
    return {};
}

std::vector<EditedValue> ImportPlan::edited(store::Connection& connection, Record const& before, std::vector<std::pair<Field const*, Value>> const& changes, LineDecision const* decided) const
{
    std::vector<EditedValue> all;
    if (!m_imported_before)
        return all;
    std::vector<std::string> names;
    for (auto const& change : changes)
        names.push_back(change.first->id);
    for (auto const& edit : edits_since_import(connection, *m_registry, *m_input.entity, before.id, names)) {
        auto const change = std::find_if(changes.begin(), changes.end(), [&](auto const& one) { return one.first->id == edit.field; });
        if (change == changes.end())
            continue;
        EditedValue value;
        value.field = change->first;
        value.here = model::displayed(connection, *m_registry, *change->first, before.at(edit.field), m_input.language);
        value.file = model::displayed(connection, *m_registry, *change->first, change->second, m_input.language);
        value.author = edit.author;
        value.at = edit.at;
        if (decided)
            if (auto const choice = decided->from_file.find(edit.field); choice != decided->from_file.end())
                value.from_file = choice->second;
        all.push_back(std::move(value));
    }
    return all;
}

void ImportPlan::count()
{
    m_counts = {};
    m_counts.lines = m_lines.size();
    for (auto const& line : m_lines)
        switch (line.outcome) {
        case LineOutcome::fresh: ++m_counts.fresh; break;
        case LineOutcome::changed: ++m_counts.changed; break;
        case LineOutcome::unchanged: ++m_counts.unchanged; break;
        case LineOutcome::to_decide: ++m_counts.to_decide; break;
        case LineOutcome::error: ++m_counts.error; break;
        case LineOutcome::ignored: ++m_counts.ignored; break;
        }
}

LineDetail ImportPlan::detail(store::Connection& connection, std::size_t at) const
{
    LineDetail detail;
    auto const& line = m_lines[at];
    auto const& row = sheet().rows[line.row];
    auto const* decided = decision(line.row);
    auto const& columns = m_input.mapping.columns;
    detail.cells.resize(columns.size());
    std::optional<Record> before;
    if (line.record > 0)
        if (auto read = model::read_record(connection, *m_registry, *m_input.entity, line.record))
            before = std::move(*read);
    auto const read = reader().read(row, decided, before ? &*before : nullptr);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        auto& cell = detail.cells[c];
        if (c < row.cells.size())
            cell.shown = shortened(row.cells[c].text, 300);
        if (decided)
            if (auto const typed = decided->typed.find(c); typed != decided->typed.end())
                cell.shown = shortened(typed->second, 300);
        if (columns[c].target.empty() || columns[c].target.find('.') != std::string::npos || line.outcome == LineOutcome::ignored)
            continue;
        auto const* value = given(read, columns[c].target);
        auto const* field = m_input.entity->field(columns[c].target);
        if (!value || !field)
            continue;
        auto const* link = std::get_if<model::RecordId>(value);
        if (!(link && link->value < 0))
            cell.shown = model::displayed(connection, *m_registry, *field, *value, m_input.language);
        if (before && !(before->at(field->id) == *value)) {
            cell.changed = true;
            cell.before = model::displayed(connection, *m_registry, *field, before->at(field->id), m_input.language);
        }
    }
    if (before && (line.outcome == LineOutcome::to_decide || line.outcome == LineOutcome::changed || line.outcome == LineOutcome::unchanged))
        detail.edited = edited(connection, *before, differences(read, *before), decided);
    if (auto const found = m_candidates.find(at); found != m_candidates.end())
        detail.candidates = found->second;
    return detail;
}

Result<void> ImportPlan::write(store::WriteTransaction& transaction, model::Editor& editor, ImportWatch const& watch, std::function<void(PlanLine const&, std::vector<model::Issue> const&)> const& refused) const
{
    std::vector<model::Issue> issues;
    // Records that a person asked to make for names that none bears come first: lines link to them.
    std::vector<std::int64_t> made;
    for (auto const& [name, link] : m_input.decisions.links) {
        made.push_back(0);
        auto const* field = link.id == LinkDecision::create ? m_input.entity->field(name.first) : nullptr;
        auto const* to = field ? m_registry->entity(field->to) : nullptr;
        auto const* names = to ? LinkIndex::name_field(*to) : nullptr;
        if (!names)
            continue;
        std::string text = name.second;
        for (auto const& line : m_lines) // as the file writes it, not folded
            if (line.text.size() && fold(line.text) == name.second)
                text = line.text;
        if (auto const written = m_input.decisions.links.find(name); written != m_input.decisions.links.end())
            for (auto const& row : sheet().rows)
                for (std::size_t c = 0; c < row.cells.size() && c < m_input.mapping.columns.size(); ++c)
                    if (m_input.mapping.columns[c].target == name.first && fold(row.cells[c].text) == name.second)
                        text = row.cells[c].text;
        Value value = names->type == FieldType::translatable ? Value{model::Translations{{{m_input.language == Language::fr ? "fr" : "en", text}}}} : Value{text};
        auto const id = editor.apply_in(transaction, {model::ChangeKind::insert, to->id, 0, {{names->id, std::move(value)}}, {}}, issues);
        if (!id)
            return id.error();
        made.back() = *id;
    }
    auto const settle = [&](Value& value) {
        auto const real = [&](std::int64_t id) { return id < 0 && static_cast<std::size_t>(-1 - id) < made.size() ? made[static_cast<std::size_t>(-1 - id)] : id; };
        if (auto* link = std::get_if<model::RecordId>(&value))
            link->value = real(link->value);
        if (auto* ids = std::get_if<model::Ids>(&value))
            for (auto& id : *ids)
                id = real(id);
    };
    auto const line_reader = reader();
    for (std::size_t from = 0; from < m_lines.size(); from += at_once) {
        if (stop_asked(watch))
            return stopped();
        tell(watch, 0, 1, from, m_lines.size());
        auto const part = std::span{m_lines}.subspan(from, std::min(at_once, m_lines.size() - from));
        auto const records = records_of(transaction.connection(), *m_registry, *m_input.entity, part);
        if (!records)
            return records.error();
        for (auto const& line : part) {
            if (line.outcome != LineOutcome::fresh && line.outcome != LineOutcome::changed)
                continue;
            auto const found = records->find(line.record);
            Record const* before = found == records->end() ? nullptr : &found->second;
            auto const* decided = decision(line.row);
            auto read = line_reader.read(sheet().rows[line.row], decided, before);
            model::Change change{before ? model::ChangeKind::update : model::ChangeKind::insert, m_input.entity->id, before ? before->id : 0, {}, before ? std::string{} : std::string{"sheet"}};
            for (auto& [field, value] : read.values) {
                if (before && before->at(field->id) == value)
                    continue;
                if (decided)
                    if (auto const choice = decided->from_file.find(field->id); choice != decided->from_file.end() && !choice->second)
                        continue;
                settle(value);
                change.fields.emplace_back(field->id, std::move(value));
            }
            issues.clear();
            auto const id = editor.apply_in(transaction, change, issues);
            if (!id)
                return id.error();
            if (std::any_of(issues.begin(), issues.end(), [](model::Issue const& issue) { return issue.level == model::IssueLevel::error; }))
                refused(line, issues);
        }
    }
    return {};
}

Result<ImportDone> ImportPlan::apply(store::Portfolio& portfolio, model::Editor& editor, std::string const& file, ImportWatch const& watch) const
{
    auto const total = m_counts.to_write();
    if (total == 0)
        return Error{Status::invalid, {"Aucune ligne n’est à importer.", "There is no line to import."}};
    auto const small = [](std::string word) {
        if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z' && !(word.size() > 1 && word[1] >= 'A' && word[1] <= 'Z'))
            word[0] = static_cast<char>(word[0] + 32);
        return word;
    };
    auto const& entity = *m_input.entity;
    auto const name = shortened(cleaned(file), 80);
    store::WriteLabel label;
    label.kind = store::WriteKind::import;
    label.label = {fmt::format("Import de {}\u00A0: {} {}", name, total, small(total > 1 && !entity.plural.fr.empty() ? entity.plural.fr : entity.label.fr)),
                   fmt::format("Import of {}: {} {}", name, total, small(total > 1 && !entity.plural.en.empty() ? entity.plural.en : entity.label.en))};
    auto const written = portfolio.write(label, [&](store::WriteTransaction& transaction) -> Result<void> {
        std::optional<Error> first;
        PASSERELLE_TRY(write(transaction, editor, watch, [&](PlanLine const& line, std::vector<model::Issue> const& issues) {
            auto const issue = std::find_if(issues.begin(), issues.end(), [](model::Issue const& one) { return one.level == model::IssueLevel::error; });
            if (!first && issue != issues.end())
                first = Error{Status::conflict, {fmt::format("Ligne {}\u00A0: {} Rien n’a été importé. Revenez à la vérification.", sheet().rows[line.row].line, issue->sentence.fr),
                                                 fmt::format("Line {}: {} Nothing was imported. Go back to the check.", sheet().rows[line.row].line, issue->sentence.en)}};
        }));
        return first ? Result<void>{*first} : Result<void>{};
    });
    if (!written)
        return written.error();
    return ImportDone{*written, m_counts.fresh, m_counts.changed};
}

} // namespace passerelle::exchange
