#include "host/ui/import_state.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/ui/widgets/elements.hpp"
#include "host/ui/wizard.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

using exchange::LineOutcome;
using exchange::Tone;

struct OutcomeLook {
    LineOutcome outcome;
    Tone tone;
    char const *one_fr, *one_en, *many_fr, *many_en;
};
constexpr OutcomeLook looks[] = {
    {LineOutcome::fresh, Tone::good, "Nouvelle", "New", "nouvelles", "new"},
    {LineOutcome::changed, Tone::info, "Modifiée", "Changed", "modifiées", "changed"},
    {LineOutcome::unchanged, Tone::muted, "Inchangée", "Unchanged", "inchangées", "unchanged"},
    {LineOutcome::to_decide, Tone::warn, "À décider", "To decide", "à décider", "to decide"},
    {LineOutcome::error, Tone::bad, "Erreur", "Error", "en erreur", "in error"},
    {LineOutcome::ignored, Tone::muted, "Ignorée", "Ignored", "ignorées", "ignored"},
};
OutcomeLook const& look_of(LineOutcome outcome) { return *std::find_if(std::begin(looks), std::end(looks), [&](OutcomeLook const& look) { return look.outcome == outcome; }); }

std::size_t count_of(exchange::PlanCounts const& counts, LineOutcome outcome)
{
    switch (outcome) {
    case LineOutcome::fresh: return counts.fresh;
    case LineOutcome::changed: return counts.changed;
    case LineOutcome::unchanged: return counts.unchanged;
    case LineOutcome::to_decide: return counts.to_decide;
    case LineOutcome::error: return counts.error;
    case LineOutcome::ignored: return counts.ignored;
    }
    return 0;
}

bool numeric(ImportState const& state, std::size_t column)
{
    auto const* field = state.entity->field(state.mapping.columns[column].target);
    return field && (field->type == model::FieldType::money || field->type == model::FieldType::integer || field->type == model::FieldType::decimal || field->type == model::FieldType::percent);
}

/// A count that filters the table when pressed.
bool count_chip(Context const& context, char const* id, std::optional<Tone> tone, std::size_t count, std::string_view words, bool chosen, float& width)
{
    std::string const number = format_integer(static_cast<std::int64_t>(count), context.language);
    float const mark = tone ? context.px(18) : 0;
    width = mark + text_width(context.fonts.strong, number) + text_width(context.fonts.body, words) + context.px(30);
    auto const touch = pressable(context, id, {width, context.px(32)});
    tell_element(Role::toggle, fmt::format("{} {}", number, words), chosen ? context.tr("choisi", "chosen") : "");
    ImDrawList* const list = ImGui::GetWindowDrawList();
    Theme const& theme = *context.theme;
    list->AddRectFilled(touch.min, touch.max, chosen ? theme.accent_tint : touch.hovered ? theme.hover : theme.surface, context.px(6));
    list->AddRect(touch.min, touch.max, touch.focused ? theme.focus : chosen ? theme.accent : theme.border, context.px(6), 0, touch.focused ? context.px(2) : 1);
    float x = touch.min.x + context.px(12);
    float const y = (touch.min.y + touch.max.y) / 2 - font_size(context.fonts.body) * 0.6f;
    if (tone) {
        ImGui::SetCursorScreenPos({x, y + context.px(1)});
        tone_mark(context, *tone);
        x += mark;
    }
    draw_text(list, context.fonts.strong, {x, y}, theme.text, number);
    draw_text(list, context.fonts.body, {x + text_width(context.fonts.strong, number) + context.px(6), y}, theme.text_2, words);
    return touch.pressed;
}

