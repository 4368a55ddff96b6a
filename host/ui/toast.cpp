#include "host/ui/toast.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>

namespace passerelle::ui {

void Toast::show(Phrase sentence, exchange::Tone tone)
{
    m_sentence = std::move(sentence);
    m_tone = tone;
    m_offers = false;
    // What went wrong stays long enough to be read twice.
    m_until = std::chrono::steady_clock::now() + std::chrono::seconds(tone == exchange::Tone::bad ? 12 : 5);
}

bool Toast::over() const { return m_shown && std::chrono::steady_clock::now() > m_until; }

void Toast::know(std::int64_t step)
{
    bool const fresh = m_newest >= 0 && step > m_newest;
    m_newest = std::max(m_newest, step);
    bool const just_said = !m_sentence.empty() && std::chrono::steady_clock::now() + std::chrono::seconds(3) < m_until;
    m_offers = m_offers || (fresh && just_said && m_tone != exchange::Tone::bad);
}

bool Toast::draw(Context const& context)
{
    m_shown = !m_sentence.empty() && std::chrono::steady_clock::now() < m_until;
    if (!m_shown) {
        m_sentence = {};
        m_offers = false;
        return false;
    }
    std::string const& words = context.in(m_sentence);
    ImVec2 const screen = ImGui::GetIO().DisplaySize;
    float const most = std::min(context.px(620), screen.x - context.px(100));
    ImVec2 const size = ImGui::CalcTextSize(words.data(), words.data() + words.size(), false, most);
    char const* const back = context.tr("Annuler", "Undo");
    float const beside = m_offers ? text_width(context.fonts.strong, back) + context.px(28) : 0;
    ImGui::SetNextWindowPos({(screen.x - size.x - beside) / 2 - context.px(30), screen.y - size.y - context.px(52)});
    ImGui::SetNextWindowSize({size.x + context.px(60) + beside, size.y + context.px(28)});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, context.theme->text);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, context.px(8));
    ImGui::Begin("toast", nullptr, ImGuiWindowFlags_NoDecoration | (m_offers ? 0 : ImGuiWindowFlags_NoInputs) | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
    ImGui::SetCursorPos({context.px(16), context.px(14)});
    // On the dark strip the tones of the other theme stand out; the shape says the same without colour.
    Context reversed = context;
    reversed.theme = &Theme::named(context.theme == &Theme::named(ThemeName::light) ? ThemeName::dark : ThemeName::light);
    tone_mark(reversed, m_tone);
    ImGui::SameLine(0, context.px(8));
    ImGui::PushTextWrapPos(context.px(34) + most);
    text(context, context.theme->surface, words);
    ImGui::PopTextWrapPos();
    bool taken_back = false;
    if (m_offers) { // the keyboard has Ctrl Z for it
        ImGui::SetCursorPos({size.x + context.px(50), context.px(14)});
        taken_back = ImGui::InvisibleButton("back", {text_width(context.fonts.strong, back), ImGui::GetTextLineHeight()});
        tell_element(Role::button, back);
        ImVec2 const from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
        ImU32 const colour = reversed.theme->accent_text;
        draw_text(ImGui::GetWindowDrawList(), context.fonts.strong, from, colour, back);
        ImGui::GetWindowDrawList()->AddLine({from.x, to.y + context.px(1)}, {to.x, to.y + context.px(1)}, colour);
    }
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    if (taken_back)
        m_sentence = {};
    return taken_back;
}

} // namespace passerelle::ui
