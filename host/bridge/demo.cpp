#include "host/bridge/demo.hpp"
#include "host/exchange/records_file.hpp"
#include "host/loader/modules.hpp"

namespace passerelle::bridge {

Result<std::int64_t> load_demo(Session& session)
{
    auto const program = loader::program_folder();
    std::filesystem::path file;
    for (auto const& folder : {program / ".." / "data", program / ".." / "share" / "passerelle", program / ".." / ".." / "data", program / ".." / ".." / ".." / "data"}) {
        std::error_code ignored;
        if (std::filesystem::exists(folder / "demo" / "demo.json", ignored)) {
            file = folder / "demo" / "demo.json";
            break;
        }
    }
    if (file.empty())
        return Error{Status::not_found, {"Les données de démonstration manquent. Installez de nouveau le programme. Votre portefeuille est intact.",
                                         "The demonstration data are missing. Install the program again. Your portfolio is intact."}};
    auto const loaded = exchange::load_records(file, session.editor(), session.registry(), {"données de démonstration", "demonstration data"});
    if (!loaded)
        return loaded.error();
    std::int64_t records = 0;
    for (auto const& [entity, count] : loaded->records)
        records += count;
    return records;
}

} // namespace passerelle::bridge
