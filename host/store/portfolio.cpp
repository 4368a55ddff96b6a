#include "host/store/portfolio.hpp"
#include "host/store/backup.hpp"
#include "host/store/migrations.hpp"
#include "host/store/portfolio_impl.hpp"
#include "host/store/probe.hpp"
#include "host/store/sqlite_error.hpp"
#include <fmt/format.h>
#include <future>
#include <sodium.h>
#include <sqlite3.h>

namespace passerelle::store {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds patience_at_opening(10000);
constexpr std::uintmax_t size_checked_at_opening = 64U << 20; // quick_check reads about 1 GB/s: at most 60 ms

/// Gives the readers of a thread back when the thread ends.
struct ThreadReaders {
    std::vector<std::weak_ptr<ReaderPool>> pools;
    ~ThreadReaders() {
        for (auto const& weak : pools) {
            if (auto const pool = weak.lock()) {
                std::scoped_lock const lock(pool->mutex);
                pool->readers.erase(std::this_thread::get_id());
            }
        }
    }
};

} // namespace

Result<std::unique_ptr<TemporaryFolder>> TemporaryFolder::make() {
    auto folder = std::make_unique<TemporaryFolder>();
    std::error_code failed;
    folder->path = fs::temp_directory_path(failed) / fmt::format("passerelle-{:08x}{:08x}", randombytes_random(), randombytes_random());
    if (failed || !fs::create_directory(folder->path, failed))
        return io_error(failed.message());
    fs::permissions(folder->path, fs::perms::owner_all, failed);
    return folder;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code failed;
    if (!path.empty())
        fs::remove_all(path, failed);
}

WriteTransaction::WriteTransaction(Connection& connection, std::int64_t transaction, std::function<std::int64_t()> new_id,
                                   std::function<Connection&()> committed)
    : m_connection(connection), m_transaction(transaction), m_new_id(std::move(new_id)), m_committed(std::move(committed)) {}

std::int64_t WriteTransaction::new_id() {
    return m_new_id();
}

