#include "host/ui/history_view.hpp"
#include "host/base/format.hpp"
#include "host/model/record.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

/// Labels are written to follow a verb ("Annuler : montant"); alone they begin a line.
std::string capitalised(std::string words)
{
    if (words.starts_with("é"))
        return "É" + words.substr(std::string_view("é").size());
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

} // namespace

struct HistoryView::Answer {
    std::vector<Entry> entries;
    bool more = false;
    Past past;
};

HistoryView::HistoryView(model::Entity const& entity, std::int64_t id) : m_entity(&entity), m_id(id) {}

void HistoryView::ask(Context& context)
{
    m_data_state = context.data_state;
    m_language = context.language;
    auto answer = std::make_shared<Answer>();
    bridge::Session* const session = &context.session;
    context.session.start_job(
        "history",
        [session, answer, entity = m_entity, id = m_id, most = m_most, language = context.language](bridge::Progress&) -> Result<void> {
            auto& reader = session->portfolio().reader();
            auto entries = model::history(reader, session->registry(), entity->id, id, most + 1);
            if (!entries)
                return entries.error();
            answer->more = entries->size() > most;
            if (answer->more)
                entries->pop_back();
            bool const fr = language == Language::fr;
            for (auto& entry : *entries) {
                Entry shown;
                shown.title = entry.foreign ? (fr ? "Modifié avec un autre outil" : "Changed with another tool") : capitalised(entry.label.in(language).empty() ? entry.label.fr : entry.label.in(language));
                auto const when = entry.at.size() >= 16 ? fmt::format("{} {} {} (UTC)", format_date(entry.at.substr(0, 10), language), fr ? "à" : "at", entry.at.substr(11, 5)) : entry.at;
                shown.about = fmt::format("{}, {}", when, entry.author.empty() ? (fr ? "auteur non précisé" : "author not stated") : entry.author);
                for (auto& change : entry.changes) {
                    auto const* const field = entity->field(change.field);
                    if (!field || field->hidden)
                        continue;
                    auto const words = [&](model::Value const& value) { return model::is_null(value) ? std::string("—") : model::displayed(reader, session->registry(), *field, value, language); };
                    std::string const& label = field->label.in(language).empty() ? field->label.fr : field->label.in(language);
                    auto before = words(change.before), after = words(change.after);
                    shown.changes.push_back({field, label, std::move(before), std::move(after), entry.operation == 'U', std::move(change)});
                }
                answer->entries.push_back(std::move(shown));
            }
            return {};
        },
        [this, alive = m_alive, answer](Result<void>) {
            if (!*alive)
                return;
            m_ready = true;
            m_more = answer->more;
            m_entries = std::move(answer->entries);
        });
}

void HistoryView::ask_past(Context& context)
{
    auto answer = std::make_shared<Answer>();
    bridge::Session* const session = &context.session;
    auto tell = context.tell;
    context.session.start_job(
        "past",
        [session, answer, entity = m_entity, id = m_id, day = m_past_date, language = context.language](bridge::Progress&) -> Result<void> {
            auto& reader = session->portfolio().reader();
            auto const record = model::record_as_of(reader, session->registry(), *entity, id, day);
            if (!record)
                return record.error();
            answer->past.there = record->has_value();
            if (*record)
                for (auto const& field : entity->fields)
                    if (auto const& value = (*record)->at(field.id); !field.hidden && !model::is_null(value))
                        answer->past.lines.emplace_back(field.label.in(language).empty() ? field.label.fr : field.label.in(language), model::displayed(reader, session->registry(), field, value, language));
            return {};
        },
        [this, alive = m_alive, answer, tell](Result<void> done) {
            if (!*alive)
                return;
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            m_past = std::move(answer->past);
        });
}

void HistoryView::draw_date(Context& context)
{
    text(context, context.theme->text_2, context.tr("Voir la fiche à une date", "See the record on a date"), context.fonts.caption);
    if (Named const name(context.tr("Voir la fiche à une date", "See the record on a date"), context.in(m_fault)); text_field(context, "##date", m_date, context.px(150), context.tr("jj/mm/aaaa", "dd/mm/yyyy"), 1, false, !m_fault.empty()))
        m_fault = {};
    bool const entered = ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter);
    ImGui::SameLine(0, context.px(8));
    if (button(context, ButtonKind::outline, "see", context.tr("Voir", "See")) || entered) {
        m_past.reset();
        if (auto const day = parse_date(m_date, context.language)) {
            m_past_date = *day;
            ask_past(context);
        } else {
            m_fault = day.error().sentence;
        }
    }
    if (m_past) {
        ImGui::SameLine(0, context.px(8));
        if (button(context, ButtonKind::ghost, "now", context.tr("Revenir à l’historique", "Back to the history")))
            m_past.reset();
    }
    if (!m_fault.empty())
        text(context, context.theme->bad.text, context.in(m_fault), context.fonts.caption);
}

