// Names of worksheets as Excel takes them: at most 31 UTF-16 units, without []:*?/\, no apostrophe at the ends, not
// "History", unique without regard to case. One per workbook.
#pragma once
#include <set>
#include <string>
#include <string_view>

namespace passerelle::exchange {

class SheetNames {
public:
    [[nodiscard]] std::string take(std::string_view wanted);
    /// For use between apostrophes in a reference.
    [[nodiscard]] static std::string quoted(std::string_view name);

private:
    std::set<std::string> m_taken;
};

} // namespace passerelle::exchange
