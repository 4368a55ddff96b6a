#include "host/ui/register_selection.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/model/record.hpp"
#include "host/ui/edits.hpp"
#include "host/ui/counted.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

constexpr std::size_t most_at_once = 10'000; ///< beyond, an import does it better

bool can_change_together(model::Field const& field)
{
    return !field.hidden && !field.unique && field.type != model::FieldType::count && field.type != model::FieldType::file;
}

} // namespace

RegisterSelection::RegisterSelection(model::Entity const& entity) : m_entity(&entity) {}

void RegisterSelection::toggle(std::int64_t id)
{
    if (m_ids.erase(id) == 0)
        m_ids.insert(id);
}

void RegisterSelection::toggle_all(std::span<std::int64_t const> ids)
{
    if (m_ids.size() == ids.size())
        return m_ids.clear();
    m_ids.insert(ids.begin(), ids.end());
}

void RegisterSelection::keep_only(std::span<std::int64_t const> ids)
{
    if (m_ids.empty())
        return;
    std::set<std::int64_t> kept;
    for (auto const id : ids)
        if (m_ids.contains(id))
            kept.insert(id);
    m_ids = std::move(kept);
}

std::vector<std::int64_t> RegisterSelection::in_order_of(std::span<std::int64_t const> ids) const
{
    std::vector<std::int64_t> ordered;
    for (auto const id : ids)
        if (m_ids.contains(id))
            ordered.push_back(id);
    return ordered;
}

RegisterSelection::Wish RegisterSelection::draw(Context& context, std::span<std::int64_t const>)
{
    if (m_ids.empty())
        return Wish::none;
    return draw_bar(context);
}

RegisterSelection::Wish RegisterSelection::draw_bar(Context& context)
{
    Theme const& theme = *context.theme;
    auto wish = Wish::none;
    bool const may_write = !context.session.portfolio().read_only();
    std::string const chosen = counted(m_ids.size(), context.language, context.tr("fiche choisie", "record chosen"), context.tr("fiches choisies", "records chosen"));
    struct Action {
        char const* id;
        std::string_view icon;
        std::string words;
        bool shown;
    };
    Action const actions[] = {{"change", icons::pencil, context.tr("Modifier…", "Edit…"), may_write},
                              {"copy", icons::file, context.tr("Copier", "Copy"), true},
                              {"export", icons::export_, context.tr("Exporter…", "Export…"), true},
                              {"delete", icons::trash, context.tr("Supprimer…", "Delete…"), may_write},
                              {"none", icons::close, context.tr("Désélectionner", "Deselect"), true}};
    float width = text_width(context.fonts.strong, chosen) + context.px(36);
    for (auto const& action : actions)
        if (action.shown)
            width += text_width(context.fonts.body, action.words) + context.px(context.fonts.icon ? 54 : 32);
    float const room = ImGui::GetWindowWidth(), height = context.px(44);
    width = std::min(width, room - context.px(16));
    ImGui::SetCursorPos({(room - width) / 2, ImGui::GetWindowHeight() - height - context.px(40)});
    ImGui::PushStyleColor(ImGuiCol_ChildBg, theme.surface);
    ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, context.px(8));
    begin_region("selection bar", {width, height}, ImGuiWindowFlags_NoScrollbar);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    ImVec2 const at = ImGui::GetWindowPos();
    ImGui::GetWindowDrawList()->AddRect(at, {at.x + width, at.y + height}, theme.border_strong, context.px(8), 0, context.px(1.5f));
    ImGui::SetCursorPos({context.px(16), context.px(13)});
    text(context, theme.text, chosen, context.fonts.strong);
    char const* pressed = nullptr;
    for (auto const& action : actions) {
        if (!action.shown)
            continue;
        ImGui::SameLine(0, context.px(4));
        ImGui::SetCursorPosY(context.px(6));
        if (icon_button(context, ButtonKind::ghost, action.id, action.icon, action.words, !m_busy))
            pressed = action.id;
    }
    std::string_view const act = pressed ? pressed : "";
    if (act == "copy")
        wish = Wish::copy;
    else if (act == "export")
        wish = Wish::export_;
    else if (act == "none")
        m_ids.clear();
    else if (!act.empty() && m_ids.size() > most_at_once)
        context.tell({fmt::format("Choisissez au plus {} fiches à la fois.", format_integer(most_at_once, Language::fr)), fmt::format("Choose at most {} records at a time.", format_integer(most_at_once, Language::en))},
                     exchange::Tone::warn);
    else if (act == "change") {
        m_input.reset();
        m_fault = {};
        m_find.clear();
        ImGui::OpenPopup("change all");
    } else if (act == "delete") {
        ImGui::OpenPopup("delete all");
    }
    draw_change(context);
    draw_deletion(context);
    ImGui::EndChild();
    return wish;
}

void RegisterSelection::apply(Context& context, Phrase label, std::vector<model::Change> changes, Phrase done)
{
    m_busy = true;
    std::vector<std::int64_t> ids;
    for (auto const& change : changes)
        ids.push_back(change.id);
    auto* const owner = &context;
    submit(context, std::move(label), std::move(changes), [this, alive = m_alive, owner, ids = std::move(ids), done = std::move(done)](EditOutcome const& outcome) {
        if (!*alive)
            return;
        m_busy = false;
        auto const* const refused = std::get_if<model::Refusal>(&outcome);
        if (!refused)
            return owner->tell(done, exchange::Tone::good);
        // Which record: a sentence about one of two hundred is no help without its name.
        auto sentence = refused->error.sentence;
        for (auto const& issue : refused->issues)
            if (issue.level == model::IssueLevel::error && issue.change < ids.size()) {
                auto const title = model::title_of(owner->session.portfolio().reader(), owner->session.registry(), *m_entity, ids[issue.change], owner->language);
                sentence = {fmt::format("«\u00A0{}\u00A0» – {} Aucune fiche n’a été modifiée.", title, issue.sentence.fr), fmt::format("“{}” – {} No record was changed.", title, issue.sentence.en)};
                break;
            }
        owner->tell(std::move(sentence), exchange::Tone::bad);
    });
}

