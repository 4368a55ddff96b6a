// A portfolio in a temporary folder with a few declared registers: towns, projects, payments, teams.
#pragma once
#include "host/model/editor.hpp"
#include "host/model/schema.hpp"
#include <atomic>
#include <doctest/doctest.h>
#include <filesystem>
#include <memory>
#include <string>

namespace fixture {

using namespace passerelle;
using namespace passerelle::model;

inline Field field(std::string id, FieldType type)
{
    Field made;
    made.label = {"Champ " + id, "Field " + id};
    made.id = std::move(id);
    made.type = type;
    return made;
}
inline Field link(std::string id, std::string to, OnDelete on_delete, FieldType type = FieldType::link)
{
    Field made = field(std::move(id), type);
    made.to = std::move(to);
    made.on_delete = on_delete;
    return made;
}
inline Field choice(std::string id, std::string list, FieldType type = FieldType::choice)
{
    Field made = field(std::move(id), type);
    made.list = std::move(list);
    return made;
}
inline Entity entity(std::string id, std::string title, std::vector<Field> fields)
{
    Entity made;
    made.id = id;
    made.module = "org.example." + id.substr(0, id.find('.'));
    made.table = id;
    std::replace(made.table.begin(), made.table.end(), '.', '_');
    made.label = {"Fiche " + id, "Record " + id};
    made.plural = {"Registre " + id, "Register " + id};
    made.title = std::move(title);
    made.fields = std::move(fields);
    return made;
}

inline std::vector<Entity> entities()
{
    Field name = field("name", FieldType::translatable);
    name.required = true;
    Entity town = entity("town.town", "{name}", {field("code", FieldType::text), name, field("people", FieldType::integer)});
    town.fields[2].min = 0;
    town.key = {"code"};

    Field identifier = field("identifier", FieldType::text);
    identifier.required = true;
    identifier.max = 20;
    Field share = field("share", FieldType::percent);
    share.min = 0;
    share.max = 10000;
    Field status = choice("status", "work.status");
    status.transitions = {{"1", {"2"}}, {"2", {"1", "3"}}, {"3", {}}};
    Entity project = entity("work.project", "{identifier} {title}",
                            {identifier, field("title", FieldType::translatable), field("note", FieldType::long_text), status, choice("themes", "work.theme", FieldType::choices),
                             link("town", "town.town", OnDelete::refuse), link("partner", "town.town", OnDelete::clear), link("towns", "town.town", OnDelete::clear, FieldType::links),
                             field("cost", FieldType::money), field("term", FieldType::period), field("place", FieldType::point), field("start", FieldType::date),
                             field("pilot", FieldType::boolean), share, field("rate", FieldType::decimal), field("people", FieldType::count), field("file", FieldType::file)});
    Field trained = field("trained", FieldType::count);
    trained.total = "trained_total";
    trained.total_reason = "trained_why";
    project.fields.insert(project.fields.end(), {trained, field("trained_total", FieldType::decimal), field("trained_why", FieldType::text)});
    project.key = {"identifier"};
    project.shape.sort = {"-start"};

    Entity payment = entity("work.payment", "{ref}", {link("project", "work.project", OnDelete::remove), field("ref", FieldType::text), field("value", FieldType::money),
                                                      field("date", FieldType::date), field("people", FieldType::count)});
    payment.key = {"project", "ref"};
    payment.parent = "project";
    Entity part = entity("work.part", "{ref}", {link("payment", "work.payment", OnDelete::remove), field("ref", FieldType::text), field("number", FieldType::integer)});
    part.key = {"payment", "ref"};
    part.parent = "payment";
    return {town, project, payment, part};
}

inline std::vector<Codelist> lists()
{
    auto status = Codelist::from_csv("work.status", "code;fr;en\n1;Préparation;Planning\n2;En cours;Under way\n3;Clos;Closed\n");
    auto theme = Codelist::from_csv("work.theme", "code;fr;en\nwater;Eau;Water\nequity;Équité;Equity\n");
    REQUIRE(status);
    REQUIRE(theme);
    theme->open = true;
    return {*status, *theme};
}

struct Folder {
    std::filesystem::path path;
    Folder()
    {
        static std::atomic<int> count{0};
        path = std::filesystem::temp_directory_path() / ("passerelle-model-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()) + "-" + std::to_string(count++));
        std::filesystem::create_directories(path);
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

struct Portfolio {
    Folder folder;
    Registry registry;
    std::unique_ptr<store::Portfolio> store;
    std::unique_ptr<Editor> editor;

    explicit Portfolio(std::vector<Entity> declared = entities(), std::vector<Codelist> codes = lists())
    {
        REQUIRE(registry.add(std::move(declared), std::move(codes)));
        auto made = store::Portfolio::create(folder.path / "test.passerelle", options());
        REQUIRE_MESSAGE(made, (made ? "" : made.error().sentence.en));
        store = std::move(*made);
        start();
    }
    static store::OpenOptions options()
    {
        store::OpenOptions options;
        options.author = "Awa";
        options.automatic_backups = false;
        return options;
    }
    void start()
    {
        auto const applied = apply_schema(*store, registry);
        REQUIRE_MESSAGE(applied, (applied ? "" : applied.error().sentence.en));
        editor = std::make_unique<Editor>(*store, registry);
    }
    void reopen()
    {
        editor.reset();
        store.reset();
        auto opened = store::Portfolio::open(folder.path / "test.passerelle", options());
        REQUIRE(opened);
        store = std::move(*opened);
        start();
    }
    Entity const& of(std::string const& id) const
    {
        auto const* const found = registry.entity(id);
        REQUIRE(found);
        return *found;
    }
    using Fields = std::vector<std::pair<std::string, Value>>;
    std::int64_t insert(std::string const& id, Fields fields)
    {
        auto const result = editor->apply({"ajout", "addition"}, {Change{ChangeKind::insert, id, 0, std::move(fields), {}}});
        auto const* const applied = std::get_if<Applied>(&result);
        REQUIRE_MESSAGE(applied, (applied ? "" : std::get<Refusal>(result).error.sentence.en));
        return applied->ids.front();
    }
    void update(std::string const& id, std::int64_t record, Fields fields)
    {
        auto const result = editor->apply({"modification", "change"}, {Change{ChangeKind::update, id, record, std::move(fields), {}}});
        bool const done = std::holds_alternative<Applied>(result);
        REQUIRE_MESSAGE(done, (done ? "" : std::get<Refusal>(result).error.sentence.en));
    }
    void remove(std::string const& id, std::int64_t record)
    {
        auto const result = editor->apply({"suppression", "deletion"}, {Change{ChangeKind::remove, id, record, {}, {}}});
        bool const done = std::holds_alternative<Applied>(result);
        REQUIRE_MESSAGE(done, (done ? "" : std::get<Refusal>(result).error.sentence.en));
    }
    /// The first issue's English sentence.
    std::string refusal(Change change)
    {
        auto const result = editor->apply({"essai", "attempt"}, {std::move(change)});
        auto const* const refused = std::get_if<Refusal>(&result);
        return refused ? refused->error.sentence.en : "(not refused)";
    }
    Record read(std::string const& id, std::int64_t record)
    {
        auto const found = read_record(store->reader(), registry, of(id), record);
        REQUIRE_MESSAGE(found, (found ? "" : found.error().sentence.en));
        return *found;
    }
    bool exists(std::string const& id, std::int64_t record) { return read_record(store->reader(), registry, of(id), record).ok(); }
    std::int64_t number(std::string const& sql)
    {
        auto statement = store->reader().prepare(sql);
        REQUIRE_MESSAGE(statement, sql);
        auto const row = statement->step();
        REQUIRE(row);
        return *row ? statement->integer(0) : -1;
    }
    std::int64_t town(std::string const& code, std::string const& name)
    {
        return insert("town.town", {{"code", code}, {"name", Translations{{{"fr", name}}}}});
    }
    std::int64_t project(std::string const& identifier, Fields fields = {})
    {
        fields.insert(fields.begin(), {"identifier", identifier});
        return insert("work.project", std::move(fields));
    }
};

inline psl::Date day(std::string const& iso)
{
    auto const date = psl::Date::parse(iso);
    REQUIRE(date);
    return *date;
}
inline psl::CellKey cell(std::string const& code)
{
    auto const key = psl::cell_coded(code);
    REQUIRE(key);
    return *key;
}

} // namespace fixture
