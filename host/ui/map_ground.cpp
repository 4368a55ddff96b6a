#include "host/ui/map_ground.hpp"
#include "host/exchange/facts.hpp"
#include "host/ui/map_marks.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <cmath>
#include <imgui_internal.h>
#include <utility>

namespace passerelle::ui {

namespace {

using exchange::MapFit;

/// Where a person looks: the centre on the plane and how much closer than the fit; kept by the window that shows the map.
class Look {
public:
    Look() : m_storage(ImGui::GetStateStorage()), m_times(ImGui::GetID("times")), m_x(ImGui::GetID("x")), m_y(ImGui::GetID("y")) {}
    [[nodiscard]] MapFit fit(exchange::Map const& map, float width, float height) const
    {
        MapFit fit = exchange::fit_places(map, width, height);
        double const times = m_storage->GetFloat(m_times, 0);
        if (times <= 0)
            return fit;
        fit.scale *= times;
        fit.left = width / 2 - m_storage->GetFloat(m_x) * fit.scale;
        fit.top = height / 2 + m_storage->GetFloat(m_y) * fit.scale;
        return fit;
    }
    void keep(MapFit const& seen, exchange::Map const& map, float width, float height)
    {
        auto const centre = seen.back(width / 2, height / 2);
        m_storage->SetFloat(m_times, static_cast<float>(seen.scale / exchange::fit_places(map, width, height).scale));
        // The world does not leave the frame.
        m_storage->SetFloat(m_x, static_cast<float>(std::clamp(centre.x, -2.74, 2.74)));
        m_storage->SetFloat(m_y, static_cast<float>(std::clamp(centre.y, -1.43, 1.43)));
    }
    void forget() { m_storage->SetFloat(m_times, 0); }

private:
    ImGuiStorage* m_storage;
    ImGuiID m_times, m_x, m_y;
};

void draw_world(Context const& context, ImDrawList* draw, ImVec2 at, ImVec2 size, MapFit const& fit)
{
    Theme const& theme = *context.theme;
    static std::vector<ImVec2> points;
    ImVec2 const white = ImGui::GetFontTexUvWhitePixel();
    for (auto const& outline : exchange::world()) {
        auto const least = fit.at({outline.least.x, outline.most.y}), most = fit.at({outline.most.x, outline.least.y});
        if (most.x < 0 || most.y < 0 || least.x > size.x || least.y > size.y || (most.x - least.x < 0.7 && most.y - least.y < 0.7))
            continue;
        points.clear();
        for (auto const& point : outline.points) {
            auto const place = fit.at(point);
            points.emplace_back(at.x + static_cast<float>(place.x), at.y + static_cast<float>(place.y));
        }
        draw->PrimReserve(static_cast<int>(outline.triangles.size()), static_cast<int>(points.size()));
        auto const first = draw->_VtxCurrentIdx;
        for (auto const corner : outline.triangles)
            draw->PrimWriteIdx(static_cast<ImDrawIdx>(first + corner));
        for (ImVec2 const point : points)
            draw->PrimWriteVtx(point, white, outline.water ? theme.map_sea : theme.map_land);
        draw->AddPolyline(points.data(), static_cast<int>(points.size()), theme.map_coast, ImDrawFlags_Closed, 1);
    }
}

float distance(ImVec2 p, ImVec2 a, ImVec2 b)
{
    float const dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    float const t = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0f, 1.0f) : 0;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

bool meets(std::vector<exchange::ChartPoint> const& points, ImVec2 size)
{
    if (points.empty())
        return false;
    exchange::ChartPoint least = points.front(), most = least;
    for (auto const& point : points) {
        least = {std::min(least.x, point.x), std::min(least.y, point.y)};
        most = {std::max(most.x, point.x), std::max(most.y, point.y)};
    }
    return least.x <= size.x && least.y <= size.y && most.x >= 0 && most.y >= 0;
}

} // namespace

void MapGround::zoom(double times, double x, double y, ImVec2 size)
{
    m_fit = exchange::zoomed(m_fit, times, x, y, size.x, size.y);
    m_moved = true;
}

void MapGround::follow_mouse_and_keys(Context const& context, ImVec2 at, ImVec2 size, bool over, bool focused)
{
    ImGuiIO const& io = ImGui::GetIO();
    auto const move = [&](float x, float y) {
        m_fit.left += x;
        m_fit.top += y;
        m_moved = m_moved || x != 0 || y != 0;
    };
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, context.px(3)))
        move(io.MouseDelta.x, io.MouseDelta.y);
    if (over) {
        ImGui::SetItemUsingMouseWheel();
        if (io.MouseWheel != 0)
            zoom(std::pow(1.25, std::clamp(io.MouseWheel, -4.0f, 4.0f)), io.MousePos.x - at.x, io.MousePos.y - at.y, size);
    }
    if (focused) {
        float const step = context.px(60);
        bool const left = key_pressed(ImGuiKey_LeftArrow, true), right = key_pressed(ImGuiKey_RightArrow, true), up = key_pressed(ImGuiKey_UpArrow, true), down = key_pressed(ImGuiKey_DownArrow, true);
        if (left || right || up || down)
            ImGui::NavMoveRequestCancel(); // arrows move the map; Tab leaves it
        move((left ? step : 0) - (right ? step : 0), (up ? step : 0) - (down ? step : 0));
        for (ImWchar const letter : io.InputQueueCharacters) {
            if (letter == '+' || letter == '=')
                zoom(1.5, size.x / 2, size.y / 2, size);
            else if (letter == '-')
                zoom(1 / 1.5, size.x / 2, size.y / 2, size);
            else if (letter == '0')
                m_all = true;
        }
    }
}

