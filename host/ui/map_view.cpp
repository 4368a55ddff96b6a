#include "host/ui/map_view.hpp"
#include "host/exchange/facts.hpp"
#include "host/exchange/map_layout.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <cmath>
#include <imgui_internal.h>

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

void draw_line(Context const& context, ImDrawList* draw, std::vector<ImVec2> const& points, ImU32 colour, float thickness, int style)
{
    if (style == 0) {
        draw->AddPolyline(points.data(), static_cast<int>(points.size()), colour, 0, thickness);
        return;
    }
    // Dashes run on along the curve, from one of its points to the next.
    float const dash = context.px(style == 1 ? 8.0f : style == 2 ? 2.0f : 4.0f), gap = context.px(style == 1 ? 4.0f : 3.0f);
    float along = 0;
    for (std::size_t at = 1; at < points.size(); ++at) {
        ImVec2 const from = points[at - 1], to = points[at];
        float const length = std::hypot(to.x - from.x, to.y - from.y);
        for (float done = 0; done < length;) {
            float const phase = std::fmod(along, dash + gap), left = phase < dash ? dash - phase : dash + gap - phase;
            float const step = std::min(std::max(left, 0.1f), length - done);
            if (phase < dash)
                draw->AddLine({from.x + (to.x - from.x) * done / length, from.y + (to.y - from.y) * done / length},
                              {from.x + (to.x - from.x) * (done + step) / length, from.y + (to.y - from.y) * (done + step) / length}, colour, thickness);
            done += step;
            along += step;
        }
    }
}

float distance(ImVec2 p, ImVec2 a, ImVec2 b)
{
    float const dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    float const t = square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0f, 1.0f) : 0;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

void draw_dot(Context const& context, ImDrawList* draw, ImVec2 at, float radius, bool square, bool hollow, bool lit)
{
    Theme const& theme = *context.theme;
    float const around = context.px(1.5f);
    ImU32 const colour = lit ? theme.accent_text : theme.chart[0];
    if (square) {
        draw->AddRectFilled({at.x - radius - around, at.y - radius - around}, {at.x + radius + around, at.y + radius + around}, theme.surface);
        draw->AddRectFilled({at.x - radius, at.y - radius}, {at.x + radius, at.y + radius}, colour);
        if (hollow)
            draw->AddRectFilled({at.x - radius + context.px(2), at.y - radius + context.px(2)}, {at.x + radius - context.px(2), at.y + radius - context.px(2)}, theme.surface);
        return;
    }
    draw->AddCircleFilled(at, radius + around, theme.surface);
    draw->AddCircleFilled(at, radius, colour);
    if (hollow)
        draw->AddCircleFilled(at, radius - context.px(2), theme.surface);
}

float draw_legend(Context const& context, ImDrawList* draw, exchange::Map const& map, ImVec2 corner)
{
    Theme const& theme = *context.theme;
    auto const lines = exchange::legend_of(map, context.language);
    if (lines.empty())
        return 0;
    float wide = 0;
    float const row = context.px(20), pad = context.px(10), swatch = context.px(28);
    for (auto const& line : lines)
        wide = std::max(wide, text_width(context.fonts.caption, line.label));
    float const height = row * static_cast<float>(lines.size()) + pad * 2;
    ImVec2 const from(corner.x, corner.y - height), to(corner.x + pad * 2 + swatch + context.px(8) + wide, corner.y);
    draw->AddRectFilled(from, to, theme.surface, context.px(8));
    draw->AddRect(from, to, theme.border, context.px(8));
    float y = from.y + pad + row / 2;
    for (auto const& line : lines) {
        float const x = from.x + pad;
        if (line.line)
            draw_line(context, draw, {{x, y}, {x + swatch, y}}, theme.chart[line.series], context.px(2), line.dash);
        else
            draw_dot(context, draw, {x + swatch / 2, y}, context.px(5), line.square, line.square, false);
        ImVec2 const at(x + swatch + context.px(8), y - font_size(context.fonts.caption) / 2);
        draw_text(draw, context.fonts.caption, at, theme.text, line.label);
        tell_words(Role::text, line.label, at, {at.x + text_width(context.fonts.caption, line.label), at.y + row});
        y += row;
    }
    return height;
}

std::string named(exchange::Map const& map, exchange::MapLink const& link)
{
    std::string words = link.label.empty() ? map.places[link.from].label + " – " + map.places[link.to].label : link.label;
    if (link.kind < map.kinds.size())
        words += "\n" + map.kinds[link.kind].label;
    return words;
}

} // namespace

