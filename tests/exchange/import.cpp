// From a file of people to records: what columns mean, what each line would do, and doing it.
#include "host/exchange/import_plan.hpp"
#include "host/exchange/import_template.hpp"
#include "host/exchange/import_words.hpp"
#include "tests/model/fixture.hpp"

using namespace passerelle;
using namespace passerelle::exchange;
using model::Value;

namespace {

std::shared_ptr<Workbook const> book_of(std::string const& csv)
{
    auto book = workbook_from_bytes(csv);
    REQUIRE_MESSAGE(book, (book ? "" : book.error().sentence.en));
    return std::make_shared<Workbook const>(std::move(*book));
}

struct Trial {
    fixture::Portfolio& portfolio;
    ImportInput input;

    Trial(fixture::Portfolio& into, std::string const& entity, std::string const& csv, Language language = Language::fr) : portfolio(into)
    {
        input.book = book_of(csv);
        input.entity = &into.of(entity);
        input.language = language;
        input.mapping = propose_mapping(*input.book, into.registry, *input.entity, language, 0, likely_header(input.book->sheets[0], import_targets(*input.entity)));
    }
    /// Fields in the fixture are called "Champ x": columns are joined by hand.
    Trial& join(std::vector<std::string> const& targets)
    {
        for (std::size_t c = 0; c < targets.size(); ++c)
            input.mapping.columns[c].target = targets[c];
        examine_columns(input.mapping, input.book->sheets[0], portfolio.registry, *input.entity, input.language);
        return *this;
    }
    ImportPlan plan()
    {
        auto made = ImportPlan::make(*portfolio.store, portfolio.registry, *portfolio.editor, input, {});
        REQUIRE_MESSAGE(made, (made ? "" : made.error().sentence.en));
        return std::move(*made);
    }
};

std::vector<LineOutcome> outcomes(ImportPlan const& plan)
{
    std::vector<LineOutcome> all;
    for (auto const& line : plan.lines())
        all.push_back(line.outcome);
    return all;
}

/// Currencies are known by their list.
std::vector<model::Codelist> lists()
{
    auto all = fixture::lists();
    auto currencies = model::Codelist::from_csv("core.currency", "code;fr;en\nEUR;euro;euro\nXOF;franc CFA;CFA franc\nXAF;franc CFA;CFA franc\nTND;dinar;dinar\n");
    REQUIRE(currencies);
    all.push_back(*currencies);
    return all;
}

} // namespace

TEST_CASE("dates as people write them")
{
    auto const iso = [](std::string_view text, DateOrder order = DateOrder::day_first) {
        auto const read = read_date_text(text);
        if (!read)
            return std::string{"no date"};
        auto const date = iso_of(*read, order, text);
        return date ? *date : date.error().sentence.fr;
    };
    CHECK(iso("03/04/2025") == "2025-04-03");
    CHECK(iso("03/04/2025", DateOrder::month_first) == "2025-03-04");
    CHECK(iso("2025-03-01") == "2025-03-01");
    CHECK(iso("2025-03-01T14:05:00Z") == "2025-03-01");
    CHECK(iso("9/20/21 1:00", DateOrder::month_first) == "2021-09-20");
    CHECK(iso("1er mars 2025") == "2025-03-01");
    CHECK(iso("12 août 2024") == "2024-08-12");
    CHECK(iso("March 12, 2025") == "2025-03-12");
    CHECK(iso("12-Mar-25") == "2025-03-12");
    CHECK(iso("lundi 3 février 2025") == "2025-02-03");
    CHECK(iso("31/02/2026") == "Le 31\u00A0février n’existe pas. Corrigez la date ou ignorez la ligne.");
    CHECK(iso("29/02/2025") == "Le 29\u00A0février 2025 n’existe pas. Corrigez la date ou ignorez la ligne.");
    CHECK(iso("29/02/2024") == "2024-02-29");
    CHECK(iso("1 234,56") == "no date");
    CHECK(iso("T1-2025") == "no date");
    CHECK(iso("20/03") == "no date");
}