void MapGround::lay_out(Context const& context, exchange::Map const& map, long version, ImVec2 size)
{
    float const font = font_size(context.fonts.caption);
    bool const same = version >= 0 && version == m_drawn_version && m_drawn_size.x == size.x && m_drawn_size.y == size.y && m_drawn_font == font && m_drawn_fit.scale == m_fit.scale &&
                      m_drawn_fit.left == m_fit.left && m_drawn_fit.top == m_fit.top;
    if (same)
        return;
    exchange::ChartFrame frame;
    frame.width = size.x;
    frame.font_size = font;
    frame.text_width = [&context](std::string_view words, bool) { return static_cast<double>(text_width(context.fonts.caption, words)); };
    m_drawing = exchange::draw_map(map, m_fit, size.x, size.y, frame);
    m_drawn_fit = m_fit;
    m_drawn_size = size;
    m_drawn_font = font;
    m_drawn_version = version;
}

/// Of the drawing, unless a place is there too.
std::size_t MapGround::link_at(Context const& context, ImVec2 at, ImVec2 mouse) const
{
    std::size_t near = m_drawing.arcs.size();
    ImVec2 const point(mouse.x - at.x, mouse.y - at.y);
    for (auto const& dot : m_drawing.dots)
        if (std::hypot(point.x - dot.x, point.y - dot.y) < dot.radius + context.px(4))
            return near;
    float nearest = context.px(6);
    for (std::size_t one = 0; one < m_drawing.arcs.size(); ++one) {
        auto const& points = m_drawing.arcs[one].points;
        for (std::size_t next = 1; next < points.size(); ++next) {
            auto const place = [&](std::size_t n) { return ImVec2(static_cast<float>(points[n].x), static_cast<float>(points[n].y)); };
            if (float const away = distance(point, place(next - 1), place(next)); away < nearest) {
                nearest = away;
                near = one;
            }
        }
    }
    return near;
}

void MapGround::draw_links(Context const& context, exchange::Map const& map, ImVec2 at, std::size_t near, std::vector<std::size_t> const& lit) const
{
    Theme const& theme = *context.theme;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    std::vector<bool> chosen(map.links.size());
    for (auto const link : lit)
        if (link < chosen.size())
            chosen[link] = true;
    std::vector<ImVec2> points;
    auto const line = [&](std::vector<exchange::ChartPoint> const& from, ImU32 colour, float thick, int dash) {
        points.clear();
        for (auto const& point : from)
            points.emplace_back(at.x + static_cast<float>(point.x), at.y + static_cast<float>(point.y));
        draw_line(context, draw, points, colour, thick, dash);
    };
    // Among thousands no dash can be seen, and drawing them all takes its time: those that one points at or chose have theirs.
    bool const crowded = m_drawing.arcs.size() > 500;
    for (bool const top : {false, true}) // those that are chosen lie above the others
        for (std::size_t one = 0; one < m_drawing.arcs.size(); ++one) {
            auto const& arc = m_drawing.arcs[one];
            if (chosen[arc.link] != top || !meets(arc.points, m_drawn_size))
                continue;
            if (top)
                line(arc.points, theme.surface, context.px(6), 0);
            if (crowded && !top && one != near) {
                line(arc.points, theme.chart[arc.series], 1, 0);
                continue;
            }
            line(arc.points, theme.chart[arc.series], context.px(top ? 3.6f : one == near ? 3.0f : 1.6f), arc.dash);
            line(arc.arrow, theme.chart[arc.series], context.px(top ? 3.0f : 2.0f), 0);
        }
}

