// What came of the tests, for programs: JSON, and JUnit's XML as build servers read it.
#pragma once
#include "tools/plugin-validator/runner.hpp"

namespace passerelle::validator {

[[nodiscard]] std::string as_json(Subject const&, std::vector<Done> const&, Language);
/// Failures are <failure>, what could not run <error>, what has no ground <skipped>; warnings stand in <system-out>.
[[nodiscard]] std::string as_junit(Subject const&, std::vector<Done> const&, Language);
/// What the program reads after a probe (host/loader/prober.cpp): "verdict", and "said" in both languages.
[[nodiscard]] std::string probe_as_json(Done const&);

} // namespace passerelle::validator