Portfolio::Portfolio(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Portfolio::~Portfolio() = default;

Portfolio::Impl::~Impl() {
    if (automatic_backup.joinable())
        automatic_backup.join();
    // The writer finishes its queue while the readers of its callbacks are still there, and closes after them.
    if (writer)
        writer->drain();
    {
        std::scoped_lock const lock(readers->mutex);
        readers->readers.clear();
    }
    writer.reset();
}

Result<std::unique_ptr<Portfolio>> Portfolio::create(fs::path const& given, OpenOptions options) {
    if (sodium_init() < 0)
        return internal_error("sodium_init");
    std::error_code failed;
    fs::path const path = fs::absolute(given, failed);
    if (fs::exists(fs::symlink_status(path, failed)))
        return Error{Status::conflict, {fmt::format("« {} » existe déjà ; il n’a pas été remplacé. Choisissez un autre nom.", utf8(path.filename())),
                                        fmt::format("“{}” already exists; it was not replaced. Choose another name.", utf8(path.filename()))}};
    fs::path const folder = path.parent_path();
    if (!fs::is_directory(folder, failed))
        return Error{Status::not_found, {fmt::format("Le dossier « {} » est introuvable. Choisissez un autre dossier.", utf8(folder)),
                                         fmt::format("The folder “{}” cannot be found. Choose another folder.", utf8(folder))}};
    if (on_network(folder))
        return Error{Status::unsupported,
                     {"Ce dossier est sur un disque partagé en réseau, où un portefeuille ne serait pas en sûreté. Choisissez un dossier de ce poste.",
                      "This folder is on a network drive, where a portfolio would not be safe. Choose a folder on this computer."}};
    if (!may_write(folder))
        return Error{Status::read_only, {fmt::format("Le dossier « {} » ne se laisse pas modifier. Choisissez un autre dossier.", utf8(folder)),
                                         fmt::format("The folder “{}” cannot be written. Choose another folder.", utf8(folder))}};
    // Built under another name, so that a file with the portfolio's name is always a whole portfolio.
    fs::path const unfinished = with_suffix(path, fmt::format(".nouveau-{:08x}", randombytes_random()));
    auto const build = [&]() -> Result<void> {
        {
            auto made = ConnectionAccess::open(unfinished, OpenAs::creator);
            if (!made)
                return made.error();
            Connection& connection = **made;
            PASSERELLE_TRY(connection.execute(fmt::format("PRAGMA page_size=8192; PRAGMA application_id={}", application_id)));
            PASSERELLE_TRY(migrate(connection, core_migrations()));
            PASSERELLE_TRY(connection.execute("PRAGMA journal_mode=WAL"));
        }
        PASSERELLE_TRY(sync_file(unfinished));
        return name_new_file(unfinished, path);
    };
    if (auto const built = build(); !built) {
        for (char const* suffix : {"", "-journal", "-wal", "-shm"})
            fs::remove(with_suffix(unfinished, suffix), failed);
        return built.error();
    }
    return open(path, std::move(options));
}

Result<std::unique_ptr<Portfolio>> Portfolio::open(fs::path const& given, OpenOptions options) {
    if (sodium_init() < 0)
        return internal_error("sodium_init");
    auto impl = std::make_unique<Impl>();
    impl->options = std::move(options);
    std::error_code failed;
    // The real path: two names of one file must meet at one lock and one WAL.
    impl->path = fs::canonical(given, failed);
    if (failed)
        impl->path = fs::absolute(given, failed);
    auto found = probe(impl->path);
    if (!found)
        return found.error();
    if (!found->read_only) {
        // A WAL may hold a newer schema than the file's header tells, and a system may refuse what permissions allow.
        auto const opened = impl->open_to_write(found->in_use);
        if (!opened && opened.error().status != Status::newer && opened.error().status != Status::read_only)
            return opened.error();
        if (!opened)
            found->read_only = opened.error().sentence;
    }
    if (found->read_only) {
        impl->read_only = found->read_only;
        bool const others_may_write = found->schema_version > schema_version() || found->in_use || on_network(impl->path);
        PASSERELLE_TRY(impl->open_to_read(found->has_pending_changes, others_may_write));
    } else if (impl->options.automatic_backups && impl->has_records) {
        auto const there = dated_backups(impl->backup_folder(), impl->path);
        std::time_t const now = std::time(nullptr);
        if (there.empty() || there.front().stamp < stamp_of(now - 24 * 3600))
            impl->automatic_backup = std::thread([target = impl.get()] { (void)target->back_up_with_date(); });
    }
    return std::unique_ptr<Portfolio>(new Portfolio(std::move(impl)));
}

Result<void> Portfolio::Impl::open_to_write(bool in_use) {
    std::error_code failed;
    bool const small = fs::file_size(path, failed) <= size_checked_at_opening;
    if (!in_use && small)
        PASSERELLE_TRY(check_content(path, Depth::quick));
    auto lock = FileLock::open(with_suffix(path, "-verrou"), FileLock::IfMissing::make);
    if (!lock)
        return lock.error();
    // One connection for both, since each reads the whole schema: it may commit until the portfolio is as it must be.
    auto opened = ConnectionAccess::open(path, OpenAs::writer);
    if (!opened)
        return opened.error();
    ConnectionAccess::allow_commit(**opened, true);
    auto const settle = [&](Connection& connection) -> Result<void> {
        auto const version = single_integer(connection, "PRAGMA user_version");
        if (!version)
            return version.error();
        if (*version > schema_version())
            return Error{Status::newer, {"Ce portefeuille vient d’une version plus récente de Passerelle : il s’ouvre en lecture seule. Mettez Passerelle "
                                         "à jour pour le modifier.",
                                         "This portfolio was made by a newer version of Passerelle: it opens read-only. Update Passerelle to change it."}};
        bool wal = false;
        {
            auto mode = connection.prepare("PRAGMA journal_mode");
            if (!mode)
                return mode.error();
            auto const row = mode->step();
            if (!row)
                return row.error();
            wal = *row && mode->text(0) == "wal";
        }
        if (wal && *version == schema_version())
            return {};
        if (!(*lock)->acquire(patience_at_opening))
            return busy_error();
        if (*version < schema_version()) {
            if (auto const saved = back_up_with_date(); !saved)
                return saved.error();
            PASSERELLE_TRY(migrate(connection, core_migrations()));
        }
        PASSERELLE_TRY(connection.execute("PRAGMA journal_mode=WAL"));
        (*lock)->release();
        return {};
    };
    if (auto const settled = settle(**opened); !settled) {
        sqlite3_db_config(ConnectionAccess::handle(**opened), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        return settled.error();
    }
    ConnectionAccess::allow_commit(**opened, false);
    auto const last = single_integer(**opened, "SELECT max(id) FROM core_transaction");
    if (!last)
        return last.error();
    ids.seen(*last);
    auto const changes = single_integer(**opened, "SELECT EXISTS(SELECT 1 FROM core_journal)");
    if (!changes)
        return changes.error();
    has_records = *changes != 0;
    read_path = path;
    read_as = OpenAs::reader;
    writer = std::make_unique<Writer>(std::move(*opened), std::move(*lock), options.author, ids);
    return {};
}

Result<void> Portfolio::Impl::open_to_read(bool pending, bool always_copy) {
    read_path = path;
    read_as = OpenAs::frozen;
    if (pending || always_copy) {
        auto folder = TemporaryFolder::make();
        if (!folder)
            return folder.error();
        // Other programs of ours hold the lock while they write; where there is no lock file nobody of ours writes.
        auto lock = FileLock::open(with_suffix(path, "-verrou"), FileLock::IfMissing::refuse);
        if (lock && !(*lock)->acquire(patience_at_opening))
            return busy_error();
        auto copied = copy_as_is(path, (*folder)->path);
        if (!copied)
            return copied.error();
        copy_folder = std::move(*folder);
        read_path = *copied;
        read_as = OpenAs::reader;
    }
    auto probe_reader = ConnectionAccess::open(read_path, read_as);
    if (!probe_reader)
        return probe_reader.error();
    auto const readable = single_integer(**probe_reader, "SELECT count(*) FROM sqlite_schema");
    if (!readable)
        return readable.error();
    return {};
}

fs::path const& Portfolio::path() const {
    return m_impl->path;
}

std::string const& Portfolio::author() const {
    return m_impl->options.author;
}

bool Portfolio::read_only() const {
    return m_impl->read_only.has_value();
}

std::optional<Phrase> Portfolio::read_only_reason() const {
    return m_impl->read_only;
}

Error Portfolio::Impl::read_only_error() const {
    return {Status::read_only, *read_only};
}

Result<std::int64_t> Portfolio::Impl::write(WriteLabel const& label, Writer::Body body, Writer::End end) {
    if (read_only)
        return read_only_error();
    if (writer->is_this_thread())
        return Error{Status::wrong_thread, internal_error("write called on the writer thread").sentence};
    auto promise = std::make_shared<std::promise<Result<std::int64_t>>>();
    auto outcome = promise->get_future();
    writer->submit(label, std::move(body), end, [promise](Result<std::int64_t> told) { promise->set_value(std::move(told)); });
    return outcome.get();
}

Result<std::int64_t> Portfolio::write(WriteLabel const& label, std::function<Result<void>(WriteTransaction&)> body) {
    auto run = [impl = m_impl.get(), body = std::move(body)](Connection& connection, std::int64_t id) {
        WriteTransaction transaction(connection, id, [impl] { return impl->ids.next(); }, [impl]() -> Connection& { return impl->reader(); });
        return body(transaction);
    };
    return m_impl->write(label, std::move(run), Writer::End::commit);
}

void Portfolio::submit(WriteLabel label, std::function<Result<void>(WriteTransaction&)> body, std::function<void(Result<std::int64_t>)> done) {
    if (m_impl->read_only) {
        if (done)
            done(m_impl->read_only_error());
        return;
    }
    auto run = [impl = m_impl.get(), body = std::move(body)](Connection& connection, std::int64_t id) {
        WriteTransaction transaction(connection, id, [impl] { return impl->ids.next(); }, [impl]() -> Connection& { return impl->reader(); });
        return body(transaction);
    };
    m_impl->writer->submit(std::move(label), std::move(run), Writer::End::commit, std::move(done));
}

Result<void> Portfolio::rehearse(std::function<Result<void>(WriteTransaction&)> body) {
    auto run = [impl = m_impl.get(), body = std::move(body)](Connection& connection, std::int64_t id) {
        WriteTransaction transaction(connection, id, [impl] { return impl->ids.next(); }, [impl]() -> Connection& { return impl->reader(); });
        return body(transaction);
    };
    auto const outcome = m_impl->write({}, std::move(run), Writer::End::roll_back);
    if (!outcome)
        return outcome.error();
    return {};
}

Connection& Portfolio::Impl::reader() {
    std::scoped_lock const lock(readers->mutex);
    auto& mine = readers->readers[std::this_thread::get_id()];
    if (!mine) {
        auto opened = ConnectionAccess::open(read_path, read_as);
        mine = opened ? std::move(*opened) : ConnectionAccess::broken(opened.error());
        thread_local ThreadReaders readers_of_this_thread;
        std::erase_if(readers_of_this_thread.pools, [](auto const& gone) { return gone.expired(); });
        readers_of_this_thread.pools.push_back(readers);
    }
    return *mine;
}

Connection& Portfolio::reader() {
    return m_impl->reader();
}

Result<std::unique_ptr<Connection>> Portfolio::open_reader() {
    return ConnectionAccess::open(m_impl->read_path, m_impl->read_as);
}

} // namespace passerelle::store
