// drag_file WINDOW X Y FILE: drops a file on a window as a file manager does, by the XDND protocol (version 5,
// https://www.freedesktop.org/wiki/Specifications/XDND). 0: the window took it.
// drag_file WINDOW close: asks the window to close, as the cross in its corner does.
#include <X11/Xlib.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

namespace {

struct Drag {
    Display* display;
    Window own, target;

    [[nodiscard]] Atom atom(char const* name) const { return XInternAtom(display, name, False); }
    void send(char const* type, long b, long c, long d, long e) const
    {
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.display = display;
        event.xclient.window = target;
        event.xclient.message_type = atom(type);
        event.xclient.format = 32;
        event.xclient.data.l[0] = static_cast<long>(own);
        event.xclient.data.l[1] = b;
        event.xclient.data.l[2] = c;
        event.xclient.data.l[3] = d;
        event.xclient.data.l[4] = e;
        XSendEvent(display, target, False, NoEventMask, &event);
        XFlush(display);
    }
    void hand_over(XSelectionRequestEvent const& asked, std::string const& list) const
    {
        XChangeProperty(display, asked.requestor, asked.property, asked.target, 8, PropModeReplace, reinterpret_cast<unsigned char const*>(list.data()), static_cast<int>(list.size()));
        XEvent answer{};
        answer.xselection.type = SelectionNotify;
        answer.xselection.requestor = asked.requestor;
        answer.xselection.selection = asked.selection;
        answer.xselection.target = asked.target;
        answer.xselection.property = asked.property;
        answer.xselection.time = asked.time;
        XSendEvent(display, asked.requestor, False, NoEventMask, &answer);
        XFlush(display);
    }
};

/// As file managers write it: everything but plain letters in hexadecimal.
std::string as_address(std::string const& path)
{
    std::string address = "file://";
    for (char const one : path) {
        bool const plain = (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9') || one == '/' || one == '.' || one == '-' || one == '_';
        char code[4] = {};
        std::snprintf(code, sizeof code, plain ? "%c" : "%%%02X", plain ? one : static_cast<unsigned char>(one));
        address += code;
    }
    return address + "\r\n";
}

} // namespace

int main(int count, char** words)
{
    bool const closing = count == 3 && std::string(words[2]) == "close";
    Display* const display = count == 5 || closing ? XOpenDisplay(nullptr) : nullptr;
    if (!display)
        return 2;
    if (closing) {
        Drag const cross{display, static_cast<Window>(XInternAtom(display, "WM_DELETE_WINDOW", False)), std::strtoul(words[1], nullptr, 10)};
        cross.send("WM_PROTOCOLS", CurrentTime, 0, 0, 0); // the first word says which protocol
        XSync(display, False);
        return 0;
    }
    Drag const drag{display, XCreateSimpleWindow(display, DefaultRootWindow(display), 0, 0, 1, 1, 0, 0, 0), std::strtoul(words[1], nullptr, 10)};
    auto const list = as_address(words[4]);
    XSetSelectionOwner(display, drag.atom("XdndSelection"), drag.own, CurrentTime);
    drag.send("XdndEnter", 5L << 24, static_cast<long>(drag.atom("text/uri-list")), 0, 0);
    drag.send("XdndPosition", 0, std::strtol(words[2], nullptr, 10) << 16 | std::strtol(words[3], nullptr, 10), CurrentTime, static_cast<long>(drag.atom("XdndActionCopy")));
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (bool dropped = false; std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(std::chrono::milliseconds(10)))
        while (XPending(display) > 0) {
            XEvent event;
            XNextEvent(display, &event);
            if (event.type == SelectionRequest)
                drag.hand_over(event.xselectionrequest, list);
            else if (event.type == ClientMessage && event.xclient.message_type == drag.atom("XdndFinished"))
                return 0;
            else if (event.type == ClientMessage && event.xclient.message_type == drag.atom("XdndStatus") && !dropped) {
                dropped = true;
                drag.send("XdndDrop", 0, CurrentTime, 0, 0);
            }
        }
    return 1;
}
