#include "host/platform/window.hpp"
#include "host/platform/keys.hpp"
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl2.h>
#include <backends/imgui_impl_opengl3.h>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <imgui.h>
#include <string_view>
#include <utility>
#include <vector>

namespace passerelle::platform {

namespace {

constexpr double longest_wait = 0.5; ///< seconds: what another program saved is seen within one
constexpr int frames_after_event = 3;

enum class Backend { opengl3, opengl2 };

GLFWwindow* make_window(WindowOptions const& options, int major, int minor, bool core)
{
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, major);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, minor);
    if (core) {
        glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
        glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    }
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    return glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
}

void save_ppm(std::filesystem::path const& path, int width, int height)
{
    std::vector<unsigned char> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
    std::ofstream file(path, std::ios::binary);
    file << "P6\n" << width << ' ' << height << "\n255\n";
    for (int row = height - 1; row >= 0; --row)
        file.write(reinterpret_cast<char const*>(pixels.data()) + static_cast<std::ptrdiff_t>(row) * width * 3, static_cast<std::streamsize>(width) * 3);
}

} // namespace

namespace {

/// What GLFW's callbacks bring between two frames.
struct Inbox {
    Keys keys;
    std::vector<std::filesystem::path> dropped;
};

} // namespace

struct Window::Impl {
    GLFWwindow* window = nullptr;
    Backend backend = Backend::opengl3;
    long frames = 0;
    double last_ms = 0;
    int pending = frames_after_event;
    std::filesystem::path screenshot;
    std::string title;
    Inbox inbox;

    ~Impl()
    {
        if (ImGui::GetCurrentContext()) {
            if (backend == Backend::opengl3)
                ImGui_ImplOpenGL3_Shutdown();
            else
                ImGui_ImplOpenGL2_Shutdown();
            ImGui_ImplGlfw_Shutdown();
            ImGui::DestroyContext();
        }
        if (window)
            glfwDestroyWindow(window);
        glfwTerminate();
    }

    void frame(std::function<void()> const& draw)
    {
        if (backend == Backend::opengl3)
            ImGui_ImplOpenGL3_NewFrame();
        else
            ImGui_ImplOpenGL2_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        ImGui::NewFrame();
        auto const start = std::chrono::steady_clock::now();
        draw();
        ImGui::Render();
        last_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        int width = 0, height = 0;
        glfwGetFramebufferSize(window, &width, &height);
        glViewport(0, 0, width, height);
        glClearColor(0.96f, 0.96f, 0.95f, 1.0f);
        glClear(GL_COLOR_BUFFER_BIT);
        if (backend == Backend::opengl3)
            ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        else
            ImGui_ImplOpenGL2_RenderDrawData(ImGui::GetDrawData());
        if (!screenshot.empty()) {
            save_ppm(screenshot, width, height);
            screenshot.clear();
        }
        glfwSwapBuffers(window);
        ++frames;
    }
};

namespace {

Inbox& inbox_of(GLFWwindow* window) { return *static_cast<Inbox*>(glfwGetWindowUserPointer(window)); }

void watch(GLFWwindow* window, Inbox& inbox)
{
    glfwSetWindowUserPointer(window, &inbox);
    glfwSetDropCallback(window, [](GLFWwindow* of, int count, char const** paths) {
        for (int at = 0; at < count; ++at) {
            std::string_view const path = paths[at]; // UTF-8 on every system
            inbox_of(of).dropped.emplace_back(std::u8string(path.begin(), path.end()));
        }
    });
#if IMGUI_VERSION_NUM >= 18700
    ImGui_ImplGlfw_InitForOpenGL(window, true); // keeps its own queue of events
#else
    ImGui_ImplGlfw_InitForOpenGL(window, false);
    glfwSetKeyCallback(window, [](GLFWwindow* of, int key, int scancode, int action, int mods) { inbox_of(of).keys.key(key, scancode, action, mods); });
    glfwSetCharCallback(window, [](GLFWwindow* of, unsigned code) { inbox_of(of).keys.character(code); });
    glfwSetWindowFocusCallback(window, ImGui_ImplGlfw_WindowFocusCallback);
    glfwSetCursorEnterCallback(window, ImGui_ImplGlfw_CursorEnterCallback);
    glfwSetMouseButtonCallback(window, ImGui_ImplGlfw_MouseButtonCallback);
    glfwSetScrollCallback(window, ImGui_ImplGlfw_ScrollCallback);
    glfwSetMonitorCallback(ImGui_ImplGlfw_MonitorCallback);
#endif
}

} // namespace

