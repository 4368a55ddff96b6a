#include "host/model/undo.hpp"
#include "host/model/columns.hpp"
#include "host/model/journal_reader.hpp"
#include "host/store/packing.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::model {

namespace {

struct Place {
    std::string table;
    std::int64_t row = 0;
    std::string cell; ///< cells tables: "sex|age|disability"
    friend auto operator<=>(Place const&, Place const&) = default;
};

struct Entry {
    char operation;
    std::string before, after;
};

/// What a transaction did to one row, all its entries taken together.
struct Net {
    bool was = false, is = false; ///< the row was there before, is there after
    Columns before, after;        ///< where the row was and is: the columns that changed; else the whole row
};

Error conflict(std::string fr, std::string en)
{
    return {Status::conflict, {std::move(fr) + " Rien n’a été modifié.", std::move(en) + " Nothing was changed."}};
}

/// Before and after: the columns that changed, or the whole row where one side has none.
Result<std::pair<Columns, Columns>> images_of(Entry const& entry)
{
    std::pair<Columns, Columns> images;
    if (entry.operation != 'I') {
        auto read = read_columns(entry.before);
        if (!read)
            return read.error();
        images.first = std::move(*read);
    }
    if (entry.operation != 'D') {
        auto read = read_columns(entry.after);
        if (!read)
            return read.error();
        images.second = std::move(*read);
    }
    if (entry.operation == 'U')
        keep_changes(images.first, images.second);
    return images;
}

Result<Net> net_of(std::vector<Entry> const& entries)
{
    Net net;
    net.was = entries.front().operation != 'I';
    net.is = entries.back().operation != 'D';
    bool whole = false;
    for (auto const& entry : entries) {
        if (!net.was || whole)
            break;
        auto columns = images_of(entry);
        if (!columns)
            return columns.error();
        net.before.merge(columns->first);
        whole = entry.operation == 'D';
    }
    bool const before_whole = whole;
    whole = false;
    for (auto entry = entries.rbegin(); entry != entries.rend() && net.is && !whole; ++entry) {
        auto columns = images_of(*entry);
        if (!columns)
            return columns.error();
        net.after.merge(columns->second);
        whole = entry->operation == 'I';
    }
    // Deleted and inserted again in one transaction: columns that one side lacks are NULL there.
    if (net.was && net.is && (before_whole || whole)) {
        for (auto const& [name, cell] : net.before)
            net.after.try_emplace(name);
        for (auto const& [name, cell] : net.after)
            net.before.try_emplace(name);
    }
    return net;
}

class Reversal {
public:
    Reversal(store::Connection& writer, Registry const& registry, Direction direction) : m_writer(writer), m_registry(registry), m_direction(direction) {}

    Result<void> run(std::int64_t transaction)
    {
        PASSERELLE_TRY(read(transaction));
        // Rows that go first free the keys of those that come; ids in order keep the index of text cheap.
        for (int const pass : {0, 1, 2})
            for (auto const& [place, entries] : m_rows) {
                auto net = net_of(entries);
                if (!net)
                    return net.error();
                if (m_direction == Direction::redo) {
                    std::swap(net->was, net->is);
                    std::swap(net->before, net->after);
                }
                if (!net->was && !net->is)
                    continue;
                int const kind = !net->was ? 0 : net->is ? 1 : 2;
                if (kind == pass)
                    PASSERELLE_TRY(kind == 0 ? take_away(place, *net) : kind == 1 ? change_back(place, *net) : bring_back(place, *net));
            }
        return check_links();
    }

private:
    struct Kind {
        Entity const* entity = nullptr;
        bool cells = false;
        std::vector<std::string> columns; ///< that the journal records
        std::string read_sql, erase_sql, insert_sql;
    };

