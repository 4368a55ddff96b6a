#include "host/ui/timeline_view.hpp"
#include "host/base/format.hpp"
#include "host/exchange/timeline_layout.hpp"
#include "host/ui/document_view.hpp"
#include "host/ui/flow.hpp"
#include "host/ui/timeline_words.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <imgui_internal.h>

namespace passerelle::ui {

namespace {

/// Where the keyboard goes next: the arrows lead from the toolbar to the lines and back.
enum class Wanted { nothing, toolbar, lines };

/// Where the scale stands; kept by the window that shows the timeline.
struct Scale {
    float *first, *per_day; ///< the day at the left edge; pixels for a day, 0: not set yet
};

constexpr float per_day_most = 12, per_day_least = 0.01f;

void zoom_to(Scale& scale, float per_day, float x)
{
    float const day = *scale.first + x / *scale.per_day;
    *scale.per_day = per_day;
    *scale.first = day - x / per_day;
}

exchange::ChartFrame frame_for(Context const& context, float width)
{
    exchange::ChartFrame frame;
    frame.width = width;
    frame.font_size = context.fonts.caption->FontSize;
    frame.text_width = [&context](std::string_view words, bool strong) { return static_cast<double>(text_width(strong ? context.fonts.strong : context.fonts.caption, words)); };
    frame.today = context.session.today();
    return frame;
}

class View {
public:
    View(Context& context, exchange::Timeline const& timeline, Scale scale, float labels, float width)
        : m_context(context), m_timeline(timeline), m_scale(scale), m_labels(labels), m_frame(frame_for(context, width)), m_today(exchange::day_of(m_frame.today))
    {
    }

    void toolbar()
    {
        std::size_t tops = 0, below = 0, late = 0;
        for (auto const& row : m_timeline.rows) {
            (row.level == 0 ? tops : below)++;
            if (row.level == 0 && exchange::slip_of(row, m_today))
                ++late;
        }
        Theme const& theme = *m_context.theme;
        auto const number = [&](std::size_t n) { return format_integer(static_cast<std::int64_t>(n), m_context.language); };
        Flow flow(m_context);
        auto const words = [&](ImU32 colour, std::string const& said) {
            flow.place(text_width(m_context.fonts.body, said), ImGui::GetTextLineHeight());
            text(m_context, colour, said);
        };
        words(theme.muted, fmt::format("{}\u00A0{}", number(tops), tops == 1 ? m_context.tr("ligne", "line") : m_context.tr("lignes", "lines")) +
                               (below > 0 ? fmt::format(", {}\u00A0{}", number(below), below == 1 ? m_context.tr("jalon", "milestone") : m_context.tr("jalons", "milestones")) : std::string{}));
        if (late > 0) {
            auto const said = fmt::format("{}\u00A0{}", number(late), late == 1 ? m_context.tr("décalage de fin", "late end") : m_context.tr("décalages de fin", "late ends"));
            flow.place(m_context.px(15) + text_width(m_context.fonts.body, said), ImGui::GetTextLineHeight());
            tone_mark(m_context, exchange::Tone::warn);
            ImGui::SameLine(0, m_context.px(6));
            text(m_context, theme.text, said);
        }
        float const middle = static_cast<float>(m_frame.width) / 2, line = m_context.px(32);
        auto const* const now = m_context.tr("Aujourd’hui", "Today");
        flow.place(text_width(m_context.fonts.body, now) + m_context.px(24), line);
        if (icon_button(m_context, ButtonKind::outline, "today", {}, now) && m_today)
            *m_scale.first = static_cast<float>(*m_today) - middle / *m_scale.per_day;
        bool here = ImGui::IsItemFocused();
        if (take(Wanted::toolbar))
            ImGui::SetKeyboardFocusHere(-1);
        std::vector<std::string_view> const units{m_context.tr("Mois", "Month"), m_context.tr("Trimestre", "Quarter"), m_context.tr("Année", "Year")};
        float wide = 0;
        for (auto const unit : units)
            wide += text_width(m_context.fonts.strong, unit) + m_context.px(28);
        flow.place(wide, line);
        auto unit = static_cast<std::size_t>(exchange::unit_for(*m_scale.per_day, m_frame));
        if (segments(m_context, "unit", units, unit))
            zoom_to(m_scale, m_context.px(unit == 0 ? 60 : unit == 1 ? 76 : 110) / (unit == 0 ? 30.4f : unit == 1 ? 91.3f : 365.25f), middle);
        here = here || holds_keyboard("unit", units.size());
        auto const *const closer = m_context.tr("Agrandir l’échelle (Ctrl + molette)", "Zoom in (Ctrl + wheel)"), *const wider = m_context.tr("Réduire l’échelle (Ctrl + molette)", "Zoom out (Ctrl + wheel)");
        flow.place(tool_width(m_context, "+") + tool_width(m_context, "−"), line);
        if (tool(m_context, "closer", icons::plus, "+", closer))
            zoom_by(1.4f, middle);
        here = here || ImGui::IsItemFocused();
        ImGui::SameLine(0, 0);
        if (tool(m_context, "wider", icons::minus, "−", wider))
            zoom_by(1 / 1.4f, middle);
        here = here || ImGui::IsItemFocused();
        if (here && key_pressed(ImGuiKey_DownArrow)) {
            ImGui::NavMoveRequestCancel();
            want(Wanted::lines);
        }
        auto whole = m_frame;
        whole.width = m_labels + m_frame.width;
        auto const legend = exchange::layout_timeline_legend(m_timeline, m_context.language, whole);
        flow.place(static_cast<float>(legend.width), static_cast<float>(legend.height));
        draw_layout(m_context, legend);
        flow.end();
    }

