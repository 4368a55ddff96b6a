#include "host/ui/count_grid.hpp"
#include "host/base/format.hpp"
#include "host/base/trim.hpp"
#include "host/ui/clipboard_block.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace passerelle::ui {

namespace {

constexpr float label_width = 168, cell_width = 58, total_width = 72, row_height = 28, heading_room = 33;
constexpr std::size_t most_digits = 12;

std::string sex_name(psl::Sex sex, Language language)
{
    constexpr std::array fr{"Femmes", "Hommes", "Autre", "Sexe inconnu"}, en{"Women", "Men", "Other", "Sex unknown"};
    return language == Language::fr ? fr[static_cast<std::size_t>(sex)] : en[static_cast<std::size_t>(sex)];
}

std::string disability_name(psl::Disability disability, Language language)
{
    constexpr std::array fr{"En situation de handicap", "Sans handicap", "Handicap inconnu"}, en{"With a disability", "Without disability", "Disability unknown"};
    return language == Language::fr ? fr[static_cast<std::size_t>(disability)] : en[static_cast<std::size_t>(disability)];
}

std::string age_name(psl::AgeBand age, Language language)
{
    switch (age) {
    case psl::AgeBand::unknown: return language == Language::fr ? "Inconnu" : "Unknown";
    case psl::AgeBand::b60_up: return language == Language::fr ? "60 et +" : "60+";
    default: {
        std::string name(psl::code_of(age));
        auto const dash = name.find('-');
        return name.replace(dash, 1, "–");
    }
    }
}

} // namespace

std::optional<std::int64_t> whole_number(std::string_view typed)
{
    std::string digits;
    while (!typed.empty()) {
        std::size_t taken = 1;
        if (typed[0] >= '0' && typed[0] <= '9')
            digits += typed[0];
        else if (typed.starts_with("\u00A0") || typed.starts_with("\u202F")) // the spaces that part thousands
            taken = typed[0] == '\xC2' ? 2 : 3;
        else if (typed[0] != ' ')
            return std::nullopt;
        typed.remove_prefix(taken);
    }
    std::int64_t number = 0;
    if (digits.empty() || digits.size() > most_digits || std::from_chars(digits.data(), digits.data() + digits.size(), number).ec != std::errc())
        return std::nullopt;
    return number;
}

psl::Cells cells_of(CountParts const& parts)
{
    psl::Cells cells;
    for (auto const& [code, typed] : parts)
        if (auto const key = psl::cell_coded(code))
            if (auto const number = whole_number(typed))
                cells.counts[*key] = *number;
    return cells;
}

struct CountGrid::Frame {
    Context& context;
    CountParts& parts;
    psl::Cells cells;
    model::CountLayout layout;
    std::vector<model::CountRow> rows;

    Frame(Context& with, CountParts& typed, model::Field const& field, std::vector<psl::Sex> const& open)
        : context(with), parts(typed), cells(cells_of(typed)), layout(field, cells), rows(layout.rows(open))
    {
    }
    [[nodiscard]] bool is_total_column(std::size_t column) const { return column == layout.ages.size() + 1; }
    [[nodiscard]] std::optional<psl::AgeBand> age(std::size_t column) const
    {
        return column == 0 || is_total_column(column) ? std::nullopt : std::optional{layout.ages[column - 1]};
    }
};

/// The cell of the count that stands there; nothing for names and sums.
std::optional<psl::CellKey> CountGrid::key_at(Frame const& frame, GridCell at) const
{
    if (at.row >= frame.rows.size() || frame.rows[at.row].is_sum())
        return std::nullopt;
    auto const age = frame.age(at.column);
    return age ? std::optional{psl::CellKey{*frame.rows[at.row].sex, *age, *frame.rows[at.row].disability}} : std::nullopt;
}

