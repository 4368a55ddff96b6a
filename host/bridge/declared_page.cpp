#include "host/bridge/declared_page.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/bridge/declared_facts.hpp"
#include "host/model/record.hpp"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace passerelle::bridge {

namespace {

using exchange::Fact;
using exchange::FactKind;
using Kind = model::ContentItem::Kind;

constexpr std::size_t most_places = 2000;

/// Every figure that content names, in sentences too.
std::set<std::string> named_figures(std::vector<model::ContentItem> const& content)
{
    std::set<std::string> ids;
    for (auto const& item : content) {
        ids.insert(item.figures.begin(), item.figures.end());
        if (item.kind == Kind::text)
            for (auto const* const words : {&item.words.fr, &item.words.en})
                (void)model::filled_in(*words, [&](std::string_view name) {
                    ids.emplace(name);
                    return "";
                });
    }
    return ids;
}

class Page {
public:
    Page(DeclaredReading& reading, std::vector<model::ContentItem> const& content, bool leaves, Emit const& emit)
        : m_reading(reading), m_facts(reading, named_figures(content), leaves), m_leaves(leaves), m_emit(emit)
    {
    }

    void write(model::ContentItem const& item)
    {
        switch (item.kind) {
        case Kind::heading: m_emit(exchange::Heading{2, item.words.in(language())}); break;
        case Kind::text:
            m_emit(exchange::Paragraph{exchange::Tone::plain, model::filled_in(item.words.in(language()), [&](std::string_view name) { return m_facts.text_of(std::string(name)); })});
            break;
        case Kind::figures:
            for (auto const& id : item.figures)
                figure(id);
            break;
        case Kind::table: told(table(item), item.words); break;
        case Kind::map: told(map(item), item.words); break;
        }
    }

private:
    [[nodiscard]] Language language() const { return m_reading.language(); }
    [[nodiscard]] std::string tr(char const* fr, char const* en) const { return language() == Language::fr ? fr : en; }

    void told(Result<void> const& done, Phrase const& label)
    {
        if (done)
            return;
        auto const& error = done.error();
        std::string const name = label.in(language());
        std::string const colon = name.empty() ? "" : name + tr("\u00A0: ", ": ");
        m_emit(exchange::Paragraph{error.status == Status::unsupported ? exchange::Tone::muted : exchange::Tone::bad, colon + error.sentence.in(language())});
    }

    void figure(std::string const& id)
    {
        auto const* const declared = m_reading.module().manifest().figure(id);
        if (!declared)
            return;
        if (!declared->by.empty()) {
            auto blocks = m_facts.table_of(*declared);
            if (!blocks)
                return told(blocks.error(), declared->label);
            for (auto& block : *blocks)
                m_emit(std::move(block));
            return;
        }
        auto const& facts = m_facts.of(id);
        if (facts.refused)
            return told(*facts.refused, declared->label);
        for (auto const& fact : facts.facts) {
            exchange::Figure shown;
            shown.label = declared->label.in(language());
            shown.value = fact;
            shown.note = facts.note;
            shown.behind = facts.behind;
            m_emit(std::move(shown));
        }
    }

    struct Chosen {
        model::Entity const* entity;
        std::vector<std::int64_t> ids;
    };
    Result<Chosen> chosen(model::ContentItem const& item)
    {
        auto const of = m_reading.entity(item.entity);
        if (!of)
            return of.error();
        auto conditions = m_reading.conditions(**of, item.where);
        if (!conditions)
            return conditions.error();
        model::Query query{*of, std::move(conditions->filters), "", {}, language()};
        for (auto const& sort : item.sort) {
            bool const descending = sort.starts_with('-');
            query.sorts.push_back({sort.substr(descending ? 1 : 0), descending});
            PASSERELLE_TRY(m_reading.may_read(**of, query.sorts.back().field));
        }
        auto const reader = m_reading.connection();
        if (!reader)
            return reader.error();
        auto ids = model::order(**reader, m_reading.registry(), query);
        if (!ids)
            return ids.error();
        return Chosen{*of, std::move(*ids)};
    }

