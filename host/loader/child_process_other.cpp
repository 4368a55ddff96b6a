// Systems where starting a checked child is not written yet: nothing starts, and the callers say so.
#ifdef _WIN32
#include "host/loader/child_process.hpp"

namespace passerelle::loader {

ChildEnd run_child(ChildCall const&) { return {}; }
std::string signal_name(int number) { return "signal " + std::to_string(number); }

} // namespace passerelle::loader
#endif
