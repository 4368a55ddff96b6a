#include "host/ui/widgets/widgets.hpp"

namespace passerelle::ui {

bool key_pressed(ImGuiKey key, bool repeat)
{
#if IMGUI_VERSION_NUM >= 18700
    return ImGui::IsKeyPressed(key, repeat);
#else
    return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key), repeat);
#endif
}

bool letter_pressed(char capital)
{
#if IMGUI_VERSION_NUM >= 18700
    return ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_A + (capital - 'A')), false);
#else
    return ImGui::IsKeyPressed(capital, false); // the platform's own code: GLFW's are the capital letters
#endif
}

bool function_key_pressed(int number)
{
#if IMGUI_VERSION_NUM >= 18700
    return ImGui::IsKeyPressed(static_cast<ImGuiKey>(ImGuiKey_F1 + (number - 1)), false);
#else
    return ImGui::IsKeyPressed(289 + number, false); // the platform's own codes: GLFW's F1 is 290
#endif
}

bool menu_key_pressed()
{
#if IMGUI_VERSION_NUM >= 18700
    bool const menu = ImGui::IsKeyPressed(ImGuiKey_Menu, false);
#else
    bool const menu = ImGui::IsKeyPressed(348, false); // the platform's own code: GLFW's
#endif
    return menu || (ImGui::GetIO().KeyShift && function_key_pressed(10));
}

bool slash_pressed()
{
    // On a French keyboard "/" is Shift and ":", which systems call the key of the full stop or the slash.
    for (ImWchar const letter : ImGui::GetIO().InputQueueCharacters)
        if (letter == '/')
            return true;
#if IMGUI_VERSION_NUM >= 18700
    return ImGui::IsKeyPressed(ImGuiKey_Slash, false) || ImGui::IsKeyPressed(ImGuiKey_KeypadDivide, false);
#else
    return ImGui::IsKeyPressed('/', false) || ImGui::IsKeyPressed(331, false); // the platform's own codes: GLFW's
#endif
}

int zoom_pressed()
{
#if IMGUI_VERSION_NUM >= 18700
    auto const any = [](ImGuiKey one, ImGuiKey other) { return ImGui::IsKeyPressed(one, false) || ImGui::IsKeyPressed(other, false); };
    return any(ImGuiKey_Equal, ImGuiKey_KeypadAdd) ? 1 : any(ImGuiKey_Minus, ImGuiKey_KeypadSubtract) ? -1 : any(ImGuiKey_0, ImGuiKey_Keypad0) ? 2 : 0;
#else
    auto const any = [](int one, int other) { return ImGui::IsKeyPressed(one, false) || ImGui::IsKeyPressed(other, false); };
    return any('=', 334) ? 1 : any('-', 333) ? -1 : any('0', 320) ? 2 : 0; // the platform's own codes: GLFW's
#endif
}

} // namespace passerelle::ui
