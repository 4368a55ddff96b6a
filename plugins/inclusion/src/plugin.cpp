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
            write_logframe(reading, scope, page);
            ui.entity_table("inclusion.result", "activity", scope.id);
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
};

} // namespace inclusion

PSL_PLUGIN(inclusion::Inclusion)