    Result<void> read(std::int64_t transaction)
    {
        auto entries = m_writer.prepare("SELECT entity_table,\"row\",operation,before,after FROM core_journal WHERE tx=?1 ORDER BY sequence");
        if (!entries)
            return entries.error();
        entries->bind(1, transaction);
        while (true) {
            auto const there = entries->step();
            if (!there)
                return there.error();
            if (!*there)
                return {};
            if (entries->text(2) == "B") {
                auto const text = store::unpack(entries->text(4));
                if (!text)
                    return text.error();
                auto const rows = read_batch(*text);
                if (!rows)
                    return rows.error();
                for (auto const& each : *rows)
                    PASSERELLE_TRY(add(std::string{each.table}, each.row, {'I', {}, std::string{each.image}}));
                continue;
            }
            PASSERELLE_TRY(add(std::string{entries->text(0)}, entries->integer(1),
                               {entries->text(2).empty() ? 'U' : entries->text(2).front(), std::string{entries->text(3)}, std::string{entries->text(4)}}));
        }
    }

    Result<void> add(std::string row_table, std::int64_t row, Entry entry)
    {
        Place place{std::move(row_table), row, {}};
        auto const table = kind(place.table);
        if (!table)
            return table.error();
        if ((*table)->cells) {
            auto const columns = read_columns(entry.after.empty() ? entry.before : entry.after);
            if (!columns)
                return columns.error();
            for (auto const* const name : {"sex", "age", "disability"}) {
                auto const found = columns->find(name);
                auto const* const text = found == columns->end() ? nullptr : std::get_if<std::string>(&found->second);
                place.cell += (text ? *text : "") + '|';
            }
        }
        m_rows[std::move(place)].push_back(std::move(entry));
        return {};
    }

    Result<Kind const*> kind(std::string const& table)
    {
        auto const known = m_kinds.find(table);
        if (known != m_kinds.end())
            return &known->second;
        Kind made;
        made.entity = m_registry.entity_of_table(table);
        if (!made.entity)
            return conflict(fmt::format("Cette opération touche « {} », dont le module n’est pas actif. Activez-le d’abord.", table),
                            fmt::format("This change touches “{}”, whose module is not active. Activate it first.", table));
        made.cells = made.entity->table != table;
        std::string where = "\"id\"=?1";
        if (made.cells) {
            made.columns = {"sex", "age", "disability", "n"};
            where = "\"owner\"=?1 AND \"sex\"||'|'||\"age\"||'|'||\"disability\"||'|'=?2";
        } else {
            made.columns = columns_of(*made.entity);
            made.columns.insert(made.columns.begin(), "origin");
        }
        std::string names, places = "?1";
        int at = 2;
        for (auto const& column : made.columns) {
            names += (names.empty() ? "" : ",") + sql_name(column);
            places += fmt::format(",?{}", at++);
        }
        made.read_sql = fmt::format("SELECT {} FROM {} WHERE {}", names, sql_name(table), where);
        made.erase_sql = fmt::format("DELETE FROM {} WHERE {}", sql_name(table), where);
        made.insert_sql = fmt::format("INSERT INTO {}({},{}) VALUES({})", sql_name(table), made.cells ? "\"owner\"" : "\"id\"", names, places);
        return &m_kinds.emplace(table, std::move(made)).first->second;
    }

    [[nodiscard]] std::string title(Kind const& table, std::int64_t row, Language language)
    {
        std::string const name = title_of(m_writer, m_registry, *table.entity, row, language);
        return language == Language::fr ? fmt::format("{} « {} »", table.entity->label.fr, name) : fmt::format("{} “{}”", table.entity->label.en, name);
    }

    [[nodiscard]] Error changed(Kind const& table, Place const& place, std::string const& column)
    {
        Phrase field{column, column};
        for (auto const& each : table.entity->fields) {
            auto const columns = Entity::columns_of(each);
            if (std::find(columns.begin(), columns.end(), column) != columns.end() || (table.cells && table.entity->cells_table(each) == place.table))
                field = each.label;
        }
        return conflict(fmt::format("{}, champ « {} »\u00A0: la valeur a changé depuis.", title(table, place.row, Language::fr), field.fr),
                        fmt::format("{}, field “{}”: the value has changed since.", title(table, place.row, Language::en), field.en));
    }

