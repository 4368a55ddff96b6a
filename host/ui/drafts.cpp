#include "host/ui/drafts.hpp"
#include "host/model/value_json.hpp"
#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace passerelle::ui {

namespace {

constexpr std::string_view beginning = "draft/";

std::string key_of(model::Entity const& entity, std::int64_t id) { return fmt::format("{}{}:{}", beginning, entity.id, id); }

nlohmann::json read(Desk const& desk, std::string const& key)
{
    auto const kept = desk.kept(key);
    auto json = kept ? nlohmann::json::parse(*kept, nullptr, false) : nlohmann::json::object();
    return json.is_object() ? json : nlohmann::json::object();
}

void write(Desk& desk, std::string const& key, nlohmann::json const& json)
{
    desk.keep(key, json.empty() ? std::string() : json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace

void keep_draft(Desk& desk, model::Entity const& entity, std::int64_t id, model::Field const& field, Draft const& draft)
{
    auto const key = key_of(entity, id);
    auto json = read(desk, key);
    json[field.id] = {{"typed", draft.typed}, {"base", model::value_to_json(draft.base)}};
    write(desk, key, json);
}

void drop_draft(Desk& desk, model::Entity const& entity, std::int64_t id, model::Field const& field)
{
    auto const key = key_of(entity, id);
    auto json = read(desk, key);
    if (json.erase(field.id) > 0)
        write(desk, key, json);
}

void drop_drafts(Desk& desk, model::Entity const& entity, std::int64_t id) { desk.keep(key_of(entity, id), {}); }

std::map<std::string, Draft> drafts_of(Desk const& desk, model::Entity const& entity, std::int64_t id)
{
    std::map<std::string, Draft> drafts;
    auto const kept = read(desk, key_of(entity, id));
    for (auto const& [name, entry] : kept.items()) {
        auto const* const field = entity.field(name);
        if (!field || !entry.is_object() || !entry.contains("typed") || !entry["typed"].is_object())
            continue;
        Draft draft;
        for (auto const& [part, words] : entry["typed"].items())
            if (words.is_string())
                draft.typed.emplace(part, words.get<std::string>());
        if (entry.contains("base") && entry["base"].is_string())
            if (auto base = model::value_from_json(*field, entry["base"].get<std::string>()))
                draft.base = std::move(*base);
        drafts.emplace(name, std::move(draft));
    }
    return drafts;
}

std::vector<std::pair<std::string, std::int64_t>> drafted_records(Desk const& desk)
{
    std::vector<std::pair<std::string, std::int64_t>> records;
    for (auto const& key : desk.keys(beginning)) {
        auto const colon = key.rfind(':');
        std::int64_t id = 0;
        if (colon == std::string::npos || std::from_chars(key.data() + colon + 1, key.data() + key.size(), id).ec != std::errc())
            continue;
        records.emplace_back(key.substr(beginning.size(), colon - beginning.size()), id);
    }
    return records;
}

} // namespace passerelle::ui
