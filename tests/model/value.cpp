// Values as JSON and as text: every type, both ways, and what is refused.
#include "host/model/registry.hpp"
#include "host/model/value_json.hpp"
#include "host/model/value_text.hpp"
#include <doctest/doctest.h>

using namespace passerelle;
using namespace passerelle::model;

static Field field(FieldType type, int scale = 2)
{
    Field made;
    made.id = "f";
    made.type = type;
    made.label = {"Champ", "Field"};
    made.scale = scale;
    if (type == FieldType::choice || type == FieldType::choices)
        made.list = "x.kind";
    return made;
}

static Registry const& registry()
{
    static Registry const made = [] {
        Registry all;
        (void)all.add({}, {*Codelist::from_csv("x.kind", "code;fr;en\n1;Décaissement;Disbursement\n2;Dépense;Expenditure\n3;Décaissement;Other\n")});
        return all;
    }();
    return made;
}

TEST_CASE("values as JSON, there and back")
{
    auto const same = [](FieldType type, std::string const& json, int scale = 2) {
        auto const value = value_from_json(field(type, scale), json);
        REQUIRE_MESSAGE(value.ok(), json);
        CHECK(value_to_json(*value) == json);
        return *value;
    };
    same(FieldType::text, R"("Marché \"Sandaga\"")");
    same(FieldType::integer, "-12");
    CHECK(same(FieldType::decimal, "655.957000000", 9) == Value{Scaled{655957000000, 9}});
    same(FieldType::percent, "-0.05");
    CHECK(same(FieldType::money, R"({"minor":123456,"currency":"XOF"})") == Value{psl::Money{123456, "XOF"}});
    same(FieldType::date, R"("2025-03-01")");
    same(FieldType::period, R"({"from":"2025-01-01","to":null})");
    same(FieldType::boolean, "true");
    same(FieldType::choice, R"("1")");
    same(FieldType::choices, R"(["1","2"])");
    CHECK(same(FieldType::link, "42") == Value{RecordId{42}});
    same(FieldType::links, "[1,2]");
    same(FieldType::point, R"({"lat":14.6937,"lon":-17.4441})");
    same(FieldType::translatable, R"({"en":"Water","fr":"Eau"})");
    same(FieldType::file, R"({"name":"a.pdf","sha256":"00ff","media":"application/pdf","size":12})");
    same(FieldType::file, R"({"name":"","url":"https://example.org/a"})");
    same(FieldType::count, R"({"F|18-24|yes":4,"M|?|no":0})");
    for (auto const type : {FieldType::text, FieldType::money, FieldType::count, FieldType::link})
        CHECK(is_null(*value_from_json(field(type), "null")));
    CHECK(is_null(*value_from_json(field(FieldType::text), R"("")"))); // an empty text is not a value
    CHECK(is_null(*value_from_json(field(FieldType::links), "[]")));
    CHECK(*value_from_json(field(FieldType::decimal), R"("12.5")") == Value{Scaled{1250, 2}});
    CHECK(*value_from_json(field(FieldType::decimal), "123456789012345.25") == Value{Scaled{12345678901234525, 2}}); // beyond what a double holds
}

TEST_CASE("JSON of another shape is refused and the field is named")
{
    std::pair<FieldType, char const*> const faults[] = {
        {FieldType::text, "1"}, {FieldType::integer, "1.5"}, {FieldType::integer, "\"1\""}, {FieldType::integer, "99999999999999999999"},
        {FieldType::decimal, "1.005"}, {FieldType::decimal, "1e5"}, {FieldType::money, R"({"minor":1})"}, {FieldType::money, R"({"minor":1,"currency":"euro"})"},
        {FieldType::money, R"({"minor":1.5,"currency":"EUR"})"}, {FieldType::money, R"({"minor":1,"minor":2,"currency":"EUR"})"}, {FieldType::date, R"("2025-02-30")"},
        {FieldType::period, R"({"from":"x"})"}, {FieldType::boolean, "1"}, {FieldType::link, "\"1\""}, {FieldType::links, "[\"a\"]"}, {FieldType::choices, "[1]"},
        {FieldType::point, R"({"lat":91,"lon":0})"}, {FieldType::point, R"({"lat":1})"}, {FieldType::point, R"({"lat":1e400,"lon":0})"}, {FieldType::translatable, R"({"fr":1})"},
        {FieldType::translatable, R"({"f r":"x"})"}, {FieldType::count, R"({"F|18-24|yes":-1})"}, {FieldType::count, R"({"F|15-24|yes":1})"}, {FieldType::count, "4"},
        {FieldType::file, R"({"name":"x"})"}, {FieldType::text, "\"\xFF\""}, {FieldType::text, ""}, {FieldType::links, "[[[[[[[[1]]]]]]]]"}};
    for (auto const& [type, json] : faults) {
        auto const value = value_from_json(field(type), json);
        CHECK_FALSE_MESSAGE(value.ok(), json);
        if (!value)
            CHECK(value.error().sentence.fr.starts_with("Champ"));
    }
}

TEST_CASE("what is shown is read back, in both languages")
{
    std::pair<FieldType, Value> const values[] = {
        {FieldType::text, std::string{"Marché de Sandaga"}}, {FieldType::integer, std::int64_t{1234567}}, {FieldType::decimal, Scaled{-123456, 2}}, {FieldType::percent, Scaled{638, 2}},
        {FieldType::money, psl::Money{1524490, "EUR"}}, {FieldType::money, psl::Money{-10000000, "XOF"}}, {FieldType::date, *psl::Date::parse("2025-03-01")},
        {FieldType::period, Period{psl::Date::parse("2025-01-01"), psl::Date::parse("2025-12-31")}}, {FieldType::period, Period{psl::Date::parse("2025-01-01"), std::nullopt}},
        {FieldType::boolean, false}, {FieldType::choice, std::string{"2"}}, {FieldType::choices, Codes{"2"}}, {FieldType::link, RecordId{7}}, {FieldType::links, Ids{7, 8}},
        {FieldType::point, Point{14.6937, -17.4441}}};
    for (auto const& [type, value] : values)
        for (auto const language : {Language::fr, Language::en}) {
            auto const text = value_in_words(field(type), value, registry(), language);
            auto const back = value_from_text(field(type), text, registry(), language);
            CHECK_MESSAGE((back.ok() && *back == value), text);
        }
    CHECK(value_in_words(field(FieldType::money), Value{}, registry(), Language::fr).empty());
}

TEST_CASE("what people type")
{
    auto const fr = [](FieldType type, char const* typed, std::string_view currency = {}) { return value_from_text(field(type), typed, registry(), Language::fr, currency); };
    CHECK(*fr(FieldType::money, "1 234,56", "EUR") == Value{psl::Money{123456, "EUR"}});
    CHECK(*fr(FieldType::money, "1 234,56 €") == Value{psl::Money{123456, "EUR"}});
    CHECK(*fr(FieldType::money, "10 000 xof") == Value{psl::Money{10000, "XOF"}});
    CHECK_FALSE(fr(FieldType::money, "100").ok()); // no currency
    CHECK_FALSE(fr(FieldType::money, "100 F CFA").ok());
    CHECK_FALSE(fr(FieldType::money, "100,5 XOF").ok());
    CHECK_FALSE(fr(FieldType::money, "EUR").ok());
    CHECK(*fr(FieldType::percent, "63,8 %") == Value{Scaled{6380, 2}});
    CHECK(*fr(FieldType::boolean, "OUI") == Value{true});
    CHECK_FALSE(fr(FieldType::boolean, "peut-être").ok());
    CHECK(*fr(FieldType::choice, "depense") == Value{std::string{"2"}});
    CHECK_FALSE(fr(FieldType::choice, "décaissement").ok()); // names two codes
    CHECK_FALSE(fr(FieldType::choice, "autre").ok());
    CHECK(*fr(FieldType::choices, "1 ; Dépense") == Value{Codes{"1", "2"}});
    CHECK(*fr(FieldType::period, "du 1/1/2025 au 31/12/2025") == Value{Period{psl::Date::parse("2025-01-01"), psl::Date::parse("2025-12-31")}});
    CHECK_FALSE(fr(FieldType::period, "31/12/2025 – 01/01/2025").ok());
    CHECK_FALSE(fr(FieldType::period, "2025").ok());
    CHECK(*fr(FieldType::point, "14.6937, -17.4441") == Value{Point{14.6937, -17.4441}});
    CHECK_FALSE(fr(FieldType::point, "91 ; 0").ok());
    CHECK_FALSE(fr(FieldType::file, "/etc/passwd").ok());
    CHECK_FALSE(fr(FieldType::file, "javascript:alert(1)").ok());
    CHECK(*fr(FieldType::translatable, "Eau") == Value{Translations{{{"fr", "Eau"}}}});
    CHECK(is_null(*fr(FieldType::integer, " \u00A0 ")));
    CHECK_FALSE(fr(FieldType::text, "caf\xE9").ok());
}

TEST_CASE("a text in several languages is shown in the reader's, else French, English, any")
{
    Translations const texts{{{"vi", "Nước"}, {"en", "Water"}}};
    CHECK(texts.in(Language::fr) == "Water");
    CHECK(Translations{{{"vi", "Nước"}}}.in(Language::en) == "Nước");
    CHECK(Translations{}.in(Language::en).empty());
}
