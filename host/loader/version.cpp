#include "host/loader/version.hpp"
#include <charconv>

namespace passerelle::loader {

std::optional<Version> parse_version(std::string_view text)
{
    Version version{0, 0, 0};
    char const* at = text.data();
    char const* const end = text.data() + text.size();
    for (std::size_t part = 0; part < version.size(); ++part) {
        if (at == end || *at < '0' || *at > '9')
            return std::nullopt;
        auto const read = std::from_chars(at, end, version[part]);
        if (read.ec != std::errc{})
            return std::nullopt;
        at = read.ptr;
        if (at == end)
            return version;
        if (*at != '.' || part == 2)
            return std::nullopt;
        ++at;
    }
    return std::nullopt;
}

std::optional<bool> satisfies(std::string_view version, std::string_view range)
{
    auto const have = parse_version(version);
    if (!have)
        return std::nullopt;
    if (range == "*")
        return true;
    std::string_view sign;
    for (std::string_view const known : {"^", "~", ">="})
        if (range.starts_with(known))
            sign = known;
    std::string_view const rest = range.substr(sign.size());
    auto const wanted = parse_version(rest);
    if (!wanted)
        return std::nullopt;
    if (sign.empty())
        return *have == *wanted;
    if (*have < *wanted)
        return false;
    if (sign == ">=")
        return true;
    if (sign == "~") // "~1" leaves the second number free, "~1.2" only the third
        return (*have)[0] == (*wanted)[0] && (rest.find('.') == std::string_view::npos || (*have)[1] == (*wanted)[1]);
    // A caret keeps the first number that is not 0.
    for (std::size_t part = 0; part < 3; ++part) {
        if ((*have)[part] != (*wanted)[part])
            return false;
        if ((*wanted)[part] != 0)
            return true;
    }
    return true;
}

} // namespace passerelle::loader