void draw_counts(Context& context, ImportState& state)
{
    auto const& counts = state.plan->counts();
    ImVec2 at = ImGui::GetCursorScreenPos();
    ImVec2 const start = at;
    auto const chip = [&](std::optional<LineOutcome> outcome, std::size_t count, std::string_view words, std::optional<Tone> tone) {
        ImGui::PushID(outcome ? static_cast<int>(*outcome) : -1);
        ImGui::SetCursorScreenPos(at);
        float width = 0;
        if (count_chip(context, "count", tone, count, words, state.filter == outcome, width)) {
            state.filter = state.filter == outcome ? std::nullopt : outcome;
            state.rows_stale = true;
        }
        ImGui::PopID();
        at.x += width + context.px(8);
    };
    chip(std::nullopt, counts.lines, counts.lines > 1 ? context.tr("lignes", "lines") : context.tr("ligne", "line"), std::nullopt);
    for (auto const& look : looks)
        if (auto const count = count_of(counts, look.outcome); count > 0) {
            std::string_view words = context.tr(look.many_fr, look.many_en);
            if (count == 1 && words.ends_with('s') && context.language == Language::fr)
                words.remove_suffix(1);
            chip(look.outcome, count, words, look.tone);
        }
    ImGui::SetCursorScreenPos(start);
    ImGui::Dummy({at.x - start.x, context.px(32)});
}

void lay_out(Context& context, ImportState& state)
{
    state.rows_stale = false;
    state.rows.clear();
    auto const& lines = state.plan->lines();
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (state.filter && lines[at].outcome != *state.filter)
            continue;
        state.rows.emplace_back(at, false);
        if (lines[at].outcome == LineOutcome::to_decide || lines[at].outcome == LineOutcome::error)
            state.rows.emplace_back(at, true);
    }
    // Widths by the heads and the first lines.
    auto& reader = context.session.portfolio().reader();
    state.widths.assign(state.mapping.columns.size(), 0);
    for (std::size_t c = 0; c < state.widths.size(); ++c)
        if (auto const* target = exchange::find_target(state.targets, state.mapping.columns[c].target))
            state.widths[c] = std::max(text_width(context.fonts.caption, context.in(target->label)), context.px(70));
    for (std::size_t at = 0; at < lines.size() && at < 40; ++at) {
        auto const [found, added] = state.details.try_emplace(at);
        if (added)
            found->second = state.plan->detail(reader, at);
        for (std::size_t c = 0; c < state.widths.size() && c < found->second.cells.size(); ++c)
            if (state.widths[c] > 0) {
                auto const& cell = found->second.cells[c];
                state.widths[c] = std::max(state.widths[c], text_width(context.fonts.body, cell.shown) + (cell.changed ? text_width(context.fonts.caption, cell.before) + context.px(10) : 0));
            }
    }
    for (std::size_t c = 0; c < state.widths.size(); ++c)
        if (state.widths[c] > 0)
            state.widths[c] = std::min(state.widths[c], context.px(numeric(state, c) ? 260 : 240)) + context.px(20);
}

void decide(Context& context, ImportStatePtr const& state)
{
    make_plan(context, state);
}

