// The figures of the home page and of reports against a plain sum, row by row, in fractions that are never shortened: portfolios
// made at random, with several currencies, rates that begin late or are missing, value dates, missing dates, corrections,
// agreements with a rate of their own, and headcounts that change. Rules of domain 2.4, 3.1 and 3.3.
#include "portfolio.hpp"
#include "plugins/funding/src/convert.hpp"
#include <array>
#include <fmt/format.h>
#include <map>
#include <set>

using namespace testing;
using exchange::FactKind;

namespace {

constexpr std::array currencies{"EUR", "XOF", "XAF", "KMF", "MAD", "TND", "VND", "LBP"}; // 0, 2 and 3 decimals; LBP has no rate

struct Plain {
    std::int64_t sum = 0, lines = 0, missing = 0;
};

class Made {
public:
    Made(unsigned seed, std::string base) : m_random(seed), m_base(std::move(base))
    {
        std::string json = fmt::format(R"([{{"entity":"core.setting","fields":{{"name":"base_currency","value":"{}"}}}})", m_base);
        for (int at = 0; at < 4; ++at)
            json += fmt::format(R"(,{{"ref":"p{0}","entity":"projects.activity","fields":{{"identifier":"XX-{0}","title":{{"fr":"Projet {0}"}},"status":"2","actual_start":"2023-01-01","planned_end":"2026-12-31"}}}})", at);
        json += R"(,{"ref":"d","entity":"core.organisation","fields":{"identifier":"XX-D","name":{"fr":"Bailleur"}}},
            {"ref":"g","entity":"funding.agreement","fields":{"reference":"C","donor":"@d","activity":"@p3","fx_policy":"fixed_contract","contract_rate":"10.88","local_currency":"MAD"}})";
        for (auto const& [currency, least] : {std::pair{"MAD", 10}, {"TND", 3}, {"VND", 26000}})
            for (int n = 0; n < 12; ++n) // the first rate comes months after the first transactions
                json += rate(currency, fmt::format("{}-{:02}-{:02}", 2023 + n / 6, 6 + n % 6, 1 + upto(28)), least);
        for (int n = 0; n < 250; ++n)
            json += transaction(n);
        m_portfolio.add(json + "]");
    }

    [[nodiscard]] Portfolio& portfolio() { return m_portfolio; }

    /// Rows as the store holds them, one after the other; `types` are those of a total.
    [[nodiscard]] Plain plain(std::set<std::string> const& types)
    {
        Plain total;
        auto rows = m_portfolio.session().portfolio().reader().prepare("SELECT type, date, value_date, value_minor, value_currency, activity IN (SELECT activity FROM funding_agreement) FROM funding_transaction");
        REQUIRE(rows);
        for (;;) {
            auto const row = rows->step();
            REQUIRE(row);
            if (!*row)
                return total;
            std::string const date(rows->text(1)), value_date(rows->text(2));
            if (!types.contains(std::string(rows->text(0))) || date > "2024-12-31")
                continue;
            ++total.lines;
            std::string const currency(rows->text(4)), day = value_date.empty() ? date : value_date;
            if (currency == m_base) {
                total.sum += rows->integer(3);
                continue;
            }
            auto const from = rows->integer(5) == 1 && currency == "MAD" && !day.empty() ? psl::parse_exact("10.88") : units(currency, day), to = units(m_base, day);
            auto const minor = from && to ? psl::round_half_up(psl::exact(rows->integer(3), psl::minor_units(currency)) / *from * *to, psl::minor_units(m_base)) : std::nullopt;
            minor ? total.sum += *minor : ++total.missing;
        }
    }

private:
    int upto(int most) { return static_cast<int>(m_random() % static_cast<unsigned>(most)); }

    std::string rate(std::string const& currency, std::string const& date, int least)
    {
        std::string const units = fmt::format("{}.{:06}", least + upto(2), upto(1'000'000));
        auto [known, fresh] = m_rates[currency].emplace(date, *psl::parse_exact(units));
        return fresh ? fmt::format(R"(,{{"entity":"core.rate","fields":{{"currency":"{}","date":"{}","rate":"{}","source":"essai","kind":"official"}}}})", currency, date, units) : std::string();
    }