TEST_CASE("numbers as people write them")
{
    auto const plain = [](std::string_view text, DecimalSign sign = DecimalSign::comma) {
        auto const read = read_number_text(text);
        auto const number = read ? plain_number(*read, sign) : std::nullopt;
        return number ? *number + (read->unit.empty() ? "" : "|" + read->unit) : std::string{"none"};
    };
    CHECK(plain("1 234,56") == "1234.56");
    CHECK(plain("1\u202F234,56") == "1234.56");
    CHECK(plain("1\u00A0234,56 €") == "1234.56|€");
    CHECK(plain("1.234,56") == "1234.56");
    CHECK(plain("1,234.56") == "1234.56");
    CHECK(plain("1234.56") == "1234.56");
    CHECK(plain("1'234.50") == "1234.50");
    CHECK(plain("10 000 000 FCFA") == "10000000|FCFA");
    CHECK(plain("(450 000)") == "-450000");
    CHECK(plain("-12,5") == "-12.5");
    CHECK(plain("1.234", DecimalSign::comma) == "1234");
    CHECK(plain("1.234", DecimalSign::dot) == "1.234");
    CHECK(plain("1,234", DecimalSign::dot) == "1234");
    CHECK(plain("12 34") == "none");
    CHECK(plain("1.23.456,7") == "none");
    CHECK(plain("abc") == "none");
    CHECK(shifted("12.5", 3) == "12500");
    CHECK(shifted("-0.0004", 3) == "-0.4");
}

TEST_CASE("heads are likened by words that mean the same")
{
    CHECK(likeness(plain_label("Montant (XOF)"), plain_label("Montant")) == 100);
    CHECK(likeness(plain_label("Débit"), plain_label("Montant")) > 60);
    CHECK(likeness(plain_label("N° de convention"), plain_label("Numéro de convention")) > 60);
    CHECK(likeness(plain_label("Ville"), plain_label("Montant")) == 0);
    CHECK(names_a_total("Sous-total 2025"));
    CHECK(names_a_total("TOTAL GÉNÉRAL"));
    CHECK_FALSE(names_a_total("Totalité des travaux"));
}

TEST_CASE("columns decide what a cell cannot: 1.234 and 03/04/2025")
{
    fixture::Portfolio portfolio{fixture::entities(), lists()};
    auto const remark = [&](std::string const& csv, std::size_t column) {
        Trial trial{portfolio, "work.payment", csv};
        trial.join({"ref", "date", "value"});
        return trial.input.mapping.columns[column];
    };
    auto const proof = remark("Ref;Date;Montant (EUR)\na;03/04/2025;1.234,50\nb;25/04/2025;2.500\n", 1);
    CHECK(proof.dates == DateOrder::day_first);
    CHECK(proof.remark.empty());
    CHECK(remark("Ref;Date;Montant (EUR)\na;03/04/2025;1\nb;04/25/2025;2\n", 1).dates == DateOrder::month_first);
    CHECK_FALSE(remark("Ref;Date;Montant (EUR)\na;03/04/2025;1\n", 1).remark.empty()); // said: nothing proves it
    CHECK(remark("Ref;Date;Montant (EUR)\na;03/04/2025;1.234,50\nb;25/04/2025;2.500\n", 2).decimals == DecimalSign::comma);
    CHECK(remark("Ref;Date;Montant (EUR)\na;;1,234.50\nb;;2,500\n", 2).decimals == DecimalSign::dot);
    // Euros have two decimals: three digits behind the sign are thousands, whichever sign it is.
    CHECK(remark("Ref;Date;Montant (EUR)\na;;1,234\n", 2).decimals == DecimalSign::dot);
    CHECK(remark("Ref;Date;Montant (EUR)\na;;1.234\n", 2).decimals == DecimalSign::comma);
    // Dinars have three.
    CHECK(remark("Ref;Date;Montant (TND)\na;;1,234\n", 2).decimals == DecimalSign::comma);
    CHECK(remark("Ref;Date;Montant (XOF)\na;;1\n", 2).currency == "XOF");
    CHECK(remark("Ref;Date;Montant en k€\na;;1\n", 2).factor == 3);
    CHECK(remark("Ref;Date;Montant TTC\na;;1\n", 2).currency.empty());
    CHECK(remark("Ref;Date;Montant (FCFA)\na;;1\n", 2).currency.empty()); // XOF or XAF
    CHECK_FALSE(remark("Ref;Date;Montant (FCFA)\na;;1\n", 2).remark.empty());
}

