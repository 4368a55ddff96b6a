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