    std::string transaction(int at)
    {
        auto const day = [&] { return fmt::format("{}-{:02}-{:02}", 2023 + upto(3), 1 + upto(12), 1 + upto(28)); }; // some after today
        std::int64_t const minor = upto(10) == 0 ? -upto(500'000) : static_cast<std::int64_t>(m_random() % 9'000'000'000ULL);
        std::string fields = fmt::format(R"("activity":"@p{}","ref":"{}","type":"{}","value":{{"minor":{},"currency":"{}"}})", upto(4), at, 1 + upto(13), minor, currencies[static_cast<std::size_t>(upto(currencies.size()))]);
        if (upto(12) != 0)
            fields += fmt::format(R"(,"date":"{}")", day());
        if (upto(3) != 0)
            fields += fmt::format(R"(,"value_date":"{}")", day());
        return fmt::format(R"(,{{"entity":"funding.transaction","fields":{{{}}}}})", fields);
    }

    [[nodiscard]] std::optional<psl::Exact> units(std::string const& currency, std::string const& day) const
    {
        if (day.empty())
            return std::nullopt;
        if (auto const fixed = psl::fixed_rate(currency))
            return fixed;
        auto const found = m_rates.find(currency);
        if (found == m_rates.end())
            return std::nullopt;
        auto const after = found->second.upper_bound(day);
        return after == found->second.begin() ? std::nullopt : std::optional(std::prev(after)->second);
    }

    std::mt19937 m_random;
    std::string m_base;
    std::map<std::string, std::map<std::string, psl::Exact>> m_rates;
    Portfolio m_portfolio;
};

void expect(std::vector<exchange::Block> const& blocks, std::string_view label, Plain const& plain)
{
    auto const* const shown = figure(blocks, label);
    REQUIRE_MESSAGE(shown, label);
    CAPTURE(label);
    REQUIRE(plain.lines > 0);
    if (plain.missing == plain.lines)
        CHECK(shown->value.kind == FactKind::not_converted);
    else
        CHECK(shown->value.number == plain.sum);
    CHECK((shown->tone == exchange::Tone::warn) == (plain.missing > 0));
    if (plain.missing > 0)
        CHECK(shown->note.find(fmt::format("{} sur {}", plain.missing, plain.lines)) != std::string::npos);
}

std::int64_t one_integer(Portfolio& portfolio, std::string const& sql)
{
    auto row = portfolio.session().portfolio().reader().prepare(sql);
    REQUIRE(row);
    REQUIRE(row->step());
    return row->integer(0);
}

/// The sums beside the cells say what the cells say, group by group.
void expect_cell_totals(Portfolio& portfolio)
{
    std::string const cells = "SELECT sex, age, disability, sum(n) AS n FROM inclusion_period__actual_cells GROUP BY 1, 2, 3 HAVING sum(n) <> 0";
    std::string const totals = "SELECT sex, age, disability, n FROM inclusion_period__actual_cells__total WHERE n <> 0";
    CHECK(one_integer(portfolio, "SELECT count(*) FROM (" + cells + " EXCEPT " + totals + ")") == 0);
    CHECK(one_integer(portfolio, "SELECT count(*) FROM (" + totals + " EXCEPT " + cells + ")") == 0);
}

} // namespace

TEST_CASE("money on the home page and in a report equals the plain sum of its rows")
{
    for (std::string const base : {"EUR", "XOF", "TND"})
        for (unsigned seed = 1; seed <= 2; ++seed) {
            CAPTURE(base);
            CAPTURE(seed);
            Made made(seed, base);
            auto const home = made.portfolio().session().dashboard(Language::fr);
            REQUIRE(home);
            auto const report = made.portfolio().report("portfolio", {}, {}, base);
            for (auto const* const blocks : {&home->blocks, &report.blocks}) {
                expect(*blocks, "Engagements", made.plain({"2"}));
                expect(*blocks, "Dépenses", made.plain({"3", "4", "7"}));
                expect(*blocks, "Fonds reçus", made.plain({"1"}));
            }
        }
}