TEST_CASE("each line says what it would do; nothing is written before")
{
    fixture::Portfolio portfolio{fixture::entities(), lists()};
    auto const lome = portfolio.town("TG-LFW", "Lomé");
    auto const known = portfolio.project("P1", {{"cost", psl::Money{100'000, "XOF"}}, {"town", model::RecordId{lome}}});
    Trial trial{portfolio, "work.project",
                "Suivi des projets;;;\n;;;\nidentifier;cost (XOF);start;town\nP1;120 000;;lome\nP2;5.000.000 FCFA;31/02/2026;Lomé\nP3;1;03/02/2026;Cotonou\nP4;;04/02/2026;TG-LFW\nP4;;;\nTotal;120 001;;\n"};
    trial.join({"identifier", "cost", "start", "town"});
    CHECK(trial.input.mapping.match == std::vector<std::string>{"identifier"});
    auto const plan = trial.plan();
    using enum LineOutcome;
    CHECK(outcomes(plan) == std::vector{changed, error, to_decide, fresh, error, ignored});
    CHECK(plan.lines()[0].record == known);
    CHECK(plan.sheet().rows[plan.lines()[1].row].line == 5);
    CHECK(plan.lines()[1].sentence.fr.starts_with("Le 31\u00A0février n’existe pas"));
    CHECK(plan.lines()[2].doubt == Doubt::link);
    CHECK(plan.lines()[4].sentence.en.find("Line 7 already") != std::string::npos);
    auto const detail = plan.detail(portfolio.store->reader(), 0);
    CHECK(detail.cells[1].changed);
    CHECK(detail.cells[1].before == "100\u202F000\u00A0XOF");
    CHECK(detail.cells[1].shown == "120\u202F000\u00A0XOF");
    CHECK(portfolio.number("SELECT count(*) FROM work_project") == 1);

    // Correct one line, make the town that is missing, then apply; one step takes all of it back.
    trial.input.decisions.lines[plan.lines()[1].row].typed[2] = "28/02/2026";
    trial.input.decisions.links[{"town", "cotonou"}] = {LinkDecision::create};
    trial.input.decisions.lines[plan.lines()[4].row].ignored = true;
    auto const settled = trial.plan();
    CHECK(outcomes(settled) == std::vector{changed, fresh, fresh, fresh, ignored, ignored});
    auto const done = settled.apply(*portfolio.store, *portfolio.editor, "suivi %s ##.csv", {});
    REQUIRE_MESSAGE(done, (done ? "" : done.error().sentence.en));
    CHECK(done->fresh == 3);
    CHECK(portfolio.number("SELECT count(*) FROM work_project") == 4);
    CHECK(portfolio.number("SELECT count(*) FROM town_town") == 2);
    auto const p2 = portfolio.read("work.project", portfolio.number("SELECT id FROM work_project WHERE identifier='P2'"));
    CHECK(p2.at("cost") == Value{psl::Money{5'000'000, "XOF"}}); // the column's head says which franc
    CHECK(p2.at("start") == Value{fixture::day("2026-02-28")});
    auto const step = portfolio.editor->next_undo();
    REQUIRE(step);
    CHECK(step->label.fr == "Import de suivi %s ##.csv\u00A0: 4 registre work.project");
    REQUIRE(portfolio.editor->undo());
    CHECK(portfolio.number("SELECT count(*) FROM work_project") == 1);
    CHECK(portfolio.number("SELECT count(*) FROM town_town") == 1);
}

TEST_CASE("the same file again changes nothing; an empty cell erases nothing unless asked")
{
    fixture::Portfolio portfolio{fixture::entities(), lists()};
    std::string const csv = "identifier;note\nP1;première\nP2;\n";
    Trial trial{portfolio, "work.project", csv};
    trial.join({"identifier", "note"});
    REQUIRE(trial.plan().apply(*portfolio.store, *portfolio.editor, "a.csv", {}));
    using enum LineOutcome;
    CHECK(outcomes(trial.plan()) == std::vector{unchanged, unchanged});
    Trial blank{portfolio, "work.project", "identifier;note;cost (EUR)\nP1;;1\nP2;;\n"};
    blank.join({"identifier", "note", ""});
    CHECK(outcomes(blank.plan()) == std::vector{unchanged, unchanged});
    blank.input.mapping.erase = true;
    CHECK(outcomes(blank.plan()) == std::vector{changed, unchanged});
}

TEST_CASE("without a key, equal lines are the same records, as many times as there are")
{
    fixture::Portfolio portfolio{fixture::entities(), lists()};
    portfolio.project("P1");
    Trial trial{portfolio, "work.payment", "value (EUR);date\n10;01/02/2026\n10;01/02/2026\n"};
    trial.join({"value", "date"});
    trial.input.mapping.fixed = {{"project", "P1"}};
    trial.input.mapping.match = likely_match(trial.input.mapping, trial.input.book->sheets[0], *trial.input.entity);
    CHECK(trial.input.mapping.match.empty());
    REQUIRE(trial.plan().apply(*portfolio.store, *portfolio.editor, "a.csv", {}));
    CHECK(portfolio.number("SELECT count(*) FROM work_payment") == 2);
    using enum LineOutcome;
    CHECK(outcomes(trial.plan()) == std::vector{unchanged, unchanged});
}

TEST_CASE("a value that someone changed since the last import is asked about")
{
    fixture::Portfolio portfolio{fixture::entities(), lists()};
    Trial first{portfolio, "work.project", "identifier;cost (XOF)\nP1;3 350 000\nP2;1\n"};
    first.join({"identifier", "cost"});
    REQUIRE(first.plan().apply(*portfolio.store, *portfolio.editor, "a.csv", {}));
    auto const id = portfolio.number("SELECT id FROM work_project WHERE identifier='P1'");
    portfolio.update("work.project", id, {{"cost", psl::Money{3'100'000, "XOF"}}});
    auto const plan = first.plan();
    using enum LineOutcome;
    CHECK(outcomes(plan) == std::vector{to_decide, unchanged});
    auto const detail = plan.detail(portfolio.store->reader(), 0);
    REQUIRE(detail.edited.size() == 1);
    CHECK(detail.edited[0].author == "Awa");
    CHECK(detail.edited[0].here == "3\u202F100\u202F000\u00A0XOF");
    CHECK(detail.edited[0].file == "3\u202F350\u202F000\u00A0XOF");
    first.input.decisions.lines[plan.lines()[0].row].from_file["cost"] = false;
    CHECK(outcomes(first.plan()) == std::vector{unchanged, unchanged});
    first.input.decisions.lines[plan.lines()[0].row].from_file["cost"] = true;
    CHECK(outcomes(first.plan()) == std::vector{changed, unchanged});
}

TEST_CASE("names that fit several records, formulas, codes and rules of the register")
{
    fixture::Portfolio portfolio{fixture::entities(), lists()};
    portfolio.town("A", "Saint-Louis");
    portfolio.town("B", "saint-louis");
    portfolio.town("C", "Dakar");
    Trial trial{portfolio, "work.project", "identifier;status;town;share;note\n=cmd|calc;En cours;Dakar;25 %;../../x\nQ2;inconnu;;;\nQ3;2 - En cours;;250;%n%s##\nQ4;;Saint-Louis;;\n" + std::string(21, 'x') + ";;;;note\n"};
    trial.join({"identifier", "status", "town", "share", "note"});
    auto const plan = trial.plan();
    using enum LineOutcome;
    CHECK(outcomes(plan) == std::vector{fresh, error, error, to_decide, error}); // a share above 100, an identifier above 20 characters
    CHECK(plan.lines()[1].field == "status");
    CHECK(plan.lines()[2].field == "share");
    CHECK(plan.lines()[3].sentence.en.starts_with("2 records are called"));
    CHECK(plan.lines()[4].column == 0);
}

TEST_CASE("a mapping is remembered for the same heads")
{
    auto declared = fixture::entities();
    auto setting = fixture::entity("core.setting", "{name}", {fixture::field("name", model::FieldType::text), fixture::field("value", model::FieldType::long_text)});
    setting.key = {"name"};
    declared.push_back(setting);
    fixture::Portfolio portfolio{declared, lists()};
    Trial trial{portfolio, "work.project", "Colonne A;Colonne B\nP1;x\n"};
    trial.join({"identifier", "note"});
    auto& reader = portfolio.store->reader();
    REQUIRE(remember_mapping(*portfolio.editor, reader, portfolio.registry, *trial.input.entity, trial.input.mapping));
    Trial again{portfolio, "work.project", "colonne a;COLONNE B\nP2;y\n"};
    again.join({"", ""});
    CHECK(recall_mapping(reader, portfolio.registry, *again.input.entity, again.input.mapping));
    CHECK(again.input.mapping.columns[1].target == "note");
    Trial other{portfolio, "work.project", "Colonne A;Autre\nP2;y\n"};
    CHECK_FALSE(recall_mapping(reader, portfolio.registry, *other.input.entity, other.input.mapping));
}

TEST_CASE("an import that is stopped writes nothing")
{
    fixture::Portfolio portfolio{fixture::entities(), lists()};
    Trial trial{portfolio, "work.project", "identifier\nP1\nP2\n"};
    trial.join({"identifier"});
    auto const plan = trial.plan();
    std::atomic<bool> const stop{true};
    auto const done = plan.apply(*portfolio.store, *portfolio.editor, "a.csv", {{}, &stop});
    REQUIRE_FALSE(done);
    CHECK(done.error().status == Status::cancelled);
    CHECK(portfolio.number("SELECT count(*) FROM work_project") == 0);
}
