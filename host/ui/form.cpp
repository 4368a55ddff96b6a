#include "host/ui/form.hpp"
#include "host/base/text.hpp"
#include "host/model/record.hpp"
#include "host/ui/count_total.hpp"
#include "host/ui/desk.hpp"
#include "host/ui/drafts.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

Form::~Form() { *m_alive = false; }

Form::Form(Context& context, model::Entity const& entity, std::int64_t id, Preset preset) : m_entity(&entity), m_preset(std::move(preset))
{
    m_record.entity = &entity;
    m_record.id = id;
    if (id == 0)
        for (auto const& [field, value] : m_preset)
            m_record.fields.insert_or_assign(field, value);
    for (auto const& field : entity.fields)
        m_inputs.push_back(std::make_unique<FieldInput>(field));
    read(context);
    restore(context);
}

FieldInput* Form::input(std::string_view field) const
{
    auto const found = std::find_if(m_inputs.begin(), m_inputs.end(), [&](auto const& one) { return one->field().id == field; });
    return found == m_inputs.end() ? nullptr : found->get();
}

bool Form::dirty() const
{
    return std::any_of(m_inputs.begin(), m_inputs.end(), [](auto const& one) { return one->dirty(); });
}

void Form::drop_changes(Context& context)
{
    for (auto const& one : m_inputs)
        one->drop_changes();
    m_base.clear();
    m_faults.clear();
    m_conflicts.clear();
    m_restored = false;
    drop_drafts(context.desk, *m_entity, m_record.id);
    context.desk.keep(why_key(), {});
    m_why.clear();
    read(context);
}

void Form::take_focus(std::string field)
{
    m_focus = true;
    m_focus_field = std::move(field);
}

bool Form::take_file(Context& context, std::filesystem::path const& path)
{
    return std::any_of(m_inputs.begin(), m_inputs.end(), [&](auto const& one) { return !one->field().hidden && one->take_file(context, path); });
}

/// What nobody has touched shows what is stored now; what is being changed stays as typed, and says so if somebody else changed it too.
void Form::read(Context& context)
{
    m_data_state = context.data_state;
    m_language = context.language;
    if (m_record.id != 0) {
        auto record = model::read_record(context.session.portfolio().reader(), context.session.registry(), *m_entity, m_record.id);
        if (!record)
            return context.tell(record.error().sentence, exchange::Tone::bad);
        m_record = std::move(*record);
    }
    for (auto const& one : m_inputs) {
        auto const& field = one->field();
        auto const& stored = m_record.at(field.id);
        if (!one->dirty()) {
            one->set(context, stored);
            m_conflicts.erase(field.id);
            m_base.erase(field.id);
        } else if (auto const base = m_base.find(field.id); m_record.id != 0 && base != m_base.end() && !(base->second == stored)) {
            auto& reader = context.session.portfolio().reader();
            m_conflicts[field.id] = {stored, model::displayed(reader, context.session.registry(), field, stored, context.language), last_edit_of(context, *m_entity, m_record.id, field)};
        } else {
            m_conflicts.erase(field.id);
        }
    }
}

void Form::keep(Context& context, FieldInput const& one) const
{
    auto const& field = one.field();
    if (!one.dirty())
        return drop_draft(context.desk, *m_entity, m_record.id, field);
    auto const base = m_base.find(field.id);
    keep_draft(context.desk, *m_entity, m_record.id, field, {one.typed(), base == m_base.end() ? model::Value() : base->second});
}

void Form::restore(Context& context)
{
    for (auto& [id, draft] : drafts_of(context.desk, *m_entity, m_record.id)) {
        auto* const one = input(id);
        one->restore(std::move(draft.typed));
        if (one->dirty())
            m_base[id] = std::move(draft.base);
        m_restored = m_restored || one->dirty();
    }
    if (m_restored) {
        m_why = context.desk.kept(why_key()).value_or("");
        read(context);
    }
}

