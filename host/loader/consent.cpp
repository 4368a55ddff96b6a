#include "host/loader/consent.hpp"
#include "host/loader/declarations.hpp"
#include "host/loader/folders.hpp"
#include "host/model/registry.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::loader {

namespace {

bool is_below(std::filesystem::path const& folder, std::filesystem::path const& parent)
{
    std::error_code fault;
    return !parent.empty() && std::filesystem::equivalent(folder.parent_path(), parent, fault) && !fault;
}

Phrase why_asked(Standing const& standing, Approval const* before, model::Manifest const& manifest)
{
    switch (standing.consent) {
    case Consent::more:
        return {fmt::format("La version {} est signée par le même éditeur, mais demande davantage que la version {}.", manifest.version, before->version),
                fmt::format("Version {} is signed by the same publisher, but asks for more than version {}.", manifest.version, before->version)};
    case Consent::changed:
        if (!before->publisher.empty() && standing.sealed.publisher.key.empty())
            return {"Ce module était signé lors de votre accord. Il a changé, et ne l’est plus.", "This module was signed when you agreed to it. It has changed, and no longer is."};
        if (!before->publisher.empty() && standing.sealed.publisher.key != before->publisher)
            return {"Ce module a changé depuis votre accord, et un autre éditeur le signe.", "This module has changed since you agreed to it, and another publisher signs it."};
        return {"Ce module a changé depuis votre accord.", "This module has changed since you agreed to it."};
    default: return {"Ce module attend votre accord.", "This module waits for your agreement."};
    }
}

Approval const* approval_of(Choices const& choices, std::string const& id)
{
    auto const found = choices.approved.find(id);
    return found == choices.approved.end() ? nullptr : &found->second;
}

Consent consent_of(model::Manifest const& manifest, Standing& standing, Places const& places, Choices const& choices)
{
    Approval const* const before = approval_of(choices, manifest.id);
    if (before && before->digest == standing.content.digest)
        return Consent::given;
    if (before)
        standing.beyond = model::permissions_beyond(model::permissions_of(manifest), before->permissions);
    if (std::find(places.approved_once.begin(), places.approved_once.end(), manifest.id) != places.approved_once.end())
        return Consent::given;
    if (!before)
        return Consent::never;
    bool const same_hand = standing.trusted && (before->publisher.empty() || before->publisher == standing.sealed.publisher.key);
    return !same_hand ? Consent::changed : standing.beyond.empty() ? Consent::given : Consent::more;
}

/// The declaration that was agreed to stands in for one that was not: what is in the portfolio keeps its shape.
void fall_back(Module& module, Places const& places, bool trustworthy)
{
    auto kept = kept_declaration(places.declarations, module.manifest.id);
    if (kept && kept->ns == module.manifest.ns)
        module.manifest = std::move(*kept);
    else if (kept || !trustworthy)
        module.readable = false;
}

void gate(Module& module, Places const& places, Choices const& choices)
{
    std::string const& id = module.manifest.id;
    if (is_below(module.manifest.folder, places.declarations)) {
        module.hold({"Ce module n’est plus installé. Ses fiches restent visibles et s’exportent. Installez-le de nouveau pour les modifier.",
                     "This module is no longer installed. Its records stay visible and can be exported. Install it again to change them."},
                    Held::removed);
        return;
    }
    auto standing = standing_of(module.manifest, places, choices);
    module.apart = must_run_apart(module.manifest, standing);
    if (choices.disabled.contains(id)) {
        module.hold({"Ce module est désactivé. La page Modules le réactive.", "This module is switched off. The Modules page switches it on again."}, Held::disabled);
        return;
    }
    if (standing.fault) {
        module.hold(*standing.fault);
        fall_back(module, places, false);
    } else if (standing.sealed.seal == Seal::broken) {
        module.hold(standing.sealed.fault, Held::tampered);
        fall_back(module, places, false);
    } else if (standing.consent != Consent::given && standing.consent != Consent::not_needed) {
        auto const why = why_asked(standing, approval_of(choices, id), module.manifest);
        module.hold({why.fr + " Lisez ce qu’il demande (page Modules), puis donnez votre accord.", why.en + " Read what it asks for (Modules page), then agree."}, Held::consent);
        fall_back(module, places, true);
    } else if (auto const* const before = approval_of(choices, id); before && before->digest != standing.content.digest && standing.trusted) {
        (void)keep_declaration(places.declarations, module.manifest); // an update by the same hand: best effort
    }
}

Error not_found(std::string const& id)
{
    return {Status::not_found, {fmt::format("Le module {} n’est pas installé. Vérifiez son identifiant.", id), fmt::format("The module {} is not installed. Check its id.", id)}};
}

} // namespace

