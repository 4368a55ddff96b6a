// Modules from the console, as a city and as an author would: from a folder to a package, to somebody else's desk, and out again.
#include "tests/cli/console_program.hpp"
#include <doctest/doctest.h>

using test::ConsoleProgram;
using test::Outcome;

namespace {

std::string const id = "sn.dakar.incubateurs";

void write_module(ConsoleProgram const& cli, std::string const& folder, std::string const& version = "1.0.0", std::string const& reads = R"(["id", "name"])")
{
    std::filesystem::create_directories(cli / folder);
    cli.write(folder + "/plugin.json", R"({"manifest": 1, "id": ")" + id + R"(", "version": ")" + version + R"(", "namespace": "incub",
        "name": {"fr": "Incubateurs de Dakar", "en": "Dakar incubators"}, "license": "MIT", "permissions": {"read": {"core.territory": )" + reads + R"(}},
        "entities": [{"id": "incub.cohort", "label": {"fr": "Cohorte"}, "plural": {"fr": "Cohortes"}, "title": "{name}", "key": ["name"],
        "fields": [{"id": "name", "type": "text", "required": true, "label": {"fr": "Nom"}}, {"id": "note", "type": "text", "label": {"fr": "Note"}}]}]})");
}

bool has(std::string const& text, std::string const& words) { return text.find(words) != std::string::npos; }

Outcome done(Outcome outcome)
{
    REQUIRE_MESSAGE(outcome.status == 0, outcome.error);
    return outcome;
}

std::string path(ConsoleProgram const& cli, std::string const& name) { return " '" + (cli / name).string() + "'"; }

} // namespace

TEST_CASE("an author's folder becomes a signed package, a city installs it, uses it, removes it, and keeps its records")
{
    ConsoleProgram const cli;
    write_module(cli, "source");
    cli.write("source/notes.doc", "not for others");
    auto const packed = done(cli("plugins pack" + path(cli, "source") + " --out" + path(cli, "one.passerelle-plugin")));
    CHECK(has(packed.out, "notes.doc"));
    auto const unsigned_ = cli("plugins verify" + path(cli, "one.passerelle-plugin"));
    CHECK(unsigned_.status == 1);
    CHECK(has(unsigned_.error, "n’est pas signé"));
    done(cli("plugins keygen --name 'Ville de Dakar' --out" + path(cli, "dakar.key")));
    CHECK(cli("plugins keygen --out" + path(cli, "dakar.key")).status == 1);
    done(cli("plugins sign" + path(cli, "one.passerelle-plugin") + " --key" + path(cli, "dakar.key")));
    CHECK(has(done(cli("plugins verify" + path(cli, "one.passerelle-plugin"))).out, "pas dans votre liste"));

    auto const unanswered = cli("plugins install" + path(cli, "one.passerelle-plugin"));
    CHECK(unanswered.status == 1);
    CHECK(has(unanswered.out, "Lit dans «\u00A0Territoires\u00A0»\u00A0: numéro de fiche, Nom."));
    CHECK_FALSE(has(done(cli("plugins")).out, id));
    done(cli("plugins trust" + path(cli, "dakar.key.pub")));
    CHECK(has(done(cli("plugins publishers")).out, "Ville de Dakar"));
    done(cli("plugins install --yes" + path(cli, "one.passerelle-plugin")));
    CHECK(has(done(cli("plugins list")).out, "Ville de Dakar"));

    done(cli("new '" + cli.portfolio() + "'"));
    cli.write("cohorts.csv", "Nom\nPremière\nDeuxième\n");
    cli.write("more.csv", "Nom\nTroisième\n");
    done(cli.on("import --to incub.cohort" + path(cli, "cohorts.csv")));
    CHECK(has(done(cli.on("plugins")).out, "Actif"));

    write_module(cli, "source", "1.1.0");
    done(cli("plugins pack" + path(cli, "source") + " --out" + path(cli, "two.passerelle-plugin") + " --key" + path(cli, "dakar.key")));
    CHECK(has(done(cli("plugins update --yes" + path(cli, "two.passerelle-plugin"))).out, "1.1.0"));
    auto const down = cli("plugins install --yes" + path(cli, "one.passerelle-plugin"));
    CHECK(down.status == 1);
    CHECK(has(down.error, "plus ancienne"));

    done(cli("plugins remove " + id));
    CHECK(has(done(cli.on("list incub.cohort")).out, "Deuxième"));
    CHECK(has(done(cli.on("plugins")).out, "Suspendu"));
    CHECK(has(cli.on("import --to incub.cohort" + path(cli, "more.csv")).out, "ne se modifient pas"));
    CHECK_FALSE(has(done(cli.on("list incub.cohort")).out, "Troisième"));
    done(cli("new" + path(cli, "other.passerelle")));
    CHECK_MESSAGE(cli("--portfolio" + path(cli, "other.passerelle") + " list incub.cohort").status == 1, "a removed module leaves no trace in a new portfolio");

    CHECK(cli("plugins purge --yes " + id).status == 2); // which portfolio?
    CHECK(cli.on("plugins purge " + id).status == 1);    // without a word, nothing goes
    CHECK(has(done(cli.on("list incub.cohort")).out, "Deuxième"));
    CHECK(has(done(cli.on("plugins purge --yes " + id)).out, "Fiches supprimées\u00A0: 2"));
    CHECK_FALSE(has(done(cli.on("list incub.cohort")).out, "Deuxième"));
    CHECK(has(done(cli.on("history")).out, "suppression"));
    done(cli.on("verify"));
    done(cli.on("undo"));
    CHECK(has(done(cli.on("list incub.cohort")).out, "Deuxième"));
    CHECK(cli.on("plugins purge --yes org.example.none").status == 1);
}

