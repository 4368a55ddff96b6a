#include "host/model/journal_reader.hpp"
#include "host/model/strict_json.hpp"
#include <charconv>
#include <limits>

namespace passerelle::model {

namespace {
constexpr JsonLimits entry_limits{512ull * 1024 * 1024, 4};
}

Result<Columns> read_columns(std::string_view json)
{
    Columns columns;
    if (json.empty())
        return columns;
    auto const tree = read_json(json, "historique", entry_limits);
    if (!tree)
        return tree.error();
    for (auto const& [name, node] : tree->members) {
        Cell cell;
        if (node.kind == JsonNode::Kind::text)
            cell = node.text;
        else if (node.kind == JsonNode::Kind::number) {
            // A real is written with a dot or an exponent; "Inf" comes as 9e999.
            if (auto const integer = node.integer())
                cell = *integer;
            else {
                double real = 0;
                auto const [end, error] = std::from_chars(node.text.data(), node.text.data() + node.text.size(), real);
                if (error == std::errc::result_out_of_range)
                    real = node.text.starts_with('-') ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
                cell = real;
            }
        }
        columns.emplace(name, std::move(cell));
    }
    return columns;
}

void bind_cell(store::Statement& statement, int at, Cell const& cell)
{
    if (auto const* const integer = std::get_if<std::int64_t>(&cell))
        statement.bind(at, *integer);
    else if (auto const* const real = std::get_if<double>(&cell))
        statement.bind(at, *real);
    else if (auto const* const text = std::get_if<std::string>(&cell))
        statement.bind(at, std::string_view{*text});
    else
        statement.bind_null(at);
}

Cell read_cell(store::Statement const& row, int at)
{
    switch (row.kind(at)) {
    case store::ColumnKind::integer:
        return row.integer(at);
    case store::ColumnKind::real:
        return row.real(at);
    case store::ColumnKind::text:
    case store::ColumnKind::blob:
        return std::string{row.text(at)};
    case store::ColumnKind::null:
        break;
    }
    return {};
}

Phrase read_label(std::string_view json)
{
    Phrase label;
    if (auto const tree = read_json(json, "historique", entry_limits)) {
        if (auto const* const fr = tree->member("fr"))
            label.fr = fr->text;
        if (auto const* const en = tree->member("en"))
            label.en = en->text;
    }
    return label;
}

} // namespace passerelle::model
