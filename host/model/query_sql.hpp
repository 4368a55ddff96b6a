// A query as SQL: identifiers from the declaration, every value bound. Any thread.
#pragma once
#include "host/model/journal_reader.hpp"
#include "host/model/query.hpp"

namespace passerelle::model {

struct QuerySql {
    std::string from;            ///< "t" AS a, with joins for sorts along links
    std::string where;           ///< empty, or " WHERE ..."
    std::string order;           ///< " ORDER BY ..."
    std::vector<Cell> bindings;  ///< of `where` first, then of `order`
    std::vector<std::string> text_keys; ///< sort keys that are text for people, in order of the sorts; "" where another type
};
[[nodiscard]] Result<QuerySql> query_sql(Registry const&, Query const&);

/// Words of a search as an FTS5 expression, the last as a prefix; empty: no word in it.
[[nodiscard]] std::string match_expression(std::string_view typed);
/// The words themselves, folded.
[[nodiscard]] std::vector<std::string> search_words(std::string_view typed);

} // namespace passerelle::model
