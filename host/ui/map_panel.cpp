#include "host/ui/map_panel.hpp"
#include "host/base/format.hpp"
#include "host/exchange/facts.hpp"
#include "host/ui/map_marks.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <cmath>
#include <imgui_internal.h>
#include <utility>

namespace passerelle::ui {

namespace {

using exchange::Map;
using exchange::MapIndex;
using What = MapSubject::What;

constexpr float row_height = 32, side_margin = 16, footer_height = 56;

/// A heading among the lines.
void head(Context const& context, std::string_view name, std::size_t count)
{
    ImVec2 const at = ImGui::GetCursorScreenPos();
    auto const number = format_integer(static_cast<std::int64_t>(count), context.language);
    float const y = at.y + context.px(row_height) - font_size(context.fonts.strong) - context.px(7), room = ImGui::GetContentRegionAvail().x - context.px(side_margin * 2);
    auto const shown = elided(context.fonts.strong, name, room - text_width(context.fonts.body, number) - context.px(8));
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw_text(draw, context.fonts.strong, {at.x + context.px(side_margin), y}, context.theme->text, shown);
    draw_text(draw, context.fonts.body, {at.x + context.px(side_margin + 8) + text_width(context.fonts.strong, shown), y}, context.theme->muted, number);
    ImGui::Dummy({1, context.px(row_height)});
    tell_words(Role::heading, std::string(name) + " " + number, at, {at.x + context.px(200), at.y + context.px(row_height)});
}

/// Calls draw(n) for those of `count` lines that are in view, and a few around them, so that the arrows find them.
template <class Draw>
void in_view(Context const& context, std::size_t count, std::optional<std::size_t> also, Draw const& draw)
{
    float const row = context.px(row_height), top = ImGui::GetCursorScreenPos().y, x = ImGui::GetCursorPosX(), y = ImGui::GetCursorPosY();
    ImVec2 const least = ImGui::GetWindowDrawList()->GetClipRectMin(), most = ImGui::GetWindowDrawList()->GetClipRectMax();
    auto const lines = static_cast<float>(count);
    auto const first = static_cast<std::size_t>(std::clamp(std::floor((least.y - top) / row) - 3, 0.0f, lines)), last = static_cast<std::size_t>(std::clamp(std::ceil((most.y - top) / row) + 3, 0.0f, lines));
    auto const one = [&](std::size_t at) {
        ImGui::SetCursorPos({x, y + row * static_cast<float>(at)});
        draw(at);
    };
    for (std::size_t at = first; at < last; ++at)
        one(at);
    if (also && *also < count && (*also < first || *also >= last))
        one(*also);
    ImGui::SetCursorPos({x, y + row * lines});
    ImGui::Dummy({1, 0});
}

std::string const& entity_of(Map const& map, MapIndex const& index, MapSubject subject)
{
    return subject.what == What::place ? map.places[subject.at].entity : index.ties[subject.at].entity;
}

} // namespace

std::string name_of_ties(Context const& context, MapIndex const& index)
{
    bool const same = !index.ties.empty() && std::all_of(index.ties.begin(), index.ties.end(), [&](exchange::MapTie const& tie) { return tie.entity == index.ties.front().entity; });
    auto const* const entity = same ? context.session.registry().entity(index.ties.front().entity) : nullptr;
    return entity ? context.in(entity->plural) : context.tr("Liens", "Links");
}

void open_subject(Context& context, Map const& map, MapIndex const& index, MapSubject subject)
{
    if (subject.what == What::nothing || entity_of(map, index, subject).empty())
        return;
    context.go({Page::sheet, entity_of(map, index, subject), subject.what == What::place ? map.places[subject.at].id : index.ties[subject.at].id, {}, {}, {}});
}

MapPanel::Line MapPanel::line_of(Context const& context, Map const& map, MapIndex const& index, MapSubject subject) const
{
    if (subject.what == What::place)
        return {subject, map.places[subject.at].label, exchange::fact_text(map.places[subject.at].value, context.language)};
    return {subject, index.ties[subject.at].name, std::string(exchange::kind_of(map, index.ties[subject.at]))};
}

bool MapPanel::line(Context const& context, Map const& map, MapIndex const& index, Line const& line)
{
    Theme const& theme = *context.theme;
    bool const is_place = line.subject.what == What::place;
    float const margin = context.px(8), width = ImGui::GetContentRegionAvail().x - margin * 2, mark = context.px(is_place ? 26 : 40);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + margin);
    ImGui::PushID(static_cast<int>(is_place ? index.keys[line.subject.at] : index.ties[line.subject.at].key));
    auto const touch = pressable(context, "line", {width, context.px(row_height)}, 6);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    if (touch.hovered || touch.focused)
        draw->AddRectFilled(touch.min, touch.max, theme.hover, context.px(6));
    if (touch.focused)
        draw->AddRect(touch.min, touch.max, theme.focus, context.px(6), 0, context.px(2));
    float const middle = (touch.min.y + touch.max.y) / 2, left = touch.min.x + context.px(8), most_beside = width * 0.42f;
    auto const beside = elided(context.fonts.caption, line.beside, most_beside);
    float const beside_width = text_width(context.fonts.caption, beside);
    auto const name = elided(context.fonts.body, line.name, width - context.px(24) - mark - beside_width);
    tell_element(Role::line, line.name, line.beside, name != line.name);
    if (is_place) {
        auto const& place = map.places[line.subject.at];
        bool const square = place.shape == exchange::PlaceShape::square;
        draw_dot(context, draw, {left + context.px(8), middle}, context.px(5), {square, square || !exchange::plotted(place.value)});
    } else {
        auto const kind = index.ties[line.subject.at].kind;
        auto const style = kind < map.kinds.size() ? static_cast<int>(map.kinds[kind].line) : 0;
        draw_line(context, draw, {{left, middle}, {left + context.px(26), middle}}, theme.chart[exchange::series_of(kind)], context.px(2), style);
    }
    draw_text(draw, context.fonts.body, {left + mark, middle - font_size(context.fonts.body) * 0.58f}, theme.text, name);
    draw_text(draw, context.fonts.caption, {touch.max.x - context.px(8) - beside_width, middle - font_size(context.fonts.caption) * 0.58f}, theme.muted, beside);
    if (name != line.name || beside != line.beside)
        tooltip(context, line.name + "\n" + line.beside);
    if (touch.focused)
        if (int const step = key_pressed(ImGuiKey_DownArrow, true) ? 1 : key_pressed(ImGuiKey_UpArrow, true) ? -1 : 0; step != 0) {
            // Dear ImGui would rather go to whatever stands at the same height elsewhere on the page.
            ImGui::NavMoveRequestCancel();
            m_step = step;
            m_step_from = line.subject;
        }
    if (m_wanted == Wanted::line && m_wanted_line == line.subject) {
        ImGui::SetKeyboardFocusHere(-1);
        ImGui::SetScrollHereY();
        m_wanted = Wanted::nothing;
    }
    ImGui::PopID();
    return touch.pressed;
}

