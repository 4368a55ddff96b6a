// The controls of fields that hold several things: codes, links, a file, counts by sex, age and disability.
#include "host/base/format.hpp"
#include "host/base/atomic_file.hpp"
#include "host/model/value_json.hpp"
#include "host/ui/field_input.hpp"
#include "host/ui/kept_file.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

template<typename List>
List list_in(model::Field const& field, std::string const& json)
{
    if (json.empty())
        return {};
    auto value = model::value_from_json(field, json);
    auto const* const list = value ? std::get_if<List>(&*value) : nullptr;
    return list ? *list : List{};
}

} // namespace

bool FieldInput::draw_codes(Context& context, float width)
{
    auto codes = list_in<model::Codes>(*m_field, part());
    auto const* const list = context.session.registry().list(m_field->list);
    bool changed = false;
    float const right = ImGui::GetCursorScreenPos().x + width;
    for (std::size_t at = 0; at < codes.size(); ++at) {
        std::string const name = list ? list->name_of(codes[at], context.language) : codes[at];
        if (at > 0 && ImGui::GetItemRectMax().x + text_width(context.fonts.body, name) + context.px(50) < right)
            ImGui::SameLine(0, context.px(6));
        ImGui::PushID(static_cast<int>(at));
        if (removable_chip(context, "one", "", name)) {
            codes.erase(codes.begin() + static_cast<std::ptrdiff_t>(at));
            changed = true;
        }
        ImGui::PopID();
        if (changed)
            break;
    }
    if (!codes.empty() && !changed && ImGui::GetItemRectMax().x + context.px(110) < right)
        ImGui::SameLine(0, context.px(6));
    if (icon_button(context, ButtonKind::ghost, "add", icons::plus, context.tr("Ajouter", "Add")))
        ImGui::OpenPopup("codes");
    if (begin_menu(context, "codes")) {
        if (auto const picked = pick_code(context, m_field->list, codes)) {
            auto const found = std::find(codes.begin(), codes.end(), *picked);
            found == codes.end() ? codes.push_back(*picked) : (void)codes.erase(found);
            changed = true;
        }
        ImGui::EndPopup();
    }
    if (changed)
        part() = codes.empty() ? std::string() : model::value_to_json(codes);
    return changed;
}