std::string CountGrid::words(Frame const& frame, GridCell at) const
{
    auto const& row = frame.rows[at.row];
    auto const language = frame.context.language;
    if (at.column == 0)
        return !row.sex ? "Total" : !row.disability || !frame.layout.has_groups() ? sex_name(*row.sex, language) : disability_name(*row.disability, language);
    if (auto const key = key_at(frame, at)) {
        auto const typed = frame.parts.find(psl::code_of(*key));
        if (typed == frame.parts.end() || typed->second.empty())
            return "—";
        auto const number = whole_number(typed->second);
        return number ? format_integer(*number, language) : typed->second;
    }
    auto const sum = model::sum_of(frame.cells, row, frame.age(at.column));
    return sum ? format_integer(*sum, language) : "—";
}

void CountGrid::draw_cell(Frame const& frame, GridCell at, Box box, ImDrawList* list) const
{
    auto const& context = frame.context;
    Theme const& theme = *context.theme;
    auto const& row = frame.rows[at.row];
    bool const sum = row.is_sum() || frame.is_total_column(at.column);
    if (row.is_sum() && frame.layout.has_groups()) // the rows that hold the others together
        list->AddRectFilled({box.min.x - context.px(8), box.min.y}, {box.max.x + context.px(8), box.max.y}, theme.surface_2);
    if (!row.sex)
        list->AddLine({box.min.x - context.px(8), box.min.y}, {box.max.x + context.px(8), box.min.y}, theme.border_strong);
    auto const shown = words(frame, at);
    ImFont* const font = sum ? context.fonts.strong : context.fonts.body;
    float const y = box.min.y + (box.height() - font_size(font)) / 2 - context.px(1);
    float x = box.min.x;
    if (at.column > 0) {
        x = box.max.x - text_width(font, shown);
    } else if (row.sex && !row.disability) {
        bool const open = std::find(m_open.begin(), m_open.end(), *row.sex) != m_open.end();
        float const size = context.px(3.5f);
        ImVec2 const middle(x + context.px(5), box.min.y + box.height() / 2);
        if (open)
            list->AddTriangleFilled({middle.x - size, middle.y - size / 2}, {middle.x + size, middle.y - size / 2}, {middle.x, middle.y + size}, theme.text_2);
        else
            list->AddTriangleFilled({middle.x - size / 2, middle.y - size}, {middle.x + size, middle.y}, {middle.x - size / 2, middle.y + size}, theme.text_2);
        x += context.px(18);
    } else if (row.sex && frame.layout.has_groups()) {
        x += context.px(18);
    }
    bool const wrong = key_at(frame, at) && shown != "—" && !whole_number(shown);
    draw_text(list, font, {x, y}, wrong ? theme.bad.text : shown == "—" ? theme.muted : theme.text, at.column == 0 ? elided(font, shown, box.max.x - x) : shown);
}

void CountGrid::toggle(psl::Sex sex)
{
    if (std::erase(m_open, sex) == 0)
        m_open.push_back(sex);
}

/// "Femmes, 25-34, Sans handicap": the cell, for those who listen.
std::string CountGrid::name_of(Frame const& frame, GridCell at) const
{
    auto const key = key_at(frame, at);
    auto const language = frame.context.language;
    return key ? fmt::format("{}, {}, {}", sex_name(key->sex, language), age_name(key->age, language), disability_name(key->disability, language)) : std::string();
}

/// What is typed goes into its cell; what is no whole number stays where it is, marked.
bool CountGrid::enter(Frame& frame, long down, long right)
{
    auto const cursor = m_grid.cursor();
    auto const key = key_at(frame, cursor);
    auto typed = std::string(trimmed(m_typed));
    if (says_nothing(typed)) // as people mark in a spreadsheet what is not reported
        typed.clear();
    if (!typed.empty() && !whole_number(typed)) {
        m_fault = true;
        m_edit_now = true;
        return false;
    }
    m_editing = m_fault = false;
    m_grid.take_focus();
    auto row = static_cast<long>(cursor.row) + down;
    while (down != 0 && row > 0 && row < static_cast<long>(frame.rows.size()) && frame.rows[static_cast<std::size_t>(row)].is_sum())
        row += down; // over the sums, to what is typed
    if (row < 0 || row >= static_cast<long>(frame.rows.size()))
        row = static_cast<long>(cursor.row);
    m_grid.go_to({static_cast<std::size_t>(row), static_cast<std::size_t>(std::clamp(static_cast<long>(cursor.column) + right, 1L, static_cast<long>(frame.layout.ages.size())))});
    if (!key)
        return false;
    auto& part = frame.parts[psl::code_of(*key)];
    if (auto const number = whole_number(typed))
        typed = std::to_string(*number);
    return std::exchange(part, typed) != typed;
}

