#include "host/bridge/report.hpp"
#include "host/base/format.hpp"
#include "host/bridge/declared_page.hpp"
#include "host/bridge/page.hpp"
#include "host/bridge/row.hpp"
#include "host/bridge/tables.hpp"
#include "host/model/record.hpp"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

namespace passerelle::bridge {

namespace {

constexpr std::string_view project_entity = "projects.activity";
constexpr std::string_view organisation_entity = "core.organisation";
constexpr std::string_view territory_entity = "core.territory";

constexpr int last_at_home = 100'000;

Phrase const module_absent{"Données non disponibles (module absent)", "Data not available (module absent)"};

/// The sections that the modules of the distribution write (numbers of domain 4.1), so that a report says what it lacks
/// also where the module is not even there.
struct KnownSection {
    std::string_view module;
    int order;
    Phrase label;
};
std::vector<KnownSection> known_sections()
{
    return {{"org.passerelle.projects", 100, {"Identification", "Identification"}},
            {"org.passerelle.inclusion", 400, {"Résultats\u00a0: matrice du cadre logique", "Results: logframe matrix"}},
            {"org.passerelle.projects", 500, {"Activités", "Activities"}},
            {"org.passerelle.inclusion", 600, {"Inclusion", "Inclusion"}},
            {"org.passerelle.projects", 800, {"Risques et mesures", "Risks"}},
            {"org.passerelle.projects", 1000, {"Enseignements, bonnes pratiques, réplication", "Lessons, replication"}},
            {"org.passerelle.funding", 1500, {"Rapport financier", "Financial report"}}};
}

std::string_view entity_of_kind(std::string_view kind)
{
    if (kind == "project")
        return project_entity;
    if (kind == "donor")
        return organisation_entity;
    return kind == "city" ? territory_entity : std::string_view{};
}

Result<bool> exists(store::Connection& reader, model::Entity const& entity, std::int64_t id)
{
    auto statement = reader.prepare("SELECT 1 FROM " + entity.table + " WHERE id = ?1");
    if (!statement)
        return statement.error();
    return statement->bind(1, id).step();
}

Result<std::optional<std::int64_t>> find_text(store::Connection& reader, model::Entity const& entity, std::string_view field, std::string_view text)
{
    model::Field const* const known = entity.field(field);
    if (known == nullptr || model::Entity::columns_of(*known).size() != 1)
        return std::optional<std::int64_t>{};
    auto statement = reader.prepare(fmt::format("SELECT id FROM {} WHERE {} = ?1 ORDER BY id LIMIT 1", entity.table, known->id));
    if (!statement)
        return statement.error();
    statement->bind(1, text);
    auto row = statement->step();
    if (!row)
        return row.error();
    return *row ? std::optional(statement->integer(0)) : std::nullopt;
}

Result<std::int64_t> find_record(Context& context, std::string_view entity_id, std::string_view text)
{
    model::Entity const* const entity = context.registry->entity(entity_id);
    if (entity == nullptr)
        return Error{Status::not_found, module_absent};
    store::Connection& reader = context.portfolio->reader();
    std::int64_t number = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc{} && read.ptr == text.data() + text.size()) {
        auto const there = exists(reader, *entity, number);
        if (!there)
            return there.error();
        if (*there)
            return number;
    }
    std::vector<std::string> fields;
    if (entity->key.size() == 1)
        fields.push_back(entity->key.front());
    fields.emplace_back("identifier");
    for (std::string const& field : fields) {
        auto const found = find_text(reader, *entity, field, text);
        if (!found)
            return found.error();
        if (*found)
            return **found;
    }
    return Error{Status::not_found, {fmt::format("Aucune fiche «\u00a0{}\u00a0» ne porte le numéro ou l’identifiant «\u00a0{}\u00a0». Vérifiez-le dans le registre.",
                                                 entity->label.fr, text),
                                     fmt::format("No record of “{}” has the number or identifier “{}”. Check it in the register.", entity->label.en,
                                                 text)}};
}

std::string setting(Context& context, std::string_view name)
{
    model::Entity const* const entity = context.registry->entity("core.setting");
    if (entity == nullptr)
        return {};
    auto statement = context.portfolio->reader().prepare("SELECT value FROM " + entity->table + " WHERE name = ?1");
    if (!statement)
        return {};
    statement->bind(1, name);
    auto const row = statement->step();
    return row && *row ? std::string(statement->text(0)) : std::string();
}

std::string subject(Context& context, Scope const& scope, Language language)
{
    if (model::Entity const* const entity = context.registry->entity(entity_of_kind(scope.kind)))
        return model::title_of(context.portfolio->reader(), *context.registry, *entity, scope.id, language);
    if (scope.kind == "country") {
        model::Codelist const* const list = context.registry->list("core.country");
        model::Code const* const code = list == nullptr ? nullptr : list->find(scope.code);
        return code == nullptr ? scope.code : code->name.in(language);
    }
    std::string const owner = setting(context, "owner");
    return owner.empty() ? std::string(language == Language::fr ? "Portefeuille" : "Portfolio") : owner;
}

std::string period_text(Scope const& scope, Language language)
{
    auto const day = [&](std::string const& iso) { return format_date(iso, language, DateStyle::text); };
    bool const french = language == Language::fr;
    if (scope.from.empty())
        return french ? "jusqu’au " + day(scope.to) : "until " + day(scope.to);
    if (scope.to.empty())
        return french ? "depuis le " + day(scope.from) : "from " + day(scope.from);
    return french ? fmt::format("du {} au {}", day(scope.from), day(scope.to)) : fmt::format("{} to {}", day(scope.from), day(scope.to));
}

void identify(Context& context, Scope const& scope, std::string const& as_of, exchange::Document& document)
{
    Language const language = document.language;
    auto const add = [&](Phrase const& label, std::string value) {
        if (!value.empty())
            document.identification.emplace_back(label.in(language), std::move(value));
    };
    if (model::Entity const* const entity = context.registry->entity(entity_of_kind(scope.kind)); entity != nullptr && entity->field("identifier")) {
        auto statement = context.portfolio->reader().prepare("SELECT identifier FROM " + entity->table + " WHERE id = ?1");
        if (statement) {
            statement->bind(1, scope.id);
            if (auto const row = statement->step(); row && *row)
                add({"Identifiant", "Identifier"}, std::string(statement->text(0)));
        }
    }
    add({"Portefeuille", "Portfolio"}, setting(context, "owner"));
    if (!scope.from.empty() || !scope.to.empty())
        add({"Période", "Period"}, period_text(scope, language));
    add({"Situation au", "As of"}, format_date(as_of, language, DateStyle::text));
    add({"Monnaie de présentation", "Presentation currency"}, scope.currency);
}

struct Planned {
    int order;
    std::string module;
    ModuleHost* host; ///< nullptr: absent
    std::string section;
    Phrase label;
    std::vector<model::ContentItem> content = {}; ///< what is declared; empty: the module's library writes it
    Phrase heading = {}; ///< the donor's words for it; empty: the module's own
};

/// A module with figures and no code, no page and no section at home has its figures there all the same.
void add_undeclared_home(model::Manifest const& manifest, ModuleHost* host, std::vector<Planned>& all)
{
    bool const said = std::any_of(manifest.sections.begin(), manifest.sections.end(), [](auto const& one) { return one.scopes.contains("home"); });
    auto content = content_of_figures(manifest);
    if (said || !manifest.library.empty() || !manifest.views.empty() || content.empty())
        return;
    model::ContentItem heading;
    heading.kind = model::ContentItem::Kind::heading;
    heading.words = manifest.name;
    content.insert(content.begin(), std::move(heading));
    all.push_back({last_at_home, manifest.id, host, {}, manifest.name, std::move(content)});
}

std::vector<Planned> plan(Context& context, std::string const& kind)
{
    std::vector<Planned> all;
    std::set<std::string> present;
    for (loader::Module const& module : context.modules) {
        if (!module.readable)
            continue;
        present.insert(module.manifest.id);
        auto const found = std::find_if(context.hosts.begin(), context.hosts.end(), [&](auto const& host) { return host->id() == module.manifest.id; });
        ModuleHost* const active = found != context.hosts.end() && (*found)->active() ? found->get() : nullptr;
        ModuleHost* const writing = active && active->sections != nullptr && active->sections->write != nullptr ? active : nullptr;
        for (model::SectionDeclaration const& section : module.manifest.sections) {
            if (!section.scopes.contains(kind))
                continue;
            auto content = section.content.empty() && module.manifest.library.empty() ? content_of_figures(module.manifest) : section.content;
            all.push_back({section.order, module.manifest.id, content.empty() ? writing : active, section.id, section.label, std::move(content)});
        }
        if (kind == "home" && active)
            add_undeclared_home(module.manifest, active, all);
    }
    if (kind != "home")
        for (KnownSection const& known : known_sections())
            if (!present.contains(std::string(known.module)))
                all.push_back({known.order, std::string(known.module), nullptr, {}, known.label});
    std::stable_sort(all.begin(), all.end(), [](Planned const& left, Planned const& right) {
        return std::tie(left.order, left.module) < std::tie(right.order, right.module);
    });
    return all;
}

/// Those that the donor wants, in its order and words. Where several modules write under one number, the words stand over the first.
std::vector<Planned> wanted(std::vector<Planned> const& all, model::ReportTemplate const& form)
{
    if (form.sections.empty())
        return all;
    std::vector<Planned> chosen;
    for (auto const& section : form.sections) {
        bool first = true;
        for (Planned const& one : all)
            if (one.order / 100 == section.number) {
                chosen.push_back(one);
                if (std::exchange(first, false))
                    chosen.back().heading = section.heading;
            }
    }
    return chosen;
}

/// The section's own heading gives way to the donor's.
void rename(exchange::Document& document, std::size_t from, Phrase const& heading)
{
    if (heading.empty())
        return;
    for (std::size_t at = from; at < document.blocks.size(); ++at)
        if (auto* const own = std::get_if<exchange::Heading>(&document.blocks[at]); own && own->level == 1) {
            own->text = heading.in(document.language);
            return;
        }
}

void absent(std::vector<exchange::Block>& blocks, Planned const& section, Language language)
{
    blocks.emplace_back(exchange::Heading{1, section.label.in(language)});
    blocks.emplace_back(exchange::Paragraph{exchange::Tone::muted, module_absent.in(language)});
}

void write_section(Context& context, Planned const& section, Scope const& where, std::string const& as_of, bool leaves, exchange::Document& document)
{
    if (!section.content.empty()) {
        DeclaredReading reading(*section.host, where, as_of, document.language);
        if (leaves)
            document.blocks.emplace_back(exchange::Heading{1, section.label.in(document.language)});
        write_declared(reading, section.content, leaves, [&](exchange::Block block) { document.blocks.push_back(std::move(block)); });
        return;
    }
    ScopeRow const scope(where, as_of.empty() ? context.today() : as_of);
    psl_page page{section.host, [&](exchange::Block block) { document.blocks.push_back(std::move(block)); }, leaves};
    auto const written = section.host->call(Call{loader::Phase::section, section.section, document.language, as_of, Purity::pure}, [&] {
        return section.host->sections->write(section.host->plugin(), to_c(section.section), scope.row(), &words_table(), &page);
    });
    close_page(page);
    if (!written) { // the rest of the report stands; what is missing is said in its place
        document.blocks.emplace_back(exchange::Heading{1, section.label.in(document.language)});
        document.blocks.emplace_back(exchange::Paragraph{exchange::Tone::bad, written.error().sentence.in(document.language)});
    }
}

} // namespace

