#include "host/app/places.hpp"
#include "host/platform/paths.hpp"

namespace passerelle::app {

loader::Places module_places(std::vector<std::filesystem::path> further, std::vector<std::string> approved_once)
{
    return {loader::program_modules(), std::move(further), platform::data_folder() / "modules", platform::data_folder() / "declarations",
            platform::settings_folder() / "modules.json", std::move(approved_once),
            platform::incidents_folder()};
}

} // namespace passerelle::app
