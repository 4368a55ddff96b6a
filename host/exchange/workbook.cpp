#include "host/exchange/workbook.hpp"
#include "host/base/atomic_file.hpp"
#include "host/exchange/csv.hpp"
#include "host/exchange/packed_file.hpp"
#include "host/exchange/workbook_apart.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::exchange {
namespace {

Error refused(Status status, std::string fr, std::string en)
{
    return {status, {std::move(fr), std::move(en)}};
}

Result<Workbook> from_csv(std::string_view bytes, BookLimits const& limits)
{
    CsvLimits bounds;
    bounds.columns = limits.columns;
    bounds.field_bytes = limits.cell_bytes;
    auto file = read_csv(bytes, bounds);
    if (!file)
        return file.error();
    Workbook book;
    book.encoding = file->encoding;
    book.separator = file->separator;
    SheetTable sheet;
    std::size_t cells = 0;
    for (std::size_t r = 0; r < file->rows.size(); ++r) {
        SheetRow row{file->lines[r], {}};
        cells += file->rows[r].size();
        if (cells > limits.cells)
            return refused(Status::invalid, fmt::format("Le fichier compte plus de {} cellules. Divisez-le en plusieurs fichiers.", limits.cells),
                           fmt::format("The file holds more than {} cells. Split it into several files.", limits.cells));
        bool any = false;
        row.cells.reserve(file->rows[r].size());
        for (auto& text : file->rows[r]) {
            bool const filled = text.find_first_not_of(" \t\n\r") != std::string::npos;
            any |= filled;
            row.cells.push_back(filled ? SheetCell{CellKind::text, std::move(text)} : SheetCell{});
        }
        if (!any)
            continue;
        sheet.columns = std::max(sheet.columns, row.cells.size());
        sheet.rows.push_back(std::move(row));
    }
    book.sheets.push_back(std::move(sheet));
    return book;
}

/// Text has no zero bytes but as UTF-16; pictures, old workbooks and programs do.
bool looks_like_text(std::string_view bytes)
{
    auto const head = bytes.substr(0, 4096);
    auto const zeros = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\0'));
    bool const wide = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF") || zeros > head.size() / 5;
    return zeros == 0 || wide;
}

} // namespace

Result<Workbook> workbook_from_bytes(std::string_view bytes, BookLimits const& limits, std::atomic<bool> const* stop)
{
    if (bytes.empty())
        return refused(Status::invalid, "Le fichier est vide. Choisissez-en un autre.", "The file is empty. Choose another one.");
    if (bytes.size() > limits.file_bytes)
        return refused(Status::invalid, fmt::format("Le fichier dépasse {} Mio. Divisez-le en plusieurs fichiers.", limits.file_bytes >> 20),
                       fmt::format("The file is larger than {} MiB. Split it into several files.", limits.file_bytes >> 20));
    if (bytes.starts_with("\xD0\xCF\x11\xE0"))
        return refused(Status::unsupported, "C’est un ancien classeur Excel (.xls) ou un classeur protégé. Ouvrez-le dans un tableur, enregistrez-le au format .xlsx sans mot de passe, puis recommencez.",
                       "This is an old Excel workbook (.xls) or a protected one. Open it in a spreadsheet program, save it as .xlsx without a password, then try again.");
    if (is_packed(bytes)) {
        auto const packed = look_into_packed(bytes, limits.unpacked_bytes);
        if (!packed)
            return packed.error();
        if (!packed->has_workbook && !packed->has_content)
            return refused(Status::unsupported, "Ce fichier n’est pas un classeur. Choisissez un fichier .xlsx, .ods ou .csv.", "This file is not a workbook. Choose an .xlsx, .ods or .csv file.");
        return packed_workbook_apart(bytes, packed->has_workbook ? BookFormat::xlsx : BookFormat::ods, limits, stop);
    }
    if (!looks_like_text(bytes))
        return refused(Status::unsupported, "Ce fichier n’est ni un classeur ni un texte. Choisissez un fichier .xlsx, .ods ou .csv.", "This file is neither a workbook nor text. Choose an .xlsx, .ods or .csv file.");
    return from_csv(bytes, limits);
}

Result<Workbook> read_workbook(std::filesystem::path const& path, BookLimits const& limits, std::atomic<bool> const* stop)
{
    auto const bytes = read_whole_file(path, limits.file_bytes);
    if (!bytes)
        return bytes.error();
    return workbook_from_bytes(*bytes, limits, stop);
}

} // namespace passerelle::exchange
