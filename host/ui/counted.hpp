// A number with its noun: "1 fiche", "12 fiches". Any thread.
#pragma once
#include "host/base/format.hpp"
#include <fmt/format.h>
#include <string>

namespace passerelle::ui {

[[nodiscard]] inline std::string counted(std::size_t number, Language language, char const* one, char const* several)
{
    return fmt::format("{} {}", format_integer(static_cast<std::int64_t>(number), language), number < 2 ? one : several);
}

} // namespace passerelle::ui