void MapPanel::header(Context& context, std::string_view title, std::string_view beside, char const* close_words, bool& close)
{
    Theme const& theme = *context.theme;
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const width = ImGui::GetContentRegionAvail().x, tool_side = tool_width(context, close_words), room = width - context.px(side_margin + 12) - tool_side;
    ImGui::SetCursorScreenPos({at.x + width - tool_side - context.px(8), at.y + context.px(8)});
    close = tool(context, "close", icons::close, close_words, close_words);
    if (m_wanted == Wanted::first) {
        ImGui::SetKeyboardFocusHere(-1);
        m_wanted = Wanted::nothing;
    }
    ImGui::SetCursorScreenPos({at.x + context.px(side_margin), at.y + context.px(beside.empty() ? 16 : 10)});
    fitted_text(context, theme.text, title, room, context.fonts.strong);
    if (!beside.empty()) {
        ImGui::SetCursorScreenPos({at.x + context.px(side_margin), at.y + context.px(10) + font_size(context.fonts.strong) * 1.35f});
        fitted_text(context, theme.muted, beside, room, context.fonts.caption);
    }
    float const bottom = at.y + context.px(54);
    ImGui::GetWindowDrawList()->AddLine({at.x, bottom}, {at.x + width, bottom}, theme.border);
    ImGui::SetCursorScreenPos({at.x, bottom + 1});
}

/// An arrow on a line goes to the one before or after it, beyond the first one to `before`, beyond the last one to `after`.
void MapPanel::follow_arrows(std::vector<MapSubject> const& lines, Wanted before, Wanted after)
{
    int const step = std::exchange(m_step, 0);
    auto const at = std::find(lines.begin(), lines.end(), m_step_from);
    if (step == 0 || at == lines.end())
        return;
    bool const first = at == lines.begin(), last = std::next(at) == lines.end();
    m_wanted = step < 0 ? first ? before : Wanted::line : last ? after : Wanted::line;
    if (m_wanted == Wanted::line)
        m_wanted_line = *(at + step);
}