void map_view(Context& context, exchange::Map const& map, float height)
{
    Theme const& theme = *context.theme;
    float const width = ImGui::GetContentRegionAvail().x;
    ImVec2 const size(std::max(width, context.px(200)), height);
    ImGui::PushID(map.id.c_str());
    Look look;
    auto fit = look.fit(map, size.x, size.y);
    ImVec2 const at = ImGui::GetCursorScreenPos(), after(ImGui::GetCursorPosX(), ImGui::GetCursorPosY() + height);
    ImDrawList* draw = ImGui::GetWindowDrawList();
    draw->AddRectFilled(at, {at.x + size.x, at.y + size.y}, theme.map_sea, context.px(8));

    ImGuiIO const& io = ImGui::GetIO();
    auto const ground = pressable(context, "ground", size, 8);
    tell_element(Role::button, map.caption.empty() ? context.tr("Carte", "Map") : map.caption, context.tr("+ et − pour l’échelle, flèches pour se déplacer, Tab pour les villes", "+ and − for the scale, arrows to move, Tab for the cities"));
    ImGui::SetItemAllowOverlap();
    bool const over = ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
    bool moved = false;
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, context.px(3)) && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
        fit.left += io.MouseDelta.x;
        fit.top += io.MouseDelta.y;
        moved = true;
    }
    auto const zoom = [&](double times, double x, double y) {
        fit = exchange::zoomed(fit, times, x, y, size.x, size.y);
        moved = true;
    };
    if (over) {
        ImGui::SetItemUsingMouseWheel();
        if (io.MouseWheel != 0)
            zoom(std::pow(1.25, std::clamp(io.MouseWheel, -4.0f, 4.0f)), io.MousePos.x - at.x, io.MousePos.y - at.y);
    }
    if (ground.focused) {
        float const step = context.px(60);
        float const dx = (key_pressed(ImGuiKey_LeftArrow, true) ? step : 0) - (key_pressed(ImGuiKey_RightArrow, true) ? step : 0);
        float const dy = (key_pressed(ImGuiKey_UpArrow, true) ? step : 0) - (key_pressed(ImGuiKey_DownArrow, true) ? step : 0);
        ImGui::NavMoveRequestCancel(); // arrows move the map, Tab leaves it
        if (dx != 0 || dy != 0) {
            fit.left += dx;
            fit.top += dy;
            moved = true;
        }
        for (ImWchar const letter : io.InputQueueCharacters) {
            if (letter == '+' || letter == '=')
                zoom(1.5, size.x / 2, size.y / 2);
            else if (letter == '-')
                zoom(1 / 1.5, size.x / 2, size.y / 2);
            else if (letter == '0')
                look.forget();
        }
    }

    exchange::ChartFrame frame;
    frame.width = size.x;
    frame.font_size = context.fonts.caption->FontSize;
    frame.text_width = [&context](std::string_view words, bool) { return static_cast<double>(text_width(context.fonts.caption, words)); };
    draw->PushClipRect({at.x, at.y}, {at.x + size.x, at.y + size.y}, true);
    draw_world(context, draw, at, size, fit);
    auto const drawing = exchange::draw_map(map, fit, size.x, size.y, frame);

    // The link under the mouse, unless a place or a button is.
    std::size_t near = drawing.arcs.size();
    std::vector<std::vector<ImVec2>> curves(drawing.arcs.size());
    float nearest = context.px(6);
    for (std::size_t one = 0; one < drawing.arcs.size(); ++one) {
        for (auto const& point : drawing.arcs[one].points)
            curves[one].emplace_back(at.x + static_cast<float>(point.x), at.y + static_cast<float>(point.y));
        for (std::size_t point = 1; point < curves[one].size() && ground.hovered; ++point)
            if (float const away = distance(io.MousePos, curves[one][point - 1], curves[one][point]); away < nearest) {
                nearest = away;
                near = one;
            }
    }
    for (auto const& dot : drawing.dots)
        if (std::hypot(io.MousePos.x - at.x - dot.x, io.MousePos.y - at.y - dot.y) < dot.radius + context.px(4))
            near = drawing.arcs.size();
    for (std::size_t one = 0; one < curves.size(); ++one) {
        auto const& arc = drawing.arcs[one];
        float const thick = context.px(one == near ? 3.0f : 1.6f);
        draw_line(context, draw, curves[one], theme.chart[arc.series], thick, arc.dash);
        std::vector<ImVec2> arrow;
        for (auto const& point : arc.arrow)
            arrow.emplace_back(at.x + static_cast<float>(point.x), at.y + static_cast<float>(point.y));
        draw_line(context, draw, arrow, theme.chart[arc.series], context.px(2), 0);
    }
    bool const click = ground.pressed && ImGui::IsMouseReleased(ImGuiMouseButton_Left) && io.MouseDragMaxDistanceSqr[0] < context.px(3) * context.px(3);
    if (near < drawing.arcs.size()) {
        auto const& link = map.links[drawing.arcs[near].link];
        tooltip_here(context, named(map, link));
        if (click && !link.entity.empty())
            context.go({Page::sheet, link.entity, link.id, {}, {}, {}});
    }
    // The smallest last: it lies on top and can be pressed.
    for (std::size_t one = 0; one < drawing.dots.size(); ++one) {
        auto const& dot = drawing.dots[one];
        auto const& place = map.places[dot.place];
        ImVec2 const centre(at.x + static_cast<float>(dot.x), at.y + static_cast<float>(dot.y));
        float const radius = static_cast<float>(dot.radius), reach = std::max(radius, context.px(8));
        ImGui::SetCursorScreenPos({centre.x - reach, centre.y - reach});
        ImGui::PushID(static_cast<int>(dot.place));
        auto const touch = pressable(context, "place", {reach * 2, reach * 2});
        ImGui::SetItemAllowOverlap();
        std::string const value = exchange::fact_text(place.value, context.language);
        tell_element(place.entity.empty() ? Role::text : Role::button, place.label, value);
        draw_dot(context, draw, centre, radius, dot.square, dot.hollow, touch.hovered || touch.focused);
        if (touch.hovered || touch.focused)
            tooltip_here(context, place.label + "\n" + value);
        if (touch.pressed && !place.entity.empty())
            context.go({Page::sheet, place.entity, place.id, {}, {}, {}});
        ImGui::PopID();
    }
    for (auto const& dot : drawing.dots) {
        if (dot.label.empty())
            continue;
        float const wide = text_width(context.fonts.caption, dot.label), high = font_size(context.fonts.caption);
        float const left = static_cast<float>(dot.label_x) - (dot.anchor == exchange::Anchor::start ? 0 : dot.anchor == exchange::Anchor::end ? wide : wide / 2);
        ImVec2 const from(at.x + left, at.y + static_cast<float>(dot.label_y) - high / 2);
        draw->AddRectFilled({from.x - context.px(2), from.y}, {from.x + wide + context.px(2), from.y + high}, (theme.map_sea & ~IM_COL32_A_MASK) | (190u << IM_COL32_A_SHIFT), context.px(3));
        draw_text(draw, context.fonts.caption, from, theme.text, dot.label);
    }
    draw_legend(context, draw, map, {at.x + context.px(16), at.y + size.y - context.px(16)});
    draw->PopClipRect();
    draw->AddRect(at, {at.x + size.x, at.y + size.y}, theme.border, context.px(8));

    float const side = std::max({tool_width(context, context.tr("Rapprocher", "Zoom in")), tool_width(context, context.tr("Éloigner", "Zoom out")), tool_width(context, context.tr("Tout voir", "See all"))});
    ImVec2 const tools(at.x + size.x - side - context.px(16), at.y + size.y - context.px(16 + 32 * 3));
    draw->AddRectFilled({tools.x, tools.y}, {tools.x + side, tools.y + context.px(96)}, theme.surface, context.px(6));
    draw->AddRect({tools.x, tools.y}, {tools.x + side, tools.y + context.px(96)}, theme.border, context.px(6));
    auto const press = [&](int number, char const* id, std::string_view icon, char const* words) {
        ImGui::SetCursorScreenPos({tools.x, tools.y + context.px(32.0f * static_cast<float>(number))});
        return tool(context, id, icon, words, words);
    };
    if (press(0, "closer", icons::plus, context.tr("Rapprocher", "Zoom in")))
        zoom(1.5, size.x / 2, size.y / 2);
    if (press(1, "farther", icons::minus, context.tr("Éloigner", "Zoom out")))
        zoom(1 / 1.5, size.x / 2, size.y / 2);
    if (moved)
        look.keep(fit, map, size.x, size.y);
    if (press(2, "all", icons::earth, context.tr("Tout voir", "See all")))
        look.forget();
    ImGui::SetCursorPos(after);
    ImGui::Dummy({0, context.px(4)});
    ImGui::PopID();
}

} // namespace passerelle::ui
