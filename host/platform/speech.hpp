// Speech for those who hear rather than see the window: through speech-dispatcher's spd-say where it is installed. [main]
#pragma once
#include "host/base/result.hpp"
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace passerelle::platform {

class Speech {
public:
    /// log: every sentence is written there too, a line each; empty: nowhere.
    explicit Speech(std::filesystem::path const& log = {});
    ~Speech();
    Speech(Speech const&) = delete;
    Speech& operator=(Speech const&) = delete;
    /// Says it instead of what is being said. Returns at once; without spd-say only the log is written.
    void say(std::string words, Language);
    [[nodiscard]] static bool available();

private:
    void reap();
    std::ofstream m_log;
    std::vector<int> m_children;
};

} // namespace passerelle::platform
