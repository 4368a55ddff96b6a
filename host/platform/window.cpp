#include "host/platform/window.hpp"
#include <GLFW/glfw3.h>
#include <atomic>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl2.h>
#include <backends/imgui_impl_opengl3.h>
#include <fmt/format.h>
#include <fstream>
#include <utility>

namespace passerelle::platform {

struct Window::Impl {
    GLFWwindow* window = nullptr;
    bool modern = true;
    bool attached = false;
    char const* shader = nullptr;
    std::atomic<bool> happened{true};
    std::vector<std::string> dropped;
};

namespace {

Window::Size framebuffer(GLFWwindow* window)
{
    Window::Size size;
    glfwGetFramebufferSize(window, &size.width, &size.height);
    return size;
}

} // namespace

Window::Window(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Result<std::unique_ptr<Window>> Window::open(WindowOptions const& options)
{
    if (!glfwInit())
        return Error{Status::unsupported,
                     {"Aucun écran n’est disponible\u00A0: la fenêtre ne s’ouvre pas. Vos données sont intactes. Utilisez le programme de console passerelle-cli.",
                      "No display is available: the window does not open. Your data are safe. Use the console program passerelle-cli."}};
    auto impl = std::make_unique<Impl>();
    struct Attempt { int major, minor; bool core; char const* shader; };
    // Newest first; the last is drawn with the fixed pipeline.
    static Attempt const attempts[] = {{3, 2, true, "#version 150"}, {3, 0, false, "#version 130"}, {2, 1, false, nullptr}};
    for (auto const& attempt : attempts) {
        if (options.old_graphics && attempt.shader)
            continue;
        glfwDefaultWindowHints();
        glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, attempt.major);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, attempt.minor);
        if (attempt.core) {
            glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
#ifdef __APPLE__
            glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
#endif
        }
        glfwWindowHint(GLFW_MAXIMIZED, options.maximised ? GLFW_TRUE : GLFW_FALSE);
        impl->window = glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
        if (impl->window) {
            impl->modern = attempt.shader != nullptr;
            impl->shader = attempt.shader;
            break;
        }
    }
    if (!impl->window) {
        glfwTerminate();
        return Error{Status::unsupported,
                     {"Cette machine n’offre pas OpenGL 2.1\u00A0: la fenêtre ne s’ouvre pas. Vos données sont intactes. Utilisez le programme de console passerelle-cli.",
                      "This machine does not offer OpenGL 2.1: the window does not open. Your data are safe. Use the console program passerelle-cli."}};
    }
    glfwSetWindowSizeLimits(impl->window, 640, 400, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(impl->window);
    glfwSwapInterval(1);
    glfwSetWindowUserPointer(impl->window, impl.get());
    // Installed before Dear ImGui's callbacks, which pass events on to these.
    static auto const of = [](GLFWwindow* window) { return static_cast<Impl*>(glfwGetWindowUserPointer(window)); };
    glfwSetKeyCallback(impl->window, [](GLFWwindow* w, int, int, int, int) { of(w)->happened = true; });
    glfwSetCharCallback(impl->window, [](GLFWwindow* w, unsigned) { of(w)->happened = true; });
    glfwSetCursorPosCallback(impl->window, [](GLFWwindow* w, double, double) { of(w)->happened = true; });
    glfwSetCursorEnterCallback(impl->window, [](GLFWwindow* w, int) { of(w)->happened = true; });
    glfwSetMouseButtonCallback(impl->window, [](GLFWwindow* w, int, int, int) { of(w)->happened = true; });
    glfwSetScrollCallback(impl->window, [](GLFWwindow* w, double, double) { of(w)->happened = true; });
    glfwSetWindowFocusCallback(impl->window, [](GLFWwindow* w, int) { of(w)->happened = true; });
    glfwSetWindowRefreshCallback(impl->window, [](GLFWwindow* w) { of(w)->happened = true; });
    glfwSetFramebufferSizeCallback(impl->window, [](GLFWwindow* w, int, int) { of(w)->happened = true; });
    glfwSetWindowCloseCallback(impl->window, [](GLFWwindow* w) { of(w)->happened = true; });
    glfwSetDropCallback(impl->window, [](GLFWwindow* w, int count, char const** names) {
        of(w)->happened = true;
        for (int at = 0; at < count; ++at)
            of(w)->dropped.emplace_back(names[at]);
    });
    return std::unique_ptr<Window>(new Window(std::move(impl)));
}

Window::~Window()
{
    detach();
    glfwDestroyWindow(m_impl->window);
    glfwTerminate();
}

Result<void> Window::attach()
{
    bool good = ImGui_ImplGlfw_InitForOpenGL(m_impl->window, true);
    if (good)
        good = m_impl->modern ? ImGui_ImplOpenGL3_Init(m_impl->shader) : ImGui_ImplOpenGL2_Init();
    if (!good)
        return Error{Status::unsupported, {"L’affichage n’a pas démarré. Vos données sont intactes. Mettez à jour le pilote graphique.",
                                           "Drawing did not start. Your data are safe. Update the graphics driver."}};
    m_impl->attached = true;
    return {};
}

void Window::detach()
{
    if (!std::exchange(m_impl->attached, false))
        return;
    if (m_impl->modern)
        ImGui_ImplOpenGL3_Shutdown();
    else
        ImGui_ImplOpenGL2_Shutdown();
    ImGui_ImplGlfw_Shutdown();
}

void Window::fonts_changed()
{
#if IMGUI_VERSION_NUM < 19200 // since then the back ends follow the atlas by themselves
    if (m_impl->modern) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
    } else {
        ImGui_ImplOpenGL2_DestroyFontsTexture();
        ImGui_ImplOpenGL2_CreateFontsTexture();
    }
#endif
}

