// Spreadsheets of all kinds, and what pretends to be one.
#include "host/exchange/workbook.hpp"
#include "tests/folder.hpp"
#include <cstring>
#include <doctest/doctest.h>
#include <random>
#include <xlsxwriter.h>

using namespace passerelle;
using namespace passerelle::exchange;

namespace {

std::string cell(Workbook const& book, std::size_t row, std::size_t column, std::size_t sheet = 0)
{
    REQUIRE(row < book.sheets[sheet].rows.size());
    auto const& cells = book.sheets[sheet].rows[row].cells;
    return column < cells.size() ? cells[column].text : std::string{"(none)"};
}
CellKind kind(Workbook const& book, std::size_t row, std::size_t column) { return book.sheets[0].rows[row].cells[column].kind; }

void little(std::string& out, std::uint32_t value, int bytes)
{
    for (int at = 0; at < bytes; ++at)
        out += static_cast<char>(value >> (8 * at) & 255);
}
/// A ZIP of stored parts (no compression), which is a valid container; `announced` above 0 lies about the first part's size.
std::string zip(std::vector<std::pair<std::string, std::string>> const& parts, std::uint32_t announced = 0)
{
    std::string out, directory;
    for (auto const& [name, content] : parts) {
        std::uint32_t crc = 0xFFFFFFFF;
        for (unsigned char const byte : content) {
            crc ^= byte;
            for (int bit = 0; bit < 8; ++bit)
                crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
        }
        auto const at = static_cast<std::uint32_t>(out.size()), size = static_cast<std::uint32_t>(content.size());
        std::string head;
        little(head, 20, 2), little(head, 0, 2), little(head, 0, 2), little(head, 0, 4), little(head, ~crc, 4), little(head, size, 4), little(head, announced && directory.empty() ? announced : size, 4);
        little(head, static_cast<std::uint32_t>(name.size()), 2), little(head, 0, 2);
        out += "PK\x03\x04" + head + name + content;
        directory += std::string{"PK\x01\x02"};
        little(directory, 20, 2);
        directory += head;
        little(directory, 0, 2), little(directory, 0, 2), little(directory, 0, 2), little(directory, 0, 4), little(directory, at, 4);
        directory += name;
    }
    auto const start = static_cast<std::uint32_t>(out.size());
    out += directory + std::string{"PK\x05\x06"};
    little(out, 0, 4), little(out, static_cast<std::uint32_t>(parts.size()), 2), little(out, static_cast<std::uint32_t>(parts.size()), 2);
    little(out, static_cast<std::uint32_t>(directory.size()), 4), little(out, start, 4), little(out, 0, 2);
    return out;
}

/// An XLSX file with this content of <sheetData>, all texts in place.
std::string xlsx(std::string const& rows)
{
    return zip({{"[Content_Types].xml", R"(<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>)"},
                {"_rels/.rels", R"(<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
                {"xl/workbook.xml", R"(<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Feuille" sheetId="1" r:id="rId1"/></sheets></workbook>)"},
                {"xl/_rels/workbook.xml.rels", R"(<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>)"},
                {"xl/worksheets/sheet1.xml", R"(<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)" + rows + "</sheetData></worksheet>"}});
}

} // namespace

TEST_CASE("CSV keeps the line numbers of the file, whatever is empty between")
{
    auto const book = workbook_from_bytes("Titre;;\r\n\r\nNom;Montant;\r\n;;\r\nÉtals;1 234,56;\r\n");
    REQUIRE(book);
    auto const& rows = book->sheets[0].rows;
    REQUIRE(rows.size() == 3);
    CHECK(rows[1].line == 3);
    CHECK(rows[2].line == 5);
    CHECK(cell(*book, 2, 0) == "Étals");
    CHECK(cell(*book, 2, 1) == "1 234,56");
    CHECK(kind(*book, 2, 2) == CellKind::empty);
}

TEST_CASE("XLSX gives typed cells, formulas by their result, merged values in each line")
{
    Folder const folder;
    auto const file = folder.path / "essai.xlsx";
    auto* book = workbook_new(file.c_str());
    auto* sheet = workbook_add_worksheet(book, "Février");
    workbook_add_worksheet(book, "Autre");
    auto* date = workbook_add_format(book);
    format_set_num_format(date, "dd/mm/yyyy");
    auto* percent = workbook_add_format(book);
    format_set_num_format(percent, "0.0%");
    worksheet_write_string(sheet, 0, 0, "Projet", nullptr);
    worksheet_write_string(sheet, 0, 1, "Date", nullptr);
    worksheet_merge_range(sheet, 1, 0, 2, 0, "Lomé & Cie", nullptr);
    lxw_datetime day{2026, 2, 3, 0, 0, 0};
    worksheet_write_datetime(sheet, 1, 1, &day, date);
    worksheet_write_number(sheet, 1, 2, 0.1 + 0.2, nullptr);
    worksheet_write_number(sheet, 1, 3, 0.255, percent);
    worksheet_write_boolean(sheet, 1, 4, 1, nullptr);
    worksheet_write_formula_num(sheet, 1, 5, "=1200*2", nullptr, 2400);
    worksheet_write_formula_str(sheet, 1, 6, "=cmd|' /C calc'!A0", nullptr, "texte");
    worksheet_write_number(sheet, 2, 1, 32797850, nullptr);
    REQUIRE(workbook_close(book) == LXW_NO_ERROR);

    auto const read = read_workbook(file);
    REQUIRE_MESSAGE(read, (read ? "" : read.error().sentence.en));
    REQUIRE(read->sheets.size() == 2);
    CHECK(read->sheets[0].name == "Février");
    CHECK(kind(*read, 1, 1) == CellKind::date);
    CHECK(cell(*read, 1, 1) == "2026-02-03");
    CHECK(cell(*read, 1, 2) == "0.3"); // as the spreadsheet shows it, not 0.30000000000000004
    CHECK(kind(*read, 1, 3) == CellKind::percent);
    CHECK(cell(*read, 1, 3) == "25.5");
    CHECK(kind(*read, 1, 4) == CellKind::boolean);
    CHECK(cell(*read, 1, 5) == "2400");
    CHECK(cell(*read, 1, 6) == "texte"); // the formula itself is nowhere
    CHECK(cell(*read, 2, 0) == "Lomé & Cie");
    CHECK(cell(*read, 2, 1) == "32797850");
}

TEST_CASE("texts in place, errors and ISO dates of XLSX are read too")
{
    auto const book = workbook_from_bytes(xlsx(R"(<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c><c r="B1" t="inlineStr"><is><r><t>Ca</t></r><r><t>ché</t></r></is></c></row><row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3" t="d"><v>2025-03-01T00:00:00</v></c><c r="C3"><v>12.5</v></c></row>)"));
    REQUIRE_MESSAGE(book, (book ? "" : book.error().sentence.en));
    CHECK(cell(*book, 0, 0) == "Nom");
    CHECK(cell(*book, 0, 1) == "Caché");
    CHECK(book->sheets[0].rows[1].line == 3);
    CHECK(kind(*book, 1, 0) == CellKind::error);
    CHECK(cell(*book, 1, 1) == "2025-03-01");
    CHECK(cell(*book, 1, 2) == "12.5");
}

TEST_CASE("ODS gives dates, numbers and repeated cells")
{
    std::string const mime = "application/vnd.oasis.opendocument.spreadsheet";
    auto const book = workbook_from_bytes(zip({{"mimetype", mime}, {"content.xml", R"(<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Relevé"><table:table-row><table:table-cell office:value-type="string"><text:p>Date</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Montant</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="date" office:date-value="2026-02-03"><text:p>03/02/26</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1240.5"><text:p>1 240,50</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>)"}}));
    REQUIRE_MESSAGE(book, (book ? "" : book.error().sentence.en));
    CHECK(book->sheets[0].name == "Relevé");
    CHECK(kind(*book, 1, 0) == CellKind::date);
    CHECK(cell(*book, 1, 0) == "2026-02-03");
    CHECK(cell(*book, 1, 1) == "1240.5");
}

TEST_CASE("hostile workbooks are refused with a sentence and the program goes on")
{
    auto const refused = [](std::string const& bytes) {
        auto const book = workbook_from_bytes(bytes);
        if (book)
            return std::string{"(read)"};
        CHECK_FALSE(book.error().sentence.fr.empty());
        return book.error().sentence.en;
    };
    std::string const good = xlsx(R"(<row r="1"><c r="A1"><v>1</v></c></row>)");
    CHECK(refused(good) == "(read)");
    CHECK(refused("").find("empty") != std::string::npos);
    for (std::size_t size = 4; size < good.size(); size += 37)
        CHECK(refused(good.substr(0, size)) != "(read)");
    CHECK(refused(zip({{"xl/workbook.xml", "<a/>"}}, 0xF0000000)).find("MiB") != std::string::npos); // announces what it does not hold
    CHECK(refused(zip({{"../../etc/passwd", "x"}})).find("not a workbook") != std::string::npos);
    CHECK(refused(std::string("\xD0\xCF\x11\xE0", 4) + std::string(600, '\0')).find(".xls") != std::string::npos);
    std::string picture = "\x89PNG\r\n";
    picture += std::string(3, '\0') + std::string(500, 'x');
    CHECK(refused(picture) != "(read)");
    CHECK(refused("a" + std::string(1'000'000, ';')).find("columns") != std::string::npos);
    CHECK(refused(xlsx(R"(<row r="1"><c r="XFD1"><v>1</v></c></row>)")).find("columns") != std::string::npos);
    // A reference to a character that does not exist makes liborcus 0.17 abort: only the child ends.
    CHECK(refused(xlsx(R"(<row r="1"><c r="A1" t="str"><v>&#x110000;</v></c></row>)")) != "(read)");
    // Any byte changed: read or refused, never more.
    std::mt19937 random(7);
    for (int turn = 0; turn < 60; ++turn) {
        std::string broken = good;
        for (int times = 0; times < 4; ++times)
            broken[random() % broken.size()] = static_cast<char>(random());
        (void)refused(broken);
    }
    BookLimits few;
    few.cells = 10;
    CHECK_FALSE(workbook_from_bytes(xlsx(R"(<row r="1"><c r="L1"><v>1</v></c></row>)"), few));
    std::atomic<bool> const stop{true};
    auto const stopped = workbook_from_bytes(good, {}, &stop);
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().status == Status::cancelled);
}
