// One import at work: the door to the host, the person's language, what a record inherits (language, currency), problems with
// their line, and the texts in several languages. Shared by the mapping of activities and organisations. One thread.
#pragma once
#include "row.hpp"
#include "tree.hpp"
#include "values.hpp"
#include "words.hpp"
#include "passerelle/cpp/base.hpp"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/transfer.h"
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace iati {

/// An amount as it stands in a `value` element, read with the currency and date that it inherits.
struct Amount {
    psl_value minor{}, currency{}, value_date{};
    bool read = false; ///< false: there was none, or it could not be read (a problem was told)
};

class Import {
public:
    Import(psl_importer* importer, Words in) : words(in), m_importer(importer) {}

    // ---- what the current activity or organisation hands down ---------------------------------------------------------
    Words words;
    std::string identifier;              ///< of the record at work, for problems
    std::string language, file_language; ///< "fr"; empty: unknown
    char currency[4] = {};               ///< default-currency; empty: none
    int version = 203;                   ///< 101 to 203
    bool before_2() const { return version < 200; }
    Arena arena;
    std::string key; ///< scratch for import keys

    // ---- records --------------------------------------------------------------------------------------------------------
    /// The record's id; 0 where a rule of the host refused it (the host has told the problem).
    template<typename Fields>
    std::int64_t put(Row<Fields> const& row)
    {
        using Names = decltype(row_names(Fields{}));
        return put_raw(Names::entity, Names::names, row.values(), static_cast<std::uint32_t>(Row<Fields>::size));
    }
    void complete(psl_str entity, std::int64_t id) { psl::require(m_importer->complete(m_importer, entity, id)); }

    // ---- problems -------------------------------------------------------------------------------------------------------
    template<typename... Parts>
    void note(Element at, std::string_view fr, std::string_view en, Parts const&... parts)
    {
        tell(PSL_LEVEL_NOTE, at.line(), say(words(fr, en), parts...));
    }
    template<typename... Parts>
    void warning(Element at, std::string_view fr, std::string_view en, Parts const&... parts)
    {
        tell(PSL_LEVEL_WARNING, at.line(), say(words(fr, en), parts...));
    }
    template<typename... Parts>
    void error(Element at, std::string_view fr, std::string_view en, Parts const&... parts)
    {
        tell(PSL_LEVEL_ERROR, at.line(), say(words(fr, en), parts...));
    }
    void tell(std::int32_t level, std::int64_t line, std::string_view sentence)
    {
        m_importer->problem(m_importer, level, line, psl::to_c(identifier), psl::to_c(sentence));
    }

    // ---- values ---------------------------------------------------------------------------------------------------------
    /// The narratives of an element, or its own text in versions before 2.01; a JSON object by language, or null.
    psl_value texts(Element of);
    /// The same over every child of that name (1.0x repeats title and description once per language).
    psl_value texts(Element parent, Name child);
    /// One line in the first language that is there; empty where none.
    std::string_view plain_text(Element of);

    /// The attribute iso-date of an element, in versions before 2.01 else its text; null where absent or unreadable (told).
    psl_value date(Element of);
    psl_value date(Element of, Name attribute);
    psl_value boolean(Element of, Name attribute);
    /// A decimal as text with at most `scale` decimals ("12.5"); null where absent or unreadable (told).
    psl_value decimal(Element of, Name attribute, int scale);
    psl_value decimal(Element at, std::string_view written, int scale, Name named);
    Amount amount(Element value);
    /// The same for an element that holds the amount but takes currency and date from another.
    Amount amount(Element holder, std::string_view written, std::string_view currency_code_text, psl_value value_date);
    /// A scaled number in the arena: 125, 1 -> "12.5".
    psl_value scaled(std::int64_t number, int scale);
    /// A text for a field that takes at most so many characters; a longer one is cut (told).
    psl_value short_text(Element at, std::string_view text, std::size_t most);
    /// A code of one digit; null where it is not among `allowed` (told).
    psl_value code(Element at, std::string_view code, std::string_view allowed);
    /// The first aid type of the OECD vocabulary; the others as "vocabulary:code; ...".
    void aid_type(Element at, psl_value& main, psl_value& others);
    /// The amount of the `value` child; its absence is told.
    Amount amount_of(Element parent);
    /// Tells where a period ends before it starts; both dates are kept.
    void check_order(Element at, psl_value const& from, psl_value const& to);
    /// One text in the language of the record; null where empty.
    psl_value text_json(std::string_view text);
    /// A web link: {"name": ..., "url": ...}; null where the element has no url.
    psl_value web_file(Element link);
    /// The codes of all children of that name, as a JSON array.
    psl_value codes_json(Element parent, Name child);
    /// The attribute of all children of that name, joined by commas.
    psl_value joined(Element parent, Name child, Name attribute, std::size_t most);
    /// Narratives of those children that carry the type (versions before 2.01 repeat the element once per language).
    psl_value texts_of_type(Element parent, Name child, std::string_view type);
    [[nodiscard]] std::string clean_language(std::string_view tag) { return std::string(language_of(tag)); }

    std::int64_t rounded_amounts = 0; ///< amounts with more decimals than their currency has

private:
    std::int64_t put_raw(psl_str entity, psl_str const* names, psl_value const* values, std::uint32_t n)
    {
        std::int64_t id = 0;
        psl_status const status = m_importer->put(m_importer, entity, names, values, n, &id);
        if (status == PSL_E_INVALID)
            return 0;
        psl::require(status);
        return id;
    }
    void collect(Element of, std::string_view inherited);
    std::string_view language_of(std::string_view tag);
    psl_value collected();

    psl_importer* m_importer;
    std::vector<std::pair<std::string_view, std::string_view>> m_texts; ///< language, text
};

} // namespace iati
