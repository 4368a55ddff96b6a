#include "host/store/packing.hpp"
#include "host/store/sqlite_error.hpp"
#include <zstd.h>

namespace passerelle::store {

namespace {

constexpr int fastest_level = 1;
constexpr unsigned long long largest_text = 512ULL << 20;

Error unreadable() {
    return {Status::corrupt, {"Une entrée de l’historique ne se lit pas. Vérifiez le portefeuille, puis restaurez une sauvegarde.",
                              "An entry of the history cannot be read. Verify the portfolio, then restore a backup."}};
}

} // namespace

struct Packer::Impl {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    std::string packed;
    Impl() = default;
    Impl(Impl const&) = delete;
    Impl& operator=(Impl const&) = delete;
    ~Impl() { ZSTD_freeCCtx(context); }
};

Packer::Packer() : m_impl(std::make_unique<Impl>()) {}
Packer::~Packer() = default;
Packer::Packer(Packer&&) noexcept = default;
Packer& Packer::operator=(Packer&&) noexcept = default;

Result<std::string_view> Packer::pack(std::string_view text) {
    std::string& packed = m_impl->packed;
    packed.resize(ZSTD_compressBound(text.size()));
    std::size_t const size = ZSTD_compressCCtx(m_impl->context, packed.data(), packed.size(), text.data(), text.size(), fastest_level);
    if (ZSTD_isError(size) != 0)
        return internal_error(ZSTD_getErrorName(size));
    return std::string_view(packed).substr(0, size);
}

Result<std::string> unpack(std::string_view packed) {
    if (packed.starts_with('[')) // a text of before there was packing; no frame begins so
        return std::string(packed);
    // Both special answers of zstd, unknown and not a frame, are larger than any text.
    unsigned long long const size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size > largest_text)
        return unreadable();
    std::string text(static_cast<std::size_t>(size), '\0');
    std::size_t const unpacked = ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size());
    if (ZSTD_isError(unpacked) != 0 || unpacked != text.size())
        return unreadable();
    return text;
}

} // namespace passerelle::store
