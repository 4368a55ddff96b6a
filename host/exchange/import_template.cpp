#include "host/exchange/import_template.hpp"
#include "host/base/text.hpp"
#include "host/model/record.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace passerelle::exchange {
namespace {

using nlohmann::json;

/// The same heads in the same order, accents and case aside, give the same name (FNV-1a, 64 bits).
std::string setting_name(model::Entity const& entity, ImportMapping const& mapping)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (auto const& column : mapping.columns)
        for (char const letter : fold(column.header) + '\x1f')
            hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
    return fmt::format("import:{}:{:016x}", entity.id, hash);
}

Result<std::optional<std::int64_t>> find(store::Connection& connection, model::Registry const& registry, std::string const& name)
{
    auto const* setting = registry.entity("core.setting");
    return setting ? model::find_by_key(connection, *setting, {model::Value{name}}) : Result<std::optional<std::int64_t>>{std::optional<std::int64_t>{}};
}

} // namespace

Result<void> remember_mapping(model::Editor& editor, store::Connection& connection, model::Registry const& registry, model::Entity const& entity, ImportMapping const& mapping)
{
    json made{{"columns", json::array()}, {"fixed", json::array()}, {"match", mapping.match}, {"erase", mapping.erase}};
    for (auto const& column : mapping.columns)
        made["columns"].push_back({{"target", column.target}, {"currency", column.currency}});
    for (auto const& [target, text] : mapping.fixed)
        made["fixed"].push_back({{"target", target}, {"text", text}});
    auto const name = setting_name(entity, mapping);
    auto const there = find(connection, registry, name);
    if (!there)
        return there.error();
    model::Change change{*there ? model::ChangeKind::update : model::ChangeKind::insert, "core.setting", there->value_or(0), {{"value", model::Value{made.dump()}}}, {}};
    if (!*there)
        change.fields.emplace_back("name", model::Value{name});
    auto const done = editor.apply({fmt::format("modèle d’import\u00A0: {}", entity.plural.fr), fmt::format("import template: {}", entity.plural.en)}, {std::move(change)});
    if (auto const* refusal = std::get_if<model::Refusal>(&done))
        return refusal->error;
    return {};
}

bool recall_mapping(store::Connection& connection, model::Registry const& registry, model::Entity const& entity, ImportMapping& mapping)
{
    auto const there = find(connection, registry, setting_name(entity, mapping));
    if (!there || !*there)
        return false;
    auto const record = model::read_record(connection, registry, *registry.entity("core.setting"), **there);
    auto const* text = record ? std::get_if<std::string>(&record->at("value")) : nullptr;
    auto const stored = text && text->size() < (1u << 20) ? json::parse(*text, nullptr, false) : json();
    if (!stored.is_object() || !stored.contains("columns") || !stored["columns"].is_array() || stored["columns"].size() != mapping.columns.size())
        return false;
    auto const targets = import_targets(entity);
    auto const word = [](json const& object, char const* name) { return object.is_object() && object.contains(name) && object[name].is_string() ? object[name].get<std::string>() : std::string{}; };
    for (std::size_t c = 0; c < mapping.columns.size(); ++c) {
        auto const target = word(stored["columns"][c], "target");
        mapping.columns[c].target = find_target(targets, target) ? target : std::string{}; // a field may have gone since
        mapping.columns[c].currency = word(stored["columns"][c], "currency");
    }
    mapping.fixed.clear();
    if (stored.contains("fixed") && stored["fixed"].is_array())
        for (auto const& one : stored["fixed"])
            if (find_target(targets, word(one, "target")))
                mapping.fixed.emplace_back(word(one, "target"), word(one, "text"));
    mapping.erase = stored.contains("erase") && stored["erase"].is_boolean() && stored["erase"].get<bool>();
    return true;
}

} // namespace passerelle::exchange