void RegisterSelection::draw_change(Context& context)
{
    if (!begin_dialog(context, "change all", 560))
        return;
    std::string const many = counted(m_ids.size(), context.language, context.tr("fiche", "record"), context.tr("fiches", "records"));
    heading(context, fmt::format("{} {}", context.tr("Modifier", "Edit"), many));
    float const width = ImGui::GetContentRegionAvail().x;
    text(context, context.theme->text_2, context.tr("Rubrique à modifier", "Field to change"), context.fonts.caption);
    if (Named const name(context.tr("Rubrique à modifier", "Field to change")); select_box(context, "field", m_input ? context.in(m_input->field().label) : std::string(), context.tr("Choisir une rubrique", "Choose a field"), width))
        ImGui::OpenPopup("fields");
    ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + context.px(2)}, ImGuiCond_Appearing);
    if (begin_menu(context, "fields")) {
        text_field(context, "##find", m_find, width - context.px(20), context.tr("Chercher une rubrique", "Search a field"), 1, ImGui::IsWindowAppearing());
        auto const wanted = fold(m_find);
        begin_region("lines", {width - context.px(20), context.px(260)});
        for (auto const& field : m_entity->fields)
            if (can_change_together(field) && (wanted.empty() || fold(context.in(field.label)).find(wanted) != std::string::npos) &&
                menu_line(context, field.id.c_str(), context.in(field.label), "", m_input && &m_input->field() == &field, width - context.px(20))) {
                m_input = std::make_unique<FieldInput>(field);
                m_input->set(context, {});
                m_fault = {};
                ImGui::CloseCurrentPopup();
            }
        ImGui::EndChild();
        ImGui::EndPopup();
    }
    if (m_input) {
        ImGui::Dummy({0, context.px(4)});
        text(context, context.theme->text_2, context.tr("Nouvelle valeur, la même partout", "New value, the same everywhere"), context.fonts.caption);
        if (m_input->draw(context, width, false, !m_fault.empty()))
            m_fault = {};
        ImGui::PushTextWrapPos(0);
        if (!m_fault.empty())
            text(context, context.theme->bad.text, context.in(m_fault), context.fonts.caption);
        else
            text(context, context.theme->muted, context.tr("Vide\u00A0: la rubrique devient non renseignée. «\u00A0Annuler\u00A0» (Ctrl Z) rétablit tout d’un coup.", "Empty: the field becomes not reported. Undo (Ctrl Z) brings all of it back at once."),
                 context.fonts.caption);
        ImGui::PopTextWrapPos();
    }
    ImGui::Dummy({0, context.px(8)});
    std::string const stop = context.tr("Fermer sans appliquer", "Close without applying"), act = fmt::format("{} {}", context.tr("Appliquer à", "Apply to"), many);
    to_the_right(context, {stop, act});
    if (button(context, ButtonKind::ghost, "stop", stop) || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "apply", act) && m_input && !m_busy) {
        auto value = m_input->value(context);
        if (!value) {
            m_fault = value.error().sentence;
        } else {
            auto const& field = m_input->field();
            std::vector<model::Change> changes;
            for (auto const id : m_ids)
                changes.push_back({model::ChangeKind::update, m_entity->id, id, {{field.id, *value}}, {}, {}});
            auto const number = changes.size();
            apply(context,
                  {fmt::format("{} de {}", field.label.fr, counted(number, Language::fr, "fiche", "fiches")), fmt::format("{} of {}", field.label.en, counted(number, Language::en, "record", "records"))},
                  std::move(changes), {fmt::format("{}\u00A0: {}", counted(number, Language::fr, "fiche modifiée", "fiches modifiées"), field.label.fr),
                                       fmt::format("{}: {}", counted(number, Language::en, "record changed", "records changed"), field.label.en)});
            ImGui::CloseCurrentPopup();
        }
    }
    ImGui::EndPopup();
}

void RegisterSelection::draw_deletion(Context& context)
{
    if (!begin_dialog(context, "delete all", 520))
        return;
    std::string const many = counted(m_ids.size(), context.language, context.tr("fiche", "record"), context.tr("fiches", "records"));
    heading(context, context.language == Language::fr ? fmt::format("Supprimer {}\u202F?", many) : fmt::format("Delete {}?", many));
    ImGui::PushTextWrapPos(0);
    text(context, context.theme->muted, context.tr("Les fiches qui n’existent que par elles partent aussi. «\u00A0Annuler\u00A0» (Ctrl Z) rétablit le tout.", "Records that exist only through them go too. Undo (Ctrl Z) brings everything back."));
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.px(8)});
    std::string const keep = context.tr("Garder", "Keep"), act = context.tr("Supprimer", "Delete");
    to_the_right(context, {keep, act});
    if (button(context, ButtonKind::ghost, "keep", keep) || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "delete", act) && !m_busy) {
        std::vector<model::Change> changes;
        for (auto const id : m_ids)
            changes.push_back({model::ChangeKind::remove, m_entity->id, id, {}, {}, {}});
        auto const number = changes.size();
        apply(context, {fmt::format("suppression de {}", counted(number, Language::fr, "fiche", "fiches")), fmt::format("deletion of {}", counted(number, Language::en, "record", "records"))}, std::move(changes),
              {counted(number, Language::fr, "fiche supprimée", "fiches supprimées"), counted(number, Language::en, "record deleted", "records deleted")});
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

} // namespace passerelle::ui
