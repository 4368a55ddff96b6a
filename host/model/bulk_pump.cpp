#include "host/model/bulk_pump.hpp"
#include <exception>

namespace passerelle::model {

void RowChunk::add(BulkLayout& layout, std::int64_t id)
{
    rows.push_back({&layout, nullptr, id, cells.size()});
    for (auto const& each : layout.cells) {
        Cell cell;
        cell.kind = each.kind;
        if (each.kind == store::ColumnKind::integer)
            cell.integer = each.integer;
        else if (each.kind == store::ColumnKind::real)
            cell.real = each.real;
        else if (each.kind != store::ColumnKind::null) {
            cell.text = {static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(each.text.size())};
            texts += each.text;
        }
        cells.push_back(cell);
    }
}

void RowChunk::add(std::string const& table, std::int64_t owner, psl::CellKey const& key, std::int64_t n)
{
    rows.push_back({nullptr, &table, owner, cells.size()});
    for (std::int64_t const number : {static_cast<std::int64_t>(key.sex), static_cast<std::int64_t>(key.age), static_cast<std::int64_t>(key.disability), n}) {
        Cell cell;
        cell.kind = store::ColumnKind::integer;
        cell.integer = number;
        cells.push_back(cell);
    }
}

void RowChunk::clear()
{
    rows.clear();
    cells.clear();
    texts.clear();
}

BulkPump::~BulkPump()
{
    {
        std::scoped_lock const lock(m_mutex);
        m_waiting.clear();
        m_closing = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

Result<void> BulkPump::push(RowChunk&& chunk)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_error || m_waiting.size() < most_waiting; });
    if (m_error)
        return *m_error;
    m_waiting.push_back(std::move(chunk));
    if (!m_thread.joinable())
        m_thread = std::thread([this] { run(); });
    m_changed.notify_all();
    return {};
}

Result<void> BulkPump::drain()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_error || (m_waiting.empty() && !m_busy); });
    return m_error ? Result<void>{*m_error} : Result<void>{};
}

RowChunk BulkPump::spare()
{
    std::scoped_lock const lock(m_mutex);
    if (m_spare.empty())
        return {};
    RowChunk chunk = std::move(m_spare.back());
    m_spare.pop_back();
    return chunk;
}

void BulkPump::run()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_closing || !m_waiting.empty(); });
        if (m_waiting.empty())
            return;
        RowChunk chunk = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_busy = true;
        lock.unlock();
        m_changed.notify_all();
        Result<void> done;
        try {
            done = m_work(chunk);
        } catch (std::exception const& thrown) {
            done = Error{Status::internal, {thrown.what(), thrown.what()}};
        }
        chunk.clear();
        lock.lock();
        m_busy = false;
        m_spare.push_back(std::move(chunk));
        if (!done && !m_error) {
            m_error = done.error();
            m_waiting.clear();
        }
        m_changed.notify_all();
    }
}

} // namespace passerelle::model
