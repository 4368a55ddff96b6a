#include "host/bridge/context.hpp"
#include "host/bridge/limits.hpp"
#include "host/loader/crash_journal.hpp"
#include "host/model/relative_date.hpp"
#include <fmt/format.h>

namespace passerelle::bridge {

void Log::write(LogLevel level, std::string_view module, std::string text)
{
    loader::CrashJournal::log(fmt::format("{} {}", module, text));
    LogLine line{level, std::string(module), std::move(text)};
    std::function<void(LogLine const&)> listener;
    {
        std::lock_guard const lock(m_mutex);
        m_lines.push_back(line);
        if (m_lines.size() > limits::log_lines)
            m_lines.pop_front();
        listener = on_line;
    }
    if (listener)
        listener(line);
}

std::vector<LogLine> Log::lines() const
{
    std::lock_guard const lock(m_mutex);
    return {m_lines.begin(), m_lines.end()};
}

std::string Context::today() const
{
    if (!fixed_today.empty())
        return fixed_today;
    return model::local_today();
}

model::Manifest const* Context::owner_of(model::Entity const& entity) const
{
    if (entity.module == core.id)
        return &core;
    for (loader::Module const& module : modules)
        if (module.readable && module.manifest.id == entity.module)
            return &module.manifest;
    return nullptr;
}

} // namespace passerelle::bridge
