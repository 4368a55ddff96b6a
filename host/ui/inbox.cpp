#include "host/ui/inbox.hpp"
#include "host/base/format.hpp"
#include "host/model/record.hpp"
#include "host/ui/drafts.hpp"
#include "host/ui/widgets/focus.hpp"
#include "host/ui/widgets/widgets.hpp"
#include "passerelle/value/date.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

constexpr std::size_t most_shown = 100; ///< of each group: nobody reads further, and a frame stays short

std::string days_after(std::string const& iso, std::int64_t days)
{
    auto const date = psl::Date::parse(iso);
    return date ? date->plus_days(days).iso() : iso;
}

std::string counted(std::size_t number, Language language) { return format_integer(static_cast<std::int64_t>(number), language); }

} // namespace

void Inbox::take(std::vector<bridge::Alert> alerts)
{
    m_alerts.clear();
    m_put_off.clear();
    for (auto& alert : alerts)
        (alert.snoozed_until.empty() ? m_alerts : m_put_off).push_back(std::move(alert));
    std::stable_sort(m_put_off.begin(), m_put_off.end(), [](bridge::Alert const& left, bridge::Alert const& right) { return left.snoozed_until < right.snoozed_until; });
}

/// What lies on the desk: typed, not saved.
void Inbox::read_unsaved(Context& context)
{
    m_unsaved_state = context.data_state;
    m_unsaved.clear();
    auto& reader = context.session.portfolio().reader();
    auto const& registry = context.session.registry();
    for (auto const& [entity_id, id] : drafted_records(context.desk)) {
        auto const* const entity = registry.entity(entity_id);
        auto const drafts = entity ? drafts_of(context.desk, *entity, id) : std::map<std::string, Draft>();
        if (drafts.empty())
            continue;
        auto const stored = id != 0 ? model::read_record(reader, registry, *entity, id) : Result<model::Record>(model::Record{entity, 0, {}, {}});
        if (!stored)
            continue;
        Unsaved one{entity, id, id == 0 ? context.tr("nouvelle fiche", "new record") : model::title_of(reader, registry, *entity, id, context.language), drafts.begin()->first, false};
        // Where somebody else has changed the same field since, that field is the one to look at.
        auto const met = id == 0 ? drafts.end() : std::find_if(drafts.begin(), drafts.end(), [&](auto const& draft) { return !(stored->at(draft.first) == draft.second.base); });
        one.conflict = met != drafts.end();
        if (one.conflict)
            one.field = met->first;
        m_unsaved.push_back(std::move(one));
    }
}

void Inbox::draw(Context& context, bool ready, Title title)
{
    if (m_unsaved_state != context.data_state)
        read_unsaved(context);
    std::string beside;
    if (ready) {
        std::string const today = context.session.today();
        auto const late = static_cast<std::size_t>(std::count_if(m_alerts.begin(), m_alerts.end(), [&](bridge::Alert const& alert) { return !alert.due.empty() && alert.due < today; }));
        beside = fmt::format("{} {}", counted(m_alerts.size(), context.language), m_alerts.size() < 2 ? context.tr("point", "item") : context.tr("points", "items"));
        if (late > 0)
            beside += fmt::format(fmt::runtime(context.tr(", dont {} en retard", ", {} late")), counted(late, context.language));
    }
    std::string const name = title == Title::shown ? context.tr("À traiter", "To do") : "";
    name.empty() ? text(context, context.theme->muted, beside) : heading(context, name, beside);
    if (!m_put_off.empty()) {
        std::string const off = fmt::format("{} {}", context.tr("Reportés", "Put off"), m_put_off.size());
        ImGui::SameLine();
        ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), ImGui::GetContentRegionMax().x - text_width(context.fonts.body, off) - text_width(context.fonts.body, context.tr("À traiter", "To do")) - context.px(64)));
        segments(context, "shown", {context.tr("À traiter", "To do"), off}, m_shown);
    } else {
        m_shown = 0;
    }
    if (!ready)
        return empty_state(context, context.tr("Calcul en cours…", "Working…"));
    begin_region("lines");
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, context.px(2)));
    if (m_shown == 1)
        draw_put_off(context);
    else {
        draw_unsaved(context);
        draw_groups(context);
        if (m_alerts.empty() && m_unsaved.empty())
            empty_state(context, context.tr("Rien à traiter. Les échéances et les écarts apparaîtront ici.", "Nothing needs attention. Deadlines and gaps will appear here."));
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    draw_snooze(context);
}

