// Level 1, what the declaration says. No code of the module runs.
#include "host/base/atomic_file.hpp"
#include "host/loader/archive.hpp"
#include "host/model/manifest_reader.hpp"
#include "host/model/registry.hpp"
#include "host/model/strict_json.hpp"
#include "tools/plugin-validator/stage.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::validator {

namespace {

Outcome package_opens(Subject const& subject)
{
    if (subject.package.empty())
        return Outcome::because(Verdict::not_applicable, "Le contrôle porte sur un dossier, pas sur un paquet.", "A folder is checked, not a package.");
    Scratch const scratch;
    Outcome outcome;
    if (auto const opened = loader::unpack(subject.package, scratch.folder()); !opened)
        outcome.add(Verdict::fail, opened.error().sentence);
    return outcome;
}

Outcome schema(Subject const& subject)
{
    Outcome outcome;
    auto const manifest = declaration_of(subject);
    if (!manifest) {
        outcome.add(Verdict::fail, manifest.error().sentence);
        return outcome;
    }
    model::Registry registry; // the same registers or lists twice
    if (auto added = registry.add(manifest->entities, manifest->lists); !added)
        outcome.add(Verdict::fail, added.error().sentence);
    return outcome;
}

/// Every label in both languages, as they stand in the file and in locale/en.json: the reader fills English in from French.
void labels(model::JsonNode const& node, std::string const& where, Outcome& outcome)
{
    if (node.kind == model::JsonNode::Kind::object)
        for (auto const& [key, value] : node.members) {
            bool const label = key == "label" || key == "plural" || key == "group" || key == "help" || key == "name" || key == "about" || key == "text" || key == "sentence";
            if (label && value.kind == model::JsonNode::Kind::object && (value.member("fr") != nullptr || value.member("en") != nullptr))
                for (char const* const language : {"fr", "en"})
                    if (auto const* const text = value.member(language); text == nullptr || text->text.find_first_not_of(" \t\n") == std::string::npos)
                        outcome.warn(fmt::format("plugin.json, ligne {}\u00a0: «\u00a0{}\u00a0» n’a pas de texte «\u00a0{}\u00a0».", value.line, key, language),
                                     fmt::format("plugin.json, line {}: “{}” has no text in “{}”.", value.line, key, language));
            labels(value, key, outcome);
        }
    for (auto const& item : node.items)
        labels(item, where, outcome);
}

Outcome labels_complete(Subject const& subject)
{
    auto const text = read_whole_file(subject.folder / "plugin.json", 1 << 20);
    auto tree = text ? model::read_json(*text, "plugin.json") : Result<model::JsonNode>(text.error());
    if (!tree || !model::reading::add_locale(*tree, subject.folder))
        return *unreadable(subject);
    Outcome outcome;
    labels(*tree, "", outcome);
    // A label that is only missing its English is shown in French: a warning. Without French nothing can be shown.
    auto const manifest = declaration_of(subject);
    if (!manifest && manifest.error().sentence.en.find("needs a French text") != std::string::npos)
        outcome.add(Verdict::fail, manifest.error().sentence);
    if (manifest)
        for (auto const& list : manifest->lists)
            for (auto const& code : list.codes)
                if (code.name.fr.empty() || code.name.en.empty())
                    outcome.warn(fmt::format("La liste {} ne nomme pas le code «\u00a0{}\u00a0» dans les deux langues.", list.id, code.code),
                                 fmt::format("The list {} does not name the code “{}” in both languages.", list.id, code.code));
    return outcome;
}

Outcome own_namespace(Subject const& subject)
{
    auto const text = read_whole_file(subject.folder / "plugin.json", 1 << 20);
    auto const tree = text ? model::read_json(*text, "plugin.json") : Result<model::JsonNode>(text.error());
    if (!tree)
        return *unreadable(subject);
    Outcome outcome;
    auto const* const ns = tree->member("namespace");
    if (ns == nullptr)
        return *unreadable(subject);
    for (char const* const reserved : {"core", "passerelle", "sqlite"})
        if (ns->text == reserved)
            outcome.fail(fmt::format("L’espace de noms «\u00a0{}\u00a0» est celui du programme.", reserved), fmt::format("The namespace “{}” is the program’s.", reserved));
    for (char const* const list : {"entities", "lists"})
        if (auto const* const all = tree->member(list); all != nullptr)
            for (auto const& item : all->items)
                if (auto const* const id = item.member("id"); id != nullptr && !id->text.starts_with(ns->text + "."))
                    outcome.fail(fmt::format("plugin.json, ligne {}\u00a0: «\u00a0{}\u00a0» ne commence pas par «\u00a0{}.\u00a0».", id->line, id->text, ns->text),
                                 fmt::format("plugin.json, line {}: “{}” does not begin with “{}.”.", id->line, id->text, ns->text));
    // The modules that come with the program keep their names.
    auto const* const own = tree->member("id");
    std::error_code fault;
    for (auto const& folder : loader::program_modules())
        for (std::filesystem::directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault))
            if (auto const other = model::read_manifest(at->path() / "plugin.json"); other && other->ns == ns->text && own != nullptr && other->id != own->text)
                outcome.fail(fmt::format("L’espace de noms «\u00a0{}\u00a0» appartient déjà au module {}, livré avec le programme.", other->ns, other->id),
                             fmt::format("The namespace “{}” already belongs to the module {}, which comes with the program.", other->ns, other->id));
    return outcome;
}

