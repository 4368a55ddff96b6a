// A good module: does what the contract allows, through the wrapper.
#include "passerelle/plugin.hpp"
#include <algorithm>
#include <sstream>

namespace {

class Garden : public psl::Plugin {
public:
    using Plugin::Plugin;

    void activate() { log("the garden opens"); }

    void check(std::string_view entity, psl::Row const& row, psl::Issues& issues)
    {
        if (entity != "garden.bed")
            return;
        auto const area = row.scaled("area", 2);
        if (area && *area <= 0)
            issues.error("area", tr("La surface est positive.", "The area is positive."));
        if (row.money("value") && row.money("value")->minor > 100000)
            issues.warning("value", tr("Valeur inhabituelle.", "Unusual value."));
        auto const before = row.scaled("old.area", 2);
        if (before && area && *area < *before)
            issues.note("area", tr("La parcelle rétrécit.", "The bed shrinks."));
    }

    void alerts(psl::Alerts& alerts)
    {
        auto db = open_db();
        auto rows = db.prepare("SELECT id, name FROM garden_bed WHERE opened IS NULL ORDER BY id");
        while (rows.step())
            alerts.add({.rule = "no-date", .tone = psl::Tone::warn, .what = tr("Dater la parcelle", "Date the bed"), .why = rows.text(1),
                        .entity = "garden.bed", .id = rows.integer(0), .field = "opened"});
        if (auto const small = db.integer("SELECT count(*) FROM garden_bed WHERE area < 100"); small && *small > 0)
            alerts.add({.rule = "small", .tone = psl::Tone::bad, .what = "small", .why = "small", .due = "2025-01-31"});
    }

    void answer(std::string_view, psl::Row const& question, psl::Sink& sink)
    {
        auto const times = question.integer("times").value_or(1);
        for (std::int64_t at = 0; at < times; ++at)
            sink.put("harvest", {{"number", at}, {"asked", question.text("by")}});
    }

    void write_section(std::string_view, psl::Scope const& scope, psl::Page& page)
    {
        page.heading(1, tr("Parcelles", "Beds"));
        page.text(today().iso() + " " + scope.currency + (page.leaves() ? " leaves" : " stays"));
        auto table = page.table("beds", tr("Parcelles", "Beds"), {tr("Nom", "Name"), tr("Valeur", "Value")});
        auto db = open_db();
        auto rows = db.prepare("SELECT id, name, value_minor, value_currency FROM garden_bed ORDER BY name");
        while (rows.step())
            table.link(psl::fact::text(rows.string(1)), "garden.bed", rows.integer(0)).cell(psl::fact::money(rows.money(2)));
    }

    void draw(std::string_view, psl::Scope const&, psl::Ui& ui)
    {
        ui.input_text("name", tr("Nom", "Name"), m_name, 20);
        ui.toggle("sunny", "Sun", m_sunny);
        ui.input_int("rows", "Rows", m_rows, 1, 9);
        ui.choice("kind", "Kind", {"a", "b"}, m_kind);
        auto group = ui.group("actions");
        if (ui.button("add", tr("Ajouter", "Add"))) {
            psl::Changes changes;
            auto const bed = changes.insert("garden.bed").set("name", m_name).money("value", psl::Money{1250, "EUR"}).ref();
            changes.insert("garden.plant").set("bed", bed).set("name", "tomate");
            records().submit(tr("ajout d’une parcelle", "bed added"), changes, [this](psl_status status, std::vector<std::int64_t> const& ids) {
                m_last = status;
                m_made = ids;
            });
        }
        if (ui.button("work", "Work"))
            jobs().start("work", [this](psl::Job& job) {
                job.go_on(0.5, "half");
                psl::Changes changes;
                changes.insert("garden.bed").set("name", "from a job");
                m_made = records().apply("job", changes);
            }, [this](psl_status status) { m_last = status; });
        if (ui.button("wrong", "Wrong thread"))
            (void)records().apply("on the main thread", psl::Changes{});
        if (ui.entity_form("garden.bed", 0))
            ++m_saved;
        ui.page().text("state " + std::to_string(m_last) + " made " + std::to_string(m_made.size()) + " sunny " + std::to_string(m_sunny) +
                       " rows " + std::to_string(m_rows) + " kind " + std::to_string(m_kind) + " name " + m_name + " saved " +
                       std::to_string(m_saved));
    }

