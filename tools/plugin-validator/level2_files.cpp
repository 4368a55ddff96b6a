// Level 2, the module's file formats.
#include "host/base/atomic_file.hpp"
#include "tools/plugin-validator/drive.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>

namespace passerelle::validator {

namespace {

std::optional<Outcome> no_format(Subject const& subject, bool import, bool export_)
{
    auto const manifest = declaration_of(subject);
    if (!manifest)
        return unreadable(subject);
    for (auto const& format : manifest->formats)
        if ((!import || format.import_) && (!export_ || format.export_))
            return std::nullopt;
    return Outcome::because(Verdict::not_applicable, "Le module ne déclare aucun format de cette sorte.", "The module declares no format of this kind.");
}

std::int64_t transactions(Stage& stage)
{
    auto statement = stage.session().portfolio().reader().prepare("SELECT count(*) FROM core_transaction");
    return statement && statement->step() ? statement->integer(0) : -1;
}

/// A refusal is an answer; an exception or a status without a sentence is not.
void judge_refusal(Outcome& outcome, std::string const& what, Result<bridge::ImportReport> const& report)
{
    for (auto const& one : Spy::the().seen().exceptions)
        outcome.fail(fmt::format("{}\u00a0: exception [{}] {}", what, one.phase, one.text), fmt::format("{}: exception [{}] {}", what, one.phase, one.text));
    if (report)
        return;
    if (report.error().status == Status::internal)
        outcome.fail(fmt::format("{}\u00a0: {}", what, report.error().sentence.fr), fmt::format("{}: {}", what, report.error().sentence.en));
    else if (report.error().sentence.fr.empty())
        outcome.fail(fmt::format("{}\u00a0: refusé sans une phrase.", what), fmt::format("{}: refused without a sentence.", what));
}

Outcome with_files(Subject const& subject, std::vector<std::pair<std::string, std::string>> const& files, StageOptions options = {})
{
    if (auto const none = no_format(subject, true, false))
        return *none;
    Stage stage(subject, options);
    if (auto const none = stage.not_started())
        return *none;
    Outcome outcome;
    auto const* const table = Spy::the().offered<psl_transfer>(PSL_TRANSFER);
    if (table == nullptr || table->import_file == nullptr)
        return Outcome::because(Verdict::fail, "Le module déclare un format à lire mais n’offre pas psl.transfer/1.", "The module declares a format to read but does not offer psl.transfer/1.");
    for (auto const& format : stage.manifest().formats)
        for (auto const& [name, bytes] : files) {
            if (!format.import_)
                continue;
            Sample const sample{format.id, stage.folder() / "file"};
            std::ofstream(sample.file, std::ios::binary) << bytes;
            judge_refusal(outcome, format.id + ", " + name, import(stage, sample, bridge::ImportMode::apply));
            bridge::Progress progress; // recognised, too: every module's recognise sees every file
            (void)stage.session().import_file(sample.file, {}, bridge::ImportMode::preview, progress);
        }
    for (auto const& one : Spy::the().seen().refusals)
        if (one.phase.starts_with("recognise"))
            outcome.fail(fmt::format("[{}] {}\u00a0: un fichier inconnu vaut 0, non un refus.", one.phase, one.text), fmt::format("[{}] {}: an unknown file scores 0, it is not refused.", one.phase, one.text));
    return outcome;
}

Outcome empty_file(Subject const& subject)
{
    return with_files(subject, {{"vide (empty)", ""}, {"une ligne vide (an empty line)", "\n"}, {"marque d’ordre (byte order mark)", "\xEF\xBB\xBF"}, {"un octet nul (a zero byte)", std::string(1, '\0')}});
}

Outcome random_bytes(Subject const& subject)
{
    std::mt19937_64 dice(subject.seed);
    std::vector<std::pair<std::string, std::string>> files;
    for (std::size_t const size : {std::size_t{1}, std::size_t{100}, std::size_t{5000}, std::size_t{70'000}}) {
        std::string bytes(size, '\0');
        for (auto& byte : bytes)
            byte = static_cast<char>(dice());
        files.emplace_back(fmt::format("{} octets au hasard (random bytes)", size), std::move(bytes));
    }
    std::string deep;
    for (int at = 0; at < 20'000; ++at)
        deep += "<a>[{\"";
    files.emplace_back("imbriqué (nested)", std::move(deep));
    files.emplace_back("une ligne de 2 Mo (one line of 2 MB)", std::string(2'000'000, ';'));
    // The module's own files with some bytes changed.
    auto const manifest = declaration_of(subject);
    auto const folder = subject.samples.empty() ? subject.folder / "samples" : subject.samples;
    std::error_code fault;
    for (std::filesystem::directory_iterator at(folder, fault), end; manifest && !fault && at != end && files.size() < 30; at.increment(fault))
        if (auto const text = read_whole_file(at->path(), 1 << 20); text && !text->empty())
            for (int round = 0; round < 4; ++round) {
                std::string bytes = *text;
                for (std::size_t hit = 0; hit < 1 + bytes.size() / 200; ++hit)
                    bytes[dice() % bytes.size()] = static_cast<char>(dice());
                if (round == 3)
                    bytes.resize(bytes.size() / 2);
                files.emplace_back(at->path().filename().string() + fmt::format(" (changé {}, changed)", round), std::move(bytes));
            }
    return with_files(subject, files);
}

Outcome one_byte(Subject const& subject)
{
    if (auto const none = no_format(subject, true, false))
        return *none;
    StageOptions slow;
    slow.spy.read_at_most = 1;
    Outcome outcome;
    // The same portfolio, the same file: read at once, then byte by byte.
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    auto const filled = fill(stage, subject.seed);
    std::vector<Sample> samples = samples_for(stage, filled);
    std::vector<std::pair<std::string, int>> whole;
    auto const told = [&](Sample const& sample) {
        Spy::the().forget_refusals();
        auto const before = Spy::the().seen().problems;
        auto const report = import(stage, sample);
        judge_refusal(outcome, sample.format, report);
        auto const seen = Spy::the().seen();
        return std::pair{fmt::format("{}\n{}", report ? fmt::format("{} {} {}", report->created, report->changed, report->removed) : report.error().sentence.en, fmt::join(seen.records, "\n")),
                         seen.problems - before};
    };
    for (auto const& sample : samples)
        whole.push_back(told(sample));
    if (auto opened = stage.open(slow); !opened)
        throw CouldNotRun(opened.error().sentence);
    for (std::size_t at = 0; at < samples.size(); ++at) {
        if (std::error_code fault; std::filesystem::file_size(samples[at].file, fault) > 2'000'000)
            continue;
        if (told(samples[at]) != whole[at])
            outcome.fail(fmt::format("{}\u00a0: lu octet par octet, {} ne donne pas les mêmes fiches.", samples[at].format, samples[at].file.filename().string()),
                         fmt::format("{}: read byte by byte, {} does not give the same records.", samples[at].format, samples[at].file.filename().string()));
    }
    return outcome;
}

Outcome cancel_midway(Subject const& subject)
{
    if (auto const none = no_format(subject, true, false))
        return *none;
    StageOptions slow;
    slow.spy.read_at_most = 64;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    auto const filled = fill(stage, subject.seed);
    auto const samples = samples_for(stage, filled);
    if (auto opened = stage.open(slow); !opened)
        throw CouldNotRun(opened.error().sentence);
    Outcome outcome;
    for (auto const& sample : samples) {
        auto const before = transactions(stage);
        bridge::Progress progress;
        // Stopped by a person while it reads: from the first report on, or before it begins.
        progress.report = [&](double, std::string) { progress.cancel = true; };
        auto stopped = stage.session().import_file(sample.file, sample.format, bridge::ImportMode::apply, progress);
        bridge::Progress at_once;
        at_once.cancel = true;
        auto const never = stage.session().import_file(sample.file, sample.format, bridge::ImportMode::apply, at_once);
        if (never)
            outcome.fail(fmt::format("{}\u00a0: interrompu, l’import a tout de même eu lieu.", sample.format), fmt::format("{}: interrupted, the import took place all the same.", sample.format));
        else if (never.error().status == Status::internal)
            outcome.fail(fmt::format("{}\u00a0: {}", sample.format, never.error().sentence.fr), fmt::format("{}: {}", sample.format, never.error().sentence.en));
        if (!stopped && stopped.error().status == Status::internal)
            outcome.fail(fmt::format("{}\u00a0: {}", sample.format, stopped.error().sentence.fr), fmt::format("{}: {}", sample.format, stopped.error().sentence.en));
        if (!stopped && transactions(stage) != before)
            outcome.fail(fmt::format("{}\u00a0: interrompu, l’import a laissé des fiches.", sample.format), fmt::format("{}: interrupted, the import left records.", sample.format));
    }
    for (auto const& one : Spy::the().seen().exceptions)
        outcome.fail(fmt::format("Exception dans {}\u00a0: {}", one.phase, one.text), fmt::format("Exception in {}: {}", one.phase, one.text));
    return outcome;
}

Outcome round_trip(Subject const& subject)
{
    if (auto const none = no_format(subject, true, true))
        return *none;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    (void)fill(stage, subject.seed, 8);
    Outcome outcome;
    for (auto const& format : stage.manifest().formats) {
        if (!format.import_ || !format.export_)
            continue;
        bridge::Progress progress;
        Sample const sample{format.id, stage.folder() / ("trip-" + format.id)};
        if (auto written = stage.session().export_file(stage.manifest().id + "/" + format.id, {}, Language::fr, sample.file, progress); !written) {
            outcome.add(Verdict::fail, written.error().sentence);
            continue;
        }
        auto const report = import(stage, sample);
        if (!report)
            outcome.add(Verdict::fail, report.error().sentence);
        else if (report->created + report->changed + report->removed > 0)
            outcome.fail(fmt::format("{}\u00a0: relu, le fichier créerait {}, changerait {} et retirerait {} fiches.", format.id, report->created, report->changed, report->removed),
                         fmt::format("{}: read again, the file would create {}, change {} and remove {} records.", format.id, report->created, report->changed, report->removed));
        else if (report->unchanged == 0)
            outcome.warn(fmt::format("{}\u00a0: le fichier ne contient aucune fiche.", format.id), fmt::format("{}: the file holds no record.", format.id));
    }
    return outcome;
}

Outcome reproducible(Subject const& subject)
{
    if (auto const none = no_format(subject, false, true))
        return *none;
    Stage stage(subject);
    if (auto const none = stage.not_started())
        return *none;
    (void)fill(stage, subject.seed, 8);
    Outcome outcome;
    for (auto const& format : stage.manifest().formats) {
        if (!format.export_)
            continue;
        std::string first;
        for (int round = 0; round < 2; ++round) {
            bridge::Progress progress;
            auto const file = stage.folder() / "again";
            if (auto written = stage.session().export_file(stage.manifest().id + "/" + format.id, {}, Language::fr, file, progress); !written) {
                outcome.add(Verdict::fail, written.error().sentence);
                break;
            }
            auto const bytes = read_whole_file(file, std::uintmax_t{1} << 30);
            if (!bytes)
                throw CouldNotRun(bytes.error().sentence);
            if (round == 0)
                first = *bytes;
            else if (*bytes != first)
                outcome.fail(fmt::format("{}\u00a0: deux fichiers des mêmes fiches diffèrent.", format.id), fmt::format("{}: two files of the same records differ.", format.id));
        }
    }
    return outcome;
}

} // namespace

std::vector<Test> tests_of_files()
{
    return {
        {"import-empty-file", 2, 30, {"Un fichier vide est refusé d’une phrase, ou ne change rien.", "An empty file is refused with a sentence, or changes nothing."},
         {"recognise rend 0 pour un début qu’il ne connaît pas\u00a0; import_file rend PSL_E_INVALID après une phrase qui dit ce qui était attendu.",
          "recognise returns 0 for a beginning that it does not know; import_file returns PSL_E_INVALID after a sentence that says what was expected."},
         &empty_file},
        {"import-random-bytes", 2, 60, {"Des octets quelconques sont refusés d’une phrase.", "Any bytes are refused with a sentence."},
         {"Vérifiez chaque longueur et chaque profondeur avant de vous y fier. Les fichiers du dossier samples/ servent aussi de départ, avec des octets changés. La graine se répète avec --seed.",
          "Check every length and every depth before you rely on it. The files in the folder samples/ are also used, with bytes changed. The draw can be repeated with --seed."},
         &random_bytes},
        {"import-one-byte-at-a-time", 2, 60, {"Un fichier lu octet par octet donne les mêmes fiches.", "A file read byte by byte gives the same records."},
         {"read rend parfois moins que demandé\u00a0: continuez jusqu’à 0. Ne supposez pas qu’une ligne tient dans une lecture. Mettez des fichiers d’exemple dans samples/.",
          "read sometimes gives less than was asked for: go on until 0. Do not suppose that a line fits in one read. Put sample files in samples/."},
         &one_byte},
        {"import-cancel-midway", 2, 60, {"Un import interrompu ne laisse rien.", "An interrupted import leaves nothing."},
         {"read rend PSL_E_CANCELLED et report rend false quand la personne arrête\u00a0: rendez PSL_E_CANCELLED sans tarder.",
          "read gives PSL_E_CANCELLED and report gives false when the person stops: return PSL_E_CANCELLED without delay."},
         &cancel_midway},
        {"export-import-round-trip", 2, 60, {"Ce que le module écrit, il le relit sans rien changer.", "What the module writes it reads again without changing anything."},
         {"Écrivez les clés déclarées sous «\u00a0key\u00a0» et chaque champ tel qu’il est, «\u00a0non renseigné\u00a0» compris.", "Write the fields named under “key” and every field as it is, “not reported” included."},
         &round_trip},
        {"export-reproducible", 2, 60, {"Deux exports des mêmes fiches donnent les mêmes octets.", "Two exports of the same records give the same bytes."},
         {"Triez avec ORDER BY, et prenez le jour de psl.locale plutôt que l’horloge.", "Sort with ORDER BY, and take the day from psl.locale rather than the clock."},
         &reproducible},
    };
}

} // namespace passerelle::validator
