#include "host/ui/picture_actions.hpp"
#include "host/exchange/picture.hpp"
#include "host/platform/clipboard_image.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

/// In the folder of passing files, under a name of its own.
std::filesystem::path passing_file()
{
    std::error_code failed;
    auto const folder = std::filesystem::temp_directory_path(failed);
    return folder / fmt::format("passerelle-image-{:x}.png", std::chrono::steady_clock::now().time_since_epoch().count());
}

} // namespace

/// Masked, drawn as on paper, written: all beside the window.
void PictureActions::make(Context& context, bridge::View& view, std::string id, std::filesystem::path path, bool copy)
{
    auto* const owner = &context;
    exchange::PictureFrame words;
    words.language = context.language;
    words.date = context.session.today();
    words.source = context.session.portfolio().path().stem().string();
    view.leaving([owner, alive = m_alive, id = std::move(id), path = std::move(path), copy, words](std::vector<bridge::Element> elements) {
        if (!*alive)
            return;
        auto const found = std::find_if(elements.begin(), elements.end(), [&](auto const& element) {
            auto const* const block = std::get_if<exchange::Block>(&element);
            return block && exchange::is_picture(*block) && exchange::picture_id(*block) == id;
        });
        if (found == elements.end())
            return owner->tell({"Ce graphique n’est plus à l’écran.", "This chart is no longer there."}, exchange::Tone::warn);
        owner->session.start_job(
            owner->tr("Image", "Picture"),
            [block = std::get<exchange::Block>(std::move(*found)), path, copy, words](bridge::Progress&) -> Result<void> {
                PASSERELLE_TRY(exchange::write_picture(path, block, words));
                if (!copy)
                    return {};
                auto const copied = platform::copy_image(path);
                std::error_code ignored;
                std::filesystem::remove(path, ignored);
                return copied;
            },
            [owner, alive, path, copy](Result<void> done) {
                if (!*alive)
                    return;
                if (!done)
                    return owner->tell(done.error().sentence, exchange::Tone::bad);
                auto const name = path.filename().string();
                owner->tell(copy ? Phrase{"Image copiée. Collez-la dans votre document.", "Picture copied. Paste it into your document."}
                                 : Phrase{fmt::format("Image enregistrée\u00A0: {}", name), fmt::format("Picture saved: {}", name)},
                            exchange::Tone::good);
            });
    });
}

void PictureActions::draw(Context& context, bridge::View& view, exchange::Block const& block)
{
    auto const id = exchange::picture_id(block);
    ImGui::PushID(id.c_str());
    if (tool(context, "copy", icons::copy, context.tr("Copier l’image", "Copy the picture"), context.tr("Copier l’image", "Copy the picture")))
        make(context, view, id, passing_file(), true);
    ImGui::SameLine(0, context.px(4));
    if (tool(context, "save", icons::download, context.tr("Enregistrer l’image…", "Save the picture…"), context.tr("Enregistrer l’image (PNG ou SVG)…", "Save the picture (PNG or SVG)…"))) {
        m_wanted = id;
        m_picker.open({{"Où enregistrer l’image", "Where to save the picture"}, {"Enregistrer", "Save"}, {".png", ".svg"}, fmt::format("{}-{}.png", id.empty() ? "image" : id, context.session.today())});
    }
    if (m_wanted == id)
        if (auto const chosen = m_picker.draw(context)) {
            m_wanted.clear();
            make(context, view, id, *chosen, false);
        }
    ImGui::PopID();
}

} // namespace passerelle::ui
