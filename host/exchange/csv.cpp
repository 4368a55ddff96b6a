#include "host/exchange/csv.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <unicode/ucnv.h>

namespace passerelle::exchange {
namespace {

Error refused(Phrase sentence)
{
    return {Status::invalid, std::move(sentence)};
}

/// The separator that divides the first lines most evenly; ";" where nothing does.
char guessed_separator(std::string_view text)
{
    static constexpr std::array<char, 4> candidates{';', '\t', ',', '|'};
    std::array<std::vector<std::size_t>, 4> counts;
    std::array<std::size_t, 4> line{};
    bool quoted = false;
    std::size_t lines = 0;
    for (std::size_t at = 0; at < text.size() && lines < 20 && at < 65536; ++at) {
        char const letter = text[at];
        if (letter == '"')
            quoted = !quoted;
        else if (letter == '\n' && !quoted) {
            for (std::size_t c = 0; c < 4; ++c)
                counts[c].push_back(line[c]);
            line = {};
            ++lines;
        } else if (!quoted)
            for (std::size_t c = 0; c < 4; ++c)
                line[c] += letter == candidates[c] ? 1u : 0u;
    }
    if (std::any_of(line.begin(), line.end(), [](std::size_t n) { return n > 0; }) || lines == 0)
        for (std::size_t c = 0; c < 4; ++c)
            counts[c].push_back(line[c]);
    char best = ';';
    double best_score = 0;
    for (std::size_t c = 0; c < 4; ++c) {
        if (counts[c].empty() || counts[c].front() == 0)
            continue;
        auto const same = std::count(counts[c].begin(), counts[c].end(), counts[c].front());
        // Lines of equal length first, then more columns.
        double const score = static_cast<double>(same) / static_cast<double>(counts[c].size()) * 100 + static_cast<double>(std::min<std::size_t>(counts[c].front(), 50));
        if (score > best_score) {
            best_score = score;
            best = candidates[c];
        }
    }
    return best;
}

} // namespace

CsvWriter::CsvWriter(std::string& out, CsvStyle style) : m_out(out), m_style(style)
{
    if (style.mark && out.empty())
        out = "\xEF\xBB\xBF";
}

void CsvWriter::field(std::string_view value)
{
    if (!m_first)
        m_out += m_style.separator;
    m_first = false;
    char const special[]{m_style.separator, '"', '\r', '\n', '\0'};
    bool const edges = !value.empty() && (value.front() == ' ' || value.back() == ' ');
    if (!edges && value.find_first_of(special) == std::string_view::npos) {
        m_out += value;
        return;
    }
    m_out += '"';
    for (char const letter : value) {
        if (letter == '"')
            m_out += '"';
        m_out += letter;
    }
    m_out += '"';
}

void CsvWriter::text(std::string_view value)
{
    // Spreadsheets skip leading blanks before they look for a formula.
    auto const first = value.find_first_not_of(" \u00A0");
    bool const risky = (!value.empty() && (value.front() == '\t' || value.front() == '\r')) || (first != std::string_view::npos && std::string_view{"=+-@"}.find(value[first]) != std::string_view::npos);
    field(risky ? "'" + std::string{value} : std::string{value});
}

void CsvWriter::plain(std::string_view value)
{
    field(value);
}

void CsvWriter::end_row()
{
    m_out += "\r\n";
    m_first = true;
}

Result<std::pair<std::string, std::string>> decoded_text(std::string_view bytes)
{
    char const* name = nullptr;
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
        return std::pair{is_valid_utf8(bytes) ? std::string{bytes} : cleaned(bytes), std::string{"UTF-8"}};
    }
    if (bytes.starts_with("\xFF\xFE")) {
        bytes.remove_prefix(2);
        name = "UTF-16LE";
    } else if (bytes.starts_with("\xFE\xFF")) {
        bytes.remove_prefix(2);
        name = "UTF-16BE";
    } else {
        // Without a mark: UTF-16 shows as zero bytes at every other place.
        auto const sample = bytes.substr(0, 4096);
        std::size_t even = 0, odd = 0;
        for (std::size_t at = 0; at < sample.size(); ++at)
            if (sample[at] == '\0')
                ++(at % 2 ? odd : even);
        if (odd > sample.size() / 5 && even * 8 < odd)
            name = "UTF-16LE";
        else if (even > sample.size() / 5 && odd * 8 < even)
            name = "UTF-16BE";
        else if (is_valid_utf8(bytes))
            return std::pair{std::string{bytes}, std::string{"UTF-8"}};
        else
            name = "windows-1252";
    }
    if (bytes.size() > (256u << 20))
        return refused({"Le fichier dépasse 256 Mio. Divisez-le en plusieurs fichiers.", "The file is larger than 256 MiB. Split it into several files."});
    UErrorCode code = U_ZERO_ERROR;
    UConverter* converter = ucnv_open(name, &code);
    if (U_FAILURE(code))
        return Error{Status::internal, {"Ce codage de caractères n’est pas disponible sur ce poste.", "This character encoding is not available on this computer."}};
    std::u16string wide(bytes.size() + 1, u'\0');
    auto const units = ucnv_toUChars(converter, wide.data(), static_cast<std::int32_t>(wide.size()), bytes.data(), static_cast<std::int32_t>(bytes.size()), &code);
    ucnv_close(converter);
    if (U_FAILURE(code))
        return refused({fmt::format("Le texte n’a pas pu être lu comme {}. Enregistrez le fichier en UTF-8 et recommencez.", name),
                        fmt::format("The text could not be read as {}. Save the file as UTF-8 and try again.", name)});
    wide.resize(static_cast<std::size_t>(units));
    std::string out;
    out.reserve(wide.size() + wide.size() / 4);
    for (std::size_t at = 0; at < wide.size(); ++at) {
        char32_t point = wide[at];
        if (point >= 0xD800 && point < 0xDC00 && at + 1 < wide.size() && wide[at + 1] >= 0xDC00 && wide[at + 1] < 0xE000)
            point = 0x10000 + ((point - 0xD800) << 10) + (wide[++at] - 0xDC00u);
        else if (point >= 0xD800 && point < 0xE000)
            point = 0xFFFD;
        if (point < 0x80) {
            out += static_cast<char>(point);
        } else if (point < 0x800) {
            out += static_cast<char>(0xC0 | point >> 6);
            out += static_cast<char>(0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            out += static_cast<char>(0xE0 | point >> 12);
            out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
            out += static_cast<char>(0x80 | (point & 0x3F));
        } else {
            out += static_cast<char>(0xF0 | point >> 18);
            out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
            out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
            out += static_cast<char>(0x80 | (point & 0x3F));
        }
    }
    return std::pair{std::move(out), std::string{name}};
}

Result<CsvFile> read_csv(std::string_view bytes, CsvLimits const& limits)
{
    auto decoded = decoded_text(bytes);
    if (!decoded)
        return decoded.error();
    CsvFile file;
    auto const& text = decoded->first;
    file.encoding = decoded->second;
    std::size_t at = 0;
    bool hinted = false;
    if (text.starts_with("sep=") && text.size() > 5 && (text[5] == '\n' || text[5] == '\r')) { // Excel's own hint
        file.separator = text[4];
        at = text.find('\n');
        at = at == std::string::npos ? text.size() : at + 1;
        hinted = true;
    } else {
        file.separator = guessed_separator(text);
    }
    std::size_t line = hinted ? 2 : 1, quote_line = 0, first_line = line;
    std::vector<std::string> row;
    std::string field;
    bool quoted = false, any = false;
    auto const too_long = [&] {
        return refused({fmt::format("Ligne {} : un champ dépasse {} Kio. Vérifiez les guillemets de cette ligne.", line, limits.field_bytes >> 10),
                        fmt::format("Line {}: a field is longer than {} KiB. Check the quotation marks on this line.", line, limits.field_bytes >> 10)});
    };
    auto const end_field = [&] {
        row.push_back(cleaned(field));
        field.clear();
        any = false;
        return row.size() <= limits.columns;
    };
    for (; at <= text.size(); ++at) {
        bool const end = at == text.size();
        char const letter = end ? '\n' : text[at];
        if (quoted) {
            if (end)
                return refused({fmt::format("Ligne {} : un guillemet ouvert n’est jamais fermé. Corrigez cette ligne et recommencez.", quote_line),
                                fmt::format("Line {}: a quotation mark is opened and never closed. Correct this line and try again.", quote_line)});
            if (letter == '"') {
                if (at + 1 < text.size() && text[at + 1] == '"')
                    field += text[++at];
                else
                    quoted = false;
            } else {
                line += letter == '\n' ? 1u : 0u;
                field += letter;
            }
            if (field.size() > limits.field_bytes)
                return too_long();
            continue;
        }
        if (letter == '"' && field.empty() && !any) {
            quoted = any = true;
            quote_line = line;
        } else if (letter == file.separator && !end) {
            if (!end_field())
                return refused({fmt::format("Ligne {} : plus de {} colonnes. Ce n’est sans doute pas un tableau.", line, limits.columns),
                                fmt::format("Line {}: more than {} columns. This is probably not a table.", line, limits.columns)});
        } else if (letter == '\n' || letter == '\r') {
            if (letter == '\r' && at + 1 < text.size() && text[at + 1] == '\n')
                continue;
            if (!row.empty() || !field.empty() || any) {
                if (!end_field())
                    return refused({fmt::format("Ligne {} : plus de {} colonnes. Ce n’est sans doute pas un tableau.", line, limits.columns),
                                    fmt::format("Line {}: more than {} columns. This is probably not a table.", line, limits.columns)});
                if (file.rows.size() >= limits.rows)
                    return refused({fmt::format("Le fichier a plus de {} lignes. Divisez-le.", limits.rows), fmt::format("The file has more than {} lines. Split it.", limits.rows)});
                file.rows.push_back(std::move(row));
                file.lines.push_back(first_line);
                row.clear();
            }
            first_line = ++line;
        } else {
            field += letter;
            if (field.size() > limits.field_bytes)
                return too_long();
        }
    }
    return file;
}

} // namespace passerelle::exchange
