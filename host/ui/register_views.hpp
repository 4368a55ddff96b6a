// The saved views of a register, as tabs: arrangements with a name, kept in the portfolio for everyone. [main]
#pragma once
#include "host/model/register_layout.hpp"
#include "host/ui/context.hpp"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::ui {

class RegisterViews {
public:
    explicit RegisterViews(model::Entity const&);
    ~RegisterViews() { *m_alive = false; }
    RegisterViews(RegisterViews const&) = delete; ///< a job under way answers to it
    RegisterViews& operator=(RegisterViews const&) = delete;

    /// The tabs; the arrangement of the one that was chosen. `now`: what is on screen.
    std::optional<model::RegisterLayout> draw(Context&, model::RegisterLayout const& now, std::string_view all);
    [[nodiscard]] std::int64_t chosen() const { return m_chosen; }
    void choose(std::int64_t id) { m_chosen = id; } ///< as it was before: nothing is arranged anew

private:
    struct View {
        std::int64_t id = 0;
        std::string name;
        model::RegisterLayout layout;
    };
    void read(Context&);
    void draw_naming(Context&, model::RegisterLayout const& now);
    void keep(Context&, std::int64_t id, std::string const& name, model::RegisterLayout const&);
    void drop(Context&, View const&);

    model::Entity const* m_entity;
    model::RegisterLayout m_declared;
    std::vector<View> m_views;
    std::int64_t m_chosen = 0; ///< 0: the register as declared
    std::string m_name;
    Phrase m_fault;
    long m_data_state = -1;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace passerelle::ui
