#include "host/loader/symbols.hpp"
#include "host/base/atomic_file.hpp"
#include <algorithm>
#include <boost/dll/library_info.hpp>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <functional>
#include <optional>

namespace passerelle::loader {

namespace {

constexpr std::uintmax_t most_bytes = std::uintmax_t{256} << 20;
constexpr std::uint64_t most_names = 2'000'000;
constexpr std::size_t longest_name = 1 << 16;

Error no_library()
{
    return {Status::invalid, {"Le fichier n’est pas une bibliothèque de ce système. Installez la version faite pour ce système.",
                              "The file is not a library of this system. Install the version made for this system."}};
}

/// The bytes of an ELF file, read at places that the file itself names.
class Elf {
public:
    explicit Elf(std::string_view bytes) : m_bytes(bytes) {}

    [[nodiscard]] std::optional<Symbols> read()
    {
        if (m_bytes.size() < 52 || m_bytes.substr(0, 4) != "\x7f"
                                                           "ELF" || m_bytes[5] != 1 || (m_bytes[4] != 1 && m_bytes[4] != 2))
            return std::nullopt;
        m_wide = m_bytes[4] == 2;
        if (!read_segments() || !read_dynamic())
            return std::nullopt;
        read_hidden();
        return std::move(m_symbols);
    }

private:
    struct Segment {
        std::uint64_t offset, address, size;
    };
    enum : std::uint64_t { dt_needed = 1, dt_hash = 4, dt_strtab = 5, dt_symtab = 6, dt_strsz = 10, dt_gnu_hash = 0x6ffffef5 };

    template<typename T>
    [[nodiscard]] T at(std::uint64_t offset) const
    {
        T value{};
        if (offset <= m_bytes.size() && m_bytes.size() - offset >= sizeof value)
            std::memcpy(&value, m_bytes.data() + offset, sizeof value);
        return value;
    }
    [[nodiscard]] std::uint64_t word(std::uint64_t offset) const { return m_wide ? at<std::uint64_t>(offset) : at<std::uint32_t>(offset); }
    [[nodiscard]] std::string_view text(std::uint64_t offset, std::uint64_t end) const
    {
        if (offset >= end || end > m_bytes.size())
            return {};
        std::string_view const rest = m_bytes.substr(offset, std::min<std::uint64_t>(end - offset, longest_name));
        return rest.substr(0, std::min(rest.find('\0'), rest.size()));
    }
    /// Where an address of the running library lies in the file.
    [[nodiscard]] std::optional<std::uint64_t> place(std::uint64_t address) const
    {
        for (Segment const& one : m_loaded)
            if (address >= one.address && address - one.address < one.size)
                return one.offset + (address - one.address);
        return std::nullopt;
    }

    bool read_segments()
    {
        std::uint64_t const table = word(m_wide ? 32 : 28);
        std::uint64_t const size = at<std::uint16_t>(m_wide ? 54 : 42), count = at<std::uint16_t>(m_wide ? 56 : 44);
        if (size < (m_wide ? 56u : 32u))
            return false;
        for (std::uint64_t n = 0; n < count; ++n) {
            std::uint64_t const entry = table + n * size;
            auto const type = at<std::uint32_t>(entry);
            Segment const one = m_wide ? Segment{word(entry + 8), word(entry + 16), word(entry + 32)} : Segment{word(entry + 4), word(entry + 8), word(entry + 16)};
            if (one.offset > m_bytes.size() || one.size > m_bytes.size() - one.offset)
                continue;
            if (type == 1)
                m_loaded.push_back(one);
            else if (type == 2)
                m_dynamic = one;
        }
        return m_dynamic.size > 0;
    }