    Fact cell(model::Field const& field, model::Value const& value)
    {
        auto fact = fact_of(m_reading, field, value);
        if (m_leaves && field.type == model::FieldType::count && fact.kind == FactKind::count && fact.number >= 1 && fact.number < m_facts.threshold(field, {}))
            return {FactKind::suppressed, 0, 0, {}};
        return fact;
    }

    Result<void> table(model::ContentItem const& item)
    {
        auto found = chosen(item);
        if (!found)
            return found.error();
        exchange::Table table{fmt::format("table-{}", ++m_tables), item.words.in(language()), {}, {}, 0};
        std::vector<model::Field const*> fields;
        for (auto const& id : item.columns) {
            PASSERELLE_TRY(m_reading.may_read(*found->entity, id));
            fields.push_back(found->entity->field(id));
            table.columns.push_back(fields.back()->label.in(language()));
        }
        auto const all = found->ids.size();
        found->ids.resize(std::min(all, static_cast<std::size_t>(item.most)));
        auto const records = m_reading.records(*found->entity, found->ids);
        if (!records)
            return records.error();
        for (auto const& record : *records) {
            std::vector<exchange::Cell> row;
            for (auto const* const field : fields)
                row.push_back({cell(*field, record.at(field->id)), exchange::Tone::plain, row.empty() ? found->entity->id : std::string{}, row.empty() ? record.id : 0});
            table.rows.push_back(std::move(row));
        }
        auto const shown = static_cast<std::int64_t>(table.rows.size());
        m_emit(std::move(table));
        if (all == 0)
            m_emit(exchange::Paragraph{exchange::Tone::muted, tr("Aucune fiche.", "No record.")});
        else if (static_cast<std::size_t>(shown) < all)
            m_emit(exchange::Paragraph{exchange::Tone::muted, fmt::format(fmt::runtime(tr("Les {} premières fiches sur {} sont montrées.", "The first {} of {} records are shown.")),
                                                                          format_integer(shown, language()), format_integer(static_cast<std::int64_t>(all), language()))});
        return {};
    }

    /// A record at its own point; of those that only lead to a territory, one place for each, with how many there are.
    Result<void> map(model::ContentItem const& item)
    {
        auto const found = chosen(item);
        if (!found)
            return found.error();
        auto const& fields = found->entity->fields;
        auto const of_type = [&](auto const& wanted) {
            auto const at = std::find_if(fields.begin(), fields.end(), wanted);
            return at == fields.end() ? nullptr : &*at;
        };
        auto const* const point = of_type([](model::Field const& one) { return one.type == model::FieldType::point && !one.hidden; });
        auto const* const link = of_type([](model::Field const& one) { return one.type == model::FieldType::link && one.to == "core.territory" && !one.hidden; });
        if (!point && !link)
            return Error{Status::invalid, {fmt::format("Le registre «\u00A0{}\u00A0» n’a ni coordonnées ni lien vers un territoire\u00A0: il ne se place pas sur une carte.", found->entity->plural.fr),
                                           fmt::format("The register “{}” has neither coordinates nor a link to a territory: it has no place on a map.", found->entity->plural.en)}};
        if (!point)
            PASSERELLE_TRY(m_reading.may_read(*found->entity, link->id + ".location"));
        exchange::Map map{fmt::format("map-{}", ++m_tables), item.words.in(language()), {}};
        std::int64_t without = 0;
        auto const placed = point ? points(*found, *point, map, without) : territories(*found, *link, map, without);
        if (!placed)
            return placed.error();
        map.discs = found->entity->plural.in(language());
        m_emit(std::move(map));
        if (without > 0)
            m_emit(exchange::Paragraph{exchange::Tone::muted, without == 1 ? tr("1 fiche sans coordonnées n’est pas sur la carte.", "1 record without coordinates is not on the map.")
                                                                           : fmt::format(fmt::runtime(tr("{} fiches sans coordonnées ne sont pas sur la carte.", "{} records without coordinates are not on the map.")),
                                                                                         format_integer(without, language()))});
        if (map.places.size() >= most_places)
            m_emit(exchange::Paragraph{exchange::Tone::muted, fmt::format(fmt::runtime(tr("La carte montre les {} premiers lieux.", "The map shows the first {} places.")),
                                                                          format_integer(static_cast<std::int64_t>(most_places), language()))});
        return {};
    }

