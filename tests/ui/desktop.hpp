// Starts the real programs: a virtual screen of its own, the window on it, mouse and keyboard through xdotool.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace ui_test {

/// True where Xvfb, xdotool and both programs are there; else says what is missing.
[[nodiscard]] bool can_run(std::string& missing);

struct Output {
    int status = -1;
    std::string text;
};
[[nodiscard]] Output run(std::string const& command);

/// A folder of its own with settings, data and a virtual screen; everything ends with it.
class Desktop {
public:
    explicit Desktop(std::string const& size = "1366x768");
    ~Desktop();
    Desktop(Desktop const&) = delete;
    Desktop& operator=(Desktop const&) = delete;

    [[nodiscard]] bool ready() const { return !m_display.empty(); }
    [[nodiscard]] std::filesystem::path const& folder() const { return m_folder; }
    /// Starts the window and waits until it has drawn something and come to rest.
    [[nodiscard]] bool open(std::vector<std::string> const& arguments);
    /// Asks the window to end as a person would not: at once.
    void close();
    [[nodiscard]] bool start(std::vector<std::string> const& arguments); ///< without waiting for a frame
    [[nodiscard]] bool running();
    [[nodiscard]] bool ended(double most = 60); ///< waits for the end; true where the status was 0
    /// Waits until it holds: a loaded machine takes its time.
    [[nodiscard]] bool until(std::function<bool()> const& holds, double most = 30) const;
    [[nodiscard]] Output console(std::string const& arguments) const; ///< passerelle-cli
    void key(std::string const& keys) const;                         ///< "ctrl+s"
    void type(std::string const& text) const;
    /// As a spreadsheet leaves it behind Ctrl C.
    void copy_elsewhere(std::string const& text) const;
    /// The picture on the clipboard, as another program gets it; empty: none.
    [[nodiscard]] std::string copied_picture() const;
    /// A file of a file manager, dropped in the middle of the page; false where the window does not take it, or nothing can drag here.
    [[nodiscard]] bool drop(std::filesystem::path const&) const;
    void press_cross() const; ///< in the corner of the window
    void click(int x, int y) const;
    void scroll_down(int lines) const; ///< the wheel, over the middle of the page
    /// What stands on the screen at rest, as the program describes it: see host/ui/widgets/elements.hpp.
    struct Element {
        std::string role, label, value, error;
        double x = 0, y = 0, width = 0, height = 0;
        bool focused = false, cut = false;
    };
    [[nodiscard]] std::vector<Element> elements() const;
    /// The one whose label or value is these words, else the last that holds them; role empty: any.
    [[nodiscard]] std::optional<Element> find(std::string const& words, std::string const& role = {}) const;
    /// Clicks it once it is there; false where it does not come.
    [[nodiscard]] bool press(std::string const& words, std::string const& role = {}, double most = 20) const;
    [[nodiscard]] bool shows(std::string const& words, double most = 20) const;
    void hover(Element const&) const;
    void double_click(Element const&) const;
    /// As a power cut: no chance to write anything.
    void kill();
    [[nodiscard]] std::string title() const; ///< of the window: where one is
    [[nodiscard]] long frames() const; ///< drawn so far by the window
    /// Waits until no frame was drawn for `seconds`; false after `most` seconds.
    [[nodiscard]] bool rest(double seconds = 0.5, double most = 60) const;

private:
    [[nodiscard]] std::string environment() const;
    std::filesystem::path m_folder;
    std::string m_display;
    pid_t m_screen = -1, m_window = -1;
    int m_status = -1;
};

} // namespace ui_test
