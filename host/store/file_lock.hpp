// The lock between processes beside a portfolio, and what only the system can tell about files. Any thread.
// file_lock_posix.cpp is the one file of this room that knows the system; elsewhere file_lock_other.cpp stands in.
#pragma once
#include "host/base/result.hpp"
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace passerelle::store {

/// One holder at a time among all processes and all FileLock objects. A waiter stands at a turnstile, so that a process
/// which has just released the lock cannot take it again before those who wait.
class FileLock {
public:
    enum class IfMissing { make, refuse };
    [[nodiscard]] static Result<std::unique_ptr<FileLock>> open(std::filesystem::path const&, IfMissing);
    ~FileLock();
    FileLock(FileLock const&) = delete;
    FileLock& operator=(FileLock const&) = delete;

    [[nodiscard]] bool acquire(std::chrono::milliseconds patience);
    void release();

private:
    explicit FileLock(int descriptor);
    int m_descriptor = -1;
    bool m_held = false;
};

/// Kinds of file system on which SQLite's locks cannot be relied on. `kind` is statfs's f_type; `name` the name of the
/// type as the system lists it ("fuse.sshfs"), which tells FUSE file systems apart.
[[nodiscard]] bool is_network_kind(std::uint64_t kind, std::string_view name);
[[nodiscard]] bool on_network(std::filesystem::path const&);
/// The medium, the folder or the file refuses writing (also to those whom permissions do not bind).
[[nodiscard]] bool may_write(std::filesystem::path const&);
/// Content and name are on the medium when this returns.
[[nodiscard]] Result<void> sync_file(std::filesystem::path const&);
[[nodiscard]] Result<void> sync_folder(std::filesystem::path const&);

} // namespace passerelle::store
