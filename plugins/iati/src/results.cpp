// The results framework: results, indicators, baselines, periods, targets, actuals, their dimensions and documents.
#include "activity.hpp"
#include "codes.hpp"
#include "dimensions.hpp"
#include "document.hpp"
#include <charconv>

namespace iati {
namespace {

constexpr int value_scale = 6; ///< decimals of inclusion.value and of the period's figures

/// What a baseline, target or actual says.
struct Published {
    psl_value number{}, text{};
    std::int64_t scaled = 0;
    bool numeric = false;
    bool plain = true; ///< no dimension, no location
};

Published read_value(Import& in, Element at)
{
    Published out;
    std::string_view const written = at[Name::value];
    out.plain = !at.child(Name::dimension) && !at.child(Name::location);
    if (written.empty())
        return out;
    NumberReading const reading = read_number(written, value_scale);
    if (reading.reading == Reading::unreadable) {
        out.text = in.short_text(at, written, 500);
        return out;
    }
    out.numeric = true;
    out.scaled = reading.number;
    out.number = in.scaled(reading.number, value_scale);
    if (reading.reading == Reading::interpreted) {
        out.text = in.short_text(at, written, 500);
        in.warning(at, "La valeur « {} » est lue comme {}.", "The value “{}” is read as {}.", shown(written), psl::from_c(out.number.as.s));
    }
    return out;
}

psl_value year_of(Import& in, Element at, std::int64_t least, std::int64_t most)
{
    std::string_view const written = at[Name::year];
    if (written.empty())
        return {};
    std::int64_t year = 0;
    auto const [stop, error] = std::from_chars(written.data(), written.data() + written.size(), year);
    if (error == std::errc{} && stop == written.data() + written.size() && year >= least && year <= most)
        return integer_value(year);
    in.warning(at, "« {} » n’est pas une année : elle n’est pas reprise.", "“{}” is not a year: it is not taken over.", shown(written));
    return {};
}

/// Gives a target or actual to the builder of cells.
void feed(CellBuilder& cells, Element at, Published const& value)
{
    static constexpr std::int64_t one = 1'000'000; // 10^value_scale
    if (!value.numeric || value.scaled % one != 0 || at.child(Name::location))
        return;
    unsigned dimensions = 0;
    psl::CellKey key;
    for (Element dimension = at.child(Name::dimension); dimension; dimension = dimension.next_same()) {
        Dimension const which = dimension_named(dimension[Name::name]);
        std::string_view const named = dimension[Name::value];
        auto const sex = which == Dimension::sex ? sex_named(named) : std::nullopt;
        auto const age = which == Dimension::age ? age_named(named) : std::nullopt;
        auto const disability = which == Dimension::disability ? disability_named(named) : std::nullopt;
        if ((!sex && !age && !disability) || (dimensions & bit(which)) != 0)
            return;
        dimensions |= bit(which);
        if (sex)
            key.sex = *sex;
        if (age)
            key.age = *age;
        if (disability)
            key.disability = *disability;
    }
    if (dimensions == 0)
        cells.total(value.scaled / one);
    else
        cells.cell(dimensions, key, value.scaled / one);
}

psl_value cells_json(Import& in, CellBuilder const& builder)
{
    psl::Cells const cells = builder.cells();
    if (cells.counts.empty())
        return {};
    std::string json = "{";
    for (auto const& [key, count] : cells.counts) {
        json += json.size() > 1 ? ",\"" : "\"";
        json += psl::code_of(key) + "\":" + std::to_string(count);
    }
    json += '}';
    return text_value(in.arena.keep(json));
}

} // namespace

template<typename F>
void ActivityMapper::set_references(Row<F>& row, Element parent, Name uri)
{
    Element const first = parent.child(Name::reference);
    if (!first)
        return;
    row[F::reference_vocabulary] = m_in.short_text(first, first[Name::vocabulary], 100);
    row[F::reference_uri] = m_in.short_text(first, first[uri].empty() ? first[Name::vocabulary_uri] : first[uri], 1000);
    row[F::reference_code] = m_in.short_text(first, first[Name::code], 300);
    std::string others;
    for (Element at = first.next_same(); at; at = at.next_same()) {
        others += others.empty() ? "" : ";";
        others.append(at[Name::vocabulary]).append(":").append(at[Name::code]);
    }
    row[F::references] = m_in.short_text(first, m_in.arena.keep(others), 4000);
}

void ActivityMapper::put_result(Element at)
{
    using F = ResultRow;
    std::string const position = std::to_string(++m_results);
    auto row = child_row<F>({position});
    row[F::type] = m_in.code(at, codes::result_type(at[Name::type]), "1239");
    row[F::title] = m_in.texts(at, Name::title);
    row[F::description] = m_in.texts(at, Name::description);
    row[F::position] = integer_value(m_results);
    row[F::aggregation] = m_in.boolean(at, Name::aggregation_status);
    set_references(row, at, Name::vocabulary_uri);
    std::int64_t const result = m_in.put(row);
    if (result == 0)
        return;
    put_result_documents(at, result, 0, 0, "result");
    std::int64_t indicators = 0;
    for (Element child = at.child(Name::indicator); child; child = child.next_same())
        put_indicator(child, result, ++indicators);
    m_in.complete(decltype(row_names(F{}))::entity, result);
}

void ActivityMapper::put_indicator(Element at, std::int64_t result, std::int64_t position)
{
    using F = IndicatorRow;
    Row<F> row;
    row[F::result] = integer_value(result);
    row[F::import_key] = key_below<F>(result, {std::to_string(position)});
    row[F::title] = m_in.texts(at, Name::title);
    row[F::description] = m_in.texts(at, Name::description);
    row[F::position] = integer_value(position);
    row[F::measure] = m_in.code(at, codes::measure(at[Name::measure]), "12345");
    row[F::ascending] = m_in.boolean(at, Name::ascending);
    if (row[F::ascending].kind == PSL_NULL)
        row[F::ascending] = integer_value(1); // what the standard says where nothing is said
    row[F::aggregation] = m_in.boolean(at, Name::aggregation_status);
    set_references(row, at, Name::indicator_uri);
    // the first baseline without dimension or place stands in the indicator; the others are values of their own
    Element main;
    for (Element baseline = at.child(Name::baseline); baseline && !main; baseline = baseline.next_same())
        if (!baseline.child(Name::dimension) && !baseline.child(Name::location))
            main = baseline;
    if (main) {
        Published const value = read_value(m_in, main);
        row[F::baseline_value] = value.number;
        row[F::baseline_year] = year_of(m_in, main, 1900, 2200);
        row[F::baseline_date] = m_in.date(main, Name::iso_date);
        row[F::baseline_comment] = m_in.texts(main, Name::comment);
        if (value.text.kind == PSL_NULL)
            row[F::baseline_value] = value.number;
    }
    std::int64_t const indicator = m_in.put(row);
    if (indicator == 0)
        return;
    bool main_passed = false;
    for (Element baseline = at.child(Name::baseline); baseline; baseline = baseline.next_same()) {
        bool const is_main = !main_passed && main && !baseline.child(Name::dimension) && !baseline.child(Name::location);
        main_passed = main_passed || is_main;
        put_result_documents(baseline, result, indicator, 0, "baseline");
        if (is_main && (baseline[Name::value].empty() || read_number(baseline[Name::value], value_scale).reading == Reading::plain))
            continue;
        put_value(baseline, indicator, 0, {});
    }
    put_result_documents(at, result, indicator, 0, "indicator");
    for (Element period = at.child(Name::period); period; period = period.next_same())
        put_period(period, result, indicator);
    m_in.complete(decltype(row_names(F{}))::entity, indicator);
}

void ActivityMapper::put_period(Element at, std::int64_t result, std::int64_t indicator)
{
    using F = PeriodRow;
    Element const from = at.child(Name::period_start), to = at.child(Name::period_end);
    Row<F> row;
    row[F::indicator] = integer_value(indicator);
    row[F::import_key] = key_below<F>(indicator, {from[Name::iso_date], to[Name::iso_date]});
    row[F::from] = m_in.date(from);
    row[F::to] = m_in.date(to);
    m_in.check_order(at, row[F::from], row[F::to]);

    CellBuilder targets, actuals;
    Element main_target, main_actual;
    bool values = false; // anything that the period's own fields do not hold
    for (Element child = at.first(); child; child = child.next()) {
        bool const target = child.name() == Name::target;
        if (!target && child.name() != Name::actual)
            continue;
        Published const value = read_value(m_in, child);
        feed(target ? targets : actuals, child, value);
        Element& main = target ? main_target : main_actual;
        if (!value.plain || main || value.text.kind != PSL_NULL)
            values = true;
        if (!value.plain || main)
            continue;
        main = child;
        row[target ? F::target : F::actual] = value.number;
        row[target ? F::target_comment : F::actual_comment] = m_in.texts(child, Name::comment);
    }
    row[F::target_cells] = cells_json(m_in, targets);
    row[F::actual_cells] = cells_json(m_in, actuals);
    std::int64_t const period = m_in.put(row);
    if (period == 0)
        return;
    std::string_view const period_key = psl::from_c(row[F::import_key].as.s);
    bool target_passed = false, actual_passed = false;
    for (Element child = at.first(); child; child = child.next()) {
        bool const target = child.name() == Name::target;
        if (!target && child.name() != Name::actual)
            continue;
        put_result_documents(child, result, indicator, period, target ? "target" : "actual");
        if (!values)
            continue;
        bool& passed = target ? target_passed : actual_passed;
        bool const plain = !child.child(Name::dimension) && !child.child(Name::location);
        bool const main = plain && !passed;
        passed = passed || main;
        if (main && (child[Name::value].empty() || read_number(child[Name::value], value_scale).reading == Reading::plain ||
                     read_number(child[Name::value], value_scale).reading == Reading::rounded))
            continue;
        put_value(child, indicator, period, period_key);
    }
}

void ActivityMapper::put_value(Element at, std::int64_t indicator, std::int64_t period, std::string_view period_key)
{
    using F = ValueRow;
    std::string dimensions, places;
    for (Element child = at.first(); child; child = child.next()) {
        if (child.name() == Name::dimension) {
            dimensions += dimensions.empty() ? "" : ";";
            dimensions.append(child[Name::name]).append("=").append(child[Name::value]);
        } else if (child.name() == Name::location) {
            places += places.empty() ? "" : ";";
            places.append(child[Name::ref]);
        }
    }
    std::string_view const written = at[Name::value];
    NumberReading const reading = written.empty() ? NumberReading{} : read_number(written, value_scale);
    Row<F> row;
    row[F::indicator] = integer_value(indicator);
    row[F::import_key] = key_below<F>(indicator, {text_of(at.name()), period_key, dimensions, places});
    row[F::period] = link_value(period);
    row[F::kind] = text_value(text_of(at.name()));
    if (reading.reading != Reading::unreadable)
        row[F::value] = m_in.scaled(reading.number, value_scale);
    if (reading.reading == Reading::unreadable || reading.reading == Reading::interpreted)
        row[F::value_text] = m_in.short_text(at, written, 500);
    row[F::dimensions] = m_in.short_text(at, m_in.arena.keep(dimensions), 2000);
    row[F::location] = m_in.short_text(at, m_in.arena.keep(places), 300);
    row[F::comment] = m_in.texts(at, Name::comment);
    if (at.name() == Name::baseline) {
        row[F::year] = year_of(m_in, at, 1, 9999);
        row[F::date] = m_in.date(at, Name::iso_date);
    }
    m_in.put(row);
}

void ActivityMapper::put_result_documents(Element parent, std::int64_t result, std::int64_t indicator, std::int64_t period, std::string_view kind)
{
    using F = ResultDocumentRow;
    for (Element at = parent.child(Name::document_link); at; at = at.next_same()) {
        Row<F> row;
        row[F::result] = integer_value(result);
        row[F::import_key] = key_below<F>(result, {kind, at[Name::url]});
        row[F::indicator] = link_value(indicator);
        row[F::period] = link_value(period);
        row[F::kind] = text_value(kind);
        set_document(m_in, row, at);
        m_in.put(row);
    }
}

} // namespace iati
