// How the fields of an entity lie in the columns of its table, and back. The one place that knows both. Any thread.
#pragma once
#include "host/model/entity.hpp"
#include "host/model/value.hpp"
#include "host/store/statement.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::model {

/// "name" for SQL. Only for names that come from declarations.
[[nodiscard]] std::string sql_name(std::string_view name);
/// SQL type of each column of a field, in the order of Entity::columns_of.
[[nodiscard]] std::vector<std::string_view> column_types(Field const&);
/// Every column of the entity's table but id and origin.
[[nodiscard]] std::vector<std::string> columns_of(Entity const&);
/// "id","origin",<columns>: what read_row expects from its first column on.
[[nodiscard]] std::string select_list(Entity const&);

/// Binds the columns of one field from the 1-based position on. The value must be of the field's type or null.
void bind_field(store::Statement&, int at, Field const&, Value const&);
/// Reads the columns of one field from the 0-based position on; what does not read as the type is null.
[[nodiscard]] Value read_field(store::Statement const&, int at, Field const&);
/// True where the value is null or of the type that the field asks for.
[[nodiscard]] bool suits(Field const&, Value const&);

/// JSON of a list without values ([]) or of an empty object is null in the store; text that is empty too.
[[nodiscard]] Value stored_form(Field const&, Value);

} // namespace passerelle::model
