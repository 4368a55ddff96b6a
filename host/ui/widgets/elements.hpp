// What stands on the screen, in words: role, label, value and error of each control, and where it is. The speech reads the one that has
// the keyboard; tests read all of them and press by name. Costs nothing while nobody listens. [main]
#pragma once
#include <imgui.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::ui {

enum class Role { button, link, tab, field, choice, toggle, line, cell, heading, text };

struct Element {
    Role role = Role::text;
    std::string label, value, error;
    ImVec2 min, max;
    bool focused = false; ///< the keyboard is there
    bool cut = false;     ///< its words do not fit and end with "…", or leave their window at the side
};

class Elements {
public:
    /// Those of this frame and the ones to come.
    [[nodiscard]] static Elements& on_screen();
    enum class Listening { nobody, focus, everything };
    void listen(Listening listening) { m_listening = listening; }
    void begin_frame();
    [[nodiscard]] bool wanted() const { return m_listening != Listening::nobody; }
    [[nodiscard]] std::vector<Element> const& all() const { return m_elements; }
    [[nodiscard]] std::optional<Element> const& focused() const { return m_focused; }
    void add(Element);
    /// See Named.
    void name_next(std::string_view label, std::string_view error = {});
    [[nodiscard]] std::string take_name(std::string_view otherwise, std::string* error);

private:
    Listening m_listening = Listening::nobody;
    std::vector<Element> m_elements;
    std::optional<Element> m_focused;
    std::string m_next, m_next_error;
};

/// The name of the fields drawn while it lives: it stands above them, or over their column.
struct [[nodiscard]] Named {
    explicit Named(std::string_view label, std::string_view error = {}) { Elements::on_screen().name_next(label, error); }
    ~Named() { Elements::on_screen().name_next({}); }
    Named(Named const&) = delete;
    Named& operator=(Named const&) = delete;
};

/// The last item, in words.
void tell_element(Role, std::string_view label, std::string_view value = {}, bool cut = false);
/// The last item is a field whose label was named before.
void tell_field(Role, std::string_view value, std::string_view label_otherwise);
/// Words that were drawn at a place; `cut`: shortened by whoever drew them.
void tell_words(Role, std::string_view words, ImVec2 min, ImVec2 max, bool cut = false);

/// "Bouton : Enregistrer", "Champ : Montant, 12 500, erreur : …": what a person hears.
[[nodiscard]] std::string spoken(Element const&, bool french);
/// For tests: a JSON array of objects with role, label, value, error, x, y, width, height, focused, cut.
[[nodiscard]] std::string elements_as_json(std::vector<Element> const&);

} // namespace passerelle::ui
