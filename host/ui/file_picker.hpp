// Choosing a file of this computer: folders first, then the files of the wanted kinds. Read in jobs, so that a slow disk does not
// hold the window up. [main]
#pragma once
#include "host/ui/context.hpp"
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::ui {

class FilePicker {
public:
    struct Wanted {
        Phrase title, button;
        std::vector<std::string> extensions; ///< ".xml", in small letters; empty: every file
        std::string name;                    ///< for a file that will be written: the name proposed; the folder and the name are chosen
    };
    ~FilePicker();
    /// At the next drawing. It begins where the last choice was made, or in the person's own folder.
    void open(Wanted);
    /// What was chosen, once. Inside the window or popup that opened it.
    [[nodiscard]] std::optional<std::filesystem::path> draw(Context&);

private:
    struct Entry {
        std::filesystem::path path;
        std::string name, about; ///< about: size and date
        bool folder = false;
    };
    struct Answer;
    void read(Context&, std::filesystem::path folder);
    std::optional<std::filesystem::path> draw_dialog(Context&);

    Wanted m_wanted;
    bool m_opening = false;
    std::filesystem::path m_folder;
    std::string m_typed, m_name;   ///< the path as words; the name of the file to write
    std::vector<Entry> m_entries;
    std::optional<Phrase> m_fault; ///< why the folder is not shown
    bool m_more = false;           ///< not all entries are shown
    std::size_t m_selected = 0;
    std::shared_ptr<Answer> m_answer;
};

} // namespace passerelle::ui
