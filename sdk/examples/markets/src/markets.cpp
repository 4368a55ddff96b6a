// Un tableau de bord : ce que les marchés d’une ville déclarent chaque mois. Les mêmes mots font la page du menu et le chapitre des
// rapports. Not reported is never 0: a market that said nothing is counted apart, and the figures say of how many they are made.
#include "passerelle/cpp/words.hpp"
#include "passerelle/plugin.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// What the markets reported for one month.
struct Month {
    std::int64_t markets = 0, counted = 0, women = 0, men = 0; ///< counted: markets that reported both women and men
    struct Takings {
        std::string currency;
        std::int64_t minor = 0, markets = 0;
    };
    std::vector<Takings> takings; ///< by currency: amounts of two currencies are never added
};

/// Fewer people than this could be recognised: masked in what leaves this computer.
constexpr std::int64_t small_group = 5;

class Markets : public psl::Plugin {
public:
    using Plugin::Plugin;

    void check(std::string_view entity, psl::Row const& row, psl::Issues& issues)
    {
        if (entity == "markets.market" && row.integer("stalls").value_or(0) < 0)
            issues.error("stalls", tr("Le nombre de places est positif ou nul.", "The number of stalls is positive or zero."));
        if (entity != "markets.month")
            return;
        for (char const* const field : {"women", "men"})
            if (row.integer(field).value_or(0) < 0)
                issues.error(field, tr("Un effectif est positif ou nul. Laissez le champ vide si personne n’a compté.", "A headcount is positive or zero. Leave the field empty if nobody counted."));
        if (auto const start = row.date("start"); start && start->iso().substr(8) != "01")
            issues.error("start", tr("Indiquez le premier jour du mois.", "Give the first day of the month."));
    }

    void write_section(std::string_view, psl::Scope const&, psl::Page& page)
    {
        page.heading(1, tr("Marchés municipaux", "Municipal markets"));
        auto db = open_db();
        auto const month = db.text("SELECT max(start) FROM markets_month WHERE start <= ?1", today().iso()); // in a report: its as-of date
        if (!month)
            return page.text(tr("Aucun mois n’est encore ouvert. Saisissez un marché, puis ouvrez le mois en cours.", "No month is open yet. Enter a market, then open the current month."), psl::Tone::muted);
        write_month(page, db, *month);
        write_history(page, db);
    }

    void draw(std::string_view, psl::Scope const& scope, psl::Ui& ui)
    {
        auto page = ui.page();
        write_section("markets", scope, page);
        if (ui.button("open-month", tr("Ouvrir le mois en cours", "Open the current month"))) {
            auto db = open_db();
            if (auto changes = missing_months(db); !changes.empty())
                records().submit(tr("ouverture du mois", "month opened"), changes, [](psl_status, std::vector<std::int64_t> const&) {});
        }
        ui.entity_table("markets.market");
        ui.entity_table("markets.month");
    }

    /// [worker] The same from the search, the console or a script.
    void run_command(std::string_view, psl::Scope const&, psl::Job&, psl::Issues& told)
    {
        auto db = open_db();
        auto changes = missing_months(db);
        auto const count = changes.size();
        if (count > 0)
            (void)records().apply(tr("ouverture du mois", "month opened"), changes);
        told.note("", count == 0 ? tr("Le mois est déjà ouvert pour tous les marchés.", "The month is already open for every market.")
                                 : tr("Mois ouverts : ", "Months opened: ") + std::to_string(count));
    }

private:
    [[nodiscard]] std::string first_of_month() const { return today().iso().substr(0, 8) + "01"; }

    [[nodiscard]] psl::Changes missing_months(psl::Database& db) const
    {
        psl::Changes changes;
        auto const start = first_of_month();
        auto rows = db.prepare("SELECT id FROM markets_market WHERE id NOT IN (SELECT market FROM markets_month WHERE start = ?1) ORDER BY id", start);
        while (rows.step())
            changes.insert("markets.month").set("market", rows.integer(0)).set("start", start);
        return changes;
    }

    [[nodiscard]] static Month read(psl::Database& db, std::string const& start)
    {
        Month month;
        month.markets = db.integer("SELECT count(*) FROM markets_month WHERE start = ?1", start).value_or(0);
        auto people = db.prepare("SELECT count(*), coalesce(sum(women), 0), coalesce(sum(men), 0) FROM markets_month WHERE start = ?1 AND women IS NOT NULL AND men IS NOT NULL", start);
        if (people.step()) {
            month.counted = people.integer(0);
            month.women = people.integer(1);
            month.men = people.integer(2);
        }
        auto money = db.prepare("SELECT takings_currency, sum(takings_minor), count(*) FROM markets_month WHERE start = ?1 AND takings_minor IS NOT NULL GROUP BY takings_currency ORDER BY 1", start);
        while (money.step())
            month.takings.push_back({money.string(0), money.integer(1), money.integer(2)});
        return month;
    }