    void rows()
    {
        float const head = static_cast<float>(exchange::timeline_head(m_frame.font_size)), row = m_context.px(32);
        collect();
        float const wanted = row * static_cast<float>(m_shown.size()) + m_context.px(20);
        float const height = std::min(wanted, std::max(ImGui::GetContentRegionAvail().y - head - m_context.px(8), m_context.px(260)));
        ImVec2 const at = ImGui::GetCursorScreenPos();
        float const edge = static_cast<float>(m_frame.width);
        ImDrawList* draw = ImGui::GetWindowDrawList();
        exchange::TimelineScale scale = whole_scale();
        draw->PushClipRect({at.x + m_labels, at.y}, {at.x + m_labels + edge, at.y + head + height}, true);
        draw_layout_at(m_context, exchange::layout_scale(scale, head + height, m_context.language, m_frame), {at.x + m_labels, at.y});
        draw->PopClipRect();
        draw->AddLine({at.x + m_labels, at.y}, {at.x + m_labels, at.y + head + height}, m_context.theme->border_strong);
        ImGui::Dummy({m_labels + edge, head});
        begin_region("rows", {m_labels + edge, height}, ImGuiWindowFlags_NoBackground);
        wheel(at.x + m_labels);
        ImVec2 const origin = ImGui::GetCursorScreenPos();
        float const top = ImGui::GetScrollY();
        int const first = std::max(0, static_cast<int>(top / row) - 3), last = std::min(static_cast<int>(m_shown.size()), static_cast<int>((top + height) / row) + 4);
        for (int n = first; n < last; ++n) {
            ImGui::SetCursorScreenPos({origin.x, origin.y + row * static_cast<float>(n)});
            line(m_shown[static_cast<std::size_t>(n)], row);
        }
        ImGui::SetCursorScreenPos({origin.x, origin.y + row * static_cast<float>(m_shown.size())});
        ImGui::Dummy({1, 1});
        ImGui::EndChild();
    }

private:
    [[nodiscard]] static int* wanted() { return ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("wanted")); }
    void want(Wanted next) const { *m_wanted = static_cast<int>(next); }
    [[nodiscard]] bool take(Wanted next) const
    {
        bool const is = *m_wanted == static_cast<int>(next);
        if (is)
            want(Wanted::nothing);
        return is;
    }
    /// Whether one of those segments has the keyboard.
    [[nodiscard]] static bool holds_keyboard(char const* id, std::size_t count)
    {
        bool holds = false;
        ImGui::PushID(id);
        for (std::size_t at = 0; at < count; ++at) {
            ImGui::PushID(static_cast<int>(at));
            holds = holds || ImGui::GetCurrentContext()->NavId == ImGui::GetID("part");
            ImGui::PopID();
        }
        ImGui::PopID();
        return holds;
    }

    void zoom_by(float factor, float x) { zoom_to(m_scale, std::clamp(*m_scale.per_day * factor, per_day_least, per_day_most), x); }

    [[nodiscard]] exchange::TimelineScale whole_scale() const { return {static_cast<std::int64_t>(std::floor(*m_scale.first)), *m_scale.per_day}; }