std::string Form::why_key() const { return fmt::format("why/{}:{}", m_entity->id, m_record.id); }

void Form::save(Context& context, std::function<void()> then)
{
    m_faults.clear();
    model::Change change{m_record.id == 0 ? model::ChangeKind::insert : model::ChangeKind::update, m_entity->id, m_record.id, {}, {}, {}};
    if (m_record.id == 0)
        for (auto const& [field, value] : m_preset)
            if (auto const* const one = input(field); one && !one->dirty())
                change.fields.emplace_back(field, value);
    for (auto const& one : m_inputs) {
        if (!one->dirty())
            continue;
        auto value = one->value(context);
        if (!value) {
            m_faults[one->field().id] = value.error().sentence;
            continue;
        }
        change.fields.emplace_back(one->field().id, std::move(*value));
        if (auto const base = m_base.find(one->field().id); m_record.id != 0 && base != m_base.end())
            change.expected.emplace_back(base->first, base->second);
    }
    if (!m_faults.empty())
        return take_focus(m_faults.begin()->first);
    if (change.fields.empty() && m_record.id != 0)
        return;
    auto const* const first = change.fields.empty() ? nullptr : m_entity->field(change.fields.front().first);
    Phrase label{fmt::format("création\u00A0: {}", m_entity->label.fr), fmt::format("new: {}", m_entity->label.en)};
    if (m_record.id != 0 && change.fields.size() == 1 && first) {
        label = edit_label(context, *first, *m_entity, m_record.id);
    } else if (m_record.id != 0) {
        auto const title = model::title_of(context.session.portfolio().reader(), context.session.registry(), *m_entity, m_record.id, Language::fr);
        label = {fmt::format("fiche {}", title), fmt::format("record {}", title)};
    }
    if (!m_why.empty()) {
        label.fr += fmt::format(". Motif\u00A0: {}", m_why);
        label.en += fmt::format(". Reason: {}", m_why);
    }
    m_busy = true;
    ImGui::SetWindowFocus(nullptr); // the field that was typed in lets go: the keys are the window's again
    auto* const owner = &context;
    submit(context, std::move(label), {std::move(change)}, [this, alive = m_alive, owner, then = std::move(then)](EditOutcome const& outcome) {
        if (!*alive)
            return;
        m_busy = false;
        take_outcome(*owner, outcome);
        if (then && std::holds_alternative<model::Applied>(outcome))
            then();
    });
}

void Form::take_outcome(Context& context, EditOutcome const& outcome)
{
    if (auto const* const refused = std::get_if<model::Refusal>(&outcome)) {
        for (auto const& issue : refused->issues) {
            if (issue.level != model::IssueLevel::error)
                continue;
            auto const* const field = m_entity->field(issue.field);
            if (issue.stored && field)
                m_conflicts[issue.field] = {*issue.stored, model::displayed(context.session.portfolio().reader(), context.session.registry(), *field, *issue.stored, context.language),
                                            last_edit_of(context, *m_entity, m_record.id, *field)};
            else
                m_faults[issue.field] = issue.sentence;
        }
        if (auto const* const one = !m_faults.empty() ? input(m_faults.begin()->first) : nullptr)
            take_focus(one->field().id);
        return context.tell(refused->error.sentence, exchange::Tone::bad);
    }
    auto const& applied = std::get<model::Applied>(outcome);
    drop_drafts(context.desk, *m_entity, m_record.id);
    context.desk.keep(why_key(), {});
    m_why.clear();
    m_record.id = applied.ids.front();
    m_restored = false;
    m_base.clear();
    m_conflicts.clear();
    for (auto const& one : m_inputs)
        one->drop_changes();
    read(context);
    // A warning is said with the success: it is written, and worth a look.
    auto const warning = std::find_if(applied.issues.begin(), applied.issues.end(), [](model::Issue const& issue) { return issue.level == model::IssueLevel::warning; });
    if (warning != applied.issues.end())
        context.tell({"Enregistré. " + warning->sentence.fr, "Saved. " + warning->sentence.en}, exchange::Tone::warn);
    else
        context.tell({"Enregistré", "Saved"}, exchange::Tone::good);
}

