#include "host/bridge/border.hpp"
#include "host/base/text.hpp"
#include <algorithm>

namespace passerelle::bridge {

psl_status to_c(Status status)
{
    switch (status) {
    case Status::invalid:
    case Status::conflict: return PSL_E_INVALID;
    case Status::denied:
    case Status::read_only: return PSL_E_DENIED;
    case Status::not_found: return PSL_E_NOT_FOUND;
    case Status::busy: return PSL_E_BUSY;
    case Status::cancelled: return PSL_E_CANCELLED;
    case Status::wrong_thread: return PSL_E_WRONG_THREAD;
    case Status::unsupported:
    case Status::newer: return PSL_E_UNSUPPORTED;
    case Status::io:
    case Status::full:
    case Status::corrupt: return PSL_E_IO;
    case Status::internal: return PSL_E_EXCEPTION;
    }
    return PSL_E_EXCEPTION;
}

Status from_c(psl_status status)
{
    switch (status) {
    case PSL_E_INVALID: return Status::invalid;
    case PSL_E_DENIED: return Status::denied;
    case PSL_E_NOT_FOUND: return Status::not_found;
    case PSL_E_BUSY: return Status::busy;
    case PSL_E_CANCELLED: return Status::cancelled;
    case PSL_E_WRONG_THREAD: return Status::wrong_thread;
    case PSL_E_UNSUPPORTED: return Status::unsupported;
    case PSL_E_IO: return Status::io;
    default: return Status::internal;
    }
}

std::string text_of(psl_str text, std::size_t most)
{
    if (text.data == nullptr || text.size == 0)
        return {};
    std::size_t size = text.size;
    if (size > most) {
        call_state().cut = std::max(call_state().cut, size);
        size = most;
        while (size > 0 && (static_cast<unsigned char>(text.data[size]) & 0xC0) == 0x80)
            --size;
    }
    return cleaned(std::string_view(text.data, size));
}

std::string_view name_in(psl_str text)
{
    if (text.data == nullptr || text.size > limits::label_bytes)
        return {};
    return {text.data, text.size};
}

constinit thread_local CallState* call_state_of_thread = nullptr;

CallState& first_call_state()
{
    thread_local struct Own : CallState {
        ~Own() { call_state_of_thread = nullptr; }
    } state;
    call_state_of_thread = &state;
    return state;
}

psl_status refuse(Error const& error)
{
    CallState& state = call_state();
    state.sentence = error.sentence.in(state.language);
    return to_c(error.status);
}

psl_status refuse(psl_status status, Phrase const& sentence)
{
    CallState& state = call_state();
    state.sentence = sentence.in(state.language);
    return status;
}

} // namespace passerelle::bridge
