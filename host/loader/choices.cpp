#include "host/loader/choices.hpp"
#include "host/base/atomic_file.hpp"
#include "host/model/strict_json.hpp"
#include "host/store/file_lock.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::loader {

namespace {

using model::JsonNode;

constexpr std::uintmax_t most_bytes = 1 << 20;
constexpr std::size_t most_entries = 2000, most_permissions = 2000;

bool is(JsonNode const* node, JsonNode::Kind kind) { return node && node->kind == kind; }

bool read_texts(JsonNode const* node, std::size_t most, std::set<std::string>& into)
{
    if (!is(node, JsonNode::Kind::list) || node->items.size() > most)
        return false;
    for (auto const& item : node->items) {
        if (item.kind != JsonNode::Kind::text)
            return false;
        into.insert(item.text);
    }
    return true;
}

bool read_approval(JsonNode const& node, Approval& approval)
{
    if (node.kind != JsonNode::Kind::object || node.members.size() != 4)
        return false;
    auto const* const digest = node.member("digest");
    auto const* const version = node.member("version");
    auto const* const publisher = node.member("publisher");
    if (!is(digest, JsonNode::Kind::text) || !is_key(digest->text) || !is(version, JsonNode::Kind::text) || !is(publisher, JsonNode::Kind::text) ||
        (!publisher->text.empty() && !is_key(publisher->text)))
        return false;
    approval.digest = digest->text;
    approval.version = version->text;
    approval.publisher = publisher->text;
    return read_texts(node.member("permissions"), most_permissions, approval.permissions);
}

bool read_publisher(JsonNode const& node, Publisher& publisher)
{
    auto const* const key = node.kind == JsonNode::Kind::object ? node.member("key") : nullptr;
    auto const* const name = key ? node.member("name") : nullptr;
    if (!is(key, JsonNode::Kind::text) || !is(name, JsonNode::Kind::text) || node.members.size() != 2 || !is_key(key->text) || !is_publisher_name(name->text))
        return false;
    publisher = {key->text, name->text};
    return true;
}

/// All of it makes sense, or nothing is believed.
bool read_all(JsonNode const& json, Choices& choices)
{
    auto const* const approved = json.member("approved");
    auto const* const publishers = json.member("publishers");
    if (json.members.size() != 4 || !is(approved, JsonNode::Kind::object) || approved->members.size() > most_entries || !is(publishers, JsonNode::Kind::list) ||
        publishers->items.size() > most_entries)
        return false;
    for (auto const& [id, node] : approved->members)
        if (!read_approval(node, choices.approved[id]))
            return false;
    for (auto const& node : publishers->items)
        if (!read_publisher(node, choices.publishers.emplace_back()))
            return false;
    return read_texts(json.member("disabled"), most_entries, choices.disabled);
}

std::string quoted_list(std::set<std::string> const& texts)
{
    std::string list;
    for (auto const& text : texts)
        list += (list.empty() ? "" : ", ") + model::json_quoted(text);
    return "[" + list + "]";
}

std::string text_of(Choices const& choices)
{
    std::string approved, publishers;
    for (auto const& [id, approval] : choices.approved)
        approved += fmt::format("{}\n    {}: {{\"version\": {}, \"digest\": \"{}\", \"publisher\": \"{}\", \"permissions\": {}}}", approved.empty() ? "" : ",", model::json_quoted(id),
                                model::json_quoted(approval.version), approval.digest, approval.publisher, quoted_list(approval.permissions));
    for (auto const& publisher : choices.publishers)
        publishers += fmt::format("{}\n    {{\"key\": \"{}\", \"name\": {}}}", publishers.empty() ? "" : ",", publisher.key, model::json_quoted(publisher.name));
    return fmt::format("{{\n  \"format\": 1,\n  \"approved\": {{{}}},\n  \"disabled\": {},\n  \"publishers\": [{}]\n}}\n", approved, quoted_list(choices.disabled), publishers);
}

Phrase not_believed(std::string const& fr, std::string const& en)
{
    return {fr + " Aucun module ajouté ne démarre avant que vous ayez de nouveau donné votre accord. Vos données sont intactes.",
            en + " No added module starts before you agree to it again. Your data is intact."};
}

} // namespace

