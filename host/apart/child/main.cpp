// passerelle-module: runs one module whose publisher is not trusted. Started by the program, which holds the other ends of its lines:
//   passerelle-module <library> <bytes of address space> <process id of the program>
// First the walls, then the library: its static initialisers are already the module's code.
#include "host/apart/child/module.hpp"
#include "host/apart/child/sandbox.hpp"
#include <cstdlib>
#include <dlfcn.h>
#include <thread>

namespace {

using namespace passerelle::apart;
using namespace passerelle::apart::child;

void say(Out const& out)
{
    Channel& channel = line_at(0).channel;
    channel.queue(Kind::told, Op::hello, out.bytes());
    if (!channel.flush({}))
        std::_Exit(1);
}

void say_opened(Opened opened, std::uint32_t abi, std::string_view detail)
{
    Out out;
    out.put(opened);
    out.put(abi);
    out.put(detail.substr(0, 1000));
    say(out);
}

Opened open_library(char const* path, std::uint32_t& abi, std::string& detail)
{
    void* const library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        char const* const why = ::dlerror();
        detail = why == nullptr ? "" : why;
        return Opened::unopened;
    }
    auto const* const entry = static_cast<psl_entry const*>(::dlsym(library, "psl_plugin_entry"));
    if (entry == nullptr)
        return Opened::no_entry;
    abi = entry->abi; // read before any function of the module runs
    if (abi != PSL_ABI)
        return Opened::wrong_abi;
    if (entry->create == nullptr)
        return Opened::no_create;
    set_entry(entry);
    return Opened::ready;
}

} // namespace

int main(int count, char** words)
{
    if (count != 4)
        return 2;
    std::string const library = words[1];
    if (!bound_process(std::strtoull(words[2], nullptr, 10), std::atoi(words[3]), first_descriptor + lines))
        return 3;
    open_lines();
    std::uint32_t const landlock = close_files(library.substr(0, library.rfind('/')));
    bool const filtered = filter_calls();
    Out out;
    out.put(protocol);
    out.put(filtered);
    out.put(landlock);
    say(out);
    if (!filtered)
        return 4; // none of the module's code runs without it
    std::uint32_t abi = 0;
    std::string detail;
    auto const opened = open_library(library.c_str(), abi, detail);
    if (!filter_opening())
        return 4;
    say_opened(opened, abi, detail);
    if (opened != Opened::ready)
        return 5;
    for (int at = 1; at < calling_lines; ++at)
        std::thread([at] { serve_for_ever(line_at(at)); }).detach();
    serve_for_ever(line_at(0));
}