    [[nodiscard]] Error absent(Kind const& table)
    {
        return conflict(fmt::format("Une fiche de « {} » a été supprimée depuis.", table.entity->plural.fr),
                        fmt::format("A record of “{}” has been deleted since.", table.entity->plural.en));
    }

    /// Column names of the journal as they are now; a field renamed since is found by its former id.
    [[nodiscard]] Columns today(Kind const& table, Columns columns) const
    {
        for (auto const& field : table.entity->fields) {
            if (field.was.empty())
                continue;
            Field former = field;
            former.id = field.was;
            auto const old_names = Entity::columns_of(former), names = Entity::columns_of(field);
            for (std::size_t at = 0; at < names.size(); ++at)
                if (auto node = columns.extract(old_names[at])) {
                    node.key() = names[at];
                    columns.insert(std::move(node));
                }
        }
        return columns;
    }

    Result<std::optional<Columns>> stored(Kind const& table, Place const& place)
    {
        auto statement = m_writer.prepare(table.read_sql);
        if (!statement)
            return statement.error();
        statement->bind(1, place.row);
        if (table.cells)
            statement->bind(2, std::string_view{place.cell});
        auto const there = statement->step();
        if (!there)
            return there.error();
        if (!*there)
            return std::optional<Columns>{};
        Columns columns;
        for (std::size_t at = 0; at < table.columns.size(); ++at)
            columns.emplace(table.columns[at], read_cell(*statement, static_cast<int>(at)));
        return std::optional{std::move(columns)};
    }

    static Cell const& cell(Columns const& columns, std::string const& name)
    {
        static Cell const none;
        auto const found = columns.find(name);
        return found == columns.end() ? none : found->second;
    }

    Result<void> take_away(Place const& place, Net const& net)
    {
        Kind const& table = m_kinds.at(place.table);
        auto const now = stored(table, place);
        if (!now)
            return now.error();
        if (!*now)
            return absent(table);
        Columns const expected = today(table, net.after);
        for (auto const& column : table.columns)
            if (cell(**now, column) != cell(expected, column))
                return changed(table, place, column);
        auto statement = m_writer.prepare(table.erase_sql);
        if (!statement)
            return statement.error();
        statement->bind(1, place.row);
        if (table.cells)
            statement->bind(2, std::string_view{place.cell});
        if (!table.cells)
            m_gone[table.entity].push_back(place.row);
        return statement->run();
    }

    Result<void> change_back(Place const& place, Net const& net)
    {
        Kind const& table = m_kinds.at(place.table);
        auto const now = stored(table, place);
        if (!now)
            return now.error();
        if (!*now)
            return absent(table);
        Columns const expected = today(table, net.after), target = today(table, net.before);
        std::string assignments;
        std::vector<Cell const*> cells;
        for (auto const& [name, value] : target) {
            if (std::find(table.columns.begin(), table.columns.end(), name) == table.columns.end())
                continue; // "id", "owner": they say where
            if (cell(**now, name) != cell(expected, name))
                return changed(table, place, name);
            assignments += fmt::format("{}{}=?{}", assignments.empty() ? "" : ",", sql_name(name), cells.size() + (table.cells ? 3 : 2));
            cells.push_back(&value);
        }
        if (cells.empty())
            return {};
        std::string const where = table.cells ? "\"owner\"=?1 AND \"sex\"||'|'||\"age\"||'|'||\"disability\"||'|'=?2" : "\"id\"=?1";
        auto statement = m_writer.prepare(fmt::format("UPDATE {} SET {} WHERE {}", sql_name(place.table), assignments, where));
        if (!statement)
            return statement.error();
        statement->bind(1, place.row);
        if (table.cells)
            statement->bind(2, std::string_view{place.cell});
        for (std::size_t at = 0; at < cells.size(); ++at)
            bind_cell(*statement, static_cast<int>(at) + (table.cells ? 3 : 2), *cells[at]);
        if (!table.cells)
            m_written[table.entity].push_back(place.row);
        return unique(statement->run(), table);
    }

