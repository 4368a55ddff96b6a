// What a module's declarations ask of the portfolio, read with the module's own rights: the restricted connection that its code would have,
// a cost limit for each statement and for the whole, and a sentence where something is not granted. For one page or one round of alerts;
// used on the thread that made it. [any]
#pragma once
#include "host/bridge/db.hpp"
#include "host/bridge/module_host.hpp"
#include "host/model/declared_figures.hpp"
#include "host/model/query.hpp"
#include <chrono>
#include <map>
#include <memory>
#include <optional>

namespace passerelle::bridge {

class DeclaredReading {
public:
    /// today: ISO, what relative dates count from; empty: the session's day.
    DeclaredReading(ModuleHost&, Scope, std::string today, Language);

    [[nodiscard]] ModuleHost& module() const { return m_module; }
    [[nodiscard]] model::Registry const& registry() const { return *m_module.context().registry; }
    [[nodiscard]] Language language() const { return m_language; }
    [[nodiscard]] Scope const& scope() const { return m_scope; }
    [[nodiscard]] std::string const& today() const { return m_today; }
    /// The module's connection, opened at first use. Status::cancelled once the time for all of it is over.
    [[nodiscard]] Result<store::Connection*> connection();

    /// The register as the module sees it: of another's, the granted fields alone.
    [[nodiscard]] Result<model::Entity const*> entity(std::string_view id);
    /// Refuses a field, or a path of links, of which any part is not granted.
    [[nodiscard]] Result<void> may_read(model::Entity const&, std::string_view path);
    /// The conditions, and those that hold the register within the scope.
    struct Conditions {
        std::vector<model::Filter> filters;
        std::string text;   ///< the same, one a line, without relative dates: what the window opens
        bool dated = false; ///< within the scope's period
    };
    [[nodiscard]] Result<Conditions> conditions(model::Entity const&, std::vector<std::string> const& where);
    /// A declared count or sum within the scope. `further` must hold too.
    [[nodiscard]] Result<model::Amount> amount(model::FigureDeclaration const&, std::vector<model::Filter> further = {});
    [[nodiscard]] Result<std::vector<model::AmountGroup>> groups(model::FigureDeclaration const&);
    struct Terms {
        model::Amount part, whole;
    };
    /// Of a share or rate. Two sums of different fields of one register are taken over the records that report both.
    [[nodiscard]] Result<Terms> terms(model::FigureDeclaration const&);
    /// Of what a page shows, a few records: those in `ids`, as far as the module may read them.
    [[nodiscard]] Result<std::vector<model::Record>> records(model::Entity const&, std::span<std::int64_t const> ids);
    /// Inhabitants of the scope's place, for the masking of small counts (domain 2.6); the program's own reading.
    [[nodiscard]] std::optional<std::int64_t> inhabitants();

private:
    [[nodiscard]] Result<void> add_scope(model::Entity const&, Conditions&);
    ModuleHost& m_module;
    Scope m_scope;
    std::string m_today;
    Language m_language;
    Grants m_grants;
    std::unique_ptr<store::Connection> m_connection;
    std::map<std::string, model::Entity, std::less<>> m_seen; ///< others' registers, with what is granted of them
    std::chrono::steady_clock::time_point m_end;
};

} // namespace passerelle::bridge
