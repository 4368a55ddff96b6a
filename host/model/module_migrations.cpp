#include "host/model/module_migrations.hpp"
#include "host/base/text.hpp"
#include "host/model/columns.hpp"
#include "host/model/registry.hpp"
#include "host/model/schema_sql.hpp"
#include "host/store/module_migration.hpp"
#include <algorithm>
#include <charconv>
#include <chrono>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fstream>
#include <sodium.h>

namespace passerelle::model {

namespace {

namespace filesystem = std::filesystem;

constexpr std::size_t most_files = 500, most_bytes = std::size_t{1} << 20;
constexpr std::int64_t most_steps = 2'000'000'000; ///< tens of seconds, for each file

Error bad(std::string fr, std::string en) { return {Status::invalid, {std::move(fr), std::move(en)}}; }

std::string sha256_hex(std::string_view bytes)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    std::string hex;
    for (unsigned char const byte : hash)
        hex += fmt::format("{:02x}", byte);
    return hex;
}

/// "0001_name.sql"
std::optional<std::int64_t> number_of(std::string_view name)
{
    std::int64_t number = 0;
    bool const shaped = name.size() > 9 && name.size() <= 100 && name[4] == '_' && name.ends_with(".sql") &&
                        std::all_of(name.begin() + 5, name.end() - 4, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
    if (!shaped)
        return std::nullopt;
    auto const [end, error] = std::from_chars(name.data(), name.data() + 4, number);
    return error == std::errc{} && end == name.data() + 4 && number > 0 ? std::optional(number) : std::nullopt;
}

Result<std::string> content_of(filesystem::path const& file, std::string const& name)
{
    std::error_code problem;
    auto const size = filesystem::is_regular_file(filesystem::symlink_status(file, problem)) ? filesystem::file_size(file, problem) : most_bytes + 1;
    if (problem || size > most_bytes)
        return bad(fmt::format("migrations/{} n’est pas un fichier ordinaire de 1 Mio au plus.", name), fmt::format("migrations/{} is not a regular file of at most 1 MiB.", name));
    std::ifstream in{file, std::ios::binary};
    std::string text(static_cast<std::size_t>(size), '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in)
        return Error{Status::io, {fmt::format("migrations/{} ne se lit pas.", name), fmt::format("migrations/{} cannot be read.", name)}};
    if (!is_valid_utf8(text) || text.find('\0') != std::string::npos)
        return bad(fmt::format("migrations/{} n’est pas un texte UTF-8.", name), fmt::format("migrations/{} is not UTF-8 text.", name));
    return text;
}

std::set<std::string, std::less<>> tables_of(Registry const& registry, std::string const& module)
{
    std::set<std::string, std::less<>> tables;
    for (auto const& entity : registry.entities())
        if (entity.module == module) {
            tables.insert(entity.table);
            for (auto const& field : entity.fields)
                if (field.type == FieldType::count)
                    tables.insert(entity.cells_table(field));
        }
    return tables;
}

/// The first record of a condition; nothing where there is none.
Result<std::optional<std::int64_t>> first_record(store::Connection& connection, std::string const& sql)
{
    auto statement = connection.prepare(sql);
    if (!statement)
        return statement.error();
    auto const row = statement->step();
    if (!row)
        return row.error();
    return *row ? std::optional(statement->integer(0)) : std::optional<std::int64_t>{};
}

/// What a column of this field may not hold.
std::string unsuited_sql(Field const& field)
{
    auto const columns = Entity::columns_of(field);
    auto const types = column_types(field);
    std::string sql;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        std::string const kinds = types[at] == "INTEGER" ? "'integer','null'" : types[at] == "REAL" ? "'real','integer','null'" : "'text','null'";
        sql += fmt::format("{}typeof({}) NOT IN ({})", sql.empty() ? "" : " OR ", sql_name(columns[at]), kinds);
    }
    if (field.type == FieldType::date)
        sql += fmt::format(" OR ({0} IS NOT NULL AND date({0}) IS NOT {0})", sql_name(columns.front()));
    if (field.type == FieldType::money)
        sql += fmt::format(" OR ({} IS NULL) <> ({} IS NULL)", sql_name(columns[0]), sql_name(columns[1]));
    if (field.required && !columns.empty())
        sql += fmt::format(" OR {} IS NULL", sql_name(columns.front()));
    return sql;
}

} // namespace

Result<std::vector<MigrationFile>> read_migrations(filesystem::path const& folder)
{
    std::vector<MigrationFile> files;
    auto const place = folder / "migrations";
    std::error_code problem;
    auto const status = filesystem::symlink_status(place, problem);
    if (folder.empty() || status.type() == filesystem::file_type::not_found)
        return files;
    if (status.type() != filesystem::file_type::directory)
        return bad("migrations n’est pas un dossier ordinaire.", "migrations is not an ordinary folder.");
    for (auto const& entry : filesystem::directory_iterator(place, problem)) {
        auto const name = entry.path().filename().string();
        auto const number = number_of(name);
        if (!number) {
            auto const shown = shortened(cleaned(name), 60);
            return bad(fmt::format("migrations/{}\u00A0: un fichier de ce dossier se nomme 0001_nom.sql, en minuscules.", shown),
                       fmt::format("migrations/{}: a file of this folder is named 0001_name.sql, in lower case.", shown));
        }
        if (files.size() == most_files)
            return bad("migrations compte plus de 500 fichiers.", "migrations holds more than 500 files.");
        auto text = content_of(entry.path(), name);
        if (!text)
            return text.error();
        auto hash = sha256_hex(*text);
        files.push_back({*number, name, std::move(*text), std::move(hash)});
    }
    if (problem)
        return Error{Status::io, {"Le dossier migrations ne se lit pas.", "The folder migrations cannot be read."}};
    std::sort(files.begin(), files.end(), [](auto const& left, auto const& right) { return std::tie(left.number, left.name) < std::tie(right.number, right.name); });
    for (std::size_t at = 0; at < files.size(); ++at)
        if (files[at].number != static_cast<std::int64_t>(at) + 1)
            return bad(fmt::format("migrations\u00A0: le numéro {:04} manque ou figure deux fois, avant {}.", at + 1, files[at].name),
                       fmt::format("migrations: the number {:04} is missing or stands twice, before {}.", at + 1, files[at].name));
    return files;
}

Result<std::vector<MigrationFile>> pending_migrations(store::Connection& connection, ModuleMigrations const& module)
{
    auto statement = connection.prepare("SELECT number, name, hash FROM core_migration WHERE module=?1 ORDER BY number");
    if (!statement)
        return statement.error();
    statement->bind(1, std::string_view{module.module});
    std::size_t seen = 0;
    while (true) {
        auto const row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        if (seen >= module.files.size())
            return Error{Status::newer, {fmt::format("Ce portefeuille a été converti par une version plus récente du module (migration {}). Installez cette version, ou restaurez la sauvegarde d’avant.", statement->text(1)),
                                         fmt::format("This portfolio was converted by a newer version of the module (migration {}). Install that version, or restore the backup from before.", statement->text(1))}};
        if (module.files[seen].sha256 != statement->text(2))
            return bad(fmt::format("migrations/{} a changé depuis qu’elle a converti ce portefeuille. Remettez le fichier d’origine et ajoutez une migration de plus.", module.files[seen].name),
                       fmt::format("migrations/{} has changed since it converted this portfolio. Put the original file back and add a further migration.", module.files[seen].name));
        ++seen;
    }
    return std::vector<MigrationFile>(module.files.begin() + static_cast<std::ptrdiff_t>(seen), module.files.end());
}

Result<void> run_migrations(store::WriteTransaction& transaction, Registry const& registry, std::string const& module, std::vector<MigrationFile> const& pending)
{
    auto& connection = transaction.connection();
    auto const tables = tables_of(registry, module);
    auto const now = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
    for (auto const& file : pending) {
        if (auto const ran = store::run_module_migration(connection, file.sql, tables, most_steps); !ran)
            return Error{ran.error().status,
                         {fmt::format("La migration {} n’est pas faite\u00A0: {} Le portefeuille est comme avant. Demandez une version corrigée du module.", file.name, ran.error().sentence.fr),
                          fmt::format("The migration {} was not done: {} The portfolio is as before. Ask for a corrected version of the module.", file.name, ran.error().sentence.en)}};
        auto note = connection.prepare("INSERT INTO core_migration(module, number, name, at, hash) VALUES(?1, ?2, ?3, ?4, ?5)");
        if (!note)
            return note.error();
        PASSERELLE_TRY(note->bind(1, std::string_view{module}).bind(2, file.number).bind(3, std::string_view{file.name}).bind(4, std::string_view{now}).bind(5, std::string_view{file.sha256}).run());
    }
    return {};
}

Result<void> check_migrated(store::Connection& connection, Registry const& registry, std::string const& module)
{
    for (auto const& entity : registry.entities()) {
        for (auto const& field : entity.fields) {
            bool const mine = entity.module == module;
            Entity const* const target = field.to.empty() ? nullptr : registry.entity(field.to);
            if (auto const unsuited = mine ? unsuited_sql(field) : std::string{}; !unsuited.empty()) {
                auto const found = first_record(connection, fmt::format("SELECT \"id\" FROM {} WHERE {} LIMIT 1", sql_name(entity.table), unsuited));
                if (!found)
                    return found.error();
                if (*found)
                    return bad(fmt::format("La fiche {} de «\u00A0{}\u00A0» aurait une valeur qui ne convient pas à «\u00A0{}\u00A0». Le portefeuille est comme avant. Demandez une version corrigée du module.", **found,
                                           entity.plural.fr, field.label.fr),
                               fmt::format("The record {} of “{}” would hold a value that does not suit “{}”. The portfolio is as before. Ask for a corrected version of the module.", **found,
                                           entity.plural.en, field.label.en));
            }
            if (!target || (!mine && target->module != module))
                continue;
            bool const many = field.type == FieldType::links;
            auto const found = first_record(connection, many ? fmt::format("SELECT a.\"id\" FROM {} AS a, json_each(a.{}) AS l WHERE NOT EXISTS(SELECT 1 FROM {} AS b WHERE b.\"id\"=l.value) LIMIT 1",
                                                                           sql_name(entity.table), sql_name(field.id), sql_name(target->table))
                                                             : fmt::format("SELECT a.\"id\" FROM {} AS a WHERE a.{} IS NOT NULL AND NOT EXISTS(SELECT 1 FROM {} AS b WHERE b.\"id\"=a.{}) LIMIT 1",
                                                                           sql_name(entity.table), sql_name(field.id), sql_name(target->table), sql_name(field.id)));
            if (!found)
                return found.error();
            if (*found)
                return bad(fmt::format("La fiche {} de «\u00A0{}\u00A0» mènerait à une fiche qui n’existe pas («\u00A0{}\u00A0»). Le portefeuille est comme avant. Demandez une version corrigée du module.", **found,
                                       entity.plural.fr, field.label.fr),
                           fmt::format("The record {} of “{}” would lead to a record that does not exist (“{}”). The portfolio is as before. Ask for a corrected version of the module.", **found,
                                       entity.plural.en, field.label.en));
        }
    }
    return {};
}

} // namespace passerelle::model
