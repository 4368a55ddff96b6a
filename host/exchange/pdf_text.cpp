#include "host/exchange/pdf_text.hpp"
#include <algorithm>
#include <cmath>

namespace passerelle::exchange {
namespace {

struct Face {
    double size;
    bool strong;
};
constexpr Face faces[]{{21, true}, {12, false}, {15, true}, {12, true}, {10.5, true}, {9.5, false}, {9.5, true}, {8, false}, {8, true}, {8.5, false}, {8.5, true}, {17, true}, {12.5, true}};

Face face_of(TextStyle style)
{
    return faces[static_cast<std::size_t>(style)];
}

/// Leading, as a share of the font's own line height: a little air for reading.
constexpr double leading = 1.12;

char32_t next(std::string_view text, std::size_t& at)
{
    auto const lead = static_cast<unsigned char>(text[at]);
    std::size_t const length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t code = lead < 0x80 ? lead : lead < 0xE0 ? lead & 0x1F : lead < 0xF0 ? lead & 0x0F : lead & 0x07;
    for (std::size_t k = 1; k < length && at + k < text.size(); ++k)
        code = code << 6 | (static_cast<unsigned char>(text[at + k]) & 0x3F);
    at = std::min(text.size(), at + length);
    return code;
}

} // namespace

double PaperText::size_of(TextStyle style)
{
    return face_of(style).size;
}

PaperText::PaperText(Language language)
{
    m_context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    pango_cairo_context_set_resolution(m_context, 72);
    pango_context_set_language(m_context, pango_language_from_string(language == Language::fr ? "fr" : "en"));
    pango_context_set_round_glyph_positions(m_context, FALSE);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(m_context, options);
    cairo_font_options_destroy(options);
}

PaperText::~PaperText()
{
    for (auto& [key, line] : m_lines)
        g_object_unref(line.layout);
    for (auto& [key, figures] : m_figures)
        if (figures.font)
            cairo_scaled_font_destroy(figures.font);
    for (auto const& [key, kept] : m_wrapped)
        g_object_unref(kept.layout);
    for (auto& font : m_fonts) {
        if (font.layout)
            g_object_unref(font.layout);
        if (font.description)
            pango_font_description_free(font.description);
    }
    g_object_unref(m_context);
}

PaperText::Font& PaperText::font(TextStyle style)
{
    auto& font = m_fonts[static_cast<std::size_t>(style)];
    if (font.layout)
        return font;
    auto const face = face_of(style);
    font.description = pango_font_description_new();
    pango_font_description_set_family_static(font.description, "Inter, Noto Sans, DejaVu Sans, sans-serif");
    pango_font_description_set_weight(font.description, face.strong ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.description, face.size * PANGO_SCALE);
    font.layout = pango_layout_new(m_context);
    pango_layout_set_font_description(font.layout, font.description);
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum=1, calt=0, liga=0, clig=0"));
    // tnum: digits of one width, so that columns line up. Inter's contextual forms (arrows, case of colons) cost half of all
    // shaping and change nothing that a report needs.
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE)); // no hyphens where the text has none
    pango_layout_set_attributes(font.layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_text(font.layout, "Ég", -1);
    int width = 0, height = 0;
    pango_layout_get_size(font.layout, &width, &height);
    font.line = static_cast<double>(height) / PANGO_SCALE * leading;
    pango_layout_set_line_spacing(font.layout, static_cast<float>(leading));
    pango_layout_set_wrap(font.layout, PANGO_WRAP_WORD_CHAR);
    font.advances.fill(-1);
    return font;
}

float PaperText::advance(Font& font, char32_t code, char const* bytes, int length)
{
    auto const measure = [&] {
        pango_layout_set_width(font.layout, -1);
        pango_layout_set_font_description(font.layout, font.description);
        pango_layout_set_text(font.layout, bytes, length);
        int width = 0;
        pango_layout_get_size(font.layout, &width, nullptr);
        return static_cast<float>(width) / PANGO_SCALE;
    };
    if (code < font.advances.size()) {
        auto& known = font.advances[code];
        if (known < 0)
            known = measure();
        return known;
    }
    if (auto const found = font.others.find(code); found != font.others.end())
        return found->second;
    auto const width = measure();
    if (font.others.size() < 20000)
        font.others.emplace(code, width);
    return width;
}

double PaperText::width(std::string_view text, TextStyle style, double scale)
{
    auto& face = font(style);
    double sum = 0;
    for (std::size_t at = 0; at < text.size() && at < 4000;) {
        auto const from = at;
        auto const code = next(text, at);
        sum += static_cast<double>(advance(face, code, text.data() + from, static_cast<int>(at - from)));
    }
    return sum * scale;
}

