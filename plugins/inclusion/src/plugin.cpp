// The module org.passerelle.inclusion: which part answers which call.
#include "parts.hpp"

namespace inclusion {

class Inclusion : public psl::Plugin {
public:
    using Plugin::Plugin;

    void write_section(std::string_view section, psl::Scope const& scope, psl::Page& page)
    {
        Reading reading(*this);
        if (section == "home")
            write_home(reading, page);
        else if (section == "logframe")
            write_logframe(reading, scope, page);
        else if (section == "inclusion")
            write_inclusion(reading, scope, page);
    }

    void draw(std::string_view view, psl::Scope const& scope, psl::Ui& ui)
    {
        Reading reading(*this);
        psl::Page page = ui.page();
        if (view == "logframe") {
            logframe(reading, scope, ui, page);
        } else if (view == "inclusion") {
            write_inclusion(reading, scope, page);
            ui.entity_table("inclusion.marker", "activity", scope.id);
            ui.entity_table("inclusion.washington", "activity", scope.id);
        } else if (view == "dashboard")
            write_inclusion(reading, scope, page);
    }

    void check(std::string_view entity, psl::Row const& row, psl::Issues& issues)
    {
        if (entity == "inclusion.period")
            check_period(*this, row, issues);
        else if (entity == "inclusion.marker")
            check_marker(*this, row, issues);
        else if (entity == "inclusion.washington")
            check_washington(*this, row, issues);
        else if (entity == "inclusion.threshold")
            check_threshold(*this, row, issues);
    }

    void alerts(psl::Alerts& out)
    {
        Reading reading(*this);
        tell_alerts(reading, out);
    }

private:
    /// The matrix under a choice of period; what was chosen stays while the module is loaded.
    void logframe(Reading& reading, psl::Scope const& scope, psl::Ui& ui, psl::Page& page)
    {
        auto const periods = periods_of(reading, scope.id);
        std::vector<std::string> names;
        for (IndicatorPeriod const& period : periods)
            names.push_back(period_name(reading, period));
        names.push_back(reading.tr("Ensemble du projet (lecture)", "Whole project (to be read)"));
        auto const kept = std::find(periods.begin(), periods.end(), m_period);
        auto at = static_cast<std::int32_t>(m_project != scope.id ? current_period(periods, reading.today)
                                            : m_whole             ? periods.size()
                                            : kept == periods.end() ? current_period(periods, reading.today)
                                                                    : static_cast<std::size_t>(kept - periods.begin()));
        (void)ui.choice("period", reading.tr("Période saisie", "Period being filled in"), names, at);
        m_project = scope.id;
        m_whole = at < 0 || static_cast<std::size_t>(at) >= periods.size();
        if (!m_whole)
            m_period = periods[static_cast<std::size_t>(at)];
        edit_logframe(reading, scope, m_whole ? nullptr : &m_period, ui);
        Thresholds const limits = thresholds(reading, scope);
        write_progress_chart(reading, read_summaries(reading, psl::projects_in(reading, scope, "r.activity"), reading.today), limits, page);
        explain_logframe(reading, limits, page);
    }

    std::int64_t m_project = 0; ///< of the period below; [main]
    IndicatorPeriod m_period;
    bool m_whole = false;
};

} // namespace inclusion

PSL_PLUGIN(inclusion::Inclusion)
