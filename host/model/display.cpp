#include "host/model/display.hpp"
#include "host/model/record.hpp"
#include "host/model/value_text.hpp"

namespace passerelle::model {

namespace {

std::string linked_title(store::Connection& connection, Registry const& registry, Field const& field, std::int64_t id, Language language)
{
    Entity const* const target = registry.entity(field.to);
    return target ? title_of(connection, registry, *target, id, language) : "#" + std::to_string(id);
}

} // namespace

std::string displayed(store::Connection& connection, Registry const& registry, Field const& field, Value const& value, Language language)
{
    std::string shown;
    if (auto const* link = std::get_if<RecordId>(&value)) {
        shown = linked_title(connection, registry, field, link->value, language);
    } else if (auto const* links = std::get_if<Ids>(&value)) {
        for (auto const id : *links)
            shown += (shown.empty() ? "" : ", ") + linked_title(connection, registry, field, id, language);
    } else {
        shown = value_in_words(field, value, registry, language);
    }
    if (shown.empty())
        shown = language == Language::fr ? "n.\u00A0r." : "n/r";
    return shown;
}

} // namespace passerelle::model
