// Reads records of one entity one after the other with the same statements. Belongs to its connection's thread.
#pragma once
#include "host/model/record.hpp"
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace passerelle::model {

class RecordReader {
public:
    RecordReader(store::Connection&, Entity const&);
    /// Nothing where no record has this id.
    [[nodiscard]] Result<std::optional<Record>> find(std::int64_t id);

private:
    store::Connection& m_connection;
    Entity const& m_entity;
    std::string m_sql;
    std::optional<store::Statement> m_row;
    std::vector<std::pair<Field const*, std::string>> m_cells;
};

} // namespace passerelle::model
