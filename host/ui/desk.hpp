// What lies on a person's desk for one portfolio: where they are, what they have typed and not saved, how they arranged registers. On
// the disk within a second, so that a power cut takes nothing; not part of the portfolio. [main]
#pragma once
#include "host/store/file_lock.hpp"
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace passerelle::ui {

class Desk {
public:
    /// Reads what was kept; a file that is not readable is put aside under another name, never overwritten. Empty path: nothing is kept.
    /// A second window of the same person has a desk of its own beside it ("…-2.json"); what such a window left unsaved when it ended
    /// lies on the desk of the next one that starts.
    explicit Desk(std::filesystem::path file);
    ~Desk(); ///< what was told last is written
    Desk(Desk const&) = delete;
    Desk& operator=(Desk const&) = delete;

    /// "place", "register/projects.activity", "draft/projects.activity:12": a text under a key; empty: forgotten.
    void keep(std::string const& key, std::string text);
    [[nodiscard]] std::optional<std::string> kept(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> keys(std::string_view beginning) const;

    /// Where the desk of a portfolio lies, in the folder of a person's settings.
    [[nodiscard]] static std::filesystem::path file_for(std::filesystem::path const& folder, std::filesystem::path const& portfolio);

private:
    [[nodiscard]] bool take(std::filesystem::path const&);
    void read();
    void take_over_from(std::filesystem::path const& other);
    void write_when_told();
    [[nodiscard]] std::string as_json() const;

    std::filesystem::path m_file;
    std::unique_ptr<store::FileLock> m_lock; ///< the file is this window's alone
    std::map<std::string, std::string, std::less<>> m_texts;
    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_told;
    std::optional<std::string> m_to_write;
    bool m_ending = false;
    std::thread m_writer;
};

} // namespace passerelle::ui
