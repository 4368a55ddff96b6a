// psl_row adapters: a record in a check ("field", "old.field"), a scope. Each lives as long as the call. [any]
#pragma once
#include "host/bridge/session.hpp"
#include "host/model/record.hpp"
#include "passerelle/abi.h"
#include <string>

namespace passerelle::bridge {

class RecordRow {
public:
    RecordRow(model::Record const& after, model::Record const* before) : m_after(after), m_before(before), m_row{this, &RecordRow::field} {}
    RecordRow(RecordRow const&) = delete;
    RecordRow& operator=(RecordRow const&) = delete;
    [[nodiscard]] psl_row const* row() const { return &m_row; }

private:
    static psl_status PSL_CALL field(psl_row const*, psl_str, psl_value*) noexcept;
    model::Record const& m_after;
    model::Record const* m_before;
    std::string m_text; ///< of the last value
    psl_row m_row;
};

/// kind, id, code, from, to, as_of, currency of psl.sections/1. as_of is never empty: today where the scope says none.
class ScopeRow {
public:
    ScopeRow(Scope const& scope, std::string as_of) : m_scope(scope), m_as_of(std::move(as_of)), m_row{this, &ScopeRow::field} {}
    ScopeRow(ScopeRow const&) = delete;
    ScopeRow& operator=(ScopeRow const&) = delete;
    [[nodiscard]] psl_row const* row() const { return &m_row; }

private:
    static psl_status PSL_CALL field(psl_row const*, psl_str, psl_value*) noexcept;
    Scope m_scope;
    std::string m_as_of;
    psl_row m_row;
};

} // namespace passerelle::bridge
