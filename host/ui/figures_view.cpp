#include "host/ui/figures_view.hpp"
#include "host/exchange/facts.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

constexpr std::size_t lines_shown = 200; ///< further lines are in the report

/// A value of a bar, and how long it is beside others of its column. Money of two currencies has no common length: no bar then.
bool measures(exchange::Fact const& fact)
{
    return fact.kind == exchange::FactKind::money || fact.kind == exchange::FactKind::count || fact.kind == exchange::FactKind::decimal;
}

bool comparable(exchange::Fact const& left, exchange::Fact const& right) { return left.kind == right.kind && left.scale == right.scale && left.text == right.text; }

/// What a figure means and comes from: `facts` above, each with its name.
void draw_behind(Context& context, std::string_view title, std::vector<std::pair<std::string, std::string>> const& facts, std::string_view note, exchange::Behind const& behind)
{
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(16), context.px(12)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(6)));
    ImGui::SetNextWindowSizeConstraints({context.px(300), 0}, {context.px(420), context.px(480)});
    bool const open = ImGui::BeginPopup("behind");
    if (!open)
        return ImGui::PopStyleVar(2);
    if (key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::PushTextWrapPos(context.px(388));
    text(context, context.theme->text, title, context.fonts.strong);
    for (auto const& [name, value] : facts) {
        text(context, context.theme->muted, fmt::format("{}{}:", name, context.language == Language::fr ? "\u00A0" : ""), context.fonts.caption);
        ImGui::SameLine(0, context.px(6));
        text(context, context.theme->text, value);
    }
    if (!behind.definition.empty())
        text(context, context.theme->text_2, behind.definition);
    if (!note.empty())
        text(context, context.theme->muted, note, context.fonts.caption);
    ImGui::PopTextWrapPos();
    if (auto const* const entity = behind.entity.empty() ? nullptr : context.session.registry().entity(behind.entity)) {
        ImGui::Dummy({0, context.px(2)});
        std::string const words = fmt::format("{} «\u00A0{}\u00A0»", context.tr("Voir dans le registre", "See in the register"), context.in(entity->plural.empty() ? entity->label : entity->plural));
        if (ImGui::IsWindowAppearing())
            ImGui::SetKeyboardFocusHere();
        if (icon_button(context, ButtonKind::outline, "records", icons::table, context.language == Language::fr ? words : fmt::format("See in the register “{}”", context.in(entity->plural.empty() ? entity->label : entity->plural)))) {
            ImGui::CloseCurrentPopup();
            Place place{Page::register_, behind.entity, 0, {}, {}, {}};
            place.filter = behind.filter;
            place.about = title;
            context.go(std::move(place));
        }
    }
    ImGui::EndPopup();
    ImGui::PopStyleVar(2);
}

float note_room(Context const& context, exchange::Figure const& figure, float width)
{
    return width - context.px(figure.tone != exchange::Tone::plain && figure.tone != exchange::Tone::muted ? 40.0f : 24.0f);
}

/// Its note wraps: what is partial is never cut off.
float card_height(Context const& context, exchange::Figure const& figure, float width)
{
    auto const* const font = context.fonts.caption;
    float const note = figure.note.empty() ? 0 : font->CalcTextSizeA(font->FontSize, FLT_MAX, note_room(context, figure, width), figure.note.data(), figure.note.data() + figure.note.size()).y;
    return context.px(66) + std::max(note, font->FontSize) + context.px(12);
}

