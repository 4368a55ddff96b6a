// Who is who: finds the organisation that a file means by its identifier, else by its name and type, else makes it. A mention
// never changes an organisation that the portfolio already knows; only the organisation's own file does. One thread.
#pragma once
#include "import.hpp"
#include "rows.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace iati {

class Organisations {
public:
    explicit Organisations(Import& in) : m_in(in) {}

    /// One that the portfolio holds already. name_json: {"fr": "...", ...}.
    void known(std::int64_t id, std::string_view identifier, std::string_view name_json, std::string_view type);
    /// The organisation of an element with ref, type and a name: its id, 0 where the element says neither ref nor name.
    std::int64_t of(Element mention, Name ref_attribute = Name::ref) { return of(mention, mention[ref_attribute], mention[Name::type]); }
    std::int64_t of(Element mention, std::string_view ref, std::string_view type);
    /// From an organisation file: made or changed, whatever was known.
    std::int64_t published(std::string_view identifier, psl_value name, std::string_view type);

private:
    struct Entry {
        std::int64_t id = 0;
        bool named = true; ///< false: only its ref was known so far
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Map = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;

    std::int64_t make(std::string_view identifier, psl_value name, std::string_view type);
    psl_value name_from(std::string_view text);

    Import& m_in;
    Map m_by_ref, m_by_name; ///< by_name: folded name + "|" + type, and folded name + "|*" for any type
    Map m_by_written;        ///< the text as written + "|" + type: saves the folding
    std::string m_key;
};

/// Small letters without accents or doubled spaces: "Ville de Genève" and "VILLE DE GENEVE" are one name.
[[nodiscard]] std::string folded(std::string_view);

} // namespace iati
