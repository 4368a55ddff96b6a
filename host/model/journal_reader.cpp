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

void keep_changes(Columns& before, Columns& after)
{
    for (auto const& [name, cell] : before)
        after.try_emplace(name);
    for (auto const& [name, cell] : after)
        before.try_emplace(name);
    std::erase_if(before, [&](auto const& each) { return after.at(each.first) == each.second; });
    std::erase_if(after, [&](auto const& each) { return !before.contains(each.first); });
}

namespace {

/// Over the text of an entry 'B': any tool may have written it, so nothing is taken for granted.
class BatchScanner {
public:
    explicit BatchScanner(std::string_view text) : m_rest(text) {}
    bool take(char wanted)
    {
        if (m_rest.empty() || m_rest.front() != wanted)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    bool number(std::int64_t& value)
    {
        auto const [end, error] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (error != std::errc{})
            return false;
        m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
        return true;
    }
    /// Up to a quote; tables have no escapes in their names.
    bool text(std::string_view& value)
    {
        auto const end = take('"') ? m_rest.find('"') : std::string_view::npos;
        if (end == std::string_view::npos)
            return false;
        value = m_rest.substr(0, end);
        m_rest.remove_prefix(end + 1);
        return value.find('\\') == std::string_view::npos;
    }
    /// A flat object, with its braces.
    bool object(std::string_view& value)
    {
        if (m_rest.empty() || m_rest.front() != '{')
            return false;
        bool quoted = false;
        for (std::size_t at = 1; at < m_rest.size(); ++at) {
            char const c = m_rest[at];
            if (quoted && c == '\\')
                ++at;
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c == '}') {
                value = m_rest.substr(0, at + 1);
                m_rest.remove_prefix(at + 1);
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] bool done() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

} // namespace

Result<std::vector<BatchedRow>> read_batch(std::string_view json)
{
    std::vector<BatchedRow> rows;
    BatchScanner scanner{json};
    bool sound = scanner.take('[');
    while (sound) {
        BatchedRow row;
        sound = scanner.take('[') && scanner.text(row.table) && scanner.take(',') && scanner.number(row.row) && scanner.take(',') && scanner.object(row.image) &&
                scanner.take(']');
        if (!sound)
            break;
        rows.push_back(row);
        if (scanner.take(','))
            continue;
        sound = scanner.take(']') && scanner.done();
        if (sound)
            return rows;
    }
    return Error{Status::corrupt, {"Une entrée de l’historique ne se lit pas. Vérifiez le portefeuille, puis restaurez une sauvegarde.",
                                   "An entry of the history cannot be read. Verify the portfolio, then restore a backup."}};
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
