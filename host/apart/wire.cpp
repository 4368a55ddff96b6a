#include "host/apart/wire.hpp"

namespace passerelle::apart {

void Out::put(psl_value const& value)
{
    put(value.kind);
    switch (value.kind) {
    case PSL_INT: put(value.as.i); break;
    case PSL_REAL: put(value.as.r); break;
    case PSL_TEXT:
    case PSL_BLOB: put(from_c(value.as.s)); break; // whole: the figures of a query are nobody's to cut
    default: break;
    }
}

void Out::put(psl_fact const& fact)
{
    put(fact.kind);
    put(fact.scale);
    put(fact.number);
    put(fact.text);
}

void Out::put(psl_place const& place)
{
    put(place.latitude);
    put(place.longitude);
    put(place.label);
    put(place.value);
}

void Out::put(psl_timeline_row const* row)
{
    static constexpr psl_timeline_row none{};
    psl_timeline_row const& from = row == nullptr ? none : *row;
    put(row != nullptr);
    for (psl_str const& text : {from.label, from.beside, from.planned_from, from.planned_to, from.actual_from, from.actual_to, from.expected_end, from.entity})
        put(text);
    put(from.id);
    put(from.tone);
    put(from.level);
    put(from.closed);
}

void Out::put(psl_matrix_cell const* cell)
{
    static constexpr psl_matrix_cell none{};
    psl_matrix_cell const& from = cell == nullptr ? none : *cell;
    put(cell != nullptr);
    put(from.fact);
    for (psl_str const& text : {from.entity, from.field, from.fields})
        put(text);
    put(from.id);
    put(from.tone);
}

std::string_view In::take_struct(std::string_view const*)
{
    auto const size = take<std::uint32_t>();
    if (size > m_rest.size()) {
        spoil();
        return {};
    }
    auto const text = m_rest.substr(0, size);
    m_rest.remove_prefix(size);
    return text;
}

psl_value In::take_struct(psl_value const*)
{
    psl_value value{};
    value.kind = take<std::uint32_t>();
    switch (value.kind) {
    case PSL_NULL: break;
    case PSL_INT: value.as.i = take<std::int64_t>(); break;
    case PSL_REAL: value.as.r = take<double>(); break;
    case PSL_TEXT:
    case PSL_BLOB: value.as.s = take<psl_str>(); break;
    default: break; // an unknown kind is the callee's to refuse
    }
    return value;
}

psl_fact In::take_struct(psl_fact const*)
{
    psl_fact fact{};
    fact.kind = take<std::uint32_t>();
    fact.scale = take<std::uint32_t>();
    fact.number = take<std::int64_t>();
    fact.text = take<psl_str>();
    return fact;
}

psl_place In::take_struct(psl_place const*)
{
    psl_place place{};
    place.latitude = take<double>();
    place.longitude = take<double>();
    place.label = take<psl_str>();
    place.value = take<psl_fact>();
    return place;
}

psl_timeline_row In::take_struct(psl_timeline_row const*)
{
    psl_timeline_row row{};
    for (psl_str* text : {&row.label, &row.beside, &row.planned_from, &row.planned_to, &row.actual_from, &row.actual_to, &row.expected_end, &row.entity})
        *text = take<psl_str>();
    row.id = take<std::int64_t>();
    row.tone = take<std::int32_t>();
    row.level = take<std::int32_t>();
    row.closed = take<bool>();
    return row;
}

psl_matrix_cell In::take_struct(psl_matrix_cell const*)
{
    psl_matrix_cell cell{};
    cell.fact = take<psl_fact>();
    for (psl_str* text : {&cell.entity, &cell.field, &cell.fields})
        *text = take<psl_str>();
    cell.id = take<std::int64_t>();
    cell.tone = take<std::int32_t>();
    return cell;
}

} // namespace passerelle::apart
