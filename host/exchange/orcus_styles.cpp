#include "host/exchange/orcus_styles.hpp"

namespace passerelle::exchange {

NumberStyle style_of_code(std::string_view code)
{
    bool day = false, hour = false, percent = false, digits = false;
    for (std::size_t at = 0; at < code.size(); ++at) {
        char const letter = code[at];
        if (letter == '"') {
            auto const end = code.find('"', at + 1);
            at = end == std::string_view::npos ? code.size() : end;
        } else if (letter == '[') { // colours, conditions, locales, elapsed time
            auto const end = code.find(']', at + 1);
            auto const inner = code.substr(at + 1, end == std::string_view::npos ? std::string_view::npos : end - at - 1);
            hour |= inner == "h" || inner == "hh" || inner == "H" || inner == "HH" || inner == "m" || inner == "mm" || inner == "s" || inner == "ss";
            at = end == std::string_view::npos ? code.size() : end;
        } else if (letter == '\\' || letter == '_' || letter == '*') {
            ++at;
        } else if (letter == ';') {
            break; // the part for positive numbers decides
        } else {
            day |= letter == 'd' || letter == 'D' || letter == 'y' || letter == 'Y' || letter == 'j' || letter == 'J';
            hour |= letter == 'h' || letter == 'H' || letter == 's' || letter == 'S';
            day |= (letter == 'm' || letter == 'M') && code.find_first_of("hHsS") == std::string_view::npos;
            percent |= letter == '%';
            digits |= letter == '0' || letter == '#';
        }
    }
    if (code == "General" || code == "Standard" || code == "@")
        return NumberStyle::plain;
    if (percent)
        return NumberStyle::percent;
    if (day && !digits)
        return NumberStyle::date;
    return hour && !digits ? NumberStyle::time : NumberStyle::plain;
}

NumberStyle style_of_builtin(std::size_t id)
{
    if (id == 9 || id == 10)
        return NumberStyle::percent;
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
        return NumberStyle::date;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
        return NumberStyle::time;
    return NumberStyle::plain;
}

} // namespace passerelle::exchange
