// What the program and a module's process say to each other, and within which bounds. One frame is a header and a body; either side
// calls, and serves the calls of the other while it waits for its own answer. [any]
#pragma once
#include "passerelle/ext/answers.h"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/commands.h"
#include "passerelle/ext/db.h"
#include "passerelle/ext/jobs.h"
#include "passerelle/ext/locale.h"
#include "passerelle/ext/log.h"
#include "passerelle/ext/page.h"
#include "passerelle/ext/records.h"
#include "passerelle/ext/transfer.h"
#include "passerelle/ext/ui.h"
#include <cstddef>
#include <cstdint>

namespace passerelle::apart {

inline constexpr std::uint32_t protocol = 1; ///< program and process are installed together; this tells a mixed installation

/// Lines between the two: 0 for the main thread, then one for each thread that calls at the same time, the last for threads that the
/// module started itself. They are the first file descriptors of the process after the standard three.
inline constexpr int calling_lines = 8;
inline constexpr int lines = calling_lines + 1;
inline constexpr int first_descriptor = 3;

inline constexpr std::uint32_t frame_bytes = 64u << 20;
inline constexpr int nested_calls = 48;         ///< on one line; modules may ask in a circle eight deep
inline constexpr std::uint32_t list_items = 200'000;
inline constexpr std::uint32_t changes = 100'000;
inline constexpr std::uint32_t read_bytes = 1u << 20;
inline constexpr std::uint32_t rows_ahead = 128; ///< of a query, fetched in one answer
inline constexpr std::size_t rows_ahead_bytes = 1u << 17;
inline constexpr std::size_t told_bytes = 1u << 17; ///< words gathered before they are sent on their own

enum class Kind : std::uint8_t { call = 1, answer = 2, told = 3 };

enum class Op : std::uint16_t {
    hello = 1, ///< process -> program, once: the sandbox stands; then what became of the library
    // program -> process
    create, init, activate, deactivate, destroy, check, alerts, section, draw, answer, recognise, import_file, export_file, job_run, job_done,
    change_done, command, asked_field, asked_put,
    // process -> program, answered
    language = 100, today, row_field, sink_put, reader_read, writer_write, importer_put, importer_complete, job_report, db_open, db_prepare,
    db_step, records_submit, records_apply, jobs_start, ask, button, toggle, input_int, input_text, choice, entity_form,
    // process -> program, told: gathered, in order, and sent with the next call or answer
    log = 200, fail, threw, misbehaved, issue, alert, problem, db_bind, db_reset, db_close, table_begin, chart, map, matrix_begin,
    page_word = 300, ///< and the place of the word in its list
    acting_word = 400
};

/// Interfaces of the host that a module may ask for by id; bit n of `granted` is the n-th.
inline constexpr char const* host_interfaces[] = {PSL_LOG, PSL_LOCALE, PSL_DB, PSL_RECORDS, PSL_JOBS, PSL_ASK, PSL_PAGE, PSL_UI};

/// What a module offers, as bits: an interface, or a function in it that may be absent.
enum Offer : std::uint32_t {
    offers_check = 1, offers_alerts = 2, offers_sections = 4, offers_recognise = 8, offers_import = 16, offers_export = 32, offers_answers = 64,
    offers_views = 128, offers_checks = 256, offers_transfer = 512, offers_commands = 1024
};

/// What became of the library in its process.
enum class Opened : std::uint32_t { ready, unopened, no_entry, wrong_abi, no_create };

/// The fields of a scope, sent along: nearly every section reads them all.
inline constexpr char const* scope_fields[] = {"kind", "id", "code", "from", "to", "as_of", "currency"};

} // namespace passerelle::apart
