// Where imported records go: matched by key, compared and written through model's bulk writer inside one transaction.
// Lives on the writer thread for the time of one import.
#pragma once
#include "host/bridge/module_host.hpp"
#include "host/model/bulk.hpp"
#include "passerelle/ext/transfer.h"
#include <map>
#include <string>
#include <vector>

namespace passerelle::bridge {

class Importer {
public:
    /// origin: the format's id, kept with each record that it brings.
    Importer(ModuleHost&, store::WriteTransaction&, std::string origin, Language, ImportReport&, Progress&);
    Importer(Importer const&) = delete;
    Importer& operator=(Importer const&) = delete;
    [[nodiscard]] psl_importer* raw() { return &m_raw; }
    /// After the module is done: what the file no longer says goes.
    [[nodiscard]] Result<void> finish();

private:
    /// One entity that the import writes.
    struct Kind {
        model::Entity const* entity;
        ImportReport::PerEntity* counts;
        std::vector<std::string> names;       ///< of the record before: a format writes most records of a kind alike
        model::BulkLayout* layout = nullptr;  ///< of these names
    };
    static psl_status PSL_CALL put(psl_importer*, psl_str, psl_str const*, psl_value const*, std::uint32_t, std::int64_t*) noexcept;
    static psl_status PSL_CALL complete(psl_importer*, psl_str, std::int64_t) noexcept;
    static void PSL_CALL problem(psl_importer*, std::int32_t, std::int64_t, psl_str, psl_str) noexcept;

    psl_status put_record(Kind&, psl_str const* names, psl_value const* values, std::uint32_t n, std::int64_t* id);
    Result<Kind*> kind(std::string_view entity);
    void count(Kind&, model::PutOutcome);
    void report(std::string const& identifier);
    void add_problem(model::IssueLevel, std::int64_t line, std::string identifier, std::string sentence);
    [[nodiscard]] std::string identifier_of(Kind const&) const;

    ModuleHost& m_module;
    Language m_language;
    ImportReport& m_report;
    Progress& m_progress;
    model::BulkWriter m_writer;
    std::map<std::string, Kind, std::less<>> m_kinds;
    // Kept from put to put: an import makes millions of them.
    std::vector<std::string_view> m_names;
    std::vector<model::Simple> m_values;
    std::vector<std::string> m_cleaned;
    std::vector<model::Issue> m_issues;
    psl_importer m_raw;
};

} // namespace passerelle::bridge
