// Maps one iati-organisation: the organisation itself, its budgets, expenditure and documents. One thread.
#pragma once
#include "import.hpp"
#include "keys.hpp"
#include "organisations.hpp"
#include <cstdint>
#include <string_view>
#include <unordered_set>

namespace iati {

class OrganisationMapper {
public:
    OrganisationMapper(Import& in, Organisations& everybody) : m_in(in), m_organisations(everybody) {}
    void take(Element organisation, bool first, bool last);
    std::int64_t count = 0;

private:
    bool begin(Element organisation);
    void put_budget(Element, std::string_view kind);
    void put_document(Element);

    Import& m_in;
    Organisations& m_organisations;
    Keys m_keys;
    std::unordered_set<std::uint64_t> m_seen;
    std::int64_t m_id = 0;
    bool m_skip = false;
};

} // namespace iati
