// What the console program needs to know of its terminal; the only system calls of the console program. Any thread.
#pragma once

namespace passerelle::platform {

enum class Stream { out, error };
/// true where a person looks at the stream, false where it goes to a file or a pipe.
[[nodiscard]] bool is_terminal(Stream);
/// Characters in a line of the terminal; 80 where unknown.
[[nodiscard]] int terminal_width();

} // namespace passerelle::platform
