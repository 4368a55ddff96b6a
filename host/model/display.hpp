// A value as people read it: codes by their names, links by the title of the record they lead to. Any thread, with its own reader.
#pragma once
#include "host/model/registry.hpp"
#include "host/model/value.hpp"
#include "host/store/connection.hpp"
#include <string>

namespace passerelle::model {

/// Never empty for a value that is reported; "n. r." (en: "n/r") for one that is not.
[[nodiscard]] std::string displayed(store::Connection&, Registry const&, Field const&, Value const&, Language);

} // namespace passerelle::model