void figure_card(Context& context, exchange::Figure const& figure, ImVec2 size)
{
    Theme const& theme = *context.theme;
    ImVec2 const at = ImGui::GetCursorScreenPos();
    auto* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(at, {at.x + size.x, at.y + size.y}, theme.surface, context.px(8));
    list->AddRect(at, {at.x + size.x, at.y + size.y}, theme.border, context.px(8));
    float const inner = size.x - context.px(24);
    ImGui::SetCursorScreenPos({at.x + context.px(12), at.y + context.px(10)});
    fitted_text(context, theme.muted, figure.label, figure.behind.empty() ? inner : inner - context.px(20), context.fonts.caption);
    ImGui::SetCursorScreenPos({at.x + context.px(12), at.y + context.px(28)});
    std::string const value = exchange::fact_text(figure.value, context.language);
    bool const fits = text_width(context.fonts.figure, value) <= inner;
    fitted_text(context, exchange::is_absent(figure.value) ? theme.muted : theme.text, value, inner, fits ? context.fonts.figure : context.fonts.title);
    ImGui::SetCursorScreenPos({at.x + context.px(12), at.y + context.px(66)});
    if (figure.tone != exchange::Tone::plain && figure.tone != exchange::Tone::muted) {
        tone_mark(context, figure.tone);
        ImGui::SameLine(0, context.px(6));
    }
    if (!figure.note.empty()) {
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + note_room(context, figure, size.x));
        text(context, theme.text_2, figure.note, context.fonts.caption);
        ImGui::PopTextWrapPos();
    }
    ImGui::SetCursorScreenPos(at);
}

void card(Context& context, exchange::Figure const& figure, ImVec2 size)
{
    ImVec2 const at = ImGui::GetCursorScreenPos();
    auto* const list = ImGui::GetWindowDrawList();
    ImGui::BeginGroup();
    figure_card(context, figure, size);
    if (figure.behind.empty()) {
        ImGui::Dummy(size);
        ImGui::EndGroup();
        return;
    }
    auto const touch = pressable(context, "card", size, 8);
    tell_element(Role::button, figure.label, exchange::fact_text(figure.value, context.language));
    if (touch.hovered)
        list->AddRect(at, {at.x + size.x, at.y + size.y}, context.theme->border_strong, context.px(8));
    if (context.fonts.icon)
        draw_icon(context, list, {at.x + size.x - context.px(18), at.y + context.px(19)}, icons::info, touch.hovered ? context.theme->accent_text : context.theme->muted);
    tooltip(context, context.tr("Définition et fiches", "Definition and records"));
    if (touch.pressed)
        ImGui::OpenPopup("behind");
    std::vector<std::pair<std::string, std::string>> facts{{context.tr("Valeur", "Value"), exchange::fact_text(figure.value, context.language)}};
    if (figure.target.kind != exchange::FactKind::not_reported)
        facts.emplace_back(context.tr("Objectif", "Target"), exchange::fact_text(figure.target, context.language));
    draw_behind(context, figure.label, facts, figure.note, figure.behind);
    ImGui::EndGroup();
}

/// What the lines show; the other columns have their own place.
exchange::Table shown_of(exchange::Table const& table, std::size_t column)
{
    exchange::Table shown;
    shown.columns = {table.columns[0], table.columns[column]};
    for (auto const& row : table.rows)
        shown.rows.push_back({row.at(0), row.at(column)});
    return shown;
}

} // namespace

void draw_figures(Context& context, std::vector<exchange::Figure const*> const& figures)
{
    if (figures.empty())
        return;
    // As many beside each other as there is room for, and as even as can be: six are three and three, not four and two.
    float const available = ImGui::GetContentRegionAvail().x, gap = context.px(10);
    auto const most = std::clamp<std::size_t>(static_cast<std::size_t>((available + gap) / context.px(216)), 1, figures.size());
    std::size_t const rows = (figures.size() + most - 1) / most, columns = (figures.size() + rows - 1) / rows;
    float const width = std::min((available - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns), context.px(320));
    for (std::size_t first = 0; first < figures.size(); first += columns) {
        std::size_t const end = std::min(first + columns, figures.size());
        float height = 0;
        for (std::size_t at = first; at < end; ++at)
            height = std::max(height, card_height(context, *figures[at], width));
        for (std::size_t at = first; at < end; ++at) {
            if (at > first)
                ImGui::SameLine(0, gap);
            ImGui::PushID(static_cast<int>(at));
            card(context, *figures[at], {width, height});
            ImGui::PopID();
        }
    }
}

