// Import: a file, its columns, every line looked at, then written as one step that can be taken back. A spreadsheet goes into the
// register that one chooses; a format that a module reads (IATI, rates) has its own preview. [main]
#pragma once
#include "host/ui/context.hpp"
#include <memory>
#include <string>

namespace passerelle::ui {

struct ImportState;

class ImportScreen {
public:
    ImportScreen();
    ~ImportScreen();
    /// Begins again. path: a file already chosen; entity: the register that one came from.
    void open(Context&, std::string path = {}, std::string entity = {});
    void draw(Context&);

private:
    std::shared_ptr<ImportState> m_state;
};

} // namespace passerelle::ui
