#include "host/ui/register_cells.hpp"
#include "host/base/format.hpp"
#include "host/ui/register_columns.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

void draw_register_cell(Context const& context, model::Field const& field, std::string const& words, Box box, ImDrawList* list, bool link, bool row_hovered)
{
    Theme const& theme = *context.theme;
    ImFont* const font = context.fonts.body;
    float const width = box.width(), y = box.min.y + (box.height() - font_size(font)) / 2 - context.px(1);
    if (words.empty())
        return draw_text(list, font, {is_figure(field.type) ? box.max.x - text_width(font, "—") : box.min.x, y}, theme.muted, "—");
    if (field.type == model::FieldType::money) {
        // The currency follows in a quieter hand; an amount is never cut.
        auto const space = words.rfind("\u00A0");
        auto const amount = words.substr(0, space), currency = space == std::string::npos ? std::string() : words.substr(space + 2);
        float const after = currency.empty() ? 0 : context.px(32);
        draw_text(list, font, {box.max.x - after - text_width(font, amount), y}, theme.text, amount);
        return draw_text(list, context.fonts.caption, {box.max.x - after + context.px(6), y + context.px(1.5f)}, theme.muted, currency);
    }
    if (is_figure(field.type))
        return draw_text(list, font, {box.max.x - text_width(font, words), y}, theme.text, words);
    if (field.type == model::FieldType::choice && !field.transitions.empty())
        return draw_chip(context, list, {box.min.x, box.min.y + (box.height() - context.px(22)) / 2}, exchange::Tone::plain, elided(context.fonts.caption, words, width - context.px(28)));
    auto const shown = elided(font, words, width);
    draw_text(list, font, {box.min.x, y}, link && row_hovered ? theme.accent_text : theme.text, shown);
    ImVec2 const mouse = ImGui::GetIO().MousePos;
    if (link && row_hovered && box.holds(mouse) && mouse.x < box.min.x + text_width(font, shown)) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        float const under = y + font_size(font) * 1.15f;
        list->AddLine({box.min.x, under}, {box.min.x + text_width(font, shown), under}, theme.accent_text);
    }
    if (row_hovered && shown != words && box.holds(mouse))
        tooltip_here(context, words);
}

std::string total_in_words(Context const& context, model::Field const& field, model::Total const& total, std::size_t most_currencies)
{
    std::string made;
    for (std::size_t at = 0; at < total.sums.size() && at < most_currencies; ++at) {
        auto const& sum = total.sums[at];
        made += made.empty() ? "" : ", ";
        if (!sum.number)
            made += fmt::format("{} {}", context.tr("total trop grand", "total too large"), sum.currency);
        else if (field.type == model::FieldType::money)
            made += format_money(*sum.number, sum.currency, context.language);
        else
            made += field.type == model::FieldType::decimal ? format_decimal(*sum.number, field.scale, context.language) : format_integer(*sum.number, context.language);
    }
    if (total.sums.size() > most_currencies)
        made += fmt::format(" + {} {}", total.sums.size() - most_currencies, total.sums.size() - most_currencies < 2 ? context.tr("autre monnaie", "other currency") : context.tr("autres monnaies", "other currencies"));
    return made;
}

void draw_group_heading(Context const& context, model::Entity const& entity, model::Group const& group, bool closed, Box box, ImDrawList* list)
{
    Theme const& theme = *context.theme;
    float const middle = box.min.y + box.height() / 2, x = box.min.x + context.px(16), s = context.px(4), y = middle - font_size(context.fonts.strong) / 2 - context.px(1);
    if (closed) {
        list->AddLine({x - s / 2, middle - s}, {x + s / 2, middle}, theme.text_2, context.px(1.5f));
        list->AddLine({x + s / 2, middle}, {x - s / 2, middle + s}, theme.text_2, context.px(1.5f));
    } else {
        list->AddLine({x - s, middle - s / 2}, {x, middle + s / 2}, theme.text_2, context.px(1.5f));
        list->AddLine({x, middle + s / 2}, {x + s, middle - s / 2}, theme.text_2, context.px(1.5f));
    }
    std::string totals;
    for (auto const& total : group.totals)
        if (auto const* const field = entity.field(total.field); field && !total.sums.empty())
            totals += fmt::format("{}{}{}: {}", totals.empty() ? "" : "   ", context.in(field->label), context.language == Language::fr ? "\u00A0" : "", total_in_words(context, *field, total, 3));
    auto const shown = elided(context.fonts.caption, totals, box.width() * 0.62f);
    float const left = x + context.px(16), right = box.max.x - text_width(context.fonts.caption, shown) - context.px(12);
    auto const count = format_integer(group.records, context.language);
    auto const title = elided(context.fonts.strong, group.title, right - left - text_width(context.fonts.body, count) - context.px(24));
    draw_text(list, context.fonts.strong, {left, y}, theme.text, title);
    draw_text(list, context.fonts.body, {left + text_width(context.fonts.strong, title) + context.px(10), y}, theme.muted, count);
    draw_text(list, context.fonts.caption, {right, y + context.px(1)}, theme.text_2, shown);
}

} // namespace passerelle::ui
