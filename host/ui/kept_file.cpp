#include "host/ui/kept_file.hpp"
#include "host/base/text.hpp"
#include "host/base/atomic_file.hpp"
#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace passerelle::ui {

namespace {

std::string media_of(std::filesystem::path const& path)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> known{{{".pdf", "application/pdf"},
                                                                                           {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
                                                                                           {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                                                                                           {".odt", "application/vnd.oasis.opendocument.text"},
                                                                                           {".ods", "application/vnd.oasis.opendocument.spreadsheet"},
                                                                                           {".jpg", "image/jpeg"},
                                                                                           {".jpeg", "image/jpeg"},
                                                                                           {".png", "image/png"},
                                                                                           {".csv", "text/csv"},
                                                                                           {".txt", "text/plain"},
                                                                                           {".xml", "application/xml"}}};
    std::string const end = fold(path.extension().string());
    for (auto const& [extension, media] : known)
        if (end == extension)
            return std::string(media);
    return "application/octet-stream";
}

} // namespace

void keep_file(Context& context, std::filesystem::path const& path, std::function<void(model::FileRef)> done)
{
    auto kept = std::make_shared<model::FileRef>();
    auto tell = context.tell;
    bridge::Session* const session = &context.session;
    context.session.start_job(
        "file",
        [session, path, kept](bridge::Progress&) -> Result<void> {
            auto const bytes = read_whole_file(path, std::uintmax_t{64} << 20); // no more than the editor keeps
            if (!bytes)
                return bytes.error();
            auto const name = path.filename().u8string();
            auto made = session->editor().keep_file(cleaned({reinterpret_cast<char const*>(name.data()), name.size()}), media_of(path), *bytes);
            if (!made)
                return made.error();
            *kept = std::move(*made);
            return {};
        },
        [kept, tell, done = std::move(done)](Result<void> finished) {
            if (!finished)
                return tell(finished.error().sentence, exchange::Tone::bad);
            done(std::move(*kept));
        });
}

} // namespace passerelle::ui
