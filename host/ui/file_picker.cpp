#include "host/ui/file_picker.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/platform/paths.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <chrono>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace passerelle::ui {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_entries = 2000; ///< of one folder: nobody reads further, the path can be typed
constexpr std::size_t none = static_cast<std::size_t>(-1);

std::string words_of(fs::path const& path)
{
    auto const text = path.u8string();
    return cleaned({reinterpret_cast<char const*>(text.data()), text.size()});
}

fs::path path_of(std::string const& words) { return fs::path(std::u8string(words.begin(), words.end())); }

/// "12/03/2026, 340 ko"
std::string about(fs::directory_entry const& entry, Language language)
{
    std::error_code failed;
    auto const size = entry.file_size(failed);
    if (failed)
        return {};
    auto const written = entry.last_write_time(failed);
    if (failed)
        return size_in_words(static_cast<std::int64_t>(size), language);
    auto const when = std::chrono::time_point_cast<std::chrono::system_clock::duration>(written - fs::file_time_type::clock::now() + std::chrono::system_clock::now());
    auto const day = fmt::format("{:%Y-%m-%d}", fmt::localtime(std::chrono::system_clock::to_time_t(when)));
    return fmt::format("{}, {}", format_date(day, language), size_in_words(static_cast<std::int64_t>(size), language));
}

bool ends_with_any(std::string const& name, std::vector<std::string> const& extensions)
{
    std::string const folded = fold(name);
    return extensions.empty() || std::any_of(extensions.begin(), extensions.end(), [&](std::string const& one) { return folded.ends_with(one); });
}

/// Where the last choice was made, whichever dialog asked: the next file is mostly beside it.
fs::path& last_folder()
{
    static fs::path folder;
    return folder;
}

} // namespace

struct FilePicker::Answer {
    bool alive = true;
    std::vector<Entry> entries;
    bool more = false;
};

FilePicker::~FilePicker()
{
    if (m_answer)
        m_answer->alive = false;
}

void FilePicker::open(Wanted wanted)
{
    m_wanted = std::move(wanted);
    m_opening = true;
    m_name = m_wanted.name;
}

void FilePicker::read(Context& context, fs::path folder)
{
    if (m_answer)
        m_answer->alive = false;
    auto answer = std::make_shared<Answer>();
    m_answer = answer;
    m_folder = std::move(folder);
    m_typed = words_of(m_folder);
    m_selected = none;
    m_entries.clear();
    m_fault.reset();
    m_more = false;
    context.session.start_job(
        "files",
        [answer, here = m_folder, wanted = m_wanted, language = context.language](bridge::Progress&) -> Result<void> {
            std::error_code failed;
            auto at = fs::directory_iterator(here, failed);
            if (failed)
                return Error{Status::not_found, {"Ce dossier ne se laisse pas lire. Choisissez-en un autre.", "This folder cannot be read. Choose another one."}};
            for (; at != fs::directory_iterator(); at.increment(failed)) {
                if (failed)
                    break;
                std::string const name = words_of(at->path().filename());
                std::error_code ignored;
                bool const is_folder = at->is_directory(ignored);
                if (name.starts_with('.') || (!is_folder && (!at->is_regular_file(ignored) || !ends_with_any(name, wanted.extensions))))
                    continue;
                if (answer->entries.size() == most_entries) {
                    answer->more = true;
                    break;
                }
                answer->entries.push_back({at->path(), name, is_folder ? std::string() : about(*at, language), is_folder});
            }
            std::sort(answer->entries.begin(), answer->entries.end(),
                      [](Entry const& left, Entry const& right) { return left.folder != right.folder ? left.folder : fold(left.name) < fold(right.name); });
            return {};
        },
        [this, answer](Result<void> done) {
            if (!answer->alive)
                return;
            m_entries = std::move(answer->entries);
            m_more = answer->more;
            if (!done)
                m_fault = done.error().sentence;
        });
}

std::optional<fs::path> FilePicker::draw(Context& context)
{
    ImGui::PushID(this); // several of them stand in one screen
    auto chosen = draw_dialog(context);
    ImGui::PopID();
    return chosen;
}

