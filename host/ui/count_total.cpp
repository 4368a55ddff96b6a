#include "host/ui/count_total.hpp"
#include "host/base/format.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

/// In the type of the total's field.
model::Value as_total(model::Field const& field, std::int64_t sum)
{
    if (field.type == model::FieldType::integer)
        return sum;
    std::int64_t scaled = sum;
    for (int at = 0; at < field.scale; ++at)
        if (__builtin_mul_overflow(scaled, 10, &scaled))
            return {};
    return model::Scaled{scaled, field.scale};
}

model::TotalCheck check_typed(Context const& context, CountTotal const& one)
{
    auto const total = one.total.value(context);
    return model::check_total(one.cells.cells(), total ? *total : model::Value{});
}

} // namespace

std::optional<std::int64_t> sum_typed(FieldInput const& cells) { return model::sum_of(cells.cells(), {}); }

bool follow_sum(Context const& context, CountTotal const& one, std::optional<std::int64_t> before)
{
    auto const now = sum_typed(one.cells);
    auto const total = one.total.value(context);
    if (now == before || !now || !total)
        return false;
    bool const followed = model::is_null(*total) || (before && *total == as_total(one.total.field(), *before));
    if (followed)
        one.total.write(context, as_total(one.total.field(), *now));
    return followed;
}

bool draw_count_total(Context& context, CountTotal const& one, float width)
{
    auto const sum = sum_typed(one.cells);
    if (!sum)
        return false;
    auto const check = check_typed(context, one);
    auto const language = context.language;
    auto const& label = context.in(one.total.field().label);
    std::string const counted = format_integer(check.match == model::TotalMatch::nothing ? *sum : check.counted, language);
    std::string const total = format_decimal(check.total.number, check.total.scale, language), apart = format_decimal(check.apart.number, check.apart.scale, language);
    auto const reason = one.reason ? one.reason->value(context) : Result<model::Value>(model::Value{});
    bool const explained = reason && !model::is_null(*reason);
    auto tone = exchange::Tone::good;
    std::string words;
    bool const french = language == Language::fr;
    switch (check.match) {
    case model::TotalMatch::nothing:
        tone = exchange::Tone::info;
        words = fmt::format(fmt::runtime(french ? "Somme des cases\u00A0: {0}. «\u00A0{1}\u00A0» n’est pas renseigné." : "Sum of the cells: {0}. “{1}” is not reported."), counted, label);
        break;
    case model::TotalMatch::equal: words = fmt::format(fmt::runtime(french ? "Somme des cases\u00A0: {0}, égale à «\u00A0{1}\u00A0»." : "Sum of the cells: {0}, equal to “{1}”."), counted, label); break;
    case model::TotalMatch::below:
        tone = exchange::Tone::warn;
        words = fmt::format(fmt::runtime(french ? "Somme des cases\u00A0: {0}. «\u00A0{1}\u00A0»\u00A0: {2}, soit {3} de plus." : "Sum of the cells: {0}. “{1}”: {2}, that is {3} more."), counted, label, total, apart);
        if (one.reason && !explained)
            words += fmt::format(fmt::runtime(french ? " Dites pourquoi dans «\u00A0{}\u00A0»." : " Say why in “{}”."), context.in(one.reason->field().label));
        break;
    case model::TotalMatch::above:
        tone = exchange::Tone::bad;
        words = fmt::format(fmt::runtime(french ? "Somme des cases\u00A0: {0}. «\u00A0{1}\u00A0»\u00A0: {2}. Il y a {3} personnes de trop dans les cases, ou le total est à corriger."
                                                : "Sum of the cells: {0}. “{1}”: {2}. The cells hold {3} persons too many, or the total is to be corrected."),
                            counted, label, total, apart);
        break;
    }
    // The reason is said where it is typed: the words of this line are read out with it.
    tone_mark(context, tone);
    ImGui::SameLine(0, context.px(8));
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width - context.px(24));
    text(context, context.theme->of(tone).text, words, context.fonts.caption);
    ImGui::PopTextWrapPos();
    bool const fixed = context.session.portfolio().read_only();
    if (check.match == model::TotalMatch::nothing || check.match == model::TotalMatch::above) {
        if (!fixed && button(context, ButtonKind::outline, "take the sum", fmt::format(fmt::runtime(french ? "Reprendre {} comme total" : "Take {} as the total"), counted))) {
            one.total.write(context, as_total(one.total.field(), *sum));
            return true;
        }
    } else if (auto const rest = model::with_rest_unknown(one.cells.cells(), check); rest && !fixed) {
        if (button(context, ButtonKind::outline, "rest unknown", fmt::format(fmt::runtime(french ? "Compter les {} autres comme inconnus" : "Count the other {} as unknown"), apart))) {
            one.cells.write(context, *rest);
            return true;
        }
    }
    return false;
}

} // namespace passerelle::ui