Result<Scope> parse_scope(Context& context, std::string_view text)
{
    Scope scope;
    auto const colon = text.find(':');
    scope.kind = text.substr(0, colon);
    std::string_view const rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    if (scope.kind == "portfolio" && rest.empty())
        return scope;
    if (scope.kind == "country" && !rest.empty()) {
        model::Codelist const* const list = context.registry->list("core.country");
        if (list != nullptr && list->find(rest) == nullptr)
            return Error{Status::not_found, {fmt::format("Le code «\u00a0{}\u00a0» n’est pas dans la liste «\u00a0Pays ou gouvernement\u00a0».", rest),
                                             fmt::format("The code “{}” is not in the list of countries.", rest)}};
        scope.code = rest;
        return scope;
    }
    if (std::string_view const entity = entity_of_kind(scope.kind); !entity.empty() && !rest.empty()) {
        auto const id = find_record(context, entity, rest);
        if (!id)
            return id.error();
        scope.id = *id;
        return scope;
    }
    return Error{Status::invalid, {fmt::format("Le périmètre «\u00a0{}\u00a0» ne se lit pas. Écrivez project:ID, donor:ID, city:ID, country:CODE ou portfolio.", text),
                                   fmt::format("The scope “{}” cannot be read. Write project:ID, donor:ID, city:ID, country:CODE or portfolio.", text)}};
}

