#include "host/ui/clipboard_block.hpp"
#include "host/base/trim.hpp"
#include "host/exchange/facts.hpp"

namespace passerelle::ui {

namespace {
constexpr std::size_t most_rows = 2'000, most_cells = 200;
}

std::vector<std::vector<std::string>> cells_of_text(std::string_view copied)
{
    std::vector<std::vector<std::string>> rows;
    std::string cell;
    bool quoted = false, begun = false; // begun: something of this row was read
    auto const end_cell = [&] {
        if (!begun || rows.empty())
            rows.emplace_back();
        begun = true;
        if (rows.back().size() < most_cells)
            rows.back().emplace_back(trimmed(cell));
        cell.clear();
    };
    for (std::size_t at = 0; at < copied.size() && rows.size() <= most_rows; ++at) {
        char const one = copied[at];
        if (quoted) {
            if (one != '"')
                cell += one;
            else if (at + 1 < copied.size() && copied[at + 1] == '"')
                cell += copied[++at];
            else
                quoted = false;
        } else if (one == '"' && cell.empty()) {
            quoted = true;
        } else if (one == '\t') {
            end_cell();
        } else if (one == '\n') {
            end_cell();
            begun = false;
        } else if (one != '\r') {
            cell += one;
        }
    }
    if (begun || !cell.empty())
        end_cell();
    if (rows.size() > most_rows)
        rows.resize(most_rows);
    return rows;
}

bool says_nothing(std::string_view cell)
{
    return cell.empty() || cell == "-" || cell == "–" || cell == "—" || exchange::is_absence_sign(cell);
}

} // namespace passerelle::ui
