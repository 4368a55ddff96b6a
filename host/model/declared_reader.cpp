// "scope", "figures", "alerts" and "content" of a declaration. What they name is checked here as far as this file tells: fields, lists and
// conditions of the module's own registers; of other modules' registers, that permissions.read asks for what is named.
#include "host/model/grouping.hpp"
#include "host/model/manifest_reader.hpp"
#include "host/model/query.hpp"
#include "passerelle/value/cells.hpp"
#include <algorithm>
#include <array>

namespace passerelle::model {

FigureDeclaration const* Manifest::figure(std::string_view figure_id) const
{
    auto const found = std::find_if(figures.begin(), figures.end(), [&](FigureDeclaration const& one) { return one.id == figure_id; });
    return found == figures.end() ? nullptr : &*found;
}

} // namespace passerelle::model

namespace passerelle::model::reading {

namespace {

class DeclaredReader {
public:
    DeclaredReader(Reader& reader, Manifest& manifest) : m_reader(reader), m_manifest(manifest)
    {
        (void)m_own.add(manifest.entities, manifest.lists);
        for (auto const& entity : m_own.entities())
            m_known.push_back(entity.id);
        for (auto const& [id, fields] : manifest.read)
            m_known.push_back(id);
    }

    void read(JsonNode const& top)
    {
        read_scopes(top);
        read_figures(top);
        read_contents(top, "sections", m_manifest.sections);
        read_contents(top, "views", m_manifest.views);
        read_alerts(top);
    }

private:
    [[nodiscard]] bool done() const { return m_reader.refused(); }

    std::string named_register(JsonNode const& node, std::string_view key)
    {
        auto id = m_reader.text(node, key, 100);
        if (!done() && std::find(m_known.begin(), m_known.end(), id) == m_known.end()) {
            auto const near = nearest(id, m_known);
            m_reader.refuse(node,
                            fmt::format("« {} » : ce module ne déclare pas de registre « {} » et ne demande pas à le lire (permissions.read). Le plus proche est « {} ».", key, id, near),
                            fmt::format("“{}”: this module declares no register “{}” and does not ask to read it (permissions.read). The nearest is “{}”.", key, id, near));
        }
        return id;
    }

    /// A field, or a path of links that ends with one; nothing where it leads to a register of another module, whose fields only the
    /// portfolio knows. "id" is a field too where `id` allows it.
    Field const* field(JsonNode const& node, std::string_view key, std::string const& entity_id, std::string_view path, bool id = false)
    {
        auto const* entity = m_own.entity(entity_id);
        std::string_view rest = path, at_id = entity_id;
        while (!done()) {
            auto const dot = rest.find('.');
            std::string_view const name = rest.substr(0, dot);
            if (name == "id" && id && dot == std::string_view::npos)
                return nullptr;
            if (!entity) {
                auto const asked = m_manifest.read.find(std::string(at_id));
                if (asked == m_manifest.read.end() || !(asked->second.contains("*") || asked->second.contains(std::string(name))))
                    m_reader.refuse(node, fmt::format("« {} » : « {} » de {} doit être demandé dans permissions.read.", key, name, at_id),
                                    fmt::format("“{}”: “{}” of {} must be asked for in permissions.read.", key, name, at_id));
                return nullptr;
            }
            Field const* const found = entity->field(name);
            if (!found) {
                std::vector<std::string_view> known;
                for (auto const& one : entity->fields)
                    known.push_back(one.id);
                auto const near = nearest(name, known);
                m_reader.refuse(node, fmt::format("« {} » cite le champ « {} », absent de {}. Le plus proche est « {} ».", key, name, entity->id, near),
                                fmt::format("“{}” names the field “{}”, which {} does not have. The nearest is “{}”.", key, name, entity->id, near));
                return nullptr;
            }
            if (dot == std::string_view::npos)
                return found;
            if (found->type != FieldType::link) {
                m_reader.refuse(node, fmt::format("« {} » : « {} » n’est pas un lien, rien ne le suit.", key, name), fmt::format("“{}”: “{}” is no link, nothing follows it.", key, name));
                return nullptr;
            }
            at_id = found->to;
            entity = m_own.entity(found->to);
            rest.remove_prefix(dot + 1);
        }
        return nullptr;
    }