double PaperText::longest_word(std::string_view text, TextStyle style, double scale)
{
    double longest = 0;
    for (std::size_t from = 0; from < text.size() && from < 2000;) {
        // Short words with hyphens (identifiers, dates) are kept whole; long ones may break there.
        auto to = std::min(text.find_first_of(" \n", from), text.size());
        if (to - from > 18)
            to = std::min(text.find_first_of(" \n-/", from), text.size());
        longest = std::max(longest, width(text.substr(from, to - from + (to < text.size() && text[to] != ' ' && text[to] != '\n' ? 1 : 0)), style, scale));
        from = to + 1;
    }
    return longest;
}

double PaperText::line_height(TextStyle style, double scale) const
{
    return const_cast<PaperText*>(this)->font(style).line * scale;
}

PangoLayout* PaperText::prepare(std::string_view text, TextStyle style, double wide, Flush flush, double scale)
{
    auto& face = font(style);
    if (scale != 1) {
        PangoFontDescription* scaled = pango_font_description_copy(face.description);
        pango_font_description_set_absolute_size(scaled, face_of(style).size * scale * PANGO_SCALE);
        pango_layout_set_font_description(face.layout, scaled);
        pango_font_description_free(scaled);
    } else {
        pango_layout_set_font_description(face.layout, face.description);
    }
    pango_layout_set_width(face.layout, static_cast<int>(std::ceil(wide * PANGO_SCALE)));
    pango_layout_set_alignment(face.layout, flush == Flush::right ? PANGO_ALIGN_RIGHT : flush == Flush::centre ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    pango_layout_set_height(face.layout, -1);
    pango_layout_set_ellipsize(face.layout, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_text(face.layout, text.data(), static_cast<int>(text.size()));
    return face.layout;
}

double PaperText::height(std::string_view text, TextStyle style, double wide, double scale)
{
    // 3 % for kerning that widens: then no shaping is needed to know that it stays on one line.
    if (text.size() < 4000 && text.find('\n') == std::string_view::npos && width(text, style, scale) * 1.03 <= wide)
        return line_height(style, scale);
    return wrapped(text, style, wide, Flush::left, scale).lines * line_height(style, scale);
}

PaperText::Wrapped PaperText::wrapped(std::string_view text, TextStyle style, double wide, Flush flush, double scale)
{
    constexpr std::size_t most_kept = 3000, most_bytes = 400;
    std::string key;
    if (text.size() <= most_bytes) {
        key.reserve(text.size() + 8);
        key = text;
        for (int number : {static_cast<int>(style) * 3 + static_cast<int>(flush), static_cast<int>(scale * 100), static_cast<int>(std::ceil(wide * PANGO_SCALE))})
            for (int byte = 0; byte < 3; ++byte, number >>= 8)
                key += static_cast<char>(number & 0xFF);
        if (auto const found = m_wrapped.find(key); found != m_wrapped.end())
            return found->second;
    }
    PangoLayout* const shared = prepare(text, style, wide, flush, scale);
    if (key.empty() || m_wrapped.size() >= most_kept)
        return {shared, pango_layout_get_line_count(shared)};
    PangoLayout* const own = pango_layout_copy(shared);
    return m_wrapped.emplace(std::move(key), Wrapped{own, pango_layout_get_line_count(own)}).first->second;
}

void PaperText::draw(cairo_t* cairo, std::string_view text, TextStyle style, double x, double y, double wide, Flush flush, double scale, double most_height)
{
    if (text.empty())
        return;
    if (text.size() < 400 && text.find('\n') == std::string_view::npos && width(text, style, scale) * 1.03 <= wide) {
        if (draw_figures(cairo, text, style, x, y, wide, flush, scale))
            return;
        auto const line = line_of(text, style, scale);
        cairo_move_to(cairo, flush == Flush::left ? x : flush == Flush::right ? x + wide - line.width : x + (wide - line.width) / 2, y);
        pango_cairo_show_layout(cairo, line.layout);
        return;
    }
    bool const may_end_early = most_height > 0 && text.size() > 200;
    auto* layout = may_end_early ? prepare(text, style, wide, flush, scale) : wrapped(text, style, wide, flush, scale).layout;
    if (may_end_early) {
        pango_layout_set_height(layout, static_cast<int>(most_height * PANGO_SCALE));
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    cairo_move_to(cairo, x, y);
    pango_cairo_show_layout(cairo, layout);
}

PaperText::Line PaperText::line_of(std::string_view text, TextStyle style, double scale)
{
    std::string key{text};
    key += static_cast<char>(style);
    key += static_cast<char>(scale * 100);
    if (auto const found = m_lines.find(key); found != m_lines.end())
        return found->second;
    if (m_lines.size() >= 3000) {
        for (auto& [old, line] : m_lines)
            g_object_unref(line.layout);
        m_lines.clear();
    }
    PangoLayout* layout = pango_layout_copy(prepare(text, style, 1, Flush::left, scale));
    pango_layout_set_width(layout, -1);
    int width = 0;
    pango_layout_get_size(layout, &width, nullptr);
    return m_lines.emplace(std::move(key), Line{layout, static_cast<double>(width) / PANGO_SCALE}).first->second;
}

namespace {

constexpr std::string_view figure_letters = " %()+,-./0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Place in Figures::glyphs, or -1 for what must be shaped.
int place_of(char32_t code)
{
    if (code < 128)
        return figure_letters.find(static_cast<char>(code)) != std::string_view::npos ? static_cast<int>(code) : -1;
    return code == 0xA0 ? 128 : code == 0x202F ? 129 : code == 0x20AC ? 130 : -1;
}

} // namespace

PaperText::Figures& PaperText::figures(TextStyle style, double scale)
{
    auto const [found, made] = m_figures.try_emplace({style, static_cast<int>(scale * 100)});
    auto& figures = found->second;
    if (!made)
        return figures;
    // One layout of all the letters tells each one's glyph, with the same features as shaped text.
    PangoFont* font = nullptr;
    figures.usable = true;
    auto const learn = [&](std::string const& letter, int place) {
        auto* layout = prepare(letter, style, 1000, Flush::left, scale);
        auto* line = pango_layout_get_line_readonly(layout, 0);
        auto* run = line && line->runs ? static_cast<PangoLayoutRun*>(line->runs->data) : nullptr;
        if (!run || run->glyphs->num_glyphs != 1 || (font && run->item->analysis.font != font) || (run->glyphs->glyphs[0].glyph & PANGO_GLYPH_UNKNOWN_FLAG)) {
            figures.glyphs[static_cast<std::size_t>(place)] = {}; // that letter will be shaped
            return;
        }
        if (!font) {
            font = run->item->analysis.font;
            figures.font = cairo_scaled_font_reference(pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
            figures.ascent = static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE;
        }
        figures.glyphs[static_cast<std::size_t>(place)] = {run->glyphs->glyphs[0].glyph, static_cast<double>(run->glyphs->glyphs[0].geometry.width) / PANGO_SCALE};
    };
    learn("0", '0');
    for (char const letter : figure_letters)
        learn(std::string(1, letter), letter);
    learn("\u00A0", 128);
    learn("\u202F", 129);
    learn("€", 130);
    figures.usable = figures.font != nullptr;
    return figures;
}

bool PaperText::draw_figures(cairo_t* cairo, std::string_view text, TextStyle style, double x, double y, double wide, Flush flush, double scale)
{
    if (text.size() > 48 || text.find_first_of("0123456789") == std::string_view::npos)
        return false;
    std::array<int, 48> places{};
    std::size_t count = 0;
    std::array<cairo_text_cluster_t, 48> clusters{};
    for (std::size_t at = 0; at < text.size();) {
        auto const from = at;
        auto const place = place_of(next(text, at));
        if (place < 0)
            return false;
        clusters[count] = {static_cast<int>(at - from), 1};
        places[count++] = place;
    }
    auto& known = figures(style, scale);
    if (!known.usable)
        return false;
    double width = 0;
    for (std::size_t at = 0; at < count; ++at) {
        auto const advance = known.glyphs[static_cast<std::size_t>(places[at])].advance;
        if (advance < 0)
            return false;
        width += advance;
    }
    double pen = flush == Flush::left ? x : flush == Flush::right ? x + wide - width : x + (wide - width) / 2;
    std::array<cairo_glyph_t, 48> glyphs{};
    for (std::size_t at = 0; at < count; ++at) {
        auto const& glyph = known.glyphs[static_cast<std::size_t>(places[at])];
        glyphs[at] = {glyph.index, pen, y + known.ascent};
        pen += glyph.advance;
    }
    cairo_set_scaled_font(cairo, known.font);
    cairo_show_text_glyphs(cairo, text.data(), static_cast<int>(text.size()), glyphs.data(), static_cast<int>(count), clusters.data(), static_cast<int>(count), static_cast<cairo_text_cluster_flags_t>(0));
    return true;
}

int PaperText::line_count(std::string_view text, TextStyle style, double wide)
{
    return pango_layout_get_line_count(prepare(text, style, wide, Flush::left, 1));
}

void PaperText::draw_lines(cairo_t* cairo, std::string_view text, TextStyle style, double x, double y, double wide, int first, int count)
{
    auto* layout = prepare(text, style, wide, Flush::left, 1);
    auto const step = line_height(style);
    auto const baseline = static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE;
    int at = 0;
    for (GSList* line = pango_layout_get_lines_readonly(layout); line && at < first + count; line = line->next, ++at) {
        if (at < first)
            continue;
        cairo_move_to(cairo, x, y + (at - first) * step + baseline);
        pango_cairo_show_layout_line(cairo, static_cast<PangoLayoutLine*>(line->data));
    }
}

} // namespace passerelle::exchange
