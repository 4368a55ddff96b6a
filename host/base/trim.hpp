// Words without the spaces around them. Any thread.
#pragma once
#include <string_view>

namespace passerelle {

/// Spaces, tabs, line ends and the narrow or no-break spaces that French typography and spreadsheets put there.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view spaces[] = {" ", "\t", "\n", "\r", "\u00A0", "\u202F", "\u2009"};
    for (bool again = true; again;) {
        again = false;
        for (auto const space : spaces) {
            if (text.starts_with(space)) {
                text.remove_prefix(space.size());
                again = true;
            }
            if (text.ends_with(space)) {
                text.remove_suffix(space.size());
                again = true;
            }
        }
    }
    return text;
}

} // namespace passerelle
