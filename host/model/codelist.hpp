// A list of codes with names in French and English. From CSV with the columns code;fr;en[;parent][;withdrawn]
// (UTF-8, header line). A list marked "editable" in the manifest takes further codes from the portfolio (core.code records).
#pragma once
#include "host/base/result.hpp"
#include <cstdint>
#include <string>
#include <string_view>
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
    /// The name in a language; the code itself where the list does not hold it.
    [[nodiscard]] std::string const& name_of(std::string const& code, Language) const;
    /// Adds a code, or renames the one that is there (a user's addition to an editable list).
    void put(Code);
    [[nodiscard]] static Result<Codelist> from_csv(std::string id, std::string_view csv);

private:
    std::vector<std::uint32_t> m_order; ///< positions in `codes` by code; built by from_csv and put
    void index();
};

} // namespace passerelle::model