void draw_bars(Context& context, exchange::Table const& table, std::string_view above)
{
    if (!table.bars || table.columns.empty())
        return;
    Theme const& theme = *context.theme;
    if (!table.caption.empty() && table.caption != above)
        text(context, theme.text, table.caption, context.fonts.strong);
    auto const [whole_column, part_column] = *table.bars;
    std::size_t const shown = std::min(table.rows.size(), lines_shown);
    float const width = ImGui::GetContentRegionAvail().x, height = context.px(28), gap = context.px(12);
    auto const amount_of = [&](std::size_t row) { return exchange::fact_text(table.rows[row].at(whole_column).fact, context.language); };
    float names = 0, amounts = 0;
    exchange::Fact const* unit = nullptr;
    std::int64_t longest = 0;
    bool bars = true;
    for (std::size_t row = 0; row < shown; ++row) {
        names = std::max(names, text_width(context.fonts.body, exchange::fact_text(table.rows[row][0].fact, context.language)));
        amounts = std::max(amounts, text_width(context.fonts.body, amount_of(row)));
        auto const& whole = table.rows[row].at(whole_column).fact;
        if (!measures(whole) || row + table.total_rows >= table.rows.size())
            continue;
        bars = bars && (unit == nullptr || comparable(*unit, whole));
        unit = &whole;
        longest = std::max(longest, whole.number);
    }
    float const name_width = std::min(names, std::max(width * 0.36f, width - amounts - gap * 2 - context.px(120)));
    float const bar_from = name_width + gap, bar_width = width - bar_from - amounts - gap - context.px(4);
    ImGui::PushID(table.id.c_str());
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(ImGui::GetStyle().ItemSpacing.x, context.px(1)));
    auto* const list = ImGui::GetWindowDrawList();
    for (std::size_t row = 0; row < shown; ++row) {
        ImGui::PushID(static_cast<int>(row));
        bool const total = row + table.total_rows >= table.rows.size();
        auto const& cells = table.rows[row];
        auto const& whole = cells.at(whole_column).fact;
        auto const& part = cells.at(part_column).fact;
        std::string const name = exchange::fact_text(cells[0].fact, context.language), amount = amount_of(row);
        auto const behind = table.behind.find(row);
        bool const opens = behind != table.behind.end() && !behind->second.empty();
        ImVec2 const at = ImGui::GetCursorScreenPos();
        ImGui::BeginGroup();
        Touch touch;
        if (opens) {
            touch = pressable(context, "line", {width, height});
            tell_element(Role::line, name, amount);
        } else {
            ImGui::Dummy({width, height});
            tell_words(Role::text, name + " " + amount, at, {at.x + width, at.y + height});
        }
        if (touch.hovered)
            list->AddRectFilled(at, {at.x + width, at.y + height}, theme.hover, context.px(6));
        if (touch.focused)
            list->AddRect(at, {at.x + width, at.y + height}, theme.focus, context.px(6), 0, context.px(2));
        if (total)
            list->AddLine(at, {at.x + width, at.y}, theme.border);
        auto* const font = total ? context.fonts.strong : context.fonts.body;
        float const y = at.y + (height - font_size(font)) / 2 - context.px(1);
        auto const fitted = elided(font, name, name_width);
        draw_text(list, font, {at.x, y}, exchange::is_absent(cells[0].fact) ? theme.muted : theme.text, fitted);
        draw_text(list, font, {at.x + width - text_width(font, amount) - context.px(4), y}, exchange::is_absent(whole) ? theme.muted : theme.text, amount);
        if (bars && !total && measures(whole) && longest > 0 && whole.number > 0 && bar_width > context.px(24)) {
            // What is filled is bordered as well: the two differ by shape, not by colour alone.
            float const long_ = std::max(bar_width * static_cast<float>(static_cast<double>(whole.number) / static_cast<double>(longest)), context.px(2));
            float const x = at.x + bar_from, top = at.y + height / 2 - context.px(6), bottom = top + context.px(12);
            list->AddRectFilled({x, top}, {x + long_, bottom}, theme.accent_tint, context.px(2));
            list->AddRect({x, top}, {x + long_, bottom}, theme.chart[0], context.px(2));
            if (comparable(whole, part) && part.number > 0)
                list->AddRectFilled({x, top}, {x + std::min(long_ * static_cast<float>(static_cast<double>(part.number) / static_cast<double>(whole.number)), bar_width), bottom}, theme.chart[0], context.px(2));
        } else if (exchange::is_absent(whole) && !whole.text.empty()) {
            draw_text(list, context.fonts.caption, {at.x + bar_from, at.y + (height - font_size(context.fonts.caption)) / 2}, theme.muted, elided(context.fonts.caption, whole.text, bar_width));
        }
        if (touch.hovered && fitted != name)
            tooltip(context, name);
        else if (touch.hovered && measures(part))
            tooltip(context, fmt::format("{} {}", table.columns[part_column], exchange::fact_text(part, context.language)));
        if (touch.pressed)
            ImGui::OpenPopup("behind");
        if (opens) {
            std::vector<std::pair<std::string, std::string>> facts;
            for (std::size_t column = 1; column < cells.size() && column < table.columns.size(); ++column)
                facts.emplace_back(table.columns[column], exchange::fact_text(cells[column].fact, context.language));
            draw_behind(context, name, facts, {}, behind->second);
        }
        ImGui::EndGroup();
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
    // The legend stays beside the bars that it explains.
    if (bars && longest > 0) {
        ImVec2 const at = ImGui::GetCursorScreenPos();
        float x = at.x;
        for (bool const filled : {true, false}) {
            float const y = at.y + context.px(6);
            list->AddRectFilled({x, y}, {x + context.px(14), y + context.px(9)}, filled ? theme.chart[0] : theme.accent_tint, context.px(2));
            list->AddRect({x, y}, {x + context.px(14), y + context.px(9)}, theme.chart[0], context.px(2));
            auto const& words = table.columns[filled ? part_column : whole_column];
            draw_text(list, context.fonts.caption, {x + context.px(20), at.y + context.px(3)}, theme.muted, words);
            x += context.px(36) + text_width(context.fonts.caption, words);
        }
        ImGui::Dummy({width, context.px(22)});
    }
    if (table.rows.empty())
        text(context, theme.muted, context.tr("Aucune ligne.", "No rows."), context.fonts.caption);
    for (auto const& note : exchange::notes_of(shown_of(table, whole_column), context.language))
        text(context, theme.muted, note, context.fonts.caption);
    ImGui::PopID();
}

std::size_t draw_tabs(Context& context, std::string_view set, std::vector<std::string_view> const& labels)
{
    auto* const storage = ImGui::GetStateStorage();
    ImGuiID const key = ImGui::GetID(set.data(), set.data() + set.size());
    std::size_t open = static_cast<std::size_t>(std::max(0, storage->GetInt(key)));
    if (open >= labels.size())
        open = 0;
    ImGui::PushID(static_cast<int>(key));
    float const right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    for (std::size_t at = 0; at < labels.size(); ++at) {
        float const wide = text_width(context.fonts.strong, labels[at]) + context.px(4);
        if (at > 0 && ImGui::GetItemRectMax().x + context.px(18) + wide < right)
            ImGui::SameLine(0, context.px(18));
        ImGui::PushID(static_cast<int>(at));
        if (tab(context, "tab", labels[at], at == open))
            storage->SetInt(key, static_cast<int>(at));
        ImGui::PopID();
    }
    ImGui::PopID();
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y); // the line of the open tab lies on the hairline
    hairline(context);
    return open;
}

} // namespace passerelle::ui
