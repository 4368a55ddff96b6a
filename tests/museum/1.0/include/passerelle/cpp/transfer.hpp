// Files in and out (psl.transfer/1), answers to other plugins (psl.answers/1, psl.ask/1), checks and alerts (psl.checks/1).
#pragma once
#include "passerelle/cpp/page.hpp"
#include "passerelle/ext/answers.h"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/transfer.h"
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace psl {

enum class Level : std::int32_t { note = PSL_LEVEL_NOTE, warning = PSL_LEVEL_WARNING, error = PSL_LEVEL_ERROR };

/// The bytes of the file being imported.
class Reader {
public:
    explicit Reader(psl_reader* reader) : m_reader(reader) {}
    /// Bytes read; 0 at the end.
    [[nodiscard]] std::size_t read(void* into, std::size_t capacity)
    {
        std::int64_t const size = m_reader->read(m_reader, into, capacity);
        if (size < 0)
            throw Error(static_cast<psl_status>(size), "");
        return static_cast<std::size_t>(size);
    }
    /// The rest of the file; refused beyond `most` bytes.
    [[nodiscard]] std::string read_all(std::size_t most)
    {
        std::string all;
        char part[65536];
        while (std::size_t const size = read(part, sizeof part)) {
            if (all.size() + size > most)
                throw Error(PSL_E_UNSUPPORTED, "");
            all.append(part, size);
        }
        return all;
    }

private:
    psl_reader* m_reader;
};

class Writer {
public:
    explicit Writer(psl_writer* writer) : m_writer(writer) {}
    void write(std::string_view bytes)
    {
        while (!bytes.empty()) {
            std::int64_t const size = m_writer->write(m_writer, bytes.data(), bytes.size());
            if (size <= 0)
                throw Error(size < 0 ? static_cast<psl_status>(size) : PSL_E_IO, "");
            bytes.remove_prefix(static_cast<std::size_t>(size) < bytes.size() ? static_cast<std::size_t>(size) : bytes.size());
        }
    }

private:
    psl_writer* m_writer;
};

/// Receives the records of a file.
class Importer {
public:
    explicit Importer(psl_importer* importer) : m_importer(importer) {}
    /// The C table itself: for importers of large files that keep their own arrays of names and values.
    [[nodiscard]] psl_importer* raw() const { return m_importer; }
    /// The record's id, existing or new. 0: a rule refused it; the host has noted the problem and the import goes on.
    /// Throws where the import as a whole cannot go on (cancelled, not permitted, disk full).
    std::int64_t put(std::string_view entity, Fields const& fields)
    {
        m_named.take(fields);
        std::int64_t id = 0;
        psl_status const status =
            m_importer->put(m_importer, to_c(entity), m_named.names.data(), m_named.values.data(), m_named.size(), &id);
        if (status == PSL_E_INVALID)
            return 0;
        require(status);
        return id;
    }
    /// Everything that the file holds below this record has been put: what the format brought earlier and is gone, goes.
    void complete(std::string_view entity, std::int64_t id) { require(m_importer->complete(m_importer, to_c(entity), id)); }
    /// line: 1-based, 0 unknown. identifier: of the record concerned.
    void problem(Level level, std::int64_t line, std::string_view identifier, std::string_view sentence)
    {
        m_importer->problem(m_importer, static_cast<std::int32_t>(level), line, to_c(identifier), to_c(sentence));
    }

private:
    psl_importer* m_importer;
    detail::Named m_named;
};

/// Receives the rows of an answer.
class Sink {
public:
    explicit Sink(psl_row_sink* sink) : m_sink(sink) {}
    void put(std::string_view kind, Fields const& fields)
    {
        m_named.take(fields);
        require(m_sink->put(m_sink, to_c(kind), m_named.names.data(), m_named.values.data(), m_named.size()));
    }

private:
    psl_row_sink* m_sink;
    detail::Named m_named;
};

/// Receives what a check found. An error refuses the change; warnings and notes are shown.
class Issues {
public:
    explicit Issues(psl_issues* issues) : m_issues(issues) {}
    /// An empty field concerns the whole record.
    void add(Level level, std::string_view field, std::string_view sentence)
    {
        m_issues->add(m_issues, to_c(field), static_cast<std::int32_t>(level), to_c(sentence));
    }
    void error(std::string_view field, std::string_view sentence) { add(Level::error, field, sentence); }
    void warning(std::string_view field, std::string_view sentence) { add(Level::warning, field, sentence); }
    void note(std::string_view field, std::string_view sentence) { add(Level::note, field, sentence); }

private:
    psl_issues* m_issues;
};

struct Alert {
    std::string_view rule;                ///< stable id: "payment-late"
    Tone tone = Tone::warn;
    std::string_view what, why;           ///< what to do; why
    std::string_view entity = {};         ///< with id and field: where
    std::int64_t id = 0;
    std::string_view field = {}, due = {}; ///< due: YYYY-MM-DD, or empty
};
class Alerts {
public:
    explicit Alerts(psl_alerts* alerts) : m_alerts(alerts) {}
    void add(Alert const& alert)
    {
        m_alerts->add(m_alerts, to_c(alert.rule), static_cast<std::int32_t>(alert.tone), to_c(alert.what), to_c(alert.why),
                      to_c(alert.entity), alert.id, to_c(alert.field), to_c(alert.due));
    }

private:
    psl_alerts* m_alerts;
};

namespace detail {
/// Fields as a psl_row, for questions.
struct FieldsRow {
    explicit FieldsRow(Fields const& from) : fields(&from), row{this, &FieldsRow::field} {}
    static psl_status PSL_CALL field(psl_row const* row, psl_str name, psl_value* out) noexcept
    {
        auto const* const self = static_cast<FieldsRow const*>(row->impl);
        for (auto const& [known, value] : self->fields->values())
            if (known == from_c(name)) {
                *out = value.to_c();
                return PSL_OK;
            }
        return PSL_E_NOT_FOUND;
    }
    Fields const* fields;
    psl_row row;
};
/// A psl_row_sink that calls a function; what that throws is kept and thrown again after the call.
struct FunctionSink {
    using Take = std::function<void(std::string_view kind, Row const&)>;
    explicit FunctionSink(psl_host const* at, Take const& function) : host(at), take(&function), sink{this, &FunctionSink::put} {}
    struct Values {
        psl_str const* names;
        psl_value const* values;
        std::uint32_t size;
    };
    static psl_status PSL_CALL field(psl_row const* row, psl_str name, psl_value* out) noexcept
    {
        auto const* const all = static_cast<Values const*>(row->impl);
        for (std::uint32_t at = 0; at < all->size; ++at)
            if (from_c(all->names[at]) == from_c(name)) {
                *out = all->values[at];
                return PSL_OK;
            }
        return PSL_E_NOT_FOUND;
    }
    static psl_status PSL_CALL put(psl_row_sink* sink, psl_str kind, psl_str const* names, psl_value const* values, std::uint32_t n) noexcept
    {
        auto* const self = static_cast<FunctionSink*>(sink->impl);
        return guarded(self->host, [&] {
            Values all{names, values, n};
            psl_row const raw{&all, &FunctionSink::field};
            (*self->take)(from_c(kind), Row(&raw));
        });
    }
    psl_host const* host;
    Take const* take;
    psl_row_sink sink;
};
} // namespace detail

} // namespace psl