/// What a person can do about one line: the words, then controls.
void draw_band(Context& context, ImportStatePtr const& state, std::size_t at, ImVec2 min, float width, float height)
{
    auto const& line = state->plan->lines()[at];
    bool const fault = line.outcome == LineOutcome::error;
    auto const& colours = context.theme->of(fault ? Tone::bad : Tone::warn);
    ImDrawList* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled(min, {min.x + width, min.y + height}, colours.tint);
    list->AddLine({min.x, min.y + height - 1}, {min.x + width, min.y + height - 1}, colours.border);
    float const control = min.y + (height - context.px(32)) / 2;
    float x = min.x + context.px(48);
    auto& decision = state->decisions.lines[line.row];
    std::string const sentence = context.in(line.sentence);
    float const room = std::min(text_width(context.fonts.body, sentence), width * 0.5f);
    draw_text(list, context.fonts.body, {x, min.y + (height - font_size(context.fonts.body) * 1.2f) / 2}, colours.text, elided(context.fonts.body, sentence, room + 2));
    ImGui::SetCursorScreenPos({x, min.y});
    ImGui::Dummy({room, height});
    tooltip(context, sentence);
    x += room + context.px(14);
    ImGui::SetCursorScreenPos({x, control});
    bool changed = false;
    if (line.doubt == exchange::Doubt::edited) {
        auto const& detail = state->details[at];
        for (auto const& value : detail.edited) {
            ImGui::PushID(value.field->id.c_str());
            for (bool const file : {false, true}) {
                std::string const words = fmt::format("{}{}{}", file ? context.tr("Fichier", "File") : "Passerelle", context.tr("\u00A0: ", ": "), (file ? value.file : value.here).empty() ? context.tr("non renseigné", "not reported") : (file ? value.file : value.here));
                if (button(context, value.from_file == file ? ButtonKind::accent : ButtonKind::outline, file ? "file" : "here", words)) {
                    decision.from_file[value.field->id] = file;
                    changed = true;
                }
                if (!file)
                    tooltip(context, fmt::format("{}, {}", value.author, format_date(value.at.substr(0, 10), context.language)));
                ImGui::SameLine(0, context.px(8));
            }
            ImGui::PopID();
        }
        if (link(context, "history", context.tr("Voir l’historique", "See the history")))
            context.go({Page::sheet, state->entity->id, line.record, {}, {}, {}});
        ImGui::SameLine(0, context.px(12));
    } else if (line.doubt == exchange::Doubt::link) {
        auto const* field = state->entity->field(line.field);
        auto const* to = field ? context.session.registry().entity(field->to) : nullptr;
        auto const choose = [&](std::int64_t id) {
            state->decisions.links[{line.field, fold(line.text)}] = {id};
            changed = true;
        };
        if (to && button(context, ButtonKind::outline, "pick", context.tr("Choisir la fiche", "Choose the record"))) {
            state->picker.id = 0;
            state->picker.open(context, *to);
            ImGui::OpenPopup("picker");
        }
        ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
        if (begin_menu(context, "picker")) {
            if (state->picker.draw(context, context.px(380))) {
                choose(state->picker.id);
                ImGui::CloseCurrentPopup();
            }
            ImGui::EndPopup();
        }
        ImGui::SameLine(0, context.px(8));
        if (to && exchange::LinkIndex::name_field(*to)) {
            if (button(context, ButtonKind::outline, "create", context.tr("Créer la fiche", "Make the record")))
                choose(exchange::LinkDecision::create);
            tooltip(context, line.text);
            ImGui::SameLine(0, context.px(8));
        }
        if (field && !field->required) {
            if (button(context, ButtonKind::outline, "empty", context.tr("Laisser vide", "Leave empty")))
                choose(exchange::LinkDecision::empty);
            ImGui::SameLine(0, context.px(8));
        }
    } else if (line.doubt == exchange::Doubt::record) {
        if (button(context, ButtonKind::outline, "which", context.tr("Choisir la fiche", "Choose the record")))
            ImGui::OpenPopup("which one");
        ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
        if (begin_menu(context, "which one")) {
            auto const& candidates = state->details[at].candidates;
            for (std::size_t k = 0; k < candidates.size() && k < 12; ++k) {
                ImGui::PushID(static_cast<int>(k));
                if (menu_line(context, "line", model::title_of(context.session.portfolio().reader(), context.session.registry(), *state->entity, candidates[k], context.language), "", false, context.px(360))) {
                    decision.record = candidates[k];
                    changed = true;
                    ImGui::CloseCurrentPopup();
                }
                ImGui::PopID();
            }
            ImGui::EndPopup();
        }
        ImGui::SameLine(0, context.px(8));
        if (button(context, ButtonKind::outline, "new", context.tr("Nouvelle fiche", "New record"))) {
            decision.record = -1;
            changed = true;
        }
        ImGui::SameLine(0, context.px(8));
    } else if (line.column < state->mapping.columns.size()) {
        auto const [typed, fresh] = state->typed.try_emplace(at, line.text);
        if (fresh && line.text.empty()) {
            auto const& cells = state->plan->sheet().rows[line.row].cells;
            typed->second = line.column < cells.size() ? cells[line.column].text : std::string{};
        }
        Named const name(column_title(state->mapping, line.column), sentence);
        text_field(context, "##typed", typed->second, context.px(200), "", 1, false, true);
        if (ImGui::IsItemDeactivatedAfterEdit()) {
            decision.typed[line.column] = typed->second;
            changed = true;
        }
        ImGui::SameLine(0, context.px(8));
    }
    if (button(context, ButtonKind::outline, "ignore", context.tr("Ignorer la ligne", "Ignore the line"))) {
        decision.ignored = true;
        changed = true;
    }
    if (changed) {
        state->typed.erase(at);
        decide(context, state);
    }
}

