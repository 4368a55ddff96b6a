// Orders of a million ids, made here because SQLite's sorter knows neither our alphabet nor haste.
//
// Every sort of a row becomes bytes that compare as the sort wants ("memcmp order"): numbers with their sign turned and the high
// byte first, dates as digits, text folded; a descending one has its bytes turned. The bytes of all sorts follow each other, so
// that one comparison decides. Rows are put in order by eight bytes at a time, held beside the id: the bytes themselves, which
// lie all over the memory, are looked at only where the eight before were equal. Any thread; one object for one thread.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::model {

class OrderKeys {
public:
    /// Rows with equal keys: by id, upwards or downwards.
    enum class Ties { latest_last, latest_first };
    explicit OrderKeys(Ties ties = Ties::latest_last) : m_ties(ties) {}

    /// A row begins; its keys follow, in order.
    void begin(std::int64_t id);
    /// What is empty comes last in both directions.
    void add_null();
    void add_integer(std::int64_t, bool descending);
    void add_real(double, bool descending);
    /// In the order of bytes: codes, dates ("-" taken out, so that a day fits in eight bytes).
    void add_bytes(std::string_view, bool descending);
    void add_date(std::string_view, bool descending);
    /// In the order of people: case does not count, accents only where nothing else differs ("cote", "coté", "côte", "côté").
    void add_text(std::string_view, bool descending);
    void end();

    /// By the keys. Nothing where `stop` was set meanwhile. The keys are gone afterwards.
    [[nodiscard]] std::vector<std::int64_t> sorted(std::atomic<bool> const* stop);
    [[nodiscard]] std::size_t size() const { return m_full.rows.size() + m_empty.rows.size(); }

private:
    struct Row {
        std::uint64_t word;   ///< the eight bytes that are compared now
        std::int64_t id;
        std::uint32_t at;     ///< of the bytes after the first eight
        std::uint32_t length; ///< of them
    };
    /// Rows as they came may be in order already: those read along an index are.
    struct Part {
        std::vector<Row> rows;
        bool in_order = true;
    };
    struct Recent {
        std::uint64_t hash = 0;
        std::uint32_t at = 0, length = 0;
    };
    void keep(Part&, Row const&);
    [[nodiscard]] char const* bytes_of(Row const&) const;
    [[nodiscard]] bool before(Row const&, Row const&) const;
    void sort(Row* first, Row* last, std::size_t depth, std::atomic<bool> const* stop) const;
    void append_text_key(std::string_view);
    void present(); ///< a value is there; a first key needs no mark for it, since rows without one are kept apart

    Part m_full, m_empty; ///< rows whose first key is there, is null
    std::vector<std::unique_ptr<char[]>> m_blocks;
    std::size_t m_block_used = 0;
    std::vector<Recent> m_recent = std::vector<Recent>(4096); ///< keys met lately, found by their bytes
    std::string m_key, m_accents;
    std::int64_t m_id = 0; ///< turned where the latest comes first
    Ties m_ties;
    bool m_first = true, m_first_null = false;
};

/// What fold() of host/base/text.hpp gives, a character at a time and many times faster; signs of inclusive spelling in brackets and
/// hyphens stay. The accents that it dropped are added to `accents`, as bytes that compare.
void append_folded(std::string& out, std::string_view text, std::string* accents = nullptr);

} // namespace passerelle::model
