#include "host/exchange/pdf_finish.hpp"
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace passerelle::exchange {
namespace {

std::optional<std::size_t> number_after(std::string_view bytes, std::string_view key, std::size_t from)
{
    auto at = bytes.find(key, from);
    if (at == std::string_view::npos)
        return std::nullopt;
    at += key.size();
    while (at < bytes.size() && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r'))
        ++at;
    std::size_t value = 0;
    auto const [end, code] = std::from_chars(bytes.data() + at, bytes.data() + bytes.size(), value);
    return code == std::errc{} && end != bytes.data() + at ? std::optional{value} : std::nullopt;
}

/// A PDF text string: UTF-16BE in hexadecimal with its mark.
std::string text_string(std::string_view utf8)
{
    std::string hex = "<FEFF";
    for (std::size_t at = 0; at < utf8.size();) {
        auto const lead = static_cast<unsigned char>(utf8[at]);
        std::size_t const length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t code = lead < 0x80 ? lead : lead < 0xE0 ? lead & 0x1Fu : lead < 0xF0 ? lead & 0x0Fu : lead & 0x07u;
        for (std::size_t k = 1; k < length && at + k < utf8.size(); ++k)
            code = code << 6 | (static_cast<unsigned char>(utf8[at + k]) & 0x3Fu);
        at += length;
        if (code >= 0x10000) {
            code -= 0x10000;
            hex += fmt::format("{:04X}{:04X}", 0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF));
        } else {
            hex += fmt::format("{:04X}", code);
        }
    }
    return hex + ">";
}

} // namespace

std::string finished_pdf(std::string bytes, std::string_view language, std::vector<std::string> const& alternatives)
{
    std::string_view const view = bytes;
    auto const tail = view.rfind("trailer");
    auto const start_at = view.rfind("startxref");
    if (tail == std::string_view::npos || start_at == std::string_view::npos || tail > start_at)
        return bytes;
    auto const size = number_after(view, "/Size", tail), root = number_after(view, "/Root", tail), info = number_after(view, "/Info", tail);
    auto const previous = number_after(view, "startxref", start_at);
    if (!size || !root || !info || !previous || *previous >= bytes.size() || view.substr(*previous, 4) != "xref" || *size > 4'000'000)
        return bytes;
    // One section "0 <size>" of lines of twenty bytes.
    auto const head = fmt::format("xref\n0 {}\n", *size);
    if (view.substr(*previous, head.size()) != head || *previous + head.size() + *size * 20 > bytes.size())
        return bytes;
    auto const table = *previous + head.size();
    std::map<std::size_t, std::string> changed;
    std::size_t figure = 0;
    for (std::size_t object = 1; object < *size; ++object) {
        std::size_t offset = 0;
        auto const* line = bytes.data() + table + object * 20;
        std::from_chars(line, line + 10, offset);
        auto const opening = fmt::format("{} 0 obj\n", object);
        if (offset >= bytes.size() || view.substr(offset, opening.size()) != opening)
            continue;
        auto const from = offset + opening.size();
        auto const beginning = view.substr(from, 48);
        bool const catalog = object == *root;
        bool const element = beginning.starts_with("<< /Type /StructElem");
        if (!catalog && !element)
            continue;
        bool const alt = element && beginning.find("/S /Figure\n") != std::string_view::npos;
        bool const head_cell = element && beginning.find("/S /TH\n") != std::string_view::npos;
        if (!catalog && !alt && !head_cell)
            continue;
        auto const end = view.find("endobj", from);
        auto const close = view.rfind(">>", end);
        if (end == std::string_view::npos || close == std::string_view::npos || close < from)
            return bytes;
        std::string body{view.substr(from, close - from)};
        if (catalog)
            body += fmt::format("   /Lang ({})\n   /ViewerPreferences << /DisplayDocTitle true >>\n", language);
        else if (alt)
            body += fmt::format("   /Alt {}\n", text_string(figure < alternatives.size() ? alternatives[figure] : std::string_view{}));
        else
            body += "   /A << /O /Table /Scope /Column >>\n";
        if (alt)
            ++figure;
        changed.emplace(object, opening + body + ">>\nendobj\n");
    }
    if (!changed.contains(*root))
        return bytes;
    std::string xref = "xref\n";
    std::string added;
    for (auto const& [object, text] : changed) {
        xref += fmt::format("{} 1\n{:010} 00000 n \n", object, bytes.size() + added.size());
        added += text;
    }
    auto const xref_at = bytes.size() + added.size();
    bytes += added;
    bytes += xref;
    bytes += fmt::format("trailer\n<< /Size {}\n   /Root {} 0 R\n   /Info {} 0 R\n   /Prev {}\n>>\nstartxref\n{}\n%%EOF\n", *size, *root, *info, *previous, xref_at);
    return bytes;
}

} // namespace passerelle::exchange
