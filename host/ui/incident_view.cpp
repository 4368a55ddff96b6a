#include "host/ui/incident_view.hpp"
#include "host/loader/installation.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace passerelle::ui {

namespace {

constexpr std::size_t most_shown = 3;

loader::Module const* module_of(Context const& context, std::string const& id)
{
    auto const& modules = context.session.modules();
    auto const found = std::find_if(modules.begin(), modules.end(), [&](loader::Module const& one) { return one.manifest.id == id; });
    return found == modules.end() ? nullptr : &*found;
}

Phrase name_of(Context const& context, std::string const& id)
{
    auto const* const module = module_of(context, id);
    return module ? module->manifest.name : Phrase{id, id};
}

/// The incident with the label of the view, section or format that people know, in place of its id.
loader::Incident as_people_know_it(Context const& context, loader::Incident incident)
{
    if (auto const* const module = module_of(context, incident.module)) {
        auto const named = [&](auto const& all) {
            for (auto const& one : all)
                if (one.id == incident.what)
                    incident.what = context.in(one.label);
        };
        if (incident.phase == loader::Phase::draw)
            named(module->manifest.views);
        else if (incident.phase == loader::Phase::section)
            named(module->manifest.sections);
        else if (incident.phase == loader::Phase::import_file || incident.phase == loader::Phase::export_file)
            named(module->manifest.formats);
    }
    return incident;
}

} // namespace

void IncidentView::because(std::vector<loader::Incident> news)
{
    m_news = std::move(news);
    m_open = !m_news.empty();
}

void IncidentView::draw(Context& context)
{
    if (m_open && !ImGui::IsPopupOpen("incident")) {
        if (auto const step = context.session.editor().next_undo())
            m_last_change = step->label;
        ImGui::OpenPopup("incident");
    }
    if (!m_open || !begin_dialog(context, "incident", 620))
        return;
    float const width = ImGui::GetContentRegionAvail().x;
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    heading(context, context.tr("La dernière séance s’est interrompue", "The last session was cut short"));
    bool held = false;
    std::set<std::string> culprits;
    for (std::size_t at = 0; at < m_news.size() && at < most_shown; ++at) {
        auto const& incident = m_news[m_news.size() - 1 - at]; // the newest first
        notice(context, exchange::Tone::warn, context.in(loader::in_words(as_people_know_it(context, incident), name_of(context, incident.module))));
        if (!incident.module.empty())
            culprits.insert(incident.module);
        if (auto const* const module = module_of(context, incident.module))
            held |= module->held == loader::Held::quarantined;
        ImGui::Dummy({0, context.px(2)});
    }
    text(context, context.theme->text,
         context.tr("Tout ce qui était enregistré l’est toujours. Ce que vous étiez en train de saisir vous attend dans sa fiche.",
                    "All that was saved still is. What you were typing waits for you in its record."));
    if (m_last_change)
        text(context, context.theme->muted, fmt::format("{} {}", context.tr("Dernière saisie enregistrée\u00A0:", "Last saved:"), context.in(*m_last_change)));
    ImGui::Dummy({0, context.px(4)});
    if (held)
        text(context, context.theme->text,
             context.tr("Ce module est suspendu\u00A0: ses fiches se lisent toujours. La page Modules dit comment le rétablir.", "This module is held: its records can still be read. The Modules page says how to restore it."));
    else if (culprits.size() == 1)
        text(context, context.theme->text,
             context.tr("Si cela se répète, le module sera suspendu. Vous pouvez aussi le désactiver tout de suite\u00A0: ses fiches et ses registres restent là, et la page Modules le réactive.",
                        "Should it happen again, the module will be held. You can also switch it off now: its records and registers are still there, and the Modules page switches it on again."));
    else if (!culprits.empty())
        text(context, context.theme->text,
             context.tr("Si cela se répète, ces modules seront suspendus. Vous pouvez aussi continuer tout de suite sans le code des modules\u00A0: les fiches et les registres restent là.",
                        "Should it happen again, these modules will be held. You can also go on now without the modules’ code: records and registers are still there."));
    std::string stack;
    for (auto const& incident : m_news)
        stack += incident.stack;
    if (!stack.empty() && link(context, "details", m_details ? context.tr("Masquer les détails techniques", "Hide technical details") : context.tr("Détails techniques", "Technical details")))
        m_details = !m_details;
    if (m_details) {
        begin_region("stack", {width, context.px(140)});
        text(context, context.theme->muted, stack, context.fonts.caption);
        ImGui::EndChild();
        if (button(context, ButtonKind::outline, "copy", context.tr("Copier pour l’envoyer à l’éditeur du module", "Copy, to send it to the module’s publisher")))
            ImGui::SetClipboardText((m_news.back().module + "\n" + m_news.back().identity + "\n" + stack + m_news.back().log).c_str());
    }
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.px(8)});
    bool const one = culprits.size() == 1 && context.places != nullptr, offer = !culprits.empty() && !held;
    std::string const without = one ? context.tr("Continuer sans ce module", "Go on without this module") : context.tr("Continuer sans le code des modules", "Go on without the modules’ code");
    std::string const go_on = context.tr("Continuer", "Go on");
    to_the_right(context, offer ? std::vector<std::string>{without, go_on} : std::vector<std::string>{go_on});
    bool done = false;
    if (offer) {
        if (button(context, ButtonKind::outline, "without", without)) {
            auto const off = one ? loader::disable(*context.places, *culprits.begin()) : Result<void>{};
            if (off)
                context.reopen(!one);
            else
                context.tell(off.error().sentence, exchange::Tone::bad);
            done = off.ok();
        }
        ImGui::SameLine(0, context.px(8));
    }
    done |= button(context, ButtonKind::accent, "go on", go_on);
    if (done) {
        m_open = false;
        m_news.clear();
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

} // namespace passerelle::ui
