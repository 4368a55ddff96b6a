// The form's fields that hold several things: codes, links, a file, counts by sex, age and disability.
#include "host/base/format.hpp"
#include "host/model/value_json.hpp"
#include "host/ui/form.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

std::string cell_key(model::Field const& field, psl::CellKey const& key) { return field.id + "." + psl::code_of(key); }

template<typename List>
List list_in(model::Field const& field, std::string const& json)
{
    if (json.empty())
        return {};
    auto value = model::value_from_json(field, json);
    auto const* const list = value ? std::get_if<List>(&*value) : nullptr;
    return list ? *list : List{};
}

std::string size_in_words(std::int64_t bytes, Language language)
{
    char const* const unit = language == Language::fr ? "ko" : "kB";
    return bytes < 1'000'000 ? fmt::format("{}\u00A0{}", format_integer((bytes + 999) / 1000, language), unit)
                             : fmt::format("{}\u00A0{}", format_decimal(bytes / 100'000, 1, language), language == Language::fr ? "Mo" : "MB");
}

} // namespace

void Form::draw_choices(Context& context, model::Field const& field, float width)
{
    auto codes = list_in<model::Codes>(field, typed(field.id));
    auto const* const list = context.session.registry().list(field.list);
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
        if (auto const picked = pick_code(context, field.list, codes)) {
            auto const found = std::find(codes.begin(), codes.end(), *picked);
            found == codes.end() ? codes.push_back(*picked) : (void)codes.erase(found);
            changed = true;
        }
        ImGui::EndPopup();
    }
    if (changed)
        typed(field.id) = codes.empty() ? std::string() : model::value_to_json(codes);
}

void Form::draw_links(Context& context, model::Field const& field, float width)
{
    auto ids = list_in<model::Ids>(field, typed(field.id));
    auto const* const target = context.session.registry().entity(field.to);
    if (!target)
        return;
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
        m_picker.id = 0;
        m_picker.open(context, *target);
        ImGui::OpenPopup("picker");
    }
    if (begin_menu(context, "picker")) {
        if (m_picker.draw(context, context.px(400))) {
            if (std::find(ids.begin(), ids.end(), m_picker.id) == ids.end())
                ids.push_back(m_picker.id);
            changed = true;
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    if (changed)
        typed(field.id) = ids.empty() ? std::string() : model::value_to_json(ids);
}

void Form::draw_file(Context& context, model::Field const& field, float width)
{
    auto const file = list_in<model::FileRef>(field, typed(field.id));
    if (typed(field.id).empty())
        return text(context, context.theme->muted, context.tr("Aucun fichier", "No file"));
    draw_icon(context, ImGui::GetWindowDrawList(), {ImGui::GetCursorScreenPos().x + context.px(9), ImGui::GetCursorScreenPos().y + context.px(9)}, icons::file, context.theme->text_2);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + context.px(context.fonts.icon ? 24 : 0));
    fitted_text(context, context.theme->text, file.name.empty() ? file.url : file.name, width - context.px(32));
    std::string const about = file.sha256.empty() ? file.url : fmt::format("{}{}", size_in_words(file.size, context.language), context.tr(", conservé dans le portefeuille", ", kept in the portfolio"));
    fitted_text(context, context.theme->muted, about, width, context.fonts.caption);
}

void Form::draw_cells(Context& context, model::Field const& field)
{
    bool const french = context.language == Language::fr;
    std::array<char const*, 4> const sexes{french ? "Femmes" : "Women", french ? "Hommes" : "Men", french ? "Autre" : "Other", french ? "Inconnu" : "Unknown"};
    std::array<char const*, 3> const disabilities{french ? "en situation de handicap" : "with a disability", french ? "sans handicap" : "without", french ? "inconnu" : "unknown"};
    if (!ImGui::BeginTable("cells", 8, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_NoSavedSettings))
        return;
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    for (auto const& band : psl::age_codes) {
        ImGui::TableNextColumn();
        text(context, context.theme->muted, band == "?" ? context.tr("inconnu", "unknown") : band, context.fonts.caption);
    }
    std::int64_t total = 0;
    for (std::size_t sex = 0; sex < 4; ++sex)
        for (std::size_t disability = 0; disability < 3; ++disability) {
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            text(context, context.theme->text_2, fmt::format("{}, {}", sexes[sex], disabilities[disability]), context.fonts.caption);
            for (std::size_t band = 0; band < psl::age_codes.size(); ++band) {
                ImGui::TableNextColumn();
                std::string& words = typed(cell_key(field, {static_cast<psl::Sex>(sex), static_cast<psl::AgeBand>(band), static_cast<psl::Disability>(disability)}));
                ImGui::PushID(static_cast<int>(sex * 100 + disability * 10 + band));
                text_field(context, "##n", words, context.px(56));
                ImGui::PopID();
                std::int64_t count = 0;
                std::from_chars(words.data(), words.data() + words.size(), count);
                total += count;
            }
        }
    ImGui::EndTable();
    text(context, context.theme->text, fmt::format("{}{}: {}", context.tr("Total", "Total"), french ? "\u00A0" : "", format_integer(total, context.language)), context.fonts.strong);
}

} // namespace passerelle::ui