void Inbox::draw_unsaved(Context& context)
{
    if (m_unsaved.empty())
        return;
    ImGui::Dummy({0, context.px(4)});
    text(context, context.theme->text, context.tr("Saisies à reprendre", "Unsaved entries"), context.fonts.strong);
    ImGui::SameLine(0, context.px(8));
    text(context, context.theme->muted, counted(m_unsaved.size(), context.language));
    hairline(context);
    ImGui::Dummy({0, context.px(2)});
    ImGui::PushID("unsaved");
    int number = 0;
    for (auto const& one : m_unsaved) {
        ImGui::PushID(number++);
        bridge::Alert line;
        line.tone = one.conflict ? exchange::Tone::warn : exchange::Tone::info;
        line.what = one.conflict ? fmt::format("{} «\u00A0{}\u00A0»", context.tr("Choisir entre deux saisies\u00A0:", "Choose between two edits:"), one.title)
                                 : fmt::format("{} «\u00A0{}\u00A0»", context.tr("Enregistrer la saisie\u00A0:", "Save the entry:"), one.title);
        auto const* const field = one.entity->field(one.field);
        line.why = fmt::format("{} – {}", context.in(one.entity->label), one.conflict && field
                                   ? fmt::format(fmt::runtime(context.tr("la rubrique «\u00A0{}\u00A0» a changé depuis votre saisie", "the field “{}” has changed since you typed")), context.in(field->label))
                                   : std::string(context.tr("texte tapé et pas encore enregistré", "typed and not saved yet")));
        line.entity = one.entity->id;
        line.id = one.id;
        line.field = one.field;
        draw_line(context, line);
        ImGui::PopID();
    }
    ImGui::PopID();
}

void Inbox::draw_groups(Context& context)
{
    // What is late, what comes this week, what to keep an eye on: within each, worst first as the modules say.
    std::string const today = context.session.today(), week = days_after(today, 7);
    std::vector<bridge::Alert const*> groups[3];
    for (auto const& alert : m_alerts)
        groups[alert.due.empty() ? 2 : alert.due < today ? 0 : alert.due <= week ? 1 : 2].push_back(&alert);
    draw_group(context, context.tr("En retard", "Late"), groups[0]);
    draw_group(context, context.tr("Cette semaine", "This week"), groups[1]);
    draw_group(context, context.tr("À surveiller", "To watch"), groups[2]);
}

void Inbox::draw_group(Context& context, char const* title, std::vector<bridge::Alert const*> const& alerts)
{
    if (alerts.empty())
        return;
    ImGui::Dummy({0, context.px(6)});
    text(context, context.theme->text, title, context.fonts.strong);
    ImGui::SameLine(0, context.px(8));
    text(context, context.theme->muted, counted(alerts.size(), context.language));
    hairline(context);
    ImGui::Dummy({0, context.px(2)});
    ImGui::PushID(title);
    for (std::size_t at = 0; at < alerts.size() && at < most_shown; ++at) {
        ImGui::PushID(static_cast<int>(at));
        draw_line(context, *alerts[at]);
        ImGui::PopID();
    }
    ImGui::PopID();
    if (alerts.size() > most_shown)
        text(context, context.theme->muted, fmt::format("{}{} {}", context.tr("Autres points\u00A0: ", "Further items: "), counted(alerts.size() - most_shown, context.language), context.tr("(les plus graves sont au-dessus)", "(the worst are above)")),
             context.fonts.caption);
}