MapPress MapGround::draw_places(Context const& context, exchange::Map const& map, ImVec2 at)
{
    MapPress press;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    // The smallest last: it lies on top and can be pressed.
    for (auto const& dot : m_drawing.dots) {
        auto const& place = map.places[dot.place];
        ImVec2 const centre(at.x + static_cast<float>(dot.x), at.y + static_cast<float>(dot.y));
        float const radius = static_cast<float>(dot.radius), reach = std::max(radius, context.px(8));
        ImGui::SetCursorScreenPos({centre.x - reach, centre.y - reach});
        ImGui::PushID(static_cast<int>(dot.place));
        auto const touch = pressable(context, "place", {reach * 2, reach * 2});
        ImGui::SetItemAllowOverlap();
        bool const chosen = m_lit[dot.place];
        std::string const value = exchange::fact_text(place.value, context.language);
        tell_element(Role::button, place.label, chosen ? value + ", " + context.tr("choisi", "chosen") : value);
        draw_dot(context, draw, centre, radius, {dot.square, dot.hollow, touch.hovered || touch.focused, chosen});
        if (touch.hovered || touch.focused)
            tooltip_here(context, place.label + "\n" + value);
        if (touch.pressed)
            press = {MapPress::What::place, dot.place, ImGui::GetIO().MouseClickedLastCount[0] == 2, !ImGui::IsMouseReleased(ImGuiMouseButton_Left)};
        ImGui::PopID();
    }
    return press;
}

void MapGround::draw_names(Context const& context, exchange::Map const& map, ImVec2 at) const
{
    Theme const& theme = *context.theme;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    std::vector<ImRect> taken; // by the names of what is chosen, which stand there even where there is no room: no other name beneath
    for (bool const chosen : {true, false})
        for (auto const& dot : m_drawing.dots) {
            if (m_lit[dot.place] != chosen || (dot.label.empty() && !chosen))
                continue;
            auto const& words = map.places[dot.place].label;
            ImFont const* const font = chosen ? context.fonts.strong : context.fonts.caption;
            float const wide = text_width(font, words), high = font_size(font), ring = chosen ? context.px(5) : 0;
            float const x = static_cast<float>(dot.label.empty() ? dot.x + dot.radius + context.px(6) : dot.label_x), y = static_cast<float>(dot.label.empty() ? dot.y : dot.label_y);
            float const left = dot.anchor == exchange::Anchor::start ? x + ring : dot.anchor == exchange::Anchor::end ? x - wide - ring : x - wide / 2;
            ImVec2 const from(at.x + left, at.y + y - high / 2);
            ImRect const box(from.x - context.px(2), from.y, from.x + wide + context.px(2), from.y + high);
            if (!chosen && std::any_of(taken.begin(), taken.end(), [&](ImRect const& other) { return other.Overlaps(box); }))
                continue;
            if (chosen)
                taken.push_back(box);
            draw->AddRectFilled(box.Min, box.Max, chosen ? theme.surface : (theme.map_sea & ~IM_COL32_A_MASK) | (190u << IM_COL32_A_SHIFT), context.px(3));
            draw_text(draw, font, from, theme.text, words);
        }
}

void MapGround::draw_tools(Context const& context, ImVec2 corner, ImVec2 size)
{
    Theme const& theme = *context.theme;
    ImDrawList* draw = ImGui::GetWindowDrawList();
    float const side = std::max({tool_width(context, context.tr("Rapprocher", "Zoom in")), tool_width(context, context.tr("Éloigner", "Zoom out")), tool_width(context, context.tr("Tout voir", "See all"))});
    ImVec2 const tools(corner.x - side - context.px(16), corner.y - context.px(16 + 32 * 3));
    draw->AddRectFilled({tools.x, tools.y}, {tools.x + side, tools.y + context.px(96)}, theme.surface, context.px(6));
    draw->AddRect({tools.x, tools.y}, {tools.x + side, tools.y + context.px(96)}, theme.border_strong, context.px(6));
    auto const press = [&](int number, char const* id, std::string_view icon, char const* words) {
        ImGui::SetCursorScreenPos({tools.x, tools.y + context.px(32.0f * static_cast<float>(number))});
        return tool(context, id, icon, words, words);
    };
    if (press(0, "closer", icons::plus, context.tr("Rapprocher", "Zoom in")))
        zoom(1.5, size.x / 2, size.y / 2, size);
    if (press(1, "farther", icons::minus, context.tr("Éloigner", "Zoom out")))
        zoom(1 / 1.5, size.x / 2, size.y / 2, size);
    if (press(2, "all", icons::earth, context.tr("Tout voir", "See all")))
        m_all = true;
}

