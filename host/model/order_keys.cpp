#include "host/model/order_keys.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <functional>
#include <numeric>

namespace passerelle::model {

namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr std::size_t most_key_bytes = 1000, most_text_bytes = 250, most_accent_bytes = 60;

/// What one character beyond ASCII folds to; fold() says so once, and a million titles are then read without ICU.
struct Folded {
    std::array<char, 6> bytes{};
    std::uint8_t size = 0;
    bool accented = false;
    bool alone = false; ///< means something beside its neighbours only (signs of inclusive spelling): the whole text is folded
};

class FoldTable {
public:
    FoldTable()
    {
        for (std::uint32_t point = first; point < latin_end; ++point)
            m_latin[point - first] = of(point);
        for (std::uint32_t point = further; point < further_end; ++point)
            m_further[point - further] = of(point);
    }
    [[nodiscard]] Folded const* find(std::uint32_t point) const
    {
        if (point >= first && point < latin_end)
            return &m_latin[point - first];
        if (point >= further && point < further_end)
            return &m_further[point - further];
        return nullptr;
    }

private:
    static constexpr std::uint32_t first = 0x80, latin_end = 0x370, further = 0x1E00, further_end = 0x2070;

    static Folded of(std::uint32_t point)
    {
        std::string utf8;
        if (point < 0x800) {
            utf8 += static_cast<char>(0xC0 | (point >> 6));
            utf8 += static_cast<char>(0x80 | (point & 0x3F));
        } else {
            utf8 += static_cast<char>(0xE0 | (point >> 12));
            utf8 += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
            utf8 += static_cast<char>(0x80 | (point & 0x3F));
        }
        std::string const plain = fold(utf8);
        Folded made;
        made.alone = plain.size() > made.bytes.size() || plain == "\u00B7";
        if (!made.alone) {
            std::copy(plain.begin(), plain.end(), made.bytes.begin());
            made.size = static_cast<std::uint8_t>(plain.size());
            bool const mark = plain.empty();
            made.accented = mark || (plain[0] >= 'a' && plain[0] <= 'z');
        }
        return made;
    }

    std::array<Folded, latin_end - first> m_latin;
    std::array<Folded, further_end - further> m_further;
};

FoldTable const& fold_table()
{
    static FoldTable const table;
    return table;
}

/// Bytes 0 and 1 part and end keys: a text that holds them says 2.
constexpr std::array<unsigned char, 128> ascii = [] {
    std::array<unsigned char, 128> lower{};
    for (unsigned c = 0; c < 128; ++c)
        lower[c] = static_cast<unsigned char>(c < 2 ? 2 : c >= 'A' && c <= 'Z' ? c + 32 : c);
    return lower;
}();

std::uint64_t big_endian(char const* bytes)
{
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    if constexpr (std::endian::native == std::endian::little)
        word = __builtin_bswap64(word);
    return word;
}

std::uint64_t word_of(char const* bytes, std::size_t size)
{
    if (size >= 8)
        return big_endian(bytes);
    char padded[8] = {};
    std::memcpy(padded, bytes, size);
    return big_endian(padded);
}

void turn(std::string& key, std::size_t from)
{
    for (std::size_t at = from; at < key.size(); ++at)
        key[at] = static_cast<char>(~static_cast<unsigned char>(key[at]));
}

void append_word(std::string& key, std::uint64_t word)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        key += static_cast<char>((word >> shift) & 0xFF);
}

} // namespace

void append_folded(std::string& out, std::string_view text, std::string* accents)
{
    std::size_t const start = out.size();
    std::size_t position = 0;
    auto const* at = reinterpret_cast<unsigned char const*>(text.data());
    auto const* const end = at + text.size();
    while (at < end) {
        if (*at < 0x80) {
            out += static_cast<char>(ascii[*at++]);
            ++position;
            continue;
        }
        std::uint32_t point = 0;
        std::size_t length = 0;
        if ((*at & 0xE0) == 0xC0 && end - at >= 2) {
            point = ((at[0] & 0x1Fu) << 6) | (at[1] & 0x3Fu);
            length = 2;
        } else if ((*at & 0xF0) == 0xE0 && end - at >= 3) {
            point = ((at[0] & 0x0Fu) << 12) | ((at[1] & 0x3Fu) << 6) | (at[2] & 0x3Fu);
            length = 3;
        }
        Folded const* const folded = length > 0 ? fold_table().find(point) : nullptr;
        if (!folded || folded->alone) {
            out.resize(start);
            out += fold(text);
            if (accents)
                accents->clear();
            return;
        }
        out.append(folded->bytes.data(), folded->size);
        // The first difference of accents decides: a letter that has one earlier in the word comes after.
        if (accents && folded->accented && accents->size() < most_accent_bytes) {
            *accents += static_cast<char>(254 - std::min<std::size_t>(position, 250));
            *accents += static_cast<char>(at[length - 1]);
        }
        at += length;
        ++position;
    }
}

void OrderKeys::append_text_key(std::string_view text)
{
    if (text.size() > most_text_bytes) {
        std::size_t cut = most_text_bytes;
        while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80)
            --cut;
        text = text.substr(0, cut);
    }
    m_accents.clear();
    append_folded(m_key, text, &m_accents);
    if (!m_accents.empty()) {
        m_key += '\x01';
        m_key += m_accents;
    }
}

void OrderKeys::begin(std::int64_t id)
{
    m_id = m_ties == Ties::latest_first ? ~id : id;
    m_key.clear();
    m_first = true;
    m_first_null = false;
}

