#include "passerelle/plugin.hpp"
#include <charconv>
#include <sstream>
#include <string>
#include <string_view>

namespace {

class Module : public psl::Plugin {
public:
    using Plugin::Plugin;

    /// Une phrase d’erreur refuse la fiche ; un avertissement se montre seulement.
    void check(std::string_view, psl::Row const& row, psl::Issues& issues)
    {
        if (auto const members = row.integer("members"); members && *members < 0)
            issues.error("members", tr("Un nombre de membres n’est pas négatif. Corrigez-le.", "A number of members is not negative. Correct it."));
    }

    /// De 0 (pas ce fichier) à 100 (certainement lui), d’après son début.
    int recognise(std::string_view, std::string_view head) { return head.starts_with("Nom;Membres") ? 90 : 0; }

    void import_file(std::string_view, psl::Reader& reader, psl::Importer& importer, psl::Job& job)
    {
        std::istringstream lines(reader.read_all(std::size_t{50} << 20));
        std::string line;
        std::getline(lines, line); // les titres
        for (std::int64_t number = 2; std::getline(lines, line); ++number) {
            job.go_on(-1);
            if (line.ends_with('\r'))
                line.pop_back();
            auto const cut = line.find(';');
            std::string const name = line.substr(0, cut), members = cut == std::string::npos ? "" : line.substr(cut + 1);
            if (name.empty()) {
                importer.problem(psl::Level::warning, number, "", tr("Ligne sans nom, laissée de côté.", "A line without a name, left aside."));
                continue;
            }
            psl::Fields record{{"name", name}};
            std::int64_t count = 0;
            auto const read = std::from_chars(members.data(), members.data() + members.size(), count);
            if (!members.empty() && (read.ec != std::errc{} || read.ptr != members.data() + members.size()))
                importer.problem(psl::Level::warning, number, name, tr("Le nombre de membres ne se lit pas : laissé vide.", "The number of members cannot be read: left empty."));
            else if (!members.empty())
                record.set("members", count); // une case vide reste « non renseigné », jamais 0
            importer.put("@NAMESPACE@.record", record);
        }
    }
};

} // namespace

PSL_PLUGIN(Module)
