#include "host/ui/matrix_paste.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/exchange/facts.hpp"
#include "host/model/record.hpp"
#include "host/model/strict_json.hpp"
#include "host/model/value_json.hpp"
#include "host/model/value_text.hpp"
#include "host/ui/clipboard_block.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

using model::FieldType;

/// Written as it is copied; the others have menus or sheets of their own.
bool takes_text(FieldType type) { return type != FieldType::file && type != FieldType::count && type != FieldType::links && type != FieldType::link && type != FieldType::choices; }

/// A heading, or a line that only adds a record at its left: no line of what was copied stands for it. Cells that do not apply are no
/// such line: they hold their place.
bool is_between(bridge::MatrixRow const& row, std::size_t column)
{
    return !row.band.empty() || std::all_of(row.cells.begin() + static_cast<std::ptrdiff_t>(std::min(column, row.cells.size())), row.cells.end(), [](bridge::MatrixCell const& one) {
               return one.field.empty() && one.fact.kind == exchange::FactKind::text && one.fact.text.empty();
           });
}

/// The copied words as a value, with what a cell does not show of the stored one: its currency, its other language.
Result<model::Value> value_of(Context& context, model::Field const& field, std::string const& words, model::Value const& stored)
{
    if (says_nothing(words))
        return model::Value();
    auto const* const money = std::get_if<psl::Money>(&stored);
    auto value = model::value_from_text(field, words, context.session.registry(), context.language, money ? std::string_view(money->currency) : std::string_view());
    auto const* const texts = value ? std::get_if<model::Translations>(&*value) : nullptr;
    auto const* const before = std::get_if<model::Translations>(&stored);
    if (texts && before) {
        auto both = *before;
        for (auto const& [language, text] : texts->texts)
            both.texts[language] = text;
        return model::Value(std::move(both));
    }
    return value;
}

class Pasting {
public:
    Pasting(Context& context, bridge::Matrix const& matrix) : m_context(context), m_matrix(matrix) {}

    bool cell(GridCell at, std::string const& words)
    {
        auto const& row = m_matrix.rows[at.row];
        auto const* const cell = at.column < row.cells.size() ? &row.cells[at.column] : nullptr;
        auto const* const entity = cell ? m_context.session.registry().entity(cell->entity) : nullptr;
        auto const* const field = entity ? entity->field(cell->field) : nullptr;
        if (!field || field->hidden || !takes_text(field->type)) {
            made.left_out += says_nothing(words) ? 0 : 1;
            return true;
        }
        // As it is shown already, in the words of a cell: nothing to write, whatever was rounded there.
        if (words == exchange::fact_text(cell->fact, m_context.language) || (cell->id == 0 && says_nothing(words)))
            return true;
        auto const stored = stored_of(*entity, cell->id, *field);
        auto value = stored ? value_of(m_context, *field, words, *stored) : Result<model::Value>(stored.error());
        if (!value) {
            auto const shown = shortened(words, 40);
            auto const& why = value.error().sentence;
            made.refused = Phrase{fmt::format("Rien n’a été collé\u00A0: «\u00A0{}\u00A0», ligne {}, colonne {}. {}", shown, at.row + 1, m_matrix.columns[at.column], why.fr),
                                  fmt::format("Nothing was pasted: “{}”, line {}, column {}. {}", shown, at.row + 1, m_matrix.columns[at.column], why.en)};
            return false;
        }
        if (*value == *stored)
            return true;
        auto& change = change_of(*entity, *cell);
        std::erase_if(change.fields, [&](auto const& one) { return one.first == field->id; });
        change.fields.emplace_back(field->id, std::move(*value));
        if (cell->id != 0)
            change.expected.emplace_back(field->id, *stored);
        ++made.cells;
        return true;
    }

    MatrixPaste made;

private:
    Result<model::Value> stored_of(model::Entity const& entity, std::int64_t id, model::Field const& field)
    {
        if (id == 0)
            return model::Value();
        auto record = model::read_record(m_context.session.portfolio().reader(), m_context.session.registry(), entity, id);
        return record ? Result<model::Value>(record->at(field.id)) : Result<model::Value>(record.error());
    }

    /// Cells of one record are one change; so are those of one new record, which begin alike.
    model::Change& change_of(model::Entity const& entity, bridge::MatrixCell const& cell)
    {
        std::string const key = fmt::format("{} {} {}", cell.entity, cell.id, cell.id == 0 ? cell.fields : std::string());
        auto const there = std::find(m_keys.begin(), m_keys.end(), key);
        if (there != m_keys.end())
            return made.changes[static_cast<std::size_t>(there - m_keys.begin())];
        m_keys.push_back(key);
        bool const fresh = cell.id == 0;
        return made.changes.emplace_back(model::Change{fresh ? model::ChangeKind::insert : model::ChangeKind::update, entity.id, cell.id, fresh ? preset_of(entity, cell.fields) : Preset{}, {}, {}});
    }

    Context& m_context;
    bridge::Matrix const& m_matrix;
    std::vector<std::string> m_keys; ///< of the changes
};

} // namespace

Preset preset_of(model::Entity const& entity, std::string const& fields)
{
    Preset preset;
    auto const tree = fields.empty() ? Result<model::JsonNode>(Error{}) : model::read_json(fields, "matrix");
    if (!tree || tree->kind != model::JsonNode::Kind::object)
        return preset;
    for (auto const& [name, node] : tree->members)
        if (auto const* const field = entity.field(name))
            if (auto value = model::value_from_json(*field, model::write_json(node)))
                preset.emplace_back(name, std::move(*value));
    return preset;
}

MatrixPaste pasted(Context& context, bridge::Matrix const& matrix, GridCell corner, std::string_view copied)
{
    Pasting pasting(context, matrix);
    std::size_t row = corner.row;
    for (auto const& line : cells_of_text(copied)) {
        while (row < matrix.rows.size() && is_between(matrix.rows[row], corner.column))
            ++row;
        for (std::size_t at = 0; at < line.size(); ++at) {
            if (row >= matrix.rows.size() || corner.column + at >= matrix.columns.size())
                pasting.made.left_out += says_nothing(line[at]) ? 0 : 1;
            else if (!pasting.cell({row, corner.column + at}, line[at])) {
                pasting.made.changes.clear();
                return std::move(pasting.made);
            }
        }
        ++row;
    }
    return std::move(pasting.made);
}

} // namespace passerelle::ui
