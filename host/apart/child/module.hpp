// The module in this process: its library, its tables, and the host that it sees.
#pragma once
#include "host/apart/child/line.hpp"
#include <cstdint>
#include <string>

// What the module holds of the host's. Each belongs to the line of the call that it was given in.
struct psl_page {
    passerelle::apart::child::Line* line;
    std::uint32_t number;
    bool leaves;
};
struct psl_ui {
    passerelle::apart::child::Line* line;
    std::uint32_t number;
    psl_page page;
};
struct psl_job {
    passerelle::apart::child::Line* line;
    std::uint32_t number;
};

namespace passerelle::apart::child {

/// May this thread use what was given on that line?
template<typename Given>
[[nodiscard]] bool usable(Given const* given)
{
    return given != nullptr && given->line == current();
}

void set_entry(psl_entry const*);
/// [main] The interfaces that the module may ask its host for, as bits of host_interfaces.
void set_granted(std::uint32_t);
[[nodiscard]] psl_host const& host();

[[nodiscard]] psl_db const& db_table();
[[nodiscard]] psl_records const& records_table();
[[nodiscard]] psl_jobs const& jobs_table();
[[nodiscard]] psl_words const& words_table();
[[nodiscard]] psl_widgets const& widgets_table();

/// The program calls back what the module began: psl.jobs and psl.records.
psl_status run_job(std::uint64_t number, psl_job*);
void job_done(std::uint64_t number, psl_status);
void change_done(std::uint64_t number, psl_status, std::int64_t const* ids, std::uint32_t n);

} // namespace passerelle::apart::child