TEST_CASE("integers of a fixed width round as fractions do")
{
    std::mt19937_64 random(7);
    for (int at = 0; at < 20'000; ++at) {
        auto const minor = static_cast<std::int64_t>(random() >> (1 + random() % 62)) * (random() % 2 == 0 ? 1 : -1);
        funding::Rate from, to;
        from.scaled = 1 + static_cast<std::int64_t>(random() >> (4 + random() % 40));
        to.scaled = 1 + static_cast<std::int64_t>(random() >> (4 + random() % 40));
        auto const* const from_currency = currencies[random() % currencies.size()];
        auto const* const to_currency = currencies[random() % currencies.size()];
        if (std::string_view(from_currency) == to_currency)
            continue;
        if (std::string_view(to_currency) == "EUR")
            to.scaled = 1'000'000'000;
        auto const plain = psl::round_half_up(psl::exact(minor, psl::minor_units(from_currency)) / psl::exact(from.scaled, 9) * psl::exact(to.scaled, 9), psl::minor_units(to_currency));
        auto const fast = funding::converted(minor, from_currency, from, to_currency, to);
        if (plain && *plain != INT64_MIN) {
            REQUIRE(fast);
            REQUIRE(*fast == *plain);
        } else
            REQUIRE(!fast);
    }
}

TEST_CASE("sums of headcounts follow every way in which cells change")
{
    Portfolio portfolio;
    std::mt19937 random(3);
    auto const cells = [&] {
        std::string text;
        for (char const* sex : {"F", "M", "?"})
            for (char const* age : {"15-17", "18-24", "25-35", "?"})
                for (char const* disability : {"yes", "no", "?"})
                    if (random() % 3 != 0)
                        text += fmt::format("{}\"{}|{}|{}\":{}", text.empty() ? "" : ",", sex, age, disability, random() % 40);
        return "{" + text + "}";
    };
    std::string json = R"([{"ref":"a","entity":"projects.activity","fields":{"identifier":"XX-1","title":{"fr":"Essai"},"status":"2","actual_start":"2024-01-01"}},
        {"ref":"r","entity":"inclusion.result","fields":{"activity":"@a","type":"1","title":{"fr":"Produit"}}},
        {"ref":"i","entity":"inclusion.indicator","fields":{"result":"@r","title":{"fr":"Personnes"},"measure":"1"}})";
    for (int at = 0; at < 12; ++at)
        json += fmt::format(R"(,{{"entity":"inclusion.period","fields":{{"indicator":"@i","import_key":"{}","period":{{"from":"2024-01-01","to":"2024-03-31"}},"actual_cells":{}}}}})", at, cells());
    portfolio.add(json + "]");
    expect_cell_totals(portfolio);
    auto const home = portfolio.session().dashboard(Language::fr);
    REQUIRE(home);
    auto const all = one_integer(portfolio, "SELECT sum(n) FROM inclusion_period__actual_cells");
    auto const women = one_integer(portfolio, "SELECT sum(n) FROM inclusion_period__actual_cells WHERE sex = 'F'");
    REQUIRE(figure(home->blocks, "Part des femmes"));
    CHECK(figure(home->blocks, "Part des femmes")->value.number == (2000 * women + all) / (2 * all)); // one decimal, half up

    auto& editor = portfolio.session().editor();
    std::vector<std::int64_t> ids;
    {
        auto rows = portfolio.session().portfolio().reader().prepare("SELECT id FROM inclusion_period ORDER BY id");
        REQUIRE(rows);
        while (*rows->step())
            ids.push_back(rows->integer(0));
    }
    REQUIRE(ids.size() == 12);
    psl::Cells more;
    more.counts[{psl::Sex::female, psl::AgeBand::b18_24, psl::Disability::yes}] = 1000;
    std::vector<model::Change> changes(2);
    changes[0].entity = changes[1].entity = "inclusion.period";
    changes[0].id = ids[3];
    changes[0].fields.emplace_back("actual_cells", more);
    changes[1].kind = model::ChangeKind::remove;
    changes[1].id = ids[5];
    auto const done = editor.apply({"essai", "test"}, changes);
    REQUIRE(!std::get_if<model::Refusal>(&done));
    expect_cell_totals(portfolio);
    CHECK(one_integer(portfolio, "SELECT n FROM inclusion_period__actual_cells__total WHERE sex = 'F' AND age = '18-24' AND disability = 'yes'") >= 1000);
    REQUIRE(editor.undo());
    expect_cell_totals(portfolio);
    CHECK(one_integer(portfolio, "SELECT sum(n) FROM inclusion_period__actual_cells__total") == all);
}
