#include "host/base/text.hpp"
#include "host/model/record.hpp"
#include "host/ui/form.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace passerelle::ui {

namespace {

constexpr std::array languages{"fr", "en"};
constexpr std::size_t few_codes = 8; ///< more are searched

} // namespace

void Form::take_focus(std::string field)
{
    m_focus = true;
    m_focus_field = std::move(field);
}

std::string const& Form::title_of(Context& context, model::Entity const& target, std::int64_t id)
{
    auto const [at, made] = m_titles.try_emplace({target.id, id});
    if (made)
        at->second = model::title_of(context.session.portfolio().reader(), context.session.registry(), target, id, context.language);
    return at->second;
}

bool Form::draw_text(Context& context, model::Field const& field, std::string const& key, float width, char const* hint, int lines)
{
    bool const focus = m_focus && (m_focus_field.empty() || m_focus_field == field.id);
    if (focus) {
        m_focus = false;
        ImGui::SetScrollHereY(0.3f);
    }
    if (lines <= 1)
        return text_field(context, "##text", typed(key), width, hint, 1, focus, m_faults.contains(field.id));
    // Dear ImGui does not wrap what is edited: at rest the whole text stands here, wrapped; a press opens it for writing.
    if (m_writing != key && !focus) {
        if (reading_box(context, "read", typed(key), width, m_faults.contains(field.id)) && !context.session.portfolio().read_only()) {
            m_writing = key;
            m_write_now = true;
        }
        return false;
    }
    m_writing = key;
    bool const changed = text_field(context, "##text", typed(key), width, hint, lines + 2, focus || std::exchange(m_write_now, false), m_faults.contains(field.id));
    if (ImGui::IsItemDeactivated())
        m_writing.clear();
    return changed;
}

std::optional<std::string> Form::pick_code(Context& context, std::string const& list_id, std::vector<std::string> const& chosen)
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
    bool take_first = many && key_pressed(ImGuiKey_Enter) && !m_find.empty();
    auto const wanted = fold(m_find);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::BeginChild("codes", {width, std::min(context.px(280), context.px(30) * static_cast<float>(list->codes.size()) + context.px(2))});
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

