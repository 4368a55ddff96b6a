#include "host/model/bulk_image.hpp"
#include "host/model/columns.hpp"
#include "host/model/schema_sql.hpp"
#include "host/model/strict_json.hpp"
#include <charconv>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

void append(std::string& to, std::int64_t number)
{
    char digits[24];
    to.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append(std::string& to, double number)
{
    std::string const text = fmt::format("{:.17g}", number);
    to += text;
    if (text.find_first_of(".en") == std::string::npos)
        to += ".0";
}

} // namespace

Result<void> prepare_image(store::Connection& writer, BulkLayout& layout)
{
    for (auto& column : layout.columns)
        column.member = fmt::format(",\"{}\":", column.name);
    layout.image_sql = fmt::format("SELECT \"image\" FROM {} WHERE \"id\"=?1", sql_name(store::image_view(layout.entity->table)));
    layout.defaults_image.clear();
    for (auto const& [field, value] : layout.defaults) {
        // SQLite makes the columns of a value, so that there is one writer of them.
        std::string members;
        int place = 1;
        for (auto const& name : Entity::columns_of(*field))
            members += fmt::format("{}'{}',?{}", members.empty() ? "" : ",", name, place++);
        auto made = writer.prepare(fmt::format("SELECT json_patch('{{}}',json_object({}))", members));
        if (!made)
            return made.error();
        bind_field(*made, 1, *field, value);
        auto const there = made->step();
        if (!there)
            return there.error();
        std::string_view const object = made->text(0); // {"name":value}
        if (*there && object.size() > 2)
            (layout.defaults_image += ',') += object.substr(1, object.size() - 2);
    }
    return {};
}

void write_image(std::string& to, RowChunk const& rows, RowChunk::Row const& row, std::string_view origin)
{
    BulkLayout const& layout = *row.layout;
    to.clear();
    if (!origin.empty()) {
        to += ",\"origin\":";
        append_json_quoted(to, origin);
    }
    for (std::size_t at = 0; at < layout.columns.size(); ++at) {
        auto const& cell = rows.cells[row.first + at];
        if (cell.kind == store::ColumnKind::null)
            continue;
        to += layout.columns[at].member;
        switch (cell.kind) {
        case store::ColumnKind::integer: append(to, cell.integer); break;
        case store::ColumnKind::real: append(to, cell.real); break;
        default: append_json_quoted(to, rows.text(cell));
        }
    }
    to += layout.defaults_image;
    if (to.empty())
        to += '{';
    else
        to.front() = '{';
    to += '}';
}

void write_cell_image(std::string& to, psl::CellKey const& key, std::int64_t n)
{
    to.assign("{\"sex\":\"");
    to += psl::code_of(key.sex);
    to += "\",\"age\":\"";
    to += psl::code_of(key.age);
    to += "\",\"disability\":\"";
    to += psl::code_of(key.disability);
    to += "\",\"n\":";
    append(to, n);
    to += '}';
}

std::vector<CellStep> cell_steps(psl::Cells const& before, psl::Cells const& after)
{
    std::vector<CellStep> steps;
    auto const image = [](psl::CellKey const& key, std::int64_t n) {
        std::string text;
        write_cell_image(text, key, n);
        return text;
    };
    for (auto const& [key, n] : before.counts)
        if (!after.counts.contains(key))
            steps.push_back({'D', image(key, n), {}});
    for (auto const& [key, n] : after.counts) {
        auto const was = before.counts.find(key);
        if (was == before.counts.end())
            steps.push_back({'I', {}, image(key, n)});
        else if (was->second != n)
            steps.push_back({'U', image(key, was->second), image(key, n)});
    }
    return steps;
}

} // namespace passerelle::model