bool is_programs_own(Places const& places, std::filesystem::path const& folder)
{
    return std::any_of(places.program.begin(), places.program.end(), [&](auto const& parent) { return is_below(folder, parent); });
}

Standing standing_of(model::Manifest const& manifest, Places const& places, Choices const& choices)
{
    Standing standing;
    if (is_programs_own(places, manifest.folder)) {
        standing.consent = Consent::not_needed;
        return standing;
    }
    standing.removed = is_below(manifest.folder, places.declarations);
    auto content = read_content(manifest.folder);
    if (!content) {
        standing.fault = content.error().sentence;
        return standing;
    }
    standing.content = std::move(*content);
    standing.sealed = check_signature(standing.content, manifest);
    standing.trusted = standing.sealed.seal == Seal::good && choices.trusted(standing.sealed.publisher.key) != nullptr;
    standing.consent = consent_of(manifest, standing, places, choices);
    return standing;
}

bool must_run_apart(model::Manifest const& manifest, Standing const& standing)
{
    return !manifest.library.empty() && standing.consent != Consent::not_needed && !standing.trusted;
}

std::optional<Phrase> ask_for_consent(SearchPaths& paths, Places const& places)
{
    settle(places.personal);
    settle(places.declarations);
    auto notice = set_damaged_choices_aside(places.choices);
    auto read = read_choices(places.choices);
    if (!notice)
        notice = read.notice;
    paths.folders = places.program;
    paths.folders.insert(paths.folders.end(), places.further.begin(), places.further.end());
    for (auto const& folder : {places.personal, places.declarations})
        if (!folder.empty())
            paths.folders.push_back(folder);
    paths.gates.push_back([places, choices = std::move(read.choices)](Module& module) { gate(module, places, choices); });
    return notice;
}

Request request_of(model::Manifest const& manifest, Standing const& standing, Choices const& choices, model::Registry const* words)
{
    auto const* const before = approval_of(choices, manifest.id);
    Request request;
    request.id = manifest.id;
    request.version = manifest.version;
    request.version_before = before ? before->version : "";
    request.name = manifest.name;
    request.about = manifest.about;
    request.maintainer = manifest.maintainer;
    request.publisher = standing.sealed.publisher;
    if (auto const* const known = choices.trusted(request.publisher.key))
        request.publisher.name = known->name; // the name that the person gave to the key, not the one that the key gives itself
    request.trusted = standing.trusted;
    request.apart = must_run_apart(manifest, standing);
    request.programs_own = standing.consent == Consent::not_needed;
    request.removed = standing.removed;
    request.digest = standing.content.digest;
    request.why = before || standing.consent == Consent::never ? why_asked(standing, before, manifest) : Phrase{};
    auto const code = request.apart ? model::CodeRuns::apart : model::CodeRuns::here;
    request.permissions = model::permissions_in_words(manifest, words, code);
    if (before && !standing.beyond.empty())
        request.more = model::permissions_in_words(standing.beyond, words, code);
    request.folder = manifest.folder;
    return request;
}

