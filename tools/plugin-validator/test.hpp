// What a test of the validator is: a stable id, a sentence, how to mend, and the check itself, run in a process of its own.
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::validator {

enum class Verdict { pass, warning, fail, not_applicable, skipped, not_run };

struct Outcome {
    Verdict verdict = Verdict::pass;
    std::vector<Phrase> details;

    /// The worse of what stood and `verdict`; at most 20 details are kept.
    void add(Verdict, Phrase detail);
    void fail(std::string fr, std::string en) { add(Verdict::fail, {std::move(fr), std::move(en)}); }
    void warn(std::string fr, std::string en) { add(Verdict::warning, {std::move(fr), std::move(en)}); }
    [[nodiscard]] static Outcome because(Verdict verdict, std::string fr, std::string en) { return {verdict, {{std::move(fr), std::move(en)}}}; }
};

/// Thrown where the check could not take place: never the module's fault, and never a pass.
class CouldNotRun : public std::runtime_error {
public:
    explicit CouldNotRun(Phrase sentence) : std::runtime_error(sentence.en), phrase(std::move(sentence)) {}
    Phrase phrase;
};

struct Subject {
    std::filesystem::path folder;             ///< of the module, absolute
    std::vector<std::filesystem::path> released; ///< folders of earlier versions
    std::filesystem::path samples;            ///< files of its formats; empty: "samples" in its folder
    std::vector<std::filesystem::path> beside; ///< where modules that it requires are looked for
    std::uint64_t seed = 1;
    std::filesystem::path phases;             ///< where the phase in progress is noted; empty: nowhere
};

struct Test {
    std::string_view id;
    int level;
    int seconds; ///< how long it may take
    Phrase what, mend;
    Outcome (*run)(Subject const&);
};

/// In the order in which they run.
[[nodiscard]] std::vector<Test> const& tests();
[[nodiscard]] Test const* test_named(std::string_view id);
[[nodiscard]] Phrase name_of(Verdict);
[[nodiscard]] std::string_view key_of(Verdict); ///< as JSON has it

[[nodiscard]] std::vector<Test> tests_of_declaration();
[[nodiscard]] std::vector<Test> tests_of_library();
[[nodiscard]] std::vector<Test> tests_of_migrations();
[[nodiscard]] std::vector<Test> tests_of_views();
[[nodiscard]] std::vector<Test> tests_of_rules();
[[nodiscard]] std::vector<Test> tests_of_files();
[[nodiscard]] std::vector<Test> tests_of_contract();
[[nodiscard]] std::vector<Test> tests_of_strain();

} // namespace passerelle::validator
