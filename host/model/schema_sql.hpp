// SQL of one entity's table, made from its declaration: table, cells, indexes, journal and search triggers. Any thread.
//
// Search: each entity with searchable text has core_search_<table>, an FTS5 index without content (its rows are the records'
// ids), accents folded, kept by triggers that give FTS5 the old text back when a row changes or goes. The text of a row is
// that of its searchable fields in the order of the declaration; records without text have no row. Rows with an id of
// core_search_pending.from_id or above are not in the index yet (an import puts them off; ids grow with time).
#pragma once
#include "host/model/entity.hpp"
#include "host/store/journal.hpp"
#include <string>
#include <vector>

namespace passerelle::model {

[[nodiscard]] std::string create_table_sql(Entity const&);
[[nodiscard]] std::string create_cells_sql(Entity const&, Field const&);
/// "<cells table>__total": the sum of every cell over all owners, at most one row for each sex, age band and disability. A home
/// page asks for it each time it opens, and a network's quarter of a million cells cannot be walked for that. Kept by triggers,
/// so that it also holds what another tool wrote; derived, so that the journal leaves it out.
[[nodiscard]] std::string cells_total_table(Entity const&, Field const&);
/// Adds ?4 (which may be negative) to the cell ?1 ?2 ?3, for who writes cells while the triggers rest.
[[nodiscard]] std::string add_to_cells_total_sql(std::string const& cells_table);
/// Made anew and filled from the cells.
[[nodiscard]] std::string create_cells_total_sql(Entity const&, Field const&);
/// Unique indexes on the key and unique fields, indexes on links and on the first declared sort column. Dropped first where they exist.
struct Index {
    std::string name, sql;
    std::string fields; ///< for sentences
};
[[nodiscard]] std::vector<Index> indexes_of(Entity const&);
/// The columns that the journal records: origin and every column of a field.
[[nodiscard]] std::vector<store::JournalColumn> journal_columns(Entity const&);
/// Triggers of journal and search, and the view that the latter read.
[[nodiscard]] std::string drop_triggers_sql(Entity const&);
[[nodiscard]] std::string create_triggers_sql(Entity const&);

[[nodiscard]] std::string search_table(Entity const&);
[[nodiscard]] std::vector<Field const*> searched_fields(Entity const&);
/// Creates the index of text, empty.
[[nodiscard]] std::string create_search_sql(Entity const&);
/// Fills it from the table; after create_triggers_sql().
[[nodiscard]] std::string fill_search_sql(Entity const&);
/// Indexes the rows with ids from ?1 (included) to ?2 (excluded).
[[nodiscard]] std::string index_range_sql(Entity const&);
/// Takes the row ?1 out of the index, or puts it in, where it belongs there now.
[[nodiscard]] std::string unindex_row_sql(Entity const&);
[[nodiscard]] std::string index_row_sql(Entity const&);

} // namespace passerelle::model
