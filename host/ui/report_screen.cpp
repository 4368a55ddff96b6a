#include "host/ui/report_screen.hpp"
#include "host/base/text.hpp"
#include "host/ui/flow.hpp"
#include "host/ui/report_state.hpp"
#include "host/ui/widgets/widgets.hpp"
#include "host/ui/wizard.hpp"
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

void label(Context const& context, char const* fr, char const* en)
{
    ImGui::Dummy({0, context.px(6)});
    text(context, context.theme->text_2, context.tr(fr, en), context.fonts.caption);
}

/// The donor's form: which sections, in which order, under which words.
void draw_templates(Context& context, ReportState& state)
{
    for (auto const& refused : state.templates.refused)
        notice(context, exchange::Tone::warn, context.in(refused.sentence));
    float const width = std::min(context.px(640), ImGui::GetContentRegionAvail().x), line = context.px(30);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    begin_region("templates", {width, line * static_cast<float>(std::min<std::size_t>(state.templates.all.size(), 8)) + context.px(2)});
    for (std::size_t at = 0; at < state.templates.all.size(); ++at) {
        auto const& one = state.templates.all[at];
        ImGui::PushID(static_cast<int>(at));
        if (menu_line(context, "template", context.in(one.name), at == state.form ? context.tr("choisi", "chosen") : "", at == state.form, ImGui::GetContentRegionAvail().x)) {
            state.form = at;
            if (one.language) // the donor reads it in this language
                state.language = *one.language == Language::fr ? 0 : 1;
        }
        ImGui::PopID();
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
    ImGui::Dummy({0, context.px(2)});
    text(context, context.theme->muted, context.in(state.templates.all[state.form].about), context.fonts.caption);
}

/// Files in formats of the modules' own, about the same records: written at once, without pages to look at.
void draw_exports(Context& context, ReportStatePtr const& state)
{
    if (state->exports.empty())
        return;
    label(context, "Autres fichiers, écrits par un module", "Other files, written by a module");
    for (std::size_t at = 0; at < state->exports.size(); ++at) {
        auto const& format = state->exports[at];
        ImGui::PushID(static_cast<int>(at));
        if (icon_button(context, ButtonKind::outline, "export", icons::export_, shortened(context.in(format.label), 60) + "…")) {
            state->exporting = at;
            state->export_place.open({{"Où écrire le fichier", "Where to write the file"}, {"Écrire", "Write"}, format.extension.empty() ? std::vector<std::string>{} : std::vector{format.extension},
                                      fmt::format("export-{}{}", context.session.today(), format.extension)});
        }
        ImGui::PopID();
    }
    if (auto const place = state->export_place.draw(context))
        export_file(context, state, *place);
}

void draw_model_step(Context& context, ReportStatePtr const& shared)
{
    ReportState& state = *shared;
    ImGui::BeginChild("model", {0, ImGui::GetContentRegionAvail().y - wizard_foot_height(context)});
    bool const beside = ImGui::GetContentRegionAvail().x >= context.px(960); // room for a second column
    ImGui::BeginGroup();
    label(context, "Sur quoi porte le rapport", "What the report is about");
    tone_mark(context, exchange::Tone::good);
    ImGui::SameLine(0, context.px(8));
    text(context, context.theme->text, state.title, context.fonts.strong);
    text(context, context.theme->muted, context.tr("Ouvrez d’abord un projet ou une organisation pour un rapport sur cette seule fiche.", "Open a project or an organisation first for a report on that record alone."), context.fonts.caption);
    label(context, "Modèle", "Template");
    draw_templates(context, state);
    label(context, "Langue du rapport", "Language of the report");
    segments(context, "language", {"Français", "English"}, state.language);
    label(context, "Fichiers à écrire", "Files to write");
    std::array<Phrase, 3> const names{Phrase{"PDF, à lire et à imprimer", "PDF, to read and print"}, Phrase{"HTML, une page web en un seul fichier", "HTML, a web page in one file"}, Phrase{"Excel, un tableau par feuille", "Excel, one table per sheet"}};
    Flow flow(context);
    for (std::size_t at = 0; at < names.size(); ++at) {
        flow.place(text_width(context.fonts.body, context.in(names[at])) + context.px(46), context.px(32));
        ImGui::PushID(static_cast<int>(at));
        if (icon_button(context, state.wanted[at] ? ButtonKind::outline : ButtonKind::ghost, "format", state.wanted[at] ? icons::check : icons::plus, context.in(names[at])))
            state.wanted[at] = !state.wanted[at];
        ImGui::PopID();
    }
    flow.end();
    ImGui::EndGroup();
    if (beside)
        ImGui::SameLine(context.px(720));
    ImGui::BeginGroup();
    draw_exports(context, shared);
    ImGui::EndGroup();
    ImGui::EndChild();
    wizard_foot_line(context);
    std::string const next = context.tr("Continuer", "Continue");
    to_the_right(context, {next});
    if (button(context, ButtonKind::accent, "next", next) || (ImGui::GetIO().KeyCtrl && key_pressed(ImGuiKey_Enter)))
        state.step = ReportStep::period;
}

void draw_period_step(Context& context, ReportStatePtr const& state)
{
    ImGui::BeginChild("period", {0, ImGui::GetContentRegionAvail().y - wizard_foot_height(context)});
    label(context, "Période (facultative), du et au", "Period (optional), from and to");
    {
        Named const name(context.tr("Période, du", "Period, from"));
        text_field(context, "##from", state->from, context.px(150), context.tr("jj/mm/aaaa", "dd/mm/yyyy"), 1, ImGui::IsWindowAppearing());
    }
    ImGui::SameLine(0, context.px(8));
    {
        Named const name(context.tr("Période, au", "Period, to"));
        text_field(context, "##to", state->to, context.px(150), context.tr("jj/mm/aaaa", "dd/mm/yyyy"));
    }
    ImGui::Dummy({0, context.px(6)});
    int const year = std::atoi(context.session.today().substr(0, 4).c_str());
    for (int const one : {year - 1, year}) {
        ImGui::PushID(one);
        if (button(context, ButtonKind::outline, "year", fmt::format("{} {}", context.tr("Année", "Year"), one))) {
            state->from = fmt::format("01/01/{}", one);
            state->to = fmt::format("31/12/{}", one);
        }
        ImGui::SameLine(0, context.px(8));
        ImGui::PopID();
    }
    if (button(context, ButtonKind::ghost, "whole", context.tr("Depuis le début", "Since the beginning"))) {
        state->from.clear();
        state->to.clear();
    }
    ImGui::EndChild();
    wizard_foot_line(context);
    if (button(context, ButtonKind::outline, "back", context.tr("Retour", "Back")))
        state->step = ReportStep::model;
    if (state->fault) {
        ImGui::SameLine(0, context.px(16));
        fitted_text(context, context.theme->bad.text, context.in(*state->fault), ImGui::GetContentRegionAvail().x * 0.7f);
    }
    ImGui::SameLine();
    std::string const next = context.tr("Voir les pages", "See the pages");
    to_the_right(context, {next});
    if (button(context, ButtonKind::accent, "next", next) || (ImGui::GetIO().KeyCtrl && key_pressed(ImGuiKey_Enter)))
        make_report(context, state);
}

} // namespace

