#include "host/ui/count_dialog.hpp"
#include "host/model/record.hpp"
#include "host/ui/drafts.hpp"
#include <fmt/format.h>
#include <utility>

namespace passerelle::ui {

std::vector<FieldInput*> CountDialog::inputs() const
{
    std::vector<FieldInput*> all;
    for (auto const* one : {&m_cells, &m_total, &m_reason})
        if (*one)
            all.push_back(one->get());
    return all;
}

bool CountDialog::dirty() const
{
    for (auto const* one : inputs())
        if (one->dirty())
            return true;
    return false;
}

void CountDialog::open(Context& context, model::Entity const& entity, std::int64_t id, model::Field const& field, std::string_view letters, Preset preset)
{
    auto& reader = context.session.portfolio().reader();
    auto const& registry = context.session.registry();
    m_record = {&entity, id, {}, {}};
    if (id == 0) {
        m_record.fields.insert(preset.begin(), preset.end());
    } else if (auto record = model::read_record(reader, registry, entity, id)) {
        m_record = std::move(*record);
    } else {
        return context.tell(record.error().sentence, exchange::Tone::bad);
    }
    m_entity = &entity;
    m_id = id;
    m_preset = std::move(preset);
    m_faults.clear();
    auto const input = [&](std::string const& name) {
        auto const* const declared = entity.field(name);
        auto made = declared ? std::make_unique<FieldInput>(*declared) : nullptr;
        if (made)
            made->set(context, m_record.at(name));
        return made;
    };
    m_cells = input(field.id);
    m_total = input(field.total);
    m_reason = input(field.total_reason);
    auto drafts = drafts_of(context.desk, entity, id);
    for (auto* const one : inputs())
        if (auto const found = drafts.find(one->field().id); found != drafts.end())
            one->restore(std::move(found->second.typed));
    m_letters = !letters.empty() && m_total;
    if (m_letters)
        m_total->write_into(letters);
    // What is counted is known by the record above: "Personnes formées", and beneath it the period.
    auto const* const parent = entity.parent.empty() ? nullptr : entity.field(entity.parent);
    auto const* const above = parent ? registry.entity(parent->to) : nullptr;
    auto const* const linked = parent ? std::get_if<model::RecordId>(&m_record.at(parent->id)) : nullptr;
    m_title = above && linked ? model::title_of(reader, registry, *above, linked->value, context.language) : context.in(field.label);
    m_beside = context.in(field.label);
    for (auto const& other : entity.fields)
        if (other.type == model::FieldType::period || other.type == model::FieldType::date) {
            if (auto const words = model::displayed(reader, registry, other, m_record.at(other.id), context.language); !words.empty())
                m_beside += ", " + words;
            break;
        }
    m_appear = true;
    m_opened_on = ImGui::GetFrameCount();
}

void CountDialog::keep(Context& context) const
{
    for (auto const* one : inputs()) {
        auto const& field = one->field();
        if (one->dirty())
            keep_draft(context.desk, *m_entity, m_id, field, {one->typed(), m_record.at(field.id)});
        else
            drop_draft(context.desk, *m_entity, m_id, field);
    }
}

void CountDialog::forget(Context& context) const
{
    for (auto const* one : inputs())
        drop_draft(context.desk, *m_entity, m_id, one->field());
}

void CountDialog::reset()
{
    m_cells.reset();
    m_total.reset();
    m_reason.reset();
    m_saved = m_busy = false;
}

void CountDialog::save(Context& context)
{
    m_faults.clear();
    if (!dirty()) {
        m_saved = true;
        return;
    }
    bool const fresh = m_id == 0;
    model::Change change{fresh ? model::ChangeKind::insert : model::ChangeKind::update, m_entity->id, m_id, fresh ? m_preset : Preset{}, {}, {}};
    auto after = m_record;
    for (auto const* one : inputs()) {
        if (!one->dirty())
            continue;
        auto value = one->value(context);
        if (!value) {
            m_faults[one->field().id] = value.error().sentence;
            continue;
        }
        after.fields.insert_or_assign(one->field().id, *value);
        if (!fresh)
            change.expected.emplace_back(one->field().id, m_record.at(one->field().id));
        change.fields.emplace_back(one->field().id, std::move(*value));
    }
    // Refused here, the hands are still in the cells; the module's own rules follow when it is written.
    for (auto const& issue : model::validate(context.session.portfolio().reader(), context.session.registry(), after, fresh ? nullptr : &m_record))
        if (issue.level == model::IssueLevel::error)
            m_faults.try_emplace(issue.field, issue.sentence);
    if (!m_faults.empty())
        return;
    m_busy = true;
    auto* const owner = &context;
    auto const label = fresh ? Phrase{fmt::format("création\u00A0: {}", m_entity->label.fr), fmt::format("new: {}", m_entity->label.en)}
                             : Phrase{fmt::format("{} – {}", m_cells->field().label.fr, m_title), fmt::format("{} – {}", m_cells->field().label.en, m_title)};
    submit(context, label, {std::move(change)}, [this, alive = m_alive, owner](EditOutcome const& outcome) {
        if (!*alive || !m_cells)
            return;
        m_busy = false;
        auto const* const refused = std::get_if<model::Refusal>(&outcome);
        if (!refused) {
            forget(*owner);
            m_saved = true;
            return owner->tell({"Enregistré", "Saved"}, exchange::Tone::good);
        }
        for (auto const& issue : refused->issues)
            if (issue.level == model::IssueLevel::error) {
                m_faults.try_emplace(issue.field, issue.sentence);
                if (issue.stored) // two edits met: what is stored now is what a second press replaces
                    m_record.fields.insert_or_assign(issue.field, *issue.stored);
            }
        if (m_faults.empty())
            m_faults[m_cells->field().id] = refused->error.sentence;
    });
}

/// The total and the reason under the cells, each with its fault.
void CountDialog::draw_total(Context& context, float width)
{
    auto const draw = [&](FieldInput& one, float wide, bool focus) {
        ImGui::PushID(one.field().id.c_str());
        ImGui::BeginGroup();
        text(context, context.theme->text_2, context.in(one.field().label), context.fonts.caption);
        auto const fault = m_faults.find(one.field().id);
        Named const name(context.in(one.field().label), fault == m_faults.end() ? std::string_view() : std::string_view(context.in(fault->second)));
        if (one.draw(context, wide, focus, fault != m_faults.end()))
            keep(context);
        ImGui::EndGroup();
        ImGui::PopID();
    };
    bool const focus = std::exchange(m_letters, false);
    ImVec2 const top = ImGui::GetCursorPos();
    draw(*m_total, context.px(140), focus);
    float const bottom = ImGui::GetCursorPosY();
    if (m_reason) {
        ImGui::SetCursorPos({top.x + context.px(156), top.y});
        draw(*m_reason, width - context.px(156), false);
        ImGui::SetCursorPos({top.x, bottom});
    }
    if (draw_count_total(context, {*m_cells, *m_total, m_reason.get()}, width))
        keep(context);
}

bool CountDialog::draw(Context& context)
{
    if (!m_cells || ImGui::GetFrameCount() == m_opened_on)
        return false;
    if (std::exchange(m_appear, false))
        ImGui::OpenPopup("count");
    if (!begin_dialog(context, "count", 720)) {
        reset(); // what was typed stays on the desk
        return true;
    }
    float const width = ImGui::GetContentRegionAvail().x;
    bool const read_only = context.session.portfolio().read_only();
    heading(context, m_title);
    text(context, context.theme->muted, m_beside, context.fonts.caption);
    auto const before = sum_typed(*m_cells);
    auto const fault = m_faults.find(m_cells->field().id);
    if (m_cells->draw(context, width, ImGui::IsWindowAppearing() && !m_letters, fault != m_faults.end())) {
        if (m_total)
            follow_sum(context, {*m_cells, *m_total, m_reason.get()}, before);
        keep(context);
    }
    if (m_total)
        draw_total(context, width);
    for (auto const& [field, sentence] : m_faults) {
        tone_mark(context, exchange::Tone::bad);
        ImGui::SameLine(0, context.px(8));
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width - context.px(24));
        text(context, context.theme->bad.text, context.in(sentence), context.fonts.caption);
        ImGui::PopTextWrapPos();
    }
    text(context, context.theme->muted, context.tr("Entrée\u00A0: case du dessous. Tab\u00A0: case à droite. «\u00A0-\u00A0»\u00A0: non renseigné. Ctrl Entrée\u00A0: enregistrer.", "Enter: cell below. Tab: cell to the right. “-”: not reported. Ctrl Enter: save."),
         context.fonts.caption);
    ImGui::Dummy({0, context.px(4)});
    std::string const stop = context.tr("Fermer sans enregistrer", "Close without saving"), act = context.tr("Enregistrer", "Save");
    to_the_right(context, read_only ? std::vector{stop} : std::vector{stop, act});
    bool const typing = ImGui::GetIO().WantTextInput;
    bool leave = m_saved;
    if (button(context, ButtonKind::ghost, "stop", stop)) {
        forget(context);
        leave = true;
    } else if (key_pressed(ImGuiKey_Escape) && !typing && !m_busy) {
        leave = true;
        if (dirty())
            context.tell({"Votre saisie est gardée, mais pas encore enregistrée.", "What you typed is kept, but not saved yet."}, exchange::Tone::info);
    }
    if (!read_only) {
        ImGui::SameLine();
        bool const keys = ImGui::GetIO().KeyCtrl && (key_pressed(ImGuiKey_Enter) || letter_pressed('S'));
        if ((button(context, ButtonKind::accent, "save", act) || keys) && !m_busy)
            save(context);
    }
    if (leave) {
        ImGui::CloseCurrentPopup();
        reset();
    }
    ImGui::EndPopup();
    return leave;
}

} // namespace passerelle::ui
