// make-reference SDK OUT: the reference of the SDK as one Markdown page, made from the C headers and the schema of plugin.json, so that
// it cannot say anything else than they do. Exit status: 0 written, 1 a header or the schema does not read as expected, with its name.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Json = nlohmann::ordered_json;

std::string text_of(std::filesystem::path const& file)
{
    std::ifstream in(file);
    if (!in)
        throw std::runtime_error("cannot be read: " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string trimmed(std::string text)
{
    auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!text.empty() && blank(text.back()))
        text.pop_back();
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), blank));
    return text;
}

/// The words of a comment, without its stars.
std::string words_of(std::string const& comment)
{
    std::string words;
    std::istringstream lines(comment);
    for (std::string line; std::getline(lines, line);) {
        line = trimmed(line);
        if (line.starts_with("*"))
            line = trimmed(line.substr(1));
        words += (words.empty() ? "" : " ") + line;
    }
    return trimmed(words);
}

/// The lines of a comment, without its stars.
std::string lines_of(std::string const& comment)
{
    std::string all;
    std::istringstream lines(comment);
    for (std::string line; std::getline(lines, line);) {
        auto const star = line.find_first_not_of(" \t");
        if (star != std::string::npos && line[star] == '*')
            line = line.size() > star + 1 ? line.substr(star + 2) : "";
        all += (all.empty() ? trimmed(line) : line) + "\n";
    }
    return all;
}

std::string for_table(std::string text)
{
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
        text.replace(at, 1, "\\|");
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

struct Member {
    std::string code, about;
};

/// The members of a struct's body: what ends with ';', with the comments before it and behind it on its line.
std::vector<Member> members_of(std::string const& body)
{
    std::vector<Member> members;
    std::string code, before;
    for (std::size_t at = 0; at < body.size();) {
        if (body.compare(at, 2, "/*") == 0) {
            auto const end = body.find("*/", at);
            if (end == std::string::npos)
                throw std::runtime_error("a comment without end");
            std::string const words = words_of(body.substr(at + 2, end - at - 2));
            auto const line = body.rfind('\n', at);
            bool const behind = !members.empty() && trimmed(code).empty() && !trimmed(body.substr(line == std::string::npos ? 0 : line, at - (line == std::string::npos ? 0 : line))).empty();
            if (behind)
                members.back().about += (members.back().about.empty() ? "" : " ") + words;
            else
                before += (before.empty() ? "" : " ") + words;
            at = end + 2;
        } else if (body[at] == ';') {
            members.push_back({trimmed(std::regex_replace(code, std::regex("\\s+"), " ")), before});
            code.clear();
            before.clear();
            ++at;
        } else
            code += body[at++];
    }
    return members;
}

void write_struct(std::ofstream& out, std::string const& name, std::string const& about, std::string const& body)
{
    static std::regex const function(R"(^(.*?)\(PSL_CALL \*(\w+)\)\((.*)\)$)");
    out << "\n### `" << name << "`\n\n";
    if (!about.empty())
        out << about << "\n\n";
    out << "| | | |\n|---|---|---|\n";
    for (Member const& member : members_of(body)) {
        std::smatch parts;
        if (std::regex_match(member.code, parts, function))
            out << fmt::format("| **{}** | `{} ({})` | {} |\n", parts[2].str(), trimmed(parts[1].str()), for_table(parts[3].str()), for_table(member.about));
        else
            out << fmt::format("| | `{}` | {} |\n", for_table(member.code), for_table(member.about));
    }
}

void write_header(std::ofstream& out, std::filesystem::path const& file)
{
    std::string const text = text_of(file);
    std::smatch head;
    if (!std::regex_search(text, head, std::regex(R"(^/\*([\s\S]*?)\*/)")))
        throw std::runtime_error("no head comment: " + file.string());
    out << "\n## " << file.filename().string() << "\n\n```text\n" << lines_of(head[1].str()) << "```\n"; // its columns stay columns
    static std::regex const enumeration(R"((/\*([^*]|\*(?!/))*\*/\s*)?enum \{([^}]*)\};)");
    for (std::sregex_iterator at(text.begin(), text.end(), enumeration), end; at != end; ++at)
        out << "\n```c\nenum {" << (*at)[3].str() << "};\n```\n";
    static std::regex const structure(R"((?:/\*((?:[^*]|\*(?!/))*)\*/\s*)?(?:typedef )?struct (\w+) \{([\s\S]*?)\n\}[ \w]*;)");
    for (std::sregex_iterator at(text.begin(), text.end(), structure), end; at != end; ++at)
        write_struct(out, (*at)[2].str(), at->position(1) == head.position(1) ? std::string() : words_of((*at)[1].str()), (*at)[3].str());
}

std::string type_of(Json const& node)
{
    if (node.contains("$ref"))
        return "[" + node["$ref"].get<std::string>().substr(8) + "](#" + node["$ref"].get<std::string>().substr(8) + ")";
    if (node.contains("const"))
        return "`" + node["const"].dump() + "`";
    if (node.contains("enum")) {
        std::string all;
        for (auto const& one : node["enum"])
            all += (all.empty() ? "`" : ", `") + (one.is_string() ? one.get<std::string>() : one.dump()) + "`";
        return all;
    }
    if (node.contains("oneOf") || node.contains("anyOf")) {
        std::string all;
        for (auto const& one : node.contains("oneOf") ? node["oneOf"] : node["anyOf"])
            all += (all.empty() ? "" : " / ") + type_of(one);
        return all;
    }
    std::string const type = node.contains("type") ? (node["type"].is_string() ? node["type"].get<std::string>() : node["type"].dump()) : "";
    if (type == "array" && node.contains("items"))
        return "[ " + type_of(node["items"]) + " ]";
    return type;
}

void write_object(std::ofstream& out, Json const& node, std::string const& path);

void write_below(std::ofstream& out, Json const& node, std::string const& path)
{
    if (node.contains("properties"))
        write_object(out, node, path);
    else if (node.contains("items"))
        write_below(out, node["items"], path + "[]");
    for (char const* alternatives : {"oneOf", "anyOf"})
        if (node.contains(alternatives))
            for (auto const& one : node[alternatives])
                write_below(out, one, path);
}

void write_object(std::ofstream& out, Json const& node, std::string const& path)
{
    auto const required = node.value("required", std::vector<std::string>{});
    out << "\n### " << path << "\n\n";
    if (node.contains("description"))
        out << node["description"].get<std::string>() << "\n\n";
    out << "| Clé / Key | Type | |\n|---|---|---|\n";
    for (auto const& [key, value] : node["properties"].items()) {
        bool const must = std::find(required.begin(), required.end(), key) != required.end();
        out << fmt::format("| `{}`{} | {} | {} |\n", key, must ? " \\*" : "", for_table(type_of(value)), for_table(value.value("description", "")));
    }
    for (auto const& [key, value] : node["properties"].items())
        write_below(out, value, path == "plugin.json" ? key : path + "." + key);
}

} // namespace

