#include "host/ui/map_view.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>

namespace passerelle::ui {

namespace {

constexpr float panel_width = 320;
constexpr float both_width = 880; ///< with less room the panel lies over the map, and is closed at first
constexpr std::size_t few = 3;    ///< so many are told apart on the map alone: the panel is closed at first

/// Whether the panel is open: as the room has it, or as a person wants it. Kept by the window.
class PanelState {
public:
    PanelState(bool roomy, bool open) : m_storage(ImGui::GetStateStorage()), m_id(ImGui::GetID(roomy ? "panel beside" : "panel above")), m_open(open) {}
    [[nodiscard]] bool open() const { return m_storage->GetBool(m_id, m_open); }
    void set(bool open) { m_storage->SetBool(m_id, open); }

private:
    ImGuiStorage* m_storage;
    ImGuiID m_id;
    bool m_open;
};

/// Its name where nothing above says it; returns the rest of the page, but for a sentence or two below it.
float height_under(Context const& context, exchange::Map const& map, std::string_view above)
{
    if (!map.caption.empty() && map.caption != above)
        text(context, context.theme->text, map.caption, context.fonts.strong);
    return std::max(ImGui::GetContentRegionAvail().y - context.px(64), context.px(240));
}

} // namespace

/// What was chosen before the map was made anew, or before one came back from a record, is found again by its key.
MapSubject MapView::chosen() const
{
    auto const key = static_cast<std::uint32_t>(ImGui::GetStateStorage()->GetInt(ImGui::GetID("chosen")));
    if (key == 0)
        return {};
    if (auto const place = std::find(m_index.keys.begin(), m_index.keys.end(), key); place != m_index.keys.end())
        return {MapSubject::What::place, static_cast<std::size_t>(place - m_index.keys.begin())};
    for (std::size_t at = 0; at < m_index.ties.size(); ++at)
        if (m_index.ties[at].key == key)
            return {MapSubject::What::tie, at};
    return {};
}

void MapView::choose(MapSubject subject)
{
    std::uint32_t const key = subject.what == MapSubject::What::nothing ? 0 : subject.what == MapSubject::What::place ? m_index.keys[subject.at] : m_index.ties[subject.at].key;
    ImGui::GetStateStorage()->SetInt(ImGui::GetID("chosen"), static_cast<int>(key));
    m_ground.show(lit(subject).places);
}

MapLit MapView::lit(MapSubject subject) const
{
    if (subject.what == MapSubject::What::place)
        return {{subject.at}, {}};
    if (subject.what == MapSubject::What::tie)
        return {m_index.ties[subject.at].places, m_index.ties[subject.at].links};
    return {};
}

void MapView::draw(Context& context, exchange::Map const& map, long version, std::string_view above)
{
    float const height = height_under(context, map, above);
    ImGui::PushID(map.id.c_str());
    if (m_version != version) {
        m_index = exchange::index_of(map);
        m_version = version;
    }
    ImVec2 const at = ImGui::GetCursorScreenPos();
    float const width = std::max(ImGui::GetContentRegionAvail().x, context.px(200));
    bool const roomy = width >= context.px(both_width);
    PanelState panel(roomy, roomy && map.places.size() + map.links.size() > few);
    float const beside = panel.open() ? std::min(context.px(panel_width), width - context.px(roomy ? 0 : 40)) : 0;
    MapSubject subject = chosen();
    // The panel first: Tab comes to it before the dots, which may be many.
    if (panel.open()) {
        switch (m_panel.draw(context, map, m_index, version, subject, {at.x + width - beside, at.y}, {beside, height})) {
        case MapPanel::Event::none: break;
        case MapPanel::Event::chosen:
        case MapPanel::Event::back: choose(subject); break;
        case MapPanel::Event::closed: panel.set(false); [[fallthrough]];
        case MapPanel::Event::left: m_ground.take_keyboard(); break;
        }
    }
    ImGui::SetCursorScreenPos(at);
    ImVec2 const size(roomy ? width - beside : width, height);
    auto const press = m_ground.draw(context, map, version, size, roomy ? 0 : beside, lit(subject));
    ImVec2 const below = ImGui::GetCursorPos();
    if (!panel.open()) {
        auto const* const words = context.tr("Liste des lieux et des liens", "List of places and links");
        float const side = tool_width(context, words);
        ImVec2 const from(at.x + width - side - context.px(16), at.y + context.px(16));
        ImGui::GetWindowDrawList()->AddRectFilled(from, {from.x + side, from.y + context.px(32)}, context.theme->surface, context.px(6));
        ImGui::GetWindowDrawList()->AddRect(from, {from.x + side, from.y + context.px(32)}, context.theme->border_strong, context.px(6));
        ImGui::SetCursorScreenPos(from);
        if (tool(context, "list", icons::rows, words, words)) {
            panel.set(true);
            m_panel.take_keyboard();
        }
    }
    if (press.what != MapPress::What::nothing) {
        MapSubject const pressed = press.what == MapPress::What::place ? MapSubject{MapSubject::What::place, press.at} : MapSubject{MapSubject::What::tie, m_index.tie_of[press.at]};
        if (press.again || (press.keyboard && pressed == subject))
            open_subject(context, map, m_index, pressed);
        else {
            choose(pressed);
            panel.set(true);
        }
    }
    ImGui::SetCursorPos(below);
    ImGui::Dummy({0, 0});
    ImGui::PopID();
}

void draw_map(Context& context, exchange::Map const& map, std::string_view above)
{
    float const height = height_under(context, map, above);
    ImGui::PushID(map.id.c_str());
    MapGround ground;
    auto const press = ground.draw(context, map, -1, {std::max(ImGui::GetContentRegionAvail().x, context.px(200)), height}, 0, {});
    if (press.what == MapPress::What::place && !map.places[press.at].entity.empty())
        context.go({Page::sheet, map.places[press.at].entity, map.places[press.at].id, {}, {}, {}});
    if (press.what == MapPress::What::link && !map.links[press.at].entity.empty())
        context.go({Page::sheet, map.links[press.at].entity, map.links[press.at].id, {}, {}, {}});
    ImGui::PopID();
}

} // namespace passerelle::ui
