// Text on paper through Pango: measured once, drawn without being shaped twice where that can be avoided. One thread each.
#pragma once
#include "host/base/result.hpp"
#include <array>
#include <cstdint>
#include <map>
#include <pango/pangocairo.h>
#include <string>
#include <string_view>
#include <unordered_map>

namespace passerelle::exchange {

enum class TextStyle { title, subtitle, heading_1, heading_2, heading_3, body, body_strong, small, small_strong, cell, cell_strong, figure, figure_small };
enum class Flush { left, right, centre };

class PaperText {
public:
    explicit PaperText(Language);
    ~PaperText();
    PaperText(PaperText const&) = delete;
    PaperText& operator=(PaperText const&) = delete;

    /// Width of the text on one line, from the advances of its characters (kerning apart); points.
    [[nodiscard]] double width(std::string_view, TextStyle, double scale = 1);
    [[nodiscard]] double longest_word(std::string_view, TextStyle, double scale = 1);
    [[nodiscard]] double line_height(TextStyle, double scale = 1) const;
    /// Height when wrapped at `wide`; exact where it wraps, without shaping where it surely does not.
    [[nodiscard]] double height(std::string_view, TextStyle, double wide, double scale = 1);
    /// Text longer than `most_height` ends with "…".
    void draw(cairo_t*, std::string_view, TextStyle, double x, double y, double wide, Flush = Flush::left, double scale = 1, double most_height = 0);
    /// For paragraphs that may cross pages.
    [[nodiscard]] int line_count(std::string_view, TextStyle, double wide);
    void draw_lines(cairo_t*, std::string_view, TextStyle, double x, double y, double wide, int first, int count);
    [[nodiscard]] static double size_of(TextStyle);

private:
    /// Digits, capitals and the marks of amounts and dates: no kerning matters, so glyphs are looked up, not shaped.
    struct Glyph {
        unsigned long index = 0;
        double advance = -1;
    };
    struct Figures {
        cairo_scaled_font_t* font = nullptr;
        double ascent = 0;
        bool usable = false;
        std::array<Glyph, 131> glyphs{}; ///< ASCII, then U+00A0, U+202F and the euro sign
    };
    struct Line {
        PangoLayout* layout = nullptr;
        double width = 0;
    };
    /// Wrapped text with its lines; kept while there is room, since tables repeat their words and each is measured, then drawn.
    struct Wrapped {
        PangoLayout* layout = nullptr;
        int lines = 0;
    };
    [[nodiscard]] Wrapped wrapped(std::string_view, TextStyle, double wide, Flush, double scale);
    Figures& figures(TextStyle, double scale);
    bool draw_figures(cairo_t*, std::string_view, TextStyle, double x, double y, double wide, Flush, double scale);
    Line line_of(std::string_view, TextStyle, double scale);
    PangoLayout* prepare(std::string_view, TextStyle, double wide, Flush, double scale);
    PangoContext* m_context = nullptr;
    struct Font {
        PangoFontDescription* description = nullptr;
        PangoLayout* layout = nullptr;
        std::array<float, 384> advances{};
        std::unordered_map<char32_t, float> others;
        double line = 0;
    };
    Font& font(TextStyle);
    [[nodiscard]] float advance(Font&, char32_t, char const* bytes, int length);
    mutable std::array<Font, 13> m_fonts;
    std::map<std::pair<TextStyle, int>, Figures> m_figures;
    std::unordered_map<std::string, Wrapped> m_wrapped;
    std::unordered_map<std::string, Line> m_lines; ///< shaped lines that come again: heads, signs, names of codes
};

} // namespace passerelle::exchange
