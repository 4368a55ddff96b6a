// The first screen: what is to be done, and the portfolio in figures. Both are read by a job. [main]
#pragma once
#include "host/ui/desk.hpp"
#include "host/ui/widgets/block_drawer.hpp"

namespace passerelle::ui {

class Home {
public:
    void draw(Desk&);
    /// How many alerts there are, for the navigation; -1: not known yet.
    [[nodiscard]] std::int64_t alerts() const { return m_known ? static_cast<std::int64_t>(m_alerts.size()) : -1; }
    void prepare(Desk&);

private:
    struct Group {
        Phrase name;
        std::vector<std::size_t> alerts;
        bool all = false;
    };
    void sort_alerts(Desk const&);
    void alerts_list(Desk&, float width);
    void alert(Desk&, bridge::Alert const&, std::size_t index, float width);
    void figures(Desk&, float width);
    std::vector<bridge::Alert> m_alerts;
    std::vector<Group> m_groups;
    exchange::Document m_figures;
    BlockDrawer m_drawer;
    std::string m_problem;
    bool m_known = false;
    std::int64_t m_generation = 0;
    Language m_language = Language::fr;
    std::shared_ptr<int> m_request = std::make_shared<int>(0);
};

} // namespace passerelle::ui
