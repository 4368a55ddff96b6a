#include "tests/folder.hpp"
#include "host/exchange/pdf_flow.hpp"
#include "host/exchange/writers.hpp"
#include "sample.hpp"
#include <doctest/doctest.h>

using namespace passerelle;
using namespace passerelle::exchange;

TEST_CASE("a heading stands on the page of what follows, and no row or line stands alone")
{
    for (std::size_t rows = 1; rows < 140; rows += 3) {
        auto const document = sample::document(Language::fr, rows);
        PaperText text{Language::fr};
        auto const placed = flow(document, text);
        for (std::size_t at = 0; at < placed.parts.size(); ++at) {
            auto const& part = placed.parts[at];
            CHECK(part.y >= Sheet::top - 0.01);
            CHECK(part.y + part.height <= placed.sheet.body_bottom() + 0.01);
            CHECK(part.page < placed.pages);
            if (part.kind == PartKind::heading) {
                REQUIRE(at + 1 < placed.parts.size());
                CHECK(placed.parts[at + 1].page == part.page);
            }
            if (part.kind == PartKind::table) {
                auto const all = std::get<Table>(document.blocks[part.block]).rows.size();
                CHECK(part.count >= std::min<std::size_t>(2, all));
            }
        }
    }
}

TEST_CASE("a short table is not cut, and the key of a table's signs stands with its last rows")
{
    PaperText text{Language::fr};
    for (std::size_t before = 0; before < 60; ++before) {
        auto document = sample::document(Language::fr, 0);
        document.blocks.clear();
        for (std::size_t at = 0; at < before; ++at) // pushes what follows down the page, a line at a time
            document.blocks.push_back(Paragraph{Tone::plain, "Ligne"});
        for (std::size_t const rows : {6u, 80u}) {
            Table table{"t", "Effectifs", {"Groupe", "Effectif"}, {}, 1};
            table.rows.assign(rows, {sample::cell(sample::text("Femmes")), sample::cell(Fact{})}); // not reported: a sign with a key
            document.blocks.push_back(table);
        }
        auto const placed = flow(document, text);
        std::size_t parts = 0;
        for (std::size_t at = 0; at < placed.parts.size(); ++at) {
            auto const& part = placed.parts[at];
            if (part.kind == PartKind::table && part.block == before)
                ++parts;
            if (part.kind == PartKind::table_notes) {
                REQUIRE(at > 0);
                CHECK(placed.parts[at - 1].kind == PartKind::table);
                CHECK(placed.parts[at - 1].page == part.page);
            }
        }
        CHECK(parts == 1);
    }
}

TEST_CASE("a report with a wide table lies, others stand")
{
    PaperText text{Language::fr};
    auto document = sample::document(Language::fr, 10);
    CHECK_FALSE(flow(document, text).sheet.lying);
    Table wide{"w", "Large", std::vector<std::string>(11, "Dénominateur"), {}, 0};
    wide.rows.assign(5, std::vector<Cell>(11, sample::cell(sample::money(1'234'567'890, "XOF"))));
    document.blocks.push_back(wide);
    auto const placed = flow(document, text);
    CHECK(placed.sheet.lying);
    for (auto const& part : placed.parts)
        CHECK(part.y + part.height <= placed.sheet.body_bottom() + 0.01);
    Folder const folder;
    REQUIRE(write_pdf(document, folder.path / "w.pdf"));
    CHECK(Folder::read(folder.path / "w.pdf").find("/MediaBox [ 0 0 841.89 595.276 ]") != std::string::npos);
}

TEST_CASE("the file is tagged, in its language, with bookmarks, alternative texts and table heads on every page")
{
    Folder const folder;
    auto const document = sample::document(Language::fr);
    REQUIRE(write_pdf(document, folder.path / "r.pdf"));
    auto const pdf = Folder::read(folder.path / "r.pdf");
    PaperText text{Language::fr};
    auto const placed = flow(document, text);
    CHECK(pdf.starts_with("%PDF-1."));
    CHECK(times(pdf, "/Type /Page %") == placed.pages);
    CHECK(placed.pages > 3);
    CHECK(pdf.find("/MarkInfo << /Marked true >>") != std::string::npos);
    CHECK(pdf.find("/Lang (fr-FR)") != std::string::npos);
    CHECK(times(pdf, "/Alt <FEFF") == 5);
    std::size_t heads = 0, tables = 0;
    for (auto const& part : placed.parts)
        if (part.kind == PartKind::table) {
            heads += std::get<Table>(document.blocks[part.block]).columns.size();
            ++tables;
        }
    CHECK(tables > 2);
    CHECK(times(pdf, "/O /Table /Scope /Column") == heads);
    CHECK(times(pdf, "/S /Caption") == tables);
    CHECK(times(pdf, "/S /H1") == 1);
    CHECK(times(pdf, "/XYZ") == 1 + 6); // the title and six headings
    CHECK(pdf.find("/CreationDate (20260630") != std::string::npos);
}

TEST_CASE("the same document gives the same bytes")
{
    Folder const folder;
    auto const document = sample::document(Language::en);
    REQUIRE(write_pdf(document, folder.path / "a.pdf"));
    REQUIRE(write_pdf(document, folder.path / "b.pdf"));
    CHECK(Folder::read(folder.path / "a.pdf") == Folder::read(folder.path / "b.pdf"));
    CHECK(folder.files() == 2);
}

TEST_CASE("hostile texts, other scripts, empty and enormous blocks are laid out")
{
    Document document;
    document.title = std::string(3000, 'W');
    document.notice = std::string(500, 'x');
    document.blocks.push_back(Heading{9, "\xFF\xFE invalide"});
    document.blocks.push_back(Paragraph{Tone::bad, "مدينة · ភ្នំពេញ · Hà Nội · 東京 · \u202Erenversé"});
    document.blocks.push_back(Paragraph{Tone::plain, std::string(60'000, 'm')});
    Table wide{"w", "Large", std::vector<std::string>(40, "Colonne au nom long"), {}, 9};
    wide.rows.push_back(std::vector<Cell>(80, sample::cell(sample::money(123456789012, "XOF"))));
    wide.rows.push_back({});
    wide.rows.push_back({sample::cell(sample::text(std::string(20'000, 'z')))});
    document.blocks.push_back(wide);
    document.blocks.push_back(Table{});
    document.blocks.push_back(Chart{});
    document.blocks.push_back(Chart{ChartKind::bars, "c", "", std::vector<std::string>(300, "Libellé"), {"s"}, std::vector<Fact>(300, sample::count(4))});
    document.blocks.push_back(Map{});
    document.blocks.push_back(Figure{});
    Folder const folder;
    REQUIRE(write_pdf(document, folder.path / "a.pdf"));
    REQUIRE(write_html(document, folder.path / "a.html"));
    REQUIRE(write_xlsx(document, folder.path / "a.xlsx"));
    Document const nothing;
    CHECK(write_pdf(nothing, folder.path / "b.pdf"));
    CHECK(write_html(nothing, folder.path / "b.html"));
    CHECK(write_xlsx(nothing, folder.path / "b.xlsx"));
    CHECK(folder.files() == 6);
}

TEST_CASE("a folder that is not there is said by every writer")
{
    Folder const folder;
    auto const document = sample::document(Language::fr, 3);
    for (auto const write : {&write_pdf, &write_html, &write_xlsx}) {
        auto const result = write(document, folder.path / "nulle-part" / "r");
        REQUIRE_FALSE(result);
        CHECK(result.error().status == Status::not_found);
    }
}
