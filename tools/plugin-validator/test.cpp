#include "tools/plugin-validator/test.hpp"
#include <algorithm>

namespace passerelle::validator {

void Outcome::add(Verdict worse, Phrase detail)
{
    constexpr std::size_t most = 20;
    auto const rank = [](Verdict one) { return one == Verdict::fail ? 2 : one == Verdict::warning ? 1 : 0; };
    if (rank(worse) > rank(verdict))
        verdict = worse;
    if (details.size() < most)
        details.push_back(std::move(detail));
}

std::vector<Test> const& tests()
{
    static std::vector<Test> const all = [] {
        std::vector<Test> together;
        for (auto const& group : {tests_of_declaration(), tests_of_library(), tests_of_migrations(), tests_of_contract(), tests_of_views(), tests_of_rules(),
                                  tests_of_files(), tests_of_strain()})
            together.insert(together.end(), group.begin(), group.end());
        std::stable_sort(together.begin(), together.end(), [](Test const& a, Test const& b) { return a.level < b.level; });
        return together;
    }();
    return all;
}

Test const* test_named(std::string_view id)
{
    auto const& all = tests();
    auto const found = std::find_if(all.begin(), all.end(), [&](Test const& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

Phrase name_of(Verdict verdict)
{
    switch (verdict) {
    case Verdict::pass: return {"réussi", "pass"};
    case Verdict::warning: return {"à revoir", "warning"};
    case Verdict::fail: return {"ÉCHEC", "FAIL"};
    case Verdict::not_applicable: return {"sans objet", "not applicable"};
    case Verdict::skipped: return {"laissé de côté", "skipped"};
    case Verdict::not_run: return {"n’a pas pu avoir lieu", "could not run"};
    }
    return {};
}

std::string_view key_of(Verdict verdict)
{
    switch (verdict) {
    case Verdict::pass: return "pass";
    case Verdict::warning: return "warning";
    case Verdict::fail: return "fail";
    case Verdict::not_applicable: return "not-applicable";
    case Verdict::skipped: return "skipped";
    case Verdict::not_run: return "could-not-run";
    }
    return "";
}

} // namespace passerelle::validator
