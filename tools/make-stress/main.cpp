// make-stress: a portfolio as large as wanted, for the benchmarks. Up to 300 projects carry the volumes of a network's whole
// life (about 67 transactions, 40 indicator periods and 840 cells each: 20,000, 12,000 and 250,000 for 300); further projects
// are rows of the register alone. The same options give the same content.
#include "host/bridge/session.hpp"
#include "host/model/bulk.hpp"
#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <fmt/format.h>
#include <random>
#include <stdexcept>

using namespace passerelle;

namespace {

constexpr int rich_projects = 300;
constexpr int rows_a_write = 50'000;
constexpr int transactions_of_a_project = 67;

constexpr std::array things{"Marché couvert", "Coopérative maraîchère", "Incubateur", "Maison de l’emploi", "Atelier de couture", "Filière de recyclage", "Centre de formation",
                            "Cantine solidaire", "Éclairage public", "Artisanat du cuir", "Pépinière d’entreprises", "Mutuelle de santé"};
constexpr std::array aims{"équité entre quartiers", "insertion des jeunes", "accès des femmes au crédit", "accueil des personnes en situation de handicap", "énergie propre", "eau et assainissement"};
constexpr std::array cities{"Nouakchott", "Lomé", "Dakar", "Cotonou", "Yaoundé", "Antananarivo", "Sousse", "Moroni", "Hué", "Beyrouth"};
constexpr std::array countries{"MR", "TG", "SN", "BJ", "CM", "MG", "TN", "KM", "VN", "LB"};
constexpr std::array currencies{"XOF", "XAF", "EUR", "MAD", "TND"};
/// Quarters have names of two to four of these, short ones much more often: a few words that many rows hold, and a long tail.
constexpr std::array syllables{"ba", "ko", "di", "mé", "sa", "tou", "la", "né", "gui", "ro", "fa", "chè", "zo", "ti", "ya", "wé"};
constexpr std::array bands{"15-17", "18-24", "25-35", "36-59", "60+"};

class Stress {
public:
    Stress(bridge::Session& session, std::uint64_t seed) : m_session(session), m_random(seed) {}

    void make(int projects, std::int64_t transactions)
    {
        m_first_transactions = std::min<std::int64_t>(transactions, std::int64_t{transactions_of_a_project} * std::min(projects, rich_projects));
        write([&](model::BulkWriter& writer) {
            for (int at = 0; at < 400; ++at) {
                std::string const name = fmt::format(R"({{"fr":"{} {}"}})", cities[at % cities.size()], at);
                m_cities.push_back(put(writer, "core.territory", {"name", "kind", "country", "population"},
                                       {std::string_view(name), "city", countries[at % countries.size()], std::int64_t{20'000 + at * 1'000}}));
            }
            for (int at = 0; at < 60; ++at) {
                std::string const name = fmt::format(R"({{"fr":"Bailleur {}"}})", at), identifier = fmt::format("XX-STRESS-ORG-{}", at);
                m_donors.push_back(put(writer, "core.organisation", {"identifier", "name", "type"}, {std::string_view(identifier), std::string_view(name), "40"}));
            }
        });
        for (int from = 0; from < projects; from += rows_a_write)
            write([&](model::BulkWriter& writer) {
                for (int at = from; at < std::min(projects, from + rows_a_write); ++at)
                    project(writer, at);
            });
        // What is asked beyond a whole life's payments goes to the same projects in turn.
        for (std::int64_t from = m_transactions; from < transactions; from += rows_a_write)
            write([&](model::BulkWriter& writer) {
                for (std::int64_t at = from; at < std::min(transactions, from + rows_a_write); ++at)
                    transaction(writer, m_rich[static_cast<std::size_t>(at) % m_rich.size()], static_cast<int>(at));
            });
    }

private:
    template<typename Body>
    void write(Body&& body)
    {
        auto const written = m_session.portfolio().write({{"essai de charge", "stress test"}, store::WriteKind::import, 0, ""}, [&](store::WriteTransaction& transaction) -> Result<void> {
            model::BulkWriter writer(transaction, m_session.registry(), "stress");
            body(writer);
            std::vector<model::Issue> issues;
            if (auto const finished = writer.finish(issues); !finished)
                return finished.error();
            return {};
        });
        if (!written)
            throw std::runtime_error(written.error().sentence.en);
    }

