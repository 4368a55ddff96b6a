#include "tools/plugin-validator/report.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace passerelle::validator {

namespace {

std::string joined(Outcome const& outcome, Language language)
{
    std::string text;
    for (auto const& one : outcome.details)
        text += (text.empty() ? "" : "\n") + one.in(language);
    return text;
}

/// XML 1.0 takes no control character but tab and the ends of lines, and no U+FFFE or U+FFFF.
std::string escaped(std::string_view text)
{
    std::string out;
    std::string clean = cleaned(text);
    for (std::size_t at = 0; at + 2 < clean.size(); ++at)
        if (clean[at] == '\xEF' && clean[at + 1] == '\xBF' && (clean[at + 2] == '\xBE' || clean[at + 2] == '\xBF'))
            clean.replace(at, 3, "?");
    for (char const letter : clean)
        switch (letter) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\n': out += "&#10;"; break;
        default: out += letter;
        }
    return out;
}

std::string name_of_module(Subject const& subject) { return subject.folder.filename().string(); }

} // namespace

std::string as_json(Subject const& subject, std::vector<Done> const& all, Language language)
{
    auto tests = nlohmann::json::array();
    std::map<std::string, int> counts;
    for (Done const& one : all) {
        ++counts[std::string(key_of(one.outcome.verdict))];
        auto details = nlohmann::json::array();
        for (auto const& detail : one.outcome.details)
            details.push_back(cleaned(detail.in(language)));
        tests.push_back({{"id", one.test->id}, {"level", one.test->level}, {"verdict", key_of(one.outcome.verdict)}, {"milliseconds", one.took.count()}, {"what", one.test->what.in(language)},
                         {"details", details}});
    }
    return nlohmann::json{{"module", cleaned(subject.folder.string())}, {"seed", subject.seed}, {"counts", counts}, {"tests", tests}}.dump(2) + "\n";
}

std::string as_junit(Subject const& subject, std::vector<Done> const& all, Language language)
{
    auto const count = [&](std::initializer_list<Verdict> wanted) {
        return std::count_if(all.begin(), all.end(), [&](Done const& one) { return std::find(wanted.begin(), wanted.end(), one.outcome.verdict) != wanted.end(); });
    };
    double seconds = 0;
    for (Done const& one : all)
        seconds += static_cast<double>(one.took.count()) / 1000;
    std::string const totals = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\"", all.size(), count({Verdict::fail}), count({Verdict::not_run}),
                                           count({Verdict::skipped, Verdict::not_applicable}), seconds);
    std::string xml = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n  <testsuite name=\"plugin-validator {1}\" {0}>\n", totals, escaped(name_of_module(subject)));
    for (Done const& one : all) {
        xml += fmt::format("    <testcase classname=\"{}.level{}\" name=\"{}\" time=\"{:.3f}\"", escaped(name_of_module(subject)), one.test->level, escaped(one.test->id),
                           static_cast<double>(one.took.count()) / 1000);
        std::string const text = escaped(joined(one.outcome, language));
        switch (one.outcome.verdict) {
        case Verdict::pass: xml += "/>\n"; continue;
        case Verdict::warning: xml += fmt::format(">\n      <system-out>{}</system-out>\n", text); break;
        case Verdict::fail: xml += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n", text, escaped(one.test->mend.in(language))); break;
        case Verdict::not_run: xml += fmt::format(">\n      <error message=\"{}\"/>\n", text); break;
        case Verdict::not_applicable:
        case Verdict::skipped: xml += fmt::format(">\n      <skipped message=\"{}\"/>\n", text); break;
        }
        xml += "    </testcase>\n";
    }
    return xml + "  </testsuite>\n</testsuites>\n";
}

std::string probe_as_json(Done const& done)
{
    return nlohmann::json{{"verdict", key_of(done.outcome.verdict)},
                          {"said", {{"fr", cleaned(joined(done.outcome, Language::fr))}, {"en", cleaned(joined(done.outcome, Language::en))}}}}
               .dump() + "\n";
}

} // namespace passerelle::validator