void draw_line(Context& context, ImportStatePtr const& state, std::size_t at, ImVec2 min, float width, float height)
{
    Theme const& theme = *context.theme;
    ImDrawList* const list = ImGui::GetWindowDrawList();
    auto const& line = state->plan->lines()[at];
    auto const& look = look_of(line.outcome);
    auto const& detail = state->details[at];
    bool const pale = line.outcome == LineOutcome::ignored;
    float const y = min.y + (height - font_size(context.fonts.body) * 1.2f) / 2;
    std::string const number = std::to_string(state->plan->sheet().rows[line.row].line);
    draw_text(list, context.fonts.body, {min.x + context.px(40) - text_width(context.fonts.body, number), y}, theme.muted, number);
    ImGui::SetCursorScreenPos({min.x + context.px(54), y + context.px(2)});
    tone_mark(context, look.tone);
    draw_text(list, context.fonts.body, {min.x + context.px(72), y}, pale ? theme.muted : theme.text, context.tr(look.one_fr, look.one_en));
    if (Elements::on_screen().wanted())
        tell_words(Role::line, fmt::format("{} {}, {}", context.tr("Ligne", "Line"), number, context.tr(look.one_fr, look.one_en)), min, {min.x + context.px(150), min.y + height});
    if (pale && !line.sentence.empty()) {
        ImGui::SetCursorScreenPos({min.x + context.px(54), min.y});
        ImGui::Dummy({context.px(100), height});
        tooltip(context, context.in(line.sentence));
    }
    float x = min.x + context.px(160);
    for (std::size_t c = 0; c < state->widths.size() && c < detail.cells.size(); ++c) {
        float const wide = state->widths[c];
        if (wide <= 0)
            continue;
        auto const& cell = detail.cells[c];
        float const room = wide - context.px(20);
        bool const fault = c == line.column && line.outcome == LineOutcome::error;
        ImU32 const ink = fault ? theme.bad.text : pale ? theme.muted : theme.text;
        if (cell.changed && line.outcome != LineOutcome::ignored)
            list->AddRectFilled({x - context.px(6), min.y + 1}, {x + wide - context.px(10), min.y + height - 1}, theme.info.tint);
        std::string const shown = elided(context.fonts.body, cell.shown, room);
        float const shown_width = text_width(context.fonts.body, shown);
        float const from = numeric(*state, c) ? x + room - shown_width : x;
        draw_text(list, context.fonts.body, {from, y}, ink, shown);
        if (fault)
            list->AddLine({from, y + font_size(context.fonts.body) * 1.15f}, {from + shown_width, y + font_size(context.fonts.body) * 1.15f}, theme.bad.mark);
        float const left = room - shown_width - context.px(8);
        if (cell.changed && left > context.px(24)) {
            std::string const before = elided(context.fonts.caption, cell.before.empty() ? "—" : cell.before, left);
            float const b = numeric(*state, c) ? from - context.px(8) - text_width(context.fonts.caption, before) : from + shown_width + context.px(8);
            draw_text(list, context.fonts.caption, {b, y + context.px(1)}, theme.muted, before);
            float const through = y + font_size(context.fonts.caption) * 0.65f;
            list->AddLine({b, through}, {b + text_width(context.fonts.caption, before), through}, theme.muted);
        }
        if (shown != cell.shown || cell.changed) {
            ImGui::SetCursorScreenPos({x, min.y});
            ImGui::Dummy({room, height});
            tooltip(context, cell.changed ? fmt::format("{} → {}", cell.before.empty() ? "—" : cell.before, cell.shown) : cell.shown);
        }
        x += wide;
    }
    if (pale) {
        ImGui::SetCursorScreenPos({std::max(x, min.x + context.px(170)), min.y + context.px(8)});
        if (link(context, "take", context.tr("Reprendre la ligne", "Take the line"))) {
            state->decisions.lines[line.row].ignored = false;
            decide(context, state);
        }
    }
    list->AddLine({min.x, min.y + height - 1}, {min.x + width, min.y + height - 1}, theme.border);
}

