// import --to: a spreadsheet into a register, from the console.
#include "tests/cli/console_program.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using json = nlohmann::json;
using test::ConsoleProgram;

namespace {

std::size_t records(ConsoleProgram const& cli, std::string const& entity)
{
    auto const listed = cli.on("list " + entity + " --format json");
    REQUIRE_MESSAGE(listed.status == 0, listed.error);
    return json::parse(listed.out).size();
}

char const* const statement = "Relevé de compte;;;;\r\n\r\nDate valeur;Référence;Objet;Nature;Débit (XOF)\r\n03/02/2026;R1;Tranche 2;Décaissement;32 797 850\r\n"
                              "31/02/2026;R2;Étals;Dépense;1.240.000\r\n05/02/2026;R3;Étals, lot 2;Dépense;9 600 000\r\nTotal de la page;;;;43 637 850\r\n";

} // namespace

TEST_CASE("a spreadsheet is looked at, refused while lines are in error, imported, and taken back")
{
    ConsoleProgram const cli;
    REQUIRE(cli("new '" + cli.portfolio() + "'").status == 0);
    cli.write("projets.csv", "Identifiant;Titre;Statut\nXX-1;Marché couvert;2\n");
    cli.write("releve.csv", statement);
    auto const file = [&](char const* name) { return "'" + (cli / name).string() + "'"; };
    auto const projects = cli.on("--lang fr import " + file("projets.csv") + " --to projects.activity");
    REQUIRE_MESSAGE(projects.status == 0, projects.error);
    CHECK(records(cli, "projects.activity") == 1);

    std::string const import = "--lang fr import " + file("releve.csv") + " --to funding.transaction --set activity=XX-1";
    auto const looked = cli.on(import + " --dry-run");
    CHECK(looked.status == 0);
    CHECK(looked.out.find("Date de valeur (value_date)") != std::string::npos);
    CHECK(looked.out.find("Montant (value), XOF") != std::string::npos);
    CHECK(looked.out.find("ligne 5, Date valeur – Le 31\u00A0février n’existe pas") != std::string::npos);
    CHECK(records(cli, "funding.transaction") == 0);

    auto const refused = cli.on(import);
    CHECK(refused.status == 1);
    CHECK(refused.error.find("--skip-errors") != std::string::npos);
    CHECK(records(cli, "funding.transaction") == 0);

    CHECK(cli.on(import + " --map 'Date valeur=' --map 'Nature=type' --skip-errors").status == 0);
    CHECK(records(cli, "funding.transaction") == 3); // without the dates no line is wrong; the total is none
    auto const undone = cli.on("--lang fr undo");
    CHECK(undone.out.find("Import de releve.csv\u00A0: 3 transactions") != std::string::npos);
    CHECK(records(cli, "funding.transaction") == 0);

    CHECK(cli.on(import + " --skip-errors").status == 0);
    auto const made = json::parse(cli.on("list funding.transaction --format json").out);
    REQUIRE(made.size() == 2);
    auto const again = cli.on(import + " --skip-errors");
    CHECK(again.status == 0);
    CHECK(records(cli, "funding.transaction") == 2);
}

TEST_CASE("wrong words on import --to end with 2, what is no table with 1")
{
    ConsoleProgram const cli;
    REQUIRE(cli("new '" + cli.portfolio() + "'").status == 0);
    cli.write("t.csv", "Nom\nLomé\n");
    cli.write("bad.xlsx", "PK\x03\x04 nothing");
    std::string const table = "import '" + (cli / "t.csv").string() + "'";
    CHECK(cli.on(table + " --to no.such").status == 2);
    CHECK(cli.on(table + " --to core.territory --map Absente=name").status == 2);
    CHECK(cli.on(table + " --to core.territory --map Nom=nothing").status == 2);
    CHECK(cli.on(table + " --to core.territory --sheet Février").status == 2);
    CHECK(cli.on("import '" + (cli / "bad.xlsx").string() + "' --to core.territory").status == 1);
    CHECK(cli.on("import '" + (cli / "absent.csv").string() + "' --to core.territory").status == 1);
    CHECK(cli.on(table + " --to core.territory").status == 0);
}
