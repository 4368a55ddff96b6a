#include "host/ui/link_picker.hpp"
#include "host/model/record.hpp"
#include "host/ui/widgets/widgets.hpp"

namespace passerelle::ui {

namespace {
constexpr std::size_t most_lines = 50; ///< the words narrow it down further
}

struct LinkPicker::Answer {
    bool alive = true;
    std::vector<std::pair<std::int64_t, std::string>> lines;
    bool more = false;
};

LinkPicker::~LinkPicker()
{
    if (m_answer)
        m_answer->alive = false;
}

void LinkPicker::open(Context& context, model::Entity const& target)
{
    m_target = &target;
    m_words.clear();
    m_lines.clear();
    m_ready = false;
    m_focus = true;
    ask(context);
}

void LinkPicker::ask(Context& context)
{
    if (m_answer)
        m_answer->alive = false;
    auto answer = std::make_shared<Answer>();
    m_answer = answer;
    m_asked = m_words;
    model::Query query{m_target, {}, m_words, {}};
    for (auto const& sort : m_target->shape.sort)
        query.sorts.push_back({sort.starts_with('-') ? sort.substr(1) : sort, sort.starts_with('-')});
    query.language = context.language;
    bridge::Session* session = &context.session;
    context.session.start_job(
        "pick",
        [session, answer, query](bridge::Progress&) -> Result<void> {
            auto& reader = session->portfolio().reader();
            auto ids = model::order(reader, session->registry(), query);
            if (!ids)
                return ids.error();
            answer->more = ids->size() > most_lines;
            for (std::size_t at = 0; at < ids->size() && at < most_lines; ++at)
                answer->lines.emplace_back((*ids)[at], model::title_of(reader, session->registry(), *query.entity, (*ids)[at], query.language));
            return {};
        },
        [this, answer](Result<void>) {
            if (!answer->alive)
                return;
            m_lines = std::move(answer->lines);
            m_more = answer->more;
            m_ready = true;
        });
}

bool LinkPicker::draw(Context& context, float width)
{
    if (text_field(context, "##words", m_words, width, context.tr("Chercher", "Search"), 1, std::exchange(m_focus, false)) && m_words != m_asked)
        ask(context);
    bool const take_first = ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter) && !m_lines.empty();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    begin_region("lines", {width, context.px(260)});
    bool chosen = false;
    for (std::size_t at = 0; at < m_lines.size(); ++at) {
        ImGui::PushID(static_cast<int>(at));
        if (menu_line(context, "line", m_lines[at].second, "", m_lines[at].first == id, ImGui::GetContentRegionAvail().x) || (at == 0 && take_first)) {
            id = m_lines[at].first;
            title = m_lines[at].second;
            chosen = true;
        }
        ImGui::PopID();
    }
    if (m_ready && m_lines.empty())
        empty_state(context, context.tr("Aucune fiche ne correspond. Essayez un autre mot.", "No record matches. Try another word."));
    else if (m_more)
        text(context, context.theme->muted, context.tr("D’autres fiches existent\u00A0: précisez la recherche.", "There are more: narrow the search."), context.fonts.caption);
    ImGui::EndChild();
    ImGui::PopStyleVar();
    return chosen;
}

} // namespace passerelle::ui
