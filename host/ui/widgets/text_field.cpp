#include "host/ui/widgets/widgets.hpp"
#include <imgui_internal.h>
#include <utility>

namespace passerelle::ui {

namespace {

/// Letters that came in the frame in which a field got the keyboard, for its next frame: in that first one Dear ImGui drops them, or has
/// them replace what stands there.
struct EarlyLetters {
    ImGuiID field = 0;
    std::vector<ImWchar> letters;
} early; // [main]

struct Typing {
    std::string& value;
    bool hold; ///< this frame's letters wait
};

int typing(ImGuiInputTextCallbackData* data)
{
    auto& typing = *static_cast<Typing*>(data->UserData);
    if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
        typing.value.resize(static_cast<std::size_t>(data->BufTextLen));
        data->Buf = typing.value.data();
    }
    return data->EventFlag == ImGuiInputTextFlags_CallbackCharFilter && typing.hold ? 1 : 0;
}

constexpr int frames_to_settle = 12; ///< within them Dear ImGui gives a field the keyboard that was asked for, and selects all of it

/// The first letter is there already: those that follow stand after it, whatever comes before the field has the keyboard.
bool go_on_typing(std::string& value, int& typed_on)
{
    int const frame = ImGui::GetFrameCount();
    if (typed_on == 0 || frame == typed_on)
        return false;
    if (ImGui::IsItemActive()) {
        if (auto* const state = ImGui::GetInputTextState(ImGui::GetItemID()))
            state->ClearSelection(); // or the next letter would replace the first
        if (frame > typed_on + frames_to_settle)
            typed_on = 0;
        return false;
    }
    bool changed = false;
    for (ImWchar const letter : ImGui::GetIO().InputQueueCharacters)
        if (letter >= ' ') {
            append_letter(value, letter);
            changed = true;
        }
    return changed;
}

} // namespace

void append_letter(std::string& out, unsigned code)
{
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

bool text_field(Context const& context, char const* id, std::string& value, float width, char const* hint, int lines, bool focus_now, bool at_fault, int* typed_on)
{
    if (focus_now)
        ImGui::SetKeyboardFocusHere();
    auto const own = ImGui::GetID(id);
    bool const active = ImGui::GetActiveID() == own;
    Typing state{value, typed_on != nullptr && *typed_on != 0 && !active};
    if (active && early.field == own) { // before those of this frame
        auto& queue = ImGui::GetIO().InputQueueCharacters;
        auto const letters = std::exchange(early.letters, {});
        for (std::size_t at = 0; at < letters.size(); ++at)
            queue.insert(queue.Data + at, letters[at]);
    }
    auto const now = ImGui::GetIO().InputQueueCharacters; // a field that takes the keyboard empties it
    auto const flags = ImGuiInputTextFlags_CallbackResize | (state.hold ? ImGuiInputTextFlags_CallbackCharFilter : 0);
    ImGui::PushStyleColor(ImGuiCol_Border, at_fault ? context.theme->bad.mark : context.theme->border_strong);
    ImGui::SetNextItemWidth(width);
    bool changed = lines > 1 ? ImGui::InputTextMultiline(id, value.data(), value.capacity() + 1, {width, ImGui::GetTextLineHeight() * static_cast<float>(lines) + context.px(16)},
                                                              flags, typing, &state)
                                   : ImGui::InputTextWithHint(id, hint, value.data(), value.capacity() + 1, flags, typing, &state);
    ImGui::PopStyleColor();
    if (state.hold && ImGui::IsItemActive()) {
        early = {own, {}};
        for (ImWchar const letter : now)
            if (letter >= ' ')
                early.letters.push_back(letter);
    }
    if (typed_on != nullptr)
        changed = go_on_typing(value, *typed_on) || changed;
    tell_field(Role::field, value, hint);
    if (ImGui::IsItemActive())
        ImGui::GetWindowDrawList()->AddRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), context.theme->focus, context.px(6), 0, context.px(2));
    return changed;
}

} // namespace passerelle::ui