    bool read_dynamic()
    {
        std::uint64_t const step = m_wide ? 16 : 8;
        std::optional<std::uint64_t> names, symbols, hash, gnu_hash;
        std::uint64_t names_size = 0;
        std::vector<std::uint64_t> needed;
        for (std::uint64_t entry = m_dynamic.offset; entry + step <= m_dynamic.offset + m_dynamic.size; entry += step) {
            std::uint64_t const tag = word(entry), value = word(entry + step / 2);
            if (tag == 0)
                break;
            switch (tag) {
            case dt_needed: needed.push_back(value); break;
            case dt_strtab: names = place(value); break;
            case dt_symtab: symbols = place(value); break;
            case dt_strsz: names_size = value; break;
            case dt_hash: hash = place(value); break;
            case dt_gnu_hash: gnu_hash = place(value); break;
            default: break;
            }
        }
        if (!names || !symbols || needed.size() > 10'000)
            return false;
        std::uint64_t const names_end = std::min<std::uint64_t>(m_bytes.size(), *names + std::min<std::uint64_t>(names_size, m_bytes.size()));
        for (std::uint64_t const one : needed)
            if (one < names_size)
                m_symbols.needed.emplace_back(text(*names + one, names_end));
        std::uint64_t const count = hash ? at<std::uint32_t>(*hash + 4) : gnu_hash ? count_by_gnu_hash(*gnu_hash) : 0;
        each_symbol(*symbols, count, *names, names_end, [&](std::string_view name, unsigned binding, unsigned visibility, bool defined) {
            if (!defined)
                m_symbols.imported.emplace_back(name);
            else if (binding != 0 && (visibility == 0 || visibility == 3))
                m_symbols.exported.emplace_back(name);
        });
        return true;
    }

    /// The table has no count: the highest number in its chains is the last symbol.
    [[nodiscard]] std::uint64_t count_by_gnu_hash(std::uint64_t table) const
    {
        std::uint64_t const buckets = at<std::uint32_t>(table), first = at<std::uint32_t>(table + 4), bloom = at<std::uint32_t>(table + 8);
        if (buckets > most_names || bloom > most_names)
            return 0;
        std::uint64_t const bucket = table + 16 + bloom * (m_wide ? 8 : 4), chain = bucket + buckets * 4;
        std::uint64_t last = 0;
        for (std::uint64_t n = 0; n < buckets; ++n)
            last = std::max<std::uint64_t>(last, at<std::uint32_t>(bucket + n * 4));
        if (last < first)
            return first; // nothing is exported: all that stands before is imported
        while (last < most_names && chain + (last - first) * 4 + 4 <= m_bytes.size() && (at<std::uint32_t>(chain + (last - first) * 4) & 1) == 0)
            ++last;
        return last + 1;
    }

    template<typename Take>
    void each_symbol(std::uint64_t table, std::uint64_t count, std::uint64_t names, std::uint64_t names_end, Take const& take)
    {
        std::uint64_t const step = m_wide ? 24 : 16;
        for (std::uint64_t n = 1; n < std::min(count, most_names) && table + (n + 1) * step <= m_bytes.size(); ++n) {
            std::uint64_t const entry = table + n * step;
            auto const info = at<std::uint8_t>(entry + (m_wide ? 4 : 12)), other = at<std::uint8_t>(entry + (m_wide ? 5 : 13));
            auto const section = at<std::uint16_t>(entry + (m_wide ? 6 : 14));
            if (auto const name = text(names + at<std::uint32_t>(entry), names_end); !name.empty())
                take(name, info >> 4, other & 3, section != 0);
        }
    }

    /// Names that the loader does not need; their absence says nothing.
    void read_hidden()
    {
        std::uint64_t const table = word(m_wide ? 40 : 32);
        std::uint64_t const size = at<std::uint16_t>(m_wide ? 58 : 46), count = at<std::uint16_t>(m_wide ? 60 : 48);
        if (table == 0 || size < (m_wide ? 64u : 40u))
            return;
        auto const section = [&](std::uint64_t n) {
            std::uint64_t const entry = table + n * size;
            return Segment{word(entry + (m_wide ? 24 : 16)), at<std::uint32_t>(entry + (m_wide ? 40 : 24)), word(entry + (m_wide ? 32 : 20))};
        };
        for (std::uint64_t n = 0; n < count; ++n) {
            if (at<std::uint32_t>(table + n * size + 4) != 2) // SHT_SYMTAB
                continue;
            auto const symbols = section(n), names = section(symbols.address);
            if (symbols.offset > m_bytes.size() || names.offset > m_bytes.size() || names.size > m_bytes.size() - names.offset)
                continue;
            each_symbol(symbols.offset, symbols.size / (m_wide ? 24 : 16), names.offset, names.offset + names.size,
                        [&](std::string_view name, unsigned, unsigned, bool defined) {
                            if (defined)
                                m_symbols.local.emplace_back(name);
                        });
        }
    }

    std::string_view m_bytes;
    bool m_wide = false;
    std::vector<Segment> m_loaded;
    Segment m_dynamic{};
    Symbols m_symbols;
};

/// What linkers define in every library, and instances of the C++ library's templates, which its headers show on purpose.
bool is_of_every_library(std::string_view name)
{
    for (std::string_view const one : {"_init", "_fini", "_edata", "_end", "__bss_start", "_bss_start__", "__data_start", "_fdata", "_ftext"})
        if (name == one)
            return true;
    if (!name.starts_with("_Z"))
        return false;
    for (std::string_view const start : {"_ZNSt", "_ZNKSt", "_ZSt", "_ZTISt", "_ZTSSt", "_ZTVSt", "_ZTTSt", "_ZZNSt", "_ZZNKSt", "_ZZSt", "_ZGVZNSt", "_ZGVNSt", "_ZTIN9__gnu_cxx",
                                         "_ZTSN9__gnu_cxx", "_ZTVN9__gnu_cxx", "_ZN9__gnu_cxx", "_ZNK9__gnu_cxx", "_ZNS", "_ZNKS", "_ZTISs", "_ZTSSs"})
        if (name.starts_with(start))
            return true;
    return false;
}

bool any_name(std::vector<std::string> const& names, std::function<bool(std::string_view)> const& wanted)
{
    return std::any_of(names.begin(), names.end(), wanted);
}

} // namespace

Result<Symbols> symbols_of(std::filesystem::path const& library)
{
    auto bytes = read_whole_file(library, most_bytes);
    if (!bytes)
        return bytes.error();
    if (bytes->starts_with("\x7f"
                           "ELF")) {
        auto read = Elf(*bytes).read();
        if (!read)
            return no_library();
        std::erase_if(read->exported, is_of_every_library);
        return std::move(*read);
    }
    try {
        boost::dll::library_info info(library.string(), false);
        Symbols symbols;
        symbols.exported = info.symbols();
        std::erase_if(symbols.exported, is_of_every_library);
        return symbols;
    } catch (std::exception const&) {
        return no_library();
    }
}

bool holds_bytes(std::filesystem::path const& path, std::string_view bytes)
{
    std::ifstream file(path, std::ios::binary);
    std::string part(1 << 20, '\0'), window;
    std::boyer_moore_horspool_searcher const searcher(bytes.begin(), bytes.end());
    while (file) {
        file.read(part.data(), static_cast<std::streamsize>(part.size()));
        window.append(part, 0, static_cast<std::size_t>(file.gcount()));
        if (std::search(window.begin(), window.end(), searcher) != window.end())
            return true;
        if (window.size() >= bytes.size())
            window.erase(0, window.size() - bytes.size() + 1); // the mark may lie across two parts
    }
    return false;
}

bool brings_sqlite(std::filesystem::path const& library)
{
    using namespace std::string_view_literals;
    auto const is_sqlite = [](std::string_view name) { return name.starts_with("sqlite3_") || name.starts_with("_sqlite3_"); };
    auto const names_it = [](std::string_view name) { return name.find("sqlite3") != std::string_view::npos || name.find("sqlcipher") != std::string_view::npos; };
    if (auto const symbols = symbols_of(library))
        if (any_name(symbols->imported, is_sqlite) || any_name(symbols->exported, is_sqlite) || any_name(symbols->local, is_sqlite) ||
            any_name(symbols->needed, names_it))
            return true;
    return holds_bytes(library, "SQLite format 3\0"sv); // in every copy, also a stripped one
}

bool brings_imgui(std::filesystem::path const& library)
{
    using namespace std::string_view_literals;
    auto const is_imgui = [](std::string_view name) { return name.starts_with("_ZN5ImGui") || name == "igBegin" || name.starts_with("?Begin@ImGui@"); };
    auto const names_it = [](std::string_view name) { return name.find("imgui") != std::string_view::npos; };
    if (auto const symbols = symbols_of(library))
        if (any_name(symbols->imported, is_imgui) || any_name(symbols->exported, is_imgui) || any_name(symbols->local, is_imgui) ||
            any_name(symbols->needed, names_it))
            return true;
    return holds_bytes(library, "imgui_log.txt\0"sv);
}

} // namespace passerelle::loader
