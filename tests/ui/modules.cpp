// What a person sees of modules: consent before the first use, a package that comes in, one that brings the program down or hangs.
#include "office.hpp"
#include <fstream>

using ui_test::Office;
using ui_test::skipped;

namespace {

std::string const modules = PASSERELLE_BUILD "/ui/modules";
constexpr char const* id = "org.example.restless";

std::vector<std::string> at(Office const& office, std::string const& screen)
{
    return {office.file, "--lang", "fr", "--today", "2026-03-15", "--size", "1366x768", "--plugin-dir", (office.desktop.folder() / "own").string(), "--screen", screen};
}

/// The module in a folder of its own, signed by somebody whom the person trusts: it then runs within the program.
void prepare(Office const& office, bool trusted)
{
    auto const own = office.desktop.folder() / "own";
    std::filesystem::create_directories(own);
    std::filesystem::copy(modules + "/restless", own / "restless", std::filesystem::copy_options::recursive);
    if (!trusted)
        return;
    auto const key = (office.desktop.folder() / "key").string();
    for (auto const& words : {"plugins keygen --out '" + key + "' --name Essai", "plugins sign '" + (own / "restless").string() + "' --key '" + key + "'",
                              "plugins trust '" + key + ".pub' --name Essai", "--plugin-dir '" + own.string() + "' plugins approve " + id + " --yes"}) {
        auto const said = office.desktop.console(words);
        REQUIRE_MESSAGE(said.status == 0, words << "\n" << said.text);
    }
}

} // namespace

TEST_CASE("a module that was added asks first, in sentences; then it is at work, and can be switched off")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    prepare(office, false);
    REQUIRE(desktop.open(at(office, "modules")));
    REQUIRE(desktop.shows("Attend votre accord"));
    REQUIRE(desktop.press("Examiner la demande…", "button"));
    REQUIRE(desktop.shows("Ce qu’il pourra faire"));
    CHECK(desktop.shows("Non signé"));
    CHECK(desktop.shows("Lit dans «"));
    REQUIRE(desktop.press("Autoriser", "button"));
    REQUIRE(desktop.shows("Calme")); // its page is in the menu
    REQUIRE(desktop.shows("Retirer mon accord"));
    CHECK_FALSE(desktop.find("Attend votre accord"));
    REQUIRE(desktop.press("Calme"));
    CHECK(desktop.shows("Une vue de test."));
}

TEST_CASE("a module's command is started from its page and from the search, and undone like anything else")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    prepare(office, true);
    auto const things = [&] {
        return desktop.console("--lang fr --plugin-dir '" + (desktop.folder() / "own").string() + "' --portfolio '" + office.file + "' list restless.thing --format csv").text;
    };
    auto const count = [&] {
        auto const text = things();
        int found = 0;
        for (auto place = text.find("bonjour"); place != std::string::npos; place = text.find("bonjour", place + 1))
            ++found;
        return found;
    };
    REQUIRE(desktop.open(at(office, "modules")));
    REQUIRE(desktop.press("Saluer les choses", "button"));
    CHECK(desktop.shows("Une chose saluée : portfolio"));
    CHECK(desktop.until([&] { return count() == 1; }));
    desktop.key("ctrl+k");
    REQUIRE(desktop.rest());
    desktop.type("saluer");
    REQUIRE(desktop.press("Saluer les choses", "line"));
    CHECK(desktop.until([&] { return count() == 2; }));
    desktop.key("ctrl+z");
    CHECK(desktop.until([&] { return count() == 1; }));
}

TEST_CASE("a slow page is named beside its module")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    prepare(office, true);
    REQUIRE(desktop.open(at(office, std::string(id) + "/slow")));
    REQUIRE(desktop.shows("Une vue de test."));
    REQUIRE(desktop.press("Modules"));
    CHECK(desktop.shows("La page «\u00A0Lenteur\u00A0» est lente"));
    CHECK_FALSE(desktop.find("La page «\u00A0Calme\u00A0» est lente"));
}