bool FieldInput::draw_links(Context& context, float width)
{
    auto ids = list_in<model::Ids>(*m_field, part());
    auto const* const target = context.session.registry().entity(m_field->to);
    if (!target)
        return false;
    bool changed = false;
    for (std::size_t at = 0; at < ids.size() && !changed; ++at) {
        ImGui::PushID(static_cast<int>(at));
        if (removable_chip(context, "one", "", elided(context.fonts.body, title_of(context, *target, ids[at]), width - context.px(50)))) {
            ids.erase(ids.begin() + static_cast<std::ptrdiff_t>(at));
            changed = true;
        }
        ImGui::PopID();
    }
    if (icon_button(context, ButtonKind::ghost, "add", icons::plus, context.tr("Ajouter", "Add"))) {
        pickers().links.id = 0;
        pickers().links.open(context, *target);
        ImGui::OpenPopup("picker");
    }
    if (begin_menu(context, "picker")) {
        if (pickers().links.draw(context, context.px(400))) {
            if (std::find(ids.begin(), ids.end(), pickers().links.id) == ids.end())
                ids.push_back(pickers().links.id);
            changed = true;
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    if (changed)
        part() = ids.empty() ? std::string() : model::value_to_json(ids);
    return changed;
}

bool FieldInput::take_file(Context& context, std::filesystem::path const& path)
{
    if (m_field->type != model::FieldType::file || context.session.portfolio().read_only())
        return false;
    keep_file(context, path);
    return true;
}

void FieldInput::keep_file(Context& context, std::filesystem::path const& path)
{
    ui::keep_file(context, path, [this, alive = m_alive](model::FileRef const& kept) {
        if (*alive)
            part() = model::value_to_json(kept);
    });
}

void FieldInput::save_copy(Context& context, model::FileRef const& file, std::filesystem::path const& path)
{
    bridge::Session* session = &context.session;
    auto tell = context.tell;
    context.session.start_job(
        "copy",
        [session, file, path](bridge::Progress&) -> Result<void> {
            auto const bytes = session->editor().file_bytes(file);
            if (!bytes)
                return bytes.error();
            std::error_code failed;
            if (std::filesystem::exists(path, failed))
                return Error{Status::conflict, {"Un fichier porte déjà ce nom\u00A0; il n’a pas été remplacé. Choisissez-en un autre.", "A file already has this name; it was not replaced. Choose another one."}};
            return write_file_atomically(path, *bytes);
        },
        [tell](Result<void> done) {
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            tell({"Copie enregistrée", "Copy saved"}, exchange::Tone::good);
        });
}

bool FieldInput::draw_file(Context& context, float width)
{
    std::string const before = part();
    std::string& stored = part();
    auto const file = list_in<model::FileRef>(*m_field, stored);
    bool const there = !stored.empty();
    if (there) {
        draw_icon(context, ImGui::GetWindowDrawList(), {ImGui::GetCursorScreenPos().x + context.px(9), ImGui::GetCursorScreenPos().y + context.px(9)}, file.sha256.empty() ? icons::link : icons::file, context.theme->text_2);
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + context.px(context.fonts.icon ? 24 : 0));
        fitted_text(context, context.theme->text, file.name.empty() ? file.url : file.name, width - context.px(32));
        std::string const about = file.sha256.empty() ? file.url : fmt::format("{}{}", size_in_words(file.size, context.language), context.tr(", conservé dans le portefeuille", ", kept in the portfolio"));
        fitted_text(context, context.theme->muted, about, width, context.fonts.caption);
    }
    if (!context.session.portfolio().read_only()) {
        if (icon_button(context, ButtonKind::outline, "attach", icons::file, there ? context.tr("Remplacer…", "Replace…") : context.tr("Joindre un fichier…", "Attach a file…")))
            pickers().files.open({{"Choisir le fichier à joindre", "Choose the file to attach"}, {"Joindre", "Attach"}, {}, {}});
        ImGui::SameLine(0, context.px(6));
        if (icon_button(context, ButtonKind::ghost, "address", icons::link, context.tr("Adresse web…", "Web address…"))) {
            m_address = file.url.empty() ? "https://" : file.url;
            ImGui::OpenPopup("address");
        }
        if (there) {
            ImGui::SameLine(0, context.px(6));
            if (icon_button(context, ButtonKind::ghost, "remove", icons::close, context.tr("Retirer", "Remove")))
                stored.clear();
        }
    }
    if (there && !file.sha256.empty()) {
        ImGui::SameLine(0, context.px(6));
        if (icon_button(context, ButtonKind::ghost, "copy", icons::export_, context.tr("Enregistrer une copie…", "Save a copy…")))
            pickers().copies.open({{"Où enregistrer la copie", "Where to save the copy"}, {"Enregistrer", "Save"}, {}, file.name.empty() ? std::string("document") : file.name});
    }
    if (begin_menu(context, "address")) {
        Named const name(context.tr("Adresse du document sur Internet", "Address of the document on the web"));
        text_field(context, "##address", m_address, context.px(380), "https://", 1, ImGui::IsWindowAppearing());
        bool const entered = ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter);
        ImGui::SameLine(0, context.px(6));
        if (button(context, ButtonKind::accent, "take", context.tr("Noter", "Note")) || entered) {
            model::FileRef address;
            address.name = file.sha256.empty() ? file.name : std::string();
            address.url = m_address;
            stored = model::value_to_json(address);
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    if (auto const chosen = pickers().files.draw(context))
        keep_file(context, *chosen);
    if (auto const chosen = pickers().copies.draw(context))
        save_copy(context, file, *chosen);
    return part() != before;
}

bool FieldInput::draw_cells(Context& context, float width)
{
    if (!m_count)
        m_count = std::make_unique<CountGrid>(*m_field);
    bool const changed = m_count->draw(context, m_typed, width, std::exchange(m_focus, false));
    if (changed) // a cell that was emptied is as one that was never filled
        std::erase_if(m_typed, [](auto const& part) { return part.second.empty(); });
    return changed;
}

} // namespace passerelle::ui
