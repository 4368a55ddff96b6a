#include "host/bridge/declared_reading.hpp"
#include "host/model/columns.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::bridge {

namespace {

Error not_granted(std::string_view field, model::Entity const& entity)
{
    return {Status::denied,
            {fmt::format("Ce module n’a pas la permission de lire «\u00A0{}\u00A0» du registre «\u00A0{}\u00A0». Demandez à qui l’a écrit de l’inscrire dans permissions.read.", field, entity.plural.fr),
             fmt::format("This module is not permitted to read “{}” of the register “{}”. Ask its author to name it in permissions.read.", field, entity.plural.en)}};
}

/// The register that a scope's record belongs to.
std::string_view register_of(std::string_view kind)
{
    if (kind == "project")
        return "projects.activity";
    if (kind == "donor")
        return "core.organisation";
    return kind == "city" ? std::string_view{"core.territory"} : kind; // a sheet's scope is named by its register
}

Phrase name_of_scope(std::string_view kind)
{
    if (kind == "project")
        return {"un projet", "a project"};
    if (kind == "donor")
        return {"un bailleur", "a donor"};
    if (kind == "city")
        return {"une ville", "a city"};
    return kind == "country" ? Phrase{"un pays", "a country"} : Phrase{"cette fiche", "this record"};
}

} // namespace

DeclaredReading::DeclaredReading(ModuleHost& module, Scope scope, std::string today, Language language)
    : m_module(module), m_scope(std::move(scope)), m_today(today.empty() ? module.context().today() : std::move(today)), m_language(language), m_grants(grants_of(module)),
      m_end(std::chrono::steady_clock::now() + std::chrono::milliseconds(static_cast<int>(limits::declared_seconds * 1000)))
{
}

Result<store::Connection*> DeclaredReading::connection()
{
    if (std::chrono::steady_clock::now() > m_end)
        return Error{Status::cancelled, {"La lecture demandée par ce module est trop longue\u00A0: la suite est laissée de côté. Le portefeuille est intact.",
                                         "What this module asks to read takes too long: the rest is left out. The portfolio is safe."}};
    if (!m_connection) {
        auto opened = open_restricted(m_module, m_grants, limits::declared_steps);
        if (!opened)
            return opened.error();
        m_connection = std::move(*opened);
    }
    return m_connection.get();
}

Result<model::Entity const*> DeclaredReading::entity(std::string_view id)
{
    model::Entity const* const known = registry().entity(id);
    if (!known)
        return Error{Status::not_found, {fmt::format("Le registre «\u00A0{}\u00A0» n’existe pas ici. Installez le module qui le déclare.", id),
                                         fmt::format("There is no register “{}” here. Install the module that declares it.", id)}};
    if (known->module == m_module.id())
        return known;
    if (!granted(m_grants, known->table, ""))
        return not_granted("*", *known);
    auto const [seen, made] = m_seen.try_emplace(std::string(id), *known);
    if (made)
        std::erase_if(seen->second.fields, [&](model::Field const& field) {
            auto const columns = model::Entity::columns_of(field);
            return field.type == model::FieldType::count
                       ? !granted(m_grants, known->cells_table(field), "n")
                       : !std::all_of(columns.begin(), columns.end(), [&](std::string const& column) { return granted(m_grants, known->table, column); });
        });
    return &seen->second;
}

Result<void> DeclaredReading::may_read(model::Entity const& from, std::string_view path)
{
    auto const steps = model::path_of(registry(), *registry().entity(from.id), path);
    if (steps.empty())
        return Error{Status::invalid, {fmt::format("Le registre «\u00A0{}\u00A0» n’a pas de champ «\u00A0{}\u00A0».", from.plural.fr, path),
                                       fmt::format("The register “{}” has no field “{}”.", from.plural.en, path)}};
    for (auto const& step : steps) {
        auto const seen = entity(step.entity->id);
        if (!seen)
            return seen.error();
        if (step.field && !(*seen)->field(step.field->id))
            return not_granted(step.field->label.in(m_language), *step.entity);
    }
    return {};
}

Result<DeclaredReading::Conditions> DeclaredReading::conditions(model::Entity const& of, std::vector<std::string> const& where)
{
    Conditions made;
    auto const& whole = *registry().entity(of.id);
    for (auto const& text : where) {
        auto filter = model::parse_filter(registry(), whole, text, m_today);
        if (!filter)
            return filter.error();
        PASSERELLE_TRY(may_read(of, filter->field));
        auto const absolute = model::absolute_condition(registry(), whole, text, m_today);
        made.text += (made.text.empty() ? "" : "\n") + (absolute ? *absolute : text);
        made.filters.push_back(std::move(*filter));
    }
    PASSERELLE_TRY(add_scope(of, made));
    return made;
}

