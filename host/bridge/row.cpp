#include "host/bridge/row.hpp"
#include "host/bridge/border.hpp"
#include "host/bridge/fields.hpp"

namespace passerelle::bridge {

psl_status PSL_CALL RecordRow::field(psl_row const* row, psl_str name, psl_value* out) noexcept
{
    return answer_callback([&]() -> psl_status {
        if (row == nullptr || out == nullptr)
            return PSL_E_INVALID;
        auto& self = *static_cast<RecordRow*>(row->impl);
        *out = psl_value{};
        std::string_view wanted = name_in(name);
        model::Record const* record = &self.m_after;
        if (wanted.starts_with("old.")) {
            wanted.remove_prefix(4);
            record = self.m_before;
            if (record == nullptr)
                return PSL_E_NOT_FOUND;
        }
        if (wanted == "id") {
            out->kind = PSL_INT;
            out->as.i = record->id;
            return PSL_OK;
        }
        if (wanted == "origin") {
            if (!record->origin.empty()) {
                out->kind = PSL_TEXT;
                out->as.s = to_c(std::string_view(record->origin));
            }
            return PSL_OK;
        }
        auto const dot = wanted.find('.');
        model::Field const* const field = record->entity->field(wanted.substr(0, dot));
        if (field == nullptr)
            return PSL_E_NOT_FOUND;
        std::string_view const part = dot == std::string_view::npos ? std::string_view{} : wanted.substr(dot + 1);
        return write_value(record->at(field->id), field->type, part, *out, self.m_text) ? PSL_OK : PSL_E_NOT_FOUND;
    });
}

psl_status PSL_CALL ScopeRow::field(psl_row const* row, psl_str name, psl_value* out) noexcept
{
    return answer_callback([&]() -> psl_status {
        if (row == nullptr || out == nullptr)
            return PSL_E_INVALID;
        auto const& self = *static_cast<ScopeRow const*>(row->impl);
        *out = psl_value{};
        auto const text = [&](std::string const& value) {
            if (!value.empty()) {
                out->kind = PSL_TEXT;
                out->as.s = to_c(std::string_view(value));
            }
            return PSL_OK;
        };
        std::string_view const wanted = name_in(name);
        if (wanted == "kind")
            return text(self.m_scope.kind);
        if (wanted == "id") {
            if (self.m_scope.id == 0)
                return PSL_E_NOT_FOUND;
            out->kind = PSL_INT;
            out->as.i = self.m_scope.id;
            return PSL_OK;
        }
        if (wanted == "code")
            return text(self.m_scope.code);
        if (wanted == "from")
            return text(self.m_scope.from);
        if (wanted == "to")
            return text(self.m_scope.to);
        if (wanted == "as_of")
            return text(self.m_as_of);
        if (wanted == "currency")
            return text(self.m_scope.currency);
        return PSL_E_NOT_FOUND;
    });
}

} // namespace passerelle::bridge
