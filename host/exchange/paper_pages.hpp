// The pages of a report as pictures, before any file is written: the layout and the drawing are those of the PDF. One thread at a time.
#pragma once
#include "host/base/result.hpp"
#include "host/exchange/document.hpp"
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace passerelle::exchange {

struct PagePicture {
    int width = 0, height = 0;
    std::vector<unsigned char> rgba; ///< width * height * 4 bytes, first row on top, opaque
};

class PaperPages {
public:
    explicit PaperPages(Document const&); ///< lays out; may throw what the standard library throws
    ~PaperPages();
    [[nodiscard]] std::size_t pages() const;
    [[nodiscard]] double width() const;  ///< of a page, in points
    [[nodiscard]] double height() const;
    /// Headings of the first level, in order, with the page where each stands (from 0).
    [[nodiscard]] std::vector<std::pair<std::string, std::size_t>> sections() const;
    /// scale: pixels for a point, 0.2 to 4.
    [[nodiscard]] Result<PagePicture> picture(std::size_t page, double scale);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace passerelle::exchange
