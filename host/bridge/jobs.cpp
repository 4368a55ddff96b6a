// psl.jobs/1.
#include "host/bridge/jobs.hpp"
#include "host/bridge/tables.hpp"

namespace passerelle::bridge {

namespace {

psl_status PSL_CALL start(psl_host const* host, psl_str title, psl_job_call work) noexcept
{
    return answer_callback([&]() -> psl_status {
        ModuleHost& module = ModuleHost::of(host);
        Context& context = module.context();
        if (work.run == nullptr || work.done == nullptr)
            return PSL_E_INVALID;
        if (!context.on_main() && call_state().purity != Purity::view) {
            module.misbehaved("psl.jobs start outside the main thread");
            return PSL_E_WRONG_THREAD;
        }
        context.jobs->start(
            text_of(title, limits::label_bytes),
            [&module, &context, work, name = text_of(title, limits::label_bytes)](Progress& progress) {
                psl_job job{&progress};
                return module.call(Call{loader::Phase::job, name, context.language}, [&] { return work.run(work.self, &job); });
            },
            [&module, &context, work](Result<void> result) {
                psl_status const status = result ? PSL_OK : to_c(result.error().status);
                module.between_draws([&module, &context, work, status] {
                    (void)module.call(Call{loader::Phase::done, {}, context.language}, [&] { return work.done(work.self, status), PSL_OK; });
                });
            });
        return PSL_OK;
    });
}

bool PSL_CALL report(psl_job* job, double share, psl_str note) noexcept
{
    bool go_on = false;
    quiet_callback([&] {
        if (job == nullptr || job->progress == nullptr)
            return;
        go_on = !job->progress->cancel;
        if (job->progress->report)
            job->progress->report(share >= 0 && share <= 1 ? share : -1, text_of(note, limits::label_bytes));
    });
    return go_on;
}

} // namespace

psl_jobs const& jobs_table()
{
    static constexpr psl_jobs table{&start, &report};
    return table;
}

} // namespace passerelle::bridge
