#include "tests/folder.hpp"
#include "host/exchange/writers.hpp"
#include "sample.hpp"
#include <doctest/doctest.h>

using namespace passerelle;
using namespace passerelle::exchange;

TEST_CASE("the page names its language, has headings in order and tables with caption and scopes")
{
    Folder const folder;
    REQUIRE(write_html(sample::document(Language::fr), folder.path / "r.html"));
    auto const html = Folder::read(folder.path / "r.html");
    CHECK(html.find("<html lang=\"fr\">") != std::string::npos);
    CHECK(times(html, "<h1>") == 1);
    CHECK(html.find("<h2 id=") < html.find("<h3 id="));
    CHECK(times(html, "<table>") == 2);
    CHECK(times(html, "<caption>") == 2);
    CHECK(times(html, "<th scope=\"col\"") == 6 + 5);
    CHECK(times(html, "<th scope=\"row\"") >= 4);
    CHECK(times(html, "role=\"img\"") == 5);
    CHECK(times(html, "<desc id=") == 5);
    CHECK(times(html, "<tfoot>") == 1);
    CHECK(html.find("Données de démonstration – fictives") != std::string::npos);
    CHECK(html.find("Cible\u00A0: 150") != std::string::npos);
    REQUIRE(write_html(sample::document(Language::en), folder.path / "e.html"));
    CHECK(Folder::read(folder.path / "e.html").find("<html lang=\"en\">") != std::string::npos);
}

TEST_CASE("nothing from the outside runs or is fetched")
{
    auto document = sample::document(Language::fr);
    document.title = "<script>alert(1)</script>";
    document.notice = "\"><img src=x onerror=alert(1)>";
    document.identification.emplace_back("<b>", "&amp;'");
    document.blocks.push_back(Chart{ChartKind::bars, "c", "</title><script>", {"</svg><script>"}, {"<i>"}, {sample::count(1)}});
    document.blocks.push_back(Paragraph{Tone::bad, std::string("a\0b\x07\xFF", 5)});
    Folder const folder;
    REQUIRE(write_html(document, folder.path / "r.html"));
    auto const html = Folder::read(folder.path / "r.html");
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("<img") == std::string::npos);
    CHECK(html.find("src=\"") == std::string::npos);
    CHECK(html.find("url(") == std::string::npos);
    CHECK(html.find('\0') == std::string::npos);
    CHECK(html.find("&lt;script&gt;alert(1)&lt;/script&gt;") != std::string::npos);
    CHECK(html.find("=HYPERLINK(&quot;http://x&quot;;&quot;&lt;b&gt;&amp;&quot;)") != std::string::npos);
    CHECK(html.find("default-src 'none'") != std::string::npos);
}

TEST_CASE("levels are never skipped and the same document gives the same bytes")
{
    Document document;
    document.title = "T";
    document.blocks = {Heading{3, "profond"}, Heading{1, "haut"}, Heading{3, "profond encore"}};
    Folder const folder;
    REQUIRE(write_html(document, folder.path / "r.html"));
    auto const html = Folder::read(folder.path / "r.html");
    CHECK(html.find("<h2 id=\"s0\">profond</h2>") != std::string::npos);
    CHECK(html.find("<h3 id=\"s2\">profond encore</h3>") != std::string::npos);
    REQUIRE(write_html(document, folder.path / "s.html"));
    CHECK(html == Folder::read(folder.path / "s.html"));
}
