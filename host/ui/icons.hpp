// The icons in use, from Material Design Icons 1.6: each stands beside a word or under a tooltip. The font atlas takes these only.
#pragma once
#include <array>
#include <string_view>

namespace passerelle::ui::icons {

using Icon = std::string_view;
inline constexpr Icon inbox = "\xEF\x8B\xBB";
inline constexpr Icon rows = "\xEF\x89\xB9";
inline constexpr Icon timeline = "\xEF\x99\xAE";
inline constexpr Icon folder = "\xEF\x89\x96";
inline constexpr Icon undo = "\xEF\x95\x8C";
inline constexpr Icon redo = "\xEF\x91\x8E";
inline constexpr Icon magnify = "\xEF\x8D\x89";
inline constexpr Icon plus = "\xEF\x90\x95";
inline constexpr Icon close = "\xEF\x85\x96";
inline constexpr Icon check = "\xEF\x84\xAC";
inline constexpr Icon alert = "\xEF\x80\xA6";
inline constexpr Icon pencil = "\xEF\x8F\xAB";
inline constexpr Icon trash = "\xEF\x87\x80";
inline constexpr Icon filter = "\xEF\x88\xB6";
inline constexpr Icon export_ = "\xEF\x88\x87";
inline constexpr Icon import_ = "\xEF\x8B\xBA";
inline constexpr Icon report = "\xEF\x88\x9A";
inline constexpr Icon document = "\xEF\x88\x99";
inline constexpr Icon gear = "\xEF\x92\x93";
inline constexpr Icon tune = "\xEF\x98\xAE";
inline constexpr Icon puzzle = "\xEF\x90\xB1";
inline constexpr Icon link = "\xEF\x8C\xB9";
inline constexpr Icon flag = "\xEF\x88\xBD";
inline constexpr Icon bank = "\xEF\x81\xB0";
inline constexpr Icon target = "\xEF\x93\xBE";
inline constexpr Icon people = "\xEF\x80\x8F";
inline constexpr Icon table = "\xEF\x93\xAB";
inline constexpr Icon chevron_right = "\xEF\x85\x82";
inline constexpr Icon chevron_down = "\xEF\x85\x80";
inline constexpr Icon chevron_up = "\xEF\x85\x83";
inline constexpr Icon more = "\xEF\x87\x98";
inline constexpr Icon help = "\xEF\x98\xA5";
inline constexpr Icon info = "\xEF\x8B\xBD";
inline constexpr Icon grid = "\xEF\x95\xB0";
inline constexpr Icon cash = "\xEF\x84\x96";
inline constexpr Icon arrow_left = "\xEF\x81\x8D";
inline constexpr Icon arrow_up = "\xEF\x81\x9D";
inline constexpr Icon arrow_down = "\xEF\x81\x85";
inline constexpr Icon open = "\xEF\x8F\x8C";
inline constexpr Icon history = "\xEF\x8B\x9A";
inline constexpr Icon translate = "\xEF\x97\x8A";
inline constexpr Icon marker = "\xEF\x8D\x8E";
inline constexpr Icon copy = "\xEF\x86\x8F";
inline constexpr Icon download = "\xEF\x87\x9A";
inline constexpr Icon calendar = "\xEF\x83\xAD";
inline constexpr Icon tag = "\xEF\x93\xB9";
inline constexpr Icon file = "\xEF\x88\x94";
inline constexpr Icon person = "\xEF\x80\x84";
inline constexpr Icon coin = "\xEF\x86\xAD";
inline constexpr Icon balance = "\xEF\x97\x91";
inline constexpr Icon bulb = "\xEF\x8C\xB6";
inline constexpr Icon chart = "\xEF\x84\xA8";
inline constexpr Icon home = "\xEF\x8B\x9C";
inline constexpr Icon dashboard = "\xEF\x95\xAE";
inline constexpr Icon swap = "\xEF\x93\xA1";
inline constexpr Icon earth = "\xEF\x87\xA7";
inline constexpr Icon city = "\xEF\x85\x86";
inline constexpr Icon building = "\xEF\x87\x97";
inline constexpr Icon minus = "\xEF\x8D\xB4";
inline constexpr Icon map = "\xEF\x8D\x8D";
inline constexpr Icon percent = "\xEF\x8F\xB0";

/// Code points of the above, for the atlas.
inline constexpr std::array<unsigned short, 61> code_points = {0xF004, 0xF00F, 0xF026, 0xF045, 0xF04D, 0xF05D, 0xF070, 0xF0ED, 0xF116, 0xF128, 0xF12C, 0xF140, 0xF142, 0xF143, 0xF146, 0xF156, 0xF18F, 0xF1AD, 0xF1C0, 0xF1D7, 0xF1D8, 0xF1DA, 0xF1E7, 0xF207, 0xF214, 0xF219, 0xF21A, 0xF236, 0xF23D, 0xF256, 0xF279, 0xF2DA, 0xF2DC, 0xF2FA, 0xF2FB, 0xF2FD, 0xF336, 0xF339, 0xF349, 0xF34D, 0xF34E, 0xF374, 0xF3CC, 0xF3EB, 0xF3F0, 0xF415, 0xF431, 0xF44E, 0xF493, 0xF4E1, 0xF4EB, 0xF4F9, 0xF4FE, 0xF54C, 0xF56E, 0xF570, 0xF5CA, 0xF5D1, 0xF625, 0xF62E, 0xF66E};

} // namespace passerelle::ui::icons
