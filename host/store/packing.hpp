// Long texts of the journal, packed with Zstandard (RFC 8878; "zstd -d" reads them): an import's insertions take a tenth of the
// room, and so does what must reach the disk before the import counts as done.
#pragma once
#include "host/base/result.hpp"
#include <memory>
#include <string>
#include <string_view>

namespace passerelle::store {

/// One at a time on one thread; keeps its working memory between texts.
class Packer {
public:
    Packer();
    ~Packer();
    Packer(Packer&&) noexcept;
    Packer& operator=(Packer&&) noexcept;

    /// Valid until the next call.
    [[nodiscard]] Result<std::string_view> pack(std::string_view text);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// JSON arrays that were never packed come back as they are. Refuses (Status::corrupt) what is not a whole frame that states its size, or would be larger than 512 MiB: any tool may have
/// written it. Any thread.
[[nodiscard]] Result<std::string> unpack(std::string_view packed);

} // namespace passerelle::store
