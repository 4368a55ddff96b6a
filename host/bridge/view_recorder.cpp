#include "host/bridge/view_recorder.hpp"
#include "host/bridge/declared_page.hpp"
#include "host/bridge/matrix.hpp"
#include "host/bridge/row.hpp"
#include "host/bridge/tables.hpp"
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <utility>

namespace passerelle::bridge {

namespace {

void sentence(std::vector<Element>& elements, Phrase const& text, Language language)
{
    elements.emplace_back(exchange::Block(exchange::Paragraph{exchange::Tone::bad, text.in(language)}));
}

/// A view that is declared in words, or that a module without library can only fill with its figures.
model::ViewDeclaration const* declared_view(model::Manifest const& manifest, std::string_view id)
{
    for (auto const& view : manifest.views)
        if (view.id == id && (!view.content.empty() || (manifest.library.empty() && !content_of_figures(manifest).empty())))
            return &view;
    return nullptr;
}

std::string_view id_of(Element const& element)
{
    return std::visit(
        [](auto const& one) -> std::string_view {
            if constexpr (requires { one.label; one.id; })
                return one.id;
            else
                return {};
        },
        element);
}

} // namespace

ViewRecorder::ViewRecorder(Context& context, std::string module, std::string view, Scope scope, Drawing drawing)
    : m_context(context), m_module(std::move(module)), m_view(std::move(view)), m_scope(std::move(scope)), m_beside(drawing == Drawing::beside)
{
}

ViewRecorder::Drawn ViewRecorder::draw_once(Context& context, std::string const& module, std::string const& view, Scope const& where, Act const& act, bool leaves)
{
    Drawn result;
    auto& elements = result.elements;
    Language const language = context.language;
    auto const found = std::find_if(context.hosts.begin(), context.hosts.end(), [&](auto const& host) { return host->id() == module; });
    ModuleHost* const host = found == context.hosts.end() ? nullptr : found->get();
    if (host != nullptr && host->active())
        if (auto const* const declared = declared_view(host->manifest(), view)) {
            auto const from = std::chrono::steady_clock::now();
            DeclaredReading reading(*host, where, where.as_of, language);
            write_declared(reading, declared->content.empty() ? content_of_figures(host->manifest()) : declared->content, leaves,
                           [&](exchange::Block block) { elements.emplace_back(std::move(block)); });
            result.ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
            return result;
        }
    if (host == nullptr || !host->active() || host->views == nullptr || host->views->draw == nullptr) {
        sentence(elements, {"Données non disponibles (module absent)", "Data not available (module absent)"}, language);
        return result;
    }
    if (host->views_off()) {
        sentence(elements,
                 {fmt::format("Les vues du module «\u00a0{}\u00a0» sont suspendues jusqu’au prochain démarrage. Ses fiches restent accessibles.",
                              host->manifest().name.fr),
                  fmt::format("The views of the module “{}” are off until the next start. Its records remain available.", host->manifest().name.en)},
                 language);
        return result;
    }
    psl_ui ui{host, &elements, &act, psl_page{host, {}, leaves}};
    // A reading word between matrix_begin and matrix_end ends the matrix: the order of the screen is that of the calls.
    ui.page.emit = [&elements, &ui](exchange::Block block) {
        if (ui.matrix) {
            ui.module->misbehaved("a matrix left open");
            end_matrix(ui);
        }
        elements.emplace_back(std::move(block));
    };
    std::string const as_of = where.as_of.empty() ? context.today() : where.as_of;
    ScopeRow const scope(where, as_of);
    ModuleHost::Drawing const one(*host);
    auto const from = std::chrono::steady_clock::now();
    auto const drawn = host->call(Call{loader::Phase::draw, view, language, where.as_of, Purity::view}, [&] {
        host->views->draw(host->plugin(), to_c(view), scope.row(), &widgets_table(), &ui);
        CallState const& state = call_state();
        return state.failed ? (state.status == PSL_OK ? PSL_E_INVALID : state.status) : PSL_OK;
    });
    result.ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
    close_page(ui.page);
    if (ui.matrix) {
        host->misbehaved("a matrix left open");
        end_matrix(ui);
    }
    if (ui.groups > 0)
        host->misbehaved("a group left open");
    for (; ui.groups > 0; --ui.groups)
        elements.emplace_back(GroupEnd{});
    if (!drawn)
        sentence(elements, drawn.error().sentence, language);
    return result;
}

ViewRecorder::Drawn ViewRecorder::draw(Context& context, std::string const& module, std::string const& view, Scope const& scope, std::vector<Act> const& acts)
{
    for (Act const& act : acts)
        (void)draw_once(context, module, view, scope, act);
    return draw_once(context, module, view, scope, {});
}

void ViewRecorder::leaving(std::function<void(std::vector<Element>)> done)
{
    auto drawn = std::make_shared<Drawn>();
    m_context.jobs->start(
        {},
        [&context = m_context, drawn, module = m_module, view = m_view, scope = m_scope](Progress&) -> Result<void> {
            *drawn = draw_once(context, module, view, scope, {}, true);
            return {};
        },
        [alive = m_alive, drawn, done = std::move(done)](Result<void> const& drew) {
            if (*alive && drew)
                done(std::move(drawn->elements));
        });
}

void ViewRecorder::take(Drawn drawn)
{
    m_elements = std::move(drawn.elements);
    m_last_ms = drawn.ms;
    ++m_version;
}

void ViewRecorder::refresh()
{
    if (!m_beside)
        return take(draw_once(m_context, m_module, m_view, m_scope, {}));
    m_stale = true;
    start();
}

void ViewRecorder::act(Act act)
{
    if (!m_beside)
        return take(draw(m_context, m_module, m_view, m_scope, {std::move(act)}));
    m_waiting.push_back(std::move(act));
    start();
}

/// One job at a time; what was asked meanwhile is one more.
void ViewRecorder::start()
{
    if (m_running)
        return;
    m_running = true;
    m_stale = false;
    auto drawn = std::make_shared<Drawn>();
    auto acts = std::exchange(m_waiting, {});
    m_context.jobs->start(
        {},
        [&context = m_context, drawn, module = m_module, view = m_view, scope = m_scope, acts = std::move(acts)](Progress&) -> Result<void> {
            *drawn = draw(context, module, view, scope, acts);
            return {};
        },
        [this, alive = m_alive, drawn](Result<void> const& done) {
            if (!*alive)
                return;
            m_running = false;
            if (done)
                take(std::move(*drawn));
            if (m_stale || !m_waiting.empty())
                start();
        });
}

bool ViewRecorder::offers(std::string_view id) const
{
    return !id.empty() && std::any_of(m_elements.begin(), m_elements.end(), [&](Element const& element) { return id_of(element) == id; });
}

void ViewRecorder::press(std::string_view id)
{
    if (offers(id)) // what is not on the screen cannot be pressed
        act(Press{std::string(id)});
}
void ViewRecorder::set(std::string_view id, bool value)
{
    if (offers(id))
        act(NewToggle{std::string(id), value});
}
void ViewRecorder::set(std::string_view id, std::int64_t value)
{
    if (offers(id))
        act(NewInteger{std::string(id), value});
}
void ViewRecorder::set(std::string_view id, std::string_view text)
{
    if (offers(id))
        act(NewText{std::string(id), std::string(text)});
}
void ViewRecorder::choose(std::string_view id, std::int32_t at)
{
    if (offers(id))
        act(NewChoice{std::string(id), at});
}
void ViewRecorder::saved(std::string_view entity, std::int64_t id) { act(Saved{std::string(entity), id}); }

} // namespace passerelle::bridge