void OrderKeys::present()
{
    if (!m_first)
        m_key += '\x01';
    m_first = false;
}

void OrderKeys::add_null()
{
    if (m_first)
        m_first_null = true;
    else
        m_key += '\x02';
    m_first = false;
}

void OrderKeys::add_integer(std::int64_t number, bool descending)
{
    present();
    std::uint64_t const word = static_cast<std::uint64_t>(number) ^ (std::uint64_t{1} << 63);
    append_word(m_key, descending ? ~word : word);
}

void OrderKeys::add_real(double number, bool descending)
{
    present();
    auto word = std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);
    word = word >> 63 ? ~word : word | (std::uint64_t{1} << 63);
    append_word(m_key, descending ? ~word : word);
}

void OrderKeys::add_bytes(std::string_view bytes, bool descending)
{
    present();
    std::size_t const from = m_key.size();
    m_key += bytes.substr(0, most_text_bytes);
    m_key += '\0';
    if (descending)
        turn(m_key, from);
}

void OrderKeys::add_date(std::string_view iso, bool descending)
{
    present();
    std::size_t const from = m_key.size();
    for (char const c : iso)
        if (c != '-' && m_key.size() < from + 8)
            m_key += c;
    m_key.resize(from + 8, '\0');
    if (descending)
        turn(m_key, from);
}

void OrderKeys::add_text(std::string_view text, bool descending)
{
    present();
    std::size_t const from = m_key.size();
    append_text_key(text);
    m_key += '\0';
    if (descending)
        turn(m_key, from);
}

void OrderKeys::end()
{
    if (m_key.size() > most_key_bytes)
        m_key.resize(most_key_bytes);
    auto& rows = m_first_null ? m_empty : m_full;
    Row row{word_of(m_key.data(), m_key.size()), m_id, 0, 0};
    constexpr std::size_t most_blocks = 4096; // an offset in four bytes: past 4 GB of keys their first eight bytes decide
    if (m_key.size() > 8 && m_blocks.size() < most_blocks) {
        std::size_t const size = m_key.size() - 8;
        // Rows that share their text (a linked record's title, a place) share its bytes: less memory, and equal without a look.
        std::uint64_t const hash = std::hash<std::string_view>{}(m_key);
        Recent& recent = m_recent[hash % m_recent.size()];
        if (recent.hash == hash && recent.length == size && std::memcmp(m_blocks[recent.at / block_bytes].get() + recent.at % block_bytes, m_key.data() + 8, size) == 0) {
            row.at = recent.at;
            row.length = recent.length;
            return keep(rows, row);
        }
        if (m_blocks.empty() || m_block_used + size > block_bytes) {
            m_blocks.push_back(std::make_unique_for_overwrite<char[]>(block_bytes));
            m_block_used = 0;
        }
        std::memcpy(m_blocks.back().get() + m_block_used, m_key.data() + 8, size);
        row.at = static_cast<std::uint32_t>((m_blocks.size() - 1) * block_bytes + m_block_used);
        row.length = static_cast<std::uint32_t>(size);
        m_block_used += size;
        recent = {hash, row.at, row.length};
    }
    keep(rows, row);
}

void OrderKeys::keep(Part& rows, Row const& row)
{
    if (rows.in_order && !rows.rows.empty())
        rows.in_order = !before(row, rows.rows.back());
    rows.rows.push_back(row);
}

char const* OrderKeys::bytes_of(Row const& row) const { return m_blocks[row.at / block_bytes].get() + row.at % block_bytes; }

bool OrderKeys::before(Row const& left, Row const& right) const
{
    if (left.word != right.word)
        return left.word < right.word;
    std::size_t const common = std::min(left.length, right.length);
    if (int const order = common > 0 ? std::memcmp(bytes_of(left), bytes_of(right), common) : 0; order != 0)
        return order < 0;
    return left.length != right.length ? left.length < right.length : left.id < right.id;
}

void OrderKeys::sort(Row* first, Row* last, std::size_t depth, std::atomic<bool> const* stop) const
{
    if (stop && stop->load(std::memory_order_relaxed))
        return;
    std::sort(first, last, [](Row const& left, Row const& right) { return left.word != right.word ? left.word < right.word : left.id < right.id; });
    std::size_t const done = depth * 8;
    for (Row* from = first; from < last;) {
        bool further = false;
        Row* to = from + 1;
        for (; to < last && to->word == from->word; ++to) // the same bytes are equal to their end
            further = further || ((to->length > done || from->length > done) && (to->at != from->at || to->length != from->length));
        if (further && to - from > 1) {
            for (Row* row = from; row < to; ++row)
                row->word = row->length > done ? word_of(bytes_of(*row) + done, row->length - done) : 0;
            sort(from, to, depth + 1, stop);
        }
        from = to;
    }
}

std::vector<std::int64_t> OrderKeys::sorted(std::atomic<bool> const* stop)
{
    std::vector<std::int64_t> ids;
    for (auto* const part : {&m_full, &m_empty})
        if (!part->in_order)
            sort(part->rows.data(), part->rows.data() + part->rows.size(), 0, stop);
    m_blocks.clear();
    m_recent.assign(m_recent.size(), {});
    if (!stop || !stop->load(std::memory_order_relaxed)) {
        ids.reserve(size());
        for (auto* const part : {&m_full, &m_empty})
            for (auto const& row : part->rows)
                ids.push_back(m_ties == Ties::latest_first ? ~row.id : row.id);
    }
    m_full = {};
    m_empty = {};
    return ids;
}

} // namespace passerelle::model
