#include "host/exchange/records_file.hpp"
#include "host/base/atomic_file.hpp"
#include "host/model/value_json.hpp"
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unordered_map>

namespace passerelle::exchange {
namespace {

using nlohmann::json;

constexpr std::uintmax_t most_bytes = 64u << 20;
constexpr std::size_t most_records = 200'000;

Error refused(std::string fr, std::string en)
{
    return {Status::invalid, {std::move(fr), std::move(en)}};
}

struct Draft {
    std::string ref;
    model::Entity const* entity = nullptr;
    json const* fields = nullptr;
    std::vector<std::size_t> needs; ///< indexes of the drafts that its links point to
};

class Planner {
public:
    explicit Planner(model::Registry const& registry) : m_registry(registry) {}

    Result<Plan> run(json const& file)
    {
        if (!file.is_array())
            return refused("Le fichier de fiches doit être une liste.", "The file of records must be a list.");
        if (file.size() > most_records)
            return refused(fmt::format("Le fichier contient plus de {} fiches. Divisez-le.", most_records), fmt::format("The file holds more than {} records. Split it.", most_records));
        for (auto const& item : file)
            PASSERELLE_TRY(draft(item));
        for (auto& draft : m_drafts)
            PASSERELLE_TRY(find_links(draft));
        PASSERELLE_TRY(put_in_order());
        Plan plan;
        for (auto const at : m_order) {
            auto const& draft = m_drafts[at];
            model::Change change;
            change.kind = model::ChangeKind::insert;
            change.entity = draft.entity->id;
            for (auto const& [name, content] : draft.fields->items()) {
                auto value = this->value(draft, *draft.entity->field(name), content);
                if (!value)
                    return value.error();
                change.fields.emplace_back(name, std::move(*value));
            }
            plan.changes.push_back(std::move(change));
            plan.refs.push_back(draft.ref);
        }
        return plan;
    }

private:
    Result<void> draft(json const& item)
    {
        auto const number = m_drafts.size() + 1;
        if (!item.is_object() || !item.contains("entity") || !item["entity"].is_string() || !item.contains("fields") || !item["fields"].is_object())
            return refused(fmt::format("Fiche n°\u00A0{}\u00A0: «\u00A0entity\u00A0» et «\u00A0fields\u00A0» sont attendus.", number), fmt::format("Record no. {}: “entity” and “fields” are expected.", number));
        Draft made;
        made.ref = item.contains("ref") && item["ref"].is_string() ? item["ref"].get<std::string>() : fmt::format("#{}", number);
        auto const name = item["entity"].get<std::string>();
        made.entity = m_registry.entity(name);
        if (!made.entity)
            return refused(fmt::format("Fiche «\u00A0{}\u00A0»\u00A0: aucun module présent ne déclare le registre «\u00A0{}\u00A0».", made.ref, name),
                           fmt::format("Record “{}”: no present module declares the register “{}”.", made.ref, name));
        made.fields = &item["fields"];
        for (auto const& [field, content] : made.fields->items())
            if (!made.entity->field(field))
                return refused(fmt::format("Fiche «\u00A0{}\u00A0»\u00A0: le registre {} n’a pas de champ «\u00A0{}\u00A0».", made.ref, name, field),
                               fmt::format("Record “{}”: the register {} has no field “{}”.", made.ref, name, field));
        if (!m_by_ref.emplace(made.ref, m_drafts.size()).second)
            return refused(fmt::format("Deux fiches portent le repère «\u00A0{}\u00A0».", made.ref), fmt::format("Two records bear the mark “{}”.", made.ref));
        m_drafts.push_back(std::move(made));
        return {};
    }

    Result<std::size_t> target(Draft const& draft, model::Field const& field, json const& content) const
    {
        auto const text = content.is_string() ? content.get<std::string>() : std::string{};
        auto const found = text.starts_with('@') ? m_by_ref.find(text.substr(1)) : m_by_ref.end();
        if (found == m_by_ref.end())
            return refused(fmt::format("Fiche «\u00A0{}\u00A0», champ {}\u00A0: le lien «\u00A0{}\u00A0» ne désigne aucune fiche du fichier.", draft.ref, field.id, text),
                           fmt::format("Record “{}”, field {}: the link “{}” names no record of the file.", draft.ref, field.id, text));
        if (m_drafts[found->second].entity->id != field.to)
            return refused(fmt::format("Fiche «\u00A0{}\u00A0», champ {}\u00A0: «\u00A0{}\u00A0» n’est pas du registre {}.", draft.ref, field.id, text, field.to),
                           fmt::format("Record “{}”, field {}: “{}” is not of the register {}.", draft.ref, field.id, text, field.to));
        return found->second;
    }

    Result<void> find_links(Draft& draft)
    {
        for (auto const& [name, content] : draft.fields->items()) {
            auto const& field = *draft.entity->field(name);
            auto const need = [&](json const& one) -> Result<void> {
                auto found = target(draft, field, one);
                if (!found)
                    return found.error();
                draft.needs.push_back(*found);
                return {};
            };
            if (content.is_null())
                continue;
            if (field.type == model::FieldType::link)
                PASSERELLE_TRY(need(content));
            if (field.type == model::FieldType::links && content.is_array())
                for (auto const& one : content)
                    PASSERELLE_TRY(need(one));
        }
        return {};
    }

