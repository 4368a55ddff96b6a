// Just enough of ZIP and DEFLATE to look into the workbooks that the writer made. Tests only: trusts its input's shape, not its length.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace zip {

class Inflate {
public:
    explicit Inflate(std::string_view in) : m_in(in) {}
    std::string run()
    {
        bool last = false;
        while (!last) {
            last = bits(1) != 0;
            switch (bits(2)) {
            case 0: stored(); break;
            case 1: fixed(); break;
            case 2: dynamic(); break;
            default: throw std::runtime_error("block");
            }
        }
        return std::move(m_out);
    }

private:
    struct Codes {
        std::array<std::uint16_t, 16> count{};
        std::vector<std::uint16_t> symbols;
        explicit Codes(std::vector<std::uint8_t> const& lengths) : symbols(lengths.size())
        {
            for (auto const length : lengths)
                ++count[length];
            count[0] = 0;
            std::array<std::uint16_t, 16> offset{};
            for (std::size_t l = 1; l < 15; ++l)
                offset[l + 1] = static_cast<std::uint16_t>(offset[l] + count[l]);
            for (std::size_t s = 0; s < lengths.size(); ++s)
                if (lengths[s])
                    symbols[offset[lengths[s]]++] = static_cast<std::uint16_t>(s);
        }
    };
    std::uint32_t bits(int n)
    {
        while (m_count < n) {
            if (m_at >= m_in.size())
                throw std::runtime_error("end");
            m_held |= static_cast<std::uint32_t>(static_cast<unsigned char>(m_in[m_at++])) << m_count;
            m_count += 8;
        }
        auto const value = m_held & ((1u << n) - 1);
        m_held >>= n;
        m_count -= n;
        return value;
    }
    unsigned symbol(Codes const& codes)
    {
        int code = 0, first = 0, index = 0;
        for (std::size_t length = 1; length < 16; ++length) {
            code |= static_cast<int>(bits(1));
            int const count = codes.count[length];
            if (code - count < first)
                return codes.symbols[static_cast<std::size_t>(index + code - first)];
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw std::runtime_error("code");
    }
    void stored()
    {
        m_held = 0;
        m_count = 0;
        auto const length = static_cast<std::size_t>(static_cast<unsigned char>(m_in.at(m_at)) | static_cast<unsigned char>(m_in.at(m_at + 1)) << 8);
        m_out += m_in.substr(m_at + 4, length);
        m_at += 4 + length;
    }
    void fixed()
    {
        std::vector<std::uint8_t> lengths(288, 8);
        for (std::size_t s = 144; s < 256; ++s)
            lengths[s] = 9;
        for (std::size_t s = 256; s < 280; ++s)
            lengths[s] = 7;
        body(Codes{lengths}, Codes{std::vector<std::uint8_t>(30, 5)});
    }
    void dynamic()
    {
        auto const literals = bits(5) + 257, distances = bits(5) + 1, lengths_coded = bits(4) + 4;
        static constexpr std::uint8_t order[]{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
        std::vector<std::uint8_t> lengths(19);
        for (std::uint32_t at = 0; at < lengths_coded; ++at)
            lengths[order[at]] = static_cast<std::uint8_t>(bits(3));
        Codes const coded{lengths};
        lengths.clear();
        while (lengths.size() < literals + distances) {
            auto const s = symbol(coded);
            if (s < 16) {
                lengths.push_back(static_cast<std::uint8_t>(s));
                continue;
            }
            std::uint8_t const repeated = s == 16 ? lengths.at(lengths.size() - 1) : std::uint8_t{0};
            auto times = s == 16 ? 3 + bits(2) : s == 17 ? 3 + bits(3) : 11 + bits(7);
            while (times-- > 0)
                lengths.push_back(repeated);
        }
        auto const split = lengths.begin() + static_cast<std::ptrdiff_t>(literals);
        body(Codes{{lengths.begin(), split}}, Codes{{split, lengths.end()}});
    }
    void body(Codes const& literals, Codes const& distances)
    {
        static constexpr std::uint16_t base[]{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
        static constexpr std::uint8_t extra[]{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
        static constexpr std::uint16_t far[]{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};
        static constexpr std::uint8_t far_extra[]{0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13};
        for (;;) {
            auto const s = symbol(literals);
            if (s < 256) {
                m_out += static_cast<char>(s);
            } else if (s == 256) {
                return;
            } else {
                auto const length = base[s - 257] + bits(extra[s - 257]);
                auto const d = symbol(distances);
                auto const distance = far[d] + bits(far_extra[d]);
                for (std::uint32_t k = 0; k < length; ++k)
                    m_out += m_out.at(m_out.size() - distance);
            }
        }
    }
    std::string_view m_in;
    std::size_t m_at = 0;
    std::uint32_t m_held = 0;
    int m_count = 0;
    std::string m_out;
};

/// Name -> content of every file of an archive, by its central directory.
inline std::map<std::string, std::string> files(std::string_view bytes)
{
    auto const number = [&](std::size_t at, std::size_t length) {
        std::size_t value = 0;
        for (std::size_t k = length; k-- > 0;)
            value = value << 8 | static_cast<unsigned char>(bytes.at(at + k));
        return value;
    };
    std::map<std::string, std::string> found;
    auto const end = bytes.rfind("PK\5\6");
    auto at = number(end + 16, 4);
    for (std::size_t left = number(end + 10, 2); left > 0; --left) {
        auto const method = number(at + 10, 2), packed = number(at + 20, 4), name = number(at + 28, 2), extra = number(at + 30, 2), comment = number(at + 32, 2);
        auto const local = number(at + 42, 4);
        auto const data = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        auto const content = bytes.substr(data, packed);
        found[std::string{bytes.substr(at + 46, name)}] = method == 8 ? Inflate{content}.run() : std::string{content};
        at += 46 + name + extra + comment;
    }
    return found;
}

} // namespace zip
