#include "host/bridge/module_commands.hpp"
#include "host/base/text.hpp"
#include "host/bridge/jobs.hpp"
#include "host/bridge/row.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::bridge {

namespace {

bool runs_commands(ModuleHost const& host) { return host.active() && host.commands != nullptr && host.commands->run != nullptr; }

exchange::Tone tone_of(std::int32_t level)
{
    return level <= PSL_LEVEL_NOTE ? exchange::Tone::good : level == PSL_LEVEL_WARNING ? exchange::Tone::warn : exchange::Tone::bad;
}

struct Chosen {
    ModuleHost* host;
    model::CommandDeclaration const* declared;
};

Result<Chosen> choose(Context& context, std::string_view wanted)
{
    auto const slash = wanted.find('/');
    std::string_view const module = slash == std::string_view::npos ? std::string_view{} : wanted.substr(0, slash);
    std::string_view const id = slash == std::string_view::npos ? wanted : wanted.substr(slash + 1);
    for (auto const& host : context.hosts)
        if (runs_commands(*host) && (module.empty() || host->id() == module))
            for (auto const& declared : host->manifest().commands)
                if (declared.id == id)
                    return Chosen{host.get(), &declared};
    std::string const shown = shortened(cleaned(wanted), 100);
    return Error{Status::not_found, {fmt::format("Aucun module actif n’a de commande «\u00a0{}\u00a0». Rien n’a été changé.", shown),
                                     fmt::format("No active module has a command “{}”. Nothing was changed.", shown)}};
}

} // namespace

std::vector<ModuleCommand> module_commands(Context const& context, std::string_view scope_kind)
{
    std::vector<ModuleCommand> commands;
    for (auto const& host : context.hosts)
        if (runs_commands(*host))
            for (auto const& declared : host->manifest().commands)
                if (scope_kind.empty() || declared.scopes.contains(std::string(scope_kind)))
                    commands.push_back({host->id() + "/" + declared.id, host->id(), declared.label, declared.scopes});
    return commands;
}

Result<std::vector<ToldByCommand>> run_command(Context& context, std::string_view command, Scope const& where, Language language, Progress& progress)
{
    auto const chosen = choose(context, command);
    if (!chosen)
        return chosen.error();
    ModuleHost& host = *chosen->host;
    model::CommandDeclaration const& declared = *chosen->declared;
    if (!declared.scopes.contains(where.kind))
        return Error{Status::invalid, {fmt::format("La commande «\u00a0{}\u00a0» ne se lance pas sur cette sorte de fiche. Rien n’a été changé.", declared.label.fr),
                                       fmt::format("The command “{}” cannot be started on this kind of record. Nothing was changed.", declared.label.en)}};
    std::string const as_of = where.as_of.empty() ? context.today() : where.as_of;
    ScopeRow const scope(where, as_of);
    std::vector<ToldByCommand> told;
    psl_issues issues{&told, [](psl_issues* self, psl_str, std::int32_t level, psl_str sentence) noexcept {
                          quiet_callback([&] {
                              auto& all = *static_cast<std::vector<ToldByCommand>*>(self->impl);
                              if (all.size() < limits::issues)
                                  all.push_back({tone_of(level), text_of(sentence, limits::label_bytes)});
                          });
                      }};
    psl_job job{&progress};
    std::lock_guard const alone(host.commands_mutex);
    auto const done = host.call(Call{loader::Phase::command, declared.id, language, as_of},
                                [&] { return host.commands->run(host.plugin(), to_c(declared.id), scope.row(), &job, &issues); });
    if (!done)
        return done.error();
    auto const rank = [](ToldByCommand const& one) { return one.tone == exchange::Tone::bad ? 0 : one.tone == exchange::Tone::warn ? 1 : 2; };
    std::stable_sort(told.begin(), told.end(), [&](auto const& a, auto const& b) { return rank(a) < rank(b); });
    return told;
}

} // namespace passerelle::bridge
