#include "host/model/manifest.hpp"
#include "host/model/manifest_reader.hpp"
#include "host/model/module_migrations.hpp"
#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace passerelle::model {

namespace {

using reading::file_text;
using reading::Reader;
namespace filesystem = std::filesystem;

constexpr std::size_t most_manifest_bytes = 256 * 1024;
constexpr std::size_t most_list_bytes = 4 * 1024 * 1024;

bool is_version(std::string_view text)
{
    int numbers = 0;
    std::size_t digits = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            if (++digits > 6)
                return false;
            continue;
        }
        if (digits == 0)
            return false;
        ++numbers;
        digits = 0;
        if (at < text.size() && text[at] != '.')
            return numbers == 3 && text[at] == '-' && text.size() > at + 1 && text.size() < 40 &&
                   std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.end(),
                               [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.'; });
    }
    return numbers == 3;
}

/// "^1.2", "~1.2.3", ">=1", "1.0.0"
bool is_version_range(std::string_view text)
{
    for (std::string_view const sign : {"^", "~", ">=", ""})
        if (text.starts_with(sign)) {
            text.remove_prefix(sign.size());
            break;
        }
    std::string full{text};
    for (auto dots = std::count(full.begin(), full.end(), '.'); dots < 2; ++dots)
        full += ".0";
    return is_version(full) && full.find('-') == std::string::npos;
}

bool is_file_word(std::string_view text, std::string_view further)
{
    return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || further.find(c) != std::string_view::npos;
    });
}

/// An object whose keys are free (ids, services) and checked by `allowed`; each member goes to `put`.
template<typename Allowed, typename Put>
void each_member(Reader& reader, JsonNode const& top, std::string_view key, Allowed const& allowed, Put const& put)
{
    auto const* const node = top.member(key);
    if (!node || reader.refused())
        return;
    if (node->kind != JsonNode::Kind::object) {
        reader.refuse(*node, fmt::format("« {} » attend un objet {{ }}.", key), fmt::format("“{}” expects an object {{ }}.", key));
        return;
    }
    for (auto const& [name, value] : node->members) {
        if (!allowed(name))
            reader.refuse(value, fmt::format("« {} » : « {} » n’est pas un nom permis.", key, name.substr(0, 60)),
                          fmt::format("“{}”: “{}” is not a permitted name.", key, name.substr(0, 60)));
        if (reader.refused())
            return;
        put(name, value);
    }
}

bool is_extension(std::string_view name) { return name.starts_with("psl.") && is_file_word(name.substr(4), "_"); }
bool is_service(std::string_view name) { return is_file_word(name, "_-"); }

void read_services(Reader& reader, JsonNode const& top, std::string_view key, bool (*allowed)(std::string_view), std::map<std::string, int>& into)
{
    each_member(reader, top, key, allowed, [&](std::string const& name, JsonNode const& value) { into[name] = static_cast<int>(reader.whole(value, name, 1, 1000)); });
}

void read_identity(Reader& reader, JsonNode const& top, Manifest& manifest)
{
    if (auto const* const format = reader.required(top, "manifest"))
        if (reader.whole(*format, "manifest", 1, 1'000'000) != 1)
            reader.refuse(*format, "ce module demande une version plus récente de Passerelle.", "this module needs a newer version of Passerelle.");
    if (auto const* const id = reader.required(top, "id")) {
        manifest.id = reader.text(*id, "id", 200);
        if (!reading::is_module_id(manifest.id))
            reader.refuse(*id, "« id » attend un nom inversé, par exemple sn.dakar.incubateurs.", "“id” expects a reversed name, for example sn.dakar.incubateurs.");
    }
    if (auto const* const version = reader.required(top, "version")) {
        manifest.version = reader.text(*version, "version");
        if (!is_version(manifest.version))
            reader.refuse(*version, "« version » attend trois nombres, par exemple 1.4.0.", "“version” expects three numbers, for example 1.4.0.");
    }
    if (auto const* const ns = reader.required(top, "namespace")) {
        manifest.ns = reader.text(*ns, "namespace");
        if (!reading::is_namespace(manifest.ns))
            reader.refuse(*ns, "« namespace » attend 3 à 16 lettres minuscules ou chiffres, sans tiret bas.",
                          "“namespace” expects 3 to 16 lower-case letters or digits, no underscore.");
    }
    if (auto const* const name = reader.required(top, "name"))
        manifest.name = reader.label(*name, "name");
    manifest.about = reader.optional_label(top, "about", 1000);
    if (auto const* const maintainer = top.member("maintainer"); maintainer && reader.object(*maintainer, {"name", "contact", "support"})) {
        manifest.maintainer = reader.optional_text(*maintainer, "name");
        manifest.contact = reader.optional_text(*maintainer, "contact");
        (void)reader.optional_text(*maintainer, "support");
    }
    manifest.license = reader.optional_text(top, "license");
    if (auto const* const library = top.member("library")) {
        manifest.library = reader.text(*library, "library");
        if (!is_file_word(manifest.library, "_-"))
            reader.refuse(*library, "« library » attend un nom de fichier sans dossier ni extension.", "“library” expects a file name without folder and extension.");
    }
}

