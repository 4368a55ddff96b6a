#include "host/model/manifest.hpp"
#include "host/model/registry.hpp"
#include <fmt/format.h>

namespace passerelle::model {

namespace {

Phrase name_of_entity(Registry const* registry, std::string const& id)
{
    auto const* const entity = registry ? registry->entity(id) : nullptr;
    return entity ? entity->plural : Phrase{id, id};
}

Phrase name_of_field(Registry const* registry, std::string const& entity_id, std::string const& id)
{
    if (id == "id")
        return {"numéro de fiche", "record number"};
    auto const* const entity = registry ? registry->entity(entity_id) : nullptr;
    auto const* const field = entity ? entity->field(id) : nullptr;
    return field ? field->label : Phrase{id, id};
}

} // namespace

std::vector<Phrase> permissions_in_words(Manifest const& manifest, Registry const* registry)
{
    std::vector<Phrase> sentences;
    for (auto const& [entity, fields] : manifest.read) {
        auto const name = name_of_entity(registry, entity);
        if (fields.contains("*")) {
            sentences.push_back({fmt::format("Lit toutes les données de « {} ».", name.fr), fmt::format("Reads all data of “{}”.", name.en)});
            continue;
        }
        Phrase names;
        for (auto const& id : fields) {
            auto const field = name_of_field(registry, entity, id);
            names.fr += (names.fr.empty() ? "" : ", ") + field.fr;
            names.en += (names.en.empty() ? "" : ", ") + field.en;
        }
        sentences.push_back({fmt::format("Lit dans « {} » : {}.", name.fr, names.fr), fmt::format("Reads in “{}”: {}.", name.en, names.en)});
    }
    for (auto const& entity : manifest.write) {
        auto const name = name_of_entity(registry, entity);
        sentences.push_back({fmt::format("Ajoute et modifie des fiches de « {} ».", name.fr), fmt::format("Adds and changes records of “{}”.", name.en)});
    }
    if (manifest.files.contains("import"))
        sentences.push_back({"Lit les fichiers que vous choisissez d’importer.", "Reads the files that you choose to import."});
    if (manifest.files.contains("export"))
        sentences.push_back({"Écrit les fichiers que vous choisissez d’exporter.", "Writes the files that you choose to export."});
    for (auto const& [service, version] : manifest.asks)
        sentences.push_back({fmt::format("Interroge les autres modules (service {}).", service), fmt::format("Asks other modules (service {}).", service)});
    if (!manifest.library.empty())
        sentences.push_back({"Contient un programme : installez-le comme vous installeriez un logiciel.", "Contains a program: install it as you would install software."});
    if (sentences.empty())
        sentences.push_back({"Ne demande aucune permission.", "Asks for no permission."});
    return sentences;
}

} // namespace passerelle::model