MapPress MapGround::draw(Context& context, exchange::Map const& map, long version, ImVec2 size, float covered, MapLit const& lit)
{
    Theme const& theme = *context.theme;
    Look look;
    m_fit = look.fit(map, size.x, size.y);
    m_moved = m_all = false;
    m_lit.assign(map.places.size(), false);
    for (auto const place : lit.places)
        if (place < m_lit.size())
            m_lit[place] = true;
    ImVec2 const at = ImGui::GetCursorScreenPos(), end(at.x + size.x, at.y + size.y);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(at, end, theme.map_sea, context.px(8));

    auto const ground = pressable(context, "ground", size, 8);
    tell_element(Role::button, map.caption.empty() ? context.tr("Carte", "Map") : map.caption,
                 context.tr("+ et − pour l’échelle, 0 pour tout voir, flèches pour se déplacer, Tab pour les lieux", "+ and − for the scale, 0 to see all, arrows to move, Tab for the places"));
    ImGui::SetItemAllowOverlap();
    if (std::exchange(m_take_keyboard, false))
        ImGui::SetKeyboardFocusHere(-1);
    follow_mouse_and_keys(context, at, size, ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem), ground.focused);
    if (!m_shown.empty()) {
        std::vector<exchange::MapPoint> points;
        for (auto const place : std::exchange(m_shown, {}))
            if (place < map.places.size() && exchange::on_earth(map.places[place]))
                points.push_back(exchange::project(map.places[place].latitude, map.places[place].longitude));
        double const margin = context.px(40);
        auto const shown = exchange::brought_into(m_fit, points, {margin, margin}, {size.x - covered - margin, size.y - margin});
        m_moved = m_moved || shown.scale != m_fit.scale || shown.left != m_fit.left || shown.top != m_fit.top;
        m_fit = shown;
    }

    draw->PushClipRect(at, end, true);
    draw_world(context, draw, at, size, m_fit);
    lay_out(context, map, version, size);
    std::size_t const near = ground.hovered ? link_at(context, at, ImGui::GetIO().MousePos) : m_drawing.arcs.size();
    draw_links(context, map, at, near, lit.links);
    MapPress press;
    if (near < m_drawing.arcs.size()) {
        auto const link = m_drawing.arcs[near].link;
        tooltip_here(context, words_of(map, map.links[link]));
        bool const still = ImGui::GetIO().MouseDragMaxDistanceSqr[0] < context.px(3) * context.px(3);
        if (ground.pressed && ImGui::IsMouseReleased(ImGuiMouseButton_Left) && still)
            press = {MapPress::What::link, link, ImGui::GetIO().MouseClickedLastCount[0] == 2, false};
    }
    if (auto const place = draw_places(context, map, at); place.what != MapPress::What::nothing)
        press = place;
    draw_names(context, map, at);
    auto const legend = exchange::legend_of(map, context.language);
    ImVec2 const legend_size = map_legend_size(context, legend);
    bool const fits = legend_size.y < size.y * 0.5f && legend_size.x < (size.x - covered) * 0.5f; // else it would hide the map
    if (fits)
        draw_map_legend(context, draw, legend, {at.x + context.px(16), end.y - context.px(16)});
    draw->PopClipRect();
    draw->AddRect(at, end, theme.border, context.px(8));
    if (ground.focused)
        draw->AddRect(at, end, theme.focus, context.px(8), 0, context.px(2)); // over the land
    draw_tools(context, {end.x - covered, end.y}, size);
    if (m_moved)
        look.keep(m_fit, map, size.x, size.y);
    if (m_all)
        look.forget();
    ImGui::SetCursorScreenPos({at.x, end.y});
    ImGui::Dummy({0, context.px(4)});
    if (!fits)
        map_legend_below(context, legend);
    return press;
}

} // namespace passerelle::ui
