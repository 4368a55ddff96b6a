#include "host/apart/apart.hpp"
#include "host/loader/library.hpp"
#include <fmt/format.h>
#if defined __linux__
#include "host/apart/process.hpp"
#include "host/apart/remote.hpp"
#endif

namespace passerelle::apart {

#if defined __linux__
namespace {

/// Kept by the module: its process, and the entry that the host calls.
struct Door {
    std::string id;
    std::shared_ptr<Remote> remote;
    psl_entry entry;
};

/// psl_entry::create names the module but not the entry, so what this thread opened last under that name is found here.
thread_local std::map<std::string, std::weak_ptr<Door>, std::less<>> opened;

psl_status PSL_CALL create(psl_host const* host, psl_str id, psl_plugin** out)
{
    auto const found = opened.find(from_c(id));
    auto const door = found == opened.end() ? nullptr : found->second.lock();
    if (door == nullptr || door->remote == nullptr || out == nullptr)
        return PSL_E_INVALID;
    *out = nullptr;
    auto const remote = std::exchange(door->remote, nullptr);
    opened.erase(found);
    remote->begin(host);
    Calling call(remote);
    std::uint32_t granted = 0;
    for (std::size_t at = 0; at < std::size(host_interfaces); ++at)
        if (host->get(host, host_interfaces[at]) != nullptr)
            granted |= 1u << at;
    call.out.put(id);
    call.out.put(granted);
    auto const status = call.run(Op::create, remote->limits().start);
    bool const whole = status == PSL_OK && call.in().take<bool>();
    if (!whole) { // the host never calls it again
        remote->leave();
        return status;
    }
    fill_tables(*remote);
    remote->self = remote; // until destroy()
    *out = &remote->plugin;
    return PSL_OK;
}

std::filesystem::path find_program(std::filesystem::path const& wanted)
{
    auto const program = wanted.empty() ? loader::program_folder() / "passerelle-module" : wanted;
    std::error_code ignored;
    return std::filesystem::is_regular_file(program, ignored) ? program : std::filesystem::path{};
}

Result<std::shared_ptr<Door>> open_door(loader::Module const& module, Options const& options)
{
    auto const program = find_program(options.program);
    if (program.empty())
        return Error{Status::not_found,
                     {"Le programme «\u00a0passerelle-module\u00a0», qui fait tourner à part les modules dont l’éditeur n’est pas reconnu, manque. "
                      "Installez de nouveau le programme. Vos données sont intactes.",
                      "The program “passerelle-module”, which runs modules whose publisher is not trusted in a process of their own, is missing. "
                      "Install the program again. Your data is intact."}};
    auto const process = start_process(program, module.library, options.limits.address_space);
    if (!process)
        return process.error();
    auto remote = std::make_shared<Remote>(module.manifest.name, options, process->id, process->descriptors);
    if (auto greeted = remote->greet(); !greeted)
        return greeted.error();
    return std::make_shared<Door>(Door{module.manifest.id, std::move(remote), psl_entry{PSL_ABI, 0, &create}});
}

} // namespace

void load(loader::Module& module, Options const& options)
{
    if (module.state != loader::State::allowed)
        return;
    if (module.manifest.library.empty()) { // declarations only: nothing to run
        module.state = loader::State::loaded;
        return;
    }
    try {
        if (!loader::find_library(module))
            return;
        auto door = open_door(module, options);
        if (!door)
            return module.hold(door.error().sentence);
        opened[module.manifest.id] = *door;
        module.entry = &(*door)->entry;
        module.handle = *door;
        module.state = loader::State::loaded;
    } catch (std::exception const& error) { // no memory, no thread, no file descriptor left
        module.hold({fmt::format("Le module ne démarre pas à part. Fermez d’autres programmes, puis relancez celui-ci. Détail technique\u00a0: {}", error.what()),
                     fmt::format("The module does not start apart. Close other programs, then start this one again. Technical detail: {}", error.what())});
    }
}

#else

void load(loader::Module& module, Options const&)
{
    if (module.state != loader::State::allowed)
        return;
    if (module.manifest.library.empty()) {
        module.state = loader::State::loaded;
        return;
    }
    module.hold({"L’éditeur de ce module n’est pas reconnu, et ce système ne sait pas faire tourner un module à part. Faites reconnaître son éditeur dans les "
                 "réglages, ou continuez sans lui.",
                 "The publisher of this module is not trusted, and this system cannot run a module apart. Have its publisher trusted in the settings, or go "
                 "on without it."});
}

#endif

} // namespace passerelle::apart
