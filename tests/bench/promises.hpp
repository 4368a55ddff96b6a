// The limits that the program promises, gathered while the benchmarks run and printed as a table at the end. Main thread.
#pragma once
#include <string>
#include <vector>

namespace bench {

struct Promise {
    std::string what;
    double figure = 0, limit = 0;
    std::string unit;    ///< "x" for a ratio to the baseline of the same run, "ms", "MB"
    double baseline = 0; ///< in ms; 0: none
    std::string against; ///< what the baseline is
};

class Promises {
public:
    /// Said again under the same name, the worse figure stays: a promise holds for every size and every repetition.
    void add(Promise promise);
    /// Something that could not be measured here, and why: in the table it is neither held nor broken.
    void skip(std::string what, std::string reason);
    /// Prints the table; how many promises fall short.
    int print() const;

private:
    struct Row {
        Promise promise;
        std::string skipped;
    };
    std::vector<Row> m_rows;
};

} // namespace bench
