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

std::vector<Phrase> asked_for(Manifest const& manifest, Registry const* registry)
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
    return sentences;
}

/// Nothing that is said about files or network binds a program inside this process.
Phrase code_in_words(CodeRuns code)
{
    if (code == CodeRuns::apart)
        return {"Contient un programme, tenu à part : il n’a accès ni à vos fichiers ni au réseau.",
                "Contains a program, which is kept apart: it has no access to your files or to the network."};
    return {"Contient un programme, qui peut faire tout ce que vous pouvez faire sur ce poste : installez-le comme vous installeriez un logiciel.",
            "Contains a program, which can do anything that you can do on this computer: install it as you would install software."};
}

} // namespace

std::vector<Phrase> permissions_in_words(Manifest const& manifest, Registry const* registry, CodeRuns code)
{
    auto sentences = asked_for(manifest, registry);
    if (!manifest.entities.empty()) {
        Phrase names;
        for (auto const& entity : manifest.entities) {
            names.fr += (names.fr.empty() ? "" : ", ") + entity.plural.fr;
            names.en += (names.en.empty() ? "" : ", ") + entity.plural.en;
        }
        sentences.push_back({fmt::format("Ajoute des registres au portefeuille : {}.", names.fr), fmt::format("Adds registers to the portfolio: {}.", names.en)});
    }
    sentences.push_back(!manifest.library.empty() ? code_in_words(code)
                                                  : Phrase{"Ne contient aucun programme et n’utilise pas le réseau.", "Contains no program and does not use the network."});
    return sentences;
}

std::vector<Phrase> permissions_in_words(std::set<std::string> const& permissions, Registry const* registry, CodeRuns code)
{
    Manifest manifest;
    for (auto const& one : permissions) {
        auto const space = one.find(' ');
        std::string const kind = one.substr(0, space), rest = space == std::string::npos ? "" : one.substr(space + 1);
        if (kind == "read")
            manifest.read[rest.substr(0, rest.find(' '))].insert(rest.substr(rest.find(' ') + 1));
        else if (kind == "write")
            manifest.write.insert(rest);
        else if (kind == "files")
            manifest.files.insert(rest);
        else if (kind == "asks")
            manifest.asks[rest] = 1;
    }
    auto sentences = asked_for(manifest, registry);
    if (permissions.contains("code"))
        sentences.push_back(code_in_words(code));
    return sentences;
}

std::set<std::string> permissions_of(Manifest const& manifest)
{
    std::set<std::string> all;
    for (auto const& [entity, fields] : manifest.read)
        for (auto const& field : fields)
            all.insert("read " + entity + " " + field);
    for (auto const& entity : manifest.write)
        all.insert("write " + entity);
    for (auto const& way : manifest.files)
        all.insert("files " + way);
    for (auto const& [service, version] : manifest.asks)
        all.insert("asks " + service);
    if (!manifest.library.empty())
        all.insert("code");
    return all;
}

std::set<std::string> permissions_beyond(std::set<std::string> const& asked, std::set<std::string> const& granted)
{
    std::set<std::string> beyond;
    for (auto const& one : asked) {
        bool const whole = one.starts_with("read ") && granted.contains(one.substr(0, one.rfind(' ')) + " *");
        if (!whole && !granted.contains(one))
            beyond.insert(one);
    }
    return beyond;
}

} // namespace passerelle::model
