// Orders of registers: every type of field in both directions, what is empty last, text in the order of people, each id once.
#include "host/model/order_keys.hpp"
#include "host/model/query.hpp"
#include "host/model/stop.hpp"
#include "tests/model/fixture.hpp"
#include <random>
#include <set>
#include <thread>

using namespace fixture;

namespace {

struct Register {
    Portfolio portfolio;
    std::map<std::int64_t, std::string> names;

    void add(std::string const& identifier, Portfolio::Fields fields) { names[portfolio.project(identifier, std::move(fields))] = identifier; }

    std::string ordered(std::vector<Sort> sorts, std::vector<Filter> filters = {}, Language language = Language::fr)
    {
        auto const ids = order(portfolio.store->reader(), portfolio.registry, {&portfolio.of("work.project"), std::move(filters), "", std::move(sorts), language});
        REQUIRE_MESSAGE(ids, (ids ? "" : ids.error().sentence.en));
        std::string all;
        for (auto const id : *ids)
            all += (all.empty() ? "" : " ") + names.at(id);
        return all;
    }
};

Value title(std::string const& fr, std::string const& en = "")
{
    Translations made{{{"fr", fr}}};
    if (!en.empty())
        made.texts["en"] = en;
    return made;
}

std::string by_text(std::vector<std::string> const& texts, bool descending = false)
{
    OrderKeys keys;
    for (std::size_t at = 0; at < texts.size(); ++at) {
        keys.begin(static_cast<std::int64_t>(at));
        keys.add_text(texts[at], descending);
        keys.end();
    }
    std::string all;
    for (auto const id : keys.sorted(nullptr))
        all += texts[static_cast<std::size_t>(id)] + "|";
    all.resize(all.empty() ? 0 : all.size() - 1);
    return all;
}

} // namespace

TEST_CASE("text is in the order of people, not of bytes")
{
    CHECK(by_text({"Zinder", "Évora", "ete", "Etat", "École", "zone", "Été"}) == "École|Etat|ete|Été|Évora|Zinder|zone");
    CHECK(by_text({"côté", "cote", "coté", "côte"}) == "cote|coté|côte|côté");
    CHECK(by_text({"côté", "cote", "coté", "côte"}, true) == "côté|côte|coté|cote");
    CHECK(by_text({"cœur", "coeur 2", "cof", "codé"}) == "codé|cœur|coeur 2|cof");
    // Composed and decomposed accents are the same letter; longer comes after its beginning.
    CHECK(by_text({"e\u0301b", "éa", "é"}) == "é|éa|e\u0301b");
    CHECK(by_text({"Huế", "Hue", "Hu"}) == "Hu|Hue|Huế");
    CHECK(by_text({"abcdefgh2", "abcdefgh", "abcdefgh1", "abcdefghijklmnopqrstuvwxy", "abcdefghijklmnopqrstuvwx"}) ==
          "abcdefgh|abcdefgh1|abcdefgh2|abcdefghijklmnopqrstuvwx|abcdefghijklmnopqrstuvwxy");
    CHECK(by_text({"abcdefgh1", "abcdefgh"}, true) == "abcdefgh1|abcdefgh");
    CHECK(by_text({"", "a"}) == "|a");
}

