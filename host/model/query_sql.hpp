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
    /// Rows that no sort parts follow the direction of the last: an index is then read backwards as it lies.
    [[nodiscard]] bool ids_descend() const { return !keys.empty() && keys.back().descending; }
};
[[nodiscard]] Result<QuerySql> query_sql(Registry const&, Query const&);

/// The words of a search, folded.
[[nodiscard]] std::vector<std::string> search_words(std::string_view typed);
/// The next word of folded text from `at` on; `at` moves behind it. False: there is none.
bool next_word(std::string_view folded, std::size_t& at, std::string_view& word);
/// So many characters of a word.
[[nodiscard]] std::string_view beginning(std::string_view word, std::size_t characters);

/// How the last word of a search is looked for; those before it are whole.
enum class LastWord {
    whole,
    beginning,  ///< beyond indexed_letters the index gathers all its records before it gives the first
    few_letters ///< only its first indexed_letters, as a beginning: the index has them ready
};
constexpr std::size_t indexed_letters = 3; ///< the longest "prefix" of create_search_sql
/// Words as an FTS5 expression; empty: no word.
[[nodiscard]] std::string match_expression(std::vector<std::string> const& words, LastWord);

} // namespace passerelle::model
