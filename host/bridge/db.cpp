// psl.db/1.
#include "host/bridge/db.hpp"
#include "host/bridge/module_host.hpp"
#include "host/bridge/tables.hpp"
#include "host/model/schema_sql.hpp"
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <variant>

namespace {
struct BoundText {
    std::string bytes;
    bool blob;
};
using Bound = std::variant<std::monostate, std::int64_t, double, BoundText>;
} // namespace

struct psl_statement {
    psl_db_handle* handle;
    std::optional<passerelle::store::Statement> statement; ///< nothing: the handle is void
    std::map<int, Bound> bound;                            ///< kept over reset()
    bool fresh = true;                                     ///< bindings must be put before the next step
    bool on_row = false;
};

struct psl_db_handle {
    passerelle::bridge::ModuleHost* module;
    std::thread::id thread;
    std::unique_ptr<passerelle::store::Connection> connection;
    std::map<psl_statement*, std::unique_ptr<psl_statement>> statements;
};

namespace passerelle::bridge {

namespace {

void grant_all(Grants& grants, model::Entity const& entity)
{
    grants[entity.table].insert("*");
    for (model::Field const& field : entity.fields)
        if (field.type == model::FieldType::count)
            for (std::string const& table : {entity.cells_table(field), model::cells_total_table(entity, field)})
                grants[table].insert("*");
}

/// What one side names, as columns.
void grant_fields(Grants& grants, model::Entity const& entity, std::set<std::string> const& fields)
{
    auto& columns = grants[entity.table];
    columns.insert("id");
    for (std::string const& name : fields) {
        model::Field const* const field = entity.field(name);
        if (field == nullptr)
            continue;
        if (field->type == model::FieldType::count)
            for (std::string const& table : {entity.cells_table(*field), model::cells_total_table(entity, *field)})
                grants[table].insert({"owner", "sex", "age", "disability", "n"});
        for (std::string const& column : model::Entity::columns_of(*field))
            columns.insert(column);
    }
}

std::set<std::string> all_fields(model::Entity const& entity)
{
    std::set<std::string> names;
    for (model::Field const& field : entity.fields)
        names.insert(field.id);
    return names;
}

psl_status wrong_thread(psl_db_handle const& handle)
{
    handle.module->misbehaved("a database handle used on another thread");
    return refuse(PSL_E_WRONG_THREAD, {"Une lecture a lieu sur le mauvais fil.", "A read happens on the wrong thread."});
}

psl_status void_now() { return refuse(PSL_E_INVALID, {"Cette lecture est terminée.", "This read is over."}); }

bool usable(psl_statement const* statement, psl_status& status)
{
    if (statement == nullptr) {
        status = PSL_E_INVALID;
        return false;
    }
    if (statement->handle->thread != std::this_thread::get_id()) {
        status = wrong_thread(*statement->handle);
        return false;
    }
    if (!statement->statement) {
        status = void_now();
        return false;
    }
    return true;
}

void put_bindings(psl_statement& statement)
{
    for (auto const& [at, value] : statement.bound) {
        if (auto const* integer = std::get_if<std::int64_t>(&value))
            statement.statement->bind(at, *integer);
        else if (auto const* real = std::get_if<double>(&value))
            statement.statement->bind(at, *real);
        else if (auto const* text = std::get_if<BoundText>(&value))
            text->blob ? statement.statement->bind_blob(at, text->bytes) : statement.statement->bind(at, std::string_view(text->bytes));
        else
            statement.statement->bind_null(at);
    }
    statement.fresh = false;
}

psl_status PSL_CALL open(psl_host const* host, psl_db_handle** out) noexcept
{
    return answer_callback([&]() -> psl_status {
        if (out == nullptr)
            return PSL_E_INVALID;
        *out = nullptr;
        auto handle = ModuleHost::of(host).handle();
        if (!handle)
            return refuse(handle.error());
        *out = *handle;
        return PSL_OK;
    });
}

psl_status PSL_CALL prepare(psl_db_handle* handle, psl_str sql, psl_statement** out) noexcept
{
    return answer_callback([&]() -> psl_status {
        if (handle == nullptr || out == nullptr)
            return PSL_E_INVALID;
        *out = nullptr;
        if (handle->thread != std::this_thread::get_id())
            return wrong_thread(*handle);
        if (handle->connection == nullptr)
            return void_now();
        if (sql.data == nullptr || sql.size > limits::sql_bytes || handle->statements.size() >= limits::statements)
            return refuse(PSL_E_INVALID, {"Cette lecture dépasse les limites d’un module.", "This read exceeds a module’s limits."});
        auto prepared = handle->connection->prepare(std::string_view(sql.data, sql.size));
        if (!prepared) {
            handle->module->context().log.write(LogLevel::warning, handle->module->id(),
                                                prepared.error().sentence.en + " [" + text_of(sql, limits::label_bytes) + "]");
            return refuse(prepared.error());
        }
        auto statement = std::make_unique<psl_statement>(psl_statement{handle, std::move(*prepared), {}, true, false});
        *out = statement.get();
        handle->statements.emplace(statement.get(), std::move(statement));
        return PSL_OK;
    });
}

psl_status PSL_CALL bind(psl_statement* statement, std::int32_t at, psl_value value) noexcept
{
    return answer_callback([&]() -> psl_status {
        psl_status status = PSL_OK;
        if (!usable(statement, status))
            return status;
        if (at < 1 || at > 1000)
            return PSL_E_INVALID;
        switch (value.kind) {
        case PSL_NULL: statement->bound[at] = std::monostate{}; break;
        case PSL_INT: statement->bound[at] = value.as.i; break;
        case PSL_REAL: statement->bound[at] = value.as.r; break;
        case PSL_TEXT:
        case PSL_BLOB:
            if (value.as.s.size > limits::text_bytes || (value.as.s.data == nullptr && value.as.s.size != 0))
                return PSL_E_INVALID;
            statement->bound[at] = BoundText{std::string(value.as.s.data == nullptr ? "" : value.as.s.data, value.as.s.size), value.kind == PSL_BLOB};
            break;
        default: return PSL_E_INVALID;
        }
        if (statement->on_row) // a new value for a statement at work: it starts again
            statement->statement->reset();
        statement->on_row = false;
        statement->fresh = true;
        return PSL_OK;
    });
}

psl_status PSL_CALL step(psl_statement* statement, bool* has_row) noexcept
{
    return answer_callback([&]() -> psl_status {
        psl_status status = PSL_OK;
        if (has_row == nullptr)
            return PSL_E_INVALID;
        *has_row = false;
        if (!usable(statement, status))
            return status;
        if (statement->fresh)
            put_bindings(*statement);
        auto row = statement->statement->step();
        if (!row) {
            statement->on_row = false;
            statement->statement->reset();
            statement->fresh = true;
            return refuse(row.error());
        }
        statement->on_row = *row;
        if (!*row) { // at the end: the read transaction closes, the next step starts again
            statement->statement->reset();
            statement->fresh = true;
        }
        *has_row = *row;
        return PSL_OK;
    });
}

psl_status PSL_CALL column(psl_statement* statement, std::int32_t at, psl_value* out) noexcept
{
    return answer_callback([&]() -> psl_status {
        psl_status status = PSL_OK;
        if (out == nullptr)
            return PSL_E_INVALID;
        *out = psl_value{};
        if (!usable(statement, status))
            return status;
        store::Statement const& row = *statement->statement;
        if (!statement->on_row || at < 0 || at >= row.columns())
            return refuse(PSL_E_INVALID, {"Cette colonne n’existe pas dans la lecture.", "This column is not part of the read."});
        switch (row.kind(at)) {
        case store::ColumnKind::null: break;
        case store::ColumnKind::integer:
            out->kind = PSL_INT;
            out->as.i = row.integer(at);
            break;
        case store::ColumnKind::real:
            out->kind = PSL_REAL;
            out->as.r = row.real(at);
            break;
        case store::ColumnKind::text:
            out->kind = PSL_TEXT;
            out->as.s = to_c(row.text(at));
            break;
        case store::ColumnKind::blob:
            out->kind = PSL_BLOB;
            out->as.s = to_c(row.text(at));
            break;
        }
        return PSL_OK;
    });
}

psl_status PSL_CALL reset(psl_statement* statement) noexcept
{
    return answer_callback([&]() -> psl_status {
        psl_status status = PSL_OK;
        if (!usable(statement, status))
            return status;
        statement->statement->reset();
        statement->fresh = true;
        statement->on_row = false;
        return PSL_OK;
    });
}

void PSL_CALL close(psl_statement* statement) noexcept
{
    quiet_callback([&] {
        if (statement == nullptr)
            return;
        psl_db_handle* const handle = statement->handle;
        if (handle->thread != std::this_thread::get_id() && statement->statement) {
            (void)wrong_thread(*handle); // it goes with its handle
            return;
        }
        handle->statements.erase(statement);
    });
}

} // namespace

// The host publishes what core.json says, or all of it where it says nothing of publishing.
Grants grants_of(ModuleHost const& module)
{
    Grants grants;
    Context const& context = module.context();
    for (model::Entity const& entity : context.registry->entities()) {
        if (entity.module == module.id()) {
            grant_all(grants, entity);
            continue;
        }
        auto const wanted = module.manifest().read.find(entity.id);
        model::Manifest const* const owner = context.owner_of(entity);
        if (wanted == module.manifest().read.end() || owner == nullptr)
            continue;
        auto const published = owner->publishes.find(entity.id);
        bool const everything = owner == &context.core && owner->publishes.empty();
        if (!everything && published == owner->publishes.end())
            continue;
        std::set<std::string> fields = wanted->second.contains("*") ? all_fields(entity) : wanted->second;
        if (!everything && !published->second.contains("*"))
            std::erase_if(fields, [&](std::string const& field) { return !published->second.contains(field); });
        grant_fields(grants, entity, fields);
    }
    return grants;
}

bool granted(Grants const& grants, std::string_view table, std::string_view column)
{
    // The table itself ("") may be named where any of its columns may be read; another of its columns reads NULL there. What is
    // not granted at all is refused. Names of WITH clauses are the store's business.
    auto const found = grants.find(table);
    return found != grants.end() && (column.empty() || found->second.contains("*") || found->second.contains(column));
}

Result<std::unique_ptr<store::Connection>> open_restricted(ModuleHost const& module, Grants const& grants, std::int64_t steps)
{
    auto connection = module.context().portfolio->open_reader();
    if (!connection)
        return connection.error();
    auto const may_read = [grants](std::string_view table, std::string_view column) { return granted(grants, table, column); };
    if (auto restricted = (*connection)->restrict(store::ReadScope{may_read}, steps); !restricted)
        return restricted.error();
    return std::move(*connection);
}

Result<psl_db_handle*> open_handle(ModuleHost& module)
{
    auto connection = open_restricted(module, grants_of(module), limits::sql_steps);
    if (!connection)
        return connection.error();
    return new psl_db_handle{&module, std::this_thread::get_id(), std::move(*connection), {}};
}

void void_handle(psl_db_handle& handle)
{
    for (auto const& [key, statement] : handle.statements)
        statement->statement.reset();
    handle.connection.reset();
}

void delete_handle(psl_db_handle* handle)
{
    if (handle != nullptr)
        void_handle(*handle);
    delete handle;
}

int columns_of(psl_statement const* statement) { return statement == nullptr || !statement->statement ? 0 : statement->statement->columns(); }

psl_db const& db_table()
{
    static constexpr psl_db table{&open, &prepare, &bind, &step, &column, &reset, &close};
    return table;
}

} // namespace passerelle::bridge