void Inbox::draw_put_off(Context& context)
{
    ImGui::Dummy({0, context.px(4)});
    for (std::size_t at = 0; at < m_put_off.size() && at < most_shown; ++at) {
        ImGui::PushID(static_cast<int>(at));
        draw_line(context, m_put_off[at]);
        ImGui::PopID();
    }
}

/// Mark, what to do, where and why, date; its actions where the mouse or the keyboard is.
void Inbox::draw_line(Context& context, bridge::Alert const& alert)
{
    Theme const& theme = *context.theme;
    ImVec2 const at = ImGui::GetCursorScreenPos(), start = ImGui::GetCursorPos();
    float const width = ImGui::GetContentRegionAvail().x, height = context.px(46);
    bool const put_off_one = !alert.snoozed_until.empty(), can_put_off = !alert.rule.empty() && !context.session.portfolio().read_only();
    auto const touch = pressable(context, "line", {width, height});
    ImGui::SetItemAllowOverlap();
    tell_element(Role::line, alert.what, put_off_one ? alert.snooze_reason : alert.why);
    bool const pointed = ImGui::IsMouseHoveringRect(touch.min, touch.max) && ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
    // With the keyboard on the line, or on its action after it.
    bool const here = pointed || touch.focused || has_keyboard(ImGui::GetID("later"));
    if (here)
        ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + height}, theme.hover, context.px(6));
    if (touch.focused)
        ImGui::GetWindowDrawList()->AddRect(at, {at.x + width, at.y + height}, theme.focus, context.px(6), 0, context.px(2));
    ImGui::SetCursorScreenPos({at.x + context.px(8), at.y + context.px(5)});
    tone_mark(context, alert.tone);
    std::string const due = put_off_one ? fmt::format("{} {}", context.tr("au", "to"), format_date(alert.snoozed_until, context.language)) : alert.due.empty() ? std::string() : format_date(alert.due, context.language);
    std::string const later = put_off_one ? context.tr("Reprendre", "Bring back") : context.tr("Reporter…", "Put off…");
    float const date_width = due.empty() ? context.px(8) : text_width(context.fonts.body, due) + context.px(16);
    float const actions = here && can_put_off ? text_width(context.fonts.body, later) + context.px(32) : 0;
    float const room = width - context.px(40) - std::max(date_width, actions);
    ImGui::SetCursorScreenPos({at.x + context.px(28), at.y + context.px(5)});
    fitted_text(context, theme.text, alert.what, room);
    ImGui::SetCursorScreenPos({at.x + context.px(28), at.y + context.px(24)});
    fitted_text(context, theme.muted, put_off_one ? fmt::format("{}{}", context.tr("Reporté\u00A0: ", "Put off: "), alert.snooze_reason) : alert.why, room, context.fonts.caption);
    bool acts = false;
    if (actions > 0) {
        ImGui::SetCursorScreenPos({at.x + width - actions, at.y + context.px(7)});
        if (button(context, ButtonKind::outline, "later", later)) {
            if (put_off_one) {
                put_off(context, alert, {}, {});
            } else {
                m_snoozing = alert;
                m_until = days_after(context.session.today(), 7);
                m_reason.clear();
                m_fault = {};
                m_ask = true;
            }
            acts = true;
        }
    } else if (!due.empty()) {
        ImGui::SetCursorScreenPos({at.x + width - date_width, at.y + context.px(5)});
        text(context, theme.text_2, due);
    }
    ImGui::SetCursorPos({start.x, start.y + height + ImGui::GetStyle().ItemSpacing.y});
    if (touch.pressed && !acts && !alert.entity.empty())
        context.go(alert.id != 0 || alert.rule.empty() || (!alert.field.empty() && !context.session.portfolio().read_only()) ? Place{Page::sheet, alert.entity, alert.id, {}, {}, alert.field} : Place{Page::register_, alert.entity, 0, {}, {}, {}});
}

