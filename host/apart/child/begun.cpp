// psl.records/1 and psl.jobs/1 as the module sees them: what it begins has a number, and the program calls back by it.
#include "host/apart/child/module.hpp"
#include <unordered_map>

namespace passerelle::apart::child {

namespace {

/// A change has no run.
struct Begun {
    psl_job_call job;
    psl_change_call change;
};

std::mutex begun_mutex;
std::unordered_map<std::uint64_t, Begun> all_begun;
std::uint64_t last_begun = 0;

std::uint64_t keep(Begun const& begun)
{
    std::lock_guard const lock(begun_mutex);
    all_begun[++last_begun] = begun;
    return last_begun;
}

Begun find(std::uint64_t number, bool forget)
{
    std::lock_guard const lock(begun_mutex);
    auto const found = all_begun.find(number);
    if (found == all_begun.end())
        return {};
    Begun const begun = found->second;
    if (forget)
        all_begun.erase(found);
    return begun;
}

/// False: the call cannot be read at all.
bool put_changes(Out& out, psl_str label, psl_change const* all, std::uint32_t n)
{
    if (all == nullptr && n > 0)
        return false;
    out.put(label);
    out.put(n);
    for (std::uint32_t at = 0; at < n && out.bytes().size() <= frame_bytes; ++at) {
        out.put(all[at].kind);
        out.put(all[at].entity);
        out.put(all[at].id);
        put_fields(out, all[at].fields, all[at].values, all[at].n_fields);
    }
    return true;
}

psl_status PSL_CALL submit(psl_host const*, psl_str label, psl_change const* all, std::uint32_t n, psl_change_call call)
{
    if (call.done == nullptr || n > changes)
        return PSL_E_INVALID;
    auto const number = keep({{}, call});
    Asking asking;
    asking.out.put(number);
    auto const status = put_changes(asking.out, label, all, n) ? asking.run_for_status(Op::records_submit) : PSL_E_INVALID;
    if (status != PSL_OK)
        (void)find(number, true);
    return status;
}

psl_status PSL_CALL apply(psl_host const*, psl_str label, psl_change const* all, std::uint32_t n, std::int64_t* new_ids)
{
    Asking asking;
    if (n > changes || !put_changes(asking.out, label, all, n))
        return PSL_E_INVALID;
    auto const status = asking.run_for_status(Op::records_apply);
    auto const ids = asking.in().take_list<std::int64_t>(changes);
    for (std::uint32_t at = 0; status == PSL_OK && new_ids != nullptr && at < n && at < ids.size(); ++at)
        new_ids[at] = ids[at];
    return status;
}

psl_status PSL_CALL start(psl_host const*, psl_str title, psl_job_call call)
{
    if (call.run == nullptr || call.done == nullptr)
        return PSL_E_INVALID;
    auto const number = keep({call, {}});
    Asking asking;
    asking.out.put(number);
    asking.out.put(title);
    auto const status = asking.run_for_status(Op::jobs_start);
    if (status != PSL_OK)
        (void)find(number, true);
    return status;
}

bool PSL_CALL report(psl_job* job, double share, psl_str note)
{
    if (!usable(job))
        return false;
    Asking asking;
    asking.out.put(job->number);
    asking.out.put(share);
    asking.out.put(note);
    return asking.run(Op::job_report) && asking.in().take<bool>();
}

} // namespace

psl_status run_job(std::uint64_t number, psl_job* job)
{
    auto const begun = find(number, false);
    return begun.job.run == nullptr ? PSL_E_NOT_FOUND : begun.job.run(begun.job.self, job);
}

void job_done(std::uint64_t number, psl_status status)
{
    if (auto const begun = find(number, true); begun.job.done != nullptr)
        begun.job.done(begun.job.self, status);
}

void change_done(std::uint64_t number, psl_status status, std::int64_t const* ids, std::uint32_t n)
{
    if (auto const begun = find(number, true); begun.change.done != nullptr)
        begun.change.done(begun.change.self, status, ids, n);
}

psl_records const& records_table()
{
    static constexpr psl_records table{&submit, &apply};
    return table;
}

psl_jobs const& jobs_table()
{
    static constexpr psl_jobs table{&start, &report};
    return table;
}

} // namespace passerelle::apart::child
