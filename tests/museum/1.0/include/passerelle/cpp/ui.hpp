// The acting words of psl.ui/1: buttons, inputs, choices, the host's own tables and forms. [main], only inside draw().
// Ids are stable (tests and saved layout use them); labels may change.
#pragma once
#include "passerelle/cpp/page.hpp"
#include "passerelle/ext/ui.h"
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace psl {

/// Where a cell of a matrix is written: a field of a record, or of a new one (id 0) that begins with `fields`, a JSON object.
struct CellField {
    std::string_view entity;
    std::int64_t id = 0;
    std::string_view field;
    std::string_view fields = {};
};

/// An open matrix: a spreadsheet on the screen whose cells are fields of records; ends when it goes. Cells fill left to right.
class Matrix {
public:
    Matrix(psl_widgets const* widgets, psl_ui* ui) : m_widgets(widgets), m_ui(ui) {}
    Matrix(Matrix&& other) noexcept : m_widgets(other.m_widgets), m_ui(std::exchange(other.m_ui, nullptr)) {}
    Matrix& operator=(Matrix&&) = delete;
    ~Matrix()
    {
        if (m_ui != nullptr)
            m_widgets->matrix_end(m_ui);
    }
    /// A heading across, over the rows that follow; with an entity it opens that record.
    Matrix& band(std::string_view text, std::string_view entity = {}, std::int64_t id = 0) { return m_widgets->matrix_band(m_ui, to_c(text), to_c(entity), id), *this; }
    Matrix& cell(Fact const& fact, Tone tone = Tone::plain) { return put(fact, {}, tone); }
    /// A cell that opens that record.
    Matrix& link(Fact const& fact, std::string_view entity, std::int64_t id) { return put(fact, {entity, id, {}, {}}, Tone::plain); }
    /// A cell that a person fills in.
    Matrix& field(Fact const& fact, CellField const& where, Tone tone = Tone::plain) { return put(fact, where, tone); }

private:
    Matrix& put(Fact const& fact, CellField const& where, Tone tone)
    {
        psl_matrix_cell const raw{fact.to_c(), to_c(where.entity), to_c(where.field), to_c(where.fields), where.id, static_cast<std::int32_t>(tone)};
        return m_widgets->matrix_cell(m_ui, &raw), *this;
    }
    psl_widgets const* m_widgets;
    psl_ui* m_ui;
};

class Ui {
public:
    Ui(psl_widgets const* widgets, psl_ui* ui) : m_widgets(widgets), m_ui(ui) {}

    [[nodiscard]] Page page() { return Page(m_widgets->words(m_ui), m_widgets->page(m_ui)); }
    /// True once, when pressed.
    [[nodiscard]] bool button(std::string_view id, std::string_view label) { return m_widgets->button(m_ui, to_c(id), to_c(label)); }
    /// The inputs return true when the value was changed by a person.
    bool toggle(std::string_view id, std::string_view label, bool& value) { return m_widgets->toggle(m_ui, to_c(id), to_c(label), &value); }
    bool input_int(std::string_view id, std::string_view label, std::int64_t& value, std::int64_t least, std::int64_t most)
    {
        return m_widgets->input_int(m_ui, to_c(id), to_c(label), &value, least, most);
    }
    bool input_text(std::string_view id, std::string_view label, std::string& value, std::size_t capacity = 1000)
    {
        std::string buffer = value.substr(0, capacity);
        std::size_t size = buffer.size();
        buffer.resize(capacity);
        bool const changed = m_widgets->input_text(m_ui, to_c(id), to_c(label), buffer.data(), buffer.size(), &size);
        if (changed) {
            buffer.resize(size < capacity ? size : capacity);
            value = std::move(buffer);
        }
        return changed;
    }
    bool choice(std::string_view id, std::string_view label, std::vector<std::string> const& items, std::int32_t& at)
    {
        std::vector<psl_str> raw;
        for (std::string const& item : items)
            raw.push_back(to_c(item));
        return m_widgets->choice(m_ui, to_c(id), to_c(label), raw.data(), static_cast<std::uint32_t>(raw.size()), &at);
    }
    /// The host's own table of an entity: all records, or those whose link field points to linked_id.
    void entity_table(std::string_view entity, std::string_view link_field = {}, std::int64_t linked_id = 0)
    {
        m_widgets->entity_table(m_ui, to_c(entity), to_c(link_field), linked_id);
    }
    /// The host's own form; true once, when saved.
    bool entity_form(std::string_view entity, std::int64_t id) { return m_widgets->entity_form(m_ui, to_c(entity), id); }

    [[nodiscard]] Matrix matrix(std::string_view id, std::vector<std::string> const& columns)
    {
        std::vector<psl_str> raw;
        for (std::string const& column : columns)
            raw.push_back(to_c(column));
        m_widgets->matrix_begin(m_ui, to_c(id), raw.data(), static_cast<std::uint32_t>(raw.size()));
        return Matrix(m_widgets, m_ui);
    }

    /// Ends when it goes.
    class Group {
    public:
        Group(psl_widgets const* widgets, psl_ui* ui) : m_widgets(widgets), m_ui(ui) {}
        Group(Group&& other) noexcept : m_widgets(other.m_widgets), m_ui(std::exchange(other.m_ui, nullptr)) {}
        Group& operator=(Group&&) = delete;
        ~Group()
        {
            if (m_ui != nullptr)
                m_widgets->group_end(m_ui);
        }

    private:
        psl_widgets const* m_widgets;
        psl_ui* m_ui;
    };
    [[nodiscard]] Group group(std::string_view title)
    {
        m_widgets->group_begin(m_ui, to_c(title));
        return Group(m_widgets, m_ui);
    }

private:
    psl_widgets const* m_widgets;
    psl_ui* m_ui;
};

} // namespace psl