bool CountGrid::edit(Frame& frame)
{
    auto const& box = m_grid.cursor_box();
    if (!box)
        return false;
    auto const& context = frame.context;
    ImGui::SetCursorScreenPos({box->min.x, box->min.y + (box->height() - context.px(28)) / 2});
    ImGui::PushStyleColor(ImGuiCol_ChildBg, context.theme->surface);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(context.px(6), context.px(5)));
    ImGui::BeginChild("cell", {box->width(), context.px(28)}, false, ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    bool const now = std::exchange(m_edit_now, false);
    // Written through at each letter: what is typed is kept, whatever comes next.
    bool changed = false;
    if (Named const name(name_of(frame, m_grid.cursor())); text_field(context, "##n", m_typed, box->width(), "", 1, now, m_fault, &m_typed_on)) {
        m_fault = false;
        if (auto const key = key_at(frame, m_grid.cursor()))
            changed = std::exchange(frame.parts[psl::code_of(*key)], m_typed) != m_typed;
    }
    bool const inside = ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows);
    ImGui::EndChild();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    if (m_fault)
        tooltip_here(context, context.tr("Un nombre entier de personnes, ou rien si ce n’est pas renseigné.", "A whole number of people, or nothing if it is not reported."));
    if (key_pressed(ImGuiKey_Escape)) {
        m_typed = m_before;
        return enter(frame, 0, 0) || changed;
    }
    if (key_pressed(ImGuiKey_Enter) || key_pressed(ImGuiKey_DownArrow))
        return enter(frame, 1, 0) || changed;
    if (key_pressed(ImGuiKey_UpArrow))
        return enter(frame, -1, 0) || changed;
    if (key_pressed(ImGuiKey_Tab))
        return enter(frame, 0, ImGui::GetIO().KeyShift ? -1 : 1) || changed;
    if (inside)
        m_was_inside = true;
    else if (m_was_inside && !now)
        return enter(frame, 0, 0) || changed; // a press elsewhere
    return changed;
}

/// A block copied in a spreadsheet, from the cursor to the right and down; sums in its way are skipped with their rows.
bool CountGrid::paste(Frame& frame)
{
    char const* const copied = ImGui::GetClipboardText();
    if (copied == nullptr)
        return false;
    bool changed = false;
    auto const start = m_grid.cursor();
    std::size_t row = start.row;
    for (auto const& line : cells_of_text(copied)) {
        while (row < frame.rows.size() && frame.rows[row].is_sum())
            ++row;
        for (std::size_t at = 0; at < line.size(); ++at) {
            auto const key = key_at(frame, {row, std::max<std::size_t>(start.column, 1) + at});
            auto const number = whole_number(line[at]);
            if (key && (number || says_nothing(line[at]))) {
                auto const typed = number ? std::to_string(*number) : std::string();
                changed = std::exchange(frame.parts[psl::code_of(*key)], typed) != typed || changed;
            }
        }
        ++row;
    }
    return changed;
}

void CountGrid::copy(Frame const& frame) const
{
    std::string all;
    auto const [first, last] = m_grid.chosen();
    for (auto row = first.row; row <= last.row && row < frame.rows.size(); ++row)
        for (auto column = first.column; column <= last.column; ++column) {
            auto const shown = words(frame, {row, column});
            all += (shown == "—" ? "" : shown) + (column < last.column ? "\t" : "\n");
        }
    ImGui::SetClipboardText(all.c_str());
}

