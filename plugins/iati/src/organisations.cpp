#include "organisations.hpp"
#include "codes.hpp"
#include <nlohmann/json.hpp>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace iati {

std::string folded(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    icu::Normalizer2 const* const normalizer = icu::Normalizer2::getNFKDInstance(status);
    icu::UnicodeString apart = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
    if (U_SUCCESS(status))
        apart = normalizer->normalize(apart, status);
    apart.foldCase();
    icu::UnicodeString out;
    bool space = false;
    for (int at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
        UChar32 const letter = apart.char32At(at);
        if (u_charType(letter) == U_NON_SPACING_MARK)
            continue;
        if (u_isUWhiteSpace(letter)) {
            space = !out.isEmpty();
            continue;
        }
        if (space)
            out.append(UChar32{' '});
        space = false;
        out.append(letter);
    }
    std::string utf8;
    out.toUTF8String(utf8);
    return utf8;
}

void Organisations::known(std::int64_t id, std::string_view identifier, std::string_view name_json, std::string_view type)
{
    if (!identifier.empty()) {
        m_by_ref.emplace(std::string(identifier), Entry{id, true});
        return;
    }
    auto const names = nlohmann::json::parse(name_json, nullptr, false);
    if (!names.is_object())
        return;
    for (auto const& [language, text] : names.items()) {
        if (!text.is_string())
            continue;
        std::string const name = folded(text.get<std::string>());
        m_by_name.emplace(name + '|' + std::string(type), Entry{id, true});
        m_by_name.emplace(name + "|*", Entry{id, true});
    }
}

psl_value Organisations::name_from(std::string_view text)
{
    std::string const json = nlohmann::json{{"und", text}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return text_value(m_in.arena.keep(json));
}

std::int64_t Organisations::make(std::string_view identifier, psl_value name, std::string_view type)
{
    Row<OrganisationRow> row;
    row[OrganisationRow::identifier] = text_value(identifier);
    row[OrganisationRow::name] = name;
    row[OrganisationRow::type] = text_value(type);
    return m_in.put(row);
}

std::int64_t Organisations::of(Element mention, std::string_view ref, std::string_view type)
{
    if (!mention)
        return 0;
    if (!ref.empty() && ref.size() <= 200) {
        auto found = m_by_ref.find(ref);
        if (found != m_by_ref.end() && found->second.named)
            return found->second.id;
        psl_value name = m_in.texts(mention);
        bool const named = name.kind == PSL_TEXT;
        if (found != m_by_ref.end() && !named)
            return found->second.id;
        if (!named)
            name = name_from(ref);
        std::int64_t const id = make(ref, name, type);
        m_by_ref.insert_or_assign(std::string(ref), Entry{id, named});
        return id;
    }
    std::string_view const written = m_in.plain_text(mention);
    if (written.empty())
        return 0;
    m_key.assign(written).append("|").append(type);
    if (auto const found = m_by_written.find(m_key); found != m_by_written.end())
        return found->second.id;
    std::string const name = folded(written);
    auto found = m_by_name.find(type.empty() ? name + "|*" : name + '|' + std::string(type));
    if (found == m_by_name.end() && !type.empty())
        found = m_by_name.find(name + '|'); // the same name without a type
    std::int64_t id = 0;
    if (found != m_by_name.end())
        id = found->second.id;
    else {
        id = make({}, m_in.texts(mention), type);
        m_by_name.emplace(name + '|' + std::string(type), Entry{id, true});
        m_by_name.emplace(name + "|*", Entry{id, true});
    }
    if (m_by_written.size() > 100'000)
        m_by_written.clear();
    m_by_written.emplace(m_key = std::string(written) + '|' + std::string(type), Entry{id, true});
    return id;
}

std::int64_t Organisations::published(std::string_view identifier, psl_value name, std::string_view type)
{
    std::int64_t const id = make(identifier, name.kind == PSL_TEXT ? name : name_from(identifier), type);
    m_by_ref.insert_or_assign(std::string(identifier), Entry{id, true});
    return id;
}

} // namespace iati
