// The pages of sdk/guide as what they ask a reader to write: files, and commands to type.
#pragma once
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace guide {

struct Block {
    std::string language, file; ///< "json", "plugin.json"; commands have no file
    bool adds = false;          ///< its keys are added to the file
    std::string text;
    int line = 0;
};

inline std::vector<Block> blocks_of(std::filesystem::path const& page)
{
    std::ifstream in(page);
    if (!in)
        throw std::runtime_error("no such page: " + page.string());
    std::vector<Block> blocks;
    bool inside = false;
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.starts_with("```")) {
            if (!inside) {
                std::istringstream info(line.substr(3));
                Block block;
                info >> block.language >> block.file;
                if (block.file == "+") {
                    block.adds = true;
                    info >> block.file;
                }
                block.line = number;
                blocks.push_back(block);
            }
            inside = !inside;
        } else if (inside)
            blocks.back().text += line + "\n";
    }
    return blocks;
}

/// Does with a folder what the page asks for; `after_each` sees plugin.json whenever it has changed.
template<typename AfterEach>
void follow(std::filesystem::path const& page, std::filesystem::path const& folder, AfterEach const& after_each)
{
    for (Block const& block : blocks_of(page)) {
        if (block.file.empty())
            continue;
        auto const file = folder / block.file;
        std::filesystem::create_directories(file.parent_path());
        std::string text = block.text;
        if (block.adds) {
            std::ifstream in(file);
            auto whole = nlohmann::ordered_json::parse(in);
            auto const added = nlohmann::ordered_json::parse(block.text);
            for (auto const& [key, value] : added.items())
                whole[key] = value;
            text = whole.dump(2);
        }
        std::ofstream(file, std::ios::binary) << text;
        if (block.file == "plugin.json")
            after_each(text, block.line);
    }
}

} // namespace guide
