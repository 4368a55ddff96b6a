#include "host/ui/cell_editor.hpp"
#include "host/model/record.hpp"
#include "host/ui/drafts.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

using model::FieldType;

bool fits_in_a_cell(FieldType type) { return type != FieldType::file && type != FieldType::count && type != FieldType::links && type != FieldType::choices; }
/// A menu rather than words.
bool is_chosen(FieldType type) { return type == FieldType::choice || type == FieldType::link || type == FieldType::boolean; }

} // namespace

bool CellEditor::open(Context& context, model::Entity const& entity, std::int64_t id, model::Field const& field, std::string_view letters, Preset preset)
{
    if (!fits_in_a_cell(field.type))
        return false;
    if (context.session.portfolio().read_only()) {
        context.tell({"Lecture seule\u00A0: cette fiche ne peut pas être modifiée ici.", "Read-only: this record cannot be changed here."}, exchange::Tone::warn);
        return true;
    }
    m_base = {};
    if (id != 0) {
        auto record = model::read_record(context.session.portfolio().reader(), context.session.registry(), entity, id);
        if (!record) {
            context.tell(record.error().sentence, exchange::Tone::bad);
            return true;
        }
        m_base = record->at(field.id);
    }
    m_entity = &entity;
    m_field = &field;
    m_id = id;
    m_preset = std::move(preset);
    m_fault = {};
    m_input = std::make_unique<FieldInput>(field);
    m_input->be_small();
    m_input->set(context, m_base);
    if (!letters.empty() && !is_chosen(field.type))
        m_input->write_into(letters);
    m_just_opened = true;
    m_was_open = false;
    return true;
}

void CellEditor::close(Context& context)
{
    drop_draft(context.desk, *m_entity, m_id, *m_field);
    m_input.reset();
}

CellEditor::Left CellEditor::save(Context& context, Left left)
{
    if (!m_input->dirty()) {
        close(context);
        return left;
    }
    auto value = m_input->value(context);
    if (!value) {
        m_fault = value.error().sentence;
        return Left::no;
    }
    // The field's own rules at once, so that a refusal is said where the hands still are; those of its module when it is saved.
    auto& reader = context.session.portfolio().reader();
    model::Record before{m_entity, m_id, {}, {}};
    if (m_id == 0)
        before.fields.insert(m_preset.begin(), m_preset.end());
    else if (auto stored = model::read_record(reader, context.session.registry(), *m_entity, m_id))
        before = std::move(*stored);
    auto after = before;
    after.fields.insert_or_assign(m_field->id, *value);
    for (auto const& issue : model::validate(reader, context.session.registry(), after, m_id == 0 ? nullptr : &before))
        if (issue.field == m_field->id && issue.level == model::IssueLevel::error) {
            m_fault = issue.sentence;
            return Left::no;
        }
    bool const fresh = m_id == 0;
    model::Change change{fresh ? model::ChangeKind::insert : model::ChangeKind::update, m_entity->id, m_id, fresh ? m_preset : Preset{}, {}, {}};
    std::erase_if(change.fields, [&](auto const& one) { return one.first == m_field->id; });
    change.fields.emplace_back(m_field->id, std::move(*value));
    if (!fresh)
        change.expected.emplace_back(m_field->id, m_base);
    auto label = fresh ? Phrase{fmt::format("création\u00A0: {}", m_entity->label.fr), fmt::format("new: {}", m_entity->label.en)} : edit_label(context, *m_field, *m_entity, m_id);
    auto* const owner = &context;
    submit(context, std::move(label), {std::move(change)},
           [this, alive = m_alive, owner, entity = m_entity, field = m_field, id = m_id, typed = m_input->typed(), preset = m_preset](EditOutcome const& outcome) {
               auto const* const refused = std::get_if<model::Refusal>(&outcome);
               if (!*alive)
                   return;
               if (!refused)
                   return drop_draft(owner->desk, *entity, id, *field);
               auto const issue = std::find_if(refused->issues.begin(), refused->issues.end(), [](model::Issue const& one) { return one.level == model::IssueLevel::error; });
               owner->tell(refused->error.sentence, exchange::Tone::bad);
               if (m_input || !open(*owner, *entity, id, *field, {}, preset))
                   return;
               // Back in its cell, with what was typed; where two edits met, Enter now means: mine.
               m_input->restore(typed);
               if (issue != refused->issues.end())
                   m_fault = issue->sentence;
               if (issue != refused->issues.end() && issue->stored) {
                   auto const words = model::displayed(owner->session.portfolio().reader(), owner->session.registry(), *field, *issue->stored, owner->language);
                   auto const who = last_edit_of(*owner, *entity, id, *field);
                   m_fault.fr = fmt::format("Autre saisie\u00A0: {}, {}. Entrée garde la vôtre, Échap la laisse.", words.empty() ? "non renseigné" : words, who);
                   m_fault.en = fmt::format("Another edit: {}, {}. Enter keeps yours, Escape leaves it.", words.empty() ? "not reported" : words, who);
               }
           });
    m_input.reset();
    return left;
}