void read_relations(Reader& reader, JsonNode const& top, Manifest& manifest)
{
    read_services(reader, top, "needs", is_extension, manifest.needs);
    read_services(reader, top, "uses", is_extension, manifest.uses);
    read_services(reader, top, "provides", is_service, manifest.provides);
    read_services(reader, top, "asks", is_service, manifest.asks);
    each_member(reader, top, "requires", reading::is_module_id, [&](std::string const& id, JsonNode const& value) {
        auto const& range = manifest.requires_[id] = reader.text(value, id);
        if (!is_version_range(range))
            reader.refuse(value, fmt::format("« {} » n’est pas une version, par exemple ^1.2.", range), fmt::format("“{}” is not a version, for example ^1.2.", range));
    });
    auto const own = [&](std::string_view id) { return reading::is_qualified_id(id) && id.starts_with(manifest.ns + "."); };
    auto const foreign = [&](std::string_view id) { return reading::is_qualified_id(id) && !id.starts_with(manifest.ns + "."); };
    each_member(reader, top, "publishes", own, [&](std::string const& id, JsonNode const& value) { manifest.publishes[id] = reader.text_set(value, id, 200); });
    each_member(reader, top, "accepts", own, [&](std::string const& id, JsonNode const& value) {
        manifest.accepts[id] = reader.text_set(value, id);
        for (auto const& module : manifest.accepts[id])
            if (module != "*" && !reading::is_module_id(module))
                reader.refuse(value, fmt::format("« {} » n’est pas un nom de module.", module), fmt::format("“{}” is not the id of a module.", module));
    });
    auto const* const permissions = top.member("permissions");
    if (!permissions || !reader.object(*permissions, {"read", "write", "files", "network"}))
        return;
    each_member(reader, *permissions, "read", foreign, [&](std::string const& id, JsonNode const& value) { manifest.read[id] = reader.text_set(value, id, 200); });
    if (auto const* const write = permissions->member("write")) {
        manifest.write = reader.text_set(*write, "write");
        for (auto const& id : manifest.write)
            if (!foreign(id))
                reader.refuse(*write, fmt::format("« write » : « {} » n’est pas le registre d’un autre module.", id), fmt::format("“write”: “{}” is not an entity of another module.", id));
    }
    if (auto const* const files = permissions->member("files")) {
        manifest.files = reader.text_set(*files, "files");
        for (auto const& each : manifest.files)
            if (each != "import" && each != "export")
                reader.refuse(*files, "« files » attend import ou export.", "“files” expects import or export.");
    }
    if (auto const* const network = permissions->member("network"); network && reader.list(*network, "network", 100) && !network->items.empty())
        reader.refuse(*network, "Passerelle ne donne pas accès au réseau. Laissez la liste vide.", "Passerelle gives no access to the network. Leave the list empty.");
}

