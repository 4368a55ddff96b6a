// All declared entities and codelists of a portfolio: the host's and its modules'. Built at start, then only read (any thread).
#pragma once
#include "host/base/result.hpp"
#include "host/model/codelist.hpp"
#include "host/model/entity.hpp"
#include <deque>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace passerelle::model {

class Registry {
public:
    Registry() = default;
    Registry(Registry const&) = delete; ///< its indexes point into it
    Registry& operator=(Registry const&) = delete;
    Registry(Registry&&) = default;
    Registry& operator=(Registry&&) = default;

    /// Refuses a second entity or list of the same id and a link to an entity that nobody declares (say so after the last add, by check()).
    [[nodiscard]] Result<void> add(std::vector<Entity> entities, std::vector<Codelist> lists);
    [[nodiscard]] Result<void> check() const;
    [[nodiscard]] Entity const* entity(std::string_view id) const;
    [[nodiscard]] Entity const* entity_of_table(std::string_view table) const; ///< also for a cells table
    [[nodiscard]] Codelist const* list(std::string_view id) const;
    [[nodiscard]] std::deque<Entity> const& entities() const { return m_entities; }
    [[nodiscard]] std::deque<Codelist> const& lists() const { return m_lists; }
    /// A user's code of an editable list, with a name (before the window is shown; not while others read).
    [[nodiscard]] Result<void> add_code(std::string_view list_id, Code code);
    struct Incoming {
        Entity const* entity;
        Field const* field;
    };
    /// Every link and links field of every entity that points to this entity.
    [[nodiscard]] std::vector<Incoming> links_to(std::string_view entity_id) const;

private:
    std::deque<Entity> m_entities;
    std::deque<Codelist> m_lists;
    std::unordered_map<std::string, Entity const*> m_by_id, m_by_table;
    std::unordered_map<std::string, Codelist const*> m_lists_by_id;
};

} // namespace passerelle::model
