// Values of fields, lists of named values for writing (Fields), and records read by name (Row). Names as in ext/records.h:
// money is f.minor and f.currency, a period f.from and f.to, a point f.lat and f.lon. [any]
#pragma once
#include "passerelle/cpp/base.hpp"
#include "passerelle/value/date.hpp"
#include "passerelle/value/money.hpp"
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace psl {

/// One value that owns its text. Null is "not reported".
class Value {
public:
    Value() = default;
    Value(std::nullptr_t) {}
    Value(std::nullopt_t) {}
    template<typename T>
        requires std::integral<T>
    Value(T number) : m_kind(PSL_INT), m_integer(static_cast<std::int64_t>(number))
    {
    }
    Value(double number) : m_kind(PSL_REAL), m_real(number) {}
    Value(char const* text) : m_kind(text == nullptr ? PSL_NULL : PSL_TEXT), m_text(text == nullptr ? "" : text) {}
    Value(std::string_view text) : m_kind(PSL_TEXT), m_text(text) {}
    Value(std::string text) : m_kind(PSL_TEXT), m_text(std::move(text)) {}
    Value(Date date) : m_kind(PSL_TEXT), m_text(date.iso()) {}
    template<typename T>
    Value(std::optional<T> const& value)
    {
        if (value)
            *this = Value(*value);
    }

    [[nodiscard]] bool is_null() const { return m_kind == PSL_NULL; }
    /// Borrows this value's text.
    [[nodiscard]] psl_value to_c() const
    {
        psl_value value{};
        value.kind = static_cast<std::uint32_t>(m_kind);
        if (m_kind == PSL_INT)
            value.as.i = m_integer;
        else if (m_kind == PSL_REAL)
            value.as.r = m_real;
        else if (m_kind == PSL_TEXT)
            value.as.s = psl::to_c(m_text);
        return value;
    }

private:
    int m_kind = PSL_NULL;
    std::int64_t m_integer = 0;
    double m_real = 0;
    std::string m_text;
};

namespace detail {

inline void append_json_text(std::string& out, std::string_view text)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (char const letter : text) {
        auto const byte = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            out += '\\';
            out += letter;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else
            out += letter;
    }
    out += '"';
}

/// 125, 1 -> "12.5"; -5, 2 -> "-0.05".
[[nodiscard]] inline std::string scaled_text(std::int64_t number, int scale)
{
    std::uint64_t const size = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    std::string digits = std::to_string(size);
    if (scale > 0) {
        auto const decimals = static_cast<std::size_t>(scale);
        if (digits.size() <= decimals)
            digits.insert(0, decimals + 1 - digits.size(), '0');
        digits.insert(digits.size() - decimals, 1, '.');
    }
    return number < 0 ? "-" + digits : digits;
}

/// "12.5", 2 -> 1250. Nothing where the text is not such a number, has more decimals than the scale, or does not fit.
[[nodiscard]] inline std::optional<std::int64_t> scaled_number(std::string_view text, int scale)
{
    bool const negative = !text.empty() && text.front() == '-';
    if (negative)
        text.remove_prefix(1);
    std::int64_t number = 0;
    int decimals = -1;
    bool any = false;
    auto const push = [&](int digit) {
        if (number > (INT64_MAX - digit) / 10)
            return false;
        number = number * 10 + digit;
        return true;
    };
    for (char const letter : text) {
        if (letter == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (letter < '0' || letter > '9')
            return std::nullopt;
        any = true;
        if (decimals >= 0 && ++decimals > scale) {
            if (letter != '0')
                return std::nullopt;
            --decimals;
            continue;
        }
        if (!push(letter - '0'))
            return std::nullopt;
    }
    if (!any)
        return std::nullopt;
    for (int at = decimals < 0 ? 0 : decimals; at < scale; ++at)
        if (!push(0))
            return std::nullopt;
    return negative ? -number : number;
}

} // namespace detail

/// Named values for a change, an imported record or an answer; calls chain.
class Fields {
public:
    Fields() = default;
    Fields(std::initializer_list<std::pair<std::string_view, Value>> values)
    {
        m_values.reserve(values.size());
        for (auto const& [name, value] : values)
            m_values.emplace_back(std::string(name), value);
    }
    Fields& set(std::string_view name, Value value)
    {
        m_values.emplace_back(std::string(name), std::move(value));
        return *this;
    }
    Fields& money(std::string_view name, std::optional<Money> const& value)
    {
        set(std::string(name) + ".minor", value ? Value(value->minor) : Value());
        return set(std::string(name) + ".currency", value ? Value(value->currency) : Value());
    }
    Fields& period(std::string_view name, std::optional<Date> from, std::optional<Date> to)
    {
        set(std::string(name) + ".from", from);
        return set(std::string(name) + ".to", to);
    }
    /// Degrees, WGS 84.
    Fields& point(std::string_view name, double latitude, double longitude)
    {
        set(std::string(name) + ".lat", latitude);
        return set(std::string(name) + ".lon", longitude);
    }
    /// decimal and percent: number / 10^scale.
    Fields& decimal(std::string_view name, std::int64_t number, int scale) { return set(name, detail::scaled_text(number, scale)); }
    /// A link by the key of the record it points to, in the order of that entity's "key" (imports only).
    Fields& link_key(std::string_view name, std::initializer_list<std::string_view> key)
    {
        std::string text;
        for (auto part = key.begin(); part != key.end(); ++part) {
            if (part != key.begin())
                text += '\x1f';
            text += *part;
        }
        return set(name, std::move(text));
    }
    /// choices: the codes.
    Fields& codes(std::string_view name, std::vector<std::string> const& codes)
    {
        std::string json = "[";
        for (std::string const& code : codes) {
            if (json.size() > 1)
                json += ',';
            detail::append_json_text(json, code);
        }
        return set(name, json + "]");
    }
    /// links: the ids.
    Fields& links(std::string_view name, std::vector<std::int64_t> const& ids)
    {
        std::string json = "[";
        for (std::int64_t const id : ids)
            json += (json.size() > 1 ? "," : "") + std::to_string(id);
        return set(name, json + "]");
    }
    /// translatable: pairs of language code and text; an empty list is null.
    Fields& translations(std::string_view name, std::vector<std::pair<std::string, std::string>> const& texts)
    {
        if (texts.empty())
            return set(name, nullptr);
        std::string json = "{";
        for (auto const& [language, text] : texts) {
            if (json.size() > 1)
                json += ',';
            detail::append_json_text(json, language);
            json += ':';
            detail::append_json_text(json, text);
        }
        return set(name, json + "}");
    }
    /// file: a web link.
    Fields& web_file(std::string_view name, std::string_view title, std::string_view url)
    {
        std::string json = "{\"name\":";
        detail::append_json_text(json, title);
        json += ",\"url\":";
        detail::append_json_text(json, url);
        return set(name, json + "}");
    }
    void clear() { m_values.clear(); }
    [[nodiscard]] std::vector<std::pair<std::string, Value>> const& values() const { return m_values; }

private:
    std::vector<std::pair<std::string, Value>> m_values;
};

namespace detail {
/// The two parallel arrays that the C tables take; borrows from the Fields.
struct Named {
    std::vector<psl_str> names;
    std::vector<psl_value> values;
    void take(Fields const& fields)
    {
        names.clear();
        values.clear();
        for (auto const& [name, value] : fields.values()) {
            names.push_back(psl::to_c(name));
            values.push_back(value.to_c());
        }
    }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(names.size()); }
};
} // namespace detail

