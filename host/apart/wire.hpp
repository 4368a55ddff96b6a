// Numbers, texts and the structs of the ABI as they cross between the program and a module's process. Both run on the same machine,
// so numbers keep its byte order. What comes is never believed: a length beyond the bytes that are there spoils the reading. [any]
#pragma once
#include "passerelle/ext/page.h"
#include "passerelle/ext/ui.h"
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace passerelle::apart {

inline constexpr std::uint32_t text_bytes = 1u << 20; ///< of any one text

template<typename T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

[[nodiscard]] inline psl_str to_c(std::string_view text) { return {text.data(), text.size()}; }
[[nodiscard]] inline std::string_view from_c(psl_str text) { return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size}; }

class Out {
public:
    template<Plain T>
    void put(T value)
    {
        m_bytes.append(reinterpret_cast<char const*>(&value), sizeof value);
    }
    void put(std::string_view text)
    {
        put(static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), UINT32_MAX)));
        m_bytes.append(text.substr(0, UINT32_MAX));
    }
    /// A text for people or a name: cut a little beyond where the host cuts every text, so that it still sees that it was too long.
    void put(psl_str text) { put(from_c(text).substr(0, text_bytes + 8)); }
    void put(psl_value const&);
    void put(psl_fact const&);
    void put(psl_place const&);
    void put(psl_timeline_row const*);
    void put(psl_matrix_cell const*);
    /// Count, then each. Null reads as none.
    template<typename T>
    void put_list(T const* all, std::uint32_t n)
    {
        n = all == nullptr ? 0 : n;
        put(n);
        for (std::uint32_t at = 0; at < n; ++at)
            put(all[at]);
    }
    [[nodiscard]] std::string const& bytes() const { return m_bytes; }
    void append(Out const& other) { m_bytes.append(other.m_bytes); }
    void clear() { m_bytes.clear(); }

private:
    std::string m_bytes;
};

/// Reads what Out wrote. Texts point into the bytes given. After the first fault all reads give nothing and good() is false.
class In {
public:
    In() = default;
    explicit In(std::string_view bytes) : m_rest(bytes) {}
    [[nodiscard]] bool good() const { return m_good; }
    [[nodiscard]] bool over() const { return m_rest.empty(); }
    void spoil()
    {
        m_good = false;
        m_rest = {};
    }

    template<typename T>
    [[nodiscard]] T take()
    {
        if constexpr (std::is_same_v<T, bool>)
            return take<std::uint8_t>() != 0;
        else if constexpr (Plain<T>) {
            T value{};
            if (m_rest.size() < sizeof value)
                spoil();
            else {
                std::memcpy(&value, m_rest.data(), sizeof value);
                m_rest.remove_prefix(sizeof value);
            }
            return value;
        } else
            return take_struct(static_cast<T const*>(nullptr));
    }
    /// At most `most`; more spoils.
    template<typename T>
    [[nodiscard]] std::vector<T> take_list(std::uint32_t most)
    {
        std::vector<T> all;
        auto const n = take<std::uint32_t>();
        if (n > most || n > m_rest.size()) { // each takes a byte at least: no count can ask for more memory than its bytes pay for
            spoil();
            return all;
        }
        all.reserve(n);
        for (std::uint32_t at = 0; at < n && m_good; ++at)
            all.push_back(take<T>());
        if (!m_good)
            all.clear();
        return all;
    }

private:
    std::string_view take_struct(std::string_view const*);
    psl_str take_struct(psl_str const*) { return to_c(take<std::string_view>()); }
    psl_value take_struct(psl_value const*);
    psl_fact take_struct(psl_fact const*);
    psl_place take_struct(psl_place const*);
    psl_timeline_row take_struct(psl_timeline_row const*);
    psl_matrix_cell take_struct(psl_matrix_cell const*);
    std::string_view m_rest;
    bool m_good = true;
};

} // namespace passerelle::apart
