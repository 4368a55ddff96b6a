#include "host/exchange/orcus_extras.hpp"
#include <map>
#include <orcus/sax_parser.hpp>
#include <orcus/zip_archive.hpp>
#include <orcus/zip_archive_stream.hpp>
#include <string>
#include <vector>

namespace passerelle::exchange {
namespace {

/// The library tells attributes before the element that they belong to.
struct Attributes : orcus::sax_handler {
    std::map<std::string, std::string, std::less<>> seen;
    void attribute(orcus::sax::parser_attribute const& given)
    {
        if (given.name.size() < 100 && given.value.size() < 1000)
            seen.insert_or_assign(std::string{given.name}, std::string{given.value});
    }
    [[nodiscard]] std::string take(std::string_view name)
    {
        auto const found = seen.find(name);
        return found == seen.end() ? std::string{} : std::move(found->second);
    }
};

struct SheetList : Attributes {
    std::vector<std::string> relations;
    void start_element(orcus::sax::parser_element const& element)
    {
        if (element.name == "sheet" && relations.size() < 10'000)
            relations.push_back(take("id"));
        seen.clear();
    }
};

struct Targets : Attributes {
    std::map<std::string, std::string> parts;
    void start_element(orcus::sax::parser_element const& element)
    {
        if (element.name == "Relationship" && parts.size() < 10'000)
            parts.emplace(take("Id"), take("Target"));
        seen.clear();
    }
};

struct Cells : Attributes {
    std::size_t sheet = 0;
    OnExtra const* found = nullptr;
    std::string type, text;
    std::size_t row = 0, column = 0, next_row = 0, next_column = 0;
    bool in_cell = false, in_text = false, in_phonetic = false;

    void place(std::string_view reference)
    {
        std::size_t r = 0, c = 0;
        for (char const letter : reference.substr(0, 12))
            if (letter >= 'A' && letter <= 'Z')
                c = c * 26 + static_cast<std::size_t>(letter - 'A' + 1);
            else if (letter >= '0' && letter <= '9')
                r = r * 10 + static_cast<std::size_t>(letter - '0');
        row = r > 0 ? r - 1 : next_row;
        column = c > 0 ? c - 1 : next_column;
        next_column = column + 1;
    }
    void start_element(orcus::sax::parser_element const& element)
    {
        if (element.name == "row") {
            auto const given = take("r");
            std::size_t r = 0;
            for (char const letter : given.substr(0, 8))
                r = letter >= '0' && letter <= '9' ? r * 10 + static_cast<std::size_t>(letter - '0') : r;
            next_row = r > 0 ? r - 1 : row + 1;
            next_column = 0;
        } else if (element.name == "c") {
            place(take("r"));
            type = take("t");
            text.clear();
            in_cell = type == "inlineStr" || type == "e" || type == "d";
        } else if (element.name == "rPh") {
            in_phonetic = true;
        } else if (in_cell && (element.name == "t" || element.name == "v")) {
            in_text = !in_phonetic;
        }
        seen.clear();
    }
    void end_element(orcus::sax::parser_element const& element)
    {
        if (element.name == "t" || element.name == "v")
            in_text = false;
        else if (element.name == "rPh")
            in_phonetic = false;
        else if (element.name == "c" && in_cell) {
            in_cell = false;
            if (!text.empty())
                (*found)(sheet, row, column, type == "e" ? ExtraKind::error : type == "d" ? ExtraKind::date : ExtraKind::text, text);
        }
    }
    void characters(std::string_view given, bool)
    {
        if (in_text && text.size() + given.size() < (4u << 20))
            text += given;
    }
};

template<typename Handler>
void parse(std::vector<unsigned char> const& part, Handler& handler)
{
    orcus::sax_parser<Handler> parser(reinterpret_cast<char const*>(part.data()), part.size(), handler);
    parser.parse();
}

/// The parts of a container end with a zero byte that is not theirs.
bool read_part(orcus::zip_archive const& archive, std::string const& name, std::vector<unsigned char>& part)
{
    part.clear();
    if (!archive.read_file_entry(name, part))
        return false;
    while (!part.empty() && part.back() == 0)
        part.pop_back();
    return true;
}

} // namespace

void find_extra_cells(std::string_view xlsx, OnExtra const& found)
{
    orcus::zip_archive_stream_blob stream(reinterpret_cast<std::uint8_t const*>(xlsx.data()), xlsx.size());
    orcus::zip_archive archive(&stream);
    archive.load();
    std::vector<unsigned char> part;
    SheetList list;
    Targets targets;
    if (!read_part(archive, "xl/workbook.xml", part))
        return;
    parse(part, list);
    if (!read_part(archive, "xl/_rels/workbook.xml.rels", part))
        return;
    parse(part, targets);
    for (std::size_t at = 0; at < list.relations.size(); ++at) {
        auto const target = targets.parts.find(list.relations[at]);
        if (target == targets.parts.end() || target->second.empty())
            continue;
        auto const& path = target->second;
        if (!read_part(archive, path.front() == '/' ? path.substr(1) : "xl/" + path, part))
            continue;
        std::string_view const text{reinterpret_cast<char const*>(part.data()), part.size()};
        if (text.find("\"inlineStr\"") == std::string_view::npos && text.find(" t=\"e\"") == std::string_view::npos && text.find(" t=\"d\"") == std::string_view::npos)
            continue;
        Cells cells;
        cells.sheet = at;
        cells.found = &found;
        parse(part, cells);
    }
}

} // namespace passerelle::exchange
