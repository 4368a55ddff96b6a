#include "host/ui/sheet_screen.hpp"
#include "host/base/text.hpp"
#include "host/model/record.hpp"
#include "host/ui/kept_file.hpp"
#include "host/ui/widgets/widgets.hpp"
#include "passerelle/value/date.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

struct SheetScreen::Links {
    bool alive = true;
    std::vector<Tab> tabs;
};

SheetScreen::SheetScreen(Context& context, Place const& place) : m_entity(context.session.registry().entity(place.entity)), m_id(place.id), m_wanted_tab(place.view)
{
    if (!m_entity)
        return;
    m_form = std::make_unique<Form>(context, *m_entity, m_id, place.preset);
    read_title(context);
    if (m_id != 0)
        for (auto const& module : context.session.modules())
            for (auto const& view : module.manifest.views)
                if (view.place == "sheet:" + m_entity->id && module.state == loader::State::active)
                    m_tabs.push_back({module.manifest.id + "/" + view.id, view.label, module.manifest.id, view.id});
    m_tabs.push_back({"form", {"Fiche", "Record"}, {}, {}});
    if (m_id != 0) {
        if (auto const* const documents = context.session.registry().entity("core.document"); documents && documents != m_entity)
            m_tabs.push_back({"documents", {"Documents", "Documents"}, {}, {}, documents, {{"register", m_entity->id}, {"record", m_id}}});
        m_tabs.push_back({"comments", {"Commentaires", "Comments"}, {}, {}});
        m_tabs.push_back({"history", {"Historique", "History"}, {}, {}});
        count_links(context);
    }
    for (std::size_t at = 0; at < m_tabs.size(); ++at)
        if (m_tabs[at].id == (place.field.empty() ? m_wanted_tab : "form"))
            m_active = at;
    if (!place.field.empty())
        m_form->take_focus(place.field);
}

SheetScreen::~SheetScreen()
{
    *m_alive = false;
    if (m_links)
        m_links->alive = false;
}

/// Which registers hold records that lead here, and how many: counted beside the window.
void SheetScreen::count_links(Context& context)
{
    if (m_links)
        m_links->alive = false;
    auto links = std::make_shared<Links>();
    m_links = links;
    bridge::Session* session = &context.session;
    context.session.start_job(
        "links",
        [session, links, entity = m_entity, id = m_id](bridge::Progress&) -> Result<void> {
            auto incomings = session->registry().links_to(entity->id);
            std::erase_if(incomings, [](auto const& one) { return one.field->type != model::FieldType::link || one.entity->hidden; });
            for (auto const& incoming : incomings) {
                // A register that leads here in two ways says which: "Essaimages – Projet d’essaimage".
                bool const again = std::count_if(incomings.begin(), incomings.end(), [&](auto const& one) { return one.entity == incoming.entity; }) > 1;
                auto const name = [&](Language language) {
                    auto const& plural = incoming.entity->plural.in(language);
                    return again ? fmt::format("{} – {}", plural, incoming.field->label.in(language)) : plural;
                };
                auto const linked = model::count(session->portfolio().reader(), session->registry(), {incoming.entity, {{incoming.field->id, model::Comparison::equal, {model::RecordId{id}}}}, "", {}});
                auto const many = linked ? *linked : 0;
                links->tabs.push_back({incoming.entity->id + "." + incoming.field->id,
                                       {fmt::format("{} ({})", name(Language::fr), many), fmt::format("{} ({})", name(Language::en), many)}, {}, {}, incoming.entity, {{incoming.field->id, model::RecordId{id}}}});
            }
            return {};
        },
        [this, links](Result<void>) {
            if (!links->alive)
                return;
            m_more = std::move(links->tabs);
            for (auto& tab : m_tabs) // one that is in sight says its new number
                for (auto const& one : m_more)
                    if (one.id == tab.id)
                        tab.label = one.label;
            for (auto const& one : m_more)
                if (one.id == m_wanted_tab) {
                    m_wanted_tab.clear();
                    m_tabs.push_back(one);
                    open_tab(m_tabs.size() - 1);
                    break;
                }
        });
}

