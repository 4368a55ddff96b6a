// A command, a file that is written; views that end the program or do not come back, for tests of what a person then sees.
#include "passerelle/plugin.hpp"
#include <chrono>
#include <thread>

namespace {

class Restless : public psl::Plugin {
public:
    using Plugin::Plugin;

    void draw(std::string_view view, psl::Scope const&, psl::Ui& ui)
    {
        ui.page().text(tr("Une vue de test.", "A view for a test."));
        if (view == "fall") {
            int volatile* nowhere = nullptr;
            *nowhere = 1;
        }
        if (view == "slow")
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
        if (view == "stay")
            std::this_thread::sleep_for(std::chrono::hours(1));
    }

    void run_command(std::string_view, psl::Scope const& scope, psl::Job&, psl::Issues& told)
    {
        psl::Changes changes;
        changes.insert("restless.thing").set("name", "bonjour");
        (void)records().apply(tr("salut", "greeting"), changes);
        told.note("", tr("Une chose saluée : ", "One thing greeted: ") + scope.kind);
    }

    void export_file(std::string_view, psl::Scope const& scope, psl::Writer& writer, psl::Job&) { writer.write("things of " + scope.kind + "\n"); }
};

} // namespace

PSL_PLUGIN(Restless)
