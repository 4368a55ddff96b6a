#include "host/ui/modules_screen.hpp"
#include "host/ui/widgets/widgets.hpp"

namespace passerelle::ui {

void draw_modules(Context& context)
{
    heading(context, context.tr("Modules", "Modules"), std::to_string(context.session.modules().size()));
    begin_region("modules");
    int id = 0;
    for (auto const& module : context.session.modules()) {
        ImGui::PushID(id++);
        auto const tone = module.state == loader::State::active ? exchange::Tone::good : module.state == loader::State::held ? exchange::Tone::bad : exchange::Tone::muted;
        text(context, context.theme->text, context.in(module.manifest.name), context.fonts.strong);
        ImGui::SameLine(0, context.px(12));
        chip(context, tone, context.in(loader::name_of(module.state)));
        ImGui::SameLine(0, context.px(12));
        text(context, context.theme->muted, module.manifest.id + " " + module.manifest.version, context.fonts.caption);
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + std::min(ImGui::GetContentRegionAvail().x, context.px(800)));
        if (!module.manifest.about.empty())
            text(context, context.theme->text_2, context.in(module.manifest.about));
        if (!module.reason.empty())
            text(context, context.theme->bad.text, context.in(module.reason));
        for (auto const& permission : model::permissions_in_words(module.manifest, &context.session.registry()))
            text(context, context.theme->muted, "– " + context.in(permission), context.fonts.caption);
        ImGui::PopTextWrapPos();
        ImGui::Dummy({0, context.px(4)});
        hairline(context);
        ImGui::PopID();
    }
    ImGui::EndChild();
}

} // namespace passerelle::ui