TEST_CASE("each type of field sorts in both directions, and what is empty comes last in both")
{
    Register all;
    auto const lome = all.portfolio.town("TG", "Lomé"), evora = all.portfolio.town("PT", "Évora"), zinder = all.portfolio.town("NE", "Zinder");
    all.add("A", {{"title", title("Équité", "Zeal")}, {"status", std::string("2")}, {"town", RecordId{lome}}, {"cost", psl::Money{-500, "XOF"}}, {"start", day("2024-05-01")},
                  {"rate", Scaled{-1, 2}}, {"pilot", true}, {"term", Period{day("2024-01-01"), std::nullopt}}, {"people", psl::Cells{{{cell("F|18-24|yes"), 4}}}}});
    all.add("B", {{"title", title("eau", "Water")}, {"status", std::string("1")}, {"town", RecordId{zinder}}, {"cost", psl::Money{20, "EUR"}}, {"start", day("2023-12-31")},
                  {"rate", Scaled{0, 2}}, {"pilot", false}, {"term", Period{day("2024-01-01"), day("2024-06-01")}}, {"people", psl::Cells{{{cell("F|18-24|yes"), 40}}}}});
    all.add("C", {});
    all.add("D", {{"title", title("Zone", "Area")}, {"status", std::string("3")}, {"town", RecordId{evora}}, {"cost", psl::Money{100, "XOF"}}, {"start", day("2025-01-01")},
                  {"rate", Scaled{250, 2}}, {"pilot", true}, {"term", Period{day("2023-01-01"), std::nullopt}}, {"people", psl::Cells{{{cell("F|18-24|yes"), 5}}}}});
    auto const both = [&](char const* field) { return all.ordered({{field, false}}) + " / " + all.ordered({{field, true}}); };
    CHECK(both("identifier") == "A B C D / D C B A");
    CHECK(both("title") == "B A D C / D A B C");
    CHECK(all.ordered({{"title", false}}, {}, Language::en) == "D B A C");
    CHECK(both("status") == "B A D C / D A B C");
    CHECK(both("town") == "D A B C / B A D C"); // by the towns' names: Évora, Lomé, Zinder
    CHECK(both("cost") == "B A D C / B D A C"); // by currency, then by amount
    CHECK(both("start") == "B A D C / D A B C");
    CHECK(both("rate") == "A B D C / D B A C");
    CHECK(both("pilot") == "B A D C / D A B C"); // rows that are equal follow the direction
    CHECK(both("term") == "D B A C / B A D C");
    CHECK(both("people") == "A D B C / B D A C");
    CHECK(both("id") == "A B C D / D C B A");
    CHECK(all.ordered({{"note", true}}) == "D C B A");
    // Several: within the same value, the next decides; then the id, in the direction of the last.
    CHECK(all.ordered({{"pilot", true}, {"start", true}}) == "D A B C");
    CHECK(all.ordered({{"pilot", true}, {"note", false}}) == "A D B C");
    CHECK(all.ordered({{"note", true}, {"title", true}}) == "D A B C");
    CHECK(all.ordered({{"start", false}}, {{"start", Comparison::is_null, {}}}) == "C");
    CHECK(all.ordered({{"title", true}}, {{"start", Comparison::greater_or_equal, {Value(day("2024-01-01"))}}, {"start", Comparison::less, {Value(day("2025-01-01"))}}}) == "A");
    CHECK(all.ordered({{"title", false}}, {{"town", Comparison::equal, {Value(RecordId{zinder})}}}) == "B");
}

TEST_CASE("a choice follows its list, and codes that it lacks come after")
{
    auto list = Codelist::from_csv("work.status", "code;fr;en\n3;Clos;Closed\n1;Préparation;Planning\n2;En cours;Under way\n");
    auto theme = lists()[1];
    REQUIRE(list);
    Register all{Portfolio(entities(), {*list, theme}), {}};
    for (char const* code : {"1", "2", "3"})
        all.add(code, {{"status", std::string(code)}});
    CHECK(all.ordered({{"status", false}}) == "3 1 2");
    CHECK(all.ordered({{"status", true}}) == "2 1 3");
}

TEST_CASE("many keys come out as a plain sort of them would, each id once")
{
    std::mt19937 random(11);
    struct Plain {
        int number;
        std::string text;
        std::int64_t id;
    };
    std::vector<Plain> rows;
    OrderKeys keys;
    for (std::int64_t id = 1; id <= 20'000; ++id) {
        std::string text(random() % 30, 'a');
        for (auto& c : text)
            c = random() % 8 == 0 ? 'b' : 'a'; // long equal beginnings
        rows.push_back({static_cast<int>(random() % 3) - 1, text, id});
        keys.begin(id);
        keys.add_integer(rows.back().number, true);
        keys.add_text(text, false);
        keys.end();
    }
    std::sort(rows.begin(), rows.end(), [](Plain const& left, Plain const& right) {
        return std::tuple(-left.number, std::string_view(left.text), left.id) < std::tuple(-right.number, std::string_view(right.text), right.id);
    });
    auto const ids = keys.sorted(nullptr);
    REQUIRE(ids.size() == rows.size());
    CHECK(std::equal(ids.begin(), ids.end(), rows.begin(), [](std::int64_t id, Plain const& row) { return id == row.id; }));
    CHECK(std::set<std::int64_t>(ids.begin(), ids.end()).size() == ids.size());
}

TEST_CASE("an order that is stopped says so and gives nothing")
{
    Register all;
    all.add("A", {{"title", title("b")}});
    all.add("B", {{"title", title("a")}});
    std::atomic<bool> stop{true};
    auto const ids = order(all.portfolio.store->reader(), all.portfolio.registry, {&all.portfolio.of("work.project"), {}, "", {{"title", false}}, Language::fr}, &stop);
    REQUIRE_FALSE(ids);
    CHECK(ids.error().status == Status::cancelled);
}

TEST_CASE("a read that gives no row for long is stopped too")
{
    Portfolio portfolio;
    auto& reader = portfolio.store->reader();
    std::atomic<bool> stop{false};
    std::thread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        stop = true;
    });
    auto const start = std::chrono::steady_clock::now();
    {
        StopWatch const watch(reader, &stop);
        auto statement = reader.prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n WHERE i<0");
        REQUIRE(statement);
        auto const row = statement->step();
        REQUIRE_FALSE(row);
        CHECK(row.error().status == Status::cancelled);
    }
    later.join();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}
