// What the journal keeps of rows that BulkWriter writes: the same JSON as row_image_sql() makes. Writer thread, unless it says
// otherwise.
#pragma once
#include "host/model/bulk_pump.hpp"
#include <string>
#include <vector>

namespace passerelle::model {

/// The constant pieces of a layout's images: names of columns, defaults.
[[nodiscard]] Result<void> prepare_image(store::Connection& writer, BulkLayout&);
/// Of a new row of a chunk. Any thread: of the row's layout only what prepare_image() made is read.
void write_image(std::string& to, RowChunk const&, RowChunk::Row const&, std::string_view origin);
void write_cell_image(std::string& to, psl::CellKey const&, std::int64_t n);

struct CellStep {
    char operation = 'I'; ///< 'I', 'U', 'D'
    std::string before, after;
};
/// What replace_cells() does, in its order.
[[nodiscard]] std::vector<CellStep> cell_steps(psl::Cells const& before, psl::Cells const& after);

} // namespace passerelle::model
