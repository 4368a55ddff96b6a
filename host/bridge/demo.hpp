// The demonstration portfolio: twelve fictitious projects, loaded as declared records in one change. [any but the writer's thread]
#pragma once
#include "host/base/result.hpp"
#include "host/bridge/session.hpp"
#include <cstdint>

namespace passerelle::bridge {

/// How many records were made.
[[nodiscard]] Result<std::int64_t> load_demo(Session&);

} // namespace passerelle::bridge
