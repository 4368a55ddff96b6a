// A portfolio of its own whose modules run apart, or in process.
#pragma once
#include "host/apart/apart.hpp"
#include "tests/contract/support.hpp"
#include <atomic>
#include <chrono>
#include <doctest/doctest.h>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace apart = passerelle::apart;

namespace contract {

class Portfolio {
public:
    Portfolio(std::vector<std::string> const& groups, bool apart, std::vector<std::filesystem::path> folders = {}, std::string today = "2025-06-30",
              std::filesystem::path const& copy_of = {})
        : m_folder(std::filesystem::temp_directory_path() / ("passerelle-apart-" + std::to_string(std::random_device{}())))
    {
        std::filesystem::create_directories(m_folder);
        bridge::SessionOptions options;
        options.core = std::filesystem::path(PASSERELLE_SOURCE) / "data" / "core";
        options.today = std::move(today);
        options.store.automatic_backups = false;
        options.modules.folders = std::move(folders);
        for (std::string const& group : groups)
            options.modules.folders.push_back(std::filesystem::path(PASSERELLE_BUILD) / "contract" / group);
        options.modules.gates.emplace_back([apart](loader::Module& module) { module.apart = apart; });
        if (!copy_of.empty())
            std::filesystem::copy_file(copy_of, file());
        auto made = copy_of.empty() ? bridge::Session::create(file(), options) : bridge::Session::open(file(), options);
        if (!made)
            FAIL(made.error().sentence.en);
        m_session = std::move(*made);
    }
    ~Portfolio()
    {
        m_session.reset();
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    Portfolio(Portfolio const&) = delete;
    Portfolio& operator=(Portfolio const&) = delete;

    bridge::Session& session() { return *m_session; }
    std::filesystem::path file() const { return m_folder / "test.passerelle"; }
    std::filesystem::path const& folder() const { return m_folder; }
    loader::Module const& module(std::string_view id)
    {
        for (loader::Module const& one : m_session->modules())
            if (one.manifest.id == id)
                return one;
        FAIL("no such module: " << id);
        std::abort();
    }
    std::int64_t count(std::string const& table)
    {
        auto statement = m_session->portfolio().reader().prepare("SELECT count(*) FROM " + table);
        REQUIRE(statement);
        REQUIRE(statement->step());
        return statement->integer(0);
    }
    std::variant<model::Applied, model::Refusal> insert(std::string entity, std::vector<std::pair<std::string, model::Value>> fields)
    {
        model::Change change;
        change.kind = model::ChangeKind::insert;
        change.entity = std::move(entity);
        change.fields = std::move(fields);
        return m_session->editor().apply({"essai", "test"}, {change});
    }
    void pump_until(std::function<bool()> const& done)
    {
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(90);
        while (!done() && std::chrono::steady_clock::now() < end)
            if (!m_session->pump())
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
        REQUIRE(done());
    }

private:
    std::filesystem::path m_folder;
    std::unique_ptr<bridge::Session> m_session;
};

} // namespace contract
