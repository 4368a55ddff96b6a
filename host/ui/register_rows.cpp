#include "host/ui/register_rows.hpp"
#include "host/model/record.hpp"
#include <algorithm>
#include <mutex>

namespace passerelle::ui {

namespace {

constexpr std::size_t page_rows = 100, most_pages = 24, most_under_way = 3;

std::vector<std::vector<std::string>> texts_of(bridge::Session& session, model::Entity const& entity, std::vector<model::Field const*> const& columns, std::span<std::int64_t const> ids, Language language)
{
    auto& reader = session.portfolio().reader();
    std::vector<std::vector<std::string>> page;
    auto const records = model::page(reader, session.registry(), entity, ids);
    if (!records)
        return page;
    for (auto const& record : *records) {
        auto& texts = page.emplace_back();
        for (auto const* field : columns) {
            auto const& value = record.at(field->id);
            texts.push_back(model::is_null(value) ? std::string() : model::displayed(reader, session.registry(), *field, value, language));
        }
    }
    return page;
}

} // namespace

struct RegisterRows::Answer {
    bool alive = true; ///< main thread only
    std::mutex mutex;  ///< guards the connection: it is interrupted from the window, used by the job
    store::Connection* connection = nullptr;
    bool abandoned = false;
    std::vector<std::int64_t> ids;
    model::Grouping grouping;
    std::size_t page_at = 0;
    Page page;

