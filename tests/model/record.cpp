// Every type of field comes back from the store as it went in; what is not reported stays null.
#include "tests/model/fixture.hpp"

TEST_CASE("a record of every field type comes back as it was given")
{
    fixture::Portfolio portfolio;
    using namespace fixture;
    auto const lome = portfolio.town("TG-LFW", "Lomé"), dakar = portfolio.town("SN-DKR", "Dakar");
    Portfolio::Fields const fields{{"title", Translations{{{"fr", "Eau « potable »\nà Lomé"}, {"en", "Water \"for all\""}, {"vi", "Nước"}}}},
                                   {"note", std::string{"Une note\nsur deux lignes"}},
                                   {"status", std::string{"1"}},
                                   {"themes", Codes{"water", "equity"}},
                                   {"town", RecordId{lome}},
                                   {"towns", Ids{dakar, lome}},
                                   {"cost", psl::Money{10'000'000, "XOF"}},
                                   {"term", Period{day("2024-01-01"), std::nullopt}},
                                   {"place", Point{6.1319, 1.2228}},
                                   {"start", day("2024-02-29")},
                                   {"pilot", false},
                                   {"share", Scaled{6380, 2}},
                                   {"rate", Scaled{-5, 2}},
                                   {"people", psl::Cells{{{cell("F|18-24|yes"), 4}, {cell("M|?|?"), 0}}}},
                                   {"file", FileRef{"Rapport", "", "", "https://example.org/r.pdf", 0}}};
    auto const id = portfolio.project("P-1", fields);
    auto const record = portfolio.read("work.project", id);
    for (auto const& [name, value] : fields)
        CHECK_MESSAGE(record.at(name) == value, name);
    CHECK(is_null(record.at("partner")));
    CHECK(record.origin.empty());
    CHECK(portfolio.number("SELECT cost_minor FROM work_project") == 10'000'000);
    CHECK(portfolio.number("SELECT n FROM work_project__people WHERE sex='F' AND age='18-24' AND disability='yes'") == 4);
    portfolio.reopen();
    CHECK(portfolio.read("work.project", id).at("title") == fields[0].second);
}

TEST_CASE("zero, empty and not reported are three things")
{
    fixture::Portfolio portfolio;
    using namespace fixture;
    auto const zero = portfolio.project("P-0", {{"rate", Scaled{0, 2}}, {"note", std::string{}}, {"people", psl::Cells{}}});
    auto const record = portfolio.read("work.project", zero);
    CHECK(record.at("rate") == Value{Scaled{0, 2}});
    CHECK(is_null(record.at("note")));   // an empty text says nothing
    CHECK(is_null(record.at("people"))); // no cell: not counted
    CHECK(is_null(record.at("share")));
}

TEST_CASE("a title follows links, a key finds its record")
{
    fixture::Portfolio portfolio;
    using namespace fixture;
    auto const id = portfolio.project("P-1", {{"title", Translations{{{"fr", "Eau"}, {"en", "Water"}}}}});
    CHECK(title_of(portfolio.store->reader(), portfolio.registry, portfolio.of("work.project"), id, Language::en) == "P-1 Water");
    auto const bare = portfolio.project("P-2");
    CHECK(title_of(portfolio.store->reader(), portfolio.registry, portfolio.of("work.project"), bare, Language::fr) == "P-2");
    CHECK_FALSE(title_of(portfolio.store->reader(), portfolio.registry, portfolio.of("work.project"), 77, Language::fr).empty());
    auto const found = find_by_key(portfolio.store->reader(), portfolio.of("work.project"), {std::string{"P-2"}});
    REQUIRE(found);
    CHECK(*found == bare);
    auto const none = find_by_key(portfolio.store->reader(), portfolio.of("work.project"), {Value{}});
    REQUIRE(none);
    CHECK_FALSE(none->has_value());
    auto const gone = read_record(portfolio.store->reader(), portfolio.registry, portfolio.of("work.project"), 77);
    REQUIRE_FALSE(gone);
    CHECK(gone.error().status == Status::not_found);
}
