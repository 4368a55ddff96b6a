// Of a workbook's styles only one thing matters to an import: whether a number is shown as a date or as a percentage.
#pragma once
#include <cstddef>
#include <orcus/spreadsheet/import_interface.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace passerelle::exchange {

enum class NumberStyle { plain, date, percent, time };

/// "dd/mm/yyyy" is a date, "0.0%" a percentage, "[h]:mm" a time; text in quotes, brackets and escapes does not count.
[[nodiscard]] NumberStyle style_of_code(std::string_view code);
/// Excel's built-in formats, ECMA-376 part 1, 18.8.30.
[[nodiscard]] NumberStyle style_of_builtin(std::size_t id);

class NumberStyles : public orcus::spreadsheet::iface::import_styles {
public:
    [[nodiscard]] NumberStyle of(std::size_t xf) const { return xf < m_xfs.size() ? m_xfs[xf] : NumberStyle::plain; }

    void set_number_format_identifier(std::size_t id) override { m_id = id; }
    void set_number_format_code(std::string_view code) override { m_code = style_of_code(code); }
    std::size_t commit_number_format() override
    {
        m_formats[m_id] = m_code;
        return m_committed++;
    }
    void set_xf_number_format(std::size_t index) override { m_xf_format = index; }
    std::size_t commit_cell_xf() override
    {
        auto const own = m_formats.find(m_xf_format);
        if (m_xfs.size() < 100'000)
            m_xfs.push_back(own != m_formats.end() ? own->second : style_of_builtin(m_xf_format));
        m_xf_format = 0;
        return m_xfs.size() - 1;
    }

    // What people see but what no import needs.
    using Size = std::size_t;
    using Colour = orcus::spreadsheet::color_elem_t;
    void set_font_count(Size) override {}
    void set_font_bold(bool) override {}
    void set_font_italic(bool) override {}
    void set_font_name(std::string_view) override {}
    void set_font_size(double) override {}
    void set_font_underline(orcus::spreadsheet::underline_t) override {}
    void set_font_underline_width(orcus::spreadsheet::underline_width_t) override {}
    void set_font_underline_mode(orcus::spreadsheet::underline_mode_t) override {}
    void set_font_underline_type(orcus::spreadsheet::underline_type_t) override {}
    void set_font_underline_color(Colour, Colour, Colour, Colour) override {}
    void set_font_color(Colour, Colour, Colour, Colour) override {}
    void set_strikethrough_style(orcus::spreadsheet::strikethrough_style_t) override {}
    void set_strikethrough_type(orcus::spreadsheet::strikethrough_type_t) override {}
    void set_strikethrough_width(orcus::spreadsheet::strikethrough_width_t) override {}
    void set_strikethrough_text(orcus::spreadsheet::strikethrough_text_t) override {}
    Size commit_font() override { return m_others++; }
    void set_fill_count(Size) override {}
    void set_fill_pattern_type(orcus::spreadsheet::fill_pattern_t) override {}
    void set_fill_fg_color(Colour, Colour, Colour, Colour) override {}
    void set_fill_bg_color(Colour, Colour, Colour, Colour) override {}
    Size commit_fill() override { return m_others++; }
    void set_border_count(Size) override {}
    void set_border_style(orcus::spreadsheet::border_direction_t, orcus::spreadsheet::border_style_t) override {}
    void set_border_color(orcus::spreadsheet::border_direction_t, Colour, Colour, Colour, Colour) override {}
    void set_border_width(orcus::spreadsheet::border_direction_t, double, orcus::length_unit_t) override {}
    Size commit_border() override { return m_others++; }
    void set_cell_hidden(bool) override {}
    void set_cell_locked(bool) override {}
    void set_cell_print_content(bool) override {}
    void set_cell_formula_hidden(bool) override {}
    Size commit_cell_protection() override { return m_others++; }
    void set_number_format_count(Size) override {}
    void set_cell_xf_count(Size) override {}
    void set_cell_style_xf_count(Size) override {}
    void set_dxf_count(Size) override {}
    void set_xf_font(Size) override {}
    void set_xf_fill(Size) override {}
    void set_xf_border(Size) override {}
    void set_xf_protection(Size) override {}
    void set_xf_style_xf(Size) override {}
    void set_xf_apply_alignment(bool) override {}
    void set_xf_horizontal_alignment(orcus::spreadsheet::hor_alignment_t) override {}
    void set_xf_vertical_alignment(orcus::spreadsheet::ver_alignment_t) override {}
    Size commit_cell_style_xf() override
    {
        m_xf_format = 0;
        return m_others++;
    }
    Size commit_dxf() override { return m_others++; }
    void set_cell_style_count(Size) override {}
    void set_cell_style_name(std::string_view) override {}
    void set_cell_style_xf(Size) override {}
    void set_cell_style_builtin(Size) override {}
    void set_cell_style_parent_name(std::string_view) override {}
    Size commit_cell_style() override { return m_others++; }

private:
    std::unordered_map<std::size_t, NumberStyle> m_formats;
    std::vector<NumberStyle> m_xfs;
    std::size_t m_id = 0, m_committed = 0, m_xf_format = 0, m_others = 0;
    NumberStyle m_code = NumberStyle::plain;
};

} // namespace passerelle::exchange
