// Systems without POSIX: the lock between processes is not there yet, so portfolios open read-only (may_write says no).
#if !defined(__unix__) && !defined(__APPLE__)
#include "host/store/file_lock.hpp"

namespace passerelle::store {

FileLock::FileLock(int descriptor) : m_descriptor(descriptor) {}
FileLock::~FileLock() = default;

Result<std::unique_ptr<FileLock>> FileLock::open(std::filesystem::path const&, IfMissing) {
    return Error{Status::unsupported, {"Passerelle ne sait pas encore écrire un portefeuille sur ce système. Rien n’a été modifié.",
                                       "Passerelle cannot write a portfolio on this system yet. Nothing was changed."}};
}

bool FileLock::acquire(std::chrono::milliseconds) { return m_held; }
void FileLock::release() {}
bool is_network_kind(std::uint64_t, std::string_view) { return false; }
bool on_network(std::filesystem::path const&) { return false; }
bool may_write(std::filesystem::path const&) { return false; }
Result<void> sync_file(std::filesystem::path const&) { return {}; }
Result<void> sync_folder(std::filesystem::path const&) { return {}; }

} // namespace passerelle::store
#endif
