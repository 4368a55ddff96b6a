// The history of euro rates that the European Central Bank publishes as CSV: Date,USD,JPY,… one line a day, "N/A" where a
// currency was not quoted. Each figure becomes a core.rate record (1 EUR = r units, source BCE, official).
#include "parts.hpp"
#include <array>

namespace funding {

namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20; ///< the whole history since 1999 is 2 MB
constexpr std::size_t most_columns = 200;

/// The parts of a line between commas, without spaces around; a last empty part (the line ends with a comma) stays.
std::vector<std::string_view> columns_of(std::string_view line)
{
    std::vector<std::string_view> columns;
    while (columns.size() < most_columns) {
        auto const comma = line.find(',');
        std::string_view part = line.substr(0, comma);
        while (!part.empty() && (part.front() == ' ' || part.front() == '"'))
            part.remove_prefix(1);
        while (!part.empty() && (part.back() == ' ' || part.back() == '\r' || part.back() == '"'))
            part.remove_suffix(1);
        columns.push_back(part);
        if (comma == std::string_view::npos)
            break;
        line.remove_prefix(comma + 1);
    }
    return columns;
}

std::string_view without_mark(std::string_view text) { return text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text; }

} // namespace

int recognise_ecb(std::string_view head)
{
    head = without_mark(head);
    auto const columns = columns_of(head.substr(0, head.find('\n')));
    if (columns.size() < 2 || columns[0] != "Date")
        return 0;
    for (std::size_t at = 1; at < columns.size(); ++at)
        if (!columns[at].empty() && !psl::is_currency_code(columns[at]))
            return 0;
    return 90;
}

void import_ecb(Reading& reading, psl::Reader& reader, psl::Importer& importer, psl::Job& job)
{
    std::string const text = reader.read_all(most_bytes);
    std::string_view rest = without_mark(text);
    if (recognise_ecb(rest) == 0)
        throw psl::Error(PSL_E_INVALID, reading.tr("Ce fichier n’est pas l’historique de taux de la BCE. La première ligne attendue commence par « Date,USD ».",
                                                   "This file is not the ECB’s history of rates. Its first line should start with “Date,USD”."));
    auto const next_line = [&rest] {
        auto const end = rest.find('\n');
        std::string_view const line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        return line;
    };
    std::vector<std::string> currencies;
    for (std::string_view const name : columns_of(next_line()))
        currencies.emplace_back(name);
    std::int64_t number = 1;
    while (!rest.empty()) {
        ++number;
        auto const columns = columns_of(next_line());
        if (columns.size() == 1 && columns[0].empty())
            continue;
        if (number % 200 == 0)
            job.go_on(1.0 - static_cast<double>(rest.size()) / static_cast<double>(text.size()));
        auto const date = psl::Date::parse(columns[0]);
        if (!date) {
            importer.problem(psl::Level::warning, number, columns[0].substr(0, 40), reading.tr("Date illisible : cette ligne n’est pas reprise.", "The date cannot be read: this line is left out."));
            continue;
        }
        for (std::size_t at = 1; at < columns.size() && at < currencies.size(); ++at) {
            if (currencies[at].empty() || columns[at].empty() || columns[at] == "N/A")
                continue;
            auto const rate = psl::parse_scaled_exactly(columns[at], rate_scale);
            if (!rate || *rate <= 0) {
                importer.problem(psl::Level::warning, number, currencies[at], reading.tr("Taux illisible : il n’est pas repris.", "The rate cannot be read: it is left out."));
                continue;
            }
            importer.put("core.rate", psl::Fields{{"currency", currencies[at]}, {"date", date->iso()}, {"source", "BCE"}, {"kind", "official"}}.decimal("rate", *rate, rate_scale));
        }
    }
}

} // namespace funding