void read_shapes(Reader& reader, JsonNode const& top, Manifest& manifest)
{
    if (auto const* const views = top.member("views"); views && reader.list(*views, "views", 100))
        for (auto const& item : views->items) {
            ViewDeclaration view;
            if (!reader.object(item, {"id", "place", "label", "content"}) || !reader.required(item, "id") || !reader.required(item, "place") || !reader.required(item, "label"))
                return;
            view.id = reader.text(*item.member("id"), "id");
            view.place = reader.text(*item.member("place"), "place");
            view.label = reader.label(*item.member("label"), "label");
            bool const sheet = view.place.starts_with("sheet:") && reading::is_qualified_id(std::string_view{view.place}.substr(6));
            if (!is_file_word(view.id, "_-"))
                reader.refuse(item, "« id » attend des minuscules, des chiffres, - ou _.", "“id” expects lower case, digits, - or _.");
            if (!sheet && view.place != "dashboard" && view.place != "home")
                reader.refuse(*item.member("place"), "« place » attend dashboard, home ou sheet:registre.", "“place” expects dashboard, home or sheet:entity.");
            manifest.views.push_back(std::move(view));
        }
    if (auto const* const sections = top.member("sections"); sections && reader.list(*sections, "sections", 100))
        for (auto const& item : sections->items) {
            SectionDeclaration section;
            if (!reader.object(item, {"id", "order", "scopes", "label", "content"}) || !reader.required(item, "id") || !reader.required(item, "scopes") || !reader.required(item, "label"))
                return;
            section.id = reader.text(*item.member("id"), "id");
            section.order = static_cast<int>(reader.optional_whole(item, "order", 0, 0, 100'000));
            section.scopes = reader.text_set(*item.member("scopes"), "scopes");
            section.label = reader.label(*item.member("label"), "label");
            if (!is_file_word(section.id, "_-"))
                reader.refuse(item, "« id » attend des minuscules, des chiffres, - ou _.", "“id” expects lower case, digits, - or _.");
            constexpr std::array<std::string_view, 6> scopes{"project", "donor", "city", "country", "portfolio", "home"};
            for (auto const& scope : section.scopes)
                if (std::find(scopes.begin(), scopes.end(), scope) == scopes.end())
                    reader.refuse(*item.member("scopes"), "« scopes » attend project, donor, city, country, portfolio ou home.",
                                  "“scopes” expects project, donor, city, country, portfolio or home.");
            manifest.sections.push_back(std::move(section));
        }
    if (auto const* const formats = top.member("formats"); formats && reader.list(*formats, "formats", 100))
        for (auto const& item : formats->items) {
            FormatDeclaration format;
            if (!reader.object(item, {"id", "import", "export", "extensions", "label"}) || !reader.required(item, "id") || !reader.required(item, "label"))
                return;
            format.id = reader.text(*item.member("id"), "id");
            format.import_ = reader.optional_bool(item, "import", false);
            format.export_ = reader.optional_bool(item, "export", false);
            format.label = reader.label(*item.member("label"), "label");
            if (auto const* const extensions = item.member("extensions"))
                format.extensions = reader.texts(*extensions, "extensions");
            if (!is_file_word(format.id, "_-"))
                reader.refuse(item, "« id » attend des minuscules, des chiffres, - ou _.", "“id” expects lower case, digits, - or _.");
            for (auto const& extension : format.extensions)
                if (!extension.starts_with('.') || !is_file_word(std::string_view{extension}.substr(1), ""))
                    reader.refuse(item, "« extensions » attend par exemple .xml.", "“extensions” expects for example .xml.");
            manifest.formats.push_back(std::move(format));
        }
    if (auto const* const commands = top.member("commands"); commands && reader.list(*commands, "commands", 100)) {
        for (auto const& item : commands->items) {
            CommandDeclaration command;
            if (!reader.object(item, {"id", "scopes", "label"}) || !reader.required(item, "id") || !reader.required(item, "label"))
                return;
            command.id = reader.text(*item.member("id"), "id");
            command.label = reader.label(*item.member("label"), "label");
            command.scopes = {"portfolio"};
            if (auto const* const scopes = item.member("scopes"))
                command.scopes = reader.text_set(*scopes, "scopes");
            if (!is_file_word(command.id, "_-"))
                reader.refuse(item, "« id » attend des minuscules, des chiffres, - ou _.", "“id” expects lower case, digits, - or _.");
            constexpr std::array<std::string_view, 5> known{"project", "donor", "city", "country", "portfolio"};
            if (command.scopes.empty() || std::any_of(command.scopes.begin(), command.scopes.end(), [&](auto const& scope) { return std::find(known.begin(), known.end(), scope) == known.end(); }))
                reader.refuse(item, "« scopes » attend project, donor, city, country ou portfolio.", "“scopes” expects project, donor, city, country or portfolio.");
            manifest.commands.push_back(std::move(command));
        }
        if (!manifest.commands.empty() && manifest.library.empty())
            reader.refuse(*commands, "« commands » demande une bibliothèque (« library ») qui les exécute.", "“commands” needs a library (“library”) that runs them.");
    }
    auto const unique = [&](auto const& all, std::string_view key) {
        std::set<std::string> ids;
        for (auto const& each : all)
            if (!ids.insert(each.id).second)
                reader.refuse(top, fmt::format("« {} » : « {} » figure deux fois.", key, each.id), fmt::format("“{}”: “{}” stands twice.", key, each.id));
    };
    unique(manifest.views, "views");
    unique(manifest.sections, "sections");
    unique(manifest.formats, "formats");
    unique(manifest.commands, "commands");
}

void read_entities(Reader& reader, JsonNode const& top, Manifest& manifest)
{
    if (auto const* const entities = top.member("entities"); entities && reader.list(*entities, "entities", 200))
        for (auto const& item : entities->items) {
            if (reader.refused())
                return;
            manifest.entities.push_back(reading::read_entity(reader, item, manifest));
            for (std::size_t at = 0; !reader.refused() && at + 1 < manifest.entities.size(); ++at)
                if (manifest.entities[at].id == manifest.entities.back().id)
                    reader.refuse(item, fmt::format("« {} » est déclaré deux fois.", manifest.entities[at].id), fmt::format("“{}” is declared twice.", manifest.entities[at].id));
        }
    for (auto const* const declared : {&manifest.publishes, &manifest.accepts})
        for (auto const& [id, fields] : *declared) {
            auto const found = std::find_if(manifest.entities.begin(), manifest.entities.end(), [&, wanted = id](Entity const& each) { return each.id == wanted; });
            if (found == manifest.entities.end())
                reader.refuse(top, fmt::format("« {} » est publié ou ouvert mais n’est pas déclaré.", id), fmt::format("“{}” is published or opened but not declared.", id));
            else if (declared == &manifest.publishes)
                for (auto const& field : fields)
                    if (field != "*" && field != "id" && !found->field(field))
                        reader.refuse(top, fmt::format("« publishes » : {} n’a pas de champ « {} ».", id, field), fmt::format("“publishes”: {} has no field “{}”.", id, field));
        }
}

/// A list of the module: its file lies in lists/ and nowhere else, whatever the manifest says.
Result<void> read_lists(Reader& reader, JsonNode const& top, Manifest& manifest, filesystem::path const& folder)
{
    auto const* const lists = top.member("lists");
    if (!lists || !reader.list(*lists, "lists", 200))
        return {};
    for (auto const& item : lists->items) {
        if (!reader.object(item, {"id", "file", "label", "editable", "open"}) || !reader.required(item, "id") || !reader.required(item, "file"))
            return {};
        auto const id = reader.text(*item.member("id"), "id", 100);
        auto const file = reader.text(*item.member("file"), "file", 100);
        auto const label = reader.optional_label(item, "label");
        bool const editable = reader.optional_bool(item, "editable", false), open = reader.optional_bool(item, "open", false);
        if (!reading::is_qualified_id(id) || !id.starts_with(manifest.ns + "."))
            reader.refuse(item, fmt::format("« {} » : une liste de ce module se nomme {}.nom.", id, manifest.ns), fmt::format("“{}”: a list of this module is named {}.name.", id, manifest.ns));
        for (auto const& earlier : manifest.lists)
            if (earlier.id == id)
                reader.refuse(item, fmt::format("la liste « {} » figure deux fois.", id), fmt::format("the list “{}” stands twice.", id));
        std::string_view name = file;
        bool good = name.starts_with("lists/") && name.ends_with(".csv") && name.size() > 10;
        good = good && is_file_word(name.substr(6, name.size() - 10), "_-");
        if (!good)
            reader.refuse(*item.member("file"), "« file » attend un fichier CSV du dossier lists, par exemple lists/secteur.csv.", "“file” expects a CSV file in the folder lists, for example lists/sector.csv.");
        if (reader.refused())
            return {};
        std::error_code problem;
        if (filesystem::is_symlink(filesystem::symlink_status(folder / "lists", problem)))
            return Error{Status::invalid, {"Le dossier lists est un raccourci vers un autre dossier.", "The folder lists is a link to another folder."}};
        auto text = file_text(folder / file, most_list_bytes, file);
        if (!text)
            return text.error();
        auto list = Codelist::from_csv(id, *text);
        if (!list)
            return list.error();
        list->label = label.empty() ? Phrase{id, id} : label;
        list->editable = editable;
        list->open = open;
        manifest.lists.push_back(std::move(*list));
    }
    return {};
}

} // namespace

namespace reading {

Result<std::string> file_text(std::filesystem::path const& file, std::size_t most, std::string_view name)
{
    std::error_code problem;
    auto const status = std::filesystem::symlink_status(file, problem);
    if (problem || status.type() == std::filesystem::file_type::not_found)
        return Error{Status::not_found, {fmt::format("Le fichier {} est introuvable.", name), fmt::format("The file {} cannot be found.", name)}};
    if (status.type() != std::filesystem::file_type::regular)
        return Error{Status::invalid, {fmt::format("{} n’est pas un fichier ordinaire.", name), fmt::format("{} is not a regular file.", name)}};
    auto const size = std::filesystem::file_size(file, problem);
    if (problem || size > most)
        return Error{Status::invalid, {fmt::format("{} dépasse {} Kio.", name, most / 1024), fmt::format("{} is larger than {} KiB.", name, most / 1024)}};
    std::ifstream in{file, std::ios::binary};
    std::string text(static_cast<std::size_t>(size), '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in)
        return Error{Status::io, {fmt::format("Le fichier {} ne se lit pas.", name), fmt::format("The file {} cannot be read.", name)}};
    return text;
}

} // namespace reading

Result<Manifest> parse_manifest(std::string_view json, filesystem::path const& folder, std::string_view name)
{
    auto tree = read_json(json, name, {most_manifest_bytes, 16});
    if (!tree)
        return tree.error();
    PASSERELLE_TRY(reading::add_locale(*tree, folder));
    Reader reader{name};
    Manifest manifest;
    manifest.folder = folder;
    if (reader.object(*tree, {"$schema", "manifest", "id", "version", "namespace", "name", "about", "maintainer", "license", "library", "needs", "uses",
                              "requires", "provides", "asks", "publishes", "accepts", "permissions", "entities", "lists", "views", "sections", "formats", "commands", "figures", "alerts"})) {
        (void)reader.optional_text(*tree, "$schema");
        read_identity(reader, *tree, manifest);
        if (!reader.refused())
            read_relations(reader, *tree, manifest);
        if (!reader.refused())
            read_shapes(reader, *tree, manifest);
        if (!reader.refused())
            read_entities(reader, *tree, manifest);
        if (!reader.refused())
            PASSERELLE_TRY(read_lists(reader, *tree, manifest, folder));
        if (!reader.refused())
            reading::read_declared(reader, *tree, manifest);
    }
    if (reader.refused())
        return reader.error();
    auto migrations = read_migrations(folder);
    if (!migrations)
        return migrations.error();
    manifest.migrations = std::move(*migrations);
    return manifest;
}

Result<Manifest> read_manifest(filesystem::path const& file)
{
    auto const name = file.filename().string();
    auto const text = file_text(file, most_manifest_bytes, name);
    if (!text)
        return text.error();
    return parse_manifest(*text, file.parent_path(), name);
}

} // namespace passerelle::model
