// What Cairo 1.16 cannot say in a PDF: the document's language, that viewers show its title, what figures show (Alt) and that
// head cells head their columns. Appended as an incremental update. Where the file is not as Cairo 1.16 writes it (a newer
// Cairo compresses these objects), it is returned unchanged. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::exchange {

/// `alternatives`: one text (UTF-8) for each Figure element, in the order of their tags.
[[nodiscard]] std::string finished_pdf(std::string bytes, std::string_view language, std::vector<std::string> const& alternatives);

} // namespace passerelle::exchange
