// psl.ui/1.
#include "host/base/text.hpp"
#include "host/bridge/matrix.hpp"
#include "host/bridge/tables.hpp"
#include <algorithm>
#include <cstring>

namespace passerelle::bridge {

namespace {

/// The act of this kind on this id, if that is what a person did.
template<typename Kind>
Kind const* act_on(psl_ui const& ui, std::string_view id)
{
    auto const* const act = std::get_if<Kind>(ui.act);
    return act != nullptr && act->id == id ? act : nullptr;
}

psl_words const* PSL_CALL words(psl_ui*) noexcept { return &words_table(); }
psl_page* PSL_CALL page(psl_ui* ui) noexcept { return ui == nullptr ? nullptr : &ui->page; }

bool PSL_CALL button(psl_ui* ui, psl_str id, psl_str label) noexcept
{
    bool pressed = false;
    quiet_callback([&] {
        if (!ready(ui))
            return;
        Button element{text_of(id, limits::label_bytes), text_of(label, limits::label_bytes)};
        pressed = act_on<Press>(*ui, element.id) != nullptr;
        ui->elements->emplace_back(std::move(element));
    });
    return pressed;
}

bool PSL_CALL toggle(psl_ui* ui, psl_str id, psl_str label, bool* value) noexcept
{
    bool changed = false;
    quiet_callback([&] {
        if (!ready(ui) || value == nullptr)
            return;
        Toggle element{text_of(id, limits::label_bytes), text_of(label, limits::label_bytes), *value};
        if (auto const* act = act_on<NewToggle>(*ui, element.id)) {
            changed = *value != act->value;
            *value = element.value = act->value;
        }
        ui->elements->emplace_back(std::move(element));
    });
    return changed;
}

bool PSL_CALL input_int(psl_ui* ui, psl_str id, psl_str label, std::int64_t* value, std::int64_t least, std::int64_t most) noexcept
{
    bool changed = false;
    quiet_callback([&] {
        if (!ready(ui) || value == nullptr || least > most)
            return;
        IntegerInput element{text_of(id, limits::label_bytes), text_of(label, limits::label_bytes), *value, least, most};
        if (auto const* act = act_on<NewInteger>(*ui, element.id)) {
            std::int64_t const taken = std::clamp(act->value, least, most);
            changed = *value != taken;
            *value = element.value = taken;
        }
        ui->elements->emplace_back(std::move(element));
    });
    return changed;
}

bool PSL_CALL input_text(psl_ui* ui, psl_str id, psl_str label, char* buffer, std::size_t capacity, std::size_t* size) noexcept
{
    bool changed = false;
    quiet_callback([&] {
        if (!ready(ui) || buffer == nullptr || size == nullptr || *size > capacity)
            return;
        TextInput element{text_of(id, limits::label_bytes), text_of(label, limits::label_bytes), text_of(psl_str{buffer, *size}), capacity};
        if (auto const* act = act_on<NewText>(*ui, element.id)) {
            std::string const taken = text_of(to_c(std::string_view(act->value)), std::min(capacity, limits::text_bytes));
            if (taken.size() <= capacity) { // cleaning may make a text longer than the buffer: then it is not taken
                changed = taken != element.value;
                std::memcpy(buffer, taken.data(), taken.size());
                *size = taken.size();
                element.value = taken;
            }
        }
        ui->elements->emplace_back(std::move(element));
    });
    return changed;
}

bool PSL_CALL choice(psl_ui* ui, psl_str id, psl_str label, psl_str const* items, std::uint32_t n, std::int32_t* at) noexcept
{
    bool changed = false;
    quiet_callback([&] {
        if (!ready(ui) || at == nullptr || (items == nullptr && n > 0) || n > limits::elements)
            return;
        ChoiceInput element{text_of(id, limits::label_bytes), text_of(label, limits::label_bytes), {}, *at};
        for (std::uint32_t item = 0; item < n; ++item)
            element.items.push_back(text_of(items[item], limits::label_bytes));
        if (auto const* act = act_on<NewChoice>(*ui, element.id); act != nullptr && act->at >= 0 && act->at < static_cast<std::int32_t>(n)) {
            changed = *at != act->at;
            *at = element.at = act->at;
        }
        ui->elements->emplace_back(std::move(element));
    });
    return changed;
}

void PSL_CALL entity_table(psl_ui* ui, psl_str entity, psl_str link_field, std::int64_t linked_id) noexcept
{
    quiet_callback([&] {
        if (ready(ui))
            ui->elements->emplace_back(EntityTable{text_of(entity, limits::label_bytes), text_of(link_field, limits::label_bytes), linked_id});
    });
}

bool PSL_CALL entity_form(psl_ui* ui, psl_str entity, std::int64_t id) noexcept
{
    bool saved = false;
    quiet_callback([&] {
        if (!ready(ui))
            return;
        EntityForm element{text_of(entity, limits::label_bytes), id};
        auto const* const act = std::get_if<Saved>(ui->act);
        // A new record (0) is saved under the id that it was given.
        saved = act != nullptr && act->entity == element.entity && (act->id == id || id == 0);
        ui->elements->emplace_back(std::move(element));
    });
    return saved;
}

void PSL_CALL group_begin(psl_ui* ui, psl_str title) noexcept
{
    quiet_callback([&] {
        if (!ready(ui))
            return;
        ui->elements->emplace_back(GroupBegin{text_of(title, limits::label_bytes)});
        ++ui->groups;
    });
}

void PSL_CALL group_end(psl_ui* ui) noexcept
{
    quiet_callback([&] {
        if (ui == nullptr)
            return;
        close_page(ui->page);
        if (ui->groups == 0) {
            ui->module->misbehaved("a group ended that was not begun");
            return;
        }
        --ui->groups;
        ui->elements->emplace_back(GroupEnd{}); // also beyond the limit: groups stay balanced
    });
}

} // namespace

/// Between two reading words a table may have been left open: acting words close it as reading words do.
bool ready(psl_ui* ui)
{
    if (ui == nullptr)
        return false;
    close_page(ui->page);
    if (ui->matrix) {
        ui->module->misbehaved("a matrix left open");
        end_matrix(*ui);
    }
    if (ui->elements->size() < limits::elements)
        return true;
    ui->module->misbehaved("a view with too many elements");
    return false;
}

psl_widgets const& widgets_table()
{
    static constexpr psl_widgets table{&words,  &page,         &button,      &toggle,      &input_int, &input_text,
                                       &choice, &entity_table, &entity_form, &group_begin, &group_end,
                                       &matrix_begin, &matrix_band, &matrix_cell, &matrix_end};
    return table;
}

} // namespace passerelle::bridge
