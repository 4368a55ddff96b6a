#include "host/ui/toast.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>

namespace passerelle::ui {

void Toast::show(Phrase sentence, exchange::Tone tone)
{
    m_sentence = std::move(sentence);
    m_tone = tone;
    // What went wrong stays long enough to be read twice.
    m_until = std::chrono::steady_clock::now() + std::chrono::seconds(tone == exchange::Tone::bad ? 12 : 5);
}

bool Toast::over() const { return m_shown && std::chrono::steady_clock::now() > m_until; }

void Toast::draw(Context const& context)
{
    m_shown = !m_sentence.empty() && std::chrono::steady_clock::now() < m_until;
    if (!m_shown) {
        m_sentence = {};
        return;
    }
    std::string const& words = context.in(m_sentence);
    ImVec2 const screen = ImGui::GetIO().DisplaySize;
    float const most = std::min(context.px(620), screen.x - context.px(100));
    ImVec2 const size = ImGui::CalcTextSize(words.data(), words.data() + words.size(), false, most);
    ImGui::SetNextWindowPos({(screen.x - size.x) / 2 - context.px(30), screen.y - size.y - context.px(52)});
    ImGui::SetNextWindowSize({size.x + context.px(60), size.y + context.px(28)});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, context.theme->text);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, context.px(8));
    ImGui::Begin("toast", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
    ImGui::SetCursorPos({context.px(16), context.px(14)});
    // On the dark strip the tones of the other theme stand out; the shape says the same without colour.
    Context reversed = context;
    reversed.theme = &Theme::named(context.theme == &Theme::named(ThemeName::light) ? ThemeName::dark : ThemeName::light);
    tone_mark(reversed, m_tone);
    ImGui::SameLine(0, context.px(8));
    ImGui::PushTextWrapPos(context.px(34) + most);
    text(context, context.theme->surface, words);
    ImGui::PopTextWrapPos();
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

} // namespace passerelle::ui
