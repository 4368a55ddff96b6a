// The register of one entity: search, filters, sorted rows, totals, export. [main]
#pragma once
#include "host/ui/desk.hpp"
#include "host/ui/filters.hpp"
#include "host/ui/record_table.hpp"

namespace passerelle::ui {

class RegistryScreen {
public:
    explicit RegistryScreen(model::Entity const&);
    void draw(Desk&);
    [[nodiscard]] model::Entity const& entity() const { return m_table.entity(); }

private:
    void footer(Desk&);
    RecordTable m_table;
    FilterBar m_filters;
    std::string m_words, m_problem;
};

} // namespace passerelle::ui
