#include "host/ui/widgets/elements.hpp"
#include "host/ui/widgets/focus.hpp"
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace passerelle::ui {

namespace {

constexpr std::size_t most = 20'000; ///< of one frame

struct RoleWords {
    char const *id, *fr, *en;
};
constexpr std::array<RoleWords, 10> roles{{{"button", "Bouton", "Button"},
                                           {"link", "Lien", "Link"},
                                           {"tab", "Onglet", "Tab"},
                                           {"field", "Champ", "Field"},
                                           {"choice", "Liste", "List"},
                                           {"toggle", "Choix", "Choice"},
                                           {"line", "Ligne", "Line"},
                                           {"cell", "Cellule", "Cell"},
                                           {"heading", "Titre", "Heading"},
                                           {"text", "Texte", "Text"}}};

RoleWords const& words_of(Role role) { return roles[static_cast<std::size_t>(role)]; }

Element of_last_item(Role role, std::string_view label, std::string_view value, bool cut)
{
    Element element{role, std::string(label), std::string(value), {}, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), false, cut};
    element.focused = has_keyboard() || ImGui::IsItemActive();
    return element;
}

} // namespace

Elements& Elements::on_screen()
{
    static Elements elements;
    return elements;
}

void Elements::begin_frame()
{
    m_elements.clear();
    m_focused.reset();
    m_next.clear();
    m_next_error.clear();
}

void Elements::add(Element element)
{
    if (element.focused)
        m_focused = element;
    if (m_listening == Listening::everything && m_elements.size() < most)
        m_elements.push_back(std::move(element));
}

void Elements::name_next(std::string_view label, std::string_view error)
{
    if (!wanted())
        return;
    m_next = label;
    m_next_error = error;
}

std::string Elements::take_name(std::string_view otherwise, std::string* error)
{
    std::string name = m_next.empty() ? std::string(otherwise) : m_next;
    if (error)
        *error = m_next_error;
    return name;
}

void tell_element(Role role, std::string_view label, std::string_view value, bool cut)
{
    auto& elements = Elements::on_screen();
    if (elements.wanted() && ImGui::IsItemVisible())
        elements.add(of_last_item(role, label, value, cut));
}

void tell_field(Role role, std::string_view value, std::string_view label_otherwise)
{
    auto& elements = Elements::on_screen();
    if (!elements.wanted() || !ImGui::IsItemVisible())
        return;
    std::string error;
    auto const label = elements.take_name(label_otherwise, &error);
    auto element = of_last_item(role, label, value, false);
    element.error = std::move(error);
    elements.add(std::move(element));
}

void tell_words(Role role, std::string_view words, ImVec2 min, ImVec2 max, bool cut)
{
    auto& elements = Elements::on_screen();
    if (!elements.wanted() || words.empty() || !ImGui::IsRectVisible(min, max))
        return;
    ImVec2 const right = ImGui::GetWindowDrawList()->GetClipRectMax();
    elements.add({role, std::string(words), {}, {}, min, max, false, cut || max.x > right.x + 1});
}

std::string spoken(Element const& element, bool french)
{
    auto const& words = words_of(element.role);
    std::string said = fmt::format("{}{}: {}", french ? words.fr : words.en, french ? "\u00A0" : "", element.label);
    if (!element.value.empty())
        said += ", " + element.value;
    if (!element.error.empty())
        said += fmt::format(", {}{}: {}", french ? "erreur" : "error", french ? "\u00A0" : "", element.error);
    return said;
}

std::string elements_as_json(std::vector<Element> const& elements)
{
    auto json = nlohmann::json::array();
    for (auto const& one : elements)
        json.push_back({{"role", words_of(one.role).id},
                        {"label", one.label},
                        {"value", one.value},
                        {"error", one.error},
                        {"x", one.min.x},
                        {"y", one.min.y},
                        {"width", one.max.x - one.min.x},
                        {"height", one.max.y - one.min.y},
                        {"focused", one.focused},
                        {"cut", one.cut}});
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace passerelle::ui