TEST_CASE("a file in a module's own format is written from where reports are")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    prepare(office, true);
    REQUIRE(desktop.open(at(office, "report")));
    REQUIRE(desktop.press("Liste des choses…", "button"));
    REQUIRE(desktop.shows("Où écrire le fichier"));
    REQUIRE(desktop.press("Écrire", "button"));
    CHECK(desktop.shows("Fichier écrit"));
    std::vector<std::string> found; // in the folder where choosing begins
    for (auto const& file : std::filesystem::recursive_directory_iterator(desktop.folder()))
        if (file.path().extension() == ".lst") {
            std::ifstream in(file.path());
            found.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        }
    CHECK(found == std::vector<std::string>{"things of portfolio\n"});
}

TEST_CASE("a view that falls takes the program down once: the next start names it, says what is safe, and holds it the second time")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    prepare(office, true);
    auto const before = office.identifier(0);
    REQUIRE(desktop.start(at(office, std::string(id) + "/fall")));
    CHECK_FALSE(desktop.ended()); // not by its own will
    REQUIRE(desktop.open(at(office, "home")));
    CHECK(desktop.shows("Le module «\u00A0Remuant\u00A0» a arrêté le programme"));
    CHECK(desktop.shows("en affichant une vue (Chute)"));
    CHECK(desktop.shows("Tout ce qui était enregistré l’est toujours."));
    REQUIRE(desktop.press("Continuer", "button"));
    CHECK(office.identifier(0) == before);
    desktop.close();

    REQUIRE(desktop.start(at(office, std::string(id) + "/fall")));
    CHECK_FALSE(desktop.ended());
    REQUIRE(desktop.open(at(office, "modules")));
    REQUIRE(desktop.shows("Ce module est suspendu"));
    REQUIRE(desktop.press("Continuer", "button"));
    CHECK(desktop.shows("Installez une version corrigée"));
    REQUIRE(desktop.press("Rétablir et essayer de nouveau", "button"));
    REQUIRE(desktop.press("Calme"));
    CHECK(desktop.shows("Une vue de test."));
}

TEST_CASE("a view that does not come back is named, the rest goes on, and the program can be left")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    prepare(office, true);
    REQUIRE(desktop.start(at(office, std::string(id) + "/stay")));
    REQUIRE(desktop.shows("ne répond plus depuis", 60));
    REQUIRE(desktop.press("Trésorerie"));
    REQUIRE(desktop.shows("Trésorerie par projet"));
    desktop.press_cross();
    REQUIRE(desktop.ended());
    REQUIRE(desktop.open(at(office, "home")));
    CHECK(desktop.shows("ne répondait plus"));
    REQUIRE(desktop.press("Continuer sans ce module", "button"));
    REQUIRE(desktop.press("Modules"));
    CHECK(desktop.shows("Désactivé"));
    CHECK_FALSE(desktop.find("Calme"));
}

TEST_CASE("a package dropped on the window is shown, then installed; removed, its records stay")
{
    if (skipped())
        return;
    Office office;
    auto& desktop = office.desktop;
    auto const folder = desktop.folder() / "incub";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "plugin.json") << R"({"manifest": 1, "id": "org.example.incub", "version": "1.0.0", "namespace": "incub", "name": {"fr": "Incubateurs"},
        "entities": [{"id": "incub.venture", "title": "{name}", "label": {"fr": "Entreprise"}, "plural": {"fr": "Entreprises incubées"},
        "fields": [{"id": "name", "type": "text", "required": true, "label": {"fr": "Nom"}}]}]})";
    auto const package = desktop.folder() / "incub.passerelle-plugin";
    auto const packed = desktop.console("plugins pack '" + folder.string() + "' --out '" + package.string() + "'");
    REQUIRE_MESSAGE(packed.status == 0, packed.text);
    REQUIRE(desktop.open({office.file, "--lang", "fr", "--today", "2026-03-15", "--size", "1366x768", "--screen", "modules"}));
    if (!desktop.drop(package)) {
        MESSAGE("skipped, nothing can drag here");
        return;
    }
    REQUIRE(desktop.shows("Installer «\u00A0Incubateurs\u00A0»\u00A0?"));
    CHECK(desktop.shows("Ne contient aucun programme"));
    REQUIRE(desktop.press("Installer", "button"));
    REQUIRE(desktop.shows("Entreprises incubées"));
    REQUIRE(desktop.press("Retirer…", "button"));
    REQUIRE(desktop.press("Retirer le module, garder ses fiches", "button"));
    CHECK(desktop.shows("Retiré"));
}
