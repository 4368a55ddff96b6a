#include "host/model/relative_date.hpp"
#include "host/base/trim.hpp"
#include <charconv>
#include <chrono>
#include <ctime>

namespace passerelle::model {

namespace {

/// The same day of another month; its last day where it has fewer.
std::optional<psl::Date> plus_months(psl::Date from, int months)
{
    int const month = from.year() * 12 + static_cast<int>(from.month()) - 1 + months;
    for (unsigned day = from.day(); day >= 28; --day)
        if (auto const date = psl::Date::of(month / 12, static_cast<unsigned>(month % 12) + 1, day))
            return date;
    return psl::Date::of(month / 12, static_cast<unsigned>(month % 12) + 1, from.day());
}

} // namespace

std::string local_today()
{
    std::time_t const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm local{};
#if defined _WIN32
    localtime_s(&local, &now);
#else
    localtime_r(&now, &local);
#endif
    char text[16];
    return std::strftime(text, sizeof text, "%Y-%m-%d", &local) > 0 ? text : "1970-01-01";
}

std::optional<psl::Date> relative_date(std::string_view text, std::string_view today)
{
    constexpr std::string_view word = "today";
    if (!text.starts_with(word))
        return std::nullopt;
    auto const from = psl::Date::parse(today.empty() ? local_today() : std::string(today));
    auto rest = trimmed(text.substr(word.size()));
    if (!from || rest.empty())
        return from;
    int const sign = rest.front() == '-' ? -1 : rest.front() == '+' ? 1 : 0;
    auto const unit = rest.back();
    auto const digits = sign == 0 ? std::string_view{} : trimmed(rest.substr(1, rest.size() - 2));
    int number = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (digits.empty() || digits.size() > 4 || error != std::errc{} || end != digits.data() + digits.size() || number < 0)
        return std::nullopt;
    number *= sign;
    if (unit == 'm' || unit == 'y')
        return plus_months(*from, unit == 'm' ? number : number * 12);
    if (unit != 'd' && unit != 'w')
        return std::nullopt;
    return psl::Date::parse(from->plus_days(unit == 'w' ? number * 7 : number).iso());
}

} // namespace passerelle::model