    Result<void> bring_back(Place const& place, Net const& net)
    {
        Kind const& table = m_kinds.at(place.table);
        auto const now = stored(table, place);
        if (!now)
            return now.error();
        if (*now)
            return changed(table, place, table.cells ? "n" : "id");
        Columns const target = today(table, net.before);
        auto statement = m_writer.prepare(table.insert_sql);
        if (!statement)
            return statement.error();
        statement->bind(1, place.row);
        for (std::size_t at = 0; at < table.columns.size(); ++at)
            bind_cell(*statement, static_cast<int>(at) + 2, cell(target, table.columns[at]));
        if (!table.cells)
            m_written[table.entity].push_back(place.row);
        else
            m_owners[table.entity].push_back(place.row);
        return unique(statement->run(), table);
    }

    /// A key that another record has taken since.
    Result<void> unique(Result<void> const& result, Kind const& table)
    {
        if (result || (result.error().status != Status::conflict && result.error().status != Status::invalid))
            return result;
        return conflict(fmt::format("{}\u00A0: une autre fiche porte maintenant la même clé.", table.entity->plural.fr),
                        fmt::format("{}: another record now holds the same key.", table.entity->plural.en));
    }

    Result<bool> any(std::string const& sql, std::int64_t id)
    {
        auto statement = m_writer.prepare(sql);
        if (!statement)
            return statement.error();
        return statement->bind(1, id).step();
    }

    /// No link may lead to a record that is not there now: neither those of others to what went, nor those of what came back.
    Result<void> check_links()
    {
        for (auto const& [entity, ids] : m_gone)
            for (auto const& incoming : m_registry.links_to(entity->id)) {
                std::string const table = sql_name(incoming.entity->table), column = sql_name(incoming.field->id);
                bool const list = incoming.field->type == FieldType::links;
                // Lists of links have no index: one look for all that went.
                std::string const sql = list ? fmt::format("SELECT 1 FROM {0} AS a, json_each(a.{1}) AS l WHERE ?1<>0 AND NOT EXISTS(SELECT 1 FROM {2} WHERE \"id\"=l.value) LIMIT 1",
                                                           table, column, sql_name(entity->table))
                                             : fmt::format("SELECT 1 FROM {} WHERE {}=?1 LIMIT 1", table, column);
                for (auto const id : ids) {
                    auto const held = any(sql, id);
                    if (!held)
                        return held.error();
                    if (*held)
                        return conflict(fmt::format("« {} » s’en sert depuis (champ « {} »).", incoming.entity->plural.fr, incoming.field->label.fr),
                                        fmt::format("“{}” uses it since (field “{}”).", incoming.entity->plural.en, incoming.field->label.en));
                    if (list)
                        break;
                }
            }
        for (auto const& [entity, ids] : m_written)
            for (auto const& field : entity->fields) {
                Entity const* const target = field.to.empty() ? nullptr : m_registry.entity(field.to);
                if (!target)
                    continue;
                std::string const column = "a." + sql_name(field.id);
                std::string const sql = field.type == FieldType::link
                                            ? fmt::format("SELECT 1 FROM {} AS a WHERE a.\"id\"=?1 AND {} IS NOT NULL AND NOT EXISTS(SELECT 1 FROM {} AS b WHERE b.\"id\"={})",
                                                          sql_name(entity->table), column, sql_name(target->table), column)
                                            : fmt::format("SELECT 1 FROM {} AS a, json_each({}) AS l WHERE a.\"id\"=?1 AND NOT EXISTS(SELECT 1 FROM {} AS b WHERE b.\"id\"=l.value)",
                                                          sql_name(entity->table), column, sql_name(target->table));
                for (auto const id : ids) {
                    auto const broken = any(sql, id);
                    if (!broken)
                        return broken.error();
                    if (*broken)
                        return conflict(fmt::format("{}, champ « {} »\u00A0: la fiche liée a été supprimée depuis.", entity->label.fr, field.label.fr),
                                        fmt::format("{}, field “{}”: the linked record has been deleted since.", entity->label.en, field.label.en));
                }
            }
        for (auto const& [entity, ids] : m_owners) {
            std::string const sql = fmt::format("SELECT 1 FROM {} WHERE \"id\"=?1", sql_name(entity->table));
            for (auto const id : ids) {
                auto const there = any(sql, id);
                if (!there)
                    return there.error();
                if (!*there)
                    return conflict(fmt::format("Une fiche de « {} » a été supprimée depuis.", entity->plural.fr),
                                    fmt::format("A record of “{}” has been deleted since.", entity->plural.en));
            }
        }
        return {};
    }

