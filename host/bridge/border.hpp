// Small things that cross the border: statuses, texts, the guard of callbacks, and the state of the call in progress. [any]
#pragma once
#include "host/base/result.hpp"
#include "host/bridge/limits.hpp"
#include "passerelle/abi.h"
#include <string>
#include <string_view>

namespace passerelle::bridge {

[[nodiscard]] psl_status to_c(Status);
[[nodiscard]] Status from_c(psl_status);
[[nodiscard]] inline psl_str to_c(std::string_view text) { return psl_str{text.data(), text.size()}; }
/// Clean UTF-8, cut at `most` bytes (between two characters). Null data reads as empty.
[[nodiscard]] std::string text_of(psl_str, std::size_t most = limits::text_bytes);
/// The bytes as they are: for names that are only compared. Empty where longer than a label may be.
[[nodiscard]] std::string_view name_in(psl_str);

/// view: draws of views and what they begin; they submit changes and start jobs from whatever thread draws.
enum class Purity { pure, view, may_write };

/// What is so on this thread while a module is being called. The ABI speaks of "the call in progress" and of "the next return on
/// this thread", so this is the one thing that is kept per thread.
struct CallState {
    bool inside = false;
    Language language = Language::fr;
    std::string today; ///< empty: the session's
    Purity purity = Purity::may_write;
    int ask_depth = 0;
    bool failed = false; ///< the module called fail()
    psl_status status = PSL_OK;
    std::string sentence;
    std::size_t cut = 0; ///< bytes of the longest text that was cut; 0: none was
};
/// Asked at every call across the border: a look at one pointer of this thread.
extern constinit thread_local CallState* call_state_of_thread;
[[nodiscard]] CallState& first_call_state();
[[nodiscard]] inline CallState& call_state() { return call_state_of_thread != nullptr ? *call_state_of_thread : first_call_state(); }

/// Remembers why, for a module that passes the status on without a sentence of its own.
psl_status refuse(Error const&);
psl_status refuse(psl_status, Phrase const&);

/// Runs a callback's body: nothing that it throws reaches the module.
template<typename Body>
psl_status answer_callback(Body&& body) noexcept
{
    try {
        return body();
    } catch (std::bad_alloc const&) {
        return PSL_E_NO_MEMORY;
    } catch (...) {
        return PSL_E_EXCEPTION;
    }
}
/// The same for callbacks that return nothing.
template<typename Body>
void quiet_callback(Body&& body) noexcept
{
    try {
        body();
    } catch (...) { // nothing to tell the module with: the word is lost, the host goes on
    }
}

} // namespace passerelle::bridge
