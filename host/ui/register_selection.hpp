// The records a person has ticked in a register, and what is done to all of them at once: one change, undone as one step. [main]
#pragma once
#include "host/ui/field_input.hpp"
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace passerelle::ui {

class RegisterSelection {
public:
    explicit RegisterSelection(model::Entity const&);
    [[nodiscard]] bool has(std::int64_t id) const { return m_ids.contains(id); }
    [[nodiscard]] bool empty() const { return m_ids.empty(); }
    [[nodiscard]] std::size_t size() const { return m_ids.size(); }
    void toggle(std::int64_t id);
    void add(std::int64_t id) { m_ids.insert(id); }
    void clear() { m_ids.clear(); }
    /// All of them, or none if all were chosen.
    void toggle_all(std::span<std::int64_t const>);
    /// Those that are no longer listed are let go.
    void keep_only(std::span<std::int64_t const>);
    /// In the order of the register.
    [[nodiscard]] std::vector<std::int64_t> in_order_of(std::span<std::int64_t const>) const;

    enum class Wish { none, copy, export_ };
    /// The bar at the foot, while something is chosen, and the dialogs that it opens.
    Wish draw(Context&, std::span<std::int64_t const> listed);

private:
    Wish draw_bar(Context&);
    void draw_change(Context&);
    void draw_deletion(Context&);
    void apply(Context&, Phrase label, std::vector<model::Change>, Phrase done);

    model::Entity const* m_entity;
    std::set<std::int64_t> m_ids;
    std::unique_ptr<FieldInput> m_input; ///< of the change of all
    Phrase m_fault;
    std::string m_find;
    bool m_busy = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);

public:
    ~RegisterSelection() { *m_alive = false; }
    RegisterSelection(RegisterSelection const&) = delete; ///< a job under way answers to it
    RegisterSelection& operator=(RegisterSelection const&) = delete;
};

} // namespace passerelle::ui
