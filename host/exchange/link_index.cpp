#include "host/exchange/link_index.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <set>
#include <span>

namespace passerelle::exchange {

using model::FieldType;

Result<LinkIndex> LinkIndex::build(store::Connection& reader, model::Registry const& registry, model::Entity const& entity, std::atomic<bool> const* stop)
{
    model::Query query;
    query.entity = &entity;
    auto const ids = model::order(reader, registry, query, stop);
    if (!ids)
        return ids.error();
    std::set<std::string, std::less<>> naming{"abbreviation", "identifier", "reference", "code", "name", "title"};
    for (auto const& field : entity.fields)
        if (field.unique || (entity.key.size() == 1 && entity.key.front() == field.id) || entity.title.find("{" + field.id + "}") != std::string::npos)
            naming.insert(field.id);
    LinkIndex index;
    auto const add = [&](std::string_view text, std::int64_t id) {
        auto key = fold(text);
        if (key.empty())
            return;
        auto& all = index.m_ids[std::move(key)];
        if (all.empty() || all.back() != id)
            all.push_back(id);
    };
    constexpr std::size_t at_once = 500, most_titles = 3000;
    for (std::size_t from = 0; from < ids->size(); from += at_once) {
        if (stop && *stop)
            return Error{Status::cancelled, {"Lecture interrompue.", "Reading interrupted."}};
        auto const part = std::span{*ids}.subspan(from, std::min(at_once, ids->size() - from));
        auto const records = model::page(reader, registry, entity, part);
        if (!records)
            return records.error();
        for (auto const& record : *records) {
            for (auto const& id : naming) {
                auto const& value = record.at(id);
                if (auto const* text = std::get_if<std::string>(&value))
                    add(*text, record.id);
                else if (auto const* translations = std::get_if<model::Translations>(&value))
                    for (auto const& [language, words] : translations->texts)
                        add(words, record.id);
            }
            if (ids->size() <= most_titles)
                for (auto const language : {Language::fr, Language::en})
                    add(model::title_of(reader, registry, entity, record.id, language), record.id);
        }
    }
    return index;
}

std::vector<std::int64_t> const& LinkIndex::find(std::string_view text) const
{
    auto const found = m_ids.find(fold(text));
    return found == m_ids.end() ? m_none : found->second;
}

model::Field const* LinkIndex::name_field(model::Entity const& entity)
{
    model::Field const* name = nullptr;
    for (auto const& field : entity.fields) {
        bool const words = field.type == FieldType::text || field.type == FieldType::translatable;
        if (words && (field.id == "name" || field.id == "title" || entity.title == "{" + field.id + "}"))
            name = name ? name : &field;
        else if (field.required && field.default_json.empty())
            return nullptr;
    }
    return name;
}

} // namespace passerelle::exchange
