#include "host/ui/search_box.hpp"
#include "host/base/text.hpp"
#include "host/model/query.hpp"
#include "host/model/record.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>

namespace passerelle::ui {

namespace {
constexpr std::size_t most_hits = 30;
}

struct SearchBox::Answer {
    bool alive = true;
    std::vector<Line> hits;
};

SearchBox::~SearchBox()
{
    if (m_answer)
        m_answer->alive = false;
}

void SearchBox::ask(Context& context)
{
    if (m_answer)
        m_answer->alive = false;
    m_at = 0;
    if (m_words.empty()) {
        m_hits.clear();
        return;
    }
    auto answer = std::make_shared<Answer>();
    m_answer = answer;
    m_reading = true;
    bridge::Session* session = &context.session;
    context.session.start_job(
        "search",
        [session, answer, words = m_words, language = context.language](bridge::Progress&) -> Result<void> {
            auto& reader = session->portfolio().reader();
            auto hits = model::search(reader, session->registry(), words, most_hits);
            if (!hits)
                return hits.error();
            for (auto const& hit : *hits)
                answer->hits.push_back({model::title_of(reader, session->registry(), *hit.entity, hit.id, language), hit.entity->label.in(language), {Page::sheet, hit.entity->id, hit.id, {}, {}, {}}});
            return {};
        },
        [this, answer](Result<void>) {
            if (!answer->alive)
                return;
            m_reading = false;
            m_hits = std::move(answer->hits);
        });
}

std::vector<SearchBox::Line> SearchBox::places(Context const& context) const
{
    std::vector<Line> found;
    auto const wanted = fold(m_words);
    auto const add = [&](std::string const& words, std::string const& beside, Place place) {
        if (found.size() < 6 && fold(words).find(wanted) != std::string::npos)
            found.push_back({words, beside, std::move(place)});
    };
    add(context.tr("À traiter", "To do"), context.tr("page", "page"), Place{});
    for (auto const& module : context.session.modules())
        for (auto const& view : module.manifest.views)
            if (view.place == "dashboard" && module.state == loader::State::active)
                add(context.in(view.label), context.tr("page", "page"), {Page::module_view, {}, 0, module.manifest.id, view.id, {}});
    for (auto const& entity : context.session.registry().entities())
        if (!entity.hidden)
            add(context.in(entity.plural.empty() ? entity.label : entity.plural), context.tr("registre", "register"), {Page::register_, entity.id, 0, {}, {}, {}});
    add(context.tr("Modules", "Modules"), context.tr("page", "page"), {Page::modules, {}, 0, {}, {}, {}});
    add(context.tr("Réglages", "Settings"), context.tr("page", "page"), {Page::settings, {}, 0, {}, {}, {}});
    return found;
}

void SearchBox::draw(Context& context)
{
    if (m_wanted) {
        m_words.clear();
        m_hits.clear();
        m_at = 0;
        ImGui::OpenPopup("search");
    }
    if (!begin_dialog(context, "search", 620, 460)) {
        m_wanted = false;
        return;
    }
    float const width = ImGui::GetContentRegionAvail().x;
    if (text_field(context, "##words", m_words, width, context.tr("Un mot d’un titre, d’un nom, d’un texte", "A word of a title, a name, a text"), 1, std::exchange(m_wanted, false)))
        ask(context);
    auto lines = places(context);
    lines.insert(lines.end(), m_hits.begin(), m_hits.end());
    if (key_pressed(ImGuiKey_DownArrow, true) && m_at + 1 < lines.size())
        ++m_at;
    if (key_pressed(ImGuiKey_UpArrow, true) && m_at > 0)
        --m_at;
    bool const moved = key_pressed(ImGuiKey_DownArrow, true) || key_pressed(ImGuiKey_UpArrow, true);
    bool const entered = key_pressed(ImGuiKey_Enter);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    begin_region("lines", {width, ImGui::GetContentRegionAvail().y - context.px(24)});
    for (std::size_t at = 0; at < lines.size(); ++at) {
        ImGui::PushID(static_cast<int>(at));
        if (menu_line(context, "line", lines[at].words, lines[at].beside, at == m_at, ImGui::GetContentRegionAvail().x) || (entered && at == m_at)) {
            context.go(lines[at].place);
            ImGui::CloseCurrentPopup();
        }
        if (at == m_at && moved)
            ImGui::SetScrollHereY();
        ImGui::PopID();
    }
    if (lines.empty() && !m_reading)
        empty_state(context, context.tr("Rien ne correspond. Essayez un mot plus court.", "Nothing matches. Try a shorter word."));
    ImGui::EndChild();
    ImGui::PopStyleVar();
    ImGui::Dummy({0, context.px(4)});
    text(context, context.theme->muted, context.tr("Flèches pour choisir, Entrée pour ouvrir, Échap pour fermer", "Arrows to choose, Enter to open, Escape to close"), context.fonts.caption);
    if (key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

} // namespace passerelle::ui
