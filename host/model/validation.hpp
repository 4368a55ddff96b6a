// The rules of a declaration, applied to values: a sentence for each field at fault. Any thread with its own connection.
#pragma once
#include "host/model/count_layout.hpp"
#include "host/model/editor.hpp"
#include <set>

namespace passerelle::model {

class Validator {
public:
    Validator(store::Connection& connection, Registry const& registry) : m_connection(connection), m_registry(registry) {}

    /// Ids that count as existing records: those that the same set of changes will insert.
    std::set<std::int64_t> coming;

    /// One field. before: the record as it is stored, null for a new one.
    void check_field(Entity const&, Field const&, Value const& after, Record const* before, std::vector<Issue>&);
    /// Key and unique fields against the other records.
    void check_unique(Record const& after, std::vector<Issue>&);
    void check_record(Record const& after, Record const* before, std::vector<Issue>&);

private:
    void check_codes(Field const&, std::string const& code, std::vector<Issue>&);
    void check_link(Field const&, std::int64_t id, std::vector<Issue>&);
    /// A breakdown against the total that it is of, where one of the two or the reason is being changed.
    void check_total(Entity const&, Field const&, Record const& after, Record const* before, std::vector<Issue>&);
    store::Connection& m_connection;
    Registry const& m_registry;
};

/// Issues that BulkWriter and Validator tell with the same words.
[[nodiscard]] Issue required_issue(Field const&);
[[nodiscard]] Issue type_issue(Field const&);
[[nodiscard]] Issue code_issue(Field const&, Codelist const&, std::string_view code);
[[nodiscard]] Issue length_issue(Field const&);
[[nodiscard]] Issue bounds_issue(Field const&);
[[nodiscard]] Issue link_issue(Field const&);
[[nodiscard]] Issue transition_issue(Field const&, Codelist const*, std::string const& from, std::string const& to);
[[nodiscard]] Issue currency_issue(Field const&, std::string_view currency);
[[nodiscard]] Issue period_issue(Field const&);
/// Cells that add up to more than their total, or to less without a reason (domain 2.4).
[[nodiscard]] Issue above_total_issue(Field const&, TotalCheck const&);
[[nodiscard]] Issue below_total_issue(Field const&, Field const* reason, TotalCheck const&);
[[nodiscard]] Issue unique_issue(Field const&, std::string const& title_fr, std::string const& title_en);

/// Characters (code points) of valid UTF-8.
[[nodiscard]] std::int64_t characters(std::string_view utf8);
/// A code that the user added to an editable list after the registry was built.
[[nodiscard]] bool is_added_code(store::Connection&, Registry const&, Codelist const&, std::string_view code);
[[nodiscard]] bool is_known_currency(Registry const&, std::string_view currency);

} // namespace passerelle::model