    /// water: two beds in one step; dawdle: until it is stopped; fail: refuses ("project") or throws; steal: what belongs to others.
    void run_command(std::string_view command, psl::Scope const& scope, psl::Job& job, psl::Issues& told)
    {
        if (command == "water") {
            psl::Changes changes;
            changes.insert("garden.bed").set("name", "arrosée");
            changes.insert("garden.bed").set("name", "trempée");
            job.go_on(0.5, "water");
            (void)records().apply(tr("arrosage", "watering"), changes);
            told.note("", tr("Deux parcelles arrosées.", "Two beds watered."));
            told.warning("", tr("Le puits baisse.", "The well is falling."));
        } else if (command == "dawdle") {
            for (;;)
                job.go_on(-1, "dawdle"); // throws when it is stopped
        } else if (command == "fail") {
            if (scope.kind == "project")
                throw psl::Error(PSL_E_INVALID, tr("Ce projet n’a pas de parcelle.", "This project has no bed."));
            throw std::runtime_error("the module fell over");
        } else {
            psl::Changes changes;
            changes.insert("garden.bed").set("name", "avant le vol");
            changes.insert("core.territory").set("name", "{\"fr\":\"Lomé\"}");
            (void)records().apply("steal", changes);
        }
    }

    int recognise(std::string_view, std::string_view head) { return head.substr(0, 6) == "GARDEN" ? 90 : 0; }

    /// Lines: bed;name;area;minor;currency | plant;bed name;name;height | end;bed name | problem;text | throw | refuse
    void import_file(std::string_view, psl::Reader& reader, psl::Importer& importer, psl::Job& job)
    {
        std::istringstream lines(reader.read_all(std::size_t{1} << 24));
        std::string line;
        std::int64_t number = 0;
        std::vector<std::pair<std::string, std::int64_t>> beds;
        while (std::getline(lines, line)) {
            job.go_on(-1);
            ++number;
            std::vector<std::string> parts;
            std::istringstream cells(line);
            for (std::string part; std::getline(cells, part, ';');)
                parts.push_back(part);
            if (parts.empty())
                continue;
            parts.resize(5);
            if (parts[0] == "bed") {
                psl::Fields fields{{"name", parts[1]}, {"area", parts[2].empty() ? psl::Value() : psl::Value(parts[2])}};
                if (!parts[3].empty())
                    fields.money("value", psl::Money{std::stoll(parts[3]), parts[4]});
                beds.emplace_back(parts[1], importer.put("garden.bed", fields));
            } else if (parts[0] == "plant")
                importer.put("garden.plant", psl::Fields{{"name", parts[2]}, {"height", parts[3].empty() ? psl::Value() : psl::Value(std::stoll(parts[3]))}}
                                                 .link_key("bed", {parts[1]}));
            else if (parts[0] == "end") {
                auto const bed = std::find_if(beds.begin(), beds.end(), [&](auto const& one) { return one.first == parts[1]; });
                if (bed != beds.end())
                    importer.complete("garden.bed", bed->second);
            } else if (parts[0] == "problem")
                for (int at = 0; at < 1500; ++at)
                    importer.problem(psl::Level::warning, number, "bed", parts[1]);
            else if (parts[0] == "throw")
                throw std::runtime_error("the module fell over");
            else if (parts[0] == "refuse")
                throw psl::Error(PSL_E_INVALID, tr("Le fichier est coupé à la ligne 3.", "The file is cut at line 3."));
            else if (parts[0] == "foreign")
                importer.put("core.territory", {{"name", "{\"fr\":\"Lomé\"}"}});
        }
    }

    /// The lines that import_file reads; a bed named "refuse" stops it half-way, "many" writes until it is told to stop.
    void export_file(std::string_view, psl::Scope const& scope, psl::Writer& writer, psl::Job&)
    {
        writer.write("GARDEN " + scope.kind + (scope.as_of ? " " + scope.as_of->iso() : "") + "\n");
        auto database = open_db();
        auto beds = database.prepare("SELECT name, area, value_minor, value_currency FROM garden_bed ORDER BY name");
        while (beds.step()) {
            std::string const name = beds.string(0);
            if (name == "refuse")
                throw psl::Error(PSL_E_INVALID, tr("La parcelle « refuse » n’a pas de surface.", "The bed “refuse” has no area."));
            auto const area = beds.optional_integer(1);
            std::string line = "bed;" + name + ";" + (area ? psl::plain_decimal(*area, 2) : "") + ";";
            line += (beds.is_null(2) ? "" : std::to_string(beds.integer(2))) + ";" + beds.string(3) + "\n";
            do
                writer.write(line);
            while (name == "many"); // the host says when it is enough
        }
    }

private:
    std::string m_name = "potager";
    bool m_sunny = false;
    std::int64_t m_rows = 3;
    std::int32_t m_kind = 0;
    psl_status m_last = 77;
    std::vector<std::int64_t> m_made;
    int m_saved = 0;
};

} // namespace

PSL_PLUGIN(Garden)
