// Import: a file, its columns, every line looked at, then written as one step that can be taken back. A spreadsheet goes into the
// register that one chooses; a format that a module reads (IATI, rates) has its own preview. [main]
#pragma once
#include "host/ui/context.hpp"
#include <memory>
#include <string>
#include <vector>

namespace passerelle::ui {

struct ImportState;

class ImportScreen {
public:
    ImportScreen();
    ~ImportScreen();
    /// Begins again. path: a file already chosen; entity: the register that one came from.
    void open(Context&, std::string path = {}, std::string entity = {});
    /// Text copied in a spreadsheet, over the cells of a register: its records from the cursor down, its columns to the right.
    void open_pasted(Context&, std::string text, std::string entity, std::vector<std::int64_t> ids, std::vector<std::string> fields);
    void draw(Context&);

private:
    std::shared_ptr<ImportState> m_state;
};

} // namespace passerelle::ui
