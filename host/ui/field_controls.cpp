// The controls of fields that hold one thing.
#include "host/base/text.hpp"
#include "host/model/record.hpp"
#include "host/ui/field_input.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace passerelle::ui {

namespace {

constexpr std::array languages{"fr", "en"};
constexpr std::size_t few_codes = 8; ///< more are searched

} // namespace

bool FieldInput::draw(Context& context, float width, bool focus, bool at_fault)
{
    m_focus = m_focus || focus;
    m_at_fault = at_fault;
    switch (m_field->type) {
    case model::FieldType::translatable: return draw_translations(context, width);
    case model::FieldType::money: {
        float const code = context.px(m_small ? 92 : 120);
        bool changed = draw_text(context, "amount", width - code - context.px(8));
        ImGui::SameLine(0, context.px(8));
        changed |= draw_code(context, part("currency"), "core.currency", code, true);
        return changed;
    }
    case model::FieldType::choice: return draw_code(context, part(), m_field->list, width, m_field->required);
    case model::FieldType::boolean: return draw_boolean(context);
    case model::FieldType::link: return draw_link(context, width);
    case model::FieldType::links: return draw_links(context, width);
    case model::FieldType::choices: return draw_codes(context, width);
    case model::FieldType::count: return draw_cells(context, width);
    case model::FieldType::file: return draw_file(context, width);
    case model::FieldType::long_text: return draw_text(context, "", width, "", 4);
    case model::FieldType::date: return draw_date(context, width);
    case model::FieldType::period: return draw_text(context, "", width, context.tr("du 01/01/2026 au 31/12/2026", "01/01/2026 – 31/12/2026"));
    case model::FieldType::point: return draw_text(context, "", width, "14,6937 ; -17,4441");
    default: return draw_text(context, "", width);
    }
}

bool FieldInput::draw_date(Context& context, float width)
{
    float const beside = m_small ? 0 : DatePicker::width(context) + context.px(4);
    bool changed = draw_text(context, "", m_small ? width : std::min(width - beside, context.px(180)), context.tr("jj/mm/aaaa", "dd/mm/yyyy"));
    if (m_small || context.session.portfolio().read_only())
        return changed;
    ImGui::SameLine(0, context.px(4));
    auto const typed = value(context);
    auto const* const day = typed ? std::get_if<psl::Date>(&*typed) : nullptr;
    if (auto const picked = pickers().dates.draw(context, day ? std::optional(*day) : std::nullopt)) {
        write(context, *picked);
        changed = true;
    }
    return changed;
}

std::string const& FieldInput::title_of(Context& context, model::Entity const& target, std::int64_t id)
{
    if (m_titles_state != context.data_state || m_titles_language != context.language)
        m_titles.clear();
    m_titles_state = context.data_state;
    m_titles_language = context.language;
    auto const [at, made] = m_titles.try_emplace(id);
    if (made)
        at->second = model::title_of(context.session.portfolio().reader(), context.session.registry(), target, id, context.language);
    return at->second;
}

bool FieldInput::draw_text(Context& context, std::string const& key, float width, char const* hint, int lines)
{
    bool const focus = std::exchange(m_focus, false);
    if (focus && !m_small)
        ImGui::SetScrollHereY(0.3f);
    if (lines <= 1 || m_small)
        return text_field(context, "##text", part(key), width, hint, 1, focus, m_at_fault, &m_typed_on);
    // Dear ImGui does not wrap what is edited: at rest the whole text stands here, wrapped; a press opens it for writing.
    if (m_writing != key && !focus) {
        if (reading_box(context, "read", part(key), width, m_at_fault) && !context.session.portfolio().read_only()) {
            m_writing = key;
            m_write_now = true;
        }
        return false;
    }
    m_writing = key;
    bool const changed = text_field(context, "##text", part(key), width, hint, lines + 2, focus || std::exchange(m_write_now, false), m_at_fault);
    if (ImGui::IsItemDeactivated())
        m_writing.clear();
    return changed;
}

std::optional<std::string> FieldInput::pick_code(Context& context, std::string const& list_id, std::vector<std::string> const& chosen)
{
    auto const* const list = context.session.registry().list(list_id);
    if (!list)
        return std::nullopt;
    std::optional<std::string> picked;
    float const width = context.px(340);
    bool const many = list->codes.size() > few_codes;
    if (ImGui::IsWindowAppearing())
        m_find.clear();
    if (many)
        text_field(context, "##find", m_find, width, context.tr("Chercher", "Search"), 1, ImGui::IsWindowAppearing());
    bool take_first = many && ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter) && !m_find.empty();
    auto const wanted = fold(m_find);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    begin_region("codes", {width, std::min(context.px(280), context.px(30) * static_cast<float>(list->codes.size()) + context.px(2))});
    for (auto const& code : list->codes) {
        bool const own = std::find(chosen.begin(), chosen.end(), code.code) != chosen.end();
        if (code.withdrawn && !own)
            continue;
        if (!wanted.empty() && fold(context.in(code.name)).find(wanted) == std::string::npos && fold(code.code).find(wanted) != 0)
            continue;
        if (menu_line(context, code.code.c_str(), context.in(code.name), many ? code.code : "", own, ImGui::GetContentRegionAvail().x) || std::exchange(take_first, false))
            picked = code.code;
        if (own && ImGui::IsWindowAppearing())
            ImGui::SetScrollHereY();
    }
    ImGui::EndChild();
    ImGui::PopStyleVar();
    return picked;
}

