// The form in which a donor wants its report, as people edit it: data/templates/*.json and the person's own folder of models. Any thread.
#pragma once
#include "host/base/result.hpp"
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::model {

/// A template without sections is Passerelle's own report: every section, in the order of their numbers.
struct ReportTemplate {
    struct Section {
        int number = 0; ///< 1 to 17: what modules declare as an order of number × 100 (domain: identification 1, ..., annexes 17)
        Phrase heading; ///< the donor's words for it; empty: the module's own
    };
    std::string id; ///< the file's name without ".json"
    Phrase name, about;
    Phrase title;   ///< under the subject's name; empty: "Rapport d’avancement"
    std::optional<Language> language; ///< in which the donor reads; none: that of the person
    std::vector<Section> sections;    ///< in the donor's order; those that are not named are left out
};

/// Refuses with the file's name, the line and what to do: not JSON, an unknown key (the nearest known one is named), a number that is no
/// section, a section twice.
[[nodiscard]] Result<ReportTemplate> read_report_template(std::string_view json, std::string id);

struct ReportTemplates {
    std::vector<ReportTemplate> all;  ///< Passerelle's own first, then by name of file
    std::vector<Error> refused;       ///< files that do not read: they are left out, and said
};
/// Every "*.json" of the folders (at most 100 each, 64 KiB a file); one of a later folder replaces one of the same id.
[[nodiscard]] ReportTemplates read_report_templates(std::vector<std::filesystem::path> const& folders);

} // namespace passerelle::model
