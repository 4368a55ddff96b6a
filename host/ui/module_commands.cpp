#include "host/ui/module_commands.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {
constexpr std::size_t most_said = 3;
}

void start_command(Context& context, bridge::ModuleCommand const& command, bridge::Scope const& scope)
{
    auto told = std::make_shared<std::vector<bridge::ToldByCommand>>();
    context.session.start_job(
        context.in(command.label),
        [session = &context.session, told, scope, id = command.id, language = context.language](bridge::Progress& progress) -> Result<void> {
            auto done = session->run_command(id, scope, language, progress);
            if (!done)
                return done.error();
            *told = std::move(*done);
            return {};
        },
        [tell = context.tell, told, label = command.label](Result<void> done) {
            if (!done)
                return tell(done.error().sentence, exchange::Tone::bad);
            if (told->empty())
                return tell({fmt::format("Terminé\u00A0: {}", label.fr), fmt::format("Done: {}", label.en)}, exchange::Tone::good);
            std::string words;
            for (std::size_t at = 0; at < std::min(told->size(), most_said); ++at)
                words += (words.empty() ? "" : " ") + (*told)[at].sentence;
            tell({words, words}, told->front().tone);
        });
}

} // namespace passerelle::ui
