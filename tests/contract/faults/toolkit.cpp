// A module that compiles a window toolkit in: two versions of it do not mix in one program.
#include "passerelle/plugin.hpp"

namespace ImGui { // as the toolkit names itself; hidden, but there
__attribute__((noinline, used)) bool Begin(char const* name, bool*, int) { return name != nullptr; }
} // namespace ImGui

namespace {
class Toolkit : public psl::Plugin {
public:
    using Plugin::Plugin;
    void draw(std::string_view, psl::Scope const&, psl::Ui& ui)
    {
        if (ImGui::Begin("window", nullptr, 0))
            ui.page().text("…");
    }
};
} // namespace

PSL_PLUGIN(Toolkit)
