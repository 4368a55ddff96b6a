// What every fallible function returns: a value, or a status with a sentence that a person can act on,
// in French and English. No exception crosses a room's border.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace passerelle {

enum class Language { fr, en };

/// A sentence in both languages; French is written first. Built with fmt where it holds figures or names.
struct Phrase {
    std::string fr;
    std::string en;
    [[nodiscard]] std::string const& in(Language language) const { return language == Language::fr ? fr : en; }
    [[nodiscard]] bool empty() const { return fr.empty() && en.empty(); }
    friend bool operator==(Phrase const&, Phrase const&) = default;
};

enum class Status {
    invalid,      ///< the input breaks a rule; the sentence says which and what to do
    denied,       ///< not permitted to this author, module or connection
    not_found,
    busy,         ///< someone else holds it; try again
    cancelled,    ///< a person stopped it
    wrong_thread,
    unsupported,
    io,           ///< the disk or the medium
    full,         ///< no space left
    read_only,
    corrupt,
    newer,        ///< made by a newer version
    conflict,     ///< the record changed meanwhile
    internal      ///< a fault of ours
};

struct Error {
    Status status = Status::internal;
    Phrase sentence;
};

template<typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_value(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_value(std::in_place_index<1>, std::move(error)) {}
    [[nodiscard]] explicit operator bool() const { return m_value.index() == 0; }
    [[nodiscard]] bool ok() const { return m_value.index() == 0; }
    [[nodiscard]] T& value() & { return std::get<0>(m_value); }
    [[nodiscard]] T const& value() const& { return std::get<0>(m_value); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(m_value)); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] T const& operator*() const& { return value(); }
    [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
    [[nodiscard]] T* operator->() { return &value(); }
    [[nodiscard]] T const* operator->() const { return &value(); }
    [[nodiscard]] Error const& error() const { return std::get<1>(m_value); }

private:
    std::variant<T, Error> m_value;
};

template<>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}
    [[nodiscard]] explicit operator bool() const { return !m_error; }
    [[nodiscard]] bool ok() const { return !m_error; }
    [[nodiscard]] Error const& error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace passerelle

/// Returns the error of a Result<void> expression to the caller.
#define PASSERELLE_TRY(expression)                                                                                                         \
    do {                                                                                                                                   \
        if (auto passerelle_result = (expression); !passerelle_result)                                                                     \
            return passerelle_result.error();                                                                                              \
    } while (false)