void draw_table(Context& context, ImportStatePtr const& state)
{
    auto plan = state->plan; // kept: a decision starts a new one while this one is on screen
    if (state->rows_stale)
        lay_out(context, *state);
    float total = context.px(160);
    for (float const width : state->widths)
        total += width;
    total = std::max(total + context.px(130), ImGui::GetContentRegionAvail().x - context.px(14));
    float const head = context.px(44), height = context.px(40);
    Theme const& theme = *context.theme;
    ImGui::BeginChild("lines", {0, ImGui::GetContentRegionAvail().y - wizard_foot_height(context)}, false, ImGuiWindowFlags_HorizontalScrollbar);
    ImVec2 const origin = ImGui::GetCursorScreenPos();
    ImGui::Dummy({total, head});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    auto& reader = context.session.portfolio().reader();
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(state->rows.size()), height);
    float const first = origin.y + head;
    while (clipper.Step())
        for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
            auto const [at, band] = state->rows[static_cast<std::size_t>(row)];
            auto const [found, added] = state->details.try_emplace(at);
            if (added)
                found->second = plan->detail(reader, at);
            ImVec2 const min{origin.x, first + static_cast<float>(row) * height};
            ImGui::PushID(row);
            band ? draw_band(context, state, at, min, total, height) : draw_line(context, state, at, min, total, height);
            ImGui::PopID();
            ImGui::SetCursorScreenPos({min.x, min.y + height});
        }
    clipper.End();
    ImGui::PopStyleVar();
    // The heads stay on top while the lines move.
    ImDrawList* const list = ImGui::GetWindowDrawList();
    float const top = ImGui::GetWindowPos().y;
    list->AddRectFilled({origin.x, top}, {origin.x + total, top + head}, theme.surface);
    list->AddLine({origin.x, top + head - 1}, {origin.x + total, top + head - 1}, theme.border_strong);
    auto const heading_at = [&](float x, float wide, bool right, std::string const& upper, std::string const& lower) {
        for (bool const second : {false, true}) {
            std::string const words = elided(context.fonts.caption, second ? lower : upper, wide);
            draw_text(list, context.fonts.caption, {right ? x + wide - text_width(context.fonts.caption, words) : x, top + context.px(second ? 22 : 6)}, second ? theme.muted : theme.text_2, words);
        }
    };
    heading_at(origin.x, context.px(40), true, context.tr("Ligne", "Line"), "");
    heading_at(origin.x + context.px(54), context.px(90), false, context.tr("Résultat", "Outcome"), "");
    float x = origin.x + context.px(160);
    for (std::size_t c = 0; c < state->widths.size(); ++c) {
        if (state->widths[c] <= 0)
            continue;
        auto const& column = state->mapping.columns[c];
        auto const* target = exchange::find_target(state->targets, column.target);
        std::string const name = target ? context.in(target->label) + (column.currency.empty() ? "" : fmt::format(" ({})", column.currency)) : "";
        heading_at(x, state->widths[c] - context.px(20), numeric(*state, c), name, fmt::format(fmt::runtime(context.tr("de «\u00A0{}\u00A0»", "from “{}”")), column_title(state->mapping, c)));
        x += state->widths[c];
    }
    ImGui::EndChild();
}

} // namespace