    store::Connection& m_writer;
    Registry const& m_registry;
    Direction m_direction;
    std::map<std::string, Kind> m_kinds;
    std::map<Place, std::vector<Entry>> m_rows;
    std::map<Entity const*, std::vector<std::int64_t>> m_gone, m_written, m_owners;
};

// The last own change that is not undone now; an undo or redo of it decides by its latest.
constexpr std::string_view undo_sql = R"sql(
SELECT t.id, t.label FROM core_transaction AS t
WHERE t.author IS ?1 AND t.kind IN ('change','import') AND t.entries>0 AND t.position IS NOT NULL
  AND ifnull((SELECT r.kind FROM core_transaction AS r WHERE r.reverses=t.id ORDER BY r.position DESC LIMIT 1),'redo')<>'undo'
ORDER BY t.position DESC LIMIT 1)sql";

constexpr std::string_view redo_sql = R"sql(
SELECT t.id, t.label FROM core_transaction AS u JOIN core_transaction AS t ON t.id=u.reverses
WHERE u.author IS ?1 AND u.kind='undo'
  AND u.position=(SELECT max(r.position) FROM core_transaction AS r WHERE r.reverses=t.id)
  AND u.position>ifnull((SELECT max(c.position) FROM core_transaction AS c WHERE c.author IS ?1 AND c.kind IN ('change','import') AND c.entries>0),0)
ORDER BY u.position DESC LIMIT 1)sql";

} // namespace

std::optional<Editor::Step> next_step(store::Connection& reader, std::string const& author, Direction direction)
{
    auto statement = reader.prepare(direction == Direction::undo ? undo_sql : redo_sql);
    if (!statement)
        return std::nullopt;
    auto const there = statement->bind(1, std::string_view{author}).step();
    if (!there || !*there)
        return std::nullopt;
    return Editor::Step{statement->integer(0), read_label(statement->text(1))};
}

Result<Editor::Step> take_step(store::Portfolio& portfolio, Registry const& registry, Direction direction)
{
    bool const undoing = direction == Direction::undo;
    auto const step = next_step(portfolio.reader(), portfolio.author(), direction);
    if (!step)
        return Error{Status::not_found, undoing ? Phrase{"Il n’y a rien à annuler.", "There is nothing to undo."} : Phrase{"Il n’y a rien à rétablir.", "There is nothing to redo."}};
    store::WriteLabel const label{step->label, undoing ? store::WriteKind::undo : store::WriteKind::redo, step->transaction, ""};
    auto const written = portfolio.write(label, [&](store::WriteTransaction& transaction) -> Result<void> {
        // Another window of the same author may have been quicker.
        auto const now = next_step(transaction.connection(), portfolio.author(), direction);
        if (!now || now->transaction != step->transaction)
            return conflict("Une autre opération vient d’avoir lieu. Regardez l’historique, puis recommencez.", "Another change has just been made. Look at the history, then try again.");
        return Reversal{transaction.connection(), registry, direction}.run(step->transaction);
    });
    if (!written)
        return written.error();
    return *step;
}

} // namespace passerelle::model
