// Streams the XML of an IATI file through expat and hands over one activity (or organisation) at a time. Memory is bounded
// by `Limits`, never by the file. A DOCTYPE, and with it every entity, is refused; nothing outside the file is ever read.
// One thread. Refusals are psl::Error with a sentence.
#pragma once
#include "tree.hpp"
#include "words.hpp"
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace iati {

struct Limits {
    static constexpr std::size_t depth = 64;
    static constexpr std::size_t attributes = 64;              ///< of one element
    static constexpr std::size_t attribute = std::size_t{1} << 20; ///< bytes of one value
    static constexpr std::size_t text = std::size_t{16} << 20; ///< bytes of one text
    static constexpr std::size_t tag = std::size_t{4} << 20;   ///< bytes of one tag or comment
    static constexpr std::size_t part = std::size_t{8} << 20;  ///< an activity beyond this is handed over in parts
    static constexpr std::size_t record = std::size_t{48} << 20; ///< a part never grows beyond this
};

class Sink {
public:
    /// The root element, with its attributes only.
    virtual void begin(Element root) = 0;
    /// An activity or organisation. Where it is very large it comes in several parts, each with the attributes and the
    /// children since the part before.
    virtual void record(Element record, bool first, bool last) = 0;
    /// An element outside the standard was met (each time); what it holds is skipped.
    virtual void skipped(std::string_view name, std::int64_t line) = 0;

protected:
    ~Sink() = default;
};

class Scanner {
public:
    /// Bytes read, 0 at the end.
    using Read = std::function<std::size_t(void* into, std::size_t capacity)>;

    Scanner(Sink&, Words);
    ~Scanner();
    /// Reads to the end of the file.
    void run(Read const&);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace iati
