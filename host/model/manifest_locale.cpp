// locale/en.json: the English of a declaration that is written in French alone, text by text: {"Cohorte": "Cohort", "Nom": "Name"}.
#include "host/base/text.hpp"
#include "host/model/manifest_reader.hpp"
#include <map>

namespace passerelle::model::reading {

namespace {

constexpr std::size_t most_locale_bytes = 256 * 1024, most_text = 4000;

struct Translation {
    std::string en;
    bool used = false;
};

/// Every { "fr": ... } of the tree; one that has its English keeps it.
void translate(JsonNode& node, std::map<std::string, Translation>& texts)
{
    for (auto& item : node.items)
        translate(item, texts);
    JsonNode const* const french = node.kind == JsonNode::Kind::object ? node.member("fr") : nullptr;
    if (french && french->kind == JsonNode::Kind::text) {
        auto const found = texts.find(french->text);
        if (found == texts.end())
            return;
        found->second.used = true;
        if (!node.member("en")) {
            JsonNode english = *french;
            english.text = found->second.en;
            node.members.emplace_back("en", std::move(english));
        }
        return;
    }
    for (auto& [key, value] : node.members)
        translate(value, texts);
}

} // namespace

Result<void> add_locale(JsonNode& tree, std::filesystem::path const& folder)
{
    auto const place = folder / "locale";
    std::error_code problem;
    auto const status = std::filesystem::symlink_status(place, problem);
    if (folder.empty() || status.type() == std::filesystem::file_type::not_found)
        return {};
    if (status.type() != std::filesystem::file_type::directory)
        return Error{Status::invalid, {"locale n’est pas un dossier ordinaire.", "locale is not an ordinary folder."}};
    bool there = false;
    for (auto const& entry : std::filesystem::directory_iterator(place, problem)) {
        auto const name = entry.path().filename().string();
        if (name != "en.json") {
            auto const shown = shortened(cleaned(name), 60);
            return Error{Status::invalid, {fmt::format("locale/{}\u00A0: Passerelle parle français et anglais. Le français est dans plugin.json\u00A0; seul locale/en.json est lu.", shown),
                                           fmt::format("locale/{}: Passerelle speaks French and English. French is in plugin.json; only locale/en.json is read.", shown)}};
        }
        there = true;
    }
    if (!there)
        return {};
    constexpr std::string_view name = "locale/en.json";
    auto const text = file_text(place / "en.json", most_locale_bytes, name);
    if (!text)
        return text.error();
    auto const read = read_json(*text, name, {most_locale_bytes, 2});
    if (!read)
        return read.error();
    Reader reader{name};
    if (read->kind != JsonNode::Kind::object)
        reader.refuse(*read, "un objet { } est attendu ici : \"texte français\": \"texte anglais\".", "an object { } is expected here: \"French text\": \"English text\".");
    std::map<std::string, Translation> texts;
    for (auto const& [french, value] : read->members) {
        texts[french].en = reader.text(value, shortened(cleaned(french), 60), most_text);
        if (texts[french].en.empty() && !reader.refused())
            reader.refuse(value, "la traduction est vide.", "the translation is empty.");
    }
    if (reader.refused())
        return reader.error();
    translate(tree, texts);
    // A text that nothing says any more is a typing error, or was changed in plugin.json: its English would be missing unseen.
    std::vector<std::string_view> said;
    auto const collect = [&](auto const& self, JsonNode const& node) -> void {
        if (auto const* const french = node.kind == JsonNode::Kind::object ? node.member("fr") : nullptr; french && french->kind == JsonNode::Kind::text)
            said.push_back(french->text);
        for (auto const& item : node.items)
            self(self, item);
        for (auto const& [key, value] : node.members)
            self(self, value);
    };
    collect(collect, tree);
    for (auto const& [french, value] : read->members)
        if (!texts[french].used) {
            auto const shown = shortened(cleaned(french), 60), near = shortened(nearest(french, said), 60);
            reader.refuse(value, fmt::format("aucun texte de plugin.json n’est « {} ». Le plus proche est « {} ».", shown, near),
                          fmt::format("no text of plugin.json is “{}”. The nearest is “{}”.", shown, near));
            return reader.error();
        }
    return {};
}

} // namespace passerelle::model::reading