    [[nodiscard]] static bool on_earth(model::Point const& point) { return std::abs(point.latitude) <= 90 && std::abs(point.longitude) <= 180; }

    void put(exchange::Map& map, model::Entity const& entity, std::int64_t id, model::Point const& point, std::int64_t records)
    {
        auto const reader = m_reading.connection();
        auto const title = reader ? model::title_of(**reader, m_reading.registry(), entity, id, language()) : std::string{};
        exchange::Place place;
        place.latitude = point.latitude;
        place.longitude = point.longitude;
        place.label = shortened(cleaned(title), 200);
        place.value.kind = FactKind::count;
        place.value.number = records;
        place.entity = entity.id;
        place.id = id;
        map.places.push_back(std::move(place));
    }

    Result<void> points(Chosen const& found, model::Field const& field, exchange::Map& map, std::int64_t& without)
    {
        for (std::size_t from = 0; from < found.ids.size() && map.places.size() < most_places; from += 500) {
            auto const records = m_reading.records(*found.entity, std::span(found.ids).subspan(from, std::min<std::size_t>(500, found.ids.size() - from)));
            if (!records)
                return records.error();
            for (auto const& record : *records) {
                auto const* const point = std::get_if<model::Point>(&record.at(field.id));
                if (!point || !on_earth(*point))
                    ++without;
                else if (map.places.size() < most_places)
                    put(map, *found.entity, record.id, *point, 1);
            }
        }
        return {};
    }

    Result<void> territories(Chosen const& found, model::Field const& link, exchange::Map& map, std::int64_t& without)
    {
        auto const territory = m_reading.entity(link.to);
        if (!territory)
            return territory.error();
        std::map<std::int64_t, std::int64_t> counts;
        for (std::size_t from = 0; from < found.ids.size(); from += 500) {
            auto const records = m_reading.records(*found.entity, std::span(found.ids).subspan(from, std::min<std::size_t>(500, found.ids.size() - from)));
            if (!records)
                return records.error();
            for (auto const& record : *records)
                if (auto const* const id = std::get_if<model::RecordId>(&record.at(link.id)))
                    ++counts[id->value];
                else
                    ++without;
        }
        std::vector<std::int64_t> ids;
        for (auto const& [id, count] : counts)
            ids.push_back(id);
        auto const records = m_reading.records(**territory, ids);
        if (!records)
            return records.error();
        for (auto const& record : *records) {
            auto const* const point = std::get_if<model::Point>(&record.at("location"));
            if (!point || !on_earth(*point))
                without += counts[record.id];
            else if (map.places.size() < most_places)
                put(map, **territory, record.id, *point, counts[record.id]);
        }
        return {};
    }

    DeclaredReading& m_reading;
    DeclaredFacts m_facts;
    bool m_leaves;
    Emit const& m_emit;
    int m_tables = 0;
};

} // namespace

void write_declared(DeclaredReading& reading, std::vector<model::ContentItem> const& content, bool leaves, Emit const& emit)
{
    Page page(reading, content, leaves, emit);
    for (auto const& item : content)
        page.write(item);
}

std::vector<model::ContentItem> content_of_figures(model::Manifest const& manifest)
{
    model::ContentItem item;
    item.kind = Kind::figures;
    for (auto const& figure : manifest.figures)
        if (!figure.hidden)
            item.figures.push_back(figure.id);
    return item.figures.empty() ? std::vector<model::ContentItem>{} : std::vector{std::move(item)};
}

} // namespace passerelle::bridge
