#include "host/ui/desk.hpp"
#include "host/base/atomic_file.hpp"
#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

namespace passerelle::ui {

namespace {

constexpr std::uintmax_t most_bytes = 64u << 20;
constexpr std::size_t most_texts = 10'000;
constexpr auto together = std::chrono::milliseconds(300); ///< keystrokes within it are one writing

constexpr int most_windows = 8; ///< of one person on one portfolio; the last ones share

std::filesystem::path beside(std::filesystem::path const& first, int number)
{
    auto name = first.stem();
    name += fmt::format("-{}", number);
    name += first.extension();
    return first.parent_path() / name;
}

/// FNV-1a: the same for every start, unlike std::hash.
std::uint64_t hash_of(std::string_view bytes)
{
    std::uint64_t hash = 14695981039346656037ull;
    for (char const c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return hash;
}

} // namespace

std::filesystem::path Desk::file_for(std::filesystem::path const& folder, std::filesystem::path const& portfolio)
{
    std::error_code failed;
    auto const whole = std::filesystem::weakly_canonical(portfolio, failed);
    auto const name = (failed ? portfolio : whole).u8string();
    return folder / "bureau" / fmt::format("{:016x}.json", hash_of({reinterpret_cast<char const*>(name.data()), name.size()}));
}

Desk::Desk(std::filesystem::path file) : m_file(std::move(file))
{
    if (m_file.empty())
        return;
    std::error_code failed;
    std::filesystem::create_directories(m_file.parent_path(), failed);
    auto const first = m_file;
    int number = 1;
    while (!take(m_file) && number < most_windows)
        m_file = beside(first, ++number);
    read();
    if (number == 1)
        for (int other = 2; other <= most_windows; ++other)
            take_over_from(beside(first, other));
    m_writer = std::thread([this] { write_when_told(); });
}

/// Where the system has no lock, as on a folder that refuses writing, the first desk serves.
bool Desk::take(std::filesystem::path const& file)
{
    auto lock_file = file;
    auto lock = store::FileLock::open(lock_file.replace_extension(".verrou"), store::FileLock::IfMissing::make);
    if (!lock)
        return true;
    if (!(*lock)->acquire(std::chrono::milliseconds(0)))
        return false;
    m_lock = std::move(*lock);
    return true;
}

void Desk::read()
{
    std::error_code failed;
    if (!std::filesystem::exists(m_file, failed))
        return;
    auto const bytes = read_whole_file(m_file, most_bytes);
    auto const json = bytes ? nlohmann::json::parse(*bytes, nullptr, false) : nlohmann::json();
    if (!json.is_object()) {
        auto aside = m_file;
        std::filesystem::rename(m_file, aside += ".illisible", failed);
        return;
    }
    for (auto const& [key, text] : json.items())
        if (text.is_string() && m_texts.size() < most_texts)
            m_texts.emplace(key, text.get<std::string>());
}

/// What another window typed and did not save comes here once that window is gone; what is typed here already stays.
void Desk::take_over_from(std::filesystem::path const& other)
{
    std::error_code failed;
    if (!std::filesystem::exists(other, failed))
        return;
    auto own_lock = std::move(m_lock);
    auto const own_file = std::exchange(m_file, other);
    auto const own = m_texts;
    if (take(other)) {
        m_texts.clear();
        read();
        std::erase_if(m_texts, [](auto const& one) { return !one.first.starts_with("draft/"); });
        auto const left = !m_texts.empty();
        for (auto const& [key, text] : own)
            m_texts.insert_or_assign(key, text);
        if (!left || write_file_atomically(own_file, as_json()))
            std::filesystem::remove(other, failed);
    }
    m_lock = std::move(own_lock);
    m_file = own_file;
}

Desk::~Desk()
{
    {
        std::lock_guard const lock(m_mutex);
        m_ending = true;
    }
    m_told.notify_one();
    if (m_writer.joinable())
        m_writer.join();
}

void Desk::keep(std::string const& key, std::string text)
{
    auto const found = m_texts.find(key);
    if (found == m_texts.end() ? text.empty() : found->second == text)
        return;
    if (text.empty())
        m_texts.erase(found);
    else if (found == m_texts.end() && m_texts.size() >= most_texts)
        return;
    else
        m_texts.insert_or_assign(key, std::move(text));
    if (m_file.empty())
        return;
    {
        std::lock_guard const lock(m_mutex);
        m_to_write = as_json();
    }
    m_told.notify_one();
}

std::optional<std::string> Desk::kept(std::string_view key) const
{
    auto const found = m_texts.find(key);
    return found == m_texts.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> Desk::keys(std::string_view beginning) const
{
    std::vector<std::string> found;
    for (auto at = m_texts.lower_bound(beginning); at != m_texts.end() && at->first.starts_with(beginning); ++at)
        found.push_back(at->first);
    return found;
}

std::string Desk::as_json() const
{
    nlohmann::json json = nlohmann::json::object();
    for (auto const& [key, text] : m_texts)
        json[key] = text;
    return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void Desk::write_when_told()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_told.wait(lock, [this] { return m_to_write || m_ending; });
        if (!m_ending)
            m_told.wait_for(lock, together, [this] { return m_ending; });
        if (!m_to_write)
            return;
        auto const text = std::move(*m_to_write);
        m_to_write.reset();
        lock.unlock();
        // A full disk must not stop the work; the next keystroke tries again.
        (void)write_file_atomically(m_file, text);
        lock.lock();
    }
}

} // namespace passerelle::ui
