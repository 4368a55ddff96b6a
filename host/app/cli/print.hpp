// Tables and documents as text for the console. Widths count characters, not bytes. [main]
#pragma once
#include "host/app/cli/console.hpp"
#include "host/exchange/document.hpp"
#include <string>
#include <vector>

namespace passerelle::cli {

struct TextTable {
    std::vector<std::string> columns;
    std::vector<bool> right; ///< right-aligned columns; shorter than columns: the rest left
    std::vector<std::vector<std::string>> rows;
};
void print(Console const&, TextTable const&);
void print(Console const&, exchange::Document const&);

} // namespace passerelle::cli
