// Beside a map: its places and what ties them, as a list under a filter; then what is chosen, with what it is tied to. Here the keyboard
// and those who listen reach everything that the map shows. Draws the lines in view only. [main]
#pragma once
#include "host/exchange/map_index.hpp"
#include "host/ui/context.hpp"
#include <optional>

namespace passerelle::ui {

struct MapSubject {
    enum class What { nothing, place, tie };
    What what = What::nothing;
    std::size_t at = 0; ///< place: of the map; tie: of the index
    friend bool operator==(MapSubject, MapSubject) = default;
};

class MapPanel {
public:
    enum class Event { none, chosen, back, closed, left }; ///< left: the keyboard goes back to the map
    /// `version`: of the map; the list is made anew when it changes. `subject` is what is chosen, before and after.
    [[nodiscard]] Event draw(Context&, exchange::Map const&, exchange::MapIndex const&, long version, MapSubject& subject, ImVec2 at, ImVec2 size);
    void take_keyboard() { m_wanted = Wanted::first; }

private:
    enum class Wanted { nothing, first, filter, line, record }; ///< where the keyboard goes next
    struct Line {
        MapSubject subject;
        std::string name, beside;
        bool chosen = false;
    };
    void header(Context&, std::string_view title, std::string_view beside, char const* close_words, bool& close);
    void list(Context&, exchange::Map const&, exchange::MapIndex const&, MapSubject&);
    void record(Context&, exchange::Map const&, exchange::MapIndex const&, MapSubject&);
    [[nodiscard]] bool line(Context const&, exchange::Map const&, exchange::MapIndex const&, Line const&);
    [[nodiscard]] Line line_of(Context const&, exchange::Map const&, exchange::MapIndex const&, MapSubject) const;
    void follow_arrows(std::vector<MapSubject> const& lines, Wanted before, Wanted after);
    [[nodiscard]] std::optional<std::size_t> place_of_wanted(MapSubject::What, std::vector<std::size_t> const& all) const;
    void filter(Context const&, exchange::Map const&, exchange::MapIndex const&);

    std::string m_filter;
    exchange::MapFound m_found;
    long m_version = -1; ///< of m_found
    Wanted m_wanted = Wanted::nothing;
    MapSubject m_wanted_line, m_step_from;
    int m_step = 0; ///< an arrow was pressed on a line: 1 down, -1 up
    bool m_has_keyboard = false, m_typing = false;
};

/// The name of its records where all links of the map open the same kind, else "Liens".
[[nodiscard]] std::string name_of_ties(Context const&, exchange::MapIndex const&);
void open_subject(Context&, exchange::Map const&, exchange::MapIndex const&, MapSubject);

} // namespace passerelle::ui
