// Codelists and the registry of all declarations.
#include "host/model/registry.hpp"
#include <doctest/doctest.h>

using namespace passerelle;
using namespace passerelle::model;

static Entity entity(std::string id, std::vector<Field> fields)
{
    Entity made;
    made.id = id;
    made.table = id;
    made.table[id.find('.')] = '_';
    made.fields = std::move(fields);
    return made;
}

static Field field(std::string id, FieldType type)
{
    Field made;
    made.id = std::move(id);
    made.type = type;
    return made;
}

TEST_CASE("a list is read from CSV: quotes, both line ends, a mark, parents and withdrawn codes")
{
    auto const list = Codelist::from_csv("x.y", "\uFEFFcode;fr;en;parent;withdrawn\r\n1;\"Eau ; assainissement\";\"Water \"\"and\"\" sanitation\";14;0\r\n\r\n2;Ancien;;;1\n");
    REQUIRE_MESSAGE(list.ok(), (list.ok() ? "" : list.error().sentence.fr));
    CHECK(list->codes.size() == 2);
    CHECK(list->find("1")->name == Phrase{"Eau ; assainissement", "Water \"and\" sanitation"});
    CHECK(list->find("1")->parent == "14");
    CHECK(list->find("2")->withdrawn);
    CHECK(list->find("2")->name.en == "Ancien");
    CHECK_FALSE(list->find("3"));
    CHECK(list->name_of("3", Language::fr) == "3");
    auto const copy = *list; // its index does not point into the original
    CHECK(copy.find("2") == &copy.codes[1]);
}

TEST_CASE("lists with faults are refused with their line")
{
    auto const sentence = [](std::string_view csv) {
        auto const list = Codelist::from_csv("x.y", csv);
        return list.ok() ? std::string{"(accepted)"} : list.error().sentence.fr;
    };
    CHECK(sentence("code;fr;en\n1;Un;One\n1;Deux;Two\n").find("deux fois") != std::string::npos);
    CHECK(sentence("code;fr;en\n1;Un\n").find("ligne 2") != std::string::npos);
    CHECK(sentence("code;fr;en\n1;\"Un;One\n").find("guillemet") != std::string::npos);
    for (auto const* const bad : {"", "1;Un;One\n", "code;en;fr\n", "code,fr,en\n1,a,b\n", "code;fr;en\n;Un;One\n", "code;fr;en\n1;;One\n", "code;fr;en\n 1;Un;One\n",
                                  "code;fr;en\n1;caf\xE9;x\n", "code;fr;en;parent;withdrawn\n1;a;b;;yes\n", "code;fr;en\n\t;Un;One\n"})
        CHECK_MESSAGE(sentence(bad) != "(accepted)", bad);
    CHECK(sentence(std::string(5'000'000, 'x')).find("4 Mo") != std::string::npos);
    CHECK(sentence("code;fr;en\n1;" + std::string(3000, 'x') + ";y\n") != "(accepted)");
}

TEST_CASE("codes are added by a person to editable lists only")
{
    Registry registry;
    auto open = *Codelist::from_csv("x.open", "code;fr;en\n1;Un;One\n"), closed = *Codelist::from_csv("x.closed", "code;fr;en\n1;Un;One\n");
    open.editable = true;
    REQUIRE(registry.add({}, {open, closed}).ok());
    CHECK(registry.add_code("x.open", {"2", {"Deux", "Two"}, "", false}).ok());
    CHECK(registry.list("x.open")->find("2")->name.fr == "Deux");
    CHECK(registry.add_code("x.open", {"1", {"Premier", "First"}, "", false}).ok());
    CHECK(registry.list("x.open")->find("1")->name.fr == "Premier");
    CHECK(registry.list("x.open")->codes.size() == 2);
    CHECK(registry.add_code("x.closed", {"2", {"Deux", "Two"}, "", false}).error().status == Status::denied);
    CHECK(registry.add_code("x.absent", {"2", {"Deux", "Two"}, "", false}).error().status == Status::not_found);
}

TEST_CASE("a second entity, table or list of the same name is refused and nothing of that set is added")
{
    Registry registry;
    REQUIRE(registry.add({entity("a1a.b", {field("people", FieldType::count)})}, {}).ok());
    CHECK(registry.entity_of_table("a1a_b__people") == registry.entity("a1a.b"));
    CHECK_FALSE(registry.add({entity("a1a.c", {}), entity("a1a.b", {})}, {}).ok());
    CHECK_FALSE(registry.entity("a1a.c"));
    CHECK_FALSE(registry.add({entity("a1a.d", {}), entity("a1a.d", {})}, {}).ok());
    auto const list = *Codelist::from_csv("x.y", "code;fr;en\n1;Un;One\n");
    CHECK_FALSE(registry.add({}, {list, list}).ok());
    CHECK_FALSE(registry.list("x.y"));
}

TEST_CASE("check names a link or list that nobody declares")
{
    auto link = field("city", FieldType::link);
    link.to = "core.territory";
    Registry registry;
    REQUIRE(registry.add({entity("a1a.b", {link})}, {}).ok());
    REQUIRE_FALSE(registry.check().ok());
    CHECK(registry.check().error().sentence.fr.find("core.territory") != std::string::npos);
    REQUIRE(registry.add({entity("core.territory", {})}, {}).ok());
    CHECK(registry.check().ok());
    CHECK(registry.links_to("core.territory").size() == 1);
    CHECK(registry.links_to("core.territory")[0].field->id == "city");

    auto choice = field("status", FieldType::choice);
    choice.list = "x.status";
    choice.transitions["1"] = {"2", "9"};
    REQUIRE(registry.add({entity("a1a.c", {choice})}, {*Codelist::from_csv("x.status", "code;fr;en\n1;Un;One\n2;Deux;Two\n")}).ok());
    REQUIRE_FALSE(registry.check().ok());
    CHECK(registry.check().error().sentence.fr.find("9") != std::string::npos);
}
