#include "host/model/bulk_inserter.hpp"
#include "host/model/bulk_image.hpp"
#include "host/model/columns.hpp"
#include <fmt/format.h>

namespace passerelle::model {

using store::ColumnKind;

Result<void> RowInserter::insert(RowChunk const& rows)
{
    for (auto const& row : rows.rows)
        PASSERELLE_TRY(row.layout ? insert_row(rows, row) : insert_cell(rows, row));
    return m_journal.flush();
}

Result<void> RowInserter::insert_row(RowChunk const& rows, RowChunk::Row const& row)
{
    BulkLayout& layout = *row.layout;
    if (!layout.insert) {
        auto made = m_writer.prepare(layout.insert_sql);
        if (!made)
            return made.error();
        layout.insert.emplace(std::move(*made));
    }
    auto& statement = *layout.insert;
    statement.bind(1, row.id);
    if (m_origin.empty())
        statement.bind_null(2);
    else
        statement.bind_borrowed(2, m_origin);
    int at = 3;
    for (std::size_t each = 0; each < layout.columns.size(); ++each, ++at) {
        auto const& cell = rows.cells[row.first + each];
        switch (cell.kind) {
        case ColumnKind::null: break; // no binding is NULL
        case ColumnKind::integer: statement.bind(at, cell.integer); break;
        case ColumnKind::real: statement.bind(at, cell.real); break;
        default: statement.bind_borrowed(at, rows.text(cell));
        }
    }
    for (auto const& [field, value] : layout.defaults) {
        bind_field(statement, at, *field, value);
        at += static_cast<int>(column_types(*field).size());
    }
    auto const done = statement.run();
    statement.reset();
    PASSERELLE_TRY(done);
    write_image(m_image, rows, row, m_origin);
    m_journal.inserted(layout.entity->table, row.id, m_image);
    return {};
}

Result<void> RowInserter::insert_cell(RowChunk const& rows, RowChunk::Row const& row)
{
    auto insert = m_cell_inserts.find(*row.table);
    if (insert == m_cell_inserts.end()) {
        auto made = m_writer.prepare(fmt::format("INSERT INTO {}(\"owner\",\"sex\",\"age\",\"disability\",\"n\") VALUES(?1,?2,?3,?4,?5)", sql_name(*row.table)));
        if (!made)
            return made.error();
        insert = m_cell_inserts.emplace(*row.table, std::move(*made)).first;
    }
    auto const number = [&](std::size_t at) { return static_cast<std::size_t>(rows.cells[row.first + at].integer); };
    std::int64_t const n = rows.cells[row.first + 3].integer;
    PASSERELLE_TRY(insert->second.bind(1, row.id)
                       .bind_borrowed(2, psl::sex_codes[number(0)])
                       .bind_borrowed(3, psl::age_codes[number(1)])
                       .bind_borrowed(4, psl::disability_codes[number(2)])
                       .bind(5, n)
                       .run());
    write_cell_image(m_image, {static_cast<psl::Sex>(number(0)), static_cast<psl::AgeBand>(number(1)), static_cast<psl::Disability>(number(2))}, n);
    m_journal.inserted(*row.table, row.id, m_image);
    return {};
}

} // namespace passerelle::model
