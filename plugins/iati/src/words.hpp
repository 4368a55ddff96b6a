// The language of the person who imports, and sentences put together from parts. [any]
#pragma once
#include <string>
#include <string_view>

namespace iati {

struct Words {
    bool french = true;
    /// The text in that language; French is written first.
    [[nodiscard]] std::string_view operator()(std::string_view fr, std::string_view en) const { return french ? fr : en; }
};

/// "{}" in the pattern is replaced by the parts, one after the other.
template<typename... Parts>
[[nodiscard]] std::string say(std::string_view pattern, Parts const&... parts)
{
    std::string out;
    [[maybe_unused]] auto const next = [&](std::string_view part) {
        std::size_t const hole = pattern.find("{}");
        out += pattern.substr(0, hole);
        if (hole == std::string_view::npos) {
            pattern = {};
            return;
        }
        out += part;
        pattern.remove_prefix(hole + 2);
    };
    (next(parts), ...);
    out += pattern;
    return out;
}

/// At most `most` bytes of a text from outside, cut between two characters, for showing in a sentence.
[[nodiscard]] inline std::string shown(std::string_view text, std::size_t most = 60)
{
    if (text.size() <= most)
        return std::string(text);
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80)
        --most;
    return std::string(text.substr(0, most)) + "…";
}

} // namespace iati
