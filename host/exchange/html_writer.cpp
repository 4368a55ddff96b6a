#include "host/base/format.hpp"
#include "host/base/atomic_file.hpp"
#include "host/exchange/cleaning.hpp"
#include "host/exchange/facts.hpp"
#include "host/exchange/map_layout.hpp"
#include "host/exchange/svg.hpp"
#include "host/exchange/writers.hpp"
#include "host/exchange/timeline_layout.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::exchange {
namespace {

// No script, no font, no picture from elsewhere: the file reads the same on a stick, by mail, in ten years.
constexpr char style[] = R"css(
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#F5F5F2;color:#1B1D22;font:16px/1.5 Inter,"Noto Sans",system-ui,"Segoe UI",Roboto,sans-serif}
main{max-width:56rem;margin:0 auto;padding:2rem 2.5rem 3rem;background:#FFF;min-height:100vh}
header{border-top:4px solid #4A4EC2;padding-top:1rem;margin-bottom:1.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.35rem;line-height:1.25;color:#4044B0;border-bottom:1px solid #E3E3DD;margin:2.2rem 0 .8rem;padding-bottom:.25rem}
h3{font-size:1.1rem;margin:1.6rem 0 .5rem}h4{font-size:1rem;margin:1.2rem 0 .4rem}
p{margin:.5rem 0;white-space:pre-line}.subtitle{font-size:1.1rem;color:#454A53;margin:0}
.notice{background:#FBF1DC;color:#714C00;border:1px solid #E5CB95;border-radius:6px;padding:.5rem .8rem;font-weight:600}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.25rem 1rem;border-top:1px solid #868A91;border-bottom:1px solid #E3E3DD;padding:.7rem 0;margin:1rem 0}
dt{color:#626872}dd{margin:0}
nav ol{columns:2;padding-left:1.3rem}nav h2{border:0;margin-bottom:.3rem;font-size:1.05rem}
a{color:#4044B0}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:.8rem;margin:.8rem 0;padding:0;list-style:none}
.card{border:1px solid #E3E3DD;border-radius:8px;padding:.7rem .9rem}
.card .label{color:#626872;font-size:.875rem}.card .value{font-size:1.5rem;font-weight:600;line-height:1.25;font-variant-numeric:tabular-nums}
.card .more{font-size:.875rem;color:#454A53}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.9rem 0 .3rem;font-size:.92rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.2rem 0 .4rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #E3E3DD}
thead th{background:#F5F5F2;color:#454A53;border-bottom:1.5px solid #868A91;vertical-align:bottom}
tbody th{font-weight:400}.n{text-align:right;white-space:nowrap}
tfoot td,tfoot th{font-weight:600}tfoot tr:first-child>*{border-top:1.5px solid #868A91}
.absent,.notes,.muted{color:#626872}.notes{font-size:.85rem;list-style:none;margin:.2rem 0 1.2rem;padding:0}
.tone{border-radius:6px;padding:.45rem .7rem}
.good{color:#0A5A48}.warn{color:#714C00}.bad{color:#931919}.info{color:#14578F}.neutral{color:#4F545C}
p.good{background:#E1F1EB}p.warn{background:#FBF1DC}p.bad{background:#FAE9E7}p.info{background:#E5F0FA}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0);white-space:nowrap}
figure{margin:1rem 0}figcaption{font-weight:600;margin-bottom:.4rem}svg{max-width:100%;height:auto;font:13px Inter,"Noto Sans",system-ui,sans-serif}
footer{border-top:1px solid #E3E3DD;margin-top:2.5rem;padding-top:.6rem;color:#626872;font-size:.875rem}
@page{size:A4;margin:18mm 16mm}
@media print{body{background:#FFF;font-size:10pt}main{max-width:none;padding:0}nav{display:none}h2,h3,h4,caption,figcaption{break-after:avoid}
tr,figure,.card{break-inside:avoid}thead{display:table-header-group}.scroll{overflow:visible}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";

char const* class_of(Tone tone)
{
    switch (tone) {
    case Tone::good: return "good";
    case Tone::warn: return "warn";
    case Tone::bad: return "bad";
    case Tone::info: return "info";
    case Tone::muted: return "neutral";
    case Tone::plain: break;
    }
    return "";
}

class Html {
public:
    explicit Html(Document const& document) : m_document(document), m_french(document.language == Language::fr) {}

    std::string run()
    {
        auto const language = m_french ? "fr" : "en";
        m_out = fmt::format("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{}</title>\n",
                            language, escaped(m_document.title));
        if (!m_document.author.empty())
            m_out += fmt::format("<meta name=\"author\" content=\"{}\">\n", escaped(m_document.author));
        if (!m_document.date.empty())
            m_out += fmt::format("<meta name=\"date\" content=\"{}\">\n", escaped(m_document.date));
        m_out += fmt::format("<style>{}</style>\n</head>\n<body>\n<main>\n<header>\n", style);
        notice();
        m_out += fmt::format("<h1>{}</h1>\n", escaped(m_document.title));
        if (!m_document.subtitle.empty())
            m_out += fmt::format("<p class=\"subtitle\">{}</p>\n", escaped(m_document.subtitle));
        if (!m_document.identification.empty()) {
            m_out += "<dl>\n";
            for (auto const& [name, content] : m_document.identification)
                m_out += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(content));
            m_out += "</dl>\n";
        }
        m_out += "</header>\n";
        contents();
        body();
        auto const legend = legend_of(m_document);
        m_out += "<footer>\n";
        notes(legend);
        notice();
        if (!m_document.date.empty())
            m_out += fmt::format("<p>{}{}</p>\n", m_french ? "Données au " : "Data as of ", escaped(format_date(m_document.date, m_document.language, DateStyle::text)));
        m_out += "</footer>\n</main>\n</body>\n</html>\n";
        return std::move(m_out);
    }

private:
    void notice()
    {
        if (!m_document.notice.empty())
            m_out += fmt::format("<p class=\"notice\"><span aria-hidden=\"true\">▲</span> {}</p>\n", escaped(m_document.notice));
    }

    void contents()
    {
        std::string list;
        int count = 0;
        for (std::size_t at = 0; at < m_document.blocks.size(); ++at)
            if (auto const* heading = std::get_if<Heading>(&m_document.blocks[at]); heading && heading->level <= 1) {
                list += fmt::format("<li><a href=\"#s{}\">{}</a></li>\n", at, escaped(heading->text));
                ++count;
            }
        if (count > 2)
            m_out += fmt::format("<nav aria-labelledby=\"toc\"><h2 id=\"toc\">{}</h2><ol>\n{}</ol></nav>\n", m_french ? "Sommaire" : "Contents", list);
    }

    void body()
    {
        int last_level = 1;
        for (std::size_t at = 0; at < m_document.blocks.size(); ++at) {
            auto const& block = m_document.blocks[at];
            if (auto const* heading = std::get_if<Heading>(&block)) {
                // Never skip a level: screen readers walk headings in order.
                int const level = std::clamp(heading->level + 1, 2, std::min(4, last_level + 1));
                last_level = level;
                m_out += fmt::format("<h{0} id=\"s{1}\">{2}</h{0}>\n", level, at, escaped(heading->text));
            } else if (auto const* paragraph = std::get_if<Paragraph>(&block)) {
                if (paragraph->tone == Tone::plain)
                    m_out += fmt::format("<p>{}</p>\n", escaped(paragraph->text));
                else if (paragraph->tone == Tone::muted)
                    m_out += fmt::format("<p class=\"muted\">{}</p>\n", escaped(paragraph->text));
                else
                    m_out += fmt::format("<p class=\"tone {}\">{}{}</p>\n", class_of(paragraph->tone), mark(paragraph->tone, true), escaped(paragraph->text));
            } else if (std::holds_alternative<Figure>(block)) {
                m_out += "<ul class=\"cards\">\n";
                for (; at < m_document.blocks.size() && std::holds_alternative<Figure>(m_document.blocks[at]); ++at)
                    card(std::get<Figure>(m_document.blocks[at]));
                --at;
                m_out += "</ul>\n";
            } else if (auto const* table = std::get_if<Table>(&block)) {
                this->table(*table);
            } else if (auto const* chart = std::get_if<Chart>(&block)) {
                if (rows_of(*chart) > 0)
                    picture(layout_chart(*chart, m_document.language, frame_for_browser(m_document.date)), at, chart->caption, described(*chart, m_document.language));
            } else if (auto const* timeline = std::get_if<Timeline>(&block)) {
                if (!timeline->rows.empty())
                    picture(layout_timeline(*timeline, m_document.language, frame_for_browser(m_document.date)), at, timeline->caption, described(*timeline, m_document.language));
            } else if (auto const& map = std::get<Map>(block); !map.places.empty()) {
                picture(layout_map(map, m_document.language, frame_for_browser(m_document.date)), at, map.caption, described(map, m_document.language));
            }
        }
    }

    [[nodiscard]] std::string mark(Tone tone, bool hidden_word) const
    {
        if (tone == Tone::plain)
            return {};
        return hidden_word ? fmt::format("<span aria-hidden=\"true\">{}</span> <span class=\"unseen\">{}{}</span>", tone_sign(tone), tone_word(tone, m_document.language), m_french ? "\u00A0: " : ": ")
                           : fmt::format("<span aria-hidden=\"true\">{}</span> {}", tone_sign(tone), tone_word(tone, m_document.language));
    }

    void card(Figure const& figure)
    {
        m_out += fmt::format("<li class=\"card\"><div class=\"label\">{}</div><div class=\"value{}\">{}</div>", escaped(figure.label), is_absent(figure.value) ? " absent" : "", value(figure.value));
        if (!is_absent(figure.target))
            m_out += fmt::format("<div class=\"more\">{}{}</div>", m_french ? "Cible\u00A0: " : "Target: ", escaped(fact_text(figure.target, m_document.language)));
        if (figure.tone != Tone::plain)
            m_out += fmt::format("<div class=\"more {}\"><strong>{}</strong></div>", class_of(figure.tone), mark(figure.tone, false));
        if (!figure.note.empty())
            m_out += fmt::format("<div class=\"more\">{}</div>", escaped(figure.note));
        m_out += "</li>\n";
    }

    /// A sign is read out in full and keeps its reason.
    [[nodiscard]] std::string value(Fact const& fact) const
    {
        auto const text = escaped(fact_text(fact, m_document.language));
        if (!is_absent(fact))
            return text;
        Table one;
        one.rows.push_back({Cell{fact, Tone::plain, {}, 0}});
        auto const lines = notes_of(one, m_document.language);
        return lines.empty() ? text : fmt::format("<abbr title=\"{}\">{}</abbr>", escaped(lines.front()), text);
    }

    void table(Table const& table)
    {
        if (table.columns.empty())
            return;
        std::vector<bool> numeric(table.columns.size());
        for (std::size_t c = 0; c < table.columns.size(); ++c) {
            std::size_t figures = 0, texts = 0;
            for (auto const& row : table.rows)
                if (c < row.size())
                    (is_numeric(row[c].fact) ? figures : is_absent(row[c].fact) ? m_ignored : texts) += 1;
            numeric[c] = figures > texts;
        }
        m_out += fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n<table>\n", escaped(table.caption.empty() ? table.id : table.caption));
        if (!table.caption.empty())
            m_out += fmt::format("<caption>{}</caption>\n", escaped(table.caption));
        m_out += "<thead><tr>";
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            m_out += fmt::format("<th scope=\"col\"{}>{}</th>", numeric[c] ? " class=\"n\"" : "", escaped(table.columns[c]));
        m_out += "</tr></thead>\n<tbody>\n";
        auto const totals_from = table.rows.size() - std::min<std::size_t>(table.total_rows, table.rows.size());
        for (std::size_t r = 0; r < table.rows.size(); ++r) {
            if (r == totals_from)
                m_out += "</tbody>\n<tfoot>\n";
            m_out += "<tr>";
            for (std::size_t c = 0; c < table.columns.size() && c < table.rows[r].size(); ++c) {
                auto const& cell = table.rows[r][c];
                bool const head = c == 0 && cell.fact.kind == FactKind::text;
                bool const right = numeric[c] && (is_numeric(cell.fact) || is_absent(cell.fact));
                std::string classes = right ? "n" : "";
                if (is_absent(cell.fact))
                    classes += classes.empty() ? "absent" : " absent";
                if (cell.tone != Tone::plain)
                    classes += fmt::format("{}{}", classes.empty() ? "" : " ", class_of(cell.tone));
                m_out += fmt::format("<{}{}>{}{}</{}>", head ? "th scope=\"row\"" : "td", classes.empty() ? "" : fmt::format(" class=\"{}\"", classes), mark(cell.tone, true), value(cell.fact), head ? "th" : "td");
            }
            m_out += "</tr>\n";
        }
        m_out += table.total_rows > 0 && !table.rows.empty() ? "</tfoot>\n</table>\n</div>\n" : "</tbody>\n</table>\n</div>\n";
        notes(notes_of(table, m_document.language));
    }

    void notes(std::vector<std::string> const& lines)
    {
        if (lines.empty())
            return;
        m_out += "<ul class=\"notes\">";
        for (auto const& line : lines)
            m_out += fmt::format("<li>{}</li>", escaped(line));
        m_out += "</ul>\n";
    }

    void picture(ChartLayout const& layout, std::size_t at, std::string const& caption, std::string const& description)
    {
        m_out += "<figure>\n";
        if (!caption.empty())
            m_out += fmt::format("<figcaption>{}</figcaption>\n", escaped(caption));
        m_out += svg_of(layout, fmt::format("g{}", at), caption, description);
        m_out += "\n</figure>\n";
    }

    Document const& m_document;
    bool m_french;
    std::size_t m_ignored = 0;
    std::string m_out;
};

} // namespace

Result<void> write_html(Document const& given, std::filesystem::path const& path)
{
    auto const document = cleaned_document(given);
    return write_file_atomically(path, Html{document}.run());
}

} // namespace passerelle::exchange
