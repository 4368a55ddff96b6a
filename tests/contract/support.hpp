// A new portfolio in a folder of its own, with the test modules of the groups that a test names.
#pragma once
#include "host/bridge/session.hpp"
#include "host/model/record.hpp"
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace contract {

namespace bridge = passerelle::bridge;
namespace exchange = passerelle::exchange;
namespace loader = passerelle::loader;
namespace model = passerelle::model;
using passerelle::Language;
using passerelle::Result;

class Bench {
public:
    explicit Bench(std::vector<std::string> groups);
    ~Bench();
    Bench(Bench const&) = delete;
    Bench& operator=(Bench const&) = delete;

    bridge::Session& session() { return *m_session; }
    std::filesystem::path const& folder() const { return m_folder; }
    void reopen(std::vector<std::string> groups);
    loader::Module const& module(std::string_view id) const;
    /// The id of a new record, through the editor.
    std::int64_t insert(std::string entity, std::vector<std::pair<std::string, model::Value>> fields);
    std::int64_t count(std::string const& table);
    std::filesystem::path file(std::string const& name, std::string const& content);
    void pump_until(std::function<bool()> const& done);

private:
    bridge::SessionOptions options(std::vector<std::string> const& groups) const;
    std::filesystem::path m_folder;
    std::unique_ptr<bridge::Session> m_session;
};

/// All paragraphs of a view or a document, one a line.
std::string words_of(std::vector<bridge::Element> const&);
std::string words_of(exchange::Document const&);
std::vector<exchange::Table> tables_of(exchange::Document const&);

} // namespace contract