/// A declared path wins; else the one link that leads to the scope's register; else what the register holds would be shown under a subject
/// that it does not belong to, and is refused.
Result<void> DeclaredReading::add_scope(model::Entity const& of, Conditions& made)
{
    auto const add = [&](std::string const& field, model::Comparison comparison, model::Value value, std::string const& shown) {
        made.text += fmt::format("{}{} {}", made.text.empty() ? "" : "\n", field, shown);
        made.filters.push_back({field, comparison, {std::move(value)}});
    };
    auto const declared = [&](std::string_view kind) {
        auto const found = of.scope.find(std::string(kind));
        return found == of.scope.end() ? std::string{} : found->second;
    };
    if (!m_scope.kind.empty() && m_scope.kind != "portfolio") {
        auto path = declared(m_scope.kind);
        auto const target = register_of(m_scope.kind);
        if (path.empty() && of.id == target)
            path = "id";
        if (path.empty()) {
            std::vector<std::string> links;
            for (auto const& field : of.fields)
                if (field.to == target && (field.type == model::FieldType::link || field.type == model::FieldType::links))
                    links.push_back(field.id);
            if (links.size() == 1)
                path = links.front();
        }
        if (path.empty()) {
            auto const scope = name_of_scope(m_scope.kind);
            return Error{Status::unsupported, {fmt::format("Le registre «\u00A0{}\u00A0» n’est pas rattaché à {}\u00A0: rien n’est montré ici.", of.plural.fr, scope.fr),
                                               fmt::format("The register “{}” does not belong to {}: nothing is shown here.", of.plural.en, scope.en)}};
        }
        PASSERELLE_TRY(may_read(of, path));
        if (m_scope.kind == "country")
            add(path, model::Comparison::equal, m_scope.code, "= " + m_scope.code);
        else
            add(path, model::Comparison::equal, model::RecordId{m_scope.id}, fmt::format("= {}", m_scope.id));
    }
    auto const dated = declared("period");
    if (dated.empty() || (m_scope.from.empty() && m_scope.to.empty()))
        return {};
    PASSERELLE_TRY(may_read(of, dated));
    made.dated = true;
    if (auto const from = psl::Date::parse(m_scope.from))
        add(dated, model::Comparison::greater_or_equal, *from, ">= " + m_scope.from);
    if (auto const to = psl::Date::parse(m_scope.to))
        add(dated, model::Comparison::less_or_equal, *to, "<= " + m_scope.to);
    return {};
}

Result<model::Amount> DeclaredReading::amount(model::FigureDeclaration const& figure, std::vector<model::Filter> further)
{
    auto const of = entity(figure.entity);
    if (!of)
        return of.error();
    if (!figure.field.empty())
        PASSERELLE_TRY(may_read(**of, figure.field));
    auto conditions = this->conditions(**of, figure.where);
    if (!conditions)
        return conditions.error();
    conditions->filters.insert(conditions->filters.end(), further.begin(), further.end());
    auto const reader = connection();
    if (!reader)
        return reader.error();
    return model::amount_of(**reader, registry(), **of, figure, conditions->filters);
}

Result<std::vector<model::AmountGroup>> DeclaredReading::groups(model::FigureDeclaration const& figure)
{
    auto const of = entity(figure.entity);
    if (!of)
        return of.error();
    for (auto const* const field : {&figure.field, &figure.by})
        if (!field->empty())
            PASSERELLE_TRY(may_read(**of, *field));
    auto const conditions = this->conditions(**of, figure.where);
    if (!conditions)
        return conditions.error();
    auto const reader = connection();
    if (!reader)
        return reader.error();
    return model::amounts_by(**reader, registry(), **of, figure, conditions->filters, m_language, limits::declared_groups);
}

Result<DeclaredReading::Terms> DeclaredReading::terms(model::FigureDeclaration const& figure)
{
    auto const* const part = m_module.manifest().figure(figure.part);
    auto const* const whole = m_module.manifest().figure(figure.whole);
    if (!part || !whole)
        return Error{Status::internal, {"Un chiffre de ce module manque.", "A figure of this module is missing."}};
    std::vector<model::Filter> of_part, of_whole;
    using Kind = model::FigureDeclaration::Kind;
    if (part->kind == Kind::sum && whole->kind == Kind::sum && part->entity == whole->entity && part->field != whole->field) {
        of_part.push_back({whole->field, model::Comparison::is_not_null, {}});
        of_whole.push_back({part->field, model::Comparison::is_not_null, {}});
    }
    auto over = amount(*part, std::move(of_part));
    if (!over)
        return over.error();
    auto under = amount(*whole, std::move(of_whole));
    if (!under)
        return under.error();
    return Terms{std::move(*over), std::move(*under)};
}

Result<std::vector<model::Record>> DeclaredReading::records(model::Entity const& of, std::span<std::int64_t const> ids)
{
    auto const reader = connection();
    if (!reader)
        return reader.error();
    return model::page(**reader, registry(), of, ids);
}

std::optional<std::int64_t> DeclaredReading::inhabitants()
{
    auto const* const territory = registry().entity("core.territory");
    auto const* const activity = registry().entity("projects.activity");
    bool const city = m_scope.kind == "city" && territory && territory->field("population");
    bool const project = m_scope.kind == "project" && territory && territory->field("population") && activity && activity->field("city");
    if (!city && !project)
        return std::nullopt;
    auto statement = m_module.context().portfolio->reader().prepare(
        city ? fmt::format("SELECT population FROM {} WHERE id=?1", territory->table)
             : fmt::format("SELECT t.population FROM {} a JOIN {} t ON t.id=a.city WHERE a.id=?1", activity->table, territory->table));
    if (!statement)
        return std::nullopt;
    auto const row = statement->bind(1, m_scope.id).step();
    return row && *row && !statement->is_null(0) ? std::optional(statement->integer(0)) : std::nullopt;
}

} // namespace passerelle::bridge