    [[nodiscard]] bool has_lines(std::size_t at) const { return m_timeline.rows[at].level == 0 && at + 1 < m_timeline.rows.size() && m_timeline.rows[at + 1].level > 0; }
    /// The line of its own that a moment on the bar of row `at` has below it, else that row.
    [[nodiscard]] exchange::TimelineRow const& line_of(std::size_t at, exchange::TimelineMoment const& moment) const
    {
        for (std::size_t next = at + 1; next < m_timeline.rows.size() && m_timeline.rows[next].level > 0; ++next)
            if (auto const& row = m_timeline.rows[next]; exchange::is_moment_row(row) && row.entity == moment.entity && row.id == moment.id && !row.entity.empty())
                return row;
        return m_timeline.rows[at];
    }
    [[nodiscard]] bool* open_of(std::size_t at) const
    {
        auto const& row = m_timeline.rows[at];
        return ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID(fmt::format("open {} {} {}", row.entity, row.id, row.entity.empty() ? row.label : std::string{}).c_str()), m_timeline.rows.size() < 30 && !several());
    }
    /// One project alone shows its lines at once.
    [[nodiscard]] bool several() const
    {
        return std::count_if(m_timeline.rows.begin(), m_timeline.rows.end(), [](auto const& row) { return row.level == 0; }) > 1;
    }

    void collect()
    {
        m_open.assign(m_timeline.rows.size(), nullptr);
        bool open = true;
        for (std::size_t at = 0; at < m_timeline.rows.size(); ++at) {
            if (m_timeline.rows[at].level == 0) {
                m_open[at] = has_lines(at) ? open_of(at) : nullptr;
                open = m_open[at] != nullptr && *m_open[at];
                m_shown.push_back(at);
            } else if (open)
                m_shown.push_back(at);
        }
    }

    void wheel(float left)
    {
        auto const& io = ImGui::GetIO();
        if (!ImGui::IsWindowHovered() || (io.MouseWheel == 0 && io.MouseWheelH == 0))
            return;
        if (io.KeyCtrl)
            zoom_by(std::pow(1.2f, io.MouseWheel), std::clamp(io.MousePos.x - left, 0.0f, static_cast<float>(m_frame.width)));
        else if (float const step = io.KeyShift ? io.MouseWheel : io.MouseWheelH; step != 0)
            *m_scale.first -= step * m_context.px(60) / *m_scale.per_day;
    }

    void keys(bool first, bool last)
    {
        float const step = m_context.px(60) / *m_scale.per_day, middle = static_cast<float>(m_frame.width) / 2;
        if (ImGui::GetIO().KeyAlt || ImGui::GetIO().KeyCtrl)
            return;
        bool const left = key_pressed(ImGuiKey_LeftArrow, true), right = key_pressed(ImGuiKey_RightArrow, true);
        *m_scale.first += (right ? step : 0) - (left ? step : 0);
        bool const up = first && key_pressed(ImGuiKey_UpArrow, true), down = last && key_pressed(ImGuiKey_DownArrow, true);
        if (left || right || up || down)
            ImGui::NavMoveRequestCancel(); // or the keyboard would go to what stands beside the timeline
        if (up)
            want(Wanted::toolbar);
        for (auto const letter : ImGui::GetIO().InputQueueCharacters)
            if (letter == '+' || letter == '-')
                zoom_by(letter == '+' ? 1.4f : 1 / 1.4f, middle);
    }

    void open_record(std::string const& entity, std::int64_t id)
    {
        if (!entity.empty())
            m_context.go({Page::sheet, entity, id, {}, {}, {}});
    }

