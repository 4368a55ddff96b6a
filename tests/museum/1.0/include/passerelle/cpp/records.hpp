// Writing with psl.records/1 and long work with psl.jobs/1.
//   psl::Changes changes;
//   auto cohort = changes.insert("incub.cohort").set("name", "2026").money("capital", {100000, "EUR"}).ref();
//   changes.insert("incub.member").set("cohort", cohort);
//   records().apply(tr("ajout d’une cohorte", "cohort added"), changes);      // [worker]
#pragma once
#include "passerelle/cpp/value.hpp"
#include "passerelle/ext/jobs.h"
#include "passerelle/ext/records.h"
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace psl {

/// A set of changes: all of them or none.
class Changes {
public:
    class Item : public Fields {
    public:
        Item(std::uint32_t kind, std::string_view entity, std::int64_t id, std::int64_t ref)
            : m_kind(kind), m_entity(entity), m_id(id), m_ref(ref)
        {
        }
        // The chain of Fields, kept as an Item.
        Item& set(std::string_view name, Value value) { return Fields::set(name, std::move(value)), *this; }
        Item& money(std::string_view name, std::optional<Money> const& value) { return Fields::money(name, value), *this; }
        Item& period(std::string_view name, std::optional<Date> from, std::optional<Date> to) { return Fields::period(name, from, to), *this; }
        Item& decimal(std::string_view name, std::int64_t number, int scale) { return Fields::decimal(name, number, scale), *this; }
        /// What a link of the same set says to point to this new record.
        [[nodiscard]] std::int64_t ref() const { return m_ref; }

    private:
        friend class Records;
        std::uint32_t m_kind;
        std::string m_entity;
        std::int64_t m_id, m_ref;
    };

    Item& insert(std::string_view entity) { return add(PSL_INSERT, entity, 0); }
    Item& update(std::string_view entity, std::int64_t id) { return add(PSL_UPDATE, entity, id); }
    void remove(std::string_view entity, std::int64_t id) { add(PSL_DELETE, entity, id); }
    [[nodiscard]] std::size_t size() const { return m_items.size(); }
    [[nodiscard]] bool empty() const { return m_items.empty(); }

private:
    friend class Records;
    Item& add(std::uint32_t kind, std::string_view entity, std::int64_t id)
    {
        return m_items.emplace_back(kind, entity, id, -static_cast<std::int64_t>(m_items.size()) - 1);
    }
    std::deque<Item> m_items; ///< a deque: the references that insert() gave stay good
};

class Records {
public:
    using Done = std::function<void(psl_status, std::vector<std::int64_t> const& ids)>;
    Records(psl_host const* host, psl_records const* table) : m_host(host), m_table(table) {}

    /// [worker] Waits for the commit. One id per change.
    std::vector<std::int64_t> apply(std::string_view label, Changes const& changes) const
    {
        Raw const raw(changes);
        std::vector<std::int64_t> ids(changes.size());
        require(m_table->apply(m_host, to_c(label), raw.changes.data(), raw.size(), ids.data()));
        return ids;
    }
    /// [main] Returns at once; `done` is called on the main thread, always once.
    void submit(std::string_view label, Changes const& changes, Done done = {}) const
    {
        Raw const raw(changes);
        auto waiting = std::make_unique<Waiting>(Waiting{m_host, std::move(done)});
        psl_status const status =
            m_table->submit(m_host, to_c(label), raw.changes.data(), raw.size(), psl_change_call{waiting.get(), &Records::finished});
        require(status);
        (void)waiting.release(); // finished() deletes it
    }

private:
    struct Waiting {
        psl_host const* host;
        Done done;
    };
    struct Raw {
        std::vector<detail::Named> named;
        std::vector<psl_change> changes;
        explicit Raw(Changes const& from) : named(from.m_items.size())
        {
            for (std::size_t at = 0; at < from.m_items.size(); ++at) {
                Changes::Item const& item = from.m_items[at];
                named[at].take(item);
                changes.push_back(psl_change{item.m_kind, named[at].size(), to_c(item.m_entity), item.m_id, named[at].names.data(),
                                             named[at].values.data()});
            }
        }
        [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(changes.size()); }
    };
    static void PSL_CALL finished(void* self, psl_status status, std::int64_t const* ids, std::uint32_t count) noexcept
    {
        std::unique_ptr<Waiting> const waiting(static_cast<Waiting*>(self));
        (void)detail::guarded(waiting->host, [&] {
            if (waiting->done)
                waiting->done(status, ids == nullptr ? std::vector<std::int64_t>{} : std::vector<std::int64_t>(ids, ids + count));
        });
    }
    psl_host const* m_host;
    psl_records const* m_table;
};

/// The job at work: progress out, cancel in.
class Job {
public:
    Job(psl_jobs const* table, psl_job* job) : m_table(table), m_job(job) {}
    /// share 0..1, negative: unknown. False: stop soon.
    [[nodiscard]] bool report(double share, std::string_view note = {}) const
    {
        return m_table == nullptr || m_job == nullptr || m_table->report(m_job, share, to_c(note));
    }
    /// Throws PSL_E_CANCELLED where a person stopped the job.
    void go_on(double share, std::string_view note = {}) const
    {
        if (!report(share, note))
            throw Error(PSL_E_CANCELLED, "");
    }

private:
    psl_jobs const* m_table;
    psl_job* m_job;
};

class Jobs {
public:
    using Run = std::function<void(Job&)>;
    using Done = std::function<void(psl_status)>;
    Jobs(psl_host const* host, psl_jobs const* table) : m_host(host), m_table(table) {}
    /// [main] `run` on a worker, then `done` on the main thread, always once.
    void start(std::string_view title, Run run, Done done = {}) const
    {
        auto waiting = std::make_unique<Waiting>(Waiting{m_host, m_table, std::move(run), std::move(done)});
        require(m_table->start(m_host, to_c(title), psl_job_call{waiting.get(), &Jobs::run, &Jobs::finished}));
        (void)waiting.release(); // finished() deletes it
    }

private:
    struct Waiting {
        psl_host const* host;
        psl_jobs const* table;
        Run run;
        Done done;
    };
    static psl_status PSL_CALL run(void* self, psl_job* raw) noexcept
    {
        auto* const waiting = static_cast<Waiting*>(self);
        return detail::guarded(waiting->host, [&] {
            Job job(waiting->table, raw);
            waiting->run(job);
        });
    }
    static void PSL_CALL finished(void* self, psl_status status) noexcept
    {
        std::unique_ptr<Waiting> const waiting(static_cast<Waiting*>(self));
        (void)detail::guarded(waiting->host, [&] {
            if (waiting->done)
                waiting->done(status);
        });
    }
    psl_host const* m_host;
    psl_jobs const* m_table;
};

} // namespace psl
