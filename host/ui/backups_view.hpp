// The dated backups of a portfolio, and the way back to one of them. [main]
#pragma once
#include "host/store/backup.hpp"
#include "host/ui/context.hpp"
#include <memory>
#include <optional>

namespace passerelle::ui {

class BackupsView {
public:
    BackupsView();
    ~BackupsView();
    /// A line for each, the latest first; going back to one is asked for first, and says what becomes of the present content.
    void draw(Context&, std::filesystem::path const& portfolio, float height);
    [[nodiscard]] bool any(std::filesystem::path const& portfolio); ///< those that the folder held when it was read
    /// Makes one of the open portfolio, beside the window.
    void make(Context&);

private:
    void read(std::filesystem::path const& portfolio);
    void ask(Context&, std::filesystem::path const& portfolio);

    std::vector<store::DatedBackup> m_backups;
    std::filesystem::path m_read_of;
    std::optional<store::DatedBackup> m_asked;
    bool m_ask_now = false;
    std::shared_ptr<bool> m_stale; ///< a backup was made: shared with its job
};

} // namespace passerelle::ui
