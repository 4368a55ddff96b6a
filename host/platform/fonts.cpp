#include "host/platform/fonts.hpp"
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <system_error>

namespace passerelle::platform {

namespace {

using Folders = std::vector<std::filesystem::path>;

std::filesystem::path first_of(Folders const& folders, std::initializer_list<char const*> names)
{
    std::error_code ignored;
    for (char const* const name : names)
        for (auto const& folder : folders)
            if (auto file = folder / name; std::filesystem::is_regular_file(file, ignored))
                return file;
    return {};
}

} // namespace

FontFiles find_fonts(std::vector<std::filesystem::path> const& beside)
{
    Folders folders = beside;
#ifdef _WIN32
    if (char const* const windows = std::getenv("WINDIR"))
        folders.push_back(std::filesystem::path(windows) / "Fonts");
#elif defined(__APPLE__)
    folders.insert(folders.end(), {"/Library/Fonts", "/System/Library/Fonts", "/System/Library/Fonts/Supplemental"});
#else
    for (char const* const root : {"/usr/share/fonts", "/usr/local/share/fonts"})
        for (char const* const kind : {"opentype/inter", "truetype/inter", "inter", "truetype/noto", "noto", "google-noto",
                                       "truetype/materialdesignicons-webfont", "truetype/dejavu", "dejavu"})
            folders.push_back(std::filesystem::path(root) / kind);
#endif
    FontFiles files;
    files.regular = first_of(folders, {"Inter-Regular.otf", "Inter-Regular.ttf", "NotoSans-Regular.ttf", "segoeui.ttf", "Arial.ttf", "DejaVuSans.ttf"});
    files.semibold = first_of(folders, {"Inter-SemiBold.otf", "Inter-SemiBold.ttf", "NotoSans-Bold.ttf", "seguisb.ttf", "Arial Bold.ttf", "DejaVuSans-Bold.ttf"});
    if (files.semibold.empty())
        files.semibold = files.regular;
    files.icons = first_of(folders, {"materialdesignicons-webfont.ttf"});
    for (char const* const name : {"NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSansKhmer-Regular.ttf"})
        if (auto file = first_of(folders, {name}); !file.empty() && file != files.regular)
            files.scripts.push_back(std::move(file));
    return files;
}

} // namespace passerelle::platform
