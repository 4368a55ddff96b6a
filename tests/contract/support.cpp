#include "tests/contract/support.hpp"
#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <fstream>
#include <random>
#include <thread>

namespace contract {

Bench::Bench(std::vector<std::string> groups)
{
    m_folder = std::filesystem::temp_directory_path() / ("passerelle-contract-" + std::to_string(std::random_device{}()));
    std::filesystem::create_directories(m_folder);
    auto made = bridge::Session::create(m_folder / "test.passerelle", options(groups));
    if (!made)
        FAIL(made.error().sentence.en);
    m_session = std::move(*made);
}

Bench::~Bench()
{
    m_session.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

bridge::SessionOptions Bench::options(std::vector<std::string> const& groups) const
{
    bridge::SessionOptions options;
    options.core = std::filesystem::path(PASSERELLE_SOURCE) / "data" / "core";
    options.today = "2025-06-30";
    options.store.automatic_backups = false;
    for (std::string const& group : groups)
        options.modules.folders.push_back(std::filesystem::path(PASSERELLE_BUILD) / "contract" / group);
#ifdef PASSERELLE_TESTS_APART // the same tests once more, with every module in a process of its own
    options.modules.gates.emplace_back([](loader::Module& module) { module.apart = true; });
#endif
    if (groups.empty())
        options.modules.folders.push_back(m_folder / "no-modules");
    return options;
}

void Bench::reopen(std::vector<std::string> groups)
{
    m_session.reset();
    auto opened = bridge::Session::open(m_folder / "test.passerelle", options(groups));
    if (!opened)
        FAIL(opened.error().sentence.en);
    m_session = std::move(*opened);
}

loader::Module const& Bench::module(std::string_view id) const
{
    for (loader::Module const& module : m_session->modules())
        if (module.manifest.id == id)
            return module;
    FAIL("no such module: " << id);
    std::abort();
}

std::int64_t Bench::insert(std::string entity, std::vector<std::pair<std::string, model::Value>> fields)
{
    model::Change change;
    change.kind = model::ChangeKind::insert;
    change.entity = std::move(entity);
    change.fields = std::move(fields);
    auto const outcome = m_session->editor().apply({"essai", "test"}, {change});
    if (auto const* refusal = std::get_if<model::Refusal>(&outcome))
        FAIL(refusal->error.sentence.en);
    return std::get<model::Applied>(outcome).ids.at(0);
}

std::int64_t Bench::count(std::string const& table)
{
    auto statement = m_session->portfolio().reader().prepare("SELECT count(*) FROM " + table);
    REQUIRE(statement);
    REQUIRE(statement->step());
    return statement->integer(0);
}

std::filesystem::path Bench::file(std::string const& name, std::string const& content)
{
    std::ofstream(m_folder / name, std::ios::binary) << content;
    return m_folder / name;
}

void Bench::pump_until(std::function<bool()> const& done)
{
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!done() && std::chrono::steady_clock::now() < end)
        if (!m_session->pump())
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
    REQUIRE(done());
}

std::string words_of(std::vector<bridge::Element> const& elements)
{
    std::string all;
    for (bridge::Element const& element : elements)
        if (auto const* block = std::get_if<exchange::Block>(&element))
            if (auto const* paragraph = std::get_if<exchange::Paragraph>(block))
                all += paragraph->text + "\n";
    return all;
}

std::string words_of(exchange::Document const& document)
{
    std::string all;
    for (exchange::Block const& block : document.blocks)
        if (auto const* paragraph = std::get_if<exchange::Paragraph>(&block))
            all += paragraph->text + "\n";
        else if (auto const* heading = std::get_if<exchange::Heading>(&block))
            all += "# " + heading->text + "\n";
    return all;
}

std::vector<exchange::Table> tables_of(exchange::Document const& document)
{
    std::vector<exchange::Table> all;
    for (exchange::Block const& block : document.blocks)
        if (auto const* table = std::get_if<exchange::Table>(&block))
            all.push_back(*table);
    return all;
}

} // namespace contract