void Inbox::put_off(Context& context, bridge::Alert const& alert, std::string const& until, std::string const& reason)
{
    auto* const owner = &context;
    bool const back = until.empty();
    submit(context, back ? Phrase{fmt::format("reprise\u00A0: {}", alert.what), fmt::format("brought back: {}", alert.what)} : Phrase{fmt::format("report\u00A0: {}", alert.what), fmt::format("put off: {}", alert.what)},
           {bridge::Session::snooze(alert, until, reason)}, [owner, back, until](EditOutcome const& outcome) {
               if (auto const* const refused = std::get_if<model::Refusal>(&outcome))
                   return owner->tell(refused->error.sentence, exchange::Tone::bad);
               if (back)
                   return owner->tell({"De nouveau à traiter", "To do again"}, exchange::Tone::good);
               owner->tell({fmt::format("Reporté au {}", format_date(until, Language::fr)), fmt::format("Put off to {}", format_date(until, Language::en))}, exchange::Tone::good);
           });
}

void Inbox::draw_snooze(Context& context)
{
    if (std::exchange(m_ask, false))
        ImGui::OpenPopup("snooze");
    if (!begin_dialog(context, "snooze", 520))
        return;
    heading(context, context.tr("Reporter à plus tard", "Put off to later"));
    float const width = ImGui::GetContentRegionAvail().x;
    ImGui::PushTextWrapPos(0);
    text(context, context.theme->text_2, m_snoozing.what);
    text(context, context.theme->muted, m_snoozing.why, context.fonts.caption);
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.px(4)});
    std::string const today = context.session.today();
    std::string const dates[] = {days_after(today, 7), days_after(today, 30), days_after(today, 90)};
    std::size_t chosen = 3;
    for (std::size_t at = 0; at < 3; ++at)
        if (m_until == dates[at])
            chosen = at;
    text(context, context.theme->text_2, context.tr("Jusqu’à quand", "Until when"), context.fonts.caption);
    if (segments(context, "until", {context.tr("Une semaine", "One week"), context.tr("Un mois", "One month"), context.tr("Trois mois", "Three months")}, chosen) && chosen < 3)
        m_until = dates[chosen];
    text(context, context.theme->muted, fmt::format("{} {}", context.tr("De nouveau à traiter le", "To do again on"), format_date(m_until, context.language, DateStyle::text)), context.fonts.caption);
    text(context, context.theme->text_2, context.tr("Pourquoi", "Why"), context.fonts.caption);
    if (Named const name(context.tr("Pourquoi", "Why"), context.in(m_fault)); text_field(context, "##reason", m_reason, width, context.tr("Par exemple\u00A0: attend la réponse du bailleur", "For example: waiting for the donor’s answer"), 1, ImGui::IsWindowAppearing() || std::exchange(m_ask_again, false), !m_fault.empty()))
        m_fault = {};
    bool const entered = ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter);
    if (!m_fault.empty())
        text(context, context.theme->bad.text, context.in(m_fault), context.fonts.caption);
    ImGui::Dummy({0, context.px(8)});
    std::string const stop = context.tr("Fermer", "Close"), act = context.tr("Reporter", "Put off");
    to_the_right(context, {stop, act});
    if (button(context, ButtonKind::ghost, "stop", stop) || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "act", act) || entered) {
        if (m_reason.empty()) {
            m_fault = {"Dites pourquoi\u00A0: vos collègues le liront.", "Say why: your colleagues will read it."};
            m_ask_again = true;
        } else {
            put_off(context, m_snoozing, m_until, m_reason);
            ImGui::CloseCurrentPopup();
        }
    }
    ImGui::EndPopup();
}

} // namespace passerelle::ui