int main(int count, char** words)
{
    if (count != 3) {
        std::fputs("make-reference SDK OUT\n", stderr);
        return 2;
    }
    try {
        std::filesystem::path const sdk = words[1], file = words[2];
        std::filesystem::create_directories(file.parent_path());
        std::ofstream out(file, std::ios::binary);
        out << "# SDK : référence / reference\n\nFaite des en-têtes C et du schéma de `plugin.json`. Made from the C headers and the schema of `plugin.json`; \\* = "
               "obligatoire / required.\n\n# plugin.json\n";
        auto const schema = Json::parse(text_of(sdk / "schema" / "plugin.schema.json"));
        write_object(out, schema, "plugin.json");
        for (auto const& [name, node] : schema.at("$defs").items()) {
            if (node.contains("properties"))
                write_object(out, node, name);
            else
                out << "\n### " << name << "\n\n" << type_of(node) << ". " << node.value("description", "") << "\n";
        }
        out << "\n# C\n";
        write_header(out, sdk / "include" / "passerelle" / "abi.h");
        std::vector<std::filesystem::path> headers;
        for (auto const& entry : std::filesystem::directory_iterator(sdk / "include" / "passerelle" / "ext"))
            if (entry.path().extension() == ".h")
                headers.push_back(entry.path());
        std::sort(headers.begin(), headers.end());
        for (auto const& header : headers)
            write_header(out, header);
        out.flush();
        if (!out)
            throw std::runtime_error("cannot be written: " + file.string());
    } catch (std::exception const& fault) {
        fmt::print(stderr, "make-reference: {}\n", fault.what());
        return 1;
    }
    return 0;
}
