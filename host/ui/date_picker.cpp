#include "host/ui/date_picker.hpp"
#include "host/base/format.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <array>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

constexpr float day_width = 36, day_height = 30;
constexpr int first_year = 1900, last_year = 2200;

/// "mars 2026": a date in words without its day.
std::string month_in_words(psl::Date first, Language language)
{
    auto const whole = format_date(first.plus_days(1).iso(), language, DateStyle::text); // "2 mars 2026"
    auto const digit_end = whole.find_first_not_of("0123456789");
    auto words = digit_end == std::string::npos ? whole : whole.substr(digit_end);
    while (!words.empty() && (words[0] == ' ' || words.starts_with("\u00A0")))
        words.erase(0, words[0] == ' ' ? 1 : 2);
    return words;
}

} // namespace

unsigned weekday_of(psl::Date day)
{
    auto const since = day.days_since_1970() + 3; // 1 January 1970 was a Thursday
    return static_cast<unsigned>(((since % 7) + 7) % 7);
}

float DatePicker::width(Context const& context) { return tool_width(context, context.tr("Calendrier", "Calendar")); }

void DatePicker::turn(int months)
{
    int const total = m_year * 12 + static_cast<int>(m_month) - 1 + months;
    if (total < first_year * 12 || total >= (last_year + 1) * 12)
        return;
    m_year = total / 12;
    m_month = static_cast<unsigned>(total % 12) + 1;
}

std::optional<psl::Date> DatePicker::draw_month(Context& context, std::optional<psl::Date> chosen)
{
    Theme const& theme = *context.theme;
    auto const first = psl::Date::of(m_year, m_month, 1);
    auto const today = psl::Date::parse(context.session.today());
    if (!first)
        return std::nullopt;
    float const width = context.px(day_width) * 7;
    if (tool(context, "before", icons::arrow_left, "←", context.tr("Mois précédent", "Month before")) || key_pressed(ImGuiKey_PageUp))
        turn(-1);
    auto const name = month_in_words(*first, context.language);
    ImGui::SameLine((width - text_width(context.fonts.strong, name)) / 2 + context.px(8));
    text(context, theme.text, name, context.fonts.strong);
    ImGui::SameLine(width - context.px(26));
    if (tool(context, "after", icons::chevron_right, "→", context.tr("Mois suivant", "Next month")) || key_pressed(ImGuiKey_PageDown))
        turn(1);
    ImVec2 const corner = ImGui::GetCursorScreenPos();
    constexpr std::array fr{"lu", "ma", "me", "je", "ve", "sa", "di"}, en{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
    for (std::size_t at = 0; at < 7; ++at) {
        std::string_view const words = context.language == Language::fr ? fr[at] : en[at];
        draw_text(ImGui::GetWindowDrawList(), context.fonts.caption, {corner.x + context.px(day_width) * (static_cast<float>(at) + 0.5f) - text_width(context.fonts.caption, words) / 2, corner.y}, theme.muted, words);
    }
    std::optional<psl::Date> picked;
    float const top = corner.y + context.px(20);
    unsigned const offset = weekday_of(*first);
    for (auto day = *first; day.month() == first->month() && day.year() == first->year(); day = day.plus_days(1)) {
        unsigned const place = offset + day.day() - 1;
        ImGui::SetCursorScreenPos({corner.x + context.px(day_width) * static_cast<float>(place % 7), top + context.px(day_height) * static_cast<float>(place / 7)});
        auto const words = std::to_string(day.day());
        ImGui::PushID(static_cast<int>(day.day()));
        auto const touch = pressable(context, "day", {context.px(day_width), context.px(day_height)});
        tell_element(Role::button, format_date(day.iso(), context.language, DateStyle::text), day == chosen ? context.tr("choisi", "chosen") : "");
        if (ImGui::IsWindowAppearing() && day == (chosen ? *chosen : today ? *today : *first))
            ImGui::SetKeyboardFocusHere(-1);
        ImGui::PopID();
        auto* const list = ImGui::GetWindowDrawList();
        bool const own = day == chosen;
        if (own || touch.hovered)
            list->AddRectFilled(touch.min, touch.max, own ? theme.accent : theme.hover, context.px(6));
        if (today && day == *today)
            list->AddRect({touch.min.x + 1, touch.min.y + 1}, {touch.max.x - 1, touch.max.y - 1}, own ? theme.on_accent : theme.accent, context.px(6));
        draw_text(list, context.fonts.body, {(touch.min.x + touch.max.x - text_width(context.fonts.body, words)) / 2, (touch.min.y + touch.max.y - font_size(context.fonts.body)) / 2 - context.px(1)},
                  own ? theme.on_accent : theme.text, words);
        if (touch.pressed)
            picked = day;
    }
    ImGui::SetCursorScreenPos({corner.x, top + context.px(day_height) * 6}); // six weeks, so that nothing jumps from month to month
    ImGui::Dummy({width, 0});
    return picked;
}

std::optional<psl::Date> DatePicker::draw(Context& context, std::optional<psl::Date> day)
{
    if (tool(context, "calendar", icons::calendar, context.tr("Calendrier", "Calendar"), context.tr("Choisir dans le calendrier", "Pick in the calendar"))) {
        auto const shown = day ? day : psl::Date::parse(context.session.today());
        if (shown) {
            m_year = shown->year();
            m_month = shown->month();
        }
        ImGui::OpenPopup("month");
    }
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    if (!begin_menu(context, "month"))
        return std::nullopt;
    auto const picked = draw_month(context, day);
    if (picked || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    return picked;
}

} // namespace passerelle::ui
