#include "host/ui/publishers_view.hpp"
#include "host/loader/choices.hpp"
#include "host/ui/widgets/widgets.hpp"

namespace passerelle::ui {

void PublishersView::add(Context& context, std::filesystem::path const& file)
{
    auto key = loader::read_public_key(file.string());
    if (!key)
        return context.tell(key.error().sentence, exchange::Tone::bad);
    m_proposed = std::move(*key);
}

void PublishersView::draw(Context& context)
{
    if (!std::exchange(m_read, true))
        m_trusted = loader::read_choices(context.places->choices).choices.publishers;
    auto const changed = [&](Result<void> const& done) {
        if (!done)
            context.tell(done.error().sentence, exchange::Tone::bad);
        m_read = false;
    };
    if (m_trusted.empty())
        text(context, context.theme->muted, context.tr("Aucun pour l’instant.", "None yet."));
    int id = 0;
    for (auto const& publisher : m_trusted) {
        ImGui::PushID(id++);
        text(context, context.theme->text, publisher.name);
        ImGui::SameLine(0, context.px(12));
        text(context, context.theme->muted, loader::short_key(publisher.key), context.fonts.caption);
        ImGui::SameLine(0, context.px(12));
        bool const away = link(context, "away", context.tr("Retirer", "Remove"));
        if (away)
            changed(loader::distrust(*context.places, publisher.key));
        ImGui::PopID();
    }
    if (icon_button(context, ButtonKind::outline, "add publisher", icons::plus, context.tr("Ajouter un éditeur…", "Add a publisher…")))
        m_file.open({{"La clé publique de l’éditeur", "The publisher’s public key"}, {"Ajouter", "Add"}, {".pub"}, {}});
    if (auto const file = m_file.draw(context))
        add(context, *file);
    if (!m_proposed)
        return;
    text(context, context.theme->text_2, context.tr("Comparez ces signes avec ceux que l’éditeur vous donne par un autre chemin\u00A0:", "Compare these signs with those that the publisher gives you by another way:"));
    text(context, context.theme->text, loader::short_key(m_proposed->key), context.fonts.strong);
    text_field(context, "##publisher", m_proposed->name, context.px(320), context.tr("Nom de l’éditeur", "Publisher’s name"));
    if (button(context, ButtonKind::accent, "trust", context.tr("Faire confiance", "Trust"))) {
        if (loader::is_publisher_name(m_proposed->name)) {
            changed(loader::trust(*context.places, *m_proposed));
            m_proposed.reset();
        } else
            context.tell({"Donnez à l’éditeur un nom, sur une seule ligne.", "Give the publisher a name, on one line."}, exchange::Tone::warn);
    }
    ImGui::SameLine(0, context.px(8));
    if (button(context, ButtonKind::ghost, "no publisher", context.tr("Annuler", "Cancel")))
        m_proposed.reset();
}

} // namespace passerelle::ui
