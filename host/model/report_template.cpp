#include "host/model/report_template.hpp"
#include "host/model/manifest_reader.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace passerelle::model {

namespace {

constexpr std::size_t most_files = 100, most_bytes = 64 * 1024;
constexpr std::int64_t last_section = 17;

ReportTemplate own()
{
    ReportTemplate own;
    own.id = "passerelle";
    own.name = {"Rapport de Passerelle", "Passerelle’s report"};
    own.about = {"Toutes les sections des modules présents", "Every section of the modules that are here"};
    return own;
}

void read_file(std::filesystem::path const& file, ReportTemplates& templates)
{
    std::ifstream in(file, std::ios::binary);
    std::string text;
    text.resize(most_bytes + 1);
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    auto read = read_report_template(text, file.stem().string());
    if (!read) {
        templates.refused.push_back(read.error());
        return;
    }
    auto const same = std::find_if(templates.all.begin(), templates.all.end(), [&](ReportTemplate const& one) { return one.id == read->id; });
    if (same != templates.all.end())
        *same = std::move(*read);
    else
        templates.all.push_back(std::move(*read));
}

} // namespace

Result<ReportTemplate> read_report_template(std::string_view json, std::string id)
{
    auto const name = id + ".json";
    JsonLimits limits;
    limits.bytes = most_bytes;
    auto tree = read_json(json, name, limits);
    if (!tree)
        return tree.error();
    reading::Reader reader(name);
    ReportTemplate made;
    made.id = std::move(id);
    if (!reader.object(*tree, {"template", "name", "about", "title", "language", "sections"}))
        return reader.error();
    if (auto const* const version = reader.required(*tree, "template"))
        (void)reader.whole(*version, "template", 1, 1);
    if (auto const* const label = reader.required(*tree, "name"))
        made.name = reader.label(*label, "name");
    made.about = reader.optional_label(*tree, "about", 400);
    made.title = reader.optional_label(*tree, "title");
    auto const language = reader.optional_text(*tree, "language", 2);
    if (language == "fr" || language == "en")
        made.language = language == "fr" ? Language::fr : Language::en;
    else if (!language.empty())
        reader.refuse(*tree->member("language"), "«\u00A0language\u00A0» s’écrit \"fr\" ou \"en\".", "“language” is \"fr\" or \"en\".");
    auto const* const sections = reader.required(*tree, "sections");
    if (sections && reader.list(*sections, "sections", last_section))
        for (auto const& item : sections->items) {
            if (!reader.object(item, {"number", "heading"}))
                break;
            ReportTemplate::Section section;
            if (auto const* const number = reader.required(item, "number"))
                section.number = static_cast<int>(reader.whole(*number, "number", 1, last_section));
            section.heading = reader.optional_label(item, "heading");
            if (std::any_of(made.sections.begin(), made.sections.end(), [&](auto const& one) { return one.number == section.number; }))
                reader.refuse(item, fmt::format("la section {} est nommée deux fois. Retirez l’une des deux lignes.", section.number), fmt::format("section {} is named twice. Remove one of the two lines.", section.number));
            made.sections.push_back(std::move(section));
        }
    if (reader.refused())
        return reader.error();
    return made;
}

ReportTemplates read_report_templates(std::vector<std::filesystem::path> const& folders)
{
    ReportTemplates templates;
    templates.all.push_back(own());
    for (auto const& folder : folders) {
        std::error_code failed;
        std::vector<std::filesystem::path> files;
        for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end && files.size() < most_files; at.increment(failed))
            if (at->path().extension() == ".json" && at->is_regular_file(failed))
                files.push_back(at->path());
        std::sort(files.begin(), files.end());
        for (auto const& file : files)
            read_file(file, templates);
    }
    return templates;
}

} // namespace passerelle::model
