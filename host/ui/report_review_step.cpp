#include "host/ui/report_state.hpp"
#include "host/base/format.hpp"
#include "host/platform/open_outside.hpp"
#include "host/ui/widgets/elements.hpp"
#include "host/ui/widgets/widgets.hpp"
#include "host/ui/wizard.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

using exchange::SectionState;
using exchange::Tone;

/// The page of a section among those that are kept: titles may repeat, so the n-th of a title is the n-th kept.
std::optional<std::size_t> page_of(ReportState const& state, std::size_t section)
{
    std::size_t kept = 0;
    for (std::size_t at = 0; at < section; ++at)
        kept += state.chosen[at] ? 1U : 0U;
    if (!state.chosen[section] || kept >= state.starts.size())
        return std::nullopt;
    return state.starts[kept].second;
}

void draw_sections(Context& context, ReportStatePtr const& state)
{
    Theme const& theme = *context.theme;
    auto const ready = std::count_if(state->sections.begin(), state->sections.end(), [](auto const& section) { return section.state == SectionState::ready; });
    text(context, theme.text, context.tr("Sections", "Sections"), context.fonts.strong);
    ImGui::SameLine();
    right_text(context, theme.muted, fmt::format("{} {} {}", ready, context.tr("sur", "of"), state->sections.size()) + (context.language == Language::fr ? (ready > 1 ? " prêtes" : " prête") : " ready"), ImGui::GetContentRegionAvail().x - context.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::BeginChild("list");
    for (std::size_t at = 0; at < state->sections.size(); ++at) {
        auto const& section = state->sections[at];
        ImGui::PushID(static_cast<int>(at));
        auto const page = page_of(*state, at);
        bool here = page && *page <= state->page;
        for (std::size_t next = at + 1; here && next < state->sections.size(); ++next)
            if (auto const other = page_of(*state, next))
                here = *other > state->page;
        float const width = ImGui::GetContentRegionAvail().x, height = context.px(32);
        ImVec2 const min = ImGui::GetCursorScreenPos();
        ImDrawList* const list = ImGui::GetWindowDrawList();
        if (here)
            list->AddRectFilled(min, {min.x + width, min.y + height}, theme.selected, context.px(6));
        // Kept in the report or not.
        auto const box = pressable(context, "keep", {context.px(30), height});
        tell_element(Role::toggle, section.title, state->chosen[at] ? context.tr("dans le rapport", "in the report") : context.tr("hors du rapport", "left out"));
        tooltip(context, state->chosen[at] ? context.tr("Retirer cette section du rapport", "Leave this section out") : context.tr("Reprendre cette section", "Take this section in"));
        ImVec2 const corner{box.min.x + context.px(7), (box.min.y + box.max.y) / 2 - context.px(8)};
        list->AddRectFilled(corner, {corner.x + context.px(16), corner.y + context.px(16)}, state->chosen[at] ? theme.accent : theme.surface, context.px(3));
        list->AddRect(corner, {corner.x + context.px(16), corner.y + context.px(16)}, state->chosen[at] ? theme.accent : theme.border_strong, context.px(3));
        if (state->chosen[at])
            draw_icon(context, list, {corner.x + context.px(8), corner.y + context.px(8)}, icons::check, theme.on_accent);
        if (box.pressed && !state->run) {
            state->chosen[at] = !state->chosen[at];
            lay_out_report(context, state);
        }
        ImGui::SameLine(0, 0);
        std::string const words = section.state == SectionState::to_complete ? context.tr("À compléter", "To complete") : section.state == SectionState::no_data ? context.tr("Sans donnée", "No data") : "";
        auto const tone = section.state == SectionState::ready ? Tone::good : section.state == SectionState::to_complete ? Tone::warn : Tone::muted;
        float const state_width = words.empty() ? 0 : text_width(context.fonts.caption, words) + context.px(10);
        auto const line = pressable(context, "go", {width - context.px(30), height});
        tell_element(Role::line, section.title, words);
        if (line.hovered && !here)
            list->AddRectFilled(line.min, line.max, theme.hover, context.px(6));
        float const y = (line.min.y + line.max.y) / 2;
        ImVec2 const after = ImGui::GetCursorScreenPos();
        ImGui::SetCursorScreenPos({line.min.x + context.px(4), y - context.px(9)});
        tone_mark(context, tone);
        ImGui::SetCursorScreenPos(after);
        std::string const title = elided(here ? context.fonts.strong : context.fonts.body, section.title, width - context.px(58) - state_width);
        draw_text(list, here ? context.fonts.strong : context.fonts.body, {line.min.x + context.px(22), y - font_size(context.fonts.body) * 0.6f}, state->chosen[at] ? theme.text : theme.muted, title);
        if (!words.empty())
            draw_text(list, context.fonts.caption, {line.max.x - state_width + context.px(4), y - font_size(context.fonts.caption) * 0.6f}, section.state == SectionState::to_complete ? theme.warn.text : theme.muted, words);
        if (line.pressed && page) {
            state->page = *page;
            state->to_top = true;
        }
        ImGui::PopID();
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

void turn(ReportState& state, int by)
{
    if (!state.pages)
        return;
    auto const last = state.pages->pages() - 1;
    state.page = by < 0 ? (state.page == 0 ? 0 : state.page - 1) : std::min(last, state.page + 1);
    state.to_top = true;
}

void draw_paper(Context& context, ReportStatePtr const& state)
{
    Theme const& theme = *context.theme;
    bool const typing = ImGui::GetIO().WantTextInput;
    if (!typing && key_pressed(ImGuiKey_PageDown, true))
        turn(*state, 1);
    if (!typing && key_pressed(ImGuiKey_PageUp, true))
        turn(*state, -1);
    float const width = ImGui::GetContentRegionAvail().x;
    std::string const page = state->pages ? fmt::format("{} {} {} {}", context.tr("Page", "Page"), state->page + 1, context.tr("sur", "of"), state->pages->pages()) : "";
    std::string const percent = format_percent(static_cast<std::int64_t>(std::lround(state->zoom * 100)), 0, context.language);
    ImGui::SetCursorPosX(std::max(0.0f, (width - context.px(360)) / 2));
    if (tool(context, "previous", icons::chevron_up, context.tr("Précédente", "Previous"), context.tr("Page précédente (Page préc.)", "Previous page (Page Up)"), state->page > 0))
        turn(*state, -1);
    ImGui::SameLine(0, context.px(6));
    float const y = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(y + context.px(7));
    text(context, theme.text, page);
    ImGui::SameLine(0, context.px(6));
    ImGui::SetCursorPosY(y);
    if (tool(context, "next", icons::chevron_down, context.tr("Suivante", "Next"), context.tr("Page suivante (Page suiv.)", "Next page (Page Down)"), state->pages && state->page + 1 < state->pages->pages()))
        turn(*state, 1);
    ImGui::SameLine(0, context.px(24));
    if (button(context, ButtonKind::ghost, "smaller", "−"))
        state->zoom = std::max(0.5f, state->zoom - 0.25f);
    tooltip(context, context.tr("Réduire", "Smaller"));
    ImGui::SameLine(0, context.px(4));
    ImGui::SetCursorPosY(y + context.px(7));
    text(context, theme.text_2, percent);
    ImGui::SameLine(0, context.px(4));
    ImGui::SetCursorPosY(y);
    if (button(context, ButtonKind::ghost, "larger", "+"))
        state->zoom = std::min(2.5f, state->zoom + 0.25f);
    tooltip(context, context.tr("Agrandir", "Larger"));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, theme.bg);
    ImGui::BeginChild("paper", {0, 0}, false, ImGuiWindowFlags_HorizontalScrollbar);
    ImGui::PopStyleColor();
    if (std::exchange(state->to_top, false))
        ImGui::SetScrollY(0);
    if (!state->pages) {
        empty_state(context, state->fault ? context.in(*state->fault) : context.tr("Préparation des pages. Vous pouvez continuer à travailler.", "Preparing the pages. You can go on working."));
    } else {
        // 100 %: the page fills the width.
        float const room = ImGui::GetContentRegionAvail().x - context.px(32);
        double const scale = std::clamp(static_cast<double>(room) / state->pages->width() * state->zoom, 0.3, 4.0);
        auto const wide = static_cast<float>(state->pages->width() * scale), high = static_cast<float>(state->pages->height() * scale);
        auto const shown = state->pictures.find(state->page);
        if (shown == state->pictures.end() || std::abs(shown->second.scale - scale) > 0.01)
            draw_page_picture(context, state, scale);
        ImGui::SetCursorPos({std::max(context.px(16), (ImGui::GetContentRegionAvail().x - wide) / 2), context.px(14)});
        ImVec2 const at = ImGui::GetCursorScreenPos();
        ImDrawList* const list = ImGui::GetWindowDrawList();
        list->AddRectFilled(at, {at.x + wide, at.y + high}, IM_COL32_WHITE); // paper is white in every theme
        if (shown != state->pictures.end() && shown->second.texture)
            ImGui::Image(shown->second.texture.id(), {wide, high});
        else
            ImGui::Dummy({wide, high});
        list->AddRect(at, {at.x + wide, at.y + high}, theme.border_strong);
        ImGui::Dummy({wide, context.px(14)});
    }
    ImGui::EndChild();
}

void draw_checks(Context& context, ReportState& state)
{
    Theme const& theme = *context.theme;
    text(context, theme.text, context.tr("Vérifications", "Checks"), context.fonts.strong);
    std::size_t open = 0, suppressed = 0, not_converted = 0, not_reported = 0;
    for (std::size_t at = 0; at < state.sections.size(); ++at)
        if (state.chosen[at]) {
            auto const& section = state.sections[at];
            open += section.state == SectionState::to_complete ? 1U : 0U;
            suppressed += section.suppressed;
            not_converted += section.not_converted;
            not_reported += section.not_reported;
        }
    auto const number = [&](std::size_t n) { return format_integer(static_cast<std::int64_t>(n), context.language); };
    auto const line = [&](Tone tone, std::string const& words, char const* about) {
        ImGui::Dummy({0, context.px(4)});
        tone_mark(context, tone);
        ImGui::SameLine(0, context.px(8));
        ImGui::PushTextWrapPos(0);
        ImGui::BeginGroup();
        text(context, theme.text, words);
        text(context, theme.text_2, about, context.fonts.caption);
        ImGui::EndGroup();
        ImGui::PopTextWrapPos();
        hairline(context);
    };
    if (open > 0)
        line(Tone::warn, number(open) + (open > 1 ? context.tr(" sections à compléter", " sections to complete") : context.tr(" section à compléter", " section to complete")), context.tr("Le rapport reste un brouillon.", "The report remains a draft."));
    else if (!state.sections.empty())
        line(Tone::good, context.tr("Aucune section à compléter", "No section to complete"), "");
    if (not_converted > 0)
        line(Tone::warn, number(not_converted) + (not_converted > 1 ? context.tr(" montants non convertis", " amounts not converted") : context.tr(" montant non converti", " amount not converted")), context.tr("Il manque un taux de change\u00A0: les totaux sont partiels.", "An exchange rate is missing: totals are partial."));
    if (not_reported > 0)
        line(Tone::muted, number(not_reported) + (not_reported > 1 ? context.tr(" valeurs non renseignées", " values not reported") : context.tr(" valeur non renseignée", " value not reported")), context.tr("Elles ne comptent jamais pour zéro.", "They never count as zero."));
    if (suppressed > 0)
        line(Tone::good, number(suppressed) + (suppressed > 1 ? context.tr(" effectifs masqués", " headcounts masked") : context.tr(" effectif masqué", " headcount masked")), context.tr("Pour protéger les petits groupes", "To protect small groups"));
    ImGui::Dummy({0, context.px(10)});
    text(context, theme.text, context.tr("Fichiers à écrire", "Files to write"), context.fonts.strong);
    std::array<char const*, 3> const names{"PDF", "HTML", "Excel"};
    for (std::size_t at = 0; at < names.size(); ++at) {
        ImGui::PushID(static_cast<int>(at));
        if (icon_button(context, state.wanted[at] ? ButtonKind::outline : ButtonKind::ghost, "format", state.wanted[at] ? icons::check : icons::plus, names[at]))
            state.wanted[at] = !state.wanted[at];
        ImGui::PopID();
        if (at + 1 < names.size())
            ImGui::SameLine(0, context.px(6));
    }
    text(context, theme.text_2, context.tr("Nom, sans extension", "Name, without extension"), context.fonts.caption);
    {
        Named const name(context.tr("Nom, sans extension", "Name, without extension"));
        text_field(context, "##path", state.path, ImGui::GetContentRegionAvail().x - context.px(4));
    }
    if (button(context, ButtonKind::outline, "browse", context.tr("Parcourir…", "Browse…")))
        state.files.open({{"Où écrire le rapport", "Where to write the report"}, {"Choisir", "Choose"}, {}, std::filesystem::path(state.path).filename().string()});
    if (auto const picked = state.files.draw(context))
        state.path = picked->string();
    if (!state.written.empty()) {
        ImGui::Dummy({0, context.px(8)});
        auto const show = [&](std::filesystem::path const& path) {
            if (auto const opened = platform::open_outside(path); !opened)
                context.tell(opened.error().sentence, Tone::warn);
        };
        if (link(context, "file", context.tr("Ouvrir le fichier", "Open the file")))
            show(state.written.front());
        if (link(context, "folder", context.tr("Ouvrir le dossier", "Open the folder")))
            show(state.written.front().parent_path());
    }
}

} // namespace

void draw_review_step(Context& context, ReportStatePtr const& state)
{
    float const height = ImGui::GetContentRegionAvail().y - wizard_foot_height(context), width = ImGui::GetContentRegionAvail().x;
    bool const narrow = width < context.px(860);
    float const left = narrow ? context.px(190) : context.px(250), right = narrow ? context.px(200) : context.px(250);
    ImGui::BeginChild("sections", {left, height});
    draw_sections(context, state);
    ImGui::EndChild();
    ImGui::SameLine(0, context.px(10));
    ImGui::BeginChild("pages", {width - left - right - context.px(26), height});
    draw_paper(context, state);
    ImGui::EndChild();
    ImGui::SameLine(0, context.px(16));
    ImGui::BeginChild("checks", {right, height});
    draw_checks(context, *state);
    ImGui::EndChild();
    wizard_foot_line(context);
    if (button(context, ButtonKind::outline, "back", context.tr("Retour", "Back")))
        state->step = ReportStep::period;
    ImGui::SameLine(0, context.px(16));
    bool const draft = std::any_of(state->sections.begin(), state->sections.end(), [](auto const& section) { return section.state == SectionState::to_complete; });
    float const y = ImGui::GetCursorPosY();
    ImGui::SetCursorPosY(y + context.px(7));
    text(context, context.theme->text_2, state->writing ? context.tr("Écriture en cours", "Writing") : !state->written.empty() ? "" : draft ? context.tr("Brouillon\u00A0: des sections sont à compléter.", "Draft: some sections are to be completed.") : context.tr("Rien n’est encore écrit.", "Nothing is written yet."));
    ImGui::SameLine();
    ImGui::SetCursorPosY(y);
    auto const files = std::count(state->wanted.begin(), state->wanted.end(), true);
    bool const may = files > 0 && state->document && !state->run && !state->writing && std::find(state->chosen.begin(), state->chosen.end(), true) != state->chosen.end() && !state->path.empty();
    std::string const write = files > 1 ? fmt::format("{} {} {}", context.tr("Écrire les", "Write the"), files, context.tr("fichiers", "files")) : context.tr("Écrire le fichier", "Write the file");
    to_the_right(context, {write});
    if ((button(context, may ? ButtonKind::accent : ButtonKind::outline, "write", write) || (ImGui::GetIO().KeyCtrl && key_pressed(ImGuiKey_Enter))) && may)
        write_report(context, state);
}

} // namespace passerelle::ui
