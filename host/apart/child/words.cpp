// psl.page/1 and psl.ui/1 as the module sees them. Words that answer nothing are told; the others are asked.
#include "host/apart/child/module.hpp"
#include "host/apart/words.hpp"
#include <cstring>

namespace passerelle::apart::child {

namespace {

template<auto Member, typename Type = decltype(Member)>
struct Word;
template<auto Member, typename Table, typename Target, typename... Args>
struct Word<Member, void(PSL_CALL* Table::*)(Target*, Args...)> {
    static constexpr bool reading = std::is_same_v<Table, psl_words>;
    using List = std::conditional_t<reading, PageWords, ActingWords>;
    static constexpr Op op = static_cast<Op>(static_cast<std::uint16_t>(reading ? Op::page_word : Op::acting_word) + List::template at<Member>());

    static void PSL_CALL say(Target* target, Args... args)
    {
        if (!usable(target))
            return;
        Telling telling(op);
        telling.out().put(target->number);
        (telling.out().put(args), ...);
    }
};

template<typename Table, auto... Members>
void fill(Table& table, WordList<Members...>)
{
    ((table.*Members = &Word<Members>::say), ...);
}

bool fits(std::uint64_t n)
{
    if (n <= list_items)
        return true;
    misbehaved("a list beyond the limits was left out");
    return false;
}

void PSL_CALL table_begin(psl_page* page, psl_str id, psl_str caption, psl_str const* columns, std::uint32_t n, std::uint32_t totals)
{
    if (!usable(page) || !fits(n))
        return;
    Telling telling(Op::table_begin);
    telling.out().put(page->number);
    telling.out().put(id);
    telling.out().put(caption);
    telling.out().put_list(columns, n);
    telling.out().put(totals);
}

void PSL_CALL chart(psl_page* page, std::int32_t kind, psl_str id, psl_str caption, psl_str const* labels, std::uint32_t n_labels, psl_str const* series,
                    psl_fact const* values, std::uint32_t n_series)
{
    bool const whole = labels != nullptr && series != nullptr && values != nullptr;
    if (!usable(page) || !fits(n_labels) || !fits(n_series) || !fits(std::uint64_t{n_labels} * n_series))
        return;
    Telling telling(Op::chart);
    telling.out().put(page->number);
    telling.out().put(kind);
    telling.out().put(id);
    telling.out().put(caption);
    telling.out().put_list(whole ? labels : nullptr, n_labels);
    telling.out().put_list(whole ? series : nullptr, n_series);
    telling.out().put_list(whole ? values : nullptr, n_labels * n_series);
}

void PSL_CALL map(psl_page* page, psl_str id, psl_str caption, psl_place const* places, std::uint32_t n)
{
    if (!usable(page) || !fits(n))
        return;
    Telling telling(Op::map);
    telling.out().put(page->number);
    telling.out().put(id);
    telling.out().put(caption);
    telling.out().put_list(places, n);
}

bool PSL_CALL leaves(psl_page const* page) { return page != nullptr && page->leaves; }

psl_words const* PSL_CALL words(psl_ui*) { return &words_table(); }
psl_page* PSL_CALL page(psl_ui* ui) { return ui == nullptr ? nullptr : &ui->page; }

/// The three that every acting word begins with.
bool begin(Asking& asking, psl_ui const* ui, psl_str id, psl_str label)
{
    if (!usable(ui))
        return false;
    asking.out.put(ui->number);
    asking.out.put(id);
    asking.out.put(label);
    return true;
}

bool PSL_CALL button(psl_ui* ui, psl_str id, psl_str label)
{
    Asking asking;
    return begin(asking, ui, id, label) && asking.run(Op::button) && asking.in().take<bool>();
}

bool PSL_CALL toggle(psl_ui* ui, psl_str id, psl_str label, bool* value)
{
    Asking asking;
    if (value == nullptr || !begin(asking, ui, id, label))
        return false;
    asking.out.put(*value);
    if (!asking.run(Op::toggle))
        return false;
    bool const changed = asking.in().take<bool>();
    *value = asking.in().take<bool>();
    return changed;
}

bool PSL_CALL input_int(psl_ui* ui, psl_str id, psl_str label, std::int64_t* value, std::int64_t least, std::int64_t most)
{
    Asking asking;
    if (value == nullptr || !begin(asking, ui, id, label))
        return false;
    asking.out.put(*value);
    asking.out.put(least);
    asking.out.put(most);
    if (!asking.run(Op::input_int))
        return false;
    bool const changed = asking.in().take<bool>();
    *value = asking.in().take<std::int64_t>();
    return changed;
}

bool PSL_CALL input_text(psl_ui* ui, psl_str id, psl_str label, char* buffer, std::size_t capacity, std::size_t* size)
{
    Asking asking;
    if (buffer == nullptr || size == nullptr || *size > capacity || !begin(asking, ui, id, label))
        return false;
    asking.out.put(psl_str{buffer, *size});
    asking.out.put(static_cast<std::uint64_t>(capacity));
    if (!asking.run(Op::input_text))
        return false;
    bool const changed = asking.in().take<bool>();
    auto const text = asking.in().take<std::string_view>();
    if (changed && asking.in().good() && text.size() <= capacity) {
        std::memcpy(buffer, text.data(), text.size());
        *size = text.size();
    }
    return changed;
}

bool PSL_CALL choice(psl_ui* ui, psl_str id, psl_str label, psl_str const* items, std::uint32_t n, std::int32_t* at)
{
    Asking asking;
    if (at == nullptr || (items == nullptr && n > 0) || !fits(n) || !begin(asking, ui, id, label))
        return false;
    asking.out.put_list(items, n);
    asking.out.put(*at);
    if (!asking.run(Op::choice))
        return false;
    bool const changed = asking.in().take<bool>();
    *at = asking.in().take<std::int32_t>();
    return changed;
}

bool PSL_CALL entity_form(psl_ui* ui, psl_str entity, std::int64_t id)
{
    if (!usable(ui))
        return false;
    Asking asking;
    asking.out.put(ui->number);
    asking.out.put(entity);
    asking.out.put(id);
    return asking.run(Op::entity_form) && asking.in().take<bool>();
}

void PSL_CALL matrix_begin(psl_ui* ui, psl_str id, psl_str const* columns, std::uint32_t n)
{
    if (!usable(ui) || !fits(n))
        return;
    Telling telling(Op::matrix_begin);
    telling.out().put(ui->number);
    telling.out().put(id);
    telling.out().put_list(columns, n);
}

} // namespace

psl_words const& words_table()
{
    static psl_words const table = [] {
        psl_words made{};
        fill(made, PageWords{});
        made.table_begin = &table_begin;
        made.chart = &chart;
        made.map = &map;
        made.leaves = &leaves;
        return made;
    }();
    return table;
}

psl_widgets const& widgets_table()
{
    static psl_widgets const table = [] {
        psl_widgets made{};
        fill(made, ActingWords{});
        made.words = &words;
        made.page = &page;
        made.button = &button;
        made.toggle = &toggle;
        made.input_int = &input_int;
        made.input_text = &input_text;
        made.choice = &choice;
        made.entity_form = &entity_form;
        made.matrix_begin = &matrix_begin;
        return made;
    }();
    return table;
}

} // namespace passerelle::apart::child
