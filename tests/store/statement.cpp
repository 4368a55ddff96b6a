// Binding, columns, the cache, errors.
#include "support.hpp"

using namespace test;

TEST_CASE("values come back as they were bound") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    Connection& reader = portfolio->reader();
    auto all = reader.prepare("SELECT ?, ?, ?, ?, ?, ?");
    must(all);
    all->bind(1, std::int64_t{-7}).bind(2, 0.1).bind(3, "é").bind_blob(4, std::string_view("\0x", 2)).bind_null(5).bind(6, std::string_view());
    auto const row = all->step();
    must(row);
    REQUIRE(*row);
    CHECK(all->columns() == 6);
    CHECK(all->integer(0) == -7);
    CHECK(all->real(1) == 0.1);
    CHECK(all->text(2) == "é");
    CHECK(all->text(3) == std::string_view("\0x", 2));
    CHECK(all->kind(3) == ColumnKind::blob);
    CHECK(all->is_null(4));
    CHECK(all->kind(5) == ColumnKind::text); // an empty text is not "not reported"
    CHECK(all->text(5).empty());
    all->reset();
    must(all->step());
    CHECK(all->is_null(0)); // reset clears
    all->bind(1, std::optional<std::int64_t>{}).bind(7, 1);
    CHECK_FALSE(all->step().ok()); // a bind that does not exist is told
}

TEST_CASE("one statement at a time") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    CHECK_FALSE(portfolio->reader().prepare("SELECT 1; SELECT 2").ok());
    CHECK_FALSE(portfolio->reader().prepare("").ok());
    CHECK_FALSE(portfolio->reader().prepare("SELEKT").ok());
    CHECK(portfolio->reader().prepare("SELECT 1 ; \n").ok());
}

TEST_CASE("the cache lends a statement to one user at a time and forgets the oldest") {
    Folder folder;
    auto portfolio = with_notes(folder.file());
    Connection& reader = portfolio->reader();
    {
        auto outer = reader.prepare("SELECT ?");
        auto inner = reader.prepare("SELECT ?");
        must(outer);
        must(inner);
        outer->bind(1, 1);
        inner->bind(1, 2);
        must(outer->step());
        must(inner->step());
        CHECK(outer->integer(0) == 1);
        CHECK(inner->integer(0) == 2);
    }
    auto again = reader.prepare("SELECT ?");
    must(again);
    must(again->step());
    CHECK(again->is_null(0)); // what the last user bound is gone
    for (int i = 0; i < 500; ++i)
        CHECK(number(reader, "SELECT " + std::to_string(i)) == i);
    for (int i = 0; i < 500; ++i)
        CHECK(number(reader, "SELECT " + std::to_string(i)) == i);
    Statement moved = std::move(*again);
    moved = std::move(*reader.prepare("SELECT 5"));
    must(moved.step());
    CHECK(moved.integer(0) == 5);
}