TEST_CASE("a folder named on the command line asks too; agreeing once is for once, agreeing is until something changes")
{
    ConsoleProgram const cli;
    write_module(cli, "dev/incub");
    done(cli("new '" + cli.portfolio() + "'"));
    std::string const from = "--plugin-dir" + path(cli, "dev") + " ";
    CHECK(has(done(cli.on(from + "plugins")).out, "passerelle-cli plugins approve " + id));
    CHECK_MESSAGE(cli.on(from + "list incub.cohort").status == 1, "nobody agreed: nothing of it is in the portfolio");
    CHECK(has(done(cli.on(from + "plugins")).out, "org.passerelle.projects")); // the program's own are there all the same
    done(cli.on(from + "--approve " + id + " list incub.cohort"));
    CHECK(cli.on(from + "plugins show " + id).status == 0);
    CHECK(has(done(cli.on(from + "plugins")).out, "Suspendu"));
    CHECK(has(done(cli.on(from + "plugins approve " + id)).out, "Accord donné"));
    CHECK_FALSE(has(done(cli.on(from + "plugins")).out, "Suspendu"));
    write_module(cli, "dev/incub", "1.0.0", R"(["id", "name", "country"])");
    CHECK(has(done(cli.on(from + "plugins")).out, "a changé depuis votre accord"));
    CHECK(has(done(cli.on(from + "plugins approve " + id)).out, "Pays"));
    CHECK_FALSE(has(done(cli.on(from + "plugins")).out, "Suspendu"));
    done(cli(from + "plugins disable " + id));
    CHECK(has(done(cli.on(from + "plugins")).out, "désactivé"));
    CHECK(cli.on(from + "list incub.cohort").status == 0);
    done(cli(from + "plugins enable " + id));
    done(cli(from + "plugins withdraw " + id));
    CHECK(has(done(cli.on(from + "plugins")).out, "attend votre accord"));
    CHECK(cli(from + "plugins remove " + id).status == 1);
    CHECK(cli(from + "plugins approve org.passerelle.projects").status == 1);
    CHECK(cli(from + "plugins approve org.example.none").status == 1);
}

TEST_CASE("what was tampered with is refused at installing, and at starting")
{
    ConsoleProgram const cli;
    write_module(cli, "data/passerelle/modules/incub");
    auto const folder = path(cli, "data/passerelle/modules/incub");
    done(cli("plugins keygen --out" + path(cli, "k")));
    done(cli("plugins sign" + folder + " --name 'Ville de Dakar' --key" + path(cli, "k")));
    done(cli("plugins trust --name Dakar" + path(cli, "k.pub")));
    CHECK(has(done(cli("plugins verify" + folder)).out, "sous le nom Dakar"));
    done(cli("plugins approve " + id));
    CHECK_FALSE(has(done(cli("plugins")).out, "Suspendu"));
    cli.write("data/passerelle/modules/incub/extra.csv", "x");
    CHECK(has(cli("plugins verify" + folder).error, "extra.csv"));
    CHECK(has(done(cli("--lang en plugins")).out, "not the one that its publisher signed"));
    CHECK(cli("plugins approve " + id).status == 1);
    done(cli("plugins distrust Dakar"));
    CHECK(cli("plugins distrust Dakar").status == 1);
}

TEST_CASE("a damaged file of choices is said once and kept, and no module slips through")
{
    ConsoleProgram const cli;
    write_module(cli, "data/passerelle/modules/incub");
    done(cli("plugins approve " + id));
    cli.write("config/passerelle/modules.json", R"({"format": 1, "approved": ")" + id + R"("})");
    auto const told = done(cli("plugins"));
    CHECK(has(told.error, "modules.json.endommage-1"));
    CHECK(has(told.out, "attend votre accord"));
    CHECK(std::filesystem::exists(cli / "config/passerelle/modules.json.endommage-1"));
    CHECK(done(cli("plugins")).error.empty());
}

TEST_CASE("help and wrong usage of the commands for modules")
{
    ConsoleProgram const cli;
    CHECK(has(done(cli("plugins --help")).out, "keygen"));
    CHECK(has(done(cli("--lang en plugins pack --help")).out, "Package to write"));
    for (auto const* wrong : {"plugins frobnicate", "plugins show", "plugins pack --out x", "plugins sign x", "plugins list show", "plugins pack x --out y --library nothing"})
        CHECK_MESSAGE(cli(wrong).status == 2, wrong);
    for (auto const* refused : {"plugins show org.example.none", "plugins install /none", "plugins verify /none", "plugins sign /none --key /none", "plugins trust /none", "plugins pack /none --out /none/x"})
        CHECK_MESSAGE(cli(refused).status == 1, refused);
}
