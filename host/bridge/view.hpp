// A module's view as a list of elements. psl.ui/1 and psl.page/1 have one implementation: this recorder. The window draws
// the list every frame and calls the module again, beside, only when data changed or a person acted; tests press the same list
// without a window. So no frame waits for a module's query. [main]
#pragma once
#include "host/base/result.hpp"
#include "host/exchange/document.hpp"
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace passerelle::bridge {

struct Button { std::string id, label; };
struct Toggle { std::string id, label; bool value = false; };
struct IntegerInput { std::string id, label; std::int64_t value = 0, least = 0, most = 0; };
struct TextInput { std::string id, label, value; std::size_t capacity = 0; };
struct ChoiceInput { std::string id, label; std::vector<std::string> items; std::int32_t at = -1; };
struct EntityTable { std::string entity, link_field; std::int64_t linked_id = 0; };
struct EntityForm { std::string entity; std::int64_t id = 0; };
struct GroupBegin { std::string title; };
struct GroupEnd {};

/// A cell shown as a fact. With a field: that field of the record, written in the cell; id 0: of a new record that begins with `fields`
/// (a JSON object as the module gave it, not read yet). Without one: it opens the record, where there is an entity.
struct MatrixCell {
    exchange::Fact fact;
    exchange::Tone tone = exchange::Tone::plain;
    std::string entity, field, fields;
    std::int64_t id = 0;
};
struct MatrixRow {
    std::string band;              ///< a heading across; empty: a row of cells
    std::string entity;            ///< of the band
    std::int64_t id = 0;
    std::vector<MatrixCell> cells; ///< as many as the matrix has columns
};
struct Matrix {
    std::string id;
    std::vector<std::string> columns;
    std::vector<MatrixRow> rows;
};

using Element = std::variant<exchange::Block, Button, Toggle, IntegerInput, TextInput, ChoiceInput, EntityTable, EntityForm, GroupBegin, GroupEnd, Matrix>;

/// Where a view's module is called: here, at once; or beside, in a job: then what asks it to draw returns at once, and elements() changes
/// when it has drawn.
enum class Drawing { here, beside };

class View {
public:
    virtual ~View() = default;
    /// Grows with each list of elements; 0: nothing was drawn yet.
    [[nodiscard]] virtual long version() const = 0;
    /// Calls the module and records afresh. A fault of the module becomes a sentence in place of the view.
    virtual void refresh() = 0;
    [[nodiscard]] virtual std::vector<Element> const& elements() const = 0;
    [[nodiscard]] virtual double last_ms() const = 0; ///< how long the module took; the module manager names slow views
    /// Acts, then refreshes: the module sees the press or the new value once.
    virtual void press(std::string_view id) = 0;
    virtual void set(std::string_view id, bool) = 0;
    virtual void set(std::string_view id, std::int64_t) = 0;
    virtual void set(std::string_view id, std::string_view text) = 0;
    virtual void choose(std::string_view id, std::int32_t at) = 0;
    virtual void saved(std::string_view entity, std::int64_t id) = 0; ///< the host's form of this view was saved
    /// Drawn once more as what leaves the machine, small cells masked: for pictures and files. In a job; `done` on the main thread, not
    /// called where the view is gone by then.
    virtual void leaving(std::function<void(std::vector<Element>)> done) = 0;
};

} // namespace passerelle::bridge
