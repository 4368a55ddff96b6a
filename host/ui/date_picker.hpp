// A month to pick a day from, beside a date that is typed. [main]
#pragma once
#include "host/ui/context.hpp"
#include "passerelle/value/date.hpp"
#include <optional>

namespace passerelle::ui {

class DatePicker {
public:
    /// A button; pressed, the month of `day`, or of today, opens beneath it. The day that was picked.
    std::optional<psl::Date> draw(Context&, std::optional<psl::Date> day);
    [[nodiscard]] static float width(Context const&);

private:
    void turn(int months);
    std::optional<psl::Date> draw_month(Context&, std::optional<psl::Date> chosen);

    int m_year = 2026;
    unsigned m_month = 1; ///< 1 to 12
};

/// Monday is 0.
[[nodiscard]] unsigned weekday_of(psl::Date);

} // namespace passerelle::ui
