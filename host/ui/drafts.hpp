// What is typed in fields and not saved, kept on the desk record by record: a form and a cell of a register find the same text again. [main]
#pragma once
#include "host/model/entity.hpp"
#include "host/model/value.hpp"
#include "host/ui/desk.hpp"
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace passerelle::ui {

struct Draft {
    std::map<std::string, std::string, std::less<>> typed; ///< by part of the field, as FieldInput has them
    model::Value base;                                     ///< what stood there when the typing began
};

/// id 0: a record that is not there yet.
void keep_draft(Desk&, model::Entity const&, std::int64_t id, model::Field const&, Draft const&);
void drop_draft(Desk&, model::Entity const&, std::int64_t id, model::Field const&);
void drop_drafts(Desk&, model::Entity const&, std::int64_t id);
/// By field; what a declaration no longer has, or what does not read, is left out.
[[nodiscard]] std::map<std::string, Draft> drafts_of(Desk const&, model::Entity const&, std::int64_t id);
/// Every record with something that is not saved: entity id and record id.
[[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> drafted_records(Desk const&);

} // namespace passerelle::ui
