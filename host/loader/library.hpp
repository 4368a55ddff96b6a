// Finding a module's library, and what is said of one that cannot be used, whichever process opens it.
#pragma once
#include "host/loader/modules.hpp"
#include <string_view>

namespace passerelle::loader {

/// Sets module.library; or holds the module and gives false: the name leaves the folder, there is no such file, it brings a copy of
/// SQLite. Opens nothing. [main]
[[nodiscard]] bool find_library(Module&);

[[nodiscard]] Phrase not_opened(std::string_view detail);
[[nodiscard]] Phrase no_entry();
[[nodiscard]] Phrase other_contract(unsigned abi);
[[nodiscard]] Phrase empty_entry();

} // namespace passerelle::loader
