// The first start: language, who one is, then what to begin with. [main]
#pragma once
#include "host/ui/context.hpp"
#include "host/ui/file_picker.hpp"
#include "host/ui/look.hpp"

namespace passerelle::ui {

class Welcome {
public:
    void open() { m_open = true; }
    void close() { m_open = false; }
    [[nodiscard]] bool is_open() const { return m_open; }
    /// What one answers goes into the look at once. import: a file is wanted for the new portfolio.
    void draw(Context&, Look&, std::function<void()> const& import);

private:
    void begin(Context&, Look&, std::filesystem::path const&, bool demo);
    bool m_open = false;
    FilePicker m_files;
};

} // namespace passerelle::ui