CellEditor::Left CellEditor::draw(Context& context, std::optional<Box> where)
{
    if (!m_input || !where)
        return Left::no;
    bool const chosen = is_chosen(m_field->type);
    float const width = std::max(where->width(), context.px(m_field->type == FieldType::money ? 230 : m_field->type == FieldType::boolean ? 250 : 120));
    ImGui::SetCursorScreenPos({where->min.x, where->min.y + (where->height() - context.px(32)) / 2});
    ImGui::PushStyleColor(ImGuiCol_ChildBg, context.theme->surface);
    ImGui::BeginChild("cell editor", {width, context.px(32)}, false, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleColor();
    bool const opening = std::exchange(m_just_opened, false);
    Named const name(context.in(m_field->label), context.in(m_fault));
    bool const changed = m_input->draw(context, width, opening, !m_fault.empty());
    if (changed) {
        m_fault = {};
        keep_draft(context.desk, *m_entity, m_id, *m_field, {m_input->typed(), m_base});
    }
    bool const inside = ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows) || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    ImGui::EndChild();
    if (!m_fault.empty()) {
        ImGui::SetNextWindowPos({std::min(where->min.x, ImGui::GetIO().DisplaySize.x - context.px(450)), where->max.y + context.px(4)});
        ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(10), context.px(8)));
        ImGui::BeginTooltip();
        tone_mark(context, exchange::Tone::bad);
        ImGui::SameLine(0, context.px(6));
        ImGui::PushTextWrapPos(context.px(420));
        text(context, context.theme->bad.text, context.in(m_fault), context.fonts.caption);
        ImGui::PopTextWrapPos();
        ImGui::EndTooltip();
        ImGui::PopStyleVar();
    }
    if (key_pressed(ImGuiKey_Escape)) {
        close(context);
        return Left::stays;
    }
    if (chosen && changed)
        return save(context, Left::stays);
    if (!chosen && key_pressed(ImGuiKey_Enter))
        return save(context, Left::down);
    if (!chosen && key_pressed(ImGuiKey_Tab))
        return save(context, ImGui::GetIO().KeyShift ? Left::back : Left::right);
    // A press elsewhere leaves the cell: it is saved, as in a spreadsheet.
    if (inside)
        m_was_open = true;
    else if (m_was_open && !opening)
        return save(context, Left::stays);
    return Left::no;
}

void CellEditor::clear(Context& context, model::Entity const& entity, std::int64_t id, model::Field const& field)
{
    auto* const owner = &context;
    model::Change change{model::ChangeKind::update, entity.id, id, {{field.id, model::Value()}}, {}, {}};
    submit(context, edit_label(context, field, entity, id), {std::move(change)}, [owner](EditOutcome const& outcome) {
        if (auto const* const refused = std::get_if<model::Refusal>(&outcome))
            owner->tell(refused->error.sentence, exchange::Tone::bad);
    });
}

} // namespace passerelle::ui