void MapPanel::filter(Context const& context, Map const& map, MapIndex const& index)
{
    ImGui::SetCursorPos({ImGui::GetCursorPosX() + context.px(side_margin), ImGui::GetCursorPosY() + context.px(10)});
    auto const* const words = context.tr("Filtrer par nom ou par nature", "Filter by name or kind");
    bool const changed = text_field(context, "##filter", m_filter, ImGui::GetContentRegionAvail().x - context.px(side_margin), words);
    bool const active = ImGui::IsItemActive(), down = key_pressed(ImGuiKey_DownArrow);
    bool const enter = (m_typing && (key_pressed(ImGuiKey_Enter) || down)) || (ImGui::IsItemFocused() && down);
    if (m_wanted == Wanted::filter) {
        ImGui::SetKeyboardFocusHere(-1);
        m_wanted = Wanted::nothing;
    }
    if (changed)
        m_found = exchange::found_in(map, index, m_filter);
    // Down or Enter goes on to the first line found.
    if (enter && !(m_found.places.empty() && m_found.ties.empty())) {
        m_wanted = Wanted::line;
        m_wanted_line = m_found.places.empty() ? MapSubject{What::tie, m_found.ties.front()} : MapSubject{What::place, m_found.places.front()};
        ImGui::ClearActiveID();
        ImGui::NavMoveRequestCancel();
    }
    m_typing = active;
    ImGui::Dummy({1, context.px(4)});
}

/// The line that the keyboard goes to is drawn wherever it is.
std::optional<std::size_t> MapPanel::place_of_wanted(MapSubject::What what, std::vector<std::size_t> const& all) const
{
    if (m_wanted != Wanted::line || m_wanted_line.what != what)
        return {};
    auto const found = std::find(all.begin(), all.end(), m_wanted_line.at);
    return found == all.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - all.begin()));
}

void MapPanel::list(Context& context, Map const& map, MapIndex const& index, MapSubject& subject)
{
    filter(context, map, index);
    begin_region("lines");
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    auto const group = [&](std::string const& name, What what, std::vector<std::size_t> const& all, std::size_t of_all) {
        if (of_all == 0)
            return;
        head(context, name, all.size());
        in_view(context, all.size(), place_of_wanted(what, all), [&](std::size_t n) {
            MapSubject const one{what, all[n]};
            if (line(context, map, index, line_of(context, map, index, one)))
                subject = one;
        });
    };
    group(context.tr("Lieux", "Places"), What::place, m_found.places, map.places.size());
    group(name_of_ties(context, index), What::tie, m_found.ties, index.ties.size());
    if (m_found.places.empty() && m_found.ties.empty()) {
        ImGui::SetCursorPosX(context.px(side_margin));
        ImGui::PushTextWrapPos(ImGui::GetContentRegionMax().x - context.px(side_margin));
        text(context, context.theme->muted, context.tr("Aucun nom ne contient ces mots. Effacez le filtre pour tout revoir.", "No name contains these words. Clear the filter to see all again."));
        ImGui::PopTextWrapPos();
    }
    ImGui::Dummy({1, context.px(8)});
    ImGui::PopStyleVar();
    ImGui::EndChild();
    if (m_wanted == Wanted::line)
        m_wanted = Wanted::nothing; // the filter hides it
    if (m_step != 0) {
        std::vector<MapSubject> all;
        for (auto const place : m_found.places)
            all.push_back({What::place, place});
        for (auto const tie : m_found.ties)
            all.push_back({What::tie, tie});
        follow_arrows(all, Wanted::filter, Wanted::nothing);
    }
}