    void abandon()
    {
        std::lock_guard const lock(mutex);
        abandoned = true;
        if (connection)
            connection->interrupt();
    }
};

RegisterRows::RegisterRows(model::Entity const& entity, std::vector<model::Field const*> columns) : m_entity(&entity), m_columns(std::move(columns)) {}

RegisterRows::~RegisterRows()
{
    if (m_running) {
        m_running->alive = false;
        m_running->abandon();
    }
    for (auto const& answer : m_reading)
        answer->alive = false;
}

void RegisterRows::show(std::vector<model::Field const*> columns)
{
    if (columns == m_columns)
        return;
    m_columns = std::move(columns);
    ++m_turn;
    m_pages.clear();
}

void RegisterRows::ask(Context& context, Question question)
{
    m_wanted = std::move(question);
    if (m_running)
        m_running->abandon(); // its end starts the newer one: a word typed fast asks once, not five times
    else
        start(context);
}

void RegisterRows::start(Context& context)
{
    auto answer = std::make_shared<Answer>();
    m_running = answer;
    answer->page_at = m_last_page;
    bridge::Session* session = &context.session;
    Context* owner = &context;
    auto question = std::move(*m_wanted);
    m_wanted.reset();
    question.query.language = context.language;
    context.session.start_job(
        "register",
        [session, answer, question = std::move(question), entity = m_entity, columns = m_columns, language = context.language](bridge::Progress&) -> Result<void> {
            auto& reader = session->portfolio().reader();
            {
                std::lock_guard const lock(answer->mutex);
                if (answer->abandoned)
                    return Error{Status::cancelled, {"Lecture remplacée.", "Reading replaced."}};
                answer->connection = &reader;
            }
            auto ids = model::order(reader, session->registry(), question.query);
            auto grouping = ids ? model::grouped(reader, session->registry(), question.query, std::move(*ids), question.group, question.totals) : Result<model::Grouping>(ids.error());
            {
                std::lock_guard const lock(answer->mutex);
                answer->connection = nullptr;
            }
            if (!grouping)
                return grouping.error();
            answer->grouping = std::move(*grouping);
            answer->ids = std::exchange(answer->grouping.ids, {});
            // The page in view comes along: what is on screen changes at once, without a blank in between.
            if (answer->page_at * page_rows >= answer->ids.size())
                answer->page_at = 0;
            auto const from = answer->page_at * page_rows;
            answer->page = texts_of(*session, *entity, columns, {answer->ids.data() + from, std::min(page_rows, answer->ids.size() - from)}, language);
            return {};
        },
        [this, answer, owner](Result<void> done) {
            if (!answer->alive)
                return;
            m_running.reset();
            if (done) {
                ++m_turn;
                m_ready = true;
                m_ids = std::move(answer->ids);
                m_grouping = std::move(answer->grouping);
                count_lines();
                m_pages.clear();
                m_pages[answer->page_at] = std::move(answer->page);
            } else if (done.error().status != Status::cancelled) {
                m_ready = true;
                owner->tell(done.error().sentence, exchange::Tone::bad);
            }
            if (m_wanted)
                start(*owner);
        });
}

void RegisterRows::count_lines()
{
    m_stretches.clear();
    std::size_t line = 0, first = 0;
    for (std::size_t group = 0; group < m_grouping.groups.size(); ++group) {
        auto const records = static_cast<std::size_t>(m_grouping.groups[group].records);
        m_stretches.push_back({line, first});
        line += 1 + (closed(group) ? 0 : records);
        first += records;
    }
    m_lines = line;
}

RegisterRows::Line RegisterRows::line(std::size_t at) const
{
    if (m_stretches.empty())
        return {false, at};
    auto const after = std::upper_bound(m_stretches.begin(), m_stretches.end(), at, [](std::size_t line, Stretch const& one) { return line < one.line; });
    auto const group = static_cast<std::size_t>(after - m_stretches.begin()) - 1;
    auto const& stretch = m_stretches[group];
    return at == stretch.line ? Line{true, group} : Line{false, stretch.first + at - stretch.line - 1};
}

std::optional<std::size_t> RegisterRows::line_of(std::int64_t id) const
{
    auto const found = std::find(m_ids.begin(), m_ids.end(), id);
    if (found == m_ids.end())
        return std::nullopt;
    auto const at = static_cast<std::size_t>(found - m_ids.begin());
    if (m_stretches.empty())
        return at;
    auto const after = std::upper_bound(m_stretches.begin(), m_stretches.end(), at, [](std::size_t record, Stretch const& one) { return record < one.first; });
    auto const group = static_cast<std::size_t>(after - m_stretches.begin()) - 1;
    return closed(group) ? std::nullopt : std::optional(m_stretches[group].line + 1 + at - m_stretches[group].first);
}

void RegisterRows::open_or_close(std::size_t group)
{
    auto const& key = m_grouping.groups[group].key;
    m_closed.contains(key) ? (void)m_closed.erase(key) : (void)m_closed.insert(key);
    count_lines();
}

void RegisterRows::read_page(Context& context, std::size_t page)
{
    auto answer = std::make_shared<Answer>();
    m_reading.push_back(answer);
    answer->page_at = page;
    auto const from = page * page_rows;
    answer->ids.assign(m_ids.begin() + static_cast<std::ptrdiff_t>(from), m_ids.begin() + static_cast<std::ptrdiff_t>(std::min(from + page_rows, m_ids.size())));
    m_pages[page] = std::nullopt;
    bridge::Session* session = &context.session;
    context.session.start_job(
        "page",
        [session, answer, entity = m_entity, columns = m_columns, language = context.language](bridge::Progress&) -> Result<void> {
            answer->page = texts_of(*session, *entity, columns, answer->ids, language);
            return {};
        },
        [this, answer, turn = m_turn](Result<void>) {
            if (!answer->alive)
                return;
            std::erase(m_reading, answer);
            if (turn == m_turn)
                m_pages[answer->page_at] = std::move(answer->page);
        });
}

std::vector<std::string> const* RegisterRows::row(Context& context, std::size_t at)
{
    std::size_t const page = at / page_rows;
    m_last_page = page;
    auto found = m_pages.find(page);
    if (found == m_pages.end()) {
        // Whoever drags the scroll bar passes pages by: only a few are read at a time, those in view when they are asked for.
        if (m_reading.size() >= most_under_way)
            return nullptr;
        if (m_pages.size() >= most_pages)
            for (auto each = m_pages.begin(); each != m_pages.end();)
                each = each->second && (each->first + most_pages / 2 < page || each->first > page + most_pages / 2) ? m_pages.erase(each) : std::next(each);
        read_page(context, page);
        return nullptr;
    }
    if (!found->second || at % page_rows >= found->second->size())
        return nullptr;
    return &(*found->second)[at % page_rows];
}

} // namespace passerelle::ui
