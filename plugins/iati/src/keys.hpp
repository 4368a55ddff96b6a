// Import keys: what makes a child of an activity the same record in the next version of the file. A key that comes up again
// below the same parent takes a number. One activity at a time; one thread.
#pragma once
#include "row.hpp"
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace iati {

class Keys {
public:
    void clear() { m_seen.clear(); }

    /// "part|part", and "part|part|2" the second time. `space` keeps entities and parents apart. At most 400 characters.
    [[nodiscard]] psl_value of(Arena& arena, std::uint64_t space, std::initializer_list<std::string_view> parts)
    {
        m_key.clear();
        for (std::string_view const part : parts) {
            if (!m_key.empty())
                m_key += '|';
            m_key += part;
        }
        std::uint64_t const hash = mix(space, m_key);
        if (m_key.size() > 360) { // long texts: the start for reading, the hash for telling apart
            std::size_t cut = 300;
            while (cut > 0 && (static_cast<unsigned char>(m_key[cut]) & 0xC0) == 0x80)
                --cut;
            m_key.resize(cut);
            m_key += '#';
            number(hash);
        }
        std::uint32_t const times = ++m_seen[hash];
        if (times > 1) {
            m_key += '|';
            number(times);
        }
        return text_value(arena.keep(m_key.empty() ? std::string_view("-") : std::string_view(m_key)));
    }

    /// FNV-1a, 64 bits.
    [[nodiscard]] static std::uint64_t mix(std::uint64_t space, std::string_view text)
    {
        std::uint64_t hash = 14695981039346656037ull ^ (space * 0x9E3779B97F4A7C15ull);
        for (char const letter : text)
            hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211ull;
        return hash;
    }

private:
    void number(std::uint64_t value)
    {
        char digits[24];
        m_key.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    }
    std::unordered_map<std::uint64_t, std::uint32_t> m_seen;
    std::string m_key;
};

} // namespace iati