void draw_check_step(Context& context, ImportStatePtr const& state)
{
    if (!state->plan) {
        float const room = ImGui::GetContentRegionAvail().y - wizard_foot_height(context);
        ImGui::Dummy({0, room});
        if (import_foot(context, *state, ""))
            state->step = ImportStep::columns;
        if (!state->run)
            state->step = ImportStep::columns;
        return;
    }
    if (!state->over.empty()) {
        std::size_t chosen = state->add_new ? 1 : 0;
        if (segments(context, "pasted", {context.tr("Remplacer les cellules à partir du curseur", "Replace the cells from the cursor on"), context.tr("Ajouter de nouvelles fiches", "Add new records")}, chosen) && !state->run) {
            state->add_new = chosen == 1;
            make_plan(context, state);
        }
        ImGui::Dummy({0, context.px(4)});
    }
    draw_counts(context, *state);
    ImGui::Dummy({0, context.px(2)});
    draw_table(context, state);
    auto const& counts = state->plan->counts();
    auto const number = [&](std::size_t n) { return format_integer(static_cast<std::int64_t>(n), context.language); };
    std::string sentence = context.tr("Rien n’est encore écrit.", "Nothing is written yet.");
    if (auto const aside = counts.aside(); aside > 0)
        sentence += aside > 1 ? fmt::format(" {} {}", number(aside), context.tr("lignes resteront de côté.", "lines will stay aside.")) : context.tr(" 1 ligne restera de côté.", " 1 line will stay aside.");
    if (import_foot(context, *state, sentence))
        state->step = ImportStep::columns;
    if (state->run)
        return;
    auto const total = counts.to_write();
    std::string const close = context.tr("Fermer sans appliquer", "Close without applying");
    std::string const apply = total == 0 ? context.tr("Rien à importer", "Nothing to import") : fmt::format("{} {} {}", context.tr("Importer", "Import"), number(total), total > 1 ? context.tr("lignes", "lines") : context.tr("ligne", "line"));
    to_the_right(context, {close, apply});
    if (button(context, ButtonKind::ghost, "close", close))
        context.go({Page::register_, state->entity->id, 0, {}, {}, {}});
    ImGui::SameLine();
    bool const may = total > 0 && !context.session.portfolio().read_only();
    if ((button(context, may ? ButtonKind::accent : ButtonKind::outline, "apply", apply) || (ImGui::GetIO().KeyCtrl && key_pressed(ImGuiKey_Enter))) && may)
        apply_plan(context, state);
}

void draw_done_step(Context& context, ImportStatePtr const& state)
{
    ImGui::BeginChild("done", {0, ImGui::GetContentRegionAvail().y - wizard_foot_height(context)});
    ImGui::Dummy({0, context.px(24)});
    if (state->run) {
        text(context, context.theme->text, context.in(state->doing), context.fonts.strong);
        ImGui::Dummy({0, context.px(8)});
        progress_bar(context, state->run->thousandths / 1000.0, std::min(context.px(480), ImGui::GetContentRegionAvail().x));
    } else if (state->done) {
        auto const& counts = state->plan->counts();
        auto const line = [&](Tone tone, std::size_t n, char const* fr_one, char const* fr_many, char const* en_one, char const* en_many) {
            if (n == 0)
                return;
            tone_mark(context, tone);
            ImGui::SameLine(0, context.px(10));
            text(fmt::format("{} {}", format_integer(static_cast<std::int64_t>(n), context.language), n > 1 ? context.tr(fr_many, en_many) : context.tr(fr_one, en_one)));
        };
        text(context, context.theme->text, context.tr("Import enregistré", "Import saved"), context.fonts.title);
        ImGui::Dummy({0, context.px(8)});
        line(Tone::good, state->done->fresh, "fiche créée", "fiches créées", "record made", "records made");
        line(Tone::info, state->done->changed, "fiche modifiée", "fiches modifiées", "record changed", "records changed");
        line(Tone::muted, counts.unchanged, "ligne déjà à jour", "lignes déjà à jour", "line up to date", "lines up to date");
        line(Tone::warn, counts.to_decide + counts.error, "ligne laissée de côté", "lignes laissées de côté", "line left aside", "lines left aside");
        line(Tone::muted, counts.ignored, "ligne ignorée", "lignes ignorées", "line ignored", "lines ignored");
    }
    ImGui::EndChild();
    wizard_foot_line(context);
    std::string const stop = context.tr("Interrompre", "Stop"), undo = context.tr("Annuler cet import", "Take this import back"), again = context.tr("Importer un autre fichier", "Import another file"), open = context.tr("Ouvrir le registre", "Open the register");
    if (state->run) {
        to_the_right(context, {stop});
        if (button(context, ButtonKind::outline, "stop", stop))
            state->run->stop = true;
        return;
    }
    if (!state->done) {
        state->step = ImportStep::check;
        return;
    }
    to_the_right(context, {again, undo, open});
    if (button(context, ButtonKind::ghost, "again", again))
        state->again = true;
    ImGui::SameLine();
    if (button(context, ButtonKind::outline, "undo", undo))
        undo_import(context, state);
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "open", open))
        context.go({Page::register_, state->entity->id, 0, {}, {}, {}});
}

} // namespace passerelle::ui
