#include "tests/bench/promises.hpp"
#include <algorithm>
#include <cstdio>

namespace bench {

void Promises::add(Promise promise)
{
    auto const known = std::find_if(m_rows.begin(), m_rows.end(), [&](Row const& row) { return row.promise.what == promise.what; });
    if (known == m_rows.end())
        m_rows.push_back({std::move(promise), {}});
    else if (promise.figure > known->promise.figure)
        known->promise = std::move(promise);
}

void Promises::skip(std::string what, std::string reason)
{
    Promise promise;
    promise.what = std::move(what);
    m_rows.push_back({std::move(promise), std::move(reason)});
}

int Promises::print() const
{
    int short_of = 0;
    if (m_rows.empty())
        return 0;
    std::printf("\n%-80s %10s    %10s    %-11s  %s\n", "promise", "limit", "measured", "", "baseline of the same run");
    for (auto const& [promise, skipped] : m_rows) {
        if (!skipped.empty()) {
            std::printf("%-80s %10s    %10s    %-11s  %s\n", promise.what.c_str(), "", "", "not measured", skipped.c_str());
            continue;
        }
        bool const holds = promise.figure <= promise.limit;
        short_of += !holds;
        std::printf("%-80s %10.2f %-2s %10.2f %-2s %-12s", promise.what.c_str(), promise.limit, promise.unit.c_str(), promise.figure, promise.unit.c_str(),
                    holds ? "holds" : "FALLS SHORT");
        if (promise.baseline > 0)
            std::printf(" %s, %.1f ms", promise.against.c_str(), promise.baseline);
        std::printf("\n");
    }
    return short_of;
}

} // namespace bench
