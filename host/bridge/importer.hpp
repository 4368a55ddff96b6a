// Where imported records go: matched by key, compared, written through the editor's checks inside one transaction.
// Lives on the writer thread for the time of one import.
#pragma once
#include "host/bridge/fields.hpp"
#include "host/bridge/module_host.hpp"
#include "passerelle/ext/transfer.h"
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace passerelle::bridge {

class Importer {
public:
    /// origin: the format's id, kept with each record that it brings.
    Importer(ModuleHost&, store::WriteTransaction&, std::string origin, Language, ImportReport&, Progress&);
    ~Importer();
    Importer(Importer const&) = delete;
    Importer& operator=(Importer const&) = delete;
    [[nodiscard]] psl_importer* raw() { return &m_raw; }

private:
    struct Kind;
    struct Node;
    static psl_status PSL_CALL put(psl_importer*, psl_str, psl_str const*, psl_value const*, std::uint32_t, std::int64_t*) noexcept;
    static psl_status PSL_CALL complete(psl_importer*, psl_str, std::int64_t) noexcept;
    static void PSL_CALL problem(psl_importer*, std::int32_t, std::int64_t, psl_str, psl_str) noexcept;

    psl_status put_record(Kind&, psl_str const* names, psl_value const* values, std::uint32_t n, std::int64_t& id);
    Result<void> finish(Kind&, std::int64_t id);
    Result<void> remove(Kind&, std::int64_t id);
    Result<Kind*> kind(std::string_view entity);
    Result<std::int64_t> link_by_key(model::Field const&, std::string_view key);
    psl_status report(std::vector<model::Issue> const&, std::string const& identifier);
    void add_problem(model::IssueLevel, std::int64_t line, std::string identifier, std::string sentence);
    void remember(Kind&, FieldValues const&, std::int64_t id, bool fresh);

    ModuleHost& m_module;
    store::WriteTransaction& m_transaction;
    std::string m_origin;
    Language m_language;
    ImportReport& m_report;
    Progress& m_progress;
    std::unordered_map<std::string, std::unique_ptr<Kind>> m_kinds;
    /// Records of entities that have children or a parent, until the outermost parent is complete.
    std::unordered_map<std::int64_t, Node> m_nodes;
    psl_importer m_raw;
};

} // namespace passerelle::bridge
