#include "host/ui/field_input.hpp"
#include "host/base/format.hpp"
#include "host/model/value_json.hpp"
#include "host/model/value_text.hpp"
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <imgui.h>

namespace passerelle::ui {

namespace {

using model::FieldType;

constexpr std::array written_languages{"fr", "en"}; ///< always offered; others stay as they came

bool kept_as_json(FieldType type) { return type == FieldType::links || type == FieldType::choices || type == FieldType::file; }

} // namespace

FieldInput::FieldInput(model::Field const& field) : m_field(&field) {}
FieldInput::~FieldInput() { *m_alive = false; }

std::string const& FieldInput::part_or_none(std::string_view key) const
{
    static std::string const none;
    auto const found = m_typed.find(key);
    return found == m_typed.end() ? none : found->second;
}

FieldInput::Pickers& FieldInput::pickers()
{
    if (!m_pickers)
        m_pickers = std::make_unique<Pickers>();
    return *m_pickers;
}

void FieldInput::set(Context const& context, model::Value const& value)
{
    m_typed.clear();
    switch (m_field->type) {
    case FieldType::translatable:
        for (char const* language : written_languages)
            m_typed[language];
        if (auto const* texts = std::get_if<model::Translations>(&value))
            for (auto const& [language, words] : texts->texts)
                m_typed[language] = words;
        break;
    case FieldType::money:
        m_typed["amount"];
        m_typed["currency"] = "EUR";
        if (auto const* money = std::get_if<psl::Money>(&value)) {
            m_typed["amount"] = format_decimal(money->minor, psl::minor_units(money->currency), context.language);
            m_typed["currency"] = money->currency;
        }
        break;
    case FieldType::link: {
        auto const* link = std::get_if<model::RecordId>(&value);
        m_typed[""] = link ? std::to_string(link->value) : "";
        break;
    }
    case FieldType::choice: m_typed[""] = model::is_null(value) ? "" : std::get<std::string>(value); break;
    case FieldType::boolean: m_typed[""] = model::is_null(value) ? "" : std::get<bool>(value) ? "1" : "0"; break;
    case FieldType::count:
        if (auto const* cells = std::get_if<psl::Cells>(&value))
            for (auto const& [key, count] : cells->counts)
                m_typed[psl::code_of(key)] = std::to_string(count);
        break;
    case FieldType::links:
    case FieldType::choices:
    case FieldType::file: m_typed[""] = model::is_null(value) ? "" : model::value_to_json(value); break;
    default: m_typed[""] = model::value_in_words(*m_field, value, context.session.registry(), context.language);
    }
    m_stored = m_typed;
}

void FieldInput::write_into(std::string_view text)
{
    auto& first = m_field->type == FieldType::money ? part("amount") : m_field->type == FieldType::translatable ? part("fr") : part();
    first = text;
    m_typed_on = ImGui::GetFrameCount();
}

void FieldInput::write(Context const& context, model::Value const& value)
{
    auto stored = std::move(m_stored);
    set(context, value);
    m_stored = std::move(stored);
}

Result<model::Value> FieldInput::value(Context const& context) const
{
    switch (m_field->type) {
    case FieldType::translatable: {
        model::Translations texts;
        for (auto const& [language, words] : m_typed)
            if (!words.empty())
                texts.texts[language] = words;
        return texts.texts.empty() ? model::Value() : model::Value(std::move(texts));
    }
    case FieldType::link: {
        std::int64_t id = 0;
        auto const& words = part_or_none("");
        std::from_chars(words.data(), words.data() + words.size(), id);
        return id == 0 ? model::Value() : model::Value(model::RecordId{id});
    }
    case FieldType::choice: return part_or_none("").empty() ? model::Value() : model::Value(part_or_none(""));
    case FieldType::boolean: return part_or_none("").empty() ? model::Value() : model::Value(part_or_none("") == "1");
    case FieldType::money: {
        if (part_or_none("amount").empty())
            return model::Value();
        // "1 250 000 XOF" typed whole says its own currency.
        return model::value_from_text(*m_field, part_or_none("amount"), context.session.registry(), context.language, part_or_none("currency"));
    }
    case FieldType::count: {
        psl::Cells cells;
        for (auto const& [key, words] : m_typed) {
            if (words.empty())
                continue;
            auto const cell = psl::cell_coded(key);
            auto const count = whole_number(words);
            if (!cell || !count)
                return Error{Status::invalid, {fmt::format("{}\u00A0: saisissez des nombres entiers.", m_field->label.fr), fmt::format("{}: type whole numbers.", m_field->label.en)}};
            cells.counts[*cell] = *count;
        }
        return cells.counts.empty() ? model::Value() : model::Value(std::move(cells));
    }
    default: break;
    }
    auto const& words = part_or_none("");
    if (words.empty())
        return model::Value();
    return kept_as_json(m_field->type) ? model::value_from_json(*m_field, words) : model::value_from_text(*m_field, words, context.session.registry(), context.language);
}

} // namespace passerelle::ui
