#include "host/ui/widgets/focus.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <imgui_internal.h>
#include <utility>
#include <vector>

namespace passerelle::ui {

namespace {

Way asked = Way::stay; ///< of the frame to come: a grid was left by Tab [main]

/// The first control of an area, as it was drawn last.
struct Area {
    ImGuiID id = 0;
    ImGuiWindow* window = nullptr;
    ImRect place; ///< in the window
    bool holds = false; ///< one of its controls has the keyboard
};
std::vector<Area> areas; ///< of this frame, up to here [main]

void give_keyboard(ImGuiWindow* window, ImGuiID id, ImRect const& place)
{
    ImGuiContext& g = *ImGui::GetCurrentContext();
    ImGui::FocusWindow(window);
    ImGui::SetNavID(id, ImGuiNavLayer_Main, 0, place);
    g.NavDisableHighlight = false;
    g.NavDisableMouseHover = true;
}

/// The last item.
ImRect place_in(ImGuiWindow const* window)
{
    ImVec2 const least = ImGui::GetItemRectMin(), most = ImGui::GetItemRectMax();
    return {least.x - window->Pos.x, least.y - window->Pos.y, most.x - window->Pos.x, most.y - window->Pos.y};
}

void note_area()
{
    if (areas.empty())
        return;
    auto& area = areas.back();
    if (area.id == 0)
        area = {ImGui::GetItemID(), ImGui::GetCurrentWindow(), place_in(ImGui::GetCurrentWindow()), false};
    area.holds = area.holds || has_keyboard();
}

#if IMGUI_VERSION_NUM < 18700
/// What Dear ImGui does at a press of Tab, which a grid has kept from it.
void ask_for_next(bool back)
{
    ImGuiContext& g = *ImGui::GetCurrentContext();
    g.NavTabbingDir = back ? -1 : 1;
    g.NavTabbingCounter = -1;
    g.NavTabbingResultFirst.Clear();
    ImGui::NavMoveRequestSubmit(ImGuiDir_None, back ? ImGuiDir_Up : ImGuiDir_Down, ImGuiNavMoveFlags_Tabbing, ImGuiScrollFlags_KeepVisibleEdgeX | ImGuiScrollFlags_KeepVisibleEdgeY);
}
#endif

} // namespace

void begin_focus_frame()
{
    if (function_key_pressed(6) && !areas.empty() && !ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel)) {
        std::size_t at = areas.size() - 1; // a field or a grid of the last one, where no control says that it has the keyboard
        for (std::size_t one = 0; one < areas.size(); ++one)
            if (areas[one].holds)
                at = one;
        bool const back = ImGui::GetIO().KeyShift;
        auto const& to = areas[(at + (back ? areas.size() - 1 : 1)) % areas.size()];
        if (to.window)
            give_keyboard(to.window, to.id, to.place);
    }
    areas.clear();
    auto const way = std::exchange(asked, Way::stay);
#if IMGUI_VERSION_NUM < 18700
    ImGuiContext& g = *ImGui::GetCurrentContext();
    bool const tabbing = g.NavMoveSubmitted && (g.NavMoveFlags & ImGuiNavMoveFlags_Tabbing) != 0;
    // Dear ImGui 1.86 knows Tab between text fields only and begins anew at the first one after any other control.
    if (tabbing && g.NavTabbingDir == 0 && g.NavId != 0)
        g.NavTabbingDir = 1;
    else if (!tabbing && way != Way::stay)
        ask_for_next(way == Way::back);
#else
    (void)way;
#endif
}

void begin_focus_area() { areas.push_back({}); }

bool tab_stop(char const* id, ImVec2 size)
{
#if IMGUI_VERSION_NUM >= 19110
    bool const pressed = ImGui::InvisibleButton(id, size, ImGuiButtonFlags_EnableNav);
#elif IMGUI_VERSION_NUM >= 18700
    bool const pressed = ImGui::InvisibleButton(id, size);
#else
    ImGui::PushItemFlag(ImGuiItemFlags_Inputable, true);
    bool const pressed = ImGui::InvisibleButton(id, size);
    ImGui::PopItemFlag();
    ImGuiContext& g = *ImGui::GetCurrentContext();
    if (g.NavActivateInputId == ImGui::GetItemID()) // as it makes a field ready for typing
        g.NavDisableHighlight = false;
#endif
    note_area();
    return pressed;
}

// Not io.NavVisible: it says so a frame later, and there may be none.
bool has_keyboard() { return has_keyboard(ImGui::GetItemID()); }

bool has_keyboard(ImGuiID id)
{
    ImGuiContext const& g = *ImGui::GetCurrentContext();
    return id != 0 && g.NavId == id && !g.NavDisableHighlight;
}

bool Gate::draw(char const* id, ImVec2 size)
{
    m_page = ImGui::GetCurrentWindow();
    ImVec2 const at = ImGui::GetCursorScreenPos();
    bool const pressed = tab_stop(id, size);
    m_id = ImGui::GetItemID();
    auto const place = place_in(m_page);
    m_min = place.Min;
    m_max = place.Max;
    bool const here = has_keyboard(), entered = here && (key_pressed(ImGuiKey_Enter) || key_pressed(ImGuiKey_DownArrow));
    // Dear ImGui takes Escape for itself and gives the keyboard to the child as an item of the page, which has the same id.
    bool const came = !std::exchange(m_was_here, here) && here && !key_pressed(ImGuiKey_Escape);
    m_outside = here && !(came || entered || pressed);
    if (entered)
        ImGui::NavMoveRequestCancel();
    ImGui::SetCursorScreenPos(at);
    return came || entered || (pressed && here);
}

void Gate::leave(Way way)
{
    if (!m_page)
        return;
    give_keyboard(m_page, m_id, {m_min.x, m_min.y, m_max.x, m_max.y});
    m_was_here = true;
    asked = way;
}

} // namespace passerelle::ui
