#include "passerelle/plugin.hpp"
#include <string>
#include <string_view>

namespace {

class Module : public psl::Plugin {
public:
    using Plugin::Plugin;

    /// Un chapitre des rapports. Les mêmes mots remplissent la fenêtre, le PDF, la page HTML et le classeur.
    void write_section(std::string_view, psl::Scope const&, psl::Page& page)
    {
        auto database = open_db();
        page.heading(1, "@NAME@");
        page.figure(tr("Membres", "Members"), psl::fact::count(database.integer("SELECT sum(members) FROM @NAMESPACE@_record")));
        page.behind(tr("Somme des membres renseignés.", "Sum of the members that were reported."), "@NAMESPACE@.record", "members >= 0");
        auto table = page.table("records", tr("Les plus grandes", "The largest"), {tr("Nom", "Name"), tr("Membres", "Members")});
        auto rows = database.prepare("SELECT id, name, members FROM @NAMESPACE@_record ORDER BY members DESC NULLS LAST, name LIMIT 10");
        while (rows.step())
            table.link(psl::fact::text(rows.string(1)), "@NAMESPACE@.record", rows.integer(0)).cell(psl::fact::count(rows.optional_integer(2)));
    }

    /// La page du menu.
    void draw(std::string_view, psl::Scope const& scope, psl::Ui& ui)
    {
        auto page = ui.page();
        write_section("records", scope, page);
        ui.entity_table("@NAMESPACE@.record");
    }
};

} // namespace

PSL_PLUGIN(Module)
