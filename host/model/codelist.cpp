#include "host/model/codelist.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <optional>

namespace passerelle::model {

namespace {

constexpr std::size_t most_bytes = 4 * 1024 * 1024;
constexpr std::size_t most_codes = 50'000;
constexpr std::size_t most_characters = 2'000; // bytes of one cell

/// RFC 4180 with ';': quotes around cells that hold ';', quotes or line ends; a quote inside is doubled.
class CsvReader {
public:
    explicit CsvReader(std::string_view text) : m_text(text) {}

    /// The next row, or nothing at the end. An unclosed quote makes broken() true.
    std::optional<std::vector<std::string>> next()
    {
        if (m_at >= m_text.size())
            return std::nullopt;
        m_row_line = m_line;
        std::vector<std::string> row(1);
        while (m_at < m_text.size()) {
            char const c = m_text[m_at];
            if (c == '"' && row.back().empty()) {
                if (!quoted(row.back()))
                    return row;
            } else if (c == ';') {
                row.emplace_back();
                ++m_at;
            } else if (c == '\n' || c == '\r') {
                m_at += c == '\r' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '\n' ? 2 : 1;
                ++m_line;
                return row;
            } else {
                row.back() += c;
                ++m_at;
            }
        }
        return row;
    }
    [[nodiscard]] bool broken() const { return m_broken; }
    [[nodiscard]] std::size_t line() const { return m_row_line; }

private:
    bool quoted(std::string& cell)
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] != '"') {
                m_line += m_text[m_at] == '\n';
                cell += m_text[m_at];
            } else if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '"')
                cell += m_text[++m_at];
            else {
                ++m_at;
                return true;
            }
        }
        m_broken = true;
        return false;
    }

    std::string_view m_text;
    std::size_t m_at = 0, m_line = 1, m_row_line = 1;
    bool m_broken = false;
};

Error refused(std::string_view list, std::size_t line, std::string_view fr, std::string_view en)
{
    return {Status::invalid,
            {fmt::format("Liste « {} », ligne {} : {}", list, line, fr), fmt::format("List “{}”, line {}: {}", list, line, en)}};
}

bool is_code(std::string_view text)
{
    return !text.empty() && text.size() <= 100 && text.front() != ' ' && text.back() != ' ' &&
           std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

} // namespace

Code const* Codelist::find(std::string_view code) const
{
    if (m_order.size() != codes.size()) { // filled by hand
        auto const found = std::find_if(codes.begin(), codes.end(), [&](Code const& each) { return each.code == code; });
        return found == codes.end() ? nullptr : &*found;
    }
    auto const found = std::lower_bound(m_order.begin(), m_order.end(), code, [&](std::uint32_t at, std::string_view wanted) { return codes[at].code < wanted; });
    return found != m_order.end() && codes[*found].code == code ? &codes[*found] : nullptr;
}

std::string const& Codelist::name_of(std::string const& code, Language language) const
{
    auto const* const found = find(code);
    return found ? found->name.in(language) : code;
}

void Codelist::put(Code code)
{
    if (auto const* const found = find(code.code))
        codes[static_cast<std::size_t>(found - codes.data())] = std::move(code);
    else
        codes.push_back(std::move(code));
    index();
}

void Codelist::index()
{
    m_order.resize(codes.size());
    std::iota(m_order.begin(), m_order.end(), 0U);
    std::sort(m_order.begin(), m_order.end(), [&](std::uint32_t a, std::uint32_t b) { return codes[a].code < codes[b].code; });
}

Result<Codelist> Codelist::from_csv(std::string id, std::string_view csv)
{
    if (csv.size() > most_bytes)
        return refused(id, 1, "le fichier dépasse 4 Mo.", "the file is larger than 4 MB.");
    if (csv.starts_with("\uFEFF"))
        csv.remove_prefix(3);
    if (!is_valid_utf8(csv))
        return refused(id, 1, "le texte n’est pas en UTF-8. Enregistrez le fichier en UTF-8.", "the text is not UTF-8. Save the file as UTF-8.");

    Codelist list;
    list.id = std::move(id);
    CsvReader reader{csv};
    auto const header = reader.next();
    std::size_t const columns = header ? header->size() : 0;
    constexpr std::string_view names[] = {"code", "fr", "en", "parent", "withdrawn"};
    bool good = columns >= 3 && columns <= 5;
    for (std::size_t at = 0; good && at < columns; ++at)
        good = (*header)[at] == names[at];
    if (!good)
        return refused(list.id, 1, "les colonnes attendues sont code;fr;en, puis parent et withdrawn si besoin.",
                       "the expected columns are code;fr;en, then parent and withdrawn where needed.");
    while (auto row = reader.next()) {
        auto const line = reader.line();
        if (reader.broken())
            return refused(list.id, line, "un guillemet n’est pas fermé.", "a quotation mark is not closed.");
        if (row->size() == 1 && row->front().empty())
            continue;
        if (row->size() != columns)
            return refused(list.id, line, fmt::format("{} cellules au lieu de {}.", row->size(), columns),
                           fmt::format("{} cells instead of {}.", row->size(), columns));
        for (auto const& cell : *row)
            if (cell.size() > most_characters)
                return refused(list.id, line, "une cellule est trop longue.", "a cell is too long.");
        Code code{(*row)[0], {(*row)[1], (*row)[2]}, columns > 3 ? (*row)[3] : std::string{}, false};
        if (!is_code(code.code))
            return refused(list.id, line, "le code est vide ou contient un signe invisible.", "the code is empty or holds an invisible character.");
        if (code.name.fr.empty())
            return refused(list.id, line, fmt::format("le code {} n’a pas de nom français.", code.code), fmt::format("code {} has no French name.", code.code));
        if (code.name.en.empty())
            code.name.en = code.name.fr;
        if (columns > 4 && (*row)[4] != "" && (*row)[4] != "0" && (*row)[4] != "1")
            return refused(list.id, line, "la colonne withdrawn contient 0 ou 1.", "the column withdrawn holds 0 or 1.");
        code.withdrawn = columns > 4 && (*row)[4] == "1";
        list.codes.push_back(std::move(code));
        if (list.codes.size() > most_codes)
            return refused(list.id, line, "la liste dépasse 50 000 codes.", "the list has more than 50,000 codes.");
    }
    list.index();
    for (std::size_t at = 1; at < list.m_order.size(); ++at)
        if (list.codes[list.m_order[at]].code == list.codes[list.m_order[at - 1]].code) {
            auto const& twice = list.codes[list.m_order[at]].code;
            return refused(list.id, 1, fmt::format("le code {} figure deux fois.", twice), fmt::format("code {} stands twice.", twice));
        }
    return list;
}

} // namespace passerelle::model
