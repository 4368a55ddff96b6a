// Text across the border, errors as exceptions inside the plugin, and the guard that keeps them inside. Compiled into the
// plugin: no C++ type, allocator or exception crosses to the host. [any]
#pragma once
#include "passerelle/abi.h"
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace psl {

[[nodiscard]] inline psl_str to_c(std::string_view text) noexcept { return psl_str{text.data(), text.size()}; }
[[nodiscard]] inline std::string_view from_c(psl_str text) noexcept
{
    return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

/// Thrown inside a plugin; the guard turns it into the status and gives the sentence to the host.
/// An empty sentence keeps the one that the host itself said last (a refused read, a refused change).
class Error : public std::runtime_error {
public:
    Error(psl_status status, std::string const& sentence) : std::runtime_error(sentence), m_status(status) {}
    explicit Error(std::string const& sentence) : Error(PSL_E_INVALID, sentence) {}
    [[nodiscard]] psl_status status() const noexcept { return m_status; }

private:
    psl_status m_status;
};

/// Throws what the host answered, unless it is PSL_OK. The host keeps its own sentence.
inline void require(psl_status status)
{
    if (status != PSL_OK)
        throw Error(status, "");
}

namespace detail {

inline void say(psl_host const* host, psl_status status, std::string_view sentence) noexcept
{
    if (host != nullptr && host->fail != nullptr)
        host->fail(host, status, to_c(sentence));
}

/// Runs `body`; whatever it throws becomes a status, and its sentence goes to the host.
template<typename Body>
[[nodiscard]] psl_status guarded(psl_host const* host, Body&& body) noexcept
{
    try {
        std::forward<Body>(body)();
        return PSL_OK;
    } catch (Error const& error) {
        say(host, error.status(), error.what());
        return error.status() == PSL_OK ? PSL_E_INVALID : error.status();
    } catch (std::bad_alloc const&) {
        return PSL_E_NO_MEMORY;
    } catch (std::exception const& error) {
        say(host, PSL_E_EXCEPTION, error.what());
    } catch (...) {
        say(host, PSL_E_EXCEPTION, "an exception that is not a std::exception");
    }
    return PSL_E_EXCEPTION;
}

/// An interface of the host, or nullptr where it is absent or not named under needs/uses in plugin.json.
template<typename Interface>
[[nodiscard]] Interface const* interface_of(psl_host const* host, char const* id) noexcept
{
    return host == nullptr || host->get == nullptr ? nullptr : static_cast<Interface const*>(host->get(host, id));
}

} // namespace detail
} // namespace psl
