// A query as SQL: identifiers from the declaration, every value bound. Any thread.
#pragma once
#include "host/model/journal_reader.hpp"
#include "host/model/query.hpp"
#include "host/model/registry.hpp"

namespace passerelle::model {

/// What a sort compares, made into bytes by OrderKeys.
struct SortKey {
    enum class Kind {
        value,      ///< a number, or text in the order of its bytes
        date,
        text,       ///< for people
        translated, ///< for people, from the JSON of a translatable field
        choice      ///< a code, in the order of its list
    };
    std::string sql; ///< the column
    Kind kind = Kind::value;
    bool descending = false;
    Codelist const* list = nullptr; ///< of a choice whose order is not that of its codes
};

struct QuerySql {
    std::string from;            ///< "t" AS a, with joins for sorts along links
    std::string where;           ///< empty, or " WHERE ..."
    std::string order;           ///< " ORDER BY ...", then by id; empty where SQL does not know the order of a key
    std::vector<Cell> bindings;  ///< of `where`
    std::vector<SortKey> keys;   ///< in order; empty: by id
};
[[nodiscard]] Result<QuerySql> query_sql(Registry const&, Query const&);

/// Words of a search as an FTS5 expression, the last as a prefix; empty: no word in it.
[[nodiscard]] std::string match_expression(std::string_view typed);
/// The words themselves, folded.
[[nodiscard]] std::vector<std::string> search_words(std::string_view typed);

} // namespace passerelle::model
