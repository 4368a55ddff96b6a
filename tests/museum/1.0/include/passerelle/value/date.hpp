// A calendar date without time or zone, and the day counts of the domain (inclusive periods, completed years of age).
#pragma once
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace psl {

class Date {
public:
    /// Years 1583 to 9999 (the Gregorian calendar); anything that is not a day of it gives no date.
    [[nodiscard]] static std::optional<Date> of(int year, unsigned month, unsigned day)
    {
        std::chrono::year_month_day const ymd{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
        if (!ymd.ok() || year < 1583 || year > 9999)
            return std::nullopt;
        return Date{ymd};
    }

    /// Exactly "YYYY-MM-DD".
    [[nodiscard]] static std::optional<Date> parse(std::string_view iso)
    {
        if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-')
            return std::nullopt;
        for (std::size_t at = 0; at < iso.size(); ++at)
            if (at != 4 && at != 7 && (iso[at] < '0' || iso[at] > '9'))
                return std::nullopt;
        auto const number = [&](std::size_t from, std::size_t count) {
            unsigned value = 0;
            std::from_chars(iso.data() + from, iso.data() + from + count, value);
            return value;
        };
        return of(static_cast<int>(number(0, 4)), number(5, 2), number(8, 2));
    }

    [[nodiscard]] int year() const { return static_cast<int>(m_ymd.year()); }
    [[nodiscard]] unsigned month() const { return static_cast<unsigned>(m_ymd.month()); }
    [[nodiscard]] unsigned day() const { return static_cast<unsigned>(m_ymd.day()); }
    [[nodiscard]] std::int64_t days_since_1970() const { return std::chrono::sys_days{m_ymd}.time_since_epoch().count(); }
    [[nodiscard]] Date plus_days(std::int64_t days) const
    {
        return Date{std::chrono::year_month_day{std::chrono::sys_days{m_ymd} + std::chrono::days{days}}};
    }
    [[nodiscard]] std::string iso() const
    {
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", year(), month(), day());
        return text;
    }
    friend auto operator<=>(Date const& left, Date const& right) { return left.days_since_1970() <=> right.days_since_1970(); }
    friend bool operator==(Date const&, Date const&) = default;

private:
    explicit Date(std::chrono::year_month_day ymd) : m_ymd(ymd) {}
    std::chrono::year_month_day m_ymd;
};

/// Days from first to last, both counted; 0 or less if last precedes first.
[[nodiscard]] inline std::int64_t days_inclusive(Date first, Date last)
{
    return last.days_since_1970() - first.days_since_1970() + 1;
}

/// Completed years at a date; born on 29 February counts from 1 March in common years (domain 2.3).
[[nodiscard]] inline int age_at(Date birth, Date at)
{
    int years = at.year() - birth.year();
    if (at.month() < birth.month() || (at.month() == birth.month() && at.day() < birth.day()))
        --years;
    return years;
}

} // namespace psl