Result<exchange::Document> write_report(Context& context, Scope const& scope, Language language, Progress& progress, model::ReportTemplate const& form)
{
    bool const french = language == Language::fr;
    std::string const as_of = scope.as_of.empty() ? context.today() : scope.as_of;
    exchange::Document document;
    document.language = language;
    document.title = subject(context, scope, language);
    document.subtitle = !form.title.empty() ? form.title.in(language) : french ? "Rapport d’avancement" : "Progress report";
    document.author = setting(context, "owner");
    document.date = as_of;
    if (setting(context, "demo") == "1")
        document.notice = french ? "Données de démonstration – fictives" : "Demonstration data – fictitious";
    identify(context, scope, as_of, document);
    auto const sections = wanted(plan(context, scope.kind), form);
    for (std::size_t at = 0; at < sections.size(); ++at) {
        if (progress.cancel)
            return Error{Status::cancelled, {"Rapport interrompu. Aucun fichier n’a été écrit.", "Report interrupted. No file was written."}};
        if (progress.report)
            progress.report(static_cast<double>(at) / static_cast<double>(sections.size()), sections[at].label.in(language));
        auto const from = document.blocks.size();
        if (sections[at].host == nullptr)
            absent(document.blocks, sections[at], language);
        else
            write_section(context, sections[at], scope, as_of, true, document);
        rename(document, from, sections[at].heading);
    }
    if (progress.report)
        progress.report(1, {});
    return document;
}