Publisher const* Choices::trusted(std::string const& key) const
{
    auto const found = std::find_if(publishers.begin(), publishers.end(), [&](Publisher const& one) { return one.key == key; });
    return found == publishers.end() ? nullptr : &*found;
}

ChoicesRead read_choices(std::filesystem::path const& file)
{
    ChoicesRead read;
    std::error_code fault;
    auto const kind = std::filesystem::status(file, fault).type();
    if (file.empty() || kind == std::filesystem::file_type::not_found)
        return read;
    if (fault || kind != std::filesystem::file_type::regular) {
        read.notice = not_believed("Le fichier de vos choix sur les modules (modules.json) ne se lit pas.", "The file of your choices about modules (modules.json) cannot be read.");
        return read;
    }
    auto const text = read_whole_file(file, most_bytes);
    if (!text && text.error().status != Status::invalid) {
        read.notice = not_believed(text.error().sentence.fr, text.error().sentence.en);
        return read;
    }
    auto const json = text ? model::read_json(*text, "modules.json", {most_bytes, 5}) : Result<JsonNode>(text.error());
    auto const* const format = json && json->kind == JsonNode::Kind::object ? json->member("format") : nullptr;
    auto const number = format ? format->integer() : std::nullopt;
    if (number && *number > 1) {
        read.newer = true;
        read.notice = not_believed("Vos choix sur les modules ont été écrits par une version plus récente du programme. Mettez le programme à jour.",
                                   "Your choices about modules were written by a newer version of the program. Update the program.");
    } else if (number != 1 || !read_all(*json, read.choices)) {
        read.choices = {};
        read.damaged = true;
        read.notice = not_believed("Le fichier de vos choix sur les modules (modules.json) est endommagé.", "The file of your choices about modules (modules.json) is damaged.");
    }
    return read;
}

std::optional<Phrase> set_damaged_choices_aside(std::filesystem::path const& file)
{
    if (!read_choices(file).damaged)
        return std::nullopt;
    std::error_code failed;
    for (int number = 1; number < 1000; ++number) {
        auto aside = file;
        aside += fmt::format(".endommage-{}", number);
        if (std::filesystem::exists(std::filesystem::symlink_status(aside, failed)))
            continue;
        std::filesystem::rename(file, aside, failed);
        if (failed)
            break;
        return not_believed(fmt::format("Le fichier de vos choix sur les modules était endommagé. Il est gardé ici : {}.", aside.string()),
                            fmt::format("The file of your choices about modules was damaged. It is kept here: {}.", aside.string()));
    }
    return not_believed("Le fichier de vos choix sur les modules (modules.json) est endommagé, et son dossier ne se laisse pas modifier.",
                        "The file of your choices about modules (modules.json) is damaged, and its folder cannot be written.");
}

Result<void> change_choices(std::filesystem::path const& file, std::function<void(Choices&)> const& change)
{
    if (file.empty())
        return Error{Status::unsupported, {"Ce démarrage ne garde aucun choix sur les modules. Relancez le programme normalement.", "This start keeps no choices about modules. Start the program normally."}};
    std::error_code failed;
    std::filesystem::create_directories(file.parent_path(), failed);
    auto lock_file = file;
    lock_file += ".lock";
    auto lock = store::FileLock::open(lock_file, store::FileLock::IfMissing::make);
    if (!lock)
        return lock.error();
    if (!(*lock)->acquire(std::chrono::seconds(5)))
        return Error{Status::busy, {"Un autre programme change vos choix sur les modules. Recommencez dans un instant.", "Another program is changing your choices about modules. Try again in a moment."}};
    auto read = read_choices(file);
    if (read.damaged)
        (void)set_damaged_choices_aside(file);
    else if (read.notice)
        return Error{read.newer ? Status::newer : Status::io, *read.notice};
    change(read.choices);
    std::sort(read.choices.publishers.begin(), read.choices.publishers.end(), [](auto const& left, auto const& right) { return left.key < right.key; });
    auto written = write_file_atomically(file, text_of(read.choices));
    if (written)
        written = store::sync_folder(file.parent_path());
    (*lock)->release();
    return written;
}

} // namespace passerelle::loader