/// A record or a question read by name. "id" is the record's id; in a check, "old.f" is the field before the change.
class Row {
public:
    explicit Row(psl_row const* row) : m_row(row) {}

    /// False where no such field exists (in a check of a new record, every "old.f").
    [[nodiscard]] bool has(std::string_view name) const
    {
        psl_value value{};
        return read(name, value);
    }
    [[nodiscard]] bool is_null(std::string_view name) const
    {
        psl_value value{};
        return !read(name, value) || value.kind == PSL_NULL;
    }
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const
    {
        psl_value value{};
        if (!read(name, value) || value.kind != PSL_TEXT)
            return std::nullopt;
        return std::string(from_c(value.as.s));
    }
    /// The text, or an empty one where it was not reported.
    [[nodiscard]] std::string text_or_empty(std::string_view name) const { return text(name).value_or(std::string{}); }
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const
    {
        psl_value value{};
        if (!read(name, value) || value.kind != PSL_INT)
            return std::nullopt;
        return value.as.i;
    }
    [[nodiscard]] std::optional<double> real(std::string_view name) const
    {
        psl_value value{};
        if (!read(name, value))
            return std::nullopt;
        if (value.kind == PSL_INT)
            return static_cast<double>(value.as.i);
        return value.kind == PSL_REAL ? std::optional(value.as.r) : std::nullopt;
    }
    [[nodiscard]] std::optional<bool> boolean(std::string_view name) const
    {
        auto const number = integer(name);
        return number ? std::optional(*number != 0) : std::nullopt;
    }
    [[nodiscard]] std::optional<Date> date(std::string_view name) const
    {
        auto const iso = text(name);
        return iso ? Date::parse(*iso) : std::nullopt;
    }
    [[nodiscard]] std::optional<Money> money(std::string_view name) const
    {
        auto const minor = integer(std::string(name) + ".minor");
        auto const currency = text(std::string(name) + ".currency");
        return minor && currency ? std::optional(Money{*minor, *currency}) : std::nullopt;
    }
    /// decimal, percent: the value times 10^scale.
    [[nodiscard]] std::optional<std::int64_t> scaled(std::string_view name, int scale) const
    {
        auto const written = text(name);
        return written ? detail::scaled_number(*written, scale) : std::nullopt;
    }

private:
    bool read(std::string_view name, psl_value& value) const
    {
        return m_row != nullptr && m_row->field(m_row, psl::to_c(name), &value) == PSL_OK;
    }
    psl_row const* m_row;
};

/// Where a report, a view or an export looks.
struct Scope {
    std::string kind = "portfolio"; ///< "project", "donor", "city", "country", "portfolio"
    std::int64_t id = 0;            ///< the record of project, donor (core.organisation), city (core.territory)
    std::string code;               ///< country: ISO 3166-1 alpha-2
    std::optional<Date> from, to;   ///< the period; open where absent
    std::optional<Date> as_of;
    std::string currency = "EUR"; ///< ISO 4217

    [[nodiscard]] static Scope of(psl_row const* raw)
    {
        Row const row(raw);
        Scope scope;
        scope.kind = row.text("kind").value_or("portfolio");
        scope.id = row.integer("id").value_or(0);
        scope.code = row.text_or_empty("code");
        scope.from = row.date("from");
        scope.to = row.date("to");
        scope.as_of = row.date("as_of");
        scope.currency = row.text("currency").value_or("EUR");
        return scope;
    }
};

} // namespace psl
