#include "host/bridge/transfer.hpp"
#include "host/base/text.hpp"
#include "host/bridge/importer.hpp"
#include "host/bridge/jobs.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>

namespace passerelle::bridge {

namespace {

constexpr std::size_t head_bytes = 4096;
constexpr std::uint64_t bytes_between_reports = 1 << 19;

/// The bytes of the file, with progress and cancel on the way.
struct FileReader {
    std::ifstream file;
    std::uint64_t size, done = 0, told = 0;
    Progress* progress;
    psl_reader raw{this, &FileReader::read};

    FileReader(std::filesystem::path const& path, std::uint64_t bytes, Progress& at) : file(path, std::ios::binary), size(bytes), progress(&at) {}
    static std::int64_t PSL_CALL read(psl_reader* reader, void* into, std::uint64_t capacity) noexcept
    {
        std::int64_t result = PSL_E_IO;
        quiet_callback([&] {
            auto& self = *static_cast<FileReader*>(reader->impl);
            if (self.progress->cancel) {
                result = PSL_E_CANCELLED;
                return;
            }
            if (into == nullptr && capacity > 0) {
                result = PSL_E_INVALID;
                return;
            }
            self.file.read(static_cast<char*>(into), static_cast<std::streamsize>(std::min<std::uint64_t>(capacity, 1u << 30)));
            if (self.file.bad()) {
                result = refuse(PSL_E_IO, {"Le fichier ne se lit plus. Vérifiez le disque ou le réseau, puis recommencez.",
                                           "The file can no longer be read. Check the disk or the network, then try again."});
                return;
            }
            result = self.file.gcount();
            self.done += static_cast<std::uint64_t>(result);
            if (self.progress->report && self.size > 0 && (self.done - self.told >= bytes_between_reports || result == 0)) {
                self.told = self.done;
                self.progress->report(std::min(1.0, static_cast<double>(self.done) / static_cast<double>(self.size)), {});
            }
        });
        return result;
    }
};

struct Choice {
    ModuleHost* host = nullptr;
    std::string format;
    std::int32_t score = 0;
};

std::string lowered_extension(std::filesystem::path const& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return extension;
}

/// The module for a named format, or the one that is surest of knowing the file.
Result<Choice> choose(Context& context, std::string const& format, std::string const& head, std::string const& extension)
{
    Choice best;
    for (auto const& host : context.hosts) {
        if (!host->active() || host->transfer == nullptr || host->transfer->import_file == nullptr)
            continue;
        for (model::FormatDeclaration const& declared : host->manifest().formats) {
            if (!declared.import_)
                continue;
            if (!format.empty()) {
                if (declared.id == format)
                    return Choice{host.get(), declared.id, 100};
                continue;
            }
            std::int32_t score = 0;
            if (host->transfer->recognise != nullptr) {
                auto const asked = host->call(Call{loader::Phase::recognise, declared.id, context.language, {}, Purity::pure}, [&] {
                    return host->transfer->recognise(host->plugin(), to_c(std::string_view(declared.id)), to_c(std::string_view(head)), &score);
                });
                if (!asked)
                    continue;
            } else if (std::find(declared.extensions.begin(), declared.extensions.end(), extension) != declared.extensions.end())
                score = 1;
            score = std::clamp(score, 0, 100);
            if (score > best.score)
                best = {host.get(), declared.id, score};
        }
    }
    if (best.host != nullptr)
        return best;
    if (!format.empty())
        return Error{Status::not_found, {fmt::format("Aucun module actif ne lit le format «\u00a0{}\u00a0». Rien n’a été importé.", format),
                                         fmt::format("No active module reads the format “{}”. Nothing was imported.", format)}};
    return Error{Status::unsupported, {"Aucun module ne reconnaît ce fichier. Rien n’a été importé. Choisissez un autre fichier.",
                                       "No module recognises this file. Nothing was imported. Choose another file."}};
}

Phrase unreadable(std::filesystem::path const& path)
{
    std::string const name = cleaned(path.filename().string());
    return {fmt::format("Le fichier «\u00a0{}\u00a0» ne s’ouvre pas. Rien n’a été importé. Vérifiez son emplacement et vos droits de lecture.", name),
            fmt::format("The file “{}” cannot be opened. Nothing was imported. Check where it is and whether you may read it.", name)};
}

} // namespace

Result<ImportReport> import_file(Context& context, std::filesystem::path const& path, std::string const& format, ImportMode mode,
                                 Progress& progress)
{
    std::error_code fault;
    bool const regular = std::filesystem::is_regular_file(path, fault);
    auto const size = regular ? std::filesystem::file_size(path, fault) : 0;
    std::ifstream file(path, std::ios::binary);
    if (!regular || fault || !file)
        return Error{Status::io, unreadable(path)};
    std::string head(head_bytes, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    file.close();

    auto const choice = choose(context, format, head, lowered_extension(path));
    if (!choice)
        return choice.error();
    ModuleHost& host = *choice->host;
    if (!host.manifest().files.contains("import"))
        return Error{Status::denied, {fmt::format("Le module «\u00a0{}\u00a0» n’a pas la permission d’importer des fichiers.", host.manifest().name.fr),
                                      fmt::format("The module “{}” is not permitted to import files.", host.manifest().name.en)}};

    std::lock_guard const alone(host.transfer_mutex);
    ImportReport report;
    bool nothing_to_do = false;
    Language const language = context.language;
    auto const body = [&](store::WriteTransaction& transaction) -> Result<void> {
        FileReader reader(path, size, progress);
        if (!reader.file)
            return Error{Status::io, unreadable(path)};
        Importer importer(host, transaction, choice->format, language, report, progress);
        psl_job job{&progress};
        // On the writer's thread, inside its transaction: a write of the module's own would wait for itself, so none is allowed.
        PASSERELLE_TRY(host.call(Call{loader::Phase::import_file, choice->format, language, {}, Purity::pure}, [&] {
            return host.transfer->import_file(host.plugin(), to_c(std::string_view(choice->format)), &reader.raw, importer.raw(), &job);
        }));
        if (progress.cancel)
            return Error{Status::cancelled, {"Import interrompu. Aucune fiche n’a été changée.", "Import interrupted. No record was changed."}};
        PASSERELLE_TRY(importer.finish());
        nothing_to_do = report.created + report.changed + report.removed == 0;
        if (nothing_to_do && mode == ImportMode::apply) // rolls back, so that history and undo do not show an empty step
            return Error{Status::cancelled, {"Rien à changer.", "Nothing to change."}};
        return {};
    };
    if (mode == ImportMode::preview) {
        if (auto rehearsed = context.portfolio->rehearse(body); !rehearsed)
            return rehearsed.error();
        return report;
    }
    std::string const name = cleaned(path.filename().string());
    store::WriteLabel label;
    label.label = {fmt::format("import du fichier «\u00a0{}\u00a0»", name), fmt::format("import of the file “{}”", name)};
    label.kind = store::WriteKind::import;
    label.module = host.id();
    auto const written = context.portfolio->write(label, body);
    if (written)
        report.transaction = *written;
    else if (!nothing_to_do)
        return written.error();
    return report;
}

} // namespace passerelle::bridge
