// plugins new: a module's folder from a template, ready to be opened, checked and packed.
#include "host/app/cli/plugins.hpp"
#include "host/base/atomic_file.hpp"
#include "host/base/text.hpp"
#include "host/base/trim.hpp"
#include "host/loader/child_process.hpp"
#include "host/loader/modules.hpp"
#include "host/loader/prober.hpp"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

namespace passerelle::cli {

namespace {

constexpr std::uintmax_t most_template_bytes = 1u << 20;

/// Beside the program: installed, or in the tree that it was built from.
std::filesystem::path sdk_folder()
{
    auto const program = loader::program_folder();
    std::error_code ignored;
    for (auto const& folder : {program / ".." / "share" / "passerelle" / "sdk", program / ".." / ".." / "sdk"})
        if (std::filesystem::is_directory(folder / "template", ignored))
            return folder;
    return {};
}

/// "sn.dakar.centre-de-formation" -> "centredeformatio": what a namespace may be.
std::string namespace_of(std::string const& id)
{
    std::string name;
    for (char const letter : id.substr(id.rfind('.') + 1))
        if (letter != '-')
            name += letter;
    name = name.substr(0, 16);
    return name.size() < 3 ? name + "reg" : name;
}

/// What the validator says of it: all that can be said before a library is built.
int checked(Console const& console, std::filesystem::path const& folder, bool whole)
{
    std::error_code failed;
    loader::ChildCall call;
    call.program = loader::validator_program();
    if (!std::filesystem::exists(call.program, failed))
        return exit_done;
    call.arguments = {"validate", std::filesystem::absolute(folder, failed).string(), "--lang", console.language() == Language::fr ? "fr" : "en", "--level", "2"};
    if (!whole)
        call.arguments.insert(call.arguments.end(), {"--only", "^manifest-"});
    call.within = std::chrono::seconds{120};
    call.most_output = 1 << 16;
    auto const end = loader::run_child(call);
    if (end.how == loader::ChildEnd::How::exited && end.code == 0) {
        console.line(Phrase{"Contrôlé avec plugin-validator\u00A0: rien à corriger.", "Checked with plugin-validator: nothing to correct."});
        return exit_done;
    }
    console.line(end.out);
    return exit_refused;
}

using Words = std::vector<std::pair<std::string, std::string>>;

std::string filled(std::string text, Words const& words)
{
    for (auto const& [from, to] : words)
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    return text;
}

Result<void> copy_template(std::filesystem::path const& from, std::filesystem::path const& to, Words const& words)
{
    std::error_code failed;
    for (std::filesystem::recursive_directory_iterator at(from, failed), end; !failed && at != end; at.increment(failed)) {
        if (!at->is_regular_file())
            continue;
        auto const name = filled(std::filesystem::relative(at->path(), from).generic_string(), words);
        auto const text = read_whole_file(at->path(), most_template_bytes);
        if (!text)
            return text.error();
        std::filesystem::create_directories((to / name).parent_path(), failed);
        PASSERELLE_TRY(write_file_atomically(to / name, filled(*text, words)));
    }
    if (failed)
        return Error{Status::io, {fmt::format("Le dossier «\u00A0{}\u00A0» ne se remplit pas. Vérifiez vos droits, puis recommencez.", to.string()),
                                  fmt::format("The folder “{}” cannot be filled. Check your rights, then try again.", to.string())}};
    return {};
}

} // namespace

std::optional<std::string> PluginCommands::told(std::string const& given, Phrase const& question, char const* option, int& status) const
{
    if (!given.empty())
        return given;
    m_console.note(question);
    std::string answer;
    if (std::getline(std::cin, answer) && !(answer = std::string(trimmed(answer))).empty())
        return answer;
    status = m_console.misused({fmt::format("Il manque une réponse. Donnez-la avec l’option {}.", option), fmt::format("An answer is missing. Give it with the option {}.", option)});
    return std::nullopt;
}

int PluginCommands::make_new() const
{
    int status = exit_done;
    auto const id = told(m_id, {"Identifiant du module, à l’envers comme une adresse (par exemple sn.dakar.incubateurs) :", "Id of the module, reversed like an address (for example sn.dakar.incubateurs):"}, "--id", status);
    if (!id)
        return status;
    auto const tier = told(m_tier, {"Niveau : 0 sans code, 1 règles et fichiers, 2 vues et rapports :", "Tier: 0 without code, 1 rules and files, 2 views and reports:"}, "--tier", status);
    if (!tier)
        return status;
    if (*tier != "0" && *tier != "1" && *tier != "2")
        return m_console.misused({"Le niveau est 0, 1 ou 2.", "The tier is 0, 1 or 2."});
    if (m_in_c && *tier != "1")
        return m_console.misused({"--c ne va qu’avec --tier 1.", "--c goes with --tier 1 only."});
    auto const name = told(m_name, {"Nom du module, en français :", "Name of the module, in French:"}, "--name", status);
    if (!name)
        return status;
    if (cleaned(*name) != *name || name->size() > 200)
        return m_console.misused({"Le nom tient sur une ligne de 200 octets au plus.", "The name is one line of at most 200 bytes."});

    auto const sdk = sdk_folder();
    if (sdk.empty())
        return m_console.refuse({Status::not_found, {"Les modèles de modules manquent. Installez de nouveau le programme.", "The templates of modules are missing. Install the program again."}});
    auto const folder = std::filesystem::absolute(m_file);
    std::error_code failed;
    if (std::filesystem::exists(folder, failed) && !std::filesystem::is_empty(folder, failed))
        return m_console.refuse({Status::invalid, {fmt::format("Le dossier «\u00A0{}\u00A0» n’est pas vide. Choisissez-en un autre.", folder.string()),
                                                   fmt::format("The folder “{}” is not empty. Choose another.", folder.string())}});
    std::string const ns = namespace_of(*id);
    // In JSON and in C++ the same marks are escaped: quotation marks and backslashes.
    std::string const quoted = nlohmann::json(*name).dump();
    Words const words{{"@ID@", *id}, {"@NAMESPACE@", ns}, {"@NAME@", quoted.substr(1, quoted.size() - 2)}};
    auto const templates = sdk / "template";
    std::vector<std::filesystem::path> parts{templates / "declared"};
    if (*tier == "1")
        parts.push_back(templates / "rules");
    if (m_in_c)
        parts.push_back(templates / "rules-c");
    if (*tier == "2")
        parts.push_back(templates / "views");
    // Made beside its place and read as the program will: what is wrong (an id, mostly) is said before anything stands there.
    auto const staged = folder.parent_path() / (".new-" + folder.filename().string());
    auto const give_up = [&](Error const& error) {
        std::filesystem::remove_all(staged, failed);
        return m_console.refuse(error);
    };
    std::filesystem::remove_all(staged, failed);
    for (auto const& part : parts)
        if (auto const copied = copy_template(part, staged, words); !copied)
            return give_up(copied.error());
    if (m_in_c)
        std::filesystem::remove(staged / "src" / (ns + ".cpp"), failed);
    if (auto const schema = read_whole_file(sdk / "schema" / "plugin.schema.json", most_template_bytes); schema)
        (void)write_file_atomically(staged / "plugin.schema.json", *schema);
    if (auto const manifest = model::read_manifest(staged / "plugin.json"); !manifest)
        return give_up(manifest.error());
    std::filesystem::remove(folder, failed);
    std::filesystem::rename(staged, folder, failed);
    if (failed)
        return give_up({Status::io, {fmt::format("Le dossier «\u00A0{}\u00A0» ne peut pas être créé. Vérifiez vos droits.", folder.string()), fmt::format("The folder “{}” cannot be made. Check your rights.", folder.string())}});
    m_console.line(Phrase{fmt::format("Module créé\u00A0: {}. Commencez par son fichier README.md.", folder.string()), fmt::format("Module made: {}. Begin with its file README.md.", folder.string())});
    return checked(m_console, folder, *tier == "0");
}

} // namespace passerelle::cli
