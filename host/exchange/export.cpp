#include "host/exchange/export.hpp"
#include "host/base/format.hpp"
#include "host/exchange/csv.hpp"
#include "host/model/record.hpp"
#include "host/model/query.hpp"
#include "passerelle/value/suppression.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace passerelle::exchange {

namespace {

constexpr std::size_t page_size = 500;

/// number / 10^scale as a spreadsheet of that language reads it: no thousands, its decimal sign.
std::string typed_number(std::int64_t number, int scale, Language language)
{
    bool const negative = number < 0;
    std::string digits = std::to_string(negative ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number));
    if (scale > 0) {
        if (digits.size() <= static_cast<std::size_t>(scale))
            digits.insert(0, static_cast<std::size_t>(scale) + 1 - digits.size(), '0');
        digits.insert(digits.size() - static_cast<std::size_t>(scale), 1, language == Language::fr ? ',' : '.');
    }
    return (negative ? "-" : "") + digits;
}

using Fields = std::span<model::Field const* const>;

CsvStyle file_style(Language language) { return language == Language::fr ? CsvStyle{';', true} : CsvStyle{',', true}; }

std::vector<model::Field const*> visible_fields(model::Entity const& entity)
{
    std::vector<model::Field const*> fields;
    for (auto const& field : entity.fields)
        if (!field.hidden)
            fields.push_back(&field);
    return fields;
}

class RegisterWriter {
public:
    /// absent: written where nothing is reported.
    RegisterWriter(store::Connection& reader, model::Registry const& registry, Fields fields, Language language, CsvStyle style, std::string absent)
        : m_reader(reader), m_registry(registry), m_fields(fields), m_language(language), m_absent(std::move(absent)), m_writer(m_bytes, style)
    {
    }

    void head()
    {
        auto const in = [&](Phrase const& phrase) -> std::string { return phrase.in(m_language); };
        for_each_field([&](model::Field const& field) {
            std::string const& label = field.label.in(m_language).empty() ? field.label.fr : field.label.in(m_language);
            switch (field.type) {
            case model::FieldType::money:
                m_writer.text(label);
                m_writer.text(fmt::format("{} – {}", label, in({"devise", "currency"})));
                break;
            case model::FieldType::period:
                m_writer.text(fmt::format("{} – {}", label, in({"début", "from"})));
                m_writer.text(fmt::format("{} – {}", label, in({"fin", "to"})));
                break;
            case model::FieldType::point:
                m_writer.text(fmt::format("{} – {}", label, in({"latitude", "latitude"})));
                m_writer.text(fmt::format("{} – {}", label, in({"longitude", "longitude"})));
                break;
            default: m_writer.text(label);
            }
        });
        m_writer.end_row();
    }

    void row(model::Record const& record)
    {
        for_each_field([&](model::Field const& field) { put(field, record.at(field.id)); });
        m_writer.end_row();
    }

    [[nodiscard]] bool flush(ByteSink const& sink)
    {
        bool const kept = sink(m_bytes);
        m_bytes.clear();
        return kept;
    }

private:
    template<typename Each>
    void for_each_field(Each&& each)
    {
        for (auto const* const field : m_fields)
            each(*field);
    }

    void absent() { m_writer.plain(m_absent); }

    void date(std::optional<psl::Date> const& value)
    {
        if (!value)
            absent();
        else
            m_writer.plain(m_language == Language::fr ? format_date(value->iso(), m_language) : value->iso());
    }

