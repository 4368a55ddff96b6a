// The module org.passerelle.projects: which part answers which call.
#include "parts.hpp"

namespace projects {

namespace {
/// Moves of the status that domain 5 allows; the register's form knows the same from plugin.json.
struct Move {
    std::string_view from, to;
};
constexpr Move moves[] = {{"1", "2"}, {"1", "5"}, {"2", "3"}, {"2", "5"}, {"2", "6"}, {"6", "2"}, {"6", "3"}, {"6", "5"}, {"3", "4"}, {"3", "2"}, {"4", "3"}};
} // namespace

class Projects : public psl::Plugin {
public:
    using Plugin::Plugin;

    void write_section(std::string_view section, psl::Scope const& scope, psl::Page& page)
    {
        Reading reading(*this);
        if (section == "home")
            write_home(reading, page);
        else if (section == "identification")
            write_identification(reading, scope, page);
        else if (section == "activities")
            write_activities(reading, scope, page);
        else if (section == "partnership")
            write_partnership(reading, scope, page);
        else if (section == "risks")
            write_risks(reading, scope, page);
        else if (section == "lessons")
            write_lessons(reading, scope, page);
        else
            write_narrative(reading, scope, section, page);
    }

    void draw(std::string_view view, psl::Scope const& scope, psl::Ui& ui)
    {
        Reading reading(*this);
        psl::Page page = ui.page();
        if (view == "overview") {
            write_identification(reading, scope, page);
            status_buttons(reading, scope.id, ui);
            write_locations(reading, scope, page);
            ui.entity_table("projects.participation", "activity", scope.id);
            ui.entity_table("projects.status_history", "activity", scope.id);
        } else if (view == "schedule") {
            write_schedule(reading, scope, page);
            ui.entity_table("projects.milestone", "activity", scope.id);
        } else if (view == "risks") {
            write_risks(reading, scope, page);
            ui.entity_table("projects.risk", "activity", scope.id);
        } else if (view == "timeline")
            timeline(reading, scope, ui, page);
        else if (view == "late")
            write_late(reading, scope, page);
        else if (view == "map")
            draw_map(reading, m_map, ui);
    }

    void check(std::string_view entity, psl::Row const& row, psl::Issues& issues)
    {
        if (entity == "projects.activity")
            check_activity(*this, row, issues);
        else if (entity == "projects.milestone")
            check_milestone(*this, row, issues);
        else if (entity == "projects.risk")
            check_risk(*this, row, issues);
    }

    void alerts(psl::Alerts& out)
    {
        Reading reading(*this);
        tell_alerts(reading, out);
    }

    /// metrics/1: question {project (absent: all), measure}; rows "metric" {project, measure, number, scale, unit}.
    void answer(std::string_view service, psl::Row const& question, psl::Sink& sink)
    {
        if (service != "metrics" && service != "metrics/1")
            return;
        if (auto const measure = question.text("measure"); measure && *measure != "physical_progress")
            return;
        Reading reading(*this);
        auto rows = reading.db.prepare("SELECT activity, sum(CASE WHEN actual IS NOT NULL THEN weight ELSE 0 END), sum(weight) FROM projects_milestone"
                                       " WHERE (?1 IS NULL OR activity = ?1) GROUP BY activity HAVING sum(weight) > 0",
                                       question.integer("project"));
        while (rows.step())
            if (auto const value = psl::round_half_up(psl::Exact{rows.integer(1)} / psl::Exact{rows.integer(2)} * 100, 1))
                sink.put("metric", {{"project", rows.integer(0)}, {"measure", "physical_progress"}, {"number", *value}, {"scale", 1}, {"unit", "%"}});
    }

private:
    /// The timeline under a choice of status; what was chosen stays while the module is loaded.
    void timeline(Reading& reading, psl::Scope const& scope, psl::Ui& ui, psl::Page& page)
    {
        static constexpr std::string_view codes[] = {"", "*", "1", "2", "3", "4", "6", "5"};
        std::vector<std::string> names;
        for (std::string_view const code : codes)
            names.push_back(code.empty()  ? reading.tr("Tous sauf annulés", "All but cancelled")
                            : code == "*" ? reading.tr("Tous", "All")
                                          : reading.name(iati::activity_status, {}, code));
        (void)ui.choice("status", reading.tr("Statut", "Status"), names, m_status);
        write_timeline(reading, scope, codes[m_status], page);
    }

    std::int32_t m_status = 0; ///< into the codes of timeline(); [main]
    MapChoice m_map; ///< [main]

    /// One button for each allowed move; a press keeps the move in the status history with the day.
    void status_buttons(Reading& reading, std::int64_t id, psl::Ui& ui)
    {
        auto const status = reading.db.text("SELECT status FROM projects_activity WHERE id = ?1", id).value_or("");
        bool any = false;
        for (Move const& move : moves)
            any = any || move.from == status;
        if (!any)
            return;
        auto const group = ui.group(reading.tr("Faire évoluer le statut", "Change the status"));
        for (Move const& move : moves) {
            if (move.from != status)
                continue;
            std::string const name = reading.name(iati::activity_status, {}, move.to);
            if (!ui.button("status-" + std::string(move.to), name))
                continue;
            psl::Changes changes;
            changes.update("projects.activity", id).set("status", move.to);
            changes.insert("projects.status_history").set("activity", id).set("date", reading.today).set("from_status", move.from).set("to_status", move.to);
            records().submit(filled(reading.tr("passage au statut « {1} »", "move to status “{1}”"), {name}), changes);
        }
    }
};

} // namespace projects

PSL_PLUGIN(projects::Projects)