Result<exchange::Document> write_dashboard(Context& context, Language language)
{
    exchange::Document document;
    document.language = language;
    document.date = context.today();
    document.title = subject(context, {}, language);
    if (setting(context, "demo") == "1")
        document.notice = language == Language::fr ? "Données de démonstration – fictives" : "Demonstration data – fictitious";
    // What a module says before its first heading or tabs stands at the top with what the others say there: key figures together.
    exchange::Document rest = document, one = document;
    for (Planned const& section : plan(context, "home")) {
        one.blocks.clear();
        if (section.host == nullptr)
            absent(one.blocks, section, language);
        else
            write_section(context, section, {}, {}, false, one);
        auto const further = std::find_if(one.blocks.begin(), one.blocks.end(), [](exchange::Block const& block) {
            return std::holds_alternative<exchange::Heading>(block) || std::holds_alternative<exchange::Tab>(block);
        });
        document.blocks.insert(document.blocks.end(), std::make_move_iterator(one.blocks.begin()), std::make_move_iterator(further));
        rest.blocks.insert(rest.blocks.end(), std::make_move_iterator(further), std::make_move_iterator(one.blocks.end()));
    }
    document.blocks.insert(document.blocks.end(), std::make_move_iterator(rest.blocks.begin()), std::make_move_iterator(rest.blocks.end()));
    return document;
}

} // namespace passerelle::bridge