bool Window::wait(double seconds)
{
    if (m_impl->happened)
        glfwPollEvents();
    else
        glfwWaitEventsTimeout(seconds);
    return m_impl->happened.exchange(false);
}

void Window::poll()
{
    glfwPollEvents();
}

void Window::wake()
{
    m_impl->happened = true;
    glfwPostEmptyEvent();
}

void Window::begin_frame()
{
    if (m_impl->modern)
        ImGui_ImplOpenGL3_NewFrame();
    else
        ImGui_ImplOpenGL2_NewFrame();
    ImGui_ImplGlfw_NewFrame();
}

void Window::draw(float red, float green, float blue)
{
    auto const area = framebuffer(m_impl->window);
    glViewport(0, 0, area.width, area.height);
    glClearColor(red, green, blue, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    if (m_impl->modern)
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    else
        ImGui_ImplOpenGL2_RenderDrawData(ImGui::GetDrawData());
}

void Window::end_frame(float red, float green, float blue)
{
    draw(red, green, blue);
    glfwSwapBuffers(m_impl->window);
}

bool Window::closing() const { return glfwWindowShouldClose(m_impl->window); }
void Window::keep_open() { glfwSetWindowShouldClose(m_impl->window, GLFW_FALSE); }
void Window::set_title(std::string const& title) { glfwSetWindowTitle(m_impl->window, title.c_str()); }

Window::Size Window::size() const
{
    Size size;
    glfwGetWindowSize(m_impl->window, &size.width, &size.height);
    return size;
}

bool Window::maximised() const { return glfwGetWindowAttrib(m_impl->window, GLFW_MAXIMIZED) == GLFW_TRUE; }

float Window::scale() const
{
#ifdef __APPLE__
    return 1; // there the system scales the framebuffer itself
#else
    float x = 1, y = 1;
    glfwGetWindowContentScale(m_impl->window, &x, &y);
    return x > 0.5f && x < 8 ? x : 1;
#endif
}

std::string Window::graphics() const
{
    auto const* const version = reinterpret_cast<char const*>(glGetString(GL_VERSION));
    auto const* const renderer = reinterpret_cast<char const*>(glGetString(GL_RENDERER));
    return fmt::format("OpenGL {} ({}){}", version ? version : "?", renderer ? renderer : "?", m_impl->modern ? "" : " – 2.1");
}

std::vector<std::string> Window::dropped() { return std::exchange(m_impl->dropped, {}); }

Result<void> Window::save_picture(std::filesystem::path const& file)
{
    draw(1, 1, 1); // the back buffer is undefined after a swap, so the last frame is drawn again
    auto const area = framebuffer(m_impl->window);
    auto const row = static_cast<std::size_t>(area.width) * 3;
    std::vector<char> picture(row * static_cast<std::size_t>(area.height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, area.width, area.height, GL_RGB, GL_UNSIGNED_BYTE, picture.data());
    std::ofstream out(file, std::ios::binary);
    out << "P6\n" << area.width << ' ' << area.height << "\n255\n";
    for (int y = area.height - 1; y >= 0; --y) // OpenGL counts rows from below
        out.write(picture.data() + static_cast<std::size_t>(y) * row, static_cast<std::streamsize>(row));
    out.close();
    if (!out)
        return Error{Status::io, {fmt::format("L’image « {} » n’a pas pu être écrite. Choisissez un autre dossier.", file.string()),
                                  fmt::format("The picture “{}” could not be written. Choose another folder.", file.string())}};
    return {};
}

} // namespace passerelle::platform
