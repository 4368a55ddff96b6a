// What a declaration says: entities and their fields, as plain values. Immutable once in the registry.
//
// In plugin.json ("entities": [...]) and data/core/core.json. Beyond the keys shown in the SDK guide:
//   entity: "key": [field ids]       unique together where all are present; how imports match records
//           "parent": field id       the link to the record that this one belongs to; its deletion follows on_delete
//           "title": "{name} {date}" how a record is named to people; "{f}" is a field's displayed value
//           "group": { "fr", "en" }  heading in the navigation; "hidden": true keeps it out of the navigation
//           "scope": { "project": "project", "city": "cohort.city", "period": "opened" } how declared figures follow a report's scope
//   field:  "scale": 0..9            decimals kept by decimal and percent (default 2)
//           "on_delete": "refuse" | "clear" | "delete"   for link and links (default refuse)
//           "min", "max"             integer, decimal, percent: bounds; text: "max" characters; date: ISO bounds
//           "required", "search": false (default true for text), "was": "old_id", "hidden": true (kept, no longer shown)
//           "converted_from": "text"  the type that the field had before; see schema.hpp for what converts
//           "help": { "fr", "en" }, "unique": true, "default": value, "transitions": { "1": ["2","5"], ... } for choice
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::model {

enum class FieldType {
    text, long_text, translatable, integer, decimal, money, percent, date, period, boolean, choice, choices, link, links, point, file, count
};

enum class OnDelete { refuse, clear, remove };

struct Field {
    std::string id;
    FieldType type = FieldType::text;
    Phrase label;
    Phrase help;
    bool required = false;
    bool unique = false;
    bool hidden = false;
    bool search = true;
    int scale = 2;                       ///< decimal, percent
    std::optional<std::int64_t> min, max; ///< scaled like the value; text: characters; date: days since 1970
    std::string list;                    ///< choice, choices: codelist id
    std::string to;                      ///< link, links: entity id
    OnDelete on_delete = OnDelete::refuse;
    std::string was;                     ///< former id: the column is renamed
    std::string converted_from;          ///< former type: its values are converted as the table grows; empty: the type never changed
    std::string default_json;            ///< empty: none
    std::map<std::string, std::vector<std::string>> transitions; ///< choice: allowed moves; empty: any
    std::vector<std::string> by;         ///< count: dimensions asked for, of "sex", "age", "disability"
    std::int64_t suppress_below = 5;     ///< count: k of domain 2.6; a portfolio may only raise it
    std::string total;                   ///< count: the number field that its cells add up to; empty: none
    std::string total_reason;            ///< count: the text field that says why they do not; empty: they must
};

struct TableShape {
    std::vector<std::string> columns; ///< field ids shown at first
    std::vector<std::string> sort;    ///< "-opened" is descending
};

struct Entity {
    std::string id;     ///< "incub.cohort"
    std::string module; ///< id of the module that declares it ("org.passerelle.core" for the host's)
    std::string table;  ///< "incub_cohort"
    Phrase label;       ///< one record: "Cohorte"
    Phrase plural;      ///< "Cohortes"
    Phrase group;
    std::string title;  ///< "{name}"
    bool hidden = false;
    std::vector<std::string> key;
    std::string parent;
    std::vector<Field> fields;
    TableShape shape;
    std::vector<std::vector<std::string>> form;
    std::map<std::string, std::string> scope; ///< how its records belong to a report: "project", "donor", "city", "country", "period" -> field, or a path of links ("cohort.city"); "id": the record itself

    [[nodiscard]] Field const* field(std::string_view field_id) const;
    /// Names of the SQL columns of a field, in order; empty for count (which has its own table).
    [[nodiscard]] static std::vector<std::string> columns_of(Field const&);
    /// Table of a count field: "<table>__<field>" with (owner, sex, age, disability, n).
    [[nodiscard]] std::string cells_table(Field const&) const;
};

[[nodiscard]] std::optional<FieldType> field_type_named(std::string_view name);
[[nodiscard]] std::string_view name_of(FieldType);
/// Types whose values become those of another without loss, or are refused one by one where they do not read: text to numbers, dates and
/// choices, whole numbers to decimals, one to several, anything to text.
[[nodiscard]] bool can_convert(FieldType from, FieldType to);

} // namespace passerelle::model