    void put(model::Field const& field, model::Value const& value)
    {
        bool const pair = field.type == model::FieldType::money || field.type == model::FieldType::period || field.type == model::FieldType::point;
        if (model::is_null(value)) {
            absent();
            if (pair)
                absent();
        } else if (auto const* money = std::get_if<psl::Money>(&value)) {
            m_writer.plain(typed_number(money->minor, psl::minor_units(money->currency), m_language));
            m_writer.plain(money->currency);
        } else if (auto const* period = std::get_if<model::Period>(&value)) {
            date(period->from);
            date(period->to);
        } else if (auto const* point = std::get_if<model::Point>(&value)) {
            m_writer.plain(typed_number(std::llround(point->latitude * 1e6), 6, m_language));
            m_writer.plain(typed_number(std::llround(point->longitude * 1e6), 6, m_language));
        } else if (auto const* day = std::get_if<psl::Date>(&value)) {
            date(*day);
        } else if (auto const* integer = std::get_if<std::int64_t>(&value)) {
            m_writer.plain(std::to_string(*integer));
        } else if (auto const* scaled = std::get_if<model::Scaled>(&value)) {
            m_writer.plain(typed_number(scaled->number, scaled->scale, m_language));
        } else if (auto const* cells = std::get_if<psl::Cells>(&value)) {
            m_writer.text(masked(*cells, field.suppress_below));
        } else {
            m_writer.text(model::displayed(m_reader, m_registry, field, value, m_language));
        }
    }

    /// "F|18-24|yes • ; F|18-24|no 46": the cells of one count, those below the threshold masked with a second one, so that
    /// the record's total does not give them away (domain 2.6).
    static std::string masked(psl::Cells const& cells, std::int64_t threshold)
    {
        std::vector<std::optional<std::int64_t>> counts;
        for (auto const& [key, count] : cells.counts)
            counts.emplace_back(count);
        auto const mask = psl::suppressed_line(counts, threshold);
        std::string text;
        std::size_t at = 0;
        for (auto const& [key, count] : cells.counts) {
            text += fmt::format("{}{} {}", text.empty() ? "" : " ; ", psl::code_of(key), mask.hidden[at][0] ? "•" : std::to_string(count));
            ++at;
        }
        return text;
    }

    store::Connection& m_reader;
    model::Registry const& m_registry;
    Fields m_fields;
    Language m_language;
    std::string m_absent, m_bytes;
    CsvWriter m_writer;
};

/// Page by page, so that a million records need the memory of one page.
Result<void> write_rows(store::Connection& reader, model::Registry const& registry, model::Entity const& entity, std::span<std::int64_t const> ids, RegisterWriter& writer, ByteSink const& sink)
{
    Error const not_kept{Status::io, {"L’export s’est arrêté\u00A0: l’emplacement n’accepte plus de données. Rien n’a changé dans le portefeuille. Choisissez un autre emplacement.",
                                      "The export stopped: the place takes no more data. Nothing changed in the portfolio. Choose another place."}};
    if (!writer.flush(sink))
        return not_kept;
    for (std::size_t from = 0; from < ids.size(); from += page_size) {
        auto const records = model::page(reader, registry, entity, ids.subspan(from, std::min(page_size, ids.size() - from)));
        if (!records)
            return records.error();
        for (auto const& record : *records)
            writer.row(record);
        if (!writer.flush(sink))
            return not_kept;
    }
    return {};
}

} // namespace

Result<void> write_csv(store::Connection& reader, model::Registry const& registry, model::Entity const& entity, std::span<std::int64_t const> ids, Language language, ByteSink const& sink)
{
    return write_csv(reader, registry, entity, visible_fields(entity), ids, language, sink);
}

Result<void> write_csv(store::Connection& reader, model::Registry const& registry, model::Entity const& entity, Fields fields, std::span<std::int64_t const> ids, Language language, ByteSink const& sink)
{
    RegisterWriter writer(reader, registry, fields, language, file_style(language), language == Language::fr ? "n. r." : "n/r");
    writer.head();
    return write_rows(reader, registry, entity, ids, writer, sink);
}

Result<std::string> as_pasted_text(store::Connection& reader, model::Registry const& registry, model::Entity const& entity, std::span<std::int64_t const> ids, Fields fields, bool headings, Language language)
{
    std::string text;
    RegisterWriter writer(reader, registry, fields, language, {'\t', false}, {});
    if (headings)
        writer.head();
    PASSERELLE_TRY(write_rows(reader, registry, entity, ids, writer, [&](std::string_view bytes) {
        text += bytes;
        return true;
    }));
    return text;
}

} // namespace passerelle::exchange