void Form::draw_choice(Context& context, model::Field const& field, std::string& code, std::string const& list_id, float width, bool required)
{
    auto const* const list = context.session.registry().list(list_id);
    std::string const shown = code.empty() ? "" : list ? list->name_of(code, context.language) : code;
    if (select_box(context, "choice", shown, context.tr("Choisir", "Choose"), width, m_faults.contains(field.id)))
        ImGui::OpenPopup("codes");
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    if (!begin_menu(context, "codes"))
        return;
    if (!required && !code.empty() && menu_line(context, "none", context.tr("Non renseigné", "Not reported"), "", false, context.px(340))) {
        code.clear();
        ImGui::CloseCurrentPopup();
    }
    if (auto picked = pick_code(context, list_id, {code})) {
        code = std::move(*picked);
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

void Form::draw_link(Context& context, model::Field const& field, float width)
{
    std::string& words = typed(field.id);
    std::int64_t id = 0;
    std::from_chars(words.data(), words.data() + words.size(), id);
    auto const* const target = context.session.registry().entity(field.to);
    float const beside = (id != 0 ? tool_width(context, context.tr("Ouvrir", "Open")) : 0) + (id != 0 && !field.required ? tool_width(context, context.tr("Retirer", "Remove")) : 0);
    if (select_box(context, "pick", id != 0 && target ? title_of(context, *target, id) : std::string(), context.tr("Choisir une fiche", "Choose a record"), width - beside, m_faults.contains(field.id)) && target) {
        m_picker.id = id;
        m_picker.open(context, *target);
        ImGui::OpenPopup("picker");
    }
    ImVec2 const below{ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)};
    if (id != 0) {
        ImGui::SameLine(0, 0);
        if (tool(context, "open", icons::open, context.tr("Ouvrir", "Open"), context.tr("Ouvrir cette fiche", "Open this record")))
            context.go({Page::sheet, field.to, id, {}, {}, {}});
        if (!field.required) {
            ImGui::SameLine(0, 0);
            if (tool(context, "clear", icons::close, context.tr("Retirer", "Remove"), context.tr("Retirer ce lien", "Remove this link")))
                words.clear();
        }
    }
    ImGui::SetNextWindowPos(below, ImGuiCond_Appearing);
    if (begin_menu(context, "picker")) {
        if (m_picker.draw(context, context.px(400))) {
            typed(field.id) = std::to_string(m_picker.id);
            ImGui::CloseCurrentPopup();
        }
        ImGui::EndPopup();
    }
}

void Form::draw_control(Context& context, model::Field const& field, float width)
{
    switch (field.type) {
    case model::FieldType::translatable: {
        float const half = (width - context.px(12)) / 2;
        for (std::size_t at = 0; at < languages.size(); ++at) {
            if (at > 0)
                ImGui::SameLine(0, context.px(12));
            ImGui::BeginGroup();
            ImGui::PushID(languages[at]);
            std::string const key = field.id + "." + languages[at];
            // As long as what is stored: a field that grew while someone types in it would lose the cursor.
            auto const stored = m_stored.find(key);
            bool const lines = field.max.value_or(0) > 2000 || (stored != m_stored.end() && stored->second.size() > 70);
            draw_text(context, field, key, half, "", lines ? 4 : 1);
            text(context, context.theme->muted, at == 0 ? context.tr("français", "French") : context.tr("anglais", "English"), context.fonts.caption);
            ImGui::PopID();
            ImGui::EndGroup();
        }
        break;
    }
    case model::FieldType::money:
        draw_text(context, field, field.id + ".amount", width - context.px(128));
        ImGui::SameLine(0, context.px(8));
        draw_choice(context, field, typed(field.id + ".currency"), "core.currency", context.px(120), true);
        break;
    case model::FieldType::choice: draw_choice(context, field, typed(field.id), field.list, width, field.required); break;
    case model::FieldType::boolean: {
        std::string& value = typed(field.id);
        std::size_t chosen = value == "1" ? 0 : value == "0" ? 1 : 2;
        if (segments(context, "boolean", {context.tr("Oui", "Yes"), context.tr("Non", "No"), context.tr("Non renseigné", "Not reported")}, chosen))
            value = chosen == 0 ? "1" : chosen == 1 ? "0" : "";
        break;
    }
    case model::FieldType::link: draw_link(context, field, width); break;
    case model::FieldType::links: draw_links(context, field, width); break;
    case model::FieldType::choices: draw_choices(context, field, width); break;
    case model::FieldType::count: draw_cells(context, field); break;
    case model::FieldType::file: draw_file(context, field, width); break;
    case model::FieldType::long_text: draw_text(context, field, field.id, width, "", 4); break;
    case model::FieldType::date: draw_text(context, field, field.id, std::min(width, context.px(180)), context.tr("jj/mm/aaaa", "dd/mm/yyyy")); break;
    case model::FieldType::period: draw_text(context, field, field.id, width, context.tr("du 01/01/2026 au 31/12/2026", "01/01/2026 – 31/12/2026")); break;
    case model::FieldType::point: draw_text(context, field, field.id, width, "14,6937 ; -17,4441"); break;
    default: draw_text(context, field, field.id, width);
    }
}

void Form::draw_field(Context& context, model::Field const& field, float width)
{
    ImGui::PushID(field.id.c_str());
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(4)));
    text(context, context.theme->text_2, context.in(field.label), context.fonts.caption);
    if (field.required) {
        ImGui::SameLine(0, context.px(6));
        text(context, context.theme->muted, context.tr("obligatoire", "required"), context.fonts.caption);
    }
    draw_control(context, field, width);
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
    if (auto const fault = m_faults.find(field.id); fault != m_faults.end()) {
        tone_mark(context, exchange::Tone::bad);
        ImGui::SameLine(0, context.px(6));
        text(context, context.theme->bad.text, context.in(fault->second), context.fonts.caption);
    } else if (!field.help.empty()) {
        text(context, context.theme->muted, context.in(field.help), context.fonts.caption);
    }
    ImGui::PopTextWrapPos();
    ImGui::PopStyleVar();
    ImGui::EndGroup();
    ImGui::PopID();
}

