// The acting words, recorded as the elements of a View; a press or a new value is shown to the module once. [main]
#pragma once
#include "host/bridge/module_host.hpp"
#include "host/bridge/page.hpp"
#include "host/bridge/view.hpp"
#include "passerelle/ext/ui.h"
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace passerelle::bridge {

struct Press { std::string id; };
struct NewToggle { std::string id; bool value; };
struct NewInteger { std::string id; std::int64_t value; };
struct NewText { std::string id, value; };
struct NewChoice { std::string id; std::int32_t at; };
struct Saved { std::string entity; std::int64_t id; };
/// What a person did; monostate: nothing, the module only draws.
using Act = std::variant<std::monostate, Press, NewToggle, NewInteger, NewText, NewChoice, Saved>;

} // namespace passerelle::bridge

/// What psl_widgets writes to. One for each draw.
struct psl_ui {
    passerelle::bridge::ModuleHost* module;
    std::vector<passerelle::bridge::Element>* elements;
    passerelle::bridge::Act const* act;
    psl_page page;
    int groups = 0;
    std::optional<passerelle::bridge::Matrix> matrix = std::nullopt; ///< the one that is open
};

namespace passerelle::bridge {


class ViewRecorder final : public View {
public:
    ViewRecorder(Context&, std::string module, std::string view, Scope, Drawing);
    ~ViewRecorder() override { *m_alive = false; }
    ViewRecorder(ViewRecorder const&) = delete; ///< a job under way answers to it
    ViewRecorder& operator=(ViewRecorder const&) = delete;
    [[nodiscard]] long version() const override { return m_version; }
    void refresh() override;
    [[nodiscard]] std::vector<Element> const& elements() const override { return m_elements; }
    [[nodiscard]] double last_ms() const override { return m_last_ms; }
    void press(std::string_view id) override;
    void set(std::string_view id, bool) override;
    void set(std::string_view id, std::int64_t) override;
    void set(std::string_view id, std::string_view text) override;
    void choose(std::string_view id, std::int32_t at) override;
    void saved(std::string_view entity, std::int64_t id) override;
    void leaving(std::function<void(std::vector<Element>)> done) override;

private:
    struct Drawn {
        std::vector<Element> elements;
        double ms = 0;
    };
    /// Each act is shown to the module once, then it draws what is kept. [any]
    static Drawn draw(Context&, std::string const& module, std::string const& view, Scope const&, std::vector<Act> const&);
    static Drawn draw_once(Context&, std::string const& module, std::string const& view, Scope const&, Act const&, bool leaves = false);
    void act(Act);
    void start();
    void take(Drawn);
    [[nodiscard]] bool offers(std::string_view id) const;
    Context& m_context;
    std::string m_module, m_view;
    Scope m_scope;
    std::vector<Element> m_elements;
    double m_last_ms = 0;
    long m_version = 0;
    bool m_beside, m_running = false, m_stale = false; ///< stale: to be drawn again after what runs
    std::vector<Act> m_waiting;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace passerelle::bridge
