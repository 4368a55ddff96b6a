// How much the host takes from a module. Beyond these, what comes is cut or refused: a module is not trusted to be moderate.
#pragma once
#include <cstddef>
#include <cstdint>

namespace passerelle::bridge::limits {

inline constexpr std::size_t text_bytes = 1 << 20;          ///< any one text
inline constexpr std::size_t label_bytes = 4096;            ///< labels, titles, ids, sentences
inline constexpr std::size_t sql_bytes = 1 << 16;
inline constexpr std::int64_t sql_steps = 2'000'000'000;    ///< virtual-machine steps of one statement: tens of seconds
inline constexpr std::int64_t declared_steps = 100'000'000; ///< the same for what is declared in words: a second or two, a page holds many
inline constexpr double declared_seconds = 10;              ///< of one declared page or one module's declared alerts; the rest is left out, and said
inline constexpr std::size_t statements = 1000;             ///< open at once on one handle
inline constexpr std::size_t cells = 1'000'000;             ///< of all tables of one page
inline constexpr std::size_t matrix_cells = 100'000;        ///< of all matrices of one view, with the cells of its page
inline constexpr std::size_t matrix_fields_bytes = 1 << 14; ///< what a new record begins with
inline constexpr std::size_t blocks = 100'000;              ///< of one page
inline constexpr std::size_t page_bytes = std::size_t{64} << 20;
inline constexpr std::size_t columns = 200;
inline constexpr std::size_t chart_values = 100'000;
inline constexpr std::size_t declared_alerts = 1000;        ///< of one rule
inline constexpr std::size_t declared_groups = 200;         ///< rows of a declared figure's table
inline constexpr std::size_t places = 100'000;
inline constexpr std::size_t link_kinds = 20;              ///< of one map
inline constexpr std::size_t filter_bytes = 1 << 15;       ///< of the conditions behind one figure: 1,000 record numbers
inline constexpr std::size_t conditions = 20;              ///< behind one figure
inline constexpr std::size_t elements = 10'000;             ///< of one view
inline constexpr std::size_t fields = 1000;                 ///< of one change or imported record
inline constexpr std::size_t changes = 100'000;             ///< of one set
inline constexpr std::size_t issues = 1000;                 ///< of one check
inline constexpr std::size_t alerts = 100'000;              ///< of one module
inline constexpr std::size_t problems_kept = 1000;          ///< of one import
inline constexpr std::size_t answer_rows = 1'000'000;
inline constexpr int ask_depth = 8;                         ///< modules that ask modules that ask
inline constexpr int misbehaviour = 3;                      ///< then the module's views are off until the next start
inline constexpr std::size_t log_lines = 1000;

} // namespace passerelle::bridge::limits