/// Both values, who wrote the other one and when, and two answers.
void Form::draw_conflict(Context& context, FieldInput& one)
{
    auto const found = m_conflicts.find(one.field().id);
    if (found == m_conflicts.end())
        return;
    auto const& conflict = found->second;
    tone_mark(context, exchange::Tone::info);
    ImGui::SameLine(0, context.px(6));
    auto const words = conflict.words.empty() ? std::string(context.tr("non renseigné", "not reported")) : conflict.words;
    text(context, context.theme->info.text, fmt::format("{}{}{}{}", context.tr("Autre saisie\u00A0: ", "Another edit: "), words, conflict.who.empty() ? "" : ", ", conflict.who), context.fonts.caption);
    if (button(context, ButtonKind::outline, "theirs", context.tr("Prendre cette valeur", "Take this value"))) {
        one.drop_changes();
        one.set(context, conflict.stored);
        m_base.erase(one.field().id);
        m_conflicts.erase(found);
        return keep(context, one);
    }
    ImGui::SameLine(0, context.px(8));
    if (button(context, ButtonKind::ghost, "mine", context.tr("Garder la mienne", "Keep mine"))) {
        m_base[one.field().id] = conflict.stored;
        m_conflicts.erase(found);
        keep(context, one);
    }
}

void Form::changed(Context& context, FieldInput const& one, bool was_dirty)
{
    if (!was_dirty)
        m_base.try_emplace(one.field().id, m_record.at(one.field().id));
    keep(context, one);
}

void Form::total_follows(Context& context, FieldInput& cells, FieldInput& total, std::optional<std::int64_t> sum_before)
{
    bool const was_dirty = total.dirty();
    if (follow_sum(context, {cells, total, nullptr}, sum_before))
        changed(context, total, was_dirty);
}

void Form::draw_total(Context& context, FieldInput& cells, FieldInput& total, float width)
{
    bool const cells_dirty = cells.dirty(), total_dirty = total.dirty();
    if (!draw_count_total(context, {cells, total, cells.field().total_reason.empty() ? nullptr : input(cells.field().total_reason)}, width))
        return;
    changed(context, cells, cells_dirty);
    changed(context, total, total_dirty);
}

void Form::draw_field(Context& context, FieldInput& one, float width)
{
    auto const& field = one.field();
    ImGui::PushID(field.id.c_str());
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
    text(context, context.theme->text_2, context.in(field.label), context.fonts.caption);
    if (field.required) {
        ImGui::SameLine(0, context.px(6));
        text(context, context.theme->muted, context.tr("obligatoire", "required"), context.fonts.caption);
    }
    bool const focus = m_focus && (m_focus_field.empty() || m_focus_field == field.id);
    m_focus = m_focus && !focus;
    auto const fault = m_faults.find(field.id);
    bool const was_dirty = one.dirty();
    std::optional<Named> name;
    name.emplace(context.in(field.label), fault == m_faults.end() ? std::string_view() : std::string_view(context.in(fault->second)));
    auto* const total = field.total.empty() ? nullptr : input(field.total);
    auto const sum_before = total ? sum_typed(one) : std::nullopt;
    if (one.draw(context, width, focus, fault != m_faults.end())) {
        changed(context, one, was_dirty);
        if (total)
            total_follows(context, one, *total, sum_before);
    }
    name.reset();
    if (total)
        draw_total(context, one, *total, width);
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    if (fault != m_faults.end()) {
        tone_mark(context, exchange::Tone::bad);
        ImGui::SameLine(0, context.px(6));
        text(context, context.theme->bad.text, context.in(fault->second), context.fonts.caption);
    } else if (!field.help.empty()) {
        text(context, context.theme->muted, context.in(field.help), context.fonts.caption);
    }
    draw_conflict(context, one);
    ImGui::PopTextWrapPos();
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    ImGui::PopID();
}

