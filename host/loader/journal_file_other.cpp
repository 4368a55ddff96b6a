#if !defined(__unix__) && !defined(__APPLE__)
#include "host/loader/journal_file.hpp"

namespace passerelle::loader::journal {

Result<std::unique_ptr<File>> make(std::filesystem::path const&)
{
    return Error{Status::unsupported, {"Ce système ne permet pas de nommer le module qui arrête le programme.",
                                       "This system does not allow naming the module that stops the program."}};
}
std::optional<Page> read_left(std::filesystem::path const&, bool& damaged)
{
    damaged = false;
    return std::nullopt;
}
std::string boot_name() { return {}; }
void catch_crashes(File&) {}
void prepare_thread() {}
Bounds bounds_of(void const*) { return {}; }

} // namespace passerelle::loader::journal
#endif