    [[nodiscard]] std::string of(std::int64_t some, std::int64_t all) const { return std::to_string(some) + tr(" sur ", " of ") + std::to_string(all) + tr(" marchés", " markets"); }

    [[nodiscard]] static bool is_small(std::optional<std::int64_t> number) { return number && *number > 0 && *number < small_group; }

    void write_month(psl::Page& page, psl::Database& db, std::string const& start) const
    {
        Month const month = read(db, start);
        std::int64_t const traders = month.women + month.men;
        // A masked market must not come back by subtraction: then the share of all goes too.
        bool const small = page.leaves() && db.integer("SELECT count(*) FROM markets_month WHERE start = ?1 AND (women BETWEEN 1 AND ?2 OR men BETWEEN 1 AND ?2)", start, small_group - 1).value_or(0) > 0;
        page.figure(tr("Marchés", "Markets"), psl::fact::count(month.markets), {}, psl::Tone::plain, tr("mois du ", "month of ") + psl::date_text(start, french()));
        page.behind(tr("Marchés dont le mois est ouvert.", "Markets whose month is open."), "markets.month", "start = " + start);
        page.figure(tr("Commerçantes et commerçants", "Traders"), month.counted == 0 ? psl::fact::not_reported() : psl::fact::count(traders), {}, psl::Tone::plain, of(month.counted, month.markets));
        // In thousandths of the whole, rounded half away from zero: 55,9 %.
        page.figure(tr("Part des femmes", "Share of women"),
                    month.counted == 0 ? psl::fact::not_reported() : traders == 0 ? psl::fact::not_computable() : small ? psl::fact::suppressed() : psl::fact::percent((month.women * 2000 + traders) / (2 * traders), 1),
                    {}, psl::Tone::plain, of(month.counted, month.markets));
        for (auto const& takings : month.takings)
            page.figure(tr("Recettes du mois", "Takings of the month"), psl::fact::money(takings.minor, takings.currency), {}, psl::Tone::plain, of(takings.markets, month.markets));
        if (month.takings.empty())
            page.figure(tr("Recettes du mois", "Takings of the month"), psl::fact::not_reported());

        auto table = page.table("markets", tr("Le mois, marché par marché", "The month, market by market"),
                                {tr("Marché", "Market"), tr("Places", "Stalls"), tr("Commerçantes", "Women"), tr("Commerçants", "Men"), tr("Recettes", "Takings")});
        auto rows = db.prepare("SELECT m.id, k.name, k.stalls, m.women, m.men, m.takings_minor, m.takings_currency FROM markets_month m JOIN markets_market k ON k.id = m.market WHERE m.start = ?1 ORDER BY k.name", start);
        while (rows.step()) {
            auto const women = rows.optional_integer(3), men = rows.optional_integer(4);
            bool const masked = page.leaves() && (is_small(women) || is_small(men)); // both: one would give the other away
            table.link(psl::fact::text(rows.string(1)), "markets.month", rows.integer(0))
                .cell(psl::fact::count(rows.optional_integer(2)))
                .cell(masked ? psl::fact::suppressed() : psl::fact::count(women))
                .cell(masked ? psl::fact::suppressed() : psl::fact::count(men))
                .cell(psl::fact::money(rows.money(5)));
        }
    }

    /// Takings month by month, where all of them are in one currency.
    void write_history(psl::Page& page, psl::Database& db) const
    {
        auto const currencies = db.integer("SELECT count(DISTINCT takings_currency) FROM markets_month WHERE start <= ?1", today().iso());
        if (currencies.value_or(0) != 1)
            return;
        std::vector<std::string> months;
        psl::Series series{tr("Recettes", "Takings"), {}};
        auto rows = db.prepare("SELECT start, sum(takings_minor), max(takings_currency) FROM (SELECT * FROM markets_month WHERE start <= ?1) GROUP BY start ORDER BY start", today().iso());
        while (rows.step()) {
            months.push_back(rows.string(0).substr(0, 7));
            series.values.push_back(psl::fact::money(rows.money(1)));
        }
        page.chart(psl::ChartKind::bars, "takings", tr("Recettes par mois", "Takings by month"), months, {series});
    }
};

} // namespace

PSL_PLUGIN(Markets)