void HistoryView::draw_past(Context& context)
{
    auto const day = format_date(m_past_date, context.language, DateStyle::text);
    if (!m_past->there)
        return empty_state(context, context.language == Language::fr ? fmt::format("Le {}, cette fiche n’existait pas.", day) : fmt::format("On {}, this record did not exist.", day));
    text(context, context.theme->text, context.language == Language::fr ? fmt::format("La fiche le {} au soir (UTC)", day) : fmt::format("The record at the end of {} (UTC)", day), context.fonts.strong);
    hairline(context);
    begin_region("past");
    float const left = std::min(context.px(280), ImGui::GetContentRegionAvail().x * 0.4f);
    for (auto const& [label, value] : m_past->lines) {
        fitted_text(context, context.theme->muted, label, left - context.px(12));
        ImGui::SameLine(left);
        ImGui::PushTextWrapPos(0);
        text(context, context.theme->text, value);
        ImGui::PopTextWrapPos();
    }
    ImGui::EndChild();
}

/// One field to what it was before a change: a change like any other, which can be taken back.
void HistoryView::restore(Context& context, Change const& change)
{
    auto const stored = model::read_record(context.session.portfolio().reader(), context.session.registry(), *m_entity, m_id);
    if (!stored)
        return context.tell(stored.error().sentence, exchange::Tone::bad);
    auto const& now = stored->at(change.field->id);
    auto value = model::taken_back(now, change.values);
    auto* const owner = &context;
    submit(context, edit_label(context, *change.field, *m_entity, m_id), {{model::ChangeKind::update, m_entity->id, m_id, {{change.field->id, std::move(value)}}, {}, {{change.field->id, now}}}},
           [owner, label = change.field->label](EditOutcome const& outcome) {
               if (auto const* const refused = std::get_if<model::Refusal>(&outcome))
                   return owner->tell(refused->error.sentence, exchange::Tone::bad);
               owner->tell({fmt::format("Valeur rétablie\u00A0: {}", label.fr), fmt::format("Value restored: {}", label.en)}, exchange::Tone::good);
           });
}

void HistoryView::draw_entry(Context& context, Entry const& entry)
{
    ImGui::Dummy({0, context.px(2)});
    fitted_text(context, context.theme->text, entry.title, ImGui::GetContentRegionAvail().x, context.fonts.strong);
    text(context, context.theme->muted, entry.about, context.fonts.caption);
    bool const may_write = !context.session.portfolio().read_only();
    std::string const back = context.tr("Rétablir", "Restore");
    float const action = text_width(context.fonts.body, back) + context.px(32);
    int number = 0;
    for (auto const& change : entry.changes) {
        ImGui::PushID(number++);
        ImVec2 const at = ImGui::GetCursorScreenPos();
        float const room = ImGui::GetContentRegionAvail().x, height = context.px(34);
        ImGui::SetCursorScreenPos({at.x + context.px(16), at.y + context.px(8)});
        fitted_text(context, context.theme->text_2, fmt::format("{}{}: {} → {}", change.label, context.language == Language::fr ? "\u00A0" : "", change.before, change.after), room - action - context.px(32));
        if (may_write && change.can_restore) {
            ImGui::SetCursorScreenPos({at.x + room - action, at.y + context.px(1)});
            if (button(context, ButtonKind::ghost, "restore", back))
                restore(context, change);
            tooltip(context, fmt::format("{}{}: {}", change.label, context.language == Language::fr ? "\u00A0" : "", change.before));
        }
        ImGui::SetCursorScreenPos({at.x, at.y + height});
        ImGui::PopID();
    }
    hairline(context);
}

void HistoryView::draw(Context& context)
{
    if (m_data_state != context.data_state || m_language != context.language)
        ask(context);
    ImGui::Dummy({0, context.px(4)});
    draw_date(context);
    ImGui::Dummy({0, context.px(6)});
    if (m_past)
        return draw_past(context);
    if (!m_ready)
        return empty_state(context, context.tr("Lecture de l’historique…", "Reading the history…"));
    if (m_entries.empty())
        return empty_state(context, context.tr("Aucun changement.", "No change."));
    begin_region("history");
    for (std::size_t at = 0; at < m_entries.size(); ++at) {
        ImGui::PushID(static_cast<int>(at));
        draw_entry(context, m_entries[at]);
        ImGui::PopID();
    }
    if (m_more && button(context, ButtonKind::outline, "more", context.tr("Changements plus anciens", "Older changes"))) {
        m_most += 200;
        ask(context);
    }
    ImGui::EndChild();
}

} // namespace passerelle::ui