void MapPanel::record(Context& context, Map const& map, MapIndex const& index, MapSubject& subject)
{
    Theme const& theme = *context.theme;
    bool const is_place = subject.what == What::place, opens = !entity_of(map, index, subject).empty();
    ImVec2 const at = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
    begin_region("record", {room.x, std::max(room.y - (opens ? context.px(footer_height) : 0), context.px(80))});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::Dummy({1, context.px(10)});
    MapSubject next = subject;
    std::vector<MapSubject> below;
    auto const lines = [&](std::string const& name, What what, std::vector<std::size_t> const& all) {
        head(context, name, all.size());
        for (auto const one : all)
            below.push_back({what, one});
        in_view(context, all.size(), place_of_wanted(what, all), [&](std::size_t n) {
            MapSubject const one{what, all[n]};
            if (line(context, map, index, line_of(context, map, index, one)))
                next = one;
        });
    };
    if (is_place) {
        auto const& place = map.places[subject.at];
        ImVec2 const from = ImGui::GetCursorScreenPos();
        ImDrawList* draw = ImGui::GetWindowDrawList();
        float const value_x = from.x + context.px(112), value_room = room.x - context.px(112 + side_margin);
        auto const value = exchange::fact_text(place.value, context.language);
        draw_text(draw, context.fonts.caption, {from.x + context.px(side_margin), from.y + context.px(3)}, theme.muted, context.tr("Valeur", "Value"));
        ImGui::SetCursorScreenPos({value_x, from.y});
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + value_room);
        text(context, exchange::is_absent(place.value) ? theme.muted : theme.text, value, context.fonts.strong);
        ImGui::PopTextWrapPos();
        if (!exchange::on_earth(place)) {
            ImGui::SetCursorPosX(context.px(side_margin));
            text(context, theme.muted, context.tr("Sans coordonnées valables\u00A0: absent de la carte.", "Without valid coordinates: not on the map."), context.fonts.caption);
        }
        ImGui::Dummy({1, context.px(8)});
        if (auto const& ties = index.ties_of[subject.at]; !ties.empty())
            lines(name_of_ties(context, index), What::tie, ties);
    } else {
        lines(context.tr("Lieux", "Places"), What::place, index.ties[subject.at].places);
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    if (opens) {
        float const top = at.y + room.y - context.px(footer_height);
        ImGui::GetWindowDrawList()->AddLine({at.x, top}, {at.x + room.x, top}, theme.border);
        ImGui::SetCursorScreenPos({at.x + context.px(side_margin), top + context.px(12)});
        auto const* const words = context.tr("Ouvrir la fiche", "Open the record");
        if (icon_button(context, ButtonKind::outline, "open", icons::open, words))
            open_subject(context, map, index, subject);
        if (ImGui::IsItemFocused()) { // the keyboard comes here first: it says what was chosen
            auto const chosen = line_of(context, map, index, subject);
            tell_element(Role::button, words, chosen.name + ", " + chosen.beside);
            if (!below.empty() && key_pressed(ImGuiKey_UpArrow)) {
                ImGui::NavMoveRequestCancel();
                m_wanted = Wanted::line;
                m_wanted_line = below.back();
            }
        }
        if (m_wanted == Wanted::record)
            ImGui::SetKeyboardFocusHere(-1);
    }
    if (m_wanted == Wanted::record)
        m_wanted = Wanted::nothing;
    follow_arrows(below, Wanted::first, opens ? Wanted::record : Wanted::nothing);
    subject = next;
}

MapPanel::Event MapPanel::draw(Context& context, Map const& map, MapIndex const& index, long version, MapSubject& subject, ImVec2 at, ImVec2 size)
{
    Theme const& theme = *context.theme;
    if (m_version != version) {
        m_found = exchange::found_in(map, index, m_filter);
        m_version = version;
    }
    Event event = Event::none;
    MapSubject const before = subject;
    // Dear ImGui has taken the keyboard out of the panel by the time that Escape is seen here.
    bool const escape = m_has_keyboard && !m_typing && key_pressed(ImGuiKey_Escape);
    ImGui::SetCursorScreenPos(at);
    begin_region("panel", size, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    // Drawn here: Dear ImGui draws the ground of a region beneath what its parent draws later, which is the map.
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + size.x, at.y + size.y}, theme.surface, context.px(8));
    bool close = false;
    if (subject.what == What::nothing) {
        header(context, context.tr("Sur la carte", "On the map"), {}, context.tr("Fermer le panneau", "Close the panel"), close);
        list(context, map, index, subject);
        if (subject != before) {
            event = Event::chosen;
            m_wanted = entity_of(map, index, subject).empty() ? Wanted::first : Wanted::record;
        } else if (close)
            event = Event::closed;
        else if (escape)
            event = Event::left;
    } else {
        auto const chosen = line_of(context, map, index, subject);
        auto const kind = subject.what == What::tie ? chosen.beside : map.places[subject.at].shape == exchange::PlaceShape::square ? map.squares : map.discs;
        header(context, chosen.name, kind, context.tr("Revenir à la liste", "Back to the list"), close);
        record(context, map, index, subject);
        if (subject != before) {
            event = Event::chosen;
            m_wanted = entity_of(map, index, subject).empty() ? Wanted::first : Wanted::record;
        } else if (close || escape) {
            event = Event::back;
            subject = {};
            m_wanted = Wanted::line;
            m_wanted_line = before;
        }
    }
    m_has_keyboard = ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows);
    ImGui::EndChild();
    ImGui::GetWindowDrawList()->AddLine(at, {at.x, at.y + size.y}, theme.border);
    return event;
}

} // namespace passerelle::ui