std::optional<fs::path> FilePicker::draw_dialog(Context& context)
{
    std::error_code ignored;
    if (m_opening) {
        m_opening = false;
        ImGui::OpenPopup("files");
        read(context, fs::is_directory(last_folder(), ignored) ? last_folder() : platform::home_folder());
    }
    if (!begin_dialog(context, "files", 640, 480))
        return std::nullopt;
    std::optional<fs::path> chosen;
    bool const writing = !m_wanted.name.empty();
    auto const take = [&](fs::path const& path) {
        last_folder() = path.parent_path();
        chosen = path;
        ImGui::CloseCurrentPopup();
    };
    auto const go_or_take = [&](fs::path const& path) {
        if (fs::is_directory(path, ignored))
            read(context, path);
        else if (writing)
            m_name = words_of(path.filename());
        else if (fs::is_regular_file(path, ignored))
            take(path);
        else
            m_fault = Phrase{"Rien ne porte ce nom ici. Vérifiez le chemin.", "Nothing has this name here. Check the path."};
    };
    heading(context, context.in(m_wanted.title));
    if (tool(context, "up", icons::arrow_up, context.tr("Remonter", "Up"), context.tr("Dossier du dessus", "Folder above")) && m_folder.has_parent_path() && m_folder != m_folder.parent_path())
        read(context, m_folder.parent_path());
    ImGui::SameLine(0, context.px(6));
    if (tool(context, "home", icons::home, context.tr("Mes fichiers", "My files"), context.tr("Mon dossier personnel", "My own folder")))
        read(context, platform::home_folder());
    ImGui::SameLine(0, context.px(6));
    {
        Named const name(context.tr("Dossier ou fichier", "Folder or file"), m_fault ? std::string_view(context.in(*m_fault)) : std::string_view());
        text_field(context, "##path", m_typed, ImGui::GetContentRegionAvail().x);
    }
    bool const entered = ImGui::IsItemDeactivated() && key_pressed(ImGuiKey_Enter);
    if (entered)
        go_or_take(path_of(m_typed));
    begin_region("entries", {0, ImGui::GetContentRegionAvail().y - context.px(writing ? 100 : 56)});
    if (m_fault)
        notice(context, exchange::Tone::warn, context.in(*m_fault));
    else if (m_entries.empty())
        empty_state(context, m_answer && m_answer->entries.empty() && !context.session.running_jobs().empty() ? context.tr("Lecture du dossier…", "Reading the folder…")
                                                                                                             : context.tr("Aucun fichier de cette sorte ici.", "No file of this kind here."));
    float const width = ImGui::GetContentRegionAvail().x - context.px(14);
    std::optional<fs::path> opened;
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(m_entries.size()));
    while (clipper.Step())
        for (int at = clipper.DisplayStart; at < clipper.DisplayEnd; ++at) {
            Entry const& entry = m_entries[static_cast<std::size_t>(at)];
            ImGui::PushID(at);
            ImVec2 const start = ImGui::GetCursorScreenPos();
            float const indent = context.fonts.icon ? context.px(28) : 0;
            if (pressable(context, "line", {width, context.px(30)}).pressed) {
                if (entry.folder || ImGui::IsMouseDoubleClicked(0) || m_selected == static_cast<std::size_t>(at))
                    opened = entry.path;
                else {
                    m_selected = static_cast<std::size_t>(at);
                    m_typed = words_of(entry.path);
                }
            }
            tell_element(Role::line, entry.name, entry.about);
            ImDrawList* const list = ImGui::GetWindowDrawList();
            if (m_selected == static_cast<std::size_t>(at) || ImGui::IsItemHovered())
                list->AddRectFilled(start, {start.x + width, start.y + context.px(30)}, m_selected == static_cast<std::size_t>(at) ? context.theme->selected : context.theme->hover, context.px(6));
            draw_icon(context, list, {start.x + context.px(15), start.y + context.px(15)}, entry.folder ? icons::folder : icons::file, context.theme->text_2);
            float const beside = text_width(context.fonts.caption, entry.about) + context.px(12);
            draw_text(list, context.fonts.body, {start.x + indent + context.px(4), start.y + context.px(7)}, context.theme->text, elided(context.fonts.body, entry.name, width - indent - beside - context.px(16)));
            draw_text(list, context.fonts.caption, {start.x + width - beside, start.y + context.px(9)}, context.theme->muted, entry.about);
            ImGui::PopID();
        }
    if (m_more)
        text(context, context.theme->muted, context.tr("D’autres fichiers ne sont pas montrés\u00A0: saisissez le chemin ci-dessus.", "More files are not shown: type the path above."), context.fonts.caption);
    ImGui::EndChild();
    if (opened)
        go_or_take(*opened);
    if (writing)
        text_field(context, "##name", m_name, ImGui::GetContentRegionAvail().x, context.tr("Nom du fichier", "Name of the file"));
    std::string const close = context.tr("Renoncer", "Cancel"), take_it = context.in(m_wanted.button);
    to_the_right(context, {close, take_it});
    if (button(context, ButtonKind::ghost, "close", close) || key_pressed(ImGuiKey_Escape))
        ImGui::CloseCurrentPopup();
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "take", take_it)) {
        if (!writing)
            go_or_take(path_of(m_typed));
        else if (!m_name.empty() && path_of(m_name).filename() == path_of(m_name))
            take(m_folder / path_of(m_name));
        else
            m_fault = Phrase{"Donnez au fichier un nom, sans «\u00A0/\u00A0».", "Give the file a name, without “/”."};
    }
    ImGui::EndPopup();
    return chosen;
}

} // namespace passerelle::ui
