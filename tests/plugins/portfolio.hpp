// A portfolio in a temporary folder with the modules of this build, filled from declared records; gone with the test.
#pragma once
#include "host/bridge/session.hpp"
#include "host/exchange/records_file.hpp"
#include <atomic>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <variant>

namespace testing {

using namespace passerelle;

class Portfolio {
public:
    explicit Portfolio(std::string today = "2024-12-31")
    {
        m_folder = std::filesystem::temp_directory_path() / ("passerelle-modules-" + std::to_string(std::random_device{}()));
        std::filesystem::create_directories(m_folder);
        bridge::SessionOptions options;
        options.modules.folders = {std::filesystem::path(PASSERELLE_BUILD) / "modules"};
        options.core = std::filesystem::path(PASSERELLE_SOURCE) / "data" / "core";
        options.today = std::move(today);
        auto made = bridge::Session::create(m_folder / "test.passerelle", std::move(options));
        REQUIRE_MESSAGE(made, (made ? "" : made.error().sentence.en));
        m_session = std::move(*made);
        for (auto const& module : m_session->modules())
            REQUIRE_MESSAGE(module.state == loader::State::active, module.manifest.id << ": " << module.reason.en);
    }
    ~Portfolio()
    {
        m_session.reset();
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }

    [[nodiscard]] bridge::Session& session() { return *m_session; }
    [[nodiscard]] std::filesystem::path const& folder() const { return m_folder; }

    /// Adds records (the shape of records_file.hpp); returns the ids, in the order of the file.
    void add(std::string_view json)
    {
        auto plan = exchange::plan_records(json, m_session->registry());
        REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence.en));
        auto const done = m_session->editor().apply({"ajout", "add"}, plan->changes);
        if (auto const* const refused = std::get_if<model::Refusal>(&done))
            FAIL(refused->error.sentence.en);
    }
    /// What a refused change says; empty where it was accepted.
    [[nodiscard]] std::string refusal(std::string_view json)
    {
        auto plan = exchange::plan_records(json, m_session->registry());
        REQUIRE_MESSAGE(plan, (plan ? "" : plan.error().sentence.en));
        auto const done = m_session->editor().apply({"ajout", "add"}, plan->changes);
        auto const* const refused = std::get_if<model::Refusal>(&done);
        return refused == nullptr ? std::string() : refused->error.sentence.fr;
    }
    [[nodiscard]] exchange::Document report(std::string_view scope, std::string from = {}, std::string to = {}, std::string currency = "EUR", Language language = Language::fr)
    {
        auto parsed = m_session->parse_scope(scope);
        REQUIRE_MESSAGE(parsed, (parsed ? "" : parsed.error().sentence.en));
        parsed->from = std::move(from);
        parsed->to = std::move(to);
        parsed->currency = std::move(currency);
        bridge::Progress progress;
        auto document = m_session->report(*parsed, language, progress);
        REQUIRE_MESSAGE(document, (document ? "" : document.error().sentence.en));
        return std::move(*document);
    }
    [[nodiscard]] bridge::ImportReport import(std::string_view name, std::string_view bytes, bridge::ImportMode mode = bridge::ImportMode::apply)
    {
        auto const file = m_folder / name;
        std::ofstream(file, std::ios::binary) << bytes;
        bridge::Progress progress;
        auto report = m_session->import_file(file, {}, mode, progress);
        REQUIRE_MESSAGE(report, (report ? "" : report.error().sentence.en));
        return std::move(*report);
    }

private:
    std::filesystem::path m_folder;
    std::unique_ptr<bridge::Session> m_session;
};

/// The first key figure with this label.
[[nodiscard]] inline exchange::Figure const* figure(std::vector<exchange::Block> const& blocks, std::string_view label)
{
    for (auto const& block : blocks)
        if (auto const* const found = std::get_if<exchange::Figure>(&block); found != nullptr && found->label == label)
            return found;
    return nullptr;
}
[[nodiscard]] inline exchange::Chart const* chart(std::vector<exchange::Block> const& blocks, std::string_view id)
{
    for (auto const& block : blocks)
        if (auto const* one = std::get_if<exchange::Chart>(&block); one && one->id == id)
            return one;
    return nullptr;
}
[[nodiscard]] inline exchange::Table const* table(std::vector<exchange::Block> const& blocks, std::string_view id)
{
    for (auto const& block : blocks)
        if (auto const* const found = std::get_if<exchange::Table>(&block); found != nullptr && found->id == id)
            return found;
    return nullptr;
}
/// All that stands in paragraphs, a line each.
[[nodiscard]] inline std::string paragraphs(std::vector<exchange::Block> const& blocks)
{
    std::string all;
    for (auto const& block : blocks)
        if (auto const* const found = std::get_if<exchange::Paragraph>(&block))
            all += found->text + "\n";
    return all;
}
/// The reading parts of a view.
[[nodiscard]] inline std::vector<exchange::Block> blocks_of(bridge::View const& view)
{
    std::vector<exchange::Block> blocks;
    for (auto const& element : view.elements())
        if (auto const* const block = std::get_if<exchange::Block>(&element))
            blocks.push_back(*block);
    return blocks;
}

} // namespace testing
