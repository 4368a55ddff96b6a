// A picture on the graphics card, for ImGui::Image: made from pixels, freed with the object. While the window is open. [main]
#pragma once
#include <cstdint>

namespace passerelle::platform {

class Texture {
public:
    Texture() = default;
    /// rgba: width * height * 4 bytes, first row on top. Where the card does not take the size, the texture stays empty.
    Texture(int width, int height, unsigned char const* rgba);
    ~Texture();
    Texture(Texture const&) = delete;
    Texture& operator=(Texture const&) = delete;
    Texture(Texture&&) noexcept;
    Texture& operator=(Texture&&) noexcept;

    [[nodiscard]] explicit operator bool() const { return m_name != 0; }
    [[nodiscard]] void* id() const { return reinterpret_cast<void*>(static_cast<std::uintptr_t>(m_name)); } ///< as both backends of Dear ImGui want it
    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }

private:
    unsigned m_name = 0;
    int m_width = 0, m_height = 0;
};

} // namespace passerelle::platform
