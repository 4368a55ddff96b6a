// What stands in a field. Null is "not reported": never 0, never an empty text.
#pragma once
#include "host/base/result.hpp"
#include "passerelle/value/cells.hpp"
#include "passerelle/value/date.hpp"
#include "passerelle/value/money.hpp"
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace passerelle::model {

struct Scaled { ///< decimal, percent: number / 10^scale
    std::int64_t number = 0;
    int scale = 0;
    friend bool operator==(Scaled const&, Scaled const&) = default;
};
struct Period {
    std::optional<psl::Date> from, to;
    friend bool operator==(Period const&, Period const&) = default;
};
struct Point { ///< degrees, WGS 84; latitude -90..90, longitude -180..180
    double latitude = 0, longitude = 0;
    friend bool operator==(Point const&, Point const&) = default;
};
struct Translations { ///< language code ("fr", "en", "vi", ... "und" where unknown) -> text
    std::map<std::string, std::string> texts;
    [[nodiscard]] std::string const& in(Language) const; ///< that language, else French, English, any
    friend bool operator==(Translations const&, Translations const&) = default;
};
struct FileRef {
    std::string name, sha256, media, url; ///< sha256 set: kept in the portfolio; url set: a web link
    std::int64_t size = 0;
    friend bool operator==(FileRef const&, FileRef const&) = default;
};
struct RecordId {
    std::int64_t value = 0;
    friend auto operator<=>(RecordId const&, RecordId const&) = default;
};
using Ids = std::vector<std::int64_t>;
using Codes = std::vector<std::string>;

/// text, long_text, choice: string · integer: int64 · boolean: bool · link: RecordId · the rest by their own type.
using Value = std::variant<std::monostate, std::int64_t, bool, std::string, Scaled, psl::Money, psl::Date, Period, Point, Translations, FileRef,
                           RecordId, Ids, Codes, psl::Cells>;

[[nodiscard]] inline bool is_null(Value const& value) { return std::holds_alternative<std::monostate>(value); }

} // namespace passerelle::model
