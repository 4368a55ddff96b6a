// Masking small counts of people before a table leaves the machine (domain 2.6). Deterministic: the same table and threshold give
// the same mask everywhere, so that two exports cannot be compared to undo it. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace psl {

inline constexpr std::int64_t default_threshold = 5;
inline constexpr std::int64_t sensitive_threshold = 11;
inline constexpr std::int64_t small_place = 20'000;

/// k of domain 2.6: 11 where disability crosses another dimension or the place has fewer than 20 000 inhabitants, else 5.
/// `declared` (of a field or a portfolio) may only raise it.
[[nodiscard]] constexpr std::int64_t threshold(bool disability_crossed, std::optional<std::int64_t> inhabitants, std::int64_t declared = 0)
{
    std::int64_t const k = disability_crossed || (inhabitants && *inhabitants < small_place) ? sensitive_threshold : default_threshold;
    return declared > k ? declared : k;
}

/// rows[r][c]: a count, or nothing where it was not reported. All rows have the same length.
using CountTable = std::vector<std::vector<std::optional<std::int64_t>>>;

struct Mask {
    std::vector<std::vector<bool>> hidden; ///< same shape; true: shown as "•", never as 0 or blank
    bool margins = false;                  ///< the margins must be hidden too: no second cell could protect a masked one
    [[nodiscard]] bool any() const
    {
        for (auto const& row : hidden)
            for (bool const cell : row)
                if (cell)
                    return true;
        return false;
    }
};

/// The mask of a table published with its row and column margins:
/// 1. hide 1 <= n < k (0 stays shown); 2. in the first line (rows from the top, then columns from the left) with exactly one hidden
/// cell, hide the smallest positive cell that is shown (tie: lowest index), start again; 3. until there is none.
/// A line without a second positive cell to hide would tell the hidden one by its margin: `margins` then says to hide the margins.
[[nodiscard]] inline Mask suppressed(CountTable const& table, std::int64_t k)
{
    std::size_t const rows = table.size();
    std::size_t const columns = rows == 0 ? 0 : table.front().size();
    Mask mask;
    mask.hidden.assign(rows, std::vector<bool>(columns, false));
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c)
            mask.hidden[r][c] = table[r][c] && *table[r][c] >= 1 && *table[r][c] < k;

    struct At {
        std::size_t row, column;
    };
    auto const at = [&](std::size_t line, std::size_t position) { return line < rows ? At{line, position} : At{position, line - rows}; };
    bool changed = true;
    while (changed) {
        changed = false;
        mask.margins = false;
        for (std::size_t line = 0; line < rows + columns && !changed; ++line) {
            std::size_t const length = line < rows ? columns : rows;
            std::size_t hidden = 0;
            std::optional<At> smallest;
            for (std::size_t position = 0; position < length; ++position) {
                At const cell = at(line, position);
                auto const& n = table[cell.row][cell.column];
                if (mask.hidden[cell.row][cell.column])
                    ++hidden;
                else if (n && *n > 0 && (!smallest || *n < *table[smallest->row][smallest->column]))
                    smallest = cell;
            }
            if (hidden != 1)
                continue;
            if (smallest) {
                mask.hidden[smallest->row][smallest->column] = true;
                changed = true;
            } else
                mask.margins = true;
        }
    }
    return mask;
}

/// The same for one line of groups with a published total (sex alone, age bands alone): hidden[i][0] speaks of group i.
[[nodiscard]] inline Mask suppressed_line(std::vector<std::optional<std::int64_t>> const& line, std::int64_t k)
{
    // Each group is a line of its own here: only the total is published beside them.
    Mask mask;
    mask.hidden.assign(line.size(), std::vector<bool>(1, false));
    std::size_t hidden = 0;
    std::optional<std::size_t> smallest;
    for (std::size_t r = 0; r < line.size(); ++r) {
        if (line[r] && *line[r] >= 1 && *line[r] < k) {
            mask.hidden[r][0] = true;
            ++hidden;
        } else if (line[r] && *line[r] > 0 && (!smallest || *line[r] < *line[*smallest]))
            smallest = r;
    }
    if (hidden == 1 && smallest)
        mask.hidden[*smallest][0] = true;
    else if (hidden == 1)
        mask.margins = true;
    return mask;
}

} // namespace psl
