#include "host/bridge/importer.hpp"
#include "host/base/text.hpp"
#include "host/model/record.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <unordered_set>

namespace passerelle::bridge {

/// One entity that the import writes.
struct Importer::Kind {
    model::Entity const* entity;
    ImportReport::PerEntity* counts;
    struct Child {
        Kind* kind;
        std::string sql; ///< ids of the children of a parent that this format brought
    };
    std::vector<Child> children;
    bool children_known = false;
    bool has_parent = false;
};

struct Importer::Node {
    bool fresh = false;     ///< made by this import: nothing older hangs below it
    bool completed = false; ///< its own complete() has run
    std::vector<std::pair<Kind*, std::int64_t>> children;
};

Importer::Importer(ModuleHost& module, store::WriteTransaction& transaction, std::string origin, Language language, ImportReport& report,
                   Progress& progress)
    : m_module(module), m_transaction(transaction), m_origin(std::move(origin)), m_language(language), m_report(report), m_progress(progress),
      m_raw{this, &Importer::put, &Importer::complete, &Importer::problem}
{
}

Importer::~Importer() = default;

Result<Importer::Kind*> Importer::kind(std::string_view name)
{
    if (auto const known = m_kinds.find(std::string(name)); known != m_kinds.end())
        return known->second.get();
    model::Entity const* const entity = m_module.context().registry->entity(name);
    if (entity == nullptr)
        return Error{Status::not_found, {fmt::format("Ce type de fiche n’existe pas\u00a0: {}", name.substr(0, 200)),
                                         fmt::format("There is no such kind of record: {}", name.substr(0, 200))}};
    PASSERELLE_TRY(m_module.may_write(*entity));
    auto made = std::make_unique<Kind>(Kind{entity, &m_report.entities[entity->id], {}, false, !entity->parent.empty()});
    return m_kinds.emplace(entity->id, std::move(made)).first->second.get();
}

void Importer::add_problem(model::IssueLevel level, std::int64_t line, std::string identifier, std::string sentence)
{
    ++m_report.problems_total;
    if (m_report.problems.size() < limits::problems_kept)
        m_report.problems.push_back({level, line, std::move(identifier), std::move(sentence)});
}

psl_status Importer::report(std::vector<model::Issue> const& issues, std::string const& identifier)
{
    psl_status status = PSL_OK;
    for (model::Issue const& issue : issues) {
        add_problem(issue.level, 0, identifier, issue.sentence.in(m_language));
        if (issue.level == model::IssueLevel::error && status == PSL_OK)
            status = refuse(PSL_E_INVALID, issue.sentence);
    }
    return status;
}

Result<std::int64_t> Importer::link_by_key(model::Field const& field, std::string_view key)
{
    model::Entity const* const target = m_module.context().registry->entity(field.to);
    Error const unknown{Status::invalid, {fmt::format("{}\u00a0: aucune fiche ne porte la clé «\u00a0{}\u00a0».", field.label.fr, cleaned(key.substr(0, 200))),
                                          fmt::format("{}: no record has the key “{}”.", field.label.en, cleaned(key.substr(0, 200)))}};
    if (target == nullptr)
        return unknown;
    std::vector<model::Value> values;
    std::string_view rest = key;
    for (std::string const& part : target->key) {
        auto const cut = rest.find('\x1f');
        std::string_view const text = rest.substr(0, cut);
        rest = cut == std::string_view::npos ? std::string_view{} : rest.substr(cut + 1);
        model::Field const* const own = target->field(part);
        psl_str const name = to_c(std::string_view(part));
        psl_value value{};
        value.kind = PSL_TEXT;
        value.as.s = to_c(text);
        if (own != nullptr && (own->type == model::FieldType::link || own->type == model::FieldType::integer)) {
            value.kind = PSL_INT;
            if (std::from_chars(text.data(), text.data() + text.size(), value.as.i).ec != std::errc{})
                return unknown;
        }
        auto read = read_fields(*target, &name, &value, 1, {});
        if (!read || read->empty())
            return unknown;
        values.push_back(std::move(read->front().second));
    }
    auto const found = model::find_by_key(m_transaction.connection(), *target, values);
    if (!found)
        return found.error();
    if (!*found)
        return unknown;
    return **found;
}

namespace {

model::Value const* value_of(FieldValues const& fields, std::string_view name)
{
    auto const found = std::find_if(fields.begin(), fields.end(), [&](auto const& entry) { return entry.first == name; });
    return found == fields.end() || model::is_null(found->second) ? nullptr : &found->second;
}

/// The first key value that a person would recognise.
std::string identifier_of(model::Entity const& entity, FieldValues const& fields)
{
    for (std::string const& name : entity.key)
        if (model::Value const* const value = value_of(fields, name))
            if (auto const* text = std::get_if<std::string>(value))
                return *text;
    return {};
}

} // namespace

psl_status Importer::put_record(Kind& kind, psl_str const* names, psl_value const* values, std::uint32_t n, std::int64_t& id)
{
    model::Entity const& entity = *kind.entity;
    auto fields = read_fields(entity, names, values, n,
                              [this](model::Field const& field, std::string_view key) { return link_by_key(field, key); });
    if (!fields) {
        if (fields.error().status == Status::invalid)
            return report({{0, {}, model::IssueLevel::error, fields.error().sentence}}, {});
        return refuse(fields.error());
    }
    std::optional<std::int64_t> found;
    std::vector<model::Value> key;
    for (std::string const& name : entity.key)
        if (model::Value const* const value = value_of(*fields, name))
            key.push_back(*value);
    if (!key.empty() && key.size() == entity.key.size()) {
        auto const match = model::find_by_key(m_transaction.connection(), entity, key);
        if (!match)
            return refuse(match.error());
        found = *match;
    }
    model::Change change;
    change.entity = entity.id;
    if (found) {
        auto const before = model::read_record(m_transaction.connection(), *m_module.context().registry, entity, *found);
        if (!before)
            return refuse(before.error());
        change.kind = model::ChangeKind::update;
        change.id = *found;
        for (auto& [name, value] : *fields)
            if (!(before->at(name) == value))
                change.fields.emplace_back(name, value);
        if (change.fields.empty()) {
            id = *found;
            ++kind.counts->unchanged;
            ++m_report.unchanged;
            remember(kind, *fields, id, false);
            return PSL_OK;
        }
    } else {
        change.kind = model::ChangeKind::insert;
        change.fields = *fields;
        change.origin = m_origin;
    }
    std::vector<model::Issue> issues;
    auto const made = m_module.context().editor->apply_in(m_transaction, change, issues);
    if (psl_status const status = report(issues, identifier_of(entity, *fields)); status != PSL_OK)
        return status;
    if (!made)
        return refuse(made.error());
    id = *made;
    ++(found ? kind.counts->changed : kind.counts->created);
    ++(found ? m_report.changed : m_report.created);
    remember(kind, *fields, id, !found);
    return PSL_OK;
}

void Importer::remember(Kind& kind, FieldValues const& fields, std::int64_t id, bool fresh)
{
    Node& node = m_nodes[id];
    node.fresh = node.fresh || fresh;
    node.completed = false;
    if (!kind.has_parent)
        return;
    if (model::Value const* const parent = value_of(fields, kind.entity->parent))
        if (auto const* link = std::get_if<model::RecordId>(parent))
            if (auto const above = m_nodes.find(link->value); above != m_nodes.end())
                above->second.children.emplace_back(&kind, id);
}

Result<void> Importer::remove(Kind& kind, std::int64_t id)
{
    model::Change change;
    change.kind = model::ChangeKind::remove;
    change.entity = kind.entity->id;
    change.id = id;
    std::vector<model::Issue> issues;
    auto const removed = m_module.context().editor->apply_in(m_transaction, change, issues);
    if (report(issues, {}) != PSL_OK)
        return {}; // something else still points to it: it stays, and the problem says so
    if (!removed)
        return removed.error();
    ++kind.counts->removed;
    ++m_report.removed;
    return {};
}

/// Removes what the format brought earlier below this record and did not bring again, to any depth.
Result<void> Importer::finish(Kind& kind, std::int64_t id)
{
    if (!kind.children_known) {
        kind.children_known = true;
        for (auto const& incoming : m_module.context().registry->links_to(kind.entity->id)) {
            if (incoming.field->type != model::FieldType::link || incoming.entity->parent != incoming.field->id ||
                !m_module.may_write(*incoming.entity))
                continue;
            auto child = this->kind(incoming.entity->id);
            if (!child)
                return child.error();
            kind.children.push_back({*child, fmt::format("SELECT id FROM {} WHERE {} = ?1 AND origin = ?2", incoming.entity->table, incoming.field->id)});
        }
    }
    auto const known = m_nodes.find(id);
    Node node = known == m_nodes.end() ? Node{} : std::move(known->second);
    for (Kind::Child const& child : kind.children) {
        std::unordered_set<std::int64_t> seen;
        for (auto const& [child_kind, child_id] : node.children)
            if (child_kind == child.kind)
                seen.insert(child_id);
        if (!node.fresh) {
            std::vector<std::int64_t> gone;
            {
                auto statement = m_transaction.connection().prepare(child.sql);
                if (!statement)
                    return statement.error();
                statement->bind(1, id).bind(2, std::string_view(m_origin));
                for (;;) {
                    auto const row = statement->step();
                    if (!row)
                        return row.error();
                    if (!*row)
                        break;
                    if (!seen.contains(statement->integer(0)))
                        gone.push_back(statement->integer(0));
                }
            }
            for (std::int64_t const old : gone)
                PASSERELLE_TRY(remove(*child.kind, old));
        }
        for (std::int64_t const child_id : seen) {
            auto const below = m_nodes.find(child_id);
            if (below == m_nodes.end() || !below->second.completed)
                PASSERELLE_TRY(finish(*child.kind, child_id));
            m_nodes.erase(child_id);
        }
    }
    Node& done = m_nodes[id];
    done = Node{node.fresh, true, {}};
    if (!kind.has_parent)
        m_nodes.erase(id); // the outermost: nobody asks for it again
    return {};
}

psl_status PSL_CALL Importer::put(psl_importer* raw, psl_str entity, psl_str const* names, psl_value const* values, std::uint32_t n,
                                  std::int64_t* id) noexcept
{
    return answer_callback([&]() -> psl_status {
        auto& self = *static_cast<Importer*>(raw->impl);
        std::int64_t made = 0;
        if (id != nullptr)
            *id = 0;
        if (self.m_progress.cancel)
            return PSL_E_CANCELLED;
        auto const kind = self.kind(name_in(entity));
        if (!kind)
            return refuse(kind.error());
        psl_status const status = self.put_record(**kind, names, values, n, made);
        if (status == PSL_OK && id != nullptr)
            *id = made;
        return status;
    });
}

psl_status PSL_CALL Importer::complete(psl_importer* raw, psl_str entity, std::int64_t id) noexcept
{
    return answer_callback([&]() -> psl_status {
        auto& self = *static_cast<Importer*>(raw->impl);
        auto const kind = self.kind(name_in(entity));
        if (!kind)
            return refuse(kind.error());
        auto const finished = self.finish(**kind, id);
        return finished ? PSL_OK : refuse(finished.error());
    });
}

void PSL_CALL Importer::problem(psl_importer* raw, std::int32_t level, std::int64_t line, psl_str identifier, psl_str sentence) noexcept
{
    quiet_callback([&] {
        auto& self = *static_cast<Importer*>(raw->impl);
        auto const meaning = level <= PSL_LEVEL_NOTE ? model::IssueLevel::note
                             : level == PSL_LEVEL_WARNING ? model::IssueLevel::warning : model::IssueLevel::error;
        self.add_problem(meaning, line, text_of(identifier, limits::label_bytes), text_of(sentence, limits::label_bytes));
    });
}

} // namespace passerelle::bridge
