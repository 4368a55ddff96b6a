#include "host/bridge/view_recorder.hpp"
#include "host/bridge/row.hpp"
#include "host/bridge/tables.hpp"
#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace passerelle::bridge {

namespace {

void sentence(std::vector<Element>& elements, Phrase const& text, Language language)
{
    elements.emplace_back(exchange::Block(exchange::Paragraph{exchange::Tone::bad, text.in(language)}));
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

ViewRecorder::ViewRecorder(Context& context, std::string module, std::string view, Scope scope)
    : m_context(context), m_module(std::move(module)), m_view(std::move(view)), m_scope(std::move(scope))
{
}

void ViewRecorder::refresh() { draw({}); }

void ViewRecorder::draw(Act const& act)
{
    m_elements.clear();
    Language const language = m_context.language;
    if (!m_context.on_main()) {
        sentence(m_elements, {"Cette vue se dessine sur un autre fil.", "This view is drawn on another thread."}, language);
        return;
    }
    auto const found = std::find_if(m_context.hosts.begin(), m_context.hosts.end(), [&](auto const& host) { return host->id() == m_module; });
    ModuleHost* const host = found == m_context.hosts.end() ? nullptr : found->get();
    if (host == nullptr || !host->active() || host->views == nullptr || host->views->draw == nullptr) {
        sentence(m_elements, {"Données non disponibles (module absent)", "Data not available (module absent)"}, language);
        return;
    }
    if (host->views_off()) {
        sentence(m_elements,
                 {fmt::format("Les vues du module «\u00a0{}\u00a0» sont suspendues jusqu’au prochain démarrage. Ses fiches restent accessibles.",
                              host->manifest().name.fr),
                  fmt::format("The views of the module “{}” are off until the next start. Its records remain available.", host->manifest().name.en)},
                 language);
        return;
    }
    psl_ui ui{host, &m_elements, &act,
              psl_page{host, [this](exchange::Block block) { m_elements.emplace_back(std::move(block)); }, false}};
    std::string const as_of = m_scope.as_of.empty() ? m_context.today() : m_scope.as_of;
    ScopeRow const scope(m_scope, as_of);
    auto const from = std::chrono::steady_clock::now();
    auto const drawn = host->call(Call{language, m_scope.as_of}, [&] {
        host->views->draw(host->plugin(), to_c(m_view), scope.row(), &widgets_table(), &ui);
        CallState const& state = call_state();
        return state.failed ? (state.status == PSL_OK ? PSL_E_INVALID : state.status) : PSL_OK;
    });
    m_last_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
    close_page(ui.page);
    if (ui.groups > 0)
        host->misbehaved("a group left open");
    for (; ui.groups > 0; --ui.groups)
        m_elements.emplace_back(GroupEnd{});
    if (!drawn)
        sentence(m_elements, drawn.error().sentence, language);
}

bool ViewRecorder::offers(std::string_view id) const
{
    return !id.empty() && std::any_of(m_elements.begin(), m_elements.end(), [&](Element const& element) { return id_of(element) == id; });
}

void ViewRecorder::act(Act const& act)
{
    draw(act);
    draw({});
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
