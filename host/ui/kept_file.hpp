// A file from the disk into the portfolio, beside the window; a record refers to it once it is saved. [main]
#pragma once
#include "host/model/value.hpp"
#include "host/ui/context.hpp"
#include <filesystem>
#include <functional>

namespace passerelle::ui {

/// `done` is called on the main thread when the bytes are kept; a fault is told to the person, and `done` is not called.
void keep_file(Context&, std::filesystem::path const&, std::function<void(model::FileRef)> done);

} // namespace passerelle::ui