bool FieldInput::draw_code(Context& context, std::string& code, std::string const& list_id, float width, bool required)
{
    auto const* const list = context.session.registry().list(list_id);
    std::string const shown = code.empty() ? "" : list ? list->name_of(code, context.language) : code;
    bool changed = false;
    if (select_box(context, "choice", shown, context.tr("Choisir", "Choose"), width, m_at_fault) || (std::exchange(m_focus, false) && m_small))
        ImGui::OpenPopup("codes");
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    if (!begin_menu(context, "codes"))
        return false;
    if (!required && !code.empty() && menu_line(context, "none", context.tr("Non renseigné", "Not reported"), "", false, context.px(340))) {
        code.clear();
        changed = true;
        ImGui::CloseCurrentPopup();
    }
    if (auto picked = pick_code(context, list_id, {code})) {
        code = std::move(*picked);
        changed = true;
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
    return changed;
}

bool FieldInput::draw_boolean(Context& context)
{
    std::string& value = part();
    std::size_t chosen = value == "1" ? 0 : value == "0" ? 1 : 2;
    if (!segments(context, "boolean", {context.tr("Oui", "Yes"), context.tr("Non", "No"), context.tr("Non renseigné", "Not reported")}, chosen))
        return false;
    value = chosen == 0 ? "1" : chosen == 1 ? "0" : "";
    return true;
}

bool FieldInput::draw_translations(Context& context, float width)
{
    // In a cell the language of the screen; in a form both, side by side.
    if (m_small)
        return draw_text(context, context.language == Language::fr ? "fr" : "en", width);
    bool changed = false;
    float const half = (width - context.px(12)) / 2;
    for (std::size_t at = 0; at < languages.size(); ++at) {
        if (at > 0)
            ImGui::SameLine(0, context.px(12));
        ImGui::BeginGroup();
        ImGui::PushID(languages[at]);
        // As long as what is stored: a field that grew while someone types in it would lose the cursor.
        auto const stored = m_stored.find(languages[at]);
        bool const lines = m_field->max.value_or(0) > 2000 || (stored != m_stored.end() && stored->second.size() > 70);
        changed |= draw_text(context, languages[at], half, "", lines ? 4 : 1);
        text(context, context.theme->muted, at == 0 ? context.tr("français", "French") : context.tr("anglais", "English"), context.fonts.caption);
        ImGui::PopID();
        ImGui::EndGroup();
    }
    return changed;
}

bool FieldInput::draw_link(Context& context, float width)
{
    std::string& words = part();
    bool changed = false;
    std::int64_t id = 0;
    std::from_chars(words.data(), words.data() + words.size(), id);
    auto const* const target = context.session.registry().entity(m_field->to);
    float const beside = m_small ? 0 : (id != 0 ? tool_width(context, context.tr("Ouvrir", "Open")) : 0) + (id != 0 && !m_field->required ? tool_width(context, context.tr("Retirer", "Remove")) : 0);
    if (select_box(context, "pick", id != 0 && target ? title_of(context, *target, id) : std::string(), context.tr("Choisir une fiche", "Choose a record"), width - beside, m_at_fault) || (std::exchange(m_focus, false) && m_small)) {
        if (!target)
            return false;
        pickers().links.id = id;
        pickers().links.open(context, *target);
        ImGui::OpenPopup("picker");
    }
    ImVec2 const below{ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)};
    if (id != 0 && !m_small) {
        ImGui::SameLine(0, 0);
        if (tool(context, "open", icons::open, context.tr("Ouvrir", "Open"), context.tr("Ouvrir cette fiche", "Open this record")))
            context.go({Page::sheet, m_field->to, id, {}, {}, {}});
        if (!m_field->required) {
            ImGui::SameLine(0, 0);
            if (tool(context, "clear", icons::close, context.tr("Retirer", "Remove"), context.tr("Retirer ce lien", "Remove this link"))) {
                words.clear();
                changed = true;
            }
        }
    }
    ImGui::SetNextWindowPos(below, ImGuiCond_Appearing);
    if (begin_menu(context, "picker")) {
        if (pickers().links.draw(context, context.px(400))) {
            part() = std::to_string(pickers().links.id);
            changed = true;
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
    return changed;
}

} // namespace passerelle::ui
