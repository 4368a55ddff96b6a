#include "host/platform/texture.hpp"
#include <GLFW/glfw3.h>
#include <utility>

#ifndef GL_CLAMP_TO_EDGE // OpenGL 1.2: the system's header may stop at 1.1
#define GL_CLAMP_TO_EDGE 0x812F
#endif

namespace passerelle::platform {

Texture::Texture(int width, int height, unsigned char const* rgba) : m_width(width), m_height(height)
{
    GLint largest = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
    if (width <= 0 || height <= 0 || width > largest || height > largest)
        return;
    GLint before = 0;
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &before);
    GLuint name = 0;
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(before));
    m_name = name;
}

Texture::~Texture()
{
    // The context may have ended before: then the card has freed everything.
    if (m_name != 0 && glfwGetCurrentContext() != nullptr) {
        GLuint const name = m_name;
        glDeleteTextures(1, &name);
    }
}

Texture::Texture(Texture&& other) noexcept : m_name(std::exchange(other.m_name, 0)), m_width(other.m_width), m_height(other.m_height) {}
Texture& Texture::operator=(Texture&& other) noexcept
{
    std::swap(m_name, other.m_name);
    std::swap(m_width, other.m_width);
    std::swap(m_height, other.m_height);
    return *this;
}

} // namespace passerelle::platform
