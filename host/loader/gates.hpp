// What stands before a person's modules at each start, in this order: the agreement and the signature, what the module did to earlier
// starts, and a trial in a child process of what was not seen before. The window and the console start no module without it. [any]
#pragma once
#include "host/loader/consent.hpp"

namespace passerelle::loader {

/// Adds the folders of these places and the gates. Returns what has to be said about the file of choices.
[[nodiscard]] std::optional<Phrase> guard(SearchPaths&, Places const&);

} // namespace passerelle::loader
