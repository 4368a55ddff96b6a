// A person's folders, made anew for each test: the program's modules, the person's own, the choices; and small modules to put there.
#pragma once
#include "host/loader/consent.hpp"
#include <doctest/doctest.h>
#include <fstream>
#include <random>
#include <sstream>

namespace test {

using namespace passerelle;
using namespace passerelle::loader;
namespace fs = std::filesystem;

class Desk {
public:
    Desk() : m_root(fs::temp_directory_path() / ("passerelle-desk-" + std::to_string(std::random_device{}())))
    {
        for (char const* name : {"program", "further", "personal", "settings"})
            fs::create_directories(m_root / name);
    }
    ~Desk()
    {
        std::error_code ignored;
        fs::remove_all(m_root, ignored);
    }
    Desk(Desk const&) = delete;
    Desk& operator=(Desk const&) = delete;

    [[nodiscard]] fs::path operator/(std::string const& name) const { return m_root / name; }
    [[nodiscard]] Places places() const
    {
        return {{m_root / "program"}, {m_root / "further"}, m_root / "personal", m_root / "declarations", m_root / "settings" / "modules.json", once, m_root / "incidents"};
    }
    /// A module "org.example.<name>" in where/<name>; extra: further keys of its manifest, beginning with a comma.
    fs::path module(std::string const& where, std::string const& name, std::string const& version = "1.0.0", std::string const& extra = "") const
    {
        auto const folder = m_root / where / name;
        fs::create_directories(folder / "lists");
        write(folder / "plugin.json", R"({"manifest": 1, "id": "org.example.)" + name + R"(", "version": ")" + version + R"(", "namespace": ")" + name +
                                          R"(", "name": {"fr": "Module )" + name + R"(", "en": "Module )" + name + R"("}, "license": "MIT", "lists": [{"id": ")" + name +
                                          R"(.sector", "file": "lists/sector.csv", "label": {"fr": "Secteur"}, "editable": false}])" + extra + "}");
        write(folder / "lists" / "sector.csv", "code;fr;en\n1;Textile;Textile\n");
        return folder;
    }
    static void write(fs::path const& file, std::string const& text) { std::ofstream(file, std::ios::binary) << text; }
    static std::string text_of(fs::path const& file)
    {
        std::ostringstream text;
        text << std::ifstream(file, std::ios::binary).rdbuf();
        return text.str();
    }
    /// As at a start of the program.
    [[nodiscard]] Module start(std::string const& name) const
    {
        SearchPaths paths;
        (void)ask_for_consent(paths, places());
        for (auto& module : find_modules(paths, {{"psl.db", 1}}))
            if (module.manifest.id == "org.example." + name)
                return module;
        FAIL("no such module: " << name);
        std::abort();
    }
    [[nodiscard]] bool knows(std::string const& name) const
    {
        SearchPaths paths;
        (void)ask_for_consent(paths, places());
        for (auto const& module : find_modules(paths, {}))
            if (module.manifest.id == "org.example." + name)
                return true;
        return false;
    }
    void agree(std::string const& name) const
    {
        for (auto const& request : pending_requests(places()))
            if (request.id == "org.example." + name) {
                auto const done = approve(places(), request);
                REQUIRE_MESSAGE(done.ok(), done.error().sentence.en);
                return;
            }
        FAIL("nothing to agree to: " << name);
    }
    /// Signs a module's folder with a key of this desk, made where it is missing.
    Publisher sign_with(std::string const& key, fs::path const& folder) const
    {
        auto const file = m_root / (key + ".key");
        if (!fs::exists(file))
            REQUIRE(make_keys(file, "Ville de " + key).ok());
        auto const content = read_content(folder);
        auto const manifest = model::read_manifest(folder / "plugin.json");
        REQUIRE(content.ok());
        REQUIRE(manifest.ok());
        auto const text = sign(*content, *manifest, file);
        REQUIRE(text.ok());
        write(folder / "signature.json", *text);
        auto const publisher = read_public_key(file.string() + ".pub");
        REQUIRE(publisher.ok());
        return *publisher;
    }

    std::vector<std::string> once; ///< agreed to for one start

private:
    fs::path m_root;
};

} // namespace test
