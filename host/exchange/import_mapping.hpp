// Which column of a sheet fills which field of a register: proposed from heads, words and content, then a person's to change.
// The proposal says what it decided without proof. Any thread; nothing is read from the portfolio.
#pragma once
#include "host/exchange/import_values.hpp"
#include "host/exchange/workbook.hpp"
#include "host/model/registry.hpp"
#include <string>
#include <utility>
#include <vector>

namespace passerelle::exchange {

/// What a column may fill: a field, or a part of one: "value", "value.currency", "term.from", "place.lat", "name.en".
struct ImportTarget {
    std::string id;
    model::Field const* field = nullptr;
    std::string part; ///< "", "currency", "from", "to", "lat", "lon", "fr", "en"
    Phrase label;
};
/// In the order of the declaration. Hidden fields and counts of people (which need a grid, not a cell) have none.
[[nodiscard]] std::vector<ImportTarget> import_targets(model::Entity const&);
[[nodiscard]] ImportTarget const* find_target(std::vector<ImportTarget> const&, std::string_view id);

struct ImportColumn {
    std::string header;   ///< as in the file; empty: none
    std::string target;   ///< empty: left out
    std::string currency; ///< money: of amounts that do not say theirs; empty: unknown
    int factor = 0;       ///< money: amounts are in powers of ten: k€ is 3
    DateOrder dates = DateOrder::day_first;
    DecimalSign decimals = DecimalSign::comma;
    Phrase remark;        ///< what was decided without proof, or what is missing
    std::vector<std::string> samples; ///< the first three different values
};
struct ImportMapping {
    static constexpr std::size_t no_header = static_cast<std::size_t>(-1);
    std::size_t sheet = 0;
    std::size_t header = no_header; ///< position in SheetTable::rows
    std::vector<ImportColumn> columns;
    std::vector<std::pair<std::string, std::string>> fixed; ///< target, text: the same value for every line
    std::vector<std::string> match; ///< fields that tell which record a line is; empty: a line equal in all values
    bool erase = false;             ///< an empty cell empties the field; else it changes nothing
};

/// The sheet with the most lines below a head that fits the register.
[[nodiscard]] std::size_t likely_sheet(Workbook const&, model::Entity const&);
/// Where the heads stand: below titles and blank lines. no_header where no line looks like heads.
[[nodiscard]] std::size_t likely_header(SheetTable const&, std::vector<ImportTarget> const&);
[[nodiscard]] ImportMapping propose_mapping(Workbook const&, model::Registry const&, model::Entity const&, Language, std::size_t sheet, std::size_t header);
/// How many columns found a field: to choose among registers.
[[nodiscard]] std::size_t fitting_columns(ImportMapping const&);
/// After a person changed targets: separators, order of dates and currencies by the content again, and which record a line is.
void examine_columns(ImportMapping&, SheetTable const&, model::Registry const&, model::Entity const&, Language);
/// The fields by which records are found where the mapping fills them: the key, a unique field, a reference, the name.
[[nodiscard]] std::vector<std::string> likely_match(ImportMapping const&, SheetTable const&, model::Entity const&);

} // namespace passerelle::exchange