ReportScreen::ReportScreen() : m_state(std::make_shared<ReportState>()) {}
ReportScreen::~ReportScreen() = default;

void ReportScreen::open(Context& context, std::string kind, std::int64_t id)
{
    m_state = std::make_shared<ReportState>();
    auto& state = *m_state;
    state.kind = std::move(kind);
    state.id = id;
    state.language = context.language == Language::fr ? 0U : 1U;
    state.templates = context.session.report_templates();
    state.exports = context.session.export_formats();
    auto const* entity = context.session.registry().entity(state.kind == "project" ? "projects.activity" : "core.organisation");
    state.title = state.kind == "portfolio" || !entity ? context.tr("Tout le portefeuille", "The whole portfolio")
                                                       : model::title_of(context.session.portfolio().reader(), context.session.registry(), *entity, state.id, context.language);
    auto const path = context.session.portfolio().path().parent_path() / fmt::format("rapport-{}", context.session.today());
    state.path = path.string();
}

void ReportScreen::draw(Context& context)
{
    auto const state = m_state;
    auto const now = static_cast<std::size_t>(state->step);
    auto const to = wizard_head(context, context.tr("Préparer un rapport", "Prepare a report"), state->title, {context.tr("Modèle", "Template"), context.tr("Période", "Period"), context.tr("Relecture", "Review")}, now);
    if (to != now)
        state->step = static_cast<ReportStep>(to);
    ImGui::Dummy({0, context.px(6)});
    switch (state->step) {
    case ReportStep::model: draw_model_step(context, state); break;
    case ReportStep::period: draw_period_step(context, state); break;
    case ReportStep::review: draw_review_step(context, state); break;
    }
}

} // namespace passerelle::ui
