// Runs the built passerelle-cli as a person's shell would, in a folder of its own.
#pragma once
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

namespace test {

struct Outcome {
    int status = -1;
    std::string out, error;
};

class ConsoleProgram {
public:
    ConsoleProgram()
    {
        m_folder = std::filesystem::temp_directory_path() / ("passerelle-cli-" + std::to_string(std::random_device{}()));
        std::filesystem::create_directories(m_folder);
    }
    ~ConsoleProgram()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    [[nodiscard]] std::filesystem::path operator/(std::string const& name) const { return m_folder / name; }
    [[nodiscard]] std::string portfolio() const { return (m_folder / "essai.passerelle").string(); }

    /// Words as typed in a shell.
    [[nodiscard]] Outcome operator()(std::string const& words) const
    {
        auto const out = m_folder / "out", error = m_folder / "error";
        std::string const command = "XDG_DATA_HOME='" + (m_folder / "data").string() + "' XDG_CONFIG_HOME='" + (m_folder / "config").string() + "' LC_ALL=C.UTF-8 LANG= '" PASSERELLE_BUILD "/bin/passerelle-cli' " + words + " >'" + out.string() + "' </dev/null 2>'" + error.string() + "'";
        int const raw = std::system(command.c_str());
        Outcome outcome{raw == -1 ? -1 : (raw >> 8) & 0xFF, text_of(out), text_of(error)};
        if (raw & 0x7F)
            outcome.status = 128 + (raw & 0x7F);
        return outcome;
    }
    [[nodiscard]] Outcome on(std::string const& words) const { return (*this)("--portfolio '" + portfolio() + "' " + words); }
    void write(std::string const& name, std::string const& content) const { std::ofstream(m_folder / name, std::ios::binary) << content; }
    [[nodiscard]] static std::string text_of(std::filesystem::path const& file)
    {
        std::ostringstream text;
        text << std::ifstream(file, std::ios::binary).rdbuf();
        return text.str();
    }

private:
    std::filesystem::path m_folder;
};

} // namespace test
