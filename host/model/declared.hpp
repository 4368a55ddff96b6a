// What a module has shown and watched without code, as values: figures, the content of sections and views, alerts. The keys of
// plugin.json are explained one by one in sdk/schema/plugin.schema.json; manifest.hpp reads them.
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::model {

/// A count of records, a sum of one of their fields, a share of one figure in another (percent), or a rate of one for another.
struct FigureDeclaration {
    enum class Kind { count, sum, share, rate };
    std::string id;
    Kind kind = Kind::count;
    Phrase label, note;
    std::string entity, field;                         ///< count: entity; sum: both
    std::vector<std::string> where;                    ///< as parse_filter reads them, all must hold
    std::map<std::string, std::set<std::string>> among; ///< sum of a count field: "sex", "age", "disability" -> the cells meant
    std::string by;                                    ///< count, sum: the field whose values are the rows of a table; empty: one figure
    bool bars = false;                                 ///< with by: bars beside the table
    std::string part, whole;                           ///< share, rate: ids of counts or sums of the same module
    std::int64_t per = 1;                              ///< rate: for so many of the whole
    int scale = 1;                                     ///< share, rate: decimals
    bool hidden = false;                               ///< only named by others and by content
};

/// One thing of a page, in the order of the file.
struct ContentItem {
    enum class Kind { heading, text, figures, table, map };
    Kind kind = Kind::text;
    Phrase words;                        ///< heading, text ("{figure}" stands for its value); caption of a table or map
    std::vector<std::string> figures;    ///< ids
    std::string entity;                  ///< table, map
    std::vector<std::string> where, columns, sort; ///< columns: field ids; sort: "-opened" descends
    std::int64_t most = 50;              ///< rows of a table
};

/// One alert for each record of `entity` where all conditions hold.
struct AlertDeclaration {
    std::string id, entity;
    std::vector<std::string> where;
    Phrase what, why;                    ///< "{field}" stands for the record's value
    std::string field;                   ///< the one to correct; empty: none in particular
    std::string due;                     ///< a date field; empty: none
    std::string tone = "warn";           ///< "bad", "warn", "info"
};

constexpr std::size_t most_figures = 200, most_content = 100, most_alert_rules = 100, most_conditions = 20;
constexpr std::int64_t most_table_rows = 1000;

/// The places of "{name}" in a text: name -> what `value` says; a brace without its pair stands as it is.
template<typename Value>
[[nodiscard]] std::string filled_in(std::string_view text, Value const& value)
{
    std::string out;
    while (true) {
        auto const open = text.find('{');
        auto const close = open == std::string_view::npos ? open : text.find('}', open);
        out += text.substr(0, close == std::string_view::npos ? close : open);
        if (close == std::string_view::npos)
            return out;
        out += value(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
}

} // namespace passerelle::model
