// The headers of SDK 1.0 against the list of what was promised: nothing is missing, nothing moved, every function names its thread.
#include <algorithm>
#include <cstdint>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <passerelle/frozen.h>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

fs::path const sdk = fs::path(PASSERELLE_SOURCE) / "sdk";

std::string text_of(fs::path const& file)
{
    std::ifstream in(file);
    REQUIRE_MESSAGE(in.good(), file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> headers()
{
    std::vector<fs::path> all{sdk / "include/passerelle/abi.h"};
    for (auto const& entry : fs::directory_iterator(sdk / "include/passerelle/ext"))
        if (entry.path().extension() == ".h")
            all.push_back(entry.path());
    std::sort(all.begin(), all.end());
    REQUIRE(all.size() >= 11);
    return all;
}

nlohmann::json promised() { return nlohmann::json::parse(text_of(sdk / "abi/1.0.json")); }

std::string without_comments(std::string const& text)
{
    std::string code;
    for (std::size_t at = 0; at < text.size();) {
        auto const begin = text.find("/*", at);
        code += text.substr(at, begin == std::string::npos ? begin : begin - at);
        auto const end = begin == std::string::npos ? begin : text.find("*/", begin);
        at = end == std::string::npos ? text.size() : end + 2;
    }
    return code;
}

/// The functions of a header whose comments, the one right before and the one behind on its line, name no thread.
std::vector<std::string> without_thread(std::string const& header)
{
    static std::regex const name(R"(\(PSL_CALL \*(\w+)\))");
    static std::regex const tag(R"(\[(main|worker|view|any|call|main\|worker|same thread as open)[\],])");
    std::vector<std::string> bad;
    for (std::sregex_iterator at(header.begin(), header.end(), name), end; at != end; ++at) {
        auto const from = static_cast<std::size_t>(at->position());
        auto const semicolon = header.find(';', from);
        auto const line_end = header.find('\n', semicolon);
        std::string said = header.substr(semicolon, line_end - semicolon);
        auto const line_begin = header.rfind('\n', from);
        auto const before = header.find_last_not_of(" \n", line_begin);
        if (before != std::string::npos && before > 0 && header.compare(before - 1, 2, "*/") == 0) {
            auto const comment = header.rfind("/*", before);
            if (header.find_last_not_of(" ", comment - 1) == header.rfind('\n', comment)) // not the comment behind another function
                said += header.substr(comment, before - comment);
        }
        if (!std::regex_search(said, tag))
            bad.push_back((*at)[1]);
    }
    return bad;
}

} // namespace

TEST_CASE("every function of the SDK's headers names the threads it runs on")
{
    CHECK(without_thread("struct a {\n    void(PSL_CALL *f)(int); /* [main] */\n    void(PSL_CALL *g)(int);\n};\n") == std::vector<std::string>{"g"});
    for (fs::path const& header : headers())
        for (std::string const& function : without_thread(text_of(header)))
            FAIL_CHECK(header.filename().string() << ": " << function << " names no thread");
}

TEST_CASE("what the headers hold is what 1.0 promised, no more and no less")
{
    auto const list = promised();
    std::set<std::string> structs, ids, constants;
    static std::regex const a_struct(R"(struct (psl_\w+) \{)"), an_id(R"re(#define (PSL_\w+) "(psl\.[^"]+)")re"), an_enum(R"(enum \{([^}]*)\})"),
        a_constant(R"(PSL_\w+)");
    for (fs::path const& header : headers()) {
        std::string const code = without_comments(text_of(header));
        for (std::sregex_iterator at(code.begin(), code.end(), a_struct), end; at != end; ++at)
            structs.insert((*at)[1]);
        for (std::sregex_iterator at(code.begin(), code.end(), an_id), end; at != end; ++at)
            ids.insert((*at)[1].str() + " " + (*at)[2].str());
        for (std::sregex_iterator at(code.begin(), code.end(), an_enum), end; at != end; ++at) {
            std::string const body = (*at)[1];
            for (std::sregex_iterator c(body.begin(), body.end(), a_constant), last; c != last; ++c)
                constants.insert(c->str());
        }
    }
    std::set<std::string> want_structs, want_ids, want_constants;
    for (auto const& [name, facts] : list.at("structs").items())
        want_structs.insert(name);
    for (auto const& [name, id] : list.at("interfaces").items())
        want_ids.insert(name + " " + id.get<std::string>());
    for (auto const& [name, value] : list.at("constants").items())
        want_constants.insert(name);
    CHECK(structs == want_structs);
    CHECK(ids == want_ids);
    CHECK(constants == want_constants);
}

TEST_CASE("frozen.h asserts every size, offset and number of the list")
{
    auto const list = promised();
    std::string const frozen = text_of(sdk / "include/passerelle/frozen.h");
    std::size_t facts = 0;
    auto const asserted = [&](std::string const& fact) {
        ++facts;
        CHECK_MESSAGE(frozen.find("PSL_FROZEN(" + fact + ");\n") != std::string::npos, fact);
    };
    for (auto const& [name, of] : list.at("structs").items()) {
        asserted("sizeof(" + name + ") == " + std::to_string(of.at("size").get<int>()));
        for (auto const& [member, offset] : of.at("offsets").items())
            asserted("offsetof(" + name + ", " + member + ") == " + std::to_string(offset.get<int>()));
    }
    for (auto const& [name, value] : list.at("constants").items())
        asserted(name + " == " + std::to_string(value.get<int>()));
    CHECK(facts > 200);
}
