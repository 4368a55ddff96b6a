#include "names.hpp"
#include <array>
#include <cstring>

namespace iati {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(Name::count)> texts{
    "",
#define IATI_TEXT(id, text) text,
    IATI_NAMES(IATI_TEXT)
#undef IATI_TEXT
};

constexpr std::size_t slots = 1024;

constexpr std::size_t slot_of(char const* text, std::size_t size)
{
    auto const at = [&](std::size_t index) { return static_cast<std::size_t>(static_cast<unsigned char>(text[index])); };
    return (size * 131 + at(0) * 31 + at(size / 2) * 7 + at(size - 1) * 61 + at(size / 3) * 17) % slots;
}

/// Open addressing; the table is built by the compiler.
constexpr std::array<std::uint8_t, slots> index = [] {
    std::array<std::uint8_t, slots> table{};
    for (std::size_t name = 1; name < texts.size(); ++name) {
        std::size_t slot = slot_of(texts[name].data(), texts[name].size());
        while (table[slot] != 0)
            slot = (slot + 1) % slots;
        table[slot] = static_cast<std::uint8_t>(name);
    }
    return table;
}();

} // namespace

Name name_of(char const* text, std::size_t size)
{
    if (size == 0)
        return Name::unknown;
    for (std::size_t slot = slot_of(text, size); index[slot] != 0; slot = (slot + 1) % slots) {
        std::string_view const known = texts[index[slot]];
        if (known.size() == size && std::memcmp(known.data(), text, size) == 0)
            return static_cast<Name>(index[slot]);
    }
    return Name::unknown;
}

std::string_view text_of(Name name) { return texts[static_cast<std::size_t>(name)]; }

} // namespace iati
