// The records of a register by what people call them: identifier, name in any language, short name, title. One thread at a time.
#pragma once
#include "host/model/query.hpp"
#include <atomic>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace passerelle::exchange {

class LinkIndex {
public:
    [[nodiscard]] static Result<LinkIndex> build(store::Connection&, model::Registry const&, model::Entity const&, std::atomic<bool> const* stop);
    /// All records so called; accents, case and kinds of spaces aside.
    [[nodiscard]] std::vector<std::int64_t> const& find(std::string_view text) const;
    /// Where a new record of this register needs no more than a name: the field that takes it; else null.
    [[nodiscard]] static model::Field const* name_field(model::Entity const&);

private:
    std::unordered_map<std::string, std::vector<std::int64_t>> m_ids;
    std::vector<std::int64_t> m_none;
};

} // namespace passerelle::exchange
