#include "host/ui/search_box.hpp"
#include "host/base/text.hpp"
#include "host/model/query.hpp"
#include "host/model/record.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>

namespace passerelle::ui {

namespace {
constexpr std::size_t most_hits = 30, most_pages = 6, most_commands = 6, most_help = 6;
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

namespace {

/// Every word typed begins a word of the text, accents aside: "nou proj" finds "Nouvelle fiche : projet".
bool matches(std::string const& text, std::vector<std::string> const& wanted)
{
    auto const folded = fold(text);
    return std::all_of(wanted.begin(), wanted.end(), [&](std::string const& word) {
        for (auto at = folded.find(word); at != std::string::npos; at = folded.find(word, at + 1))
            if (at == 0 || folded[at - 1] == ' ' || folded[at - 1] == '\'' || folded[at - 1] == '-' || folded[at - 1] == '(')
                return true;
        return false;
    });
}

std::vector<std::string> words_of(std::string const& typed)
{
    std::vector<std::string> words;
    std::string word;
    for (char const letter : fold(typed) + ' ')
        if (letter != ' ')
            word += letter;
        else if (!word.empty())
            words.push_back(std::exchange(word, {}));
    return words;
}

} // namespace

/// Pages, registers, commands and definitions that fit the words. From memory: no query.
void SearchBox::gather(Context const& context)
{
    m_pages.clear();
    m_help.clear();
    auto const wanted = words_of(m_words);
    auto const page = [&](std::string words, char const* beside, Place place) {
        if (m_pages.size() < most_pages && matches(words, wanted))
            m_pages.push_back({std::move(words), beside, std::move(place)});
    };
    page(context.tr("À traiter", "To do"), context.tr("page", "page"), Place{});
    for (auto const& module : context.session.modules())
        for (auto const& view : module.manifest.views)
            if (view.place == "dashboard" && module.state == loader::State::active)
                page(context.in(view.label), context.tr("page", "page"), {Page::module_view, {}, 0, module.manifest.id, view.id, {}});
    auto const& entities = context.session.registry().entities();
    for (auto const& entity : entities)
        if (!entity.hidden)
            page(context.in(entity.plural.empty() ? entity.label : entity.plural), context.tr("registre", "register"), {Page::register_, entity.id, 0, {}, {}, {}});
    page(context.tr("Modules", "Modules"), context.tr("page", "page"), {Page::modules, {}, 0, {}, {}, {}});
    page(context.tr("Réglages", "Settings"), context.tr("page", "page"), {Page::settings, {}, 0, {}, {}, {}});
    std::size_t commands = 0;
    for (auto const& command : m_commands)
        if (commands < most_commands && matches(context.in(command.words), wanted)) {
            m_pages.push_back({context.in(command.words), *command.keys ? command.keys : context.tr("commande", "command"), {}, command.act});
            ++commands;
        }
    if (wanted.empty())
        return;
    if (!context.session.portfolio().read_only())
        for (auto const& entity : entities) {
            std::string words = std::string(context.tr("Nouvelle fiche", "New record")) + (context.language == Language::fr ? "\u00A0: " : ": ") + context.in(entity.label);
            if (!entity.hidden && commands < most_commands && matches(words, wanted)) {
                m_pages.push_back({std::move(words), context.tr("commande", "command"), {Page::sheet, entity.id, 0, {}, {}, {}}});
                ++commands;
            }
        }
    for (auto const& entity : entities)
        for (auto const& field : entity.fields)
            if (m_help.size() < most_help && !entity.hidden && !field.hidden && !field.help.empty() && matches(context.in(field.label), wanted))
                m_help.push_back({context.in(field.label), context.tr("définition", "definition"), {Page::register_, entity.id, 0, {}, {}, {}}, {}, context.in(entity.label) + " – " + context.in(field.help)});
}

void SearchBox::take(Context& context, Line const& line)
{
    ImGui::CloseCurrentPopup();
    if (line.act)
        line.act();
    else
        context.go(line.place);
}

void SearchBox::draw_lines(Context& context, float width)
{
    struct Part {
        char const* title;
        std::vector<Line> const* lines;
    };
    Part const parts[] = {{context.tr("Pages et commandes", "Pages and commands"), &m_pages}, {context.tr("Fiches", "Records"), &m_hits}, {context.tr("Définitions", "Definitions"), &m_help}};
    bool const entered = key_pressed(ImGuiKey_Enter);
    std::size_t number = 0;
    for (auto const& part : parts) {
        if (part.lines->empty())
            continue;
        ImGui::Dummy({0, context.px(6)});
        text(context, context.theme->muted, part.title, context.fonts.caption);
        ImGui::Dummy({0, context.px(2)});
        for (auto const& line : *part.lines) {
            ImGui::PushID(static_cast<int>(number));
            bool const here = number == m_at;
            if (menu_line(context, "line", line.words, line.beside, here, width - context.px(14)) || (entered && here)) {
                auto const chosen = line; // what it points to goes with the popup
                ImGui::PopID();
                return take(context, chosen);
            }
            if (here && m_moved)
                ImGui::SetScrollHereY();
            ImGui::PopID();
            ++number;
        }
    }
    if (number == 0 && !m_reading)
        empty_state(context, context.tr("Rien ne correspond. Essayez un mot plus court.", "Nothing matches. Try a shorter word."));
}

void SearchBox::draw(Context& context)
{
    if (m_wanted) {
        m_words.clear();
        m_hits.clear();
        m_at = 0;
        m_commands = m_offered ? m_offered() : std::vector<Command>{};
        gather(context);
        ImGui::OpenPopup("search");
    }
    if (!begin_dialog(context, "search", 640, 520)) {
        m_wanted = false;
        return;
    }
    float const width = ImGui::GetContentRegionAvail().x;
    if (text_field(context, "##words", m_words, width, context.tr("Une fiche, une page, une commande, une définition", "A record, a page, a command, a definition"), 1, std::exchange(m_wanted, false))) {
        gather(context);
        ask(context);
    }
    auto const count = m_pages.size() + m_hits.size() + m_help.size();
    bool const down = key_pressed(ImGuiKey_DownArrow, true), up = key_pressed(ImGuiKey_UpArrow, true);
    m_at = std::min(m_at, count == 0 ? 0 : count - 1);
    m_at += down && m_at + 1 < count;
    m_at -= up && m_at > 0;
    m_moved = down || up;
    Line const* const chosen = m_at < m_pages.size() ? &m_pages[m_at] : m_at < m_pages.size() + m_hits.size() ? &m_hits[m_at - m_pages.size()] : m_at < count ? &m_help[m_at - m_pages.size() - m_hits.size()] : nullptr;
    std::string const about = chosen ? chosen->about : std::string();
    float const foot = context.px(about.empty() ? 24 : 64);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    begin_region("lines", {width, ImGui::GetContentRegionAvail().y - foot});
    draw_lines(context, width);
    ImGui::EndChild();
    ImGui::PopStyleVar();
    ImGui::Dummy({0, context.px(4)});
    if (!about.empty()) {
        ImGui::PushTextWrapPos(0);
        text(context, context.theme->text_2, about, context.fonts.caption);
        ImGui::PopTextWrapPos();
    } else {
        text(context, context.theme->muted, context.tr("Flèches pour choisir, Entrée pour ouvrir, Échap pour fermer", "Arrows to choose, Enter to open, Escape to close"), context.fonts.caption);
    }
    if (key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

} // namespace passerelle::ui