template<typename List>
void gone(List const& before, List const& now, std::string_view what_fr, std::string_view what_en, Outcome& outcome)
{
    for (auto const& old : before)
        if (std::none_of(now.begin(), now.end(), [&](auto const& one) { return one.id == old.id; }))
            outcome.fail(fmt::format("{} «\u00a0{}\u00a0» a disparu.", what_fr, old.id), fmt::format("{} “{}” is gone.", what_en, old.id));
}

Outcome ids_unchanged(Subject const& subject)
{
    auto const now = declaration_of(subject);
    if (!now)
        return *unreadable(subject);
    if (subject.released.empty())
        return Outcome::because(Verdict::not_applicable, "Aucune version publiée n’est indiquée (--released).", "No released version is named (--released).");
    Outcome outcome;
    for (auto const& folder : subject.released) {
        auto const before = model::read_manifest(folder / "plugin.json");
        if (!before)
            throw CouldNotRun(before.error().sentence);
        if (before->id != now->id)
            outcome.fail(fmt::format("L’identifiant du module était {}.", before->id), fmt::format("The module’s id was {}.", before->id));
        if (before->ns != now->ns)
            outcome.fail(fmt::format("L’espace de noms était {}.", before->ns), fmt::format("The namespace was {}.", before->ns));
        gone(before->views, now->views, "La vue", "The view", outcome);
        gone(before->sections, now->sections, "La section", "The section", outcome);
        gone(before->formats, now->formats, "Le format", "The format", outcome);
        gone(before->lists, now->lists, "La liste", "The list", outcome);
        for (auto const& list : before->lists)
            for (auto const& other : now->lists)
                if (other.id == list.id)
                    for (auto const& code : list.codes)
                        if (other.find(code.code) == nullptr)
                            outcome.fail(fmt::format("Le code «\u00a0{}\u00a0» a disparu de la liste {}. Marquez-le «\u00a0withdrawn\u00a0».", code.code, list.id),
                                         fmt::format("The code “{}” is gone from the list {}. Mark it as withdrawn.", code.code, list.id));
        for (auto const& entity : before->entities) {
            auto const found = std::find_if(now->entities.begin(), now->entities.end(), [&](auto const& one) { return one.id == entity.id; });
            if (found == now->entities.end()) {
                outcome.fail(fmt::format("Le registre «\u00a0{}\u00a0» a disparu. Gardez-le avec «\u00a0hidden\u00a0».", entity.id),
                             fmt::format("The entity “{}” is gone. Keep it as hidden.", entity.id));
                continue;
            }
            for (auto const& field : entity.fields) {
                auto const same = std::find_if(found->fields.begin(), found->fields.end(), [&](auto const& one) { return one.id == field.id || one.was == field.id; });
                if (same == found->fields.end())
                    outcome.fail(fmt::format("Le champ {}.{} a disparu. Gardez-le avec «\u00a0hidden\u00a0», ou nommez-le sous «\u00a0was\u00a0».", entity.id, field.id),
                                 fmt::format("The field {}.{} is gone. Keep it as hidden, or name it under was.", entity.id, field.id));
                else if (same->type != field.type && same->converted_from != model::name_of(field.type))
                    outcome.fail(fmt::format("Le champ {}.{} était de type {}, il est de type {}. Déclarez «\u00a0converted_from\u00a0».", entity.id, field.id, model::name_of(field.type), model::name_of(same->type)),
                                 fmt::format("The field {}.{} was of type {}, and is of type {}. Declare “converted_from”.", entity.id, field.id, model::name_of(field.type), model::name_of(same->type)));
            }
        }
    }
    return outcome;
}

} // namespace

