#include "host/bridge/file_export.hpp"
#include "host/base/atomic_file.hpp"
#include "host/base/text.hpp"
#include "host/bridge/jobs.hpp"
#include "host/bridge/row.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>

namespace passerelle::bridge {

namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{2} << 30;

/// What the module writes, beside the file that it will become.
struct FileWriter {
    std::ofstream file;
    std::uint64_t done = 0;
    Progress* progress;
    Phrase fault = {}; ///< why it cannot go on, also where the module does not pass the status on
    psl_writer raw{this, &FileWriter::write};

    FileWriter(std::filesystem::path const& path, Progress& at) : file(path, std::ios::binary | std::ios::trunc), progress(&at) {}
    static std::int64_t PSL_CALL write(psl_writer* writer, void const* from, std::uint64_t size) noexcept
    {
        std::int64_t result = PSL_E_IO;
        quiet_callback([&] {
            auto& self = *static_cast<FileWriter*>(writer->impl);
            if (self.progress->cancel) {
                result = PSL_E_CANCELLED;
                return;
            }
            if (from == nullptr && size > 0) {
                result = PSL_E_INVALID;
                return;
            }
            if (size > most_bytes - self.done)
                self.fault = {"Le fichier dépasserait 2 Gio. Rien n’a été écrit. Choisissez une période plus courte.",
                              "The file would be larger than 2 GiB. Nothing was written. Choose a shorter period."};
            else if (self.file.write(static_cast<char const*>(from), static_cast<std::streamsize>(size)); !self.file)
                self.fault = {"Le fichier ne s’écrit plus\u00a0: le disque est plein, ou le dossier n’est plus accessible. Rien n’a été écrit.",
                              "The file can no longer be written: the disk is full, or the folder is out of reach. Nothing was written."};
            if (!self.fault.empty()) {
                result = refuse(PSL_E_IO, self.fault);
                return;
            }
            self.done += size;
            result = static_cast<std::int64_t>(size);
        });
        return result;
    }
};

struct Choice {
    ModuleHost* host;
    std::string id;
};

bool writes_files(ModuleHost const& host) { return host.active() && host.transfer != nullptr && host.transfer->export_file != nullptr; }

Result<Choice> choose(Context& context, std::string_view wanted)
{
    auto const slash = wanted.find('/');
    std::string_view const module = slash == std::string_view::npos ? std::string_view{} : wanted.substr(0, slash);
    std::string_view const id = slash == std::string_view::npos ? wanted : wanted.substr(slash + 1);
    for (auto const& host : context.hosts) {
        if (!writes_files(*host) || (!module.empty() && host->id() != module))
            continue;
        for (auto const& declared : host->manifest().formats) {
            if (!declared.export_ || declared.id != id)
                continue;
            if (!host->manifest().files.contains("export"))
                return Error{Status::denied, {fmt::format("Le module «\u00a0{}\u00a0» n’a pas la permission d’écrire des fichiers.", host->manifest().name.fr),
                                              fmt::format("The module “{}” is not permitted to write files.", host->manifest().name.en)}};
            return Choice{host.get(), declared.id};
        }
    }
    std::string const shown = shortened(cleaned(wanted), 100);
    return Error{Status::not_found, {fmt::format("Aucun module actif n’écrit le format «\u00a0{}\u00a0». Rien n’a été écrit.", shown),
                                     fmt::format("No active module writes the format “{}”. Nothing was written.", shown)}};
}

} // namespace

std::vector<ExportFormat> export_formats(Context const& context)
{
    std::vector<ExportFormat> formats;
    for (auto const& host : context.hosts)
        if (writes_files(*host) && host->manifest().files.contains("export"))
            for (auto const& declared : host->manifest().formats)
                if (declared.export_)
                    formats.push_back({host->id() + "/" + declared.id, declared.label, declared.extensions.empty() ? std::string() : declared.extensions.front()});
    return formats;
}

Result<std::uint64_t> export_file(Context& context, std::string const& format, Scope const& where, Language language, std::filesystem::path const& path, Progress& progress)
{
    auto const choice = choose(context, format);
    if (!choice)
        return choice.error();
    ModuleHost& host = *choice->host;
    std::string const as_of = where.as_of.empty() ? context.today() : where.as_of;
    ScopeRow const scope(where, as_of);
    auto const temporary = temporary_beside(path);
    std::lock_guard const alone(host.transfer_mutex);
    FileWriter writer(temporary, progress);
    auto const fail = [&](Error error) {
        writer.file.close();
        std::error_code ignored;
        std::filesystem::remove(temporary, ignored);
        return error;
    };
    if (!writer.file)
        return fail({Status::io, {fmt::format("Le fichier «\u00a0{}\u00a0» ne peut pas être écrit. Vérifiez le dossier et vos droits, puis recommencez.", path.filename().string()),
                                  fmt::format("The file “{}” cannot be written. Check the folder and your rights, then try again.", path.filename().string())}});
    psl_job job{&progress};
    auto const written = host.call(Call{loader::Phase::export_file, choice->id, language, as_of, Purity::pure}, [&] {
        return host.transfer->export_file(host.plugin(), to_c(std::string_view(choice->id)), scope.row(), &writer.raw, &job);
    });
    writer.file.close();
    if (progress.cancel)
        return fail({Status::cancelled, {"Export interrompu. Rien n’a été écrit.", "Export interrupted. Nothing was written."}});
    if (!writer.fault.empty())
        return fail({Status::io, writer.fault});
    if (!written)
        return fail(written.error());
    if (auto const kept = keep_temporary(temporary, path); !kept)
        return fail(kept.error());
    return writer.done;
}

} // namespace passerelle::bridge