bool CountGrid::clear(Frame& frame)
{
    bool changed = false;
    auto const [first, last] = m_grid.chosen();
    for (auto row = first.row; row <= last.row && row < frame.rows.size(); ++row)
        for (auto column = first.column; column <= last.column; ++column)
            if (auto const key = key_at(frame, {row, column}))
                changed = frame.parts.erase(psl::code_of(*key)) > 0 || changed;
    return changed;
}

bool CountGrid::act(Frame& frame, GridEvents const& events)
{
    if (events.copied)
        copy(frame);
    if (frame.context.session.portfolio().read_only())
        return false;
    auto const wanted = events.edited ? events.edited : events.opened;
    if (wanted && wanted->row < frame.rows.size()) {
        auto const& row = frame.rows[wanted->row];
        if (row.sex && !row.disability) {
            if (events.typed.empty())
                toggle(*row.sex);
        } else if (auto const key = key_at(frame, *wanted)) {
            auto& part = frame.parts[psl::code_of(*key)];
            m_before = part;
            m_typed = !events.typed.empty() ? events.typed : part;
            m_editing = m_edit_now = true;
            m_typed_on = events.typed.empty() ? 0 : ImGui::GetFrameCount();
            m_was_inside = m_fault = false;
            return std::exchange(part, m_typed) != m_typed;
        }
    }
    if (events.pasted)
        return paste(frame);
    return events.cleared && clear(frame);
}

bool CountGrid::draw(Context& context, CountParts& parts, float width, bool focus)
{
    if (!m_opened_once) { // the sexes that were counted, and those that nearly always are
        m_opened_once = true;
        m_open = {psl::Sex::female, psl::Sex::male};
        for (auto const& [key, n] : cells_of(parts).counts)
            if (std::find(m_open.begin(), m_open.end(), key.sex) == m_open.end())
                m_open.push_back(key.sex);
    }
    Frame frame(context, parts, *m_field, m_open);
    auto const columns = frame.layout.ages.size() + 2;
    if (m_columns.size() != columns) {
        m_columns.assign(columns, {});
        for (std::size_t at = 1; at < columns; ++at) {
            m_columns[at].right = true;
            m_columns[at].width = at + 1 == columns ? total_width : cell_width;
        }
        m_grid.go_to({frame.layout.has_groups() ? std::size_t{1} : std::size_t{0}, 1});
    }
    // What room there is beside the figures is the names'.
    float figures = 0;
    for (std::size_t at = 1; at < columns; ++at)
        figures += m_columns[at].width;
    m_columns[0].width = std::clamp(width / context.zoom - figures - 2, 120.0f, label_width + 60);
    for (std::size_t at = 1; at < columns; ++at)
        m_columns[at].label = frame.is_total_column(at) ? "Total" : age_name(frame.layout.ages[at - 1], context.language);
    GridContent content;
    content.rows = frame.rows.size();
    content.row_height = row_height;
    content.draw = [&](GridCell at, Box box, ImDrawList* list, bool) { draw_cell(frame, at, box, list); };
    content.words = [&](GridCell at) { return words(frame, at); };
    content.opens = [](std::size_t column) { return column == 0; };
    if (focus)
        m_grid.take_focus();
    float needed = context.px(m_columns[0].width + figures);
    float const bar = needed > width ? ImGui::GetStyle().ScrollbarSize : 0;
    ImGui::BeginChild("count", {std::min(width, needed) + 1, context.px(heading_room) + std::floor(context.px(row_height)) * static_cast<float>(content.rows) + bar + 2}, false,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NavFlattened);
    auto const events = m_grid.draw(context, "cells", {0, 0}, m_columns, content);
    // The key that opens a cell is not the one that leaves it: the field stands there from the next frame on.
    bool const editing = m_editing;
    bool changed = !editing && act(frame, events);
    if (editing && m_editing)
        changed = edit(frame) || changed;
    ImGui::EndChild();
    return changed;
}

} // namespace passerelle::ui
