#if defined(__unix__) || defined(__APPLE__)
#include "host/store/connection_access.hpp"
#include "host/store/file_lock.hpp"
#include "host/store/sqlite_error.hpp"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <thread>
#include <unistd.h>
#if defined(__linux__)
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif

namespace passerelle::store {

namespace {

enum class Byte { turnstile = 0, lock = 1 };

// Locks of the open file description: unlike plain fcntl locks they also exclude another object of this process, and
// closing some other descriptor of the file does not drop them.
bool try_lock(int descriptor, Byte byte) {
#if defined(F_OFD_SETLK)
    struct flock range = {};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = static_cast<off_t>(byte);
    range.l_len = 1;
    return fcntl(descriptor, F_OFD_SETLK, &range) == 0;
#else
    return byte == Byte::turnstile || flock(descriptor, LOCK_EX | LOCK_NB) == 0;
#endif
}

void unlock(int descriptor, Byte byte) {
#if defined(F_OFD_SETLK)
    struct flock range = {};
    range.l_type = F_UNLCK;
    range.l_whence = SEEK_SET;
    range.l_start = static_cast<off_t>(byte);
    range.l_len = 1;
    fcntl(descriptor, F_OFD_SETLK, &range);
#else
    if (byte == Byte::lock)
        flock(descriptor, LOCK_UN);
#endif
}

bool wait_for(int descriptor, Byte byte, std::chrono::steady_clock::time_point until) {
    auto pause = std::chrono::microseconds(20);
    while (!try_lock(descriptor, byte)) {
        if (std::chrono::steady_clock::now() >= until)
            return false;
        std::this_thread::sleep_for(pause);
        if (pause < std::chrono::milliseconds(2))
            pause += pause / 2;
    }
    return true;
}

std::string reason() {
    return std::strerror(errno);
}

#if defined(__linux__)
// "fuse.sshfs" for the file system that holds `device`, from the system's own list of mounts.
std::string mounted_type(dev_t device) {
    std::ifstream mounts("/proc/self/mountinfo");
    std::string const wanted = fmt::format("{}:{}", major(device), minor(device));
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream words(line);
        std::string word, number;
        words >> word >> word >> number;
        if (number != wanted)
            continue;
        while (words >> word && word != "-") {}
        if (words >> word)
            return word;
    }
    return {};
}
#endif

Result<void> sync_path(std::filesystem::path const& path, int flags) {
    int const descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0)
        return io_error(fmt::format("{}: {}", utf8(path), reason()));
    bool const synced = ::fsync(descriptor) == 0 || errno == EINVAL; // EINVAL: this file system has nothing to sync here
    Error const error = io_error(fmt::format("{}: {}", utf8(path), reason()));
    ::close(descriptor);
    if (!synced)
        return error;
    return {};
}

} // namespace

FileLock::FileLock(int descriptor) : m_descriptor(descriptor) {}

FileLock::~FileLock() {
    release();
    ::close(m_descriptor);
}

Result<std::unique_ptr<FileLock>> FileLock::open(std::filesystem::path const& path, IfMissing missing) {
    int const descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (missing == IfMissing::make ? O_CREAT : 0), 0666);
    if (descriptor < 0)
        return errno == ENOSPC ? full_error() : io_error(fmt::format("{}: {}", utf8(path), reason()));
    return std::unique_ptr<FileLock>(new FileLock(descriptor));
}

bool FileLock::acquire(std::chrono::milliseconds patience) {
    if (m_held)
        return true;
    auto const until = std::chrono::steady_clock::now() + patience;
    if (!wait_for(m_descriptor, Byte::turnstile, until))
        return false;
    m_held = wait_for(m_descriptor, Byte::lock, until);
    unlock(m_descriptor, Byte::turnstile);
    return m_held;
}

void FileLock::release() {
    if (m_held)
        unlock(m_descriptor, Byte::lock);
    m_held = false;
}

bool is_network_kind(std::uint64_t kind, std::string_view name) {
    switch (kind & 0xffffffffU) {
    case 0x6969:     // NFS
    case 0x517b:     // SMB
    case 0xff534d42: // CIFS
    case 0xfe534d42: // SMB2
    case 0x01021997: // 9p
    case 0x73757245: // Coda
    case 0x5346414f: // AFS
    case 0x564c:     // NCP
    case 0x00c36400: // Ceph
        return true;
    default: break;
    }
    for (std::string_view const network : {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afpfs", "webdav", "fuse.sshfs", "fuse.rclone", "fuse.davfs",
                                           "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.s3fs", "fuse.glusterfs", "fuse.curlftpfs", "fuse.smbnetfs"})
        if (name == network)
            return true;
    return false;
}

bool on_network(std::filesystem::path const& path) {
    struct statfs system = {};
    if (::statfs(path.c_str(), &system) != 0)
        return false;
#if defined(__linux__)
    struct stat file = {};
    return is_network_kind(static_cast<std::uint64_t>(system.f_type), ::stat(path.c_str(), &file) == 0 ? mounted_type(file.st_dev) : std::string());
#elif defined(__APPLE__) || defined(__FreeBSD__)
    return is_network_kind(0, system.f_fstypename);
#else
    return false;
#endif
}

bool may_write(std::filesystem::path const& path) {
    struct stat file = {};
    if (::stat(path.c_str(), &file) != 0)
        return false;
    // A file on which nobody may write is meant to be kept, even from the administrator, whom permissions do not bind.
    if ((file.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0)
        return false;
    return ::access(path.c_str(), W_OK) == 0;
}

Result<void> sync_file(std::filesystem::path const& path) {
    return sync_path(path, O_RDWR);
}

Result<void> sync_folder(std::filesystem::path const& path) {
    return sync_path(path.empty() ? std::filesystem::path(".") : path, O_RDONLY);
}

} // namespace passerelle::store
#endif
