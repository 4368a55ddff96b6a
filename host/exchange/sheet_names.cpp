#include "host/exchange/sheet_names.hpp"
#include "host/base/text.hpp"
#include <fmt/format.h>

namespace passerelle::exchange {
namespace {

/// The longest beginning of at most `most` UTF-16 units.
std::string cut(std::string_view utf8, std::size_t most)
{
    std::size_t at = 0, units = 0;
    while (at < utf8.size()) {
        auto const lead = static_cast<unsigned char>(utf8[at]);
        std::size_t const length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::size_t const needed = length == 4 ? 2 : 1;
        if (units + needed > most)
            break;
        units += needed;
        at += length;
    }
    return std::string{utf8.substr(0, at)};
}

/// At the end of a word, with an ellipsis, where it does not fit.
std::string shortened(std::string const& text, std::size_t most)
{
    if (cut(text, most).size() == text.size())
        return text;
    std::string name = cut(text, most - 1);
    if (auto const space = name.find_last_of(' '); text[name.size()] != ' ' && space != std::string::npos && space > name.size() / 2)
        name.erase(space);
    while (!name.empty() && std::string_view{" ,;(-"}.find(name.back()) != std::string_view::npos)
        name.pop_back();
    return name + "…";
}

} // namespace

std::string SheetNames::take(std::string_view wanted)
{
    std::string clean;
    for (char const letter : wanted)
        clean += std::string_view{"[]:*?/\\\n\t"}.find(letter) != std::string_view::npos ? ' ' : letter;
    auto const trim = [](std::string text) {
        auto const from = text.find_first_not_of(" '");
        auto const to = text.find_last_not_of(" '");
        return from == std::string::npos ? std::string{} : text.substr(from, to - from + 1);
    };
    clean = trim(clean);
    if (clean.empty() || fold(clean) == "history")
        clean = "Feuille";
    auto name = trim(shortened(clean, 31));
    for (int number = 2; m_taken.contains(fold(name)); ++number) {
        auto const ending = fmt::format(" ({})", number);
        name = trim(shortened(clean, 31 - ending.size())) + ending;
    }
    m_taken.insert(fold(name));
    return name;
}

std::string SheetNames::quoted(std::string_view name)
{
    std::string out;
    for (char const letter : name)
        out += letter == '\'' ? std::string{"''"} : std::string(1, letter);
    return out;
}

} // namespace passerelle::exchange
