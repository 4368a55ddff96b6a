// A list of codes with names in French and English. From CSV with the columns code;fr;en[;parent][;withdrawn]
// (UTF-8, header line). A list marked "editable" in the manifest takes further codes from the portfolio (core.code records).
#pragma once
#include "host/base/result.hpp"
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace passerelle::model {

struct Code {
    std::string code;
    Phrase name;
    std::string parent;
    bool withdrawn = false;
};

struct Codelist {
    std::string id; ///< "projects.status"
    Phrase label;
    bool editable = false;
    bool open = false; ///< codes outside the list are kept with a warning (IATI lists grow)
    std::vector<Code> codes;

    [[nodiscard]] Code const* find(std::string_view code) const;
    [[nodiscard]] static Result<Codelist> from_csv(std::string id, std::string_view csv);

private:
    mutable std::unordered_map<std::string_view, std::size_t> m_index; ///< built by from_csv
};

} // namespace passerelle::model