void SheetScreen::read_title(Context& context)
{
    m_title_state = context.data_state;
    m_title_language = context.language;
    auto& reader = context.session.portfolio().reader();
    auto const& registry = context.session.registry();
    m_title = m_id == 0 ? fmt::format("{}{}: {}", context.in(m_entity->label), context.language == Language::fr ? "\u00A0" : "", context.tr("nouvelle fiche", "new record"))
                        : model::title_of(reader, registry, *m_entity, m_id, context.language);
    m_state.clear();
    m_identifier.clear();
    for (auto const& field : m_entity->fields) {
        auto const& value = m_form->record().at(field.id);
        if (model::is_null(value))
            continue;
        if (m_state.empty() && field.type == model::FieldType::choice && !field.transitions.empty())
            m_state = model::displayed(reader, registry, field, value, context.language);
        if (field.id == "identifier" && field.type == model::FieldType::text)
            m_identifier = std::get<std::string>(value);
    }
}

void SheetScreen::open_tab(std::size_t at)
{
    m_active = at;
    m_view.reset();
    m_register.reset();
}

std::size_t SheetScreen::tab_of(std::string_view id) const
{
    return static_cast<std::size_t>(std::find_if(m_tabs.begin(), m_tabs.end(), [&](Tab const& one) { return one.id == id; }) - m_tabs.begin());
}

bool SheetScreen::take_file(Context& context, std::filesystem::path const& path)
{
    if (!m_entity || context.session.portfolio().read_only())
        return false;
    if ((m_id == 0 || m_tabs[m_active].id == "form") && m_form->take_file(context, path)) {
        open_tab(tab_of("form"));
        return true;
    }
    if (m_id == 0 || tab_of("documents") == m_tabs.size())
        return false;
    keep_document(context, path);
    return true;
}

void SheetScreen::keep_document(Context& context, std::filesystem::path const& path)
{
    auto* const owner = &context;
    auto const stem = path.stem().u8string();
    keep_file(context, path, [this, alive = m_alive, owner, entity = m_entity, id = m_id, name = cleaned({reinterpret_cast<char const*>(stem.data()), stem.size()})](model::FileRef const& kept) {
        model::Change change{model::ChangeKind::insert, "core.document", 0, {{"title", model::Translations{{{"fr", name}}}}, {"file", kept}, {"register", entity->id}, {"record", id}}, {}, {}};
        if (auto const today = psl::Date::parse(owner->session.today()))
            change.fields.emplace_back("date", *today);
        submit(*owner, {fmt::format("document «\u00A0{}\u00A0»", name), fmt::format("document “{}”", name)}, {std::move(change)}, [this, alive, owner](EditOutcome const& outcome) {
            if (auto const* const refused = std::get_if<model::Refusal>(&outcome))
                return owner->tell(refused->error.sentence, exchange::Tone::bad);
            owner->tell({"Document ajouté à la fiche", "Document added to the record"}, exchange::Tone::good);
            if (*alive)
                open_tab(tab_of("documents"));
        });
    });
}

/// Records that belong to this one, and a new one that begins with the link.
void SheetScreen::draw_linked(Context& context, Tab const& tab)
{
    if (!m_register)
        m_register = std::make_unique<RegisterScreen>(context, tab.linked->id, tab.scope);
    if (!context.session.portfolio().read_only()) {
        ImGui::Dummy({0, context.px(2)});
        if (tab.id == "documents" && icon_button(context, ButtonKind::outline, "attach", icons::file, context.tr("Joindre un fichier…", "Attach a file…")))
            m_files.open({{"Choisir le fichier à joindre", "Choose the file to attach"}, {"Joindre", "Attach"}, {}, {}});
        if (tab.id == "documents")
            ImGui::SameLine(0, context.px(8));
        if (icon_button(context, ButtonKind::outline, "add", icons::plus, context.tr("Nouvelle fiche", "New record")))
            context.go({Page::sheet, tab.linked->id, 0, {}, {}, {}, tab.scope});
        if (tab.id == "documents") {
            ImGui::SameLine(0, context.px(16));
            ImGui::SetCursorPosY(ImGui::GetCursorPosY() + context.px(8));
            text(context, context.theme->muted, context.tr("Ou déposez un fichier dans la fenêtre.", "Or drop a file on the window."), context.fonts.caption);
        }
        ImGui::Dummy({0, context.px(2)});
    }
    m_register->draw(context);
    if (auto const chosen = m_files.draw(context))
        keep_document(context, *chosen);
}