    std::int64_t put(model::BulkWriter& writer, char const* entity, std::initializer_list<std::string_view> names, std::initializer_list<model::Simple> values)
    {
        auto const* declared = m_session.registry().entity(entity);
        auto layout = writer.layout(*declared, {names.begin(), names.size()});
        if (!layout)
            throw std::runtime_error(layout.error().sentence.en);
        std::vector<model::Issue> issues;
        auto made = writer.put(**layout, {values.begin(), values.size()}, issues);
        if (!made)
            throw std::runtime_error(made.error().sentence.en);
        if (made->id == 0)
            throw std::runtime_error(issues.empty() ? std::string(entity) + ": refused" : issues.front().sentence.en);
        return made->id;
    }

    int upto(int most) { return static_cast<int>(m_random() % static_cast<unsigned>(most)); }
    std::string date(int first_year, int years) { return fmt::format("{:04}-{:02}-{:02}", first_year + upto(years), 1 + upto(12), 1 + upto(28)); }

    std::string quarter()
    {
        std::string name;
        for (int part = 2 + upto(8) / 4 + upto(8) / 7; part > 0; --part)
            name += syllables[static_cast<std::size_t>(std::min(upto(16), upto(16)))];
        return name;
    }

    void transaction(model::BulkWriter& writer, std::int64_t activity, int number)
    {
        constexpr std::array types{"1", "2", "3", "4", "11"};
        std::string const key = std::to_string(number), day = date(2021, 5);
        put(writer, "funding.transaction", {"activity", "import_key", "type", "date", "value.minor", "value.currency", "value_date", "provider"},
            {activity, std::string_view(key), types[static_cast<std::size_t>(number) % types.size()], std::string_view(day), std::int64_t{100'000 + upto(9'000'000)},
             currencies[static_cast<std::size_t>(upto(currencies.size()))], std::string_view(day), m_donors[static_cast<std::size_t>(upto(60))]});
        ++m_transactions;
    }

    void project(model::BulkWriter& writer, int at)
    {
        std::string const identifier = fmt::format("XX-STRESS-{:07}", at);
        std::string const title = fmt::format(R"({{"fr":"{} de {}, quartier {} – {}","en":"Project {}"}})", things[static_cast<std::size_t>(upto(things.size()))],
                                              cities[static_cast<std::size_t>(upto(cities.size()))], quarter(), aims[static_cast<std::size_t>(upto(aims.size()))], at);
        std::string const status = std::to_string(1 + upto(6));
        std::string const start = date(2018, 6), end = date(2024, 5);
        auto const activity = put(writer, "projects.activity", {"identifier", "title", "status", "planned_start", "planned_end", "city", "currency"},
                                  {std::string_view(identifier), std::string_view(title), std::string_view(status), std::string_view(start), std::string_view(end),
                                   m_cities[static_cast<std::size_t>(upto(400))], "EUR"});
        if (at >= rich_projects)
            return;
        put(writer, "projects.country", {"activity", "import_key", "code", "percentage"}, {activity, "1", countries[at % countries.size()], "100"});
        for (int n = 0; n < 4; ++n) {
            std::string const key = std::to_string(n), from = fmt::format("{}-01-01", 2021 + n), to = fmt::format("{}-12-31", 2021 + n);
            put(writer, "funding.budget", {"activity", "import_key", "type", "status", "period.from", "period.to", "value.minor", "value.currency", "value_date"},
                {activity, std::string_view(key), "1", "2", std::string_view(from), std::string_view(to), std::int64_t{10'000'000 + upto(50'000'000)}, "EUR", std::string_view(from)});
        }
        m_rich.push_back(activity);
        for (int n = 0; n < transactions_of_a_project && m_transactions < m_first_transactions; ++n)
            transaction(writer, activity, n);
        put(writer, "inclusion.marker", {"activity", "import_key", "vocabulary", "code", "significance"},
            {activity, "1", "1", "1", at % 4 == 3 ? model::Simple() : model::Simple(std::array{"0", "1", "2"}[static_cast<std::size_t>(at % 3)])});
        for (int r = 0; r < 2; ++r) {
            std::string const result_key = std::to_string(r);
            auto const result = put(writer, "inclusion.result", {"activity", "import_key", "type", "title"},
                                    {activity, std::string_view(result_key), std::string_view(r == 0 ? "1" : "2"), R"({"fr":"Personnes accompagnées"})"});
            for (int i = 0; i < 5; ++i) {
                std::string const indicator_key = std::to_string(i);
                auto const indicator = put(writer, "inclusion.indicator", {"result", "import_key", "measure", "ascending", "title", "baseline_value", "count_mode"},
                                           {result, std::string_view(indicator_key), "1", std::int64_t{1}, R"({"fr":"Personnes formées"})", "0", "unique_persons"});
                for (int p = 0; p < 4; ++p) {
                    std::string cells;
                    std::int64_t total = 0;
                    for (char const* sex : {"F", "M"})
                        for (char const* band : bands)
                            for (char const* disability : {"yes", "no"}) {
                                int const n = upto(*disability == 'y' ? 6 : 40);
                                total += n;
                                cells += fmt::format("{}\"{}|{}|{}\":{}", cells.empty() ? "{" : ",", sex, band, disability, n);
                            }
                    cells += ",\"?|?|?\":0}";
                    std::string const key = std::to_string(p), from = fmt::format("{}-01-01", 2021 + p), to = fmt::format("{}-12-31", 2021 + p), actual = std::to_string(total);
                    put(writer, "inclusion.period", {"indicator", "import_key", "period.from", "period.to", "target", "actual", "actual_cells"},
                        {indicator, std::string_view(key), std::string_view(from), std::string_view(to), "400", std::string_view(actual), std::string_view(cells)});
                }
            }
        }
    }

    bridge::Session& m_session;
    std::mt19937_64 m_random;
    std::vector<std::int64_t> m_cities, m_donors, m_rich;
    std::int64_t m_transactions = 0, m_first_transactions = 0;
};

} // namespace

int main(int count, char** words)
{
    CLI::App app("Makes a stress portfolio", "make-stress");
    int projects = 300;
    std::int64_t transactions = -1;
    std::uint64_t seed = 1;
    std::filesystem::path out;
    app.add_option("--projects", projects, "How many projects")->check(CLI::Range(1, 10'000'000));
    app.add_option("--transactions", transactions, "How many transactions in all (67 for each of the first 300 projects)")->check(CLI::Range(0, 10'000'000));
    app.add_option("--seed", seed, "Same seed, same content");
    app.add_option("--out", out, "File to make")->required();
    CLI11_PARSE(app, count, words);
    bridge::SessionOptions options;
    options.store.automatic_backups = false;
    options.store.author = "make-stress";
    auto session = bridge::Session::create(out, options);
    if (!session) {
        fmt::print(stderr, "{}\n", session.error().sentence.en);
        return 1;
    }
    try {
        Stress(**session, seed).make(projects, transactions >= 0 ? transactions : std::int64_t{transactions_of_a_project} * std::min(projects, rich_projects));
    } catch (std::exception const& fault) {
        fmt::print(stderr, "{}\n", fault.what());
        session.value().reset();
        std::error_code ignored;
        std::filesystem::remove(out, ignored); // half a portfolio must not be measured
        return 1;
    }
    if (auto const indexed = (*session)->index_text(); !indexed) {
        fmt::print(stderr, "{}\n", indexed.error().sentence.en);
        return 1;
    }
    fmt::print("{}\n", out.string());
    return 0;
}
