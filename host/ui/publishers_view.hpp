// The publishers whose modules a person trusts: their signature is enough after the first agreement. [main]
#pragma once
#include "host/loader/consent.hpp"
#include "host/ui/context.hpp"
#include "host/ui/file_picker.hpp"
#include <optional>
#include <vector>

namespace passerelle::ui {

class PublishersView {
public:
    void draw(Context&);

private:
    void add(Context&, std::filesystem::path const&);
    bool m_read = false;
    std::vector<loader::Publisher> m_trusted;
    std::optional<loader::Publisher> m_proposed; ///< read from a key's file; a person gives it its name
    FilePicker m_file;
};

} // namespace passerelle::ui