    std::vector<std::string> conditions(JsonNode const& object, std::string const& entity)
    {
        std::vector<std::string> all;
        auto const* const node = object.member("where");
        if (!node || done())
            return all;
        if (node->kind == JsonNode::Kind::text)
            all.push_back(condition(*node, entity));
        else if (m_reader.list(*node, "where", most_conditions))
            for (auto const& item : node->items)
                all.push_back(condition(item, entity));
        return all;
    }

    std::string condition(JsonNode const& node, std::string const& entity_id)
    {
        auto text = m_reader.text(node, "where", 1000);
        auto const end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.");
        Field const* const last = field(node, "where", entity_id, std::string_view{text}.substr(0, end), true);
        Entity const* const entity = m_own.entity(entity_id);
        bool const leaves = entity && path_of(m_own, *entity, std::string_view{text}.substr(0, end)).empty();
        if (done() || !entity || leaves)
            return text;
        auto const filter = parse_filter(m_own, *entity, text, "2000-01-01");
        if (!filter) {
            m_reader.refuse(node, "« where » : " + filter.error().sentence.fr, "“where”: " + filter.error().sentence.en);
            return text;
        }
        Codelist const* const list = last && (last->type == FieldType::choice || last->type == FieldType::choices) ? m_own.list(last->list) : nullptr;
        if (list && !list->open && !list->editable && filter->comparison != Comparison::contains)
            for (auto const& value : filter->values)
                if (auto const* const code = std::get_if<std::string>(&value); code && !list->find(*code)) {
                    std::vector<std::string_view> known;
                    for (auto const& one : list->codes)
                        known.push_back(one.code);
                    auto const near = nearest(*code, known);
                    m_reader.refuse(node, fmt::format("« where » : la liste {} n’a pas de code « {} ». Le plus proche est « {} ».", list->id, *code, near),
                                    fmt::format("“where”: the list {} has no code “{}”. The nearest is “{}”.", list->id, *code, near));
                }
        return text;
    }

    void read_scopes(JsonNode const& top)
    {
        auto const* const entities = top.member("entities");
        for (std::size_t at = 0; entities && at < entities->items.size() && !done(); ++at)
            if (auto const* const scope = entities->items[at].member("scope"); scope && m_reader.object(*scope, {"project", "donor", "city", "country", "period"}))
                for (auto const& [key, value] : scope->members) {
                    auto& entity = m_manifest.entities[at];
                    auto const path = m_reader.text(value, key, 200);
                    auto const* const last = field(value, key, entity.id, path, key != "period" && key != "country");
                    bool const suits = !last || (key == "period"    ? last->type == FieldType::date
                                                 : key == "country" ? last->type == FieldType::choice || last->type == FieldType::choices
                                                                    : last->type == FieldType::link || last->type == FieldType::links);
                    if (!suits)
                        m_reader.refuse(value, fmt::format("« {} » attend {}.", key, key == "period" ? "un champ de type date" : key == "country" ? "un champ de type choice" : "un lien"),
                                        fmt::format("“{}” expects {}.", key, key == "period" ? "a field of type date" : key == "country" ? "a field of type choice" : "a link"));
                    entity.scope[key] = path;
                }
    }

    std::map<std::string, std::set<std::string>> among(JsonNode const& node)
    {
        std::map<std::string, std::set<std::string>> all;
        if (!m_reader.object(node, {"sex", "age", "disability"}))
            return all;
        for (auto const& [key, value] : node.members) {
            all[key] = m_reader.text_set(value, key, 10);
            auto const known = key == "sex" ? std::vector<std::string_view>(psl::sex_codes.begin(), psl::sex_codes.end())
                               : key == "age" ? std::vector<std::string_view>(psl::age_codes.begin(), psl::age_codes.end())
                                              : std::vector<std::string_view>(psl::disability_codes.begin(), psl::disability_codes.end());
            for (auto const& code : all[key])
                if (std::find(known.begin(), known.end(), code) == known.end())
                    m_reader.refuse(value, fmt::format("« {} » : « {} » n’est pas un de ses codes. Le plus proche est « {} ».", key, code, nearest(code, known)),
                                    fmt::format("“{}”: “{}” is not one of its codes. The nearest is “{}”.", key, code, nearest(code, known)));
            if (all[key].empty() && !done())
                m_reader.refuse(value, fmt::format("« {} » ne cite aucun code.", key), fmt::format("“{}” names no code.", key));
        }
        return all;
    }