/// Of what is changed, for those who read the history later.
void Form::draw_why(Context& context)
{
    constexpr std::size_t most = 500;
    ImGui::SameLine(0, context.px(12));
    if (Named const name(context.tr("Motif", "Reason")); text_field(context, "##why", m_why, context.px(240), context.tr("Motif (facultatif)", "Reason (optional)"))) {
        if (m_why.size() > most)
            m_why = shortened(m_why, most);
        context.desk.keep(why_key(), m_why);
    }
}

void Form::draw_footer(Context& context)
{
    if (context.session.portfolio().read_only())
        return text(context, context.theme->muted, context.tr("Lecture seule\u00A0: cette fiche ne peut pas être modifiée ici.", "Read-only: this record cannot be changed here."));
    bool const changed = dirty() || m_record.id == 0;
    bool const ctrl_s = ImGui::GetIO().KeyCtrl && letter_pressed('S');
    if ((icon_button(context, changed ? ButtonKind::accent : ButtonKind::outline, "save", icons::check, context.tr("Enregistrer", "Save"), changed && !m_busy) || ctrl_s) && !m_busy && changed)
        save(context);
    tooltip(context, "Ctrl S");
    ImGui::SameLine(0, context.px(12));
    if (dirty()) {
        if (icon_button(context, ButtonKind::ghost, "drop", icons::undo, context.tr("Revenir à la fiche enregistrée", "Back to the saved record")))
            drop_changes(context);
        if (m_record.id != 0)
            draw_why(context);
        ImGui::SameLine(0, context.px(12));
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(8));
        text(context, context.theme->muted, m_restored ? context.tr("Saisie retrouvée, pas encore enregistrée", "Found again, not saved yet") : context.tr("Modifications non enregistrées", "Changes not saved"), context.fonts.caption);
    }
}

void Form::draw_row(Context& context, std::vector<FieldInput*> const& inputs, float available)
{
    if (inputs.empty())
        return;
    float const gap = context.px(24), width = (available - gap * static_cast<float>(inputs.size() - 1)) / static_cast<float>(inputs.size());
    ImVec2 const top = ImGui::GetCursorPos();
    float bottom = top.y;
    for (std::size_t at = 0; at < inputs.size(); ++at) {
        ImGui::SetCursorPos({top.x + (width + gap) * static_cast<float>(at), top.y});
        draw_field(context, *inputs[at], width);
        bottom = std::max(bottom, ImGui::GetCursorPosY());
    }
    ImGui::SetCursorPos({top.x, bottom});
}

void Form::draw(Context& context)
{
    if ((m_language != context.language || m_data_state != context.data_state) && !m_busy)
        read(context);
    float const available = std::min(ImGui::GetContentRegionAvail().x - context.px(20), context.px(900));
    float const foot = context.px(58);
    begin_region("fields", {0, std::max(context.px(120), ImGui::GetContentRegionAvail().y - foot)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(14)));
    ImGui::Dummy({0, 0});
    if (auto const whole = m_faults.find(""); whole != m_faults.end())
        notice(context, exchange::Tone::bad, context.in(whole->second));
    // The declaration says what stands side by side; what it leaves out follows.
    std::vector<FieldInput const*> seen;
    for (auto const& line : m_entity->form) {
        std::vector<FieldInput*> inputs;
        for (auto const& id : line)
            if (auto* const one = input(id); one && !one->field().hidden) {
                inputs.push_back(one);
                seen.push_back(one);
            }
        draw_row(context, inputs, available);
    }
    for (auto const& one : m_inputs)
        if (!one->field().hidden && std::find(seen.begin(), seen.end(), one.get()) == seen.end())
            draw_row(context, {one.get()}, available);
    ImGui::PopStyleVar();
    ImGui::EndChild();
    ImGui::Dummy({0, context.px(2)});
    draw_footer(context);
}

} // namespace passerelle::ui
