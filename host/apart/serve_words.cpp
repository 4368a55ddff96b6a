// The words of pages and views: said to the host's own tables, whatever they write on.
#if defined __linux__
#include "host/apart/serve.hpp"
#include "host/apart/words.hpp"
#include <algorithm>

namespace passerelle::apart {

namespace {

template<typename Table, typename Target>
struct Heard {
    Target* target = nullptr;
    Table const* table = nullptr;
};

Heard<psl_words, psl_page> page_of(Served& at, In& in)
{
    void const* table = nullptr;
    auto* const page = at.object<psl_page>(Object::Type::page, in, &table);
    return {page, static_cast<psl_words const*>(table)};
}

Heard<psl_widgets, psl_ui> ui_of(Served& at, In& in)
{
    void const* table = nullptr;
    auto* const ui = at.object<psl_ui>(Object::Type::ui, in, &table);
    return {ui, static_cast<psl_widgets const*>(table)};
}

template<auto Member>
void hear_page(Served& at, In& in)
{
    auto const [page, words] = page_of(at, in);
    if (in.good())
        decltype(signature_of(Member))::hear(words->*Member, page, in);
}

template<auto Member>
void hear_ui(Served& at, In& in)
{
    auto const [ui, widgets] = ui_of(at, in);
    if (in.good())
        decltype(signature_of(Member))::hear(widgets->*Member, ui, in);
}

using Hearing = void (*)(Served&, In&);
template<auto... Members>
constexpr auto page_table(WordList<Members...>)
{
    return std::array<Hearing, sizeof...(Members)>{&hear_page<Members>...};
}
template<auto... Members>
constexpr auto ui_table(WordList<Members...>)
{
    return std::array<Hearing, sizeof...(Members)>{&hear_ui<Members>...};
}

void table_begin(Served& at, In& in)
{
    auto const [page, words] = page_of(at, in);
    auto const id = in.take<psl_str>();
    auto const caption = in.take<psl_str>();
    auto const columns = in.take_list<psl_str>(list_items);
    auto const totals = in.take<std::uint32_t>();
    if (in.good())
        words->table_begin(page, id, caption, columns.data(), static_cast<std::uint32_t>(columns.size()), totals);
}

void chart(Served& at, In& in)
{
    auto const [page, words] = page_of(at, in);
    auto const kind = in.take<std::int32_t>();
    auto const id = in.take<psl_str>();
    auto const caption = in.take<psl_str>();
    auto const labels = in.take_list<psl_str>(list_items);
    auto const series = in.take_list<psl_str>(list_items);
    auto const values = in.take_list<psl_fact>(list_items);
    if (values.size() != labels.size() * series.size())
        in.spoil();
    if (in.good())
        words->chart(page, kind, id, caption, labels.data(), static_cast<std::uint32_t>(labels.size()), series.data(), values.data(),
                     static_cast<std::uint32_t>(series.size()));
}

void map(Served& at, In& in)
{
    auto const [page, words] = page_of(at, in);
    auto const id = in.take<psl_str>();
    auto const caption = in.take<psl_str>();
    auto const places = in.take_list<psl_place>(list_items);
    if (in.good())
        words->map(page, id, caption, places.data(), static_cast<std::uint32_t>(places.size()));
}

void matrix_begin(Served& at, In& in)
{
    auto const [ui, widgets] = ui_of(at, in);
    auto const id = in.take<psl_str>();
    auto const columns = in.take_list<psl_str>(list_items);
    if (in.good())
        widgets->matrix_begin(ui, id, columns.data(), static_cast<std::uint32_t>(columns.size()));
}

} // namespace

bool serve_word(Served& at, Op op, In& in)
{
    static constexpr auto page_words = page_table(PageWords{});
    static constexpr auto acting_words = ui_table(ActingWords{});
    auto const number = static_cast<std::size_t>(op);
    constexpr auto page_base = static_cast<std::size_t>(Op::page_word);
    constexpr auto acting_base = static_cast<std::size_t>(Op::acting_word);
    if (number >= page_base && number - page_base < page_words.size())
        return page_words[number - page_base](at, in), true;
    if (number >= acting_base && number - acting_base < acting_words.size())
        return acting_words[number - acting_base](at, in), true;
    switch (op) {
    case Op::table_begin: return table_begin(at, in), true;
    case Op::chart: return chart(at, in), true;
    case Op::map: return map(at, in), true;
    case Op::matrix_begin: return matrix_begin(at, in), true;
    default: return false;
    }
}

void serve_button(Served& at, In& in, Out& out)
{
    auto const [ui, widgets] = ui_of(at, in);
    auto const id = in.take<psl_str>();
    auto const label = in.take<psl_str>();
    if (in.good())
        out.put(widgets->button(ui, id, label));
}

void serve_toggle(Served& at, In& in, Out& out)
{
    auto const [ui, widgets] = ui_of(at, in);
    auto const id = in.take<psl_str>();
    auto const label = in.take<psl_str>();
    bool value = in.take<bool>();
    if (!in.good())
        return;
    out.put(widgets->toggle(ui, id, label, &value));
    out.put(value);
}

void serve_input_int(Served& at, In& in, Out& out)
{
    auto const [ui, widgets] = ui_of(at, in);
    auto const id = in.take<psl_str>();
    auto const label = in.take<psl_str>();
    auto value = in.take<std::int64_t>();
    auto const least = in.take<std::int64_t>();
    auto const most = in.take<std::int64_t>();
    if (!in.good())
        return;
    out.put(widgets->input_int(ui, id, label, &value, least, most));
    out.put(value);
}

void serve_input_text(Served& at, In& in, Out& out)
{
    auto const [ui, widgets] = ui_of(at, in);
    auto const id = in.take<psl_str>();
    auto const label = in.take<psl_str>();
    auto const text = in.take<std::string_view>();
    std::size_t const capacity = std::min<std::uint64_t>(in.take<std::uint64_t>(), text_bytes);
    if (!in.good())
        return;
    std::string buffer(text.substr(0, capacity));
    std::size_t size = buffer.size();
    buffer.resize(capacity);
    bool const changed = widgets->input_text(ui, id, label, buffer.data(), capacity, &size);
    out.put(changed);
    out.put(std::string_view(buffer).substr(0, std::min(size, capacity)));
}

void serve_choice(Served& at, In& in, Out& out)
{
    auto const [ui, widgets] = ui_of(at, in);
    auto const id = in.take<psl_str>();
    auto const label = in.take<psl_str>();
    auto const items = in.take_list<psl_str>(list_items);
    auto chosen = in.take<std::int32_t>();
    if (!in.good())
        return;
    out.put(widgets->choice(ui, id, label, items.data(), static_cast<std::uint32_t>(items.size()), &chosen));
    out.put(chosen);
}

void serve_entity_form(Served& at, In& in, Out& out)
{
    auto const [ui, widgets] = ui_of(at, in);
    auto const entity = in.take<psl_str>();
    auto const id = in.take<std::int64_t>();
    if (in.good())
        out.put(widgets->entity_form(ui, entity, id));
}

} // namespace passerelle::apart
#endif