Window::Window(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Window::~Window() = default;

Result<std::unique_ptr<Window>> Window::open(WindowOptions const& options)
{
    if (!glfwInit())
        return Error{Status::unsupported, {"Aucun écran n’est disponible. Utilisez passerelle-cli dans la console.", "There is no display. Use passerelle-cli on the console."}};
    auto impl = std::make_unique<Impl>();
    impl->window = make_window(options, 3, 2, true);
    if (!impl->window) {
        impl->backend = Backend::opengl2;
        impl->window = make_window(options, 2, 1, false);
    }
    if (!impl->window)
        return Error{Status::unsupported, {"L’écran n’offre pas OpenGL 2.1. Mettez à jour le pilote graphique, ou utilisez passerelle-cli.",
                                           "The display does not offer OpenGL 2.1. Update the graphics driver, or use passerelle-cli."}};
    glfwMakeContextCurrent(impl->window);
    glfwSwapInterval(1);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    // An idle window draws nothing: a cursor that blinks would be caught in its dark half.
    ImGui::GetIO().ConfigInputTextCursorBlink = false;
    watch(impl->window, impl->inbox);
    if (impl->backend == Backend::opengl3)
        ImGui_ImplOpenGL3_Init("#version 150");
    else
        ImGui_ImplOpenGL2_Init();
    return std::unique_ptr<Window>(new Window(std::move(impl)));
}

void Window::run(Loop const& loop)
{
    while (loop.keep_going()) {
        if (m_impl->pending <= 0) {
            loop.at_rest();
            if (m_impl->pending > 0 || !loop.keep_going())
                continue;
            // A while without events: other programs' changes are looked for, and nothing is drawn unless there are some.
            double const before_wait = glfwGetTime();
            glfwWaitEventsTimeout(longest_wait);
            bool const timed_out = glfwGetTime() - before_wait >= longest_wait * 0.999;
            if (loop.woken() || !timed_out)
                m_impl->pending = frames_after_event;
            if (m_impl->pending <= 0)
                continue;
        } else {
            glfwPollEvents();
            if (loop.woken())
                m_impl->pending = frames_after_event;
        }
        if (glfwWindowShouldClose(m_impl->window)) {
            if (loop.may_close())
                return;
            glfwSetWindowShouldClose(m_impl->window, GLFW_FALSE);
        }
        --m_impl->pending;
        for (auto const& path : std::exchange(m_impl->inbox.dropped, {}))
            loop.dropped(path);
        if (m_impl->inbox.keys.feed(m_impl->window))
            m_impl->pending = frames_after_event;
        loop.before();
        m_impl->frame(loop.draw);
        loop.drawn();
        if (ImGui::GetIO().MouseDown[0]) // a drag goes on
            m_impl->pending = frames_after_event;
    }
}

void Window::set_title(std::string const& title)
{
    if (title != m_impl->title)
        glfwSetWindowTitle(m_impl->window, title.c_str());
    m_impl->title = title;
}
long Window::frames() const { return m_impl->frames; }
double Window::last_frame_ms() const { return m_impl->last_ms; }
std::string Window::renderer() const { return m_impl->backend == Backend::opengl3 ? "OpenGL 3" : "OpenGL 2.1"; }
bool Window::pictured() const { return m_impl->screenshot.empty(); }
void Window::screenshot_to(std::filesystem::path const& path) { m_impl->screenshot = path; m_impl->pending = frames_after_event; }

void Window::rebuild_font_texture()
{
    if (m_impl->backend == Backend::opengl3) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        ImGui_ImplOpenGL3_CreateFontsTexture();
    } else {
        ImGui_ImplOpenGL2_DestroyFontsTexture();
        ImGui_ImplOpenGL2_CreateFontsTexture();
    }
}

void Window::wake() { glfwPostEmptyEvent(); }

float Window::scale() const
{
    float x = 1, y = 1;
    glfwGetWindowContentScale(m_impl->window, &x, &y);
    return x > 0 ? x : 1;
}

} // namespace passerelle::platform