    /// Depth first without recursion: a hostile chain of links must not use up the stack.
    Result<void> put_in_order()
    {
        enum class Mark { fresh, open, done };
        std::vector<Mark> marks(m_drafts.size(), Mark::fresh);
        m_position.resize(m_drafts.size());
        for (std::size_t start = 0; start < m_drafts.size(); ++start) {
            std::vector<std::pair<std::size_t, std::size_t>> stack;
            if (marks[start] == Mark::fresh)
                stack.emplace_back(start, 0);
            while (!stack.empty()) {
                auto& [at, next] = stack.back();
                marks[at] = Mark::open;
                if (next < m_drafts[at].needs.size()) {
                    auto const needed = m_drafts[at].needs[next++];
                    if (marks[needed] == Mark::open)
                        return refused(fmt::format("Les fiches «\u00A0{}\u00A0» et «\u00A0{}\u00A0» se désignent l’une l’autre.", m_drafts[at].ref, m_drafts[needed].ref),
                                       fmt::format("The records “{}” and “{}” point to each other.", m_drafts[at].ref, m_drafts[needed].ref));
                    if (marks[needed] == Mark::fresh)
                        stack.emplace_back(needed, 0);
                    continue;
                }
                marks[at] = Mark::done;
                m_position[at] = m_order.size();
                m_order.push_back(at);
                stack.pop_back();
            }
        }
        return {};
    }

    Result<model::Value> value(Draft const& draft, model::Field const& field, json const& content) const
    {
        auto const negative = [&](std::size_t index) { return -static_cast<std::int64_t>(m_position[index]) - 1; };
        if (!content.is_null() && field.type == model::FieldType::link) {
            auto found = target(draft, field, content);
            if (!found)
                return found.error();
            return model::Value{model::RecordId{negative(*found)}};
        }
        if (field.type == model::FieldType::links && content.is_array()) {
            model::Ids ids;
            for (auto const& one : content) {
                auto found = target(draft, field, one);
                if (!found)
                    return found.error();
                ids.push_back(negative(*found));
            }
            return model::Value{std::move(ids)};
        }
        auto read = model::value_from_json(field, content.dump());
        if (!read)
            return Error{read.error().status, {fmt::format("Fiche «\u00A0{}\u00A0»\u00A0: {}", draft.ref, read.error().sentence.fr), fmt::format("Record “{}”: {}", draft.ref, read.error().sentence.en)}};
        return std::move(*read);
    }

    model::Registry const& m_registry;
    std::vector<Draft> m_drafts;
    std::unordered_map<std::string, std::size_t> m_by_ref;
    std::vector<std::size_t> m_order, m_position;
};

} // namespace

Result<Plan> plan_records(std::string_view text, model::Registry const& registry)
{
    try {
        // Depth is bounded by hand: the library's own parser would recurse as deep as the text does.
        int depth = 0;
        bool quoted = false;
        for (std::size_t at = 0; at < text.size(); ++at) {
            char const letter = text[at];
            if (quoted) {
                if (letter == '\\')
                    ++at;
                else if (letter == '"')
                    quoted = false;
            } else if (letter == '"') {
                quoted = true;
            } else if (letter == '[' || letter == '{') {
                if (++depth > 16)
                    return refused("Le fichier de fiches est imbriqué trop profondément.", "The file of records is nested too deeply.");
            } else if (letter == ']' || letter == '}') {
                --depth;
            }
        }
        auto const file = json::parse(text);
        return Planner{registry}.run(file);
    } catch (json::exception const& fault) {
        return refused(fmt::format("Le fichier de fiches n’a pas pu être lu. Détail technique\u00A0: {}", fault.what()), fmt::format("The file of records could not be read. Technical detail: {}", fault.what()));
    }
}

Result<LoadReport> load_records(std::filesystem::path const& path, model::Editor& editor, model::Registry const& registry, Phrase label)
{
    auto text = read_whole_file(path, most_bytes);
    if (!text)
        return text.error();
    auto plan = plan_records(*text, registry);
    if (!plan)
        return plan.error();
    LoadReport report;
    for (auto const& change : plan->changes)
        ++report.records[change.entity];
    auto outcome = editor.apply(std::move(label), std::move(plan->changes));
    if (auto const* refusal = std::get_if<model::Refusal>(&outcome)) {
        auto error = refusal->error;
        for (auto const& issue : refusal->issues)
            if (issue.level == model::IssueLevel::error && issue.change < plan->refs.size()) {
                auto const& ref = plan->refs[issue.change];
                error.sentence = {fmt::format("Fiche «\u00A0{}\u00A0»{}\u00A0: {}", ref, issue.field.empty() ? "" : fmt::format(", champ {}", issue.field), issue.sentence.fr),
                                  fmt::format("Record “{}”{}: {}", ref, issue.field.empty() ? "" : fmt::format(", field {}", issue.field), issue.sentence.en)};
                break;
            }
        return error;
    }
    auto& applied = std::get<model::Applied>(outcome);
    report.transaction = applied.transaction;
    report.issues = std::move(applied.issues);
    for (std::size_t at = 0; at < applied.ids.size() && at < plan->refs.size(); ++at)
        report.ids[plan->refs[at]] = applied.ids[at];
    return report;
}

} // namespace passerelle::exchange
