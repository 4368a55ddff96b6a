#include "tests/folder.hpp"
#include "host/exchange/sheet_names.hpp"
#include "host/exchange/writers.hpp"
#include "sample.hpp"
#include "zip_reader.hpp"
#include <doctest/doctest.h>

using namespace passerelle;
using namespace passerelle::exchange;

namespace {

/// The XML of the sheet with this name.
std::string sheet(std::map<std::string, std::string> const& files, std::string_view name)
{
    auto const& book = files.at("xl/workbook.xml");
    auto const at = book.find("name=\"" + std::string{name} + "\"");
    REQUIRE(at != std::string::npos);
    auto const id = book.find("sheetId=\"", at) + 9;
    return files.at("xl/worksheets/sheet" + book.substr(id, book.find('"', id) - id) + ".xml");
}

} // namespace

TEST_CASE("one sheet for each table and chart, totals as the sum of the rows above with its value kept")
{
    Folder const folder;
    REQUIRE(write_xlsx(sample::document(Language::fr), folder.path / "r.xlsx"));
    auto const files = zip::files(Folder::read(folder.path / "r.xlsx"));
    auto const transactions = sheet(files, "Transactions");
    // Title, notice, empty line, head: the seventy rows are 5 to 74. 1+2+...+70 = 2,485, times 100,000.00 EUR.
    CHECK(transactions.find("<f>SUM(E5:E74)</f><v>248500000</v>") != std::string::npos);
    CHECK(transactions.find("<f>SUM(D5:D74)</f><v>163005314500</v>") != std::string::npos);
    // A total that is not the sum of the rows stays a value.
    CHECK(transactions.find("<v>248512000</v>") != std::string::npos);
    CHECK(times(transactions, "<f>") == 2);
    CHECK(transactions.find("ySplit=\"4\"") != std::string::npos);
    // 15 November 2025 and 1 March 2026 as Excel counts days.
    CHECK(transactions.find("<v>45976</v>") != std::string::npos);
    CHECK(transactions.find("<v>46082</v>") != std::string::npos);
    auto const& strings = files.at("xl/sharedStrings.xml");
    CHECK(strings.find("=HYPERLINK(") != std::string::npos); // as text
    CHECK(strings.find(">non converti<") != std::string::npos);
    CHECK(strings.find(">•<") != std::string::npos);
    CHECK(strings.find(">n. r.<") != std::string::npos);
    auto const& styles = files.at("xl/styles.xml");
    CHECK(styles.find("#,##0.00\u00A0&quot;EUR&quot;") != std::string::npos);
    CHECK(styles.find("#,##0\u00A0&quot;XOF&quot;") != std::string::npos);
    CHECK(styles.find("dd/mm/yyyy") != std::string::npos);
    CHECK(files.at("docProps/core.xml").find("2026-06-30T00:00:00Z") != std::string::npos);
    CHECK(files.contains("xl/charts/chart1.xml"));
}

TEST_CASE("several currencies in one column: each total adds the rows of its own")
{
    using namespace sample;
    Document document;
    document.title = "T";
    document.blocks.push_back(Table{"t", "Par monnaie", {"Libellé", "Montant"},
                                    {{cell(text("a")), cell(money(100, "XOF"))}, {cell(text("b")), cell(money(250, "EUR"))}, {cell(text("c")), cell(money(300, "XOF"))}, {cell(text("d")), cell(absent(FactKind::not_reported))}, {cell(text("Total XOF")), cell(money(400, "XOF"))}, {cell(text("Total EUR")), cell(money(250, "EUR"))}}, 2});
    Folder const folder;
    REQUIRE(write_xlsx(document, folder.path / "r.xlsx"));
    auto const xml = sheet(zip::files(Folder::read(folder.path / "r.xlsx")), "Par monnaie");
    CHECK(xml.find("<f>SUM(B4,B6)</f><v>400</v>") != std::string::npos);
    CHECK(xml.find("<f>SUM(B5)</f><v>2.5</v>") != std::string::npos);
}

TEST_CASE("a masked cell leaves no formula from which it could be found")
{
    using namespace sample;
    Document document;
    document.title = "T";
    document.blocks.push_back(Table{"t", "Ventilation", {"Groupe", "Effectif"}, {{cell(text("a")), cell(count(22))}, {cell(text("b")), cell(absent(FactKind::suppressed, "7654"))}, {cell(text("Total")), cell(count(25))}}, 1});
    Folder const folder;
    REQUIRE(write_xlsx(document, folder.path / "r.xlsx"));
    auto const files = zip::files(Folder::read(folder.path / "r.xlsx"));
    CHECK(sheet(files, "Ventilation").find("<f>") == std::string::npos);
    for (auto const& [name, content] : files)
        CHECK(content.find("7654") == std::string::npos);
}

TEST_CASE("hostile text never becomes a formula, a format or a broken sheet name")
{
    using namespace sample;
    Document document;
    document.title = "=cmd|' /C calc'!A0";
    document.blocks.push_back(Table{"t", "A/B:[C]*?\\", {"=1", "+1"}, {{cell(text("@SUM(1)")), cell(text("-1+1"))}, {cell(money(500, "E\"U")), cell(money(9'007'199'254'740'993, "XOF"))}}, 0});
    document.blocks.push_back(Table{"t", "a b   c", {"x"}, {}, 0});
    Folder const folder;
    REQUIRE(write_xlsx(document, folder.path / "r.xlsx"));
    auto const files = zip::files(Folder::read(folder.path / "r.xlsx"));
    for (auto const& [name, content] : files)
        CHECK(content.find("<f>") == std::string::npos);
    CHECK(files.at("xl/styles.xml").find("E&quot;U") == std::string::npos);
    // Beyond 2^53 a cell could not hold it to the last unit: it is written out.
    CHECK(files.at("xl/sharedStrings.xml").find("9\u202F007\u202F199\u202F254\u202F740\u202F993\u00A0XOF") != std::string::npos);
}

TEST_CASE("the same document gives the same bytes")
{
    Folder const folder;
    auto const document = sample::document(Language::fr, 10);
    REQUIRE(write_xlsx(document, folder.path / "a.xlsx"));
    REQUIRE(write_xlsx(document, folder.path / "b.xlsx"));
    CHECK(Folder::read(folder.path / "a.xlsx") == Folder::read(folder.path / "b.xlsx"));
}

TEST_CASE("sheet names are valid and unique without regard to case")
{
    SheetNames names;
    CHECK(names.take("Budget") == "Budget");
    CHECK(names.take("BUDGET") == "BUDGET (2)");
    CHECK(names.take("'a/b'") == "a b");
    CHECK(names.take("History") != "History");
    CHECK_FALSE(names.take("").empty());
    auto const longest = names.take("Éééééééééééééééééééééééééééééééééééé");
    CHECK(longest.size() == 63); // thirty letters and an ellipsis: 31 for a spreadsheet
    CHECK(names.take("Les plus grands budgets et leurs dépenses") == "Les plus grands budgets et…");
    auto const second = names.take("Éééééééééééééééééééééééééééééééééééé");
    CHECK(second != longest);
    CHECK(SheetNames::quoted("l'eau") == "l''eau");
}
