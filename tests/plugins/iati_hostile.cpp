// Files that attack, and files that broke on the way: each is refused with a sentence, quickly, and nothing is imported.
#include "iati_fake_importer.hpp"
#include <ctime>
#include <doctest/doctest.h>
#include <string>

using iati_test::FakeHost;

namespace {

std::string const prologue = "<?xml version=\"1.0\"?>\n<iati-activities version=\"2.03\"><iati-activity><iati-identifier>A</iati-identifier>";
std::string const epilogue = "</iati-activity></iati-activities>";

/// Refused within five seconds, with this part in the sentence; nothing stays.
void refused(std::string const& bytes, std::string_view part)
{
    std::clock_t const start = std::clock(); // of the processor: other programs may be busy
    FakeHost host;
    CHECK_FALSE(host.import(bytes));
    CHECK_MESSAGE(host.refusal.find(part) != std::string::npos, host.refusal);
    CHECK(host.refusal.find("Nothing was imported") != std::string::npos);
    CHECK(host.records.empty());
    CHECK(std::clock() - start < 5 * CLOCKS_PER_SEC);
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t at = 0; at < times; ++at)
        out += text;
    return out;
}

} // namespace

TEST_CASE("entities: billion laughs, quadratic blow-up, external files")
{
    refused("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
            "<iati-activities version=\"2.03\"><iati-activity>&c;</iati-activity></iati-activities>",
            "DOCTYPE");
    refused("<!DOCTYPE x [<!ENTITY a \"" + std::string(100'000, 'a') + "\">]><iati-activities>" + repeated("&a;", 10'000) + "</iati-activities>", "DOCTYPE");
    refused("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><iati-activities>&e;</iati-activities>", "DOCTYPE");
    refused("<!DOCTYPE x SYSTEM \"http://example.org/x.dtd\"><iati-activities/>", "DOCTYPE");
    refused(prologue + "<title><narrative>&unknown;</narrative></title>" + epilogue, "well-formed");
}

TEST_CASE("depth, attributes, sizes")
{
    refused(prologue + repeated("<result>", 200'000), "64 levels");
    refused(prologue + repeated("<x>", 200'000), "64 levels"); // also where it is skipped
    refused(prologue + "<sector code=\"" + std::string(60u << 20, 'a') + "\"/>" + epilogue, "4 MiB");
    refused(prologue + "<sector code=\"" + std::string(2u << 20, 'a') + "\"/>" + epilogue, "1 MiB");
    std::string many = prologue + "<sector";
    for (int at = 0; at < 300'000; ++at)
        many += " a" + std::to_string(at) + "=\"\"";
    refused(many + "/>" + epilogue, "64 attributes");
    refused(prologue + "<title><narrative>" + std::string(17u << 20, 'a') + "</narrative></title>" + epilogue, "16 MiB");
    refused(prologue + "<!--" + std::string(20u << 20, 'a') + "-->" + epilogue, "4 MiB");
    refused(prologue + "<result>" + repeated("<indicator><title/></indicator>", 1'500'000) + "</result>" + epilogue, "too large");
}

TEST_CASE("files that are cut, empty or something else")
{
    refused("", "empty");
    refused("   \n ", "not XML");
    refused("identifiant;titre\nA;B\n", "not XML");
    refused("{\"a\":1}", "not XML");
    refused(std::string("PK\x03\x04rest", 8), "workbook");
    refused("\x1F\x8Bxxxx", "compressed");
    refused("<html><body/></html>", "not IATI");
    refused(prologue + "<title>", "ends too early");
    refused(prologue + "<title></titel>" + epilogue, "well-formed");
    refused(prologue + epilogue + epilogue, "well-formed");
    for (std::size_t size = 1; size < prologue.size() + epilogue.size(); ++size) { // cut anywhere
        FakeHost host;
        CHECK_FALSE(host.import((prologue + epilogue).substr(0, size)));
        CHECK(host.records.empty());
    }
}

TEST_CASE("encodings")
{
    using namespace std::string_literals;
    auto const title_of = [](std::string const& bytes) {
        FakeHost host;
        REQUIRE_MESSAGE(host.import(bytes), host.refusal);
        return host.all("projects.activity").front().at("title");
    };
    std::string const before = "<iati-activities version=\"2.03\"><iati-activity><iati-identifier>A</iati-identifier><title><narrative>",
                      after = "</narrative></title></iati-activity></iati-activities>";
    CHECK(title_of("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + before + "\xC9t\xE9" + after) == R"({"und":"Été"})");
    CHECK(title_of("<?xml version=\"1.0\" encoding=\"windows-1252\"?>" + before + "\x80 \x9Cuvre" + after) == R"({"und":"€ œuvre"})");
    CHECK(title_of("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>" + before + "\xA4" + after) == R"({"und":"€"})");
    CHECK(title_of("\xEF\xBB\xBF" + before + "Huế" + after) == R"({"und":"Huế"})");
    for (bool const big : {false, true}) {
        std::string const ascii = before + "abc" + after;
        std::string wide = big ? "\xFE\xFF"s : "\xFF\xFE"s;
        for (char const letter : ascii) {
            wide += big ? '\0' : letter;
            wide += big ? letter : '\0';
        }
        CHECK(title_of(wide) == R"({"und":"abc"})");
    }
    refused(before + "\xC9t\xE9" + after, "encoding"); // says UTF-8, is not
    refused("<?xml version=\"1.0\" encoding=\"x-made-up\"?>" + before + after, "x-made-up");
    refused("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>" + before + after, "Shift_JIS");
    refused("\xFF\xFE\0\0<\0\0\0"s, "UTF-32");
    refused(before + "a\x01z" + after, "control character");
    refused(before + std::string("a\0z", 3) + after, "control character");
    refused(before + "\xF4\x90\x80\x80" + after, "encoding"); // beyond Unicode
}

TEST_CASE("recognised by its first bytes")
{
    CHECK(iati::recognise_iati("<?xml version=\"1.0\"?><iati-activities version=\"2.03\">") == 100);
    CHECK(iati::recognise_iati("<iati-organisations>") == 100);
    CHECK(iati::recognise_iati("<?xml version=\"1.0\"?><rss>") < 50);
    CHECK(iati::recognise_iati("a;b;c") == 0);
    CHECK(iati::recognise_iati("") == 0);
}
