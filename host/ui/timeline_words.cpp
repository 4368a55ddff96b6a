#include "host/ui/timeline_words.hpp"
#include "host/base/format.hpp"
#include "host/exchange/facts.hpp"
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

std::string words_of(std::string const& iso, Context const& context)
{
    return iso.empty() ? std::string(context.tr("non renseigné", "not reported")) : format_date(iso, context.language, DateStyle::text);
}

std::string late_words(exchange::Slip const& slip, Context const& context)
{
    auto const days = format_integer(slip.days(), context.language);
    return slip.open ? fmt::format("{}\u00A0{}", days, context.tr("jours de décalage à ce jour ou attendus", "days of slippage so far or expected")) : fmt::format("{}\u00A0{}", days, context.tr("jours de décalage", "days of slippage"));
}

} // namespace

std::string about(exchange::TimelineMoment const& moment, exchange::TimelineRow const& row, Context const& context)
{
    auto words = fmt::format("{} {}", context.tr("prévu le", "planned"), words_of(moment.planned, context));
    if (moment.actual.empty() && exchange::is_moment_row(row) && !row.expected_end.empty())
        words += fmt::format("{} {}", row.expected_end < moment.planned ? context.tr(", avancé au", ", moved forward to") : context.tr(", reporté au", ", put off to"), words_of(row.expected_end, context));
    words += moment.actual.empty() ? context.tr(", pas encore atteint", ", not reached yet") : fmt::format("{} {}", context.tr(", atteint le", ", reached"), words_of(moment.actual, context));
    if (auto const slip = exchange::slip_of_moment(row, moment, exchange::day_of(context.session.today())))
        words += ", " + late_words(*slip, context);
    return words;
}

std::string about(exchange::TimelineRow const& row, Context const& context, char const* between)
{
    if (exchange::is_moment_row(row))
        return about(row.moments.front(), row, context);
    std::string words = fmt::format("{}{} – {}", context.tr("Prévu\u00A0: ", "Planned: "), words_of(row.planned_from, context), words_of(row.planned_to, context));
    words += fmt::format("{}{}{} – {}", between, context.tr("Réalisé\u00A0: ", "Actual: "), words_of(row.actual_from, context), words_of(row.actual_to, context));
    if (!row.expected_end.empty())
        words += fmt::format("{}{}{}", between, context.tr("Fin attendue\u00A0: ", "Expected end: "), words_of(row.expected_end, context));
    if (auto const slip = exchange::slip_of(row, exchange::day_of(context.session.today())))
        words += between + late_words(*slip, context);
    if (exchange::rests(row))
        words += fmt::format("{}{}", between, exchange::rest_word(context.language));
    else if (row.tone != exchange::Tone::plain)
        words += fmt::format("{}{}", between, exchange::tone_word(row.tone, context.language));
    return words;
}

} // namespace passerelle::ui
