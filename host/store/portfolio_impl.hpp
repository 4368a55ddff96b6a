// What is behind a Portfolio. For this room only.
#pragma once
#include "host/store/connection_access.hpp"
#include "host/store/portfolio.hpp"
#include "host/store/writer.hpp"
#include <map>
#include <mutex>
#include <thread>

namespace passerelle::store {

/// The readers of the threads. A thread that ends gives its own back.
struct ReaderPool {
    std::mutex mutex;
    std::map<std::thread::id, std::unique_ptr<Connection>> readers;
};

/// A folder that goes with its owner.
struct TemporaryFolder {
    std::filesystem::path path;
    [[nodiscard]] static Result<std::unique_ptr<TemporaryFolder>> make();
    ~TemporaryFolder();
};

struct Portfolio::Impl {
    std::filesystem::path path;
    OpenOptions options;
    std::optional<Phrase> read_only;
    std::unique_ptr<TemporaryFolder> copy_folder; ///< read-only: holds the copy that is read, where one was needed
    std::filesystem::path read_path;              ///< what readers open
    OpenAs read_as = OpenAs::reader;
    IdMaker ids;
    std::shared_ptr<ReaderPool> readers = std::make_shared<ReaderPool>();
    std::unique_ptr<Writer> writer;
    std::thread automatic_backup;
    bool has_records = false;                     ///< some record was ever written: there is something to back up

    ~Impl();
    [[nodiscard]] Result<void> open_to_write(bool in_use);
    [[nodiscard]] Result<void> open_to_read(bool pending, bool always_copy);
    [[nodiscard]] std::filesystem::path backup_folder() const;
    [[nodiscard]] Result<std::filesystem::path> back_up_with_date();
    [[nodiscard]] Result<std::int64_t> write(WriteLabel const&, Writer::Body, Writer::End);
    [[nodiscard]] Connection& reader();
    [[nodiscard]] Error read_only_error() const;
};

} // namespace passerelle::store
