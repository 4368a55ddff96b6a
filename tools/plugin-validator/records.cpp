#include "tools/plugin-validator/records.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <set>

namespace passerelle::validator {

namespace {

using model::FieldType;
using model::Value;
using Ids = std::map<std::string, std::vector<std::int64_t>>;
using Dice = std::mt19937_64;

std::uint64_t roll(Dice& dice, std::uint64_t below) { return below == 0 ? 0 : dice() % below; }

std::string text_for(Dice& dice, Taste taste)
{
    static constexpr char const* plain[] = {"École du fleuve", "Marché de Lomé", "Đà Nẵng", "Œuvre sociale", "Réseau d’eau n° 4", "Saint-Louis", "Coopérative des femmes", "Phase 2"};
    static std::vector<std::string> const hostile{
        "%s%n%s%d", "=cmd|' /C calc'!A0", "../../../../etc/passwd", "'; DROP TABLE core_transaction; --", "##id###id", "<script>alert(1)</script>", "{name}{0}{}", "\"quoted\"; \\",
        "\u202Eelbisivni\u200B", "🏳️‍🌈👩‍👩‍👧‍👧", "a\tb\nc", std::string(5000, 'x'), std::string(300, '\n'), "-1e309", "NaN", "0", " ", "ﷺ", "A\u0301\u0301\u0301\u0301\u0301\u0301\u0301", "null", "true"};
    if (taste == Taste::hostile && roll(dice, 3) != 0)
        return hostile[roll(dice, hostile.size())];
    return fmt::format("{} {}", plain[roll(dice, std::size(plain))], roll(dice, 1'000'000));
}

std::int64_t number_for(model::Field const& field, Dice& dice, Taste taste)
{
    std::int64_t least = field.min.value_or(0), most = field.max.value_or(std::max<std::int64_t>(least, 0) + 10'000);
    if (taste == Taste::hostile && roll(dice, 3) != 0) {
        std::int64_t const extremes[] = {0, -1, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max() / 100,
                                         std::int64_t{1} << 53, field.min.value_or(0), field.max.value_or(1)};
        return extremes[roll(dice, std::size(extremes))];
    }
    return least + static_cast<std::int64_t>(roll(dice, static_cast<std::uint64_t>(std::max<std::int64_t>(1, most - least))));
}

psl::Date date_for(Dice& dice, Taste taste)
{
    if (taste == Taste::hostile && roll(dice, 2) != 0) {
        auto const wild = {psl::Date::of(1, 1, 1), psl::Date::of(9999, 12, 31), psl::Date::of(2024, 2, 29), psl::Date::of(1970, 1, 1), psl::Date::of(1600, 12, 31)};
        auto const& one = *(wild.begin() + static_cast<std::ptrdiff_t>(roll(dice, wild.size())));
        if (one)
            return *one;
    }
    return *psl::Date::of(2022 + static_cast<int>(roll(dice, 6)), 1 + static_cast<unsigned>(roll(dice, 12)), 1 + static_cast<unsigned>(roll(dice, 28)));
}

std::string code_for(model::Codelist const* list, Dice& dice)
{
    std::vector<std::string> live;
    if (list != nullptr)
        for (auto const& code : list->codes)
            if (!code.withdrawn)
                live.push_back(code.code);
    return live.empty() ? std::string() : live[roll(dice, live.size())];
}

psl::Cells cells_for(Dice& dice, Taste taste)
{
    psl::Cells cells;
    for (auto const sex : {psl::Sex::female, psl::Sex::male})
        for (auto const age : {psl::AgeBand::b18_24, psl::AgeBand::b36_59})
            cells.counts[{sex, age, psl::Disability::unknown}] = taste == Taste::hostile && roll(dice, 3) == 0 ? std::int64_t{1} << 40 : static_cast<std::int64_t>(roll(dice, 60));
    return cells;
}

std::int64_t one_of(Ids const& ids, std::string const& entity, Dice& dice)
{
    auto const found = ids.find(entity);
    return found == ids.end() || found->second.empty() ? 0 : found->second[roll(dice, found->second.size())];
}

/// The sums that a declaration demands: a count adds up to its number field.
void make_sums(model::Entity const& entity, std::vector<std::pair<std::string, Value>>& fields)
{
    for (auto const& field : entity.fields) {
        if (field.type != FieldType::count || field.total.empty())
            continue;
        std::int64_t sum = 0;
        for (auto const& [id, value] : fields)
            if (auto const* const cells = std::get_if<psl::Cells>(&value); id == field.id && cells != nullptr)
                sum = psl::total(*cells).value_or(0);
        for (auto& [id, value] : fields)
            if (id == field.total) {
                if (std::holds_alternative<std::int64_t>(value))
                    value = sum;
                else if (auto* const scaled = std::get_if<model::Scaled>(&value)) {
                    scaled->number = sum;
                    for (int at = 0; at < scaled->scale; ++at)
                        scaled->number *= 10;
                }
            }
    }
}

/// Registers so that those that others link to come first.
std::vector<model::Entity const*> in_order(model::Registry const& registry)
{
    std::vector<model::Entity const*> order;
    std::set<std::string> placed;
    for (bool moved = true; moved;) {
        moved = false;
        for (auto const& entity : registry.entities()) {
            if (placed.contains(entity.id))
                continue;
            bool const ready = std::all_of(entity.fields.begin(), entity.fields.end(), [&](auto const& field) {
                return field.to.empty() || field.to == entity.id || !field.required || placed.contains(field.to);
            });
            if (!ready)
                continue;
            placed.insert(entity.id);
            order.push_back(&entity);
            moved = true;
        }
    }
    return order;
}

} // namespace

Value value_for(model::Field const& field, model::Registry const& registry, Ids const& ids, Dice& dice, Taste taste)
{
    switch (field.type) {
    case FieldType::text:
    case FieldType::long_text: {
        std::string text = text_for(dice, taste);
        if (taste == Taste::plausible && field.max && text.size() > static_cast<std::size_t>(*field.max))
            text = fmt::format("{}", roll(dice, 1'000'000)).substr(0, static_cast<std::size_t>(std::max<std::int64_t>(1, *field.max)));
        return text;
    }
    case FieldType::translatable: return model::Translations{{{"fr", text_for(dice, taste)}, {"en", text_for(dice, taste)}}};
    case FieldType::integer: return number_for(field, dice, taste);
    case FieldType::decimal:
    case FieldType::percent: return model::Scaled{number_for(field, dice, taste), field.scale};
    case FieldType::money: {
        static constexpr char const* currencies[] = {"EUR", "XOF", "USD", "VND"};
        return psl::Money{number_for(field, dice, taste), currencies[roll(dice, std::size(currencies))]};
    }
    case FieldType::date: return date_for(dice, taste);
    case FieldType::period: {
        auto from = date_for(dice, taste), to = date_for(dice, taste);
        if (taste == Taste::plausible && to.iso() < from.iso())
            std::swap(from, to);
        return model::Period{from, to};
    }
    case FieldType::boolean: return roll(dice, 2) == 0;
    case FieldType::choice: {
        auto const code = code_for(registry.list(field.list), dice);
        return code.empty() ? Value() : Value(code);
    }
    case FieldType::choices: {
        auto const code = code_for(registry.list(field.list), dice);
        return code.empty() ? Value() : Value(model::Codes{code});
    }
    case FieldType::link: {
        auto const id = one_of(ids, field.to, dice);
        return id == 0 ? Value() : Value(model::RecordId{id});
    }
    case FieldType::links: {
        auto const id = one_of(ids, field.to, dice);
        return id == 0 ? Value() : Value(model::Ids{id});
    }
    case FieldType::point:
        if (taste == Taste::hostile && roll(dice, 2) == 0)
            return model::Point{roll(dice, 2) == 0 ? 90.0 : -90.0, roll(dice, 2) == 0 ? 180.0 : -180.0};
        return model::Point{static_cast<double>(roll(dice, 180)) - 90.0, static_cast<double>(roll(dice, 360)) - 180.0};
    case FieldType::file: return model::FileRef{"note.pdf", {}, {}, fmt::format("https://example.org/{}", roll(dice, 1000)), 0};
    case FieldType::count: return cells_for(dice, taste);
    }
    return {};
}

Filled fill(Stage& stage, std::uint64_t seed, int each, Taste taste)
{
    Filled filled;
    Dice dice(seed);
    auto const& registry = stage.session().registry();
    for (model::Entity const* const entity : in_order(registry)) {
        std::string last;
        bool const own = entity->module == stage.manifest().id;
        for (int made = 0, tries = 0; made < each && tries < each * 6; ++tries) {
            model::Change change;
            change.kind = model::ChangeKind::insert;
            change.entity = entity->id;
            for (auto const& field : entity->fields) {
                // Later tries say less, so that rules between fields have less to object to.
                bool const wanted = field.required || tries < each * 2 || (tries < each * 4 && roll(dice, 2) == 0);
                if (!wanted)
                    continue;
                if (auto value = value_for(field, registry, filled.ids, dice, tries < each * 3 ? taste : Taste::plausible); !model::is_null(value))
                    change.fields.emplace_back(field.id, std::move(value));
            }
            make_sums(*entity, change.fields);
            auto const outcome = stage.session().editor().apply({"essai", "trial"}, {change});
            if (auto const* const applied = std::get_if<model::Applied>(&outcome)) {
                filled.ids[entity->id].push_back(applied->ids.at(0));
                ++made;
            } else {
                ++filled.refused;
                last = std::get<model::Refusal>(outcome).error.sentence.en;
            }
        }
        if (own && filled.ids[entity->id].empty())
            filled.without.push_back(entity->id + ": " + last);
    }
    return filled;
}

} // namespace passerelle::validator