    void read_figures(JsonNode const& top)
    {
        auto const* const figures = top.member("figures");
        if (!figures || done() || !m_reader.list(*figures, "figures", most_figures))
            return;
        for (auto const& item : figures->items) {
            auto figure = read_figure(item);
            if (!done() && m_manifest.figure(figure.id))
                m_reader.refuse(item, fmt::format("« figures » : « {} » figure deux fois.", figure.id), fmt::format("“figures”: “{}” stands twice.", figure.id));
            if (done())
                return;
            m_manifest.figures.push_back(std::move(figure));
        }
        for (std::size_t at = 0; at < m_manifest.figures.size() && !done(); ++at)
            check_ratio(figures->items[at], m_manifest.figures[at]);
    }

    FigureDeclaration read_figure(JsonNode const& item)
    {
        using Kind = FigureDeclaration::Kind;
        FigureDeclaration figure;
        if (!m_reader.object(item, {"id", "label", "note", "count", "sum", "share", "rate", "of", "where", "among", "by", "chart", "per", "scale", "hidden"}))
            return figure;
        auto const* const id = m_reader.required(item, "id");
        auto const* const label = m_reader.required(item, "label");
        if (done())
            return figure;
        figure.id = m_reader.text(*id, "id", 100);
        if (!is_plain_id(figure.id))
            m_reader.refuse(*id, "« id » attend des minuscules, des chiffres et _, une lettre d’abord.", "“id” expects lower case, digits and _, a letter first.");
        figure.label = m_reader.label(*label, "label");
        figure.note = m_reader.optional_label(item, "note", 1000);
        figure.hidden = m_reader.optional_bool(item, "hidden", false);
        constexpr std::array<std::string_view, 4> kinds{"count", "sum", "share", "rate"};
        JsonNode const* told = nullptr;
        for (std::size_t at = 0; at < kinds.size(); ++at)
            if (auto const* const node = item.member(kinds[at])) {
                if (told)
                    m_reader.refuse(*node, "un chiffre est l’un de count, sum, share ou rate, non deux.", "a figure is one of count, sum, share or rate, not two.");
                told = node;
                figure.kind = static_cast<Kind>(at);
            }
        if (!told) {
            m_reader.refuse(item, "un chiffre demande l’une des clés count, sum, share ou rate.", "a figure needs one of the keys count, sum, share or rate.");
            return figure;
        }
        bool const ratio = figure.kind == Kind::share || figure.kind == Kind::rate;
        only(item, "of", figure.kind != Kind::count);
        for (std::string_view const key : {"where", "by", "chart"})
            only(item, key, !ratio);
        only(item, "among", figure.kind == Kind::sum);
        only(item, "per", figure.kind == Kind::rate);
        only(item, "scale", ratio);
        if (done())
            return figure;
        auto const* const of = figure.kind == Kind::count ? told : m_reader.required(item, "of");
        if (!of)
            return figure;
        if (ratio) {
            figure.part = m_reader.text(*told, ratio_key(figure), 100);
            figure.whole = m_reader.text(*of, "of", 100);
            figure.per = m_reader.optional_whole(item, "per", 1, 1, 1'000'000'000);
            figure.scale = static_cast<int>(m_reader.optional_whole(item, "scale", figure.kind == Kind::share ? 1 : 2, 0, 6));
            return figure;
        }
        figure.entity = named_register(*of, figure.kind == Kind::count ? "count" : "of");
        if (figure.kind == Kind::sum)
            read_sum(item, *told, figure);
        figure.where = conditions(item, figure.entity);
        if (auto const* const by = item.member("by"); by && !done()) {
            figure.by = m_reader.text(*by, "by", 100);
            if (auto const* const group = field(*by, "by", figure.entity, figure.by); group && !can_group(*group))
                m_reader.refuse(*by, fmt::format("« by » : un champ de type {} ne se regroupe pas.", name_of(group->type)), fmt::format("“by”: a field of type {} cannot be grouped.", name_of(group->type)));
            if (figure.by.find('.') != std::string::npos)
                m_reader.refuse(*by, "« by » attend un champ du registre lui-même.", "“by” expects a field of the register itself.");
        }
        if (auto const* const chart = item.member("chart"); chart && !done()) {
            if (m_reader.text(*chart, "chart") != "bars" || figure.by.empty())
                m_reader.refuse(*chart, "« chart » attend \"bars\", à côté de « by ».", "“chart” expects \"bars\", beside “by”.");
            figure.bars = true;
        }
        return figure;
    }

    static std::string_view ratio_key(FigureDeclaration const& figure) { return figure.kind == FigureDeclaration::Kind::share ? "share" : "rate"; }

    void only(JsonNode const& item, std::string_view key, bool allowed)
    {
        if (auto const* const node = item.member(key); node && !allowed)
            m_reader.refuse(*node, fmt::format("la clé « {} » ne convient pas à ce chiffre.", key), fmt::format("the key “{}” does not suit this figure.", key));
    }

    void read_sum(JsonNode const& item, JsonNode const& told, FigureDeclaration& figure)
    {
        figure.field = m_reader.text(told, "sum", 100);
        auto const* const summed = field(told, "sum", figure.entity, figure.field);
        if (figure.field.find('.') != std::string::npos && !done())
            m_reader.refuse(told, "« sum » attend un champ du registre lui-même.", "“sum” expects a field of the register itself.");
        bool const people = summed && summed->type == FieldType::count;
        if (summed && !people && summed->type != FieldType::integer && summed->type != FieldType::decimal && summed->type != FieldType::money)
            m_reader.refuse(told, fmt::format("« sum » : un champ de type {} ne s’additionne pas. Seuls integer, decimal, money et count s’additionnent.", name_of(summed->type)),
                            fmt::format("“sum”: a field of type {} does not add up. Only integer, decimal, money and count do.", name_of(summed->type)));
        if (auto const* const cells = item.member("among"); cells && !done()) {
            if (summed && !people)
                m_reader.refuse(*cells, "« among » ne convient qu’à un champ de type count.", "“among” only suits a field of type count.");
            figure.among = among(*cells);
        }
    }

    void check_ratio(JsonNode const& item, FigureDeclaration const& figure)
    {
        using Kind = FigureDeclaration::Kind;
        if (figure.kind != Kind::share && figure.kind != Kind::rate)
            return;
        std::vector<std::string_view> known;
        for (auto const& one : m_manifest.figures)
            if (one.kind == Kind::count || one.kind == Kind::sum)
                known.push_back(one.id);
        for (auto const* const id : {&figure.part, &figure.whole}) {
            auto const& node = *item.member(id == &figure.part ? ratio_key(figure) : "of");
            if (std::find(known.begin(), known.end(), *id) == known.end())
                m_reader.refuse(node, fmt::format("« {} » n’est pas un compte (count) ni une somme (sum) de ce module. Le plus proche est « {} ».", *id, nearest(*id, known)),
                                fmt::format("“{}” is no count and no sum of this module. The nearest is “{}”.", *id, nearest(*id, known)));
            else if (figure.kind == Kind::share && m_manifest.figure(figure.part) && m_manifest.figure(figure.part)->kind != m_manifest.figure(*id)->kind)
                m_reader.refuse(node, "une part compare deux comptes (count) ou deux sommes (sum). Pour un compte et une somme, écrivez un taux (rate).",
                                "a share compares two counts or two sums. For a count and a sum, write a rate.");
            else if (!m_manifest.figure(*id)->by.empty())
                m_reader.refuse(node, fmt::format("« {} » est un tableau (by) : il n’entre pas dans une part.", *id), fmt::format("“{}” is a table (by): it is no part of a ratio.", *id));
        }
    }

    std::string figure_id(JsonNode const& node, std::string_view key)
    {
        auto id = m_reader.text(node, key, 100);
        must_be_figure(node, key, id);
        return id;
    }

    void must_be_figure(JsonNode const& node, std::string_view key, std::string_view id)
    {
        if (done() || m_manifest.figure(id))
            return;
        std::vector<std::string_view> known;
        for (auto const& one : m_manifest.figures)
            known.push_back(one.id);
        m_reader.refuse(node, fmt::format("« {} » : aucun chiffre ne s’appelle « {} ». Le plus proche est « {} ».", key, id, nearest(id, known)),
                        fmt::format("“{}”: no figure is called “{}”. The nearest is “{}”.", key, id, nearest(id, known)));
    }

    /// Both languages name the same kind of thing between braces.
    template<typename Check>
    void placeholders(JsonNode const& node, Phrase const& words, Check const& check)
    {
        for (auto const* const text : {&words.fr, &words.en}) {
            if (std::count(text->begin(), text->end(), '{') != std::count(text->begin(), text->end(), '}'))
                m_reader.refuse(node, "une accolade n’est pas fermée.", "a brace is not closed.");
            (void)filled_in(*text, [&](std::string_view name) {
                check(name);
                return "";
            });
        }
    }

    template<typename Declared>
    void read_contents(JsonNode const& top, std::string_view key, std::vector<Declared>& into)
    {
        auto const* const all = top.member(key);
        for (std::size_t at = 0; all && at < all->items.size() && !done(); ++at)
            if (auto const* const content = all->items[at].member("content"))
                into[at].content = read_content(*content);
    }

    std::vector<ContentItem> read_content(JsonNode const& node)
    {
        std::vector<ContentItem> items;
        if (!m_reader.list(node, "content", most_content))
            return items;
        if (node.items.empty())
            m_reader.refuse(node, "« content » est vide. Enlevez la clé, ou écrivez ce qui est montré.", "“content” is empty. Take the key away, or write what is shown.");
        for (auto const& item : node.items) {
            if (!m_reader.object(item, {"heading", "text", "figure", "figures", "table", "map"}))
                return items;
            if (item.members.size() != 1)
                m_reader.refuse(item, "chaque élément de « content » tient une seule clé : heading, text, figure, figures, table ou map.",
                                "each item of “content” holds one key: heading, text, figure, figures, table or map.");
            if (done())
                return items;
            auto const& [key, value] = item.members.front();
            items.push_back(read_item(key, value));
        }
        return items;
    }

    ContentItem read_item(std::string const& key, JsonNode const& value)
    {
        using Kind = ContentItem::Kind;
        ContentItem item;
        if (key == "heading") {
            item.kind = Kind::heading;
            item.words = m_reader.label(value, key);
        } else if (key == "text") {
            item.words = m_reader.label(value, key, 4000);
            placeholders(value, item.words, [&](std::string_view name) { must_be_figure(value, "text", name); });
        } else if (key == "figure") {
            item.kind = Kind::figures;
            item.figures.push_back(figure_id(value, key));
        } else if (key == "figures") {
            item.kind = Kind::figures;
            if (m_reader.list(value, key, most_figures))
                for (auto const& one : value.items)
                    item.figures.push_back(figure_id(one, key));
        } else
            read_records(key, value, item);
        return item;
    }

    void read_records(std::string const& key, JsonNode const& value, ContentItem& item)
    {
        bool const table = key == "table";
        item.kind = table ? ContentItem::Kind::table : ContentItem::Kind::map;
        if (!(table ? m_reader.object(value, {"of", "label", "columns", "where", "sort", "most"}) : m_reader.object(value, {"of", "label", "where"})))
            return;
        auto const* const of = m_reader.required(value, "of");
        if (!of)
            return;
        item.entity = named_register(*of, "of");
        item.words = m_reader.optional_label(value, "label");
        item.where = conditions(value, item.entity);
        auto const* const entity = m_own.entity(item.entity);
        if (!table) {
            bool const placed = !entity || std::any_of(entity->fields.begin(), entity->fields.end(), [](Field const& one) {
                return !one.hidden && (one.type == FieldType::point || (one.type == FieldType::link && one.to == "core.territory"));
            });
            if (!placed && !done())
                m_reader.refuse(value, fmt::format("« map » : {} n’a ni champ de type point ni lien vers core.territory.", item.entity),
                                fmt::format("“map”: {} has no field of type point and no link to core.territory.", item.entity));
            return;
        }
        auto const* const columns = m_reader.required(value, "columns");
        if (!columns)
            return;
        item.columns = m_reader.texts(*columns, "columns", 20);
        if (item.columns.empty())
            m_reader.refuse(*columns, "« columns » ne cite aucun champ.", "“columns” names no field.");
        for (auto const& column : item.columns)
            (void)field(*columns, "columns", item.entity, column);
        if (auto const* const sort = value.member("sort")) {
            item.sort = m_reader.texts(*sort, "sort", 8);
            for (auto const& one : item.sort)
                (void)field(*sort, "sort", item.entity, std::string_view{one}.substr(one.starts_with('-') ? 1 : 0));
        }
        item.most = m_reader.optional_whole(value, "most", 50, 1, most_table_rows);
    }

    void read_alerts(JsonNode const& top)
    {
        auto const* const alerts = top.member("alerts");
        if (!alerts || done() || !m_reader.list(*alerts, "alerts", most_alert_rules))
            return;
        for (auto const& item : alerts->items) {
            if (!m_reader.object(item, {"id", "of", "where", "what", "why", "field", "due", "tone"}))
                return;
            for (std::string_view const key : {"id", "of", "where", "what"})
                (void)m_reader.required(item, key);
            if (done())
                return;
            AlertDeclaration alert;
            alert.id = m_reader.text(*item.member("id"), "id", 100);
            if (!is_plain_id(alert.id))
                m_reader.refuse(item, "« id » attend des minuscules, des chiffres et _, une lettre d’abord.", "“id” expects lower case, digits and _, a letter first.");
            for (auto const& earlier : m_manifest.alerts)
                if (earlier.id == alert.id)
                    m_reader.refuse(item, fmt::format("« alerts » : « {} » figure deux fois.", alert.id), fmt::format("“alerts”: “{}” stands twice.", alert.id));
            alert.entity = named_register(*item.member("of"), "of");
            alert.where = conditions(item, alert.entity);
            if (alert.where.empty() && !done())
                m_reader.refuse(*item.member("where"), "« where » est vide : une alerte par fiche ne dit rien. Écrivez une condition.",
                                "“where” is empty: an alert for every record says nothing. Write a condition.");
            alert.what = m_reader.label(*item.member("what"), "what", 500);
            alert.why = m_reader.optional_label(item, "why", 1000);
            for (auto const* const key : {"what", "why"})
                if (auto const* const node = item.member(key))
                    placeholders(*node, key == std::string_view{"what"} ? alert.what : alert.why,
                                 [&](std::string_view name) { (void)field(*node, key, alert.entity, name); });
            if (auto const* const node = item.member("field"); node && !done()) {
                alert.field = m_reader.text(*node, "field", 100);
                (void)field(*node, "field", alert.entity, alert.field);
            }
            if (auto const* const node = item.member("due"); node && !done()) {
                alert.due = m_reader.text(*node, "due", 100);
                if (auto const* const due = field(*node, "due", alert.entity, alert.due); due && due->type != FieldType::date)
                    m_reader.refuse(*node, "« due » attend un champ de type date.", "“due” expects a field of type date.");
            }
            if (auto const* const tone = item.member("tone"); tone && !done()) {
                alert.tone = m_reader.text(*tone, "tone");
                if (alert.tone != "bad" && alert.tone != "warn" && alert.tone != "info")
                    m_reader.refuse(*tone, "« tone » attend bad, warn ou info.", "“tone” expects bad, warn or info.");
            }
            if (done())
                return;
            m_manifest.alerts.push_back(std::move(alert));
        }
    }

    Reader& m_reader;
    Manifest& m_manifest;
    Registry m_own;
    std::vector<std::string_view> m_known;
};

} // namespace

void read_declared(Reader& reader, JsonNode const& top, Manifest& manifest) { DeclaredReader{reader, manifest}.read(top); }

} // namespace passerelle::model::reading
