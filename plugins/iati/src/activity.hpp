// Maps one activity of any version to the records of projects, funding and inclusion. One thread.
#pragma once
#include "import.hpp"
#include "keys.hpp"
#include "organisations.hpp"
#include "rows.hpp"
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace iati {

class ActivityMapper {
public:
    ActivityMapper(Import& in, Organisations& organisations) : m_in(in), m_organisations(organisations) {}

    /// An activity, or a part of a very large one (see scanner.hpp).
    void take(Element activity, bool first, bool last);
    std::int64_t activities = 0;

private:
    // activity.cpp
    bool begin(Element activity);
    std::int64_t put_activity(Element activity);
    void put_child(Element child);
    // places.cpp: what says where, what for and who
    void put_descriptions(Element activity);
    void put_participation(Element);
    void put_location(Element);
    void put_country(Element);
    template<typename RowFields>
    void put_coded(Element, Name kind);
    void put_tag(Element);
    void put_marker(Element);
    void put_humanitarian(Element);
    void put_contact(Element);
    void put_other_identifier(Element);
    void put_related(Element);
    void put_conditions(Element);
    void put_document(Element);
    void put_detail_text(Element);
    void put_details(Element, std::string const& path);
    // money.cpp
    void put_budget(Element);
    void put_planned(Element);
    void put_budget_items(Element);
    void note_references(Element activity);
    void put_transaction(Element);
    template<typename RowFields>
    void set_parties(Row<RowFields>&, Element parent);
    // results.cpp
    void put_result(Element);
    void put_indicator(Element, std::int64_t result, std::int64_t position);
    void put_period(Element, std::int64_t result, std::int64_t indicator);
    void put_value(Element, std::int64_t indicator, std::int64_t period, std::string_view period_key);
    void put_result_documents(Element parent, std::int64_t result, std::int64_t indicator, std::int64_t period, std::string_view kind);
    template<typename RowFields>
    void set_references(Row<RowFields>&, Element parent, Name uri);

    /// A key below the activity; `entity` is the row's enum, which keeps entities apart.
    template<typename RowFields>
    psl_value key(std::initializer_list<std::string_view> parts)
    {
        return m_keys.of(m_in.arena, reinterpret_cast<std::uintptr_t>(decltype(row_names(RowFields{}))::entity.data), parts);
    }
    template<typename RowFields>
    psl_value key_below(std::int64_t parent, std::initializer_list<std::string_view> parts)
    {
        auto const space = reinterpret_cast<std::uintptr_t>(decltype(row_names(RowFields{}))::entity.data);
        return m_keys.of(m_in.arena, space ^ (static_cast<std::uint64_t>(parent) * 0xD6E8FEB86659FD93ull), parts);
    }
    template<typename RowFields>
    Row<RowFields> child_row(std::initializer_list<std::string_view> key_parts)
    {
        Row<RowFields> row;
        row[RowFields::activity] = m_activity_value;
        row[RowFields::import_key] = key<RowFields>(key_parts);
        return row;
    }

    Import& m_in;
    Organisations& m_organisations;
    Keys m_keys;
    std::unordered_set<std::uint64_t> m_seen;  ///< identifiers of this file
    std::int64_t m_activity = 0;
    psl_value m_activity_value{};
    bool m_skip = false, m_first_part = true;
    std::vector<std::string_view> m_references; ///< of transactions of this part, sorted
    std::vector<std::uint64_t> m_repeated;
    std::int64_t m_results = 0;
};

} // namespace iati
