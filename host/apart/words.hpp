// The words of psl.page/1 and psl.ui/1 that answer nothing, told and heard by their place in a list: one line for each word, and its
// arguments cross as its own signature says. A further word is a further line, on both sides at once. [any]
#pragma once
#include "host/apart/wire.hpp"
#include <array>
#include <tuple>
#include <type_traits>
#include <utility>

namespace passerelle::apart {

template<auto... Members>
struct WordList {
    static constexpr std::uint16_t size = sizeof...(Members);
    /// Where a word stands in the list.
    template<auto Wanted>
    static constexpr std::uint16_t at()
    {
        std::uint16_t place = 0;
        bool found = false;
        ((found = found || is_same<Wanted, Members>(), place += found ? 0 : 1), ...);
        return place;
    }

private:
    template<auto Left, auto Right>
    static constexpr bool is_same()
    {
        return std::is_same_v<std::integral_constant<decltype(Left), Left>, std::integral_constant<decltype(Right), Right>>;
    }
};

using PageWords = WordList<&psl_words::heading, &psl_words::text, &psl_words::figure, &psl_words::cell, &psl_words::tone_cell,
                           &psl_words::link_cell, &psl_words::table_end, &psl_words::map_begin, &psl_words::map_shape, &psl_words::map_kind,
                           &psl_words::map_place, &psl_words::map_link, &psl_words::map_end, &psl_words::timeline_begin,
                           &psl_words::timeline_row, &psl_words::timeline_moment, &psl_words::timeline_end, &psl_words::behind,
                           &psl_words::bars, &psl_words::tabs_begin, &psl_words::tab, &psl_words::tabs_end>;
using ActingWords = WordList<&psl_widgets::entity_table, &psl_widgets::group_begin, &psl_widgets::group_end, &psl_widgets::matrix_band,
                             &psl_widgets::matrix_cell, &psl_widgets::matrix_end>;

/// An argument kept while its word is called: texts lie in the bytes read, structs here.
template<typename T>
struct Kept {
    explicit Kept(In& in) : value(in.take<T>()) {}
    T given() { return value; }
    T value;
};
template<typename T>
struct Kept<T const*> {
    explicit Kept(In& in) : present(in.take<bool>()), value(in.take<T>()) {}
    T const* given() { return present ? &value : nullptr; }
    bool present;
    T value;
};

/// Signature of one word. tell: puts its arguments; hear: takes them and calls the word of `table`.
template<typename Table, typename Target, typename... Args>
struct Signature {
    using Function = void(PSL_CALL*)(Target*, Args...);
    static void tell(Out& out, Args... args) { (out.put(args), ...); }
    static void hear(Function word, Target* target, In& in)
    {
        std::tuple<Kept<Args>...> kept{Kept<Args>(in)...};
        if (in.good())
            std::apply([&](auto&... one) { word(target, one.given()...); }, kept);
    }
};
template<typename Table, typename Target, typename... Args>
Signature<Table, Target, Args...> signature_of(void(PSL_CALL* Table::*)(Target*, Args...));

} // namespace passerelle::apart