std::vector<Request> pending_requests(Places const& places)
{
    auto const choices = read_choices(places.choices).choices;
    std::vector<Request> pending;
    std::unique_ptr<model::Registry> words;
    for (auto const& [manifest, removed] : modules_on_disk(places)) {
        if (removed || is_programs_own(places, manifest.folder))
            continue;
        auto const standing = standing_of(manifest, places, choices);
        if (standing.fault || standing.sealed.seal == Seal::broken || standing.consent == Consent::given)
            continue;
        if (!words)
            words = words_of(places);
        pending.push_back(request_of(manifest, standing, choices, words.get()));
    }
    return pending;
}

Result<void> approve(Places const& places, Request const& request)
{
    auto const found = module_on_disk(places, request.id);
    if (!found || found->removed)
        return not_found(request.id);
    auto const standing = standing_of(found->manifest, places, read_choices(places.choices).choices);
    if (standing.consent == Consent::not_needed)
        return Error{Status::invalid, {"Ce module fait partie du programme : il ne demande pas d’accord.", "This module is part of the program: it needs no agreement."}};
    if (standing.fault)
        return Error{Status::denied, *standing.fault};
    if (standing.sealed.seal == Seal::broken)
        return Error{Status::denied, standing.sealed.fault};
    if (standing.content.digest != request.digest)
        return Error{Status::conflict, {"Le module a changé pendant que vous lisiez. Relisez ce qu’il demande, puis donnez votre accord.",
                                        "The module has changed while you were reading. Read again what it asks for, then agree."}};
    PASSERELLE_TRY(keep_declaration(places.declarations, found->manifest));
    return change_choices(places.choices, [&](Choices& choices) {
        choices.approved[request.id] = {standing.content.digest, found->manifest.version, standing.sealed.publisher.key, model::permissions_of(found->manifest)};
    });
}

Result<void> withdraw(Places const& places, std::string const& id)
{
    return change_choices(places.choices, [&](Choices& choices) { choices.approved.erase(id); });
}

Result<void> trust(Places const& places, Publisher const& publisher)
{
    if (!is_key(publisher.key) || !is_publisher_name(publisher.name))
        return Error{Status::invalid, {"Un éditeur a une clé de 64 chiffres hexadécimaux et un nom d’une ligne. Indiquez les deux.",
                                       "A publisher has a key of 64 hexadecimal digits and a name of one line. Give both."}};
    return change_choices(places.choices, [&](Choices& choices) {
        std::erase_if(choices.publishers, [&](Publisher const& one) { return one.key == publisher.key; });
        choices.publishers.push_back(publisher);
    });
}

Result<void> distrust(Places const& places, std::string const& key)
{
    bool found = false;
    PASSERELLE_TRY(change_choices(places.choices, [&](Choices& choices) { found = std::erase_if(choices.publishers, [&](Publisher const& one) { return one.key == key; }) > 0; }));
    if (!found)
        return Error{Status::not_found, {"Cet éditeur n’est pas dans votre liste.", "This publisher is not in your list."}};
    return {};
}

std::vector<Found> modules_on_disk(Places const& places)
{
    SearchPaths paths;
    paths.folders = places.program;
    paths.folders.insert(paths.folders.end(), places.further.begin(), places.further.end());
    for (auto const& folder : {places.personal, places.declarations})
        if (!folder.empty())
            paths.folders.push_back(folder);
    std::vector<Found> found;
    for (auto& module : find_modules(paths, {}))
        if (!module.manifest.version.empty()) { // its declaration was read
            bool const removed = is_below(module.manifest.folder, places.declarations);
            found.push_back({std::move(module.manifest), removed});
        }
    return found;
}

Result<Found> module_on_disk(Places const& places, std::string const& id)
{
    for (auto& found : modules_on_disk(places))
        if (found.manifest.id == id)
            return std::move(found);
    return not_found(id);
}

std::unique_ptr<model::Registry> words_of(Places const& places)
{
    auto registry = std::make_unique<model::Registry>();
    if (auto core = model::read_manifest(program_core() / "core.json"))
        (void)registry->add(core->entities, core->lists);
    for (auto const& [manifest, removed] : modules_on_disk(places))
        (void)registry->add(manifest.entities, manifest.lists);
    return registry;
}

} // namespace passerelle::loader