    void line(std::size_t at, float height)
    {
        auto const& row = m_timeline.rows[at];
        Theme const& theme = *m_context.theme;
        float const edge = static_cast<float>(m_frame.width), chevron = m_context.px(22);
        auto const scale = whole_scale();
        ImGui::PushID(static_cast<int>(at));
        Touch const touch = pressable(m_context, "line", {m_labels + edge, height - 1}, 4);
        tell_element(Role::line, row.label, (row.beside.empty() ? std::string{} : row.beside + ", ") + about(row, m_context, ", "));
        auto& io = ImGui::GetIO();
        bool const dragged = io.MouseDragMaxDistanceSqr[0] > 36;
        if (ImGui::IsItemActive() && ImGui::IsMouseDown(0) && dragged)
            *m_scale.first -= io.MouseDelta.x / *m_scale.per_day;
        exchange::TimelineMoment const* near = nullptr;
        if (touch.hovered)
            for (auto const& moment : row.moments)
                for (auto const* iso : {&moment.planned, &moment.actual})
                    if (auto const day = exchange::day_of(*iso); day && std::abs(touch.min.x + m_labels + static_cast<float>(scale.x(*day)) - io.MousePos.x) <= m_context.px(6))
                        near = &moment;
        if (touch.focused)
            keys(at == m_shown.front(), at == m_shown.back());
        if (at == m_shown.front() && take(Wanted::lines))
            ImGui::SetKeyboardFocusHere(-1);
        if (touch.pressed) {
            bool const by_enter = touch.focused && key_pressed(ImGuiKey_Enter), by_mouse = ImGui::IsMouseReleased(0);
            if (by_mouse && m_open[at] != nullptr && io.MousePos.x < touch.min.x + chevron)
                *m_open[at] = !*m_open[at];
            else if (by_mouse && dragged)
                ; // it was panned
            else if (by_mouse && near != nullptr)
                open_record(near->entity, near->id);
            else if (by_mouse || by_enter || m_open[at] == nullptr)
                open_record(row.entity, row.id);
            else
                *m_open[at] = !*m_open[at];
        }
        ImDrawList* draw = ImGui::GetWindowDrawList();
        if (touch.hovered)
            draw->AddRectFilled(touch.min, {touch.min.x + m_labels, touch.max.y}, theme.hover, m_context.px(4));
        if (touch.hovered && !(dragged && ImGui::IsMouseDown(0)))
            tooltip_here(m_context, near != nullptr ? near->label + "\n" + about(*near, line_of(at, *near), m_context) : row.label + "\n" + about(row, m_context, "\n"));
        float const middle = (touch.min.y + touch.max.y) / 2, indent = row.level > 0 ? m_context.px(18) : 0;
        if (m_open[at] != nullptr)
            draw_icon(m_context, draw, {touch.min.x + chevron / 2, middle}, *m_open[at] ? icons::chevron_down : icons::chevron_right, theme.muted);
        float const beside = row.beside.empty() ? 0 : std::min(text_width(m_context.fonts.caption, row.beside), m_labels * 0.4f);
        float const left = touch.min.x + chevron + indent, mark = m_context.px(16), right = touch.min.x + m_labels - m_context.px(10);
        if (row.tone != exchange::Tone::plain) {
            ImVec2 const back = ImGui::GetCursorScreenPos();
            ImGui::SetCursorScreenPos({left, middle - ImGui::GetTextLineHeight() / 2});
            tone_mark(m_context, row.tone, 8);
            ImGui::SetCursorScreenPos(back);
        }
        auto const label = elided(m_context.fonts.body, row.label, right - beside - m_context.px(10) - left - mark);
        draw_text(draw, m_context.fonts.body, {left + mark, middle - m_context.fonts.body->FontSize / 2}, theme.text, label);
        if (!row.beside.empty()) {
            auto const shown = elided(m_context.fonts.caption, row.beside, beside + 1);
            draw_text(draw, m_context.fonts.caption, {right - text_width(m_context.fonts.caption, shown), middle - m_context.fonts.caption->FontSize / 2}, theme.muted, shown);
        }
        draw->AddLine({touch.min.x, touch.max.y}, {touch.max.x, touch.max.y}, theme.border);
        draw->PushClipRect({touch.min.x + m_labels, touch.min.y}, touch.max, true);
        draw_layout_at(m_context, exchange::layout_row(row, scale, height, m_context.language, m_frame), {touch.min.x + m_labels, touch.min.y});
        draw->PopClipRect();
        if (touch.focused) // over what was drawn since
            draw->AddRect(touch.min, touch.max, theme.focus, m_context.px(4), 0, m_context.px(2));
        ImGui::PopID();
    }

    Context& m_context;
    exchange::Timeline const& m_timeline;
    Scale m_scale;
    float m_labels;
    exchange::ChartFrame m_frame;
    std::optional<std::int64_t> m_today;
    int* m_wanted = wanted();
    std::vector<std::size_t> m_shown;
    std::vector<bool*> m_open;
};

} // namespace

void draw_timeline(Context& context, exchange::Timeline const& timeline)
{
    ImGui::PushID(timeline.id.c_str());
    auto* storage = ImGui::GetStateStorage();
    Scale scale{storage->GetFloatRef(ImGui::GetID("first")), storage->GetFloatRef(ImGui::GetID("per day"))};
    float const available = ImGui::GetContentRegionAvail().x, labels = std::min(context.px(336), available * 0.4f), width = std::max(available - labels - context.px(2), context.px(80));
    if (*scale.per_day <= 0) { // everything in view at first, with room for the words at the right
        auto const today = exchange::day_of(context.session.today());
        auto const span = exchange::span_of(timeline, today).value_or(exchange::TimelineSpan{today.value_or(0) - 182, today.value_or(0) + 183});
        float const days = static_cast<float>(std::max<std::int64_t>(span.last - span.first, 30));
        *scale.per_day = std::clamp((width - context.px(96)) / days, per_day_least, per_day_most);
        *scale.first = static_cast<float>(span.first) - context.px(8) / *scale.per_day;
    }
    View view{context, timeline, scale, labels, width};
    view.toolbar();
    view.rows();
    ImGui::PopID();
}

} // namespace passerelle::ui