void Form::draw_footer(Context& context)
{
    if (context.session.portfolio().read_only())
        return text(context, context.theme->muted, context.tr("Lecture seule\u00A0: cette fiche ne peut pas être modifiée ici.", "Read-only: this record cannot be changed here."));
    bool const changed = dirty() || m_record.id == 0;
    bool const ctrl_s = ImGui::GetIO().KeyCtrl && letter_pressed('S');
    if ((icon_button(context, changed ? ButtonKind::accent : ButtonKind::outline, "save", icons::check, context.tr("Enregistrer", "Save"), changed && !m_busy) || ctrl_s) && !m_busy && changed)
        save(context);
    tooltip(context, "Ctrl S");
    ImGui::SameLine(0, context.px(12));
    if (dirty()) {
        if (icon_button(context, ButtonKind::ghost, "drop", icons::undo, context.tr("Revenir à la fiche enregistrée", "Back to the saved record")))
            read(context);
        ImGui::SameLine(0, context.px(12));
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(8));
        text(context, context.theme->muted, context.tr("Modifications non enregistrées", "Changes not saved"), context.fonts.caption);
    }
}

void Form::draw(Context& context)
{
    if (m_language != context.language || m_data_state != context.data_state) {
        m_titles.clear();
        // Numbers and dates are typed in the reader's language: what nobody has touched is written anew.
        if (!dirty() && !m_busy)
            read(context);
        m_language = context.language;
        m_data_state = context.data_state;
    }
    float const available = std::min(ImGui::GetContentRegionAvail().x - context.px(20), context.px(900)), gap = context.px(24);
    float const foot = context.px(58);
    ImGui::BeginChild("fields", {0, std::max(context.px(120), ImGui::GetContentRegionAvail().y - foot)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(8), context.px(14)));
    ImGui::Dummy({0, 0});
    if (auto const whole = m_faults.find(""); whole != m_faults.end())
        notice(context, exchange::Tone::bad, context.in(whole->second));
    auto const row = [&](std::vector<model::Field const*> const& fields) {
        if (fields.empty())
            return;
        float const width = (available - gap * static_cast<float>(fields.size() - 1)) / static_cast<float>(fields.size());
        ImVec2 const top = ImGui::GetCursorPos();
        float bottom = top.y;
        for (std::size_t at = 0; at < fields.size(); ++at) {
            ImGui::SetCursorPos({top.x + (width + gap) * static_cast<float>(at), top.y});
            draw_field(context, *fields[at], width);
            bottom = std::max(bottom, ImGui::GetCursorPosY());
        }
        ImGui::SetCursorPos({top.x, bottom});
    };
    // The declaration says what stands side by side; what it leaves out follows.
    std::vector<std::string_view> seen;
    for (auto const& line : m_entity->form) {
        std::vector<model::Field const*> fields;
        for (auto const& id : line)
            if (auto const* field = m_entity->field(id); field && !field->hidden) {
                fields.push_back(field);
                seen.push_back(field->id);
            }
        row(fields);
    }
    for (auto const& field : m_entity->fields)
        if (!field.hidden && std::find(seen.begin(), seen.end(), field.id) == seen.end())
            row({&field});
    ImGui::PopStyleVar();
    ImGui::EndChild();
    ImGui::Dummy({0, context.px(2)});
    draw_footer(context);
}

} // namespace passerelle::ui