std::vector<Test> tests_of_declaration()
{
    return {
        {"package-opens", 1, 30, {"Le paquet du module s’ouvre sans danger.", "The module’s package opens safely."},
         {"Un paquet .passerelle-plugin contient le dossier du module et rien d’autre\u00a0: aucun nom ne sort du dossier (../), aucun lien, aucun fichier étranger, 64 Mio par fichier et 100 Mio "
          "en tout. Faites-le avec «\u00a0passerelle-cli plugins pack\u00a0».",
          "A .passerelle-plugin package holds the module’s folder and nothing else: no name leaves the folder (../), no link, no foreign file, 64 MiB a file and 100 MiB in all. Make it with "
          "“passerelle-cli plugins pack”."},
         &package_opens},
        {"manifest-schema", 1, 10, {"La déclaration plugin.json se lit, avec ses listes.", "The declaration plugin.json can be read, with its lists."},
         {"Le message nomme la ligne, la clé en cause et la clé connue la plus proche. Ouvrez plugin.json dans un éditeur qui suit le schéma plugin.schema.json\u00a0: il souligne les "
          "fautes. Limites\u00a0: 256 Kio, 16 niveaux, aucune clé en double, les listes dans le dossier lists/.",
          "The message names the line, the key at fault and the nearest known key. Open plugin.json in an editor that follows plugin.schema.json: it underlines mistakes. Limits: 256 "
          "KiB, 16 levels, no key twice, lists in the folder lists/."},
         &schema},
        {"manifest-labels-complete", 1, 10, {"Chaque libellé a un texte français et un texte anglais.", "Every label has a French and an English text."},
         {"Le texte français est obligatoire. Sans texte anglais, le français s’affiche aux lecteurs anglophones\u00a0: ajoutez la clé «\u00a0en\u00a0» à l’endroit indiqué.",
          "The French text is required. Without an English text, readers of English see French: add the key “en” where the message says."},
         &labels_complete},
        {"manifest-namespace", 1, 10, {"Les registres et les listes portent l’espace de noms du module.", "Entities and lists carry the module’s namespace."},
         {"Chaque identifiant de registre et de liste commence par l’espace de noms et un point (incub.cohorte). L’espace de noms n’est ni celui du programme ni celui d’un module "
          "livré avec lui\u00a0: choisissez-en un autre avant la première publication, car il ne changera plus.",
          "Every id of an entity or a list begins with the namespace and a dot (incub.cohort). The namespace is neither the program’s nor that of a module that comes with it: choose "
          "another one before the first release, because it never changes afterwards."},
         &own_namespace},
        {"ids-unchanged-since-release", 1, 10, {"Rien de ce qui a été publié n’a changé d’identifiant.", "Nothing that was released has changed its id."},
         {"Indiquez les versions publiées avec --released DOSSIER. Un champ se renomme avec «\u00a0was\u00a0», se retire avec «\u00a0hidden\u00a0»\u00a0; les libellés changent librement, "
          "les identifiants et les types jamais.",
          "Name released versions with --released FOLDER. A field is renamed with “was”, taken away with “hidden”; labels change freely, ids and types never."},
         &ids_unchanged},
    };
}

} // namespace passerelle::validator