void SheetScreen::ask_deletion(Context& context)
{
    if (!begin_dialog(context, "deletion", 520))
        return;
    heading(context, context.tr("Supprimer la fiche\u202F?", "Delete the record?"));
    ImGui::PushTextWrapPos(0);
    text(context, context.theme->text_2, m_title);
    text(context, context.theme->muted, context.tr("Les fiches qui n’existent que par elle partent aussi. «\u00A0Annuler\u00A0» (Ctrl Z) rétablit le tout.",
                                                   "Records that exist only through it go too. Undo (Ctrl Z) brings everything back."));
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.px(8)});
    std::string const keep = context.tr("Garder la fiche", "Keep the record"), erase = context.tr("Supprimer", "Delete");
    to_the_right(context, {keep, erase});
    if (button(context, ButtonKind::ghost, "keep", keep) || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "erase", erase)) {
        remove(context);
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

void SheetScreen::remove(Context& context)
{
    auto* const owner = &context;
    submit(context, {fmt::format("suppression\u00A0: {}", m_title), fmt::format("deletion: {}", m_title)}, {{model::ChangeKind::remove, m_entity->id, m_id, {}, {}, {}}}, [this, alive = m_alive, owner](EditOutcome const& outcome) {
        if (auto const* const refused = std::get_if<model::Refusal>(&outcome))
            return owner->tell(refused->error.sentence, exchange::Tone::bad);
        if (*alive) {
            m_form->drop_changes(*owner); // nobody is asked about a record that is gone
            owner->go({Page::register_, m_entity->id, 0, {}, {}, {}});
        }
        owner->tell({"Fiche supprimée. «\u00A0Annuler\u00A0» la rétablit.", "Record deleted. Undo brings it back."}, exchange::Tone::good);
    });
}

void SheetScreen::draw_header(Context& context)
{
    Theme const& theme = *context.theme;
    std::string const edit = context.tr("Modifier", "Edit");
    bool const may_edit = m_id != 0 && m_tabs[m_active].id != "form" && !context.session.portfolio().read_only();
    bool const may_delete = m_id != 0 && !context.session.portfolio().read_only();
    std::string const erase = context.tr("Supprimer", "Delete");
    float const erase_width = may_delete ? tool_width(context, erase) + context.px(8) : 0;
    float const actions = erase_width + (may_edit ? text_width(context.fonts.body, edit) + context.px(context.fonts.icon ? 54 : 32) : 0);
    float const chip_room = m_state.empty() ? 0 : chip_width(context, m_state) + context.px(12);
    ImVec2 const from = ImGui::GetCursorPos();
    float const width = ImGui::GetContentRegionAvail().x;
    ImGui::SetCursorPosY(from.y + context.px(4));
    fitted_text(context, theme.text, m_title, width - actions - chip_room, context.fonts.title);
    if (!m_state.empty()) {
        ImGui::SameLine(0, context.px(12));
        ImVec2 const at = ImGui::GetCursorScreenPos();
        draw_chip(context, ImGui::GetWindowDrawList(), at, exchange::Tone::plain, m_state, true);
        ImGui::Dummy({chip_room, context.px(22)});
    }
    if (may_delete) {
        ImGui::SetCursorPos({from.x + width - actions, from.y});
        if (tool(context, "delete", icons::trash, erase, context.tr("Supprimer la fiche…", "Delete the record…")))
            ImGui::OpenPopup("deletion");
        ask_deletion(context);
    }
    if (may_edit) {
        ImGui::SetCursorPos({from.x + width - actions + erase_width, from.y});
        if (icon_button(context, ButtonKind::outline, "edit", icons::pencil, edit)) {
            open_tab(tab_of("form"));
            m_form->take_focus();
        }
        tooltip(context, "Ctrl E");
    }
    if (!m_identifier.empty()) {
        ImGui::SetCursorPos({from.x, from.y + context.px(30)});
        text(context, theme.muted, m_identifier, context.fonts.caption);
    }
    ImGui::SetCursorPos({from.x, from.y + context.px(m_identifier.empty() ? 36 : 50)});
}

void SheetScreen::draw_tabs(Context& context)
{
    ImVec2 const start = ImGui::GetCursorScreenPos();
    float const right = start.x + ImGui::GetContentRegionAvail().x;
    auto const width_of = [&](std::size_t at) { return text_width(at == m_active ? context.fonts.strong : context.fonts.body, context.in(m_tabs[at].label)) + context.px(24); };
    auto const reserved_for = [&](char const* words) { return text_width(context.fonts.body, words) + context.px(36); };
    float whole = 0;
    for (std::size_t at = 0; at < m_tabs.size(); ++at)
        whole += width_of(at);
    char const* const linked = context.tr("Fiches liées", "Linked records");
    // One row: what has no room is in the menu, which then holds more than links; the open tab is always in sight.
    bool const all = whole + (m_more.empty() ? 0 : reserved_for(linked)) <= right - start.x;
    char const* const more = all ? linked : context.tr("Autres", "More");
    float x = start.x, room = right - start.x - (all ? 0 : reserved_for(more) + (m_active < m_tabs.size() ? width_of(m_active) : 0));
    std::size_t chosen = m_active;
    std::vector<std::size_t> hidden;
    for (std::size_t at = 0; at < m_tabs.size(); ++at) {
        float const width = width_of(at);
        if (!all && at != m_active && (room -= width) < 0) {
            hidden.push_back(at);
            continue;
        }
        ImGui::SetCursorScreenPos({x, start.y});
        if (tab(context, m_tabs[at].id.c_str(), context.in(m_tabs[at].label), at == m_active))
            chosen = at;
        x += width;
    }
    if (!m_more.empty() || !hidden.empty()) {
        ImGui::SetCursorScreenPos({x, start.y});
        if (tab(context, "more", more, false))
            ImGui::OpenPopup("linked");
        float const cx = ImGui::GetItemRectMax().x + context.px(6), cy = start.y + context.px(16), s = context.px(3.5f);
        ImGui::GetWindowDrawList()->AddLine({cx - s, cy - s / 2}, {cx, cy + s / 2}, context.theme->text_2, context.px(1.5f));
        ImGui::GetWindowDrawList()->AddLine({cx, cy + s / 2}, {cx + s, cy - s / 2}, context.theme->text_2, context.px(1.5f));
        ImGui::SetNextWindowPos({x, start.y + context.px(36)}, ImGuiCond_Appearing);
    }
    if (begin_menu(context, "linked")) {
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
        for (auto const at : hidden)
            if (menu_line(context, m_tabs[at].id.c_str(), context.in(m_tabs[at].label), "", false, context.px(340))) {
                chosen = at;
                ImGui::CloseCurrentPopup();
            }
        for (auto const& one : m_more) {
            auto const found = std::find_if(m_tabs.begin(), m_tabs.end(), [&](Tab const& tab) { return tab.id == one.id; });
            if (menu_line(context, one.id.c_str(), context.in(one.label), "", found != m_tabs.end(), context.px(340))) {
                chosen = static_cast<std::size_t>(found - m_tabs.begin());
                if (found == m_tabs.end())
                    m_tabs.push_back(one);
                ImGui::CloseCurrentPopup();
            }
        }
        ImGui::PopStyleVar();
        ImGui::EndPopup();
    }
    if (chosen != m_active)
        open_tab(chosen);
    ImGui::SetCursorScreenPos({start.x, start.y + context.px(34)});
    hairline(context);
}

void SheetScreen::draw(Context& context)
{
    if (!m_entity)
        return empty_state(context, context.tr("Ce registre n’existe pas dans ce portefeuille.", "This register does not exist in this portfolio."));
    if (m_id == 0 && m_form->id() != 0)
        return context.go({Page::sheet, m_entity->id, m_form->id(), {}, {}, {}});
    if (m_title_state != context.data_state || m_title_language != context.language) {
        bool const changed = m_title_state != context.data_state;
        read_title(context);
        if (changed && m_id != 0)
            count_links(context);
    }
    if (ImGui::GetIO().KeyCtrl && letter_pressed('E')) {
        open_tab(tab_of("form"));
        m_form->take_focus();
    }
    draw_header(context);
    draw_tabs(context);
    Tab const active = m_tabs[m_active];
    ImGui::PushID(active.id.c_str());
    if (active.id == "form") {
        m_form->draw(context);
    } else if (active.id == "comments") {
        if (!m_comments)
            m_comments = std::make_unique<CommentsView>(*m_entity, m_id);
        m_comments->draw(context);
    } else if (active.id == "history") {
        if (!m_history)
            m_history = std::make_unique<HistoryView>(*m_entity, m_id);
        m_history->draw(context);
    } else if (active.linked) {
        draw_linked(context, active);
    } else {
        if (!m_view) {
            bridge::Scope scope;
            scope.kind = m_entity->id == "projects.activity" ? "project" : m_entity->id == "core.organisation" ? "donor" : m_entity->id == "core.territory" ? "city" : m_entity->id;
            scope.id = m_id;
            m_view = std::make_unique<ModuleView>(context, active.module, active.view, scope);
        }
        begin_region("view");
        m_view->draw(context);
        ImGui::EndChild();
    }
    ImGui::PopID();
}

} // namespace passerelle::ui
