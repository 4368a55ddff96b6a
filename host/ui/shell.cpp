#include "host/ui/shell.hpp"
#include "host/base/format.hpp"
#include "host/ui/home_screen.hpp"
#include "host/ui/import_dialog.hpp"
#include "host/ui/modules_screen.hpp"
#include "host/ui/module_view.hpp"
#include "host/ui/register_screen.hpp"
#include "host/ui/report_dialog.hpp"
#include "host/ui/sheet_screen.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

struct Toast {
    Phrase sentence;
    exchange::Tone tone = exchange::Tone::good;
    std::chrono::steady_clock::time_point until;
};

// GLFW's numbers; Dear ImGui 1.86 keeps the platform's.
#if IMGUI_VERSION_NUM < 18700
constexpr int key_z = 90, key_y = 89;
bool pressed_key(int key) { return ImGui::IsKeyPressed(key, false); }
#else
constexpr ImGuiKey key_z = ImGuiKey_Z, key_y = ImGuiKey_Y;
bool pressed_key(ImGuiKey key) { return ImGui::IsKeyPressed(key, false); }
#endif

} // namespace

struct Shell::Impl {
    Impl(bridge::Session& session, Look wanted) : context{session, nullptr, {}, 1, Language::fr, 0, {}, {}}, look(wanted)
    {
        context.go = [this](Place to) { next = std::move(to); };
        context.tell = [this](Phrase sentence, exchange::Tone tone) {
            toast = {std::move(sentence), tone, std::chrono::steady_clock::now() + std::chrono::seconds(tone == exchange::Tone::bad ? 12 : 5)};
        };
        data_version = session.portfolio().reader().data_version();
        read_undo();
    }

    void read_undo()
    {
        undo_step = context.session.editor().next_undo();
        redo_step = context.session.editor().next_redo();
        undo_state = context.data_state;
        auto& reader = context.session.portfolio().reader();
        auto const* setting = context.session.registry().entity("core.setting");
        if (setting) {
            auto const id = model::find_by_key(reader, *setting, {model::Value(std::string("demo"))});
            demo = id && *id;
        }
    }

    void reverse(bool back)
    {
        bridge::Session* session = &context.session;
        auto step = std::make_shared<model::Editor::Step>();
        context.session.start_job(
            "undo",
            [session, back, step](bridge::Progress&) -> Result<void> {
                auto done = back ? session->editor().undo() : session->editor().redo();
                if (!done)
                    return done.error();
                *step = *done;
                return {};
            },
            [this, back, step](Result<void> done) {
                if (!done)
                    return context.tell(done.error().sentence, exchange::Tone::bad);
                ++context.data_state;
                context.tell(back ? Phrase{fmt::format("Annulé\u00A0: {}", step->label.fr), fmt::format("Undone: {}", step->label.en)}
                                  : Phrase{fmt::format("Rétabli\u00A0: {}", step->label.fr), fmt::format("Redone: {}", step->label.en)},
                             exchange::Tone::good);
            });
    }

    void navigation();
    void top_bar();
    void screen();
    void settings();
    void show_toast();

    Context context;
    Look look;
    Look built{ThemeName::contrast, 0, Language::en}; ///< what the fonts and style stand for now
    Place place;
    std::optional<Place> next;
    std::vector<Place> trail;
    HomeScreen home;
    std::unique_ptr<RegisterScreen> register_screen;
    std::unique_ptr<SheetScreen> sheet;
    std::unique_ptr<ModuleView> view;
    ImportDialog import_dialog;
    ReportDialog report_dialog;
    std::optional<model::Editor::Step> undo_step, redo_step;
    long undo_state = 0;
    bool demo = false;
    std::int64_t data_version = 0;
    Toast toast;
    bool toast_shown = false;
};

Shell::Shell(bridge::Session& session, Look look) : m_impl(std::make_unique<Impl>(session, look)) {}
Shell::~Shell() = default;
Look const& Shell::look() const { return m_impl->look; }

void Shell::go(std::string const& page)
{
    auto& impl = *m_impl;
    if (page == "modules")
        impl.next = Place{Page::modules, {}, 0, {}, {}, {}};
    else if (page == "settings")
        impl.next = Place{Page::settings, {}, 0, {}, {}, {}};
    else if (auto const colon = page.find(':'); colon != std::string::npos)
        impl.next = Place{Page::sheet, page.substr(0, colon), std::strtoll(page.c_str() + colon + 1, nullptr, 10), {}, {}, {}};
    else if (page != "home" && !page.empty())
        impl.next = Place{Page::register_, page, 0, {}, {}, {}};
}

bool Shell::pump()
{
    auto& impl = *m_impl;
    bool something = impl.context.session.pump();
    // Another program, or the console, committed: everything on screen is read again.
    auto const version = impl.context.session.portfolio().reader().data_version();
    if (version != impl.data_version) {
        impl.data_version = version;
        ++impl.context.data_state;
        something = true;
    }
    if (impl.toast_shown && std::chrono::steady_clock::now() > impl.toast.until)
        something = true;
    return something;
}

void Shell::before_frame(std::function<void()> const& rebuild_font_texture)
{
    auto& impl = *m_impl;
    if (impl.built.zoom != impl.look.zoom) {
        impl.context.fonts = load_fonts(impl.look.zoom);
        rebuild_font_texture();
    }
    if (impl.built.zoom != impl.look.zoom || impl.built.theme != impl.look.theme) {
        impl.context.theme = &Theme::named(impl.look.theme);
        apply_style(*impl.context.theme, impl.look.zoom);
    }
    if (impl.context.language != impl.look.language)
        impl.context.session.set_language(impl.look.language);
    impl.context.zoom = impl.look.zoom;
    impl.context.language = impl.look.language;
    impl.built = impl.look;
    if (impl.undo_state != impl.context.data_state)
        impl.read_undo();
    if (impl.next) {
        if (!(*impl.next == impl.place))
            impl.trail.push_back(impl.place);
        if (impl.trail.size() > 50)
            impl.trail.erase(impl.trail.begin());
        impl.place = *impl.next;
        impl.next.reset();
        impl.register_screen.reset();
        impl.sheet.reset();
        impl.view.reset();
        auto& context = impl.context;
        if (impl.place.page == Page::register_)
            impl.register_screen = std::make_unique<RegisterScreen>(context, impl.place.entity);
        else if (impl.place.page == Page::sheet)
            impl.sheet = std::make_unique<SheetScreen>(context, impl.place);
        else if (impl.place.page == Page::module_view)
            impl.view = std::make_unique<ModuleView>(context, impl.place.module, impl.place.view, bridge::Scope{});
    }
    impl.home.keep_fresh(impl.context);
}

void Shell::Impl::navigation()
{
    Theme const& theme = *context.theme;
    ImVec2 const at = ImGui::GetWindowPos();
    ImGui::GetWindowDrawList()->AddLine({at.x + ImGui::GetWindowWidth() - 1, at.y}, {at.x + ImGui::GetWindowWidth() - 1, at.y + ImGui::GetWindowHeight()}, theme.border);
    ImGui::SetCursorPos({context.px(16), context.px(12)});
    ImGui::BeginGroup();
    text(context, theme.text, "Passerelle", context.fonts.strong);
    fitted_text(context, theme.muted, context.session.portfolio().path().stem().string(), context.px(176), context.fonts.caption);
    ImGui::EndGroup();
    ImGui::SetCursorPos({context.px(8), context.px(64)});
    ImGui::BeginChild("lines", {ImGui::GetWindowWidth() - context.px(16), ImGui::GetWindowHeight() - context.px(64 + 76)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    if (nav_line(context, "home", context.tr("À traiter", "To do"), home.alerts() > 0 ? std::to_string(home.alerts()) : "", place.page == Page::home))
        next = Place{};
    for (auto const& module : context.session.modules())
        for (auto const& declared : module.manifest.views)
            if (declared.place == "dashboard" && module.state == loader::State::active) {
                std::string const id = module.manifest.id + "/" + declared.id;
                if (nav_line(context, id.c_str(), context.in(declared.label), "", place.page == Page::module_view && place.module == module.manifest.id && place.view == declared.id))
                    next = Place{Page::module_view, {}, 0, module.manifest.id, declared.id, {}};
            }
    std::string group;
    for (auto const& entity : context.session.registry().entities()) {
        if (entity.hidden)
            continue;
        std::string const& heading_text = context.in(entity.group);
        if (heading_text != group) {
            group = heading_text;
            ImGui::Dummy({0, context.px(10)});
            ImGui::SetCursorPosX(context.px(12));
            text(context, theme.muted, group, context.fonts.caption);
            ImGui::Dummy({0, context.px(2)});
        }
        bool const active = (place.page == Page::register_ || place.page == Page::sheet) && place.entity == entity.id;
        if (nav_line(context, entity.id.c_str(), context.in(entity.plural.empty() ? entity.label : entity.plural), "", active))
            next = Place{Page::register_, entity.id, 0, {}, {}, {}};
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    ImGui::SetCursorPos({context.px(8), ImGui::GetWindowHeight() - context.px(70)});
    ImGui::BeginChild("foot", {ImGui::GetWindowWidth() - context.px(16), context.px(66)});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    if (nav_line(context, "modules", context.tr("Modules", "Modules"), "", place.page == Page::modules))
        next = Place{Page::modules, {}, 0, {}, {}, {}};
    if (nav_line(context, "settings", context.tr("Réglages", "Settings"), "", place.page == Page::settings))
        next = Place{Page::settings, {}, 0, {}, {}, {}};
    ImGui::PopStyleVar();
    ImGui::EndChild();
}

void Shell::Impl::top_bar()
{
    Theme const& theme = *context.theme;
    ImVec2 const at = ImGui::GetWindowPos();
    ImGui::GetWindowDrawList()->AddLine({at.x, at.y + ImGui::GetWindowHeight() - 1}, {at.x + ImGui::GetWindowWidth(), at.y + ImGui::GetWindowHeight() - 1}, theme.border);
    ImGui::SetCursorPos({context.px(16), context.px(8)});
    if (!trail.empty()) {
        if (button(context, ButtonKind::ghost, "back", context.tr("Retour", "Back"))) {
            Place const to = trail.back();
            trail.pop_back();
            next = to;
            place = to; // does not go onto the trail again
        }
        ImGui::SameLine();
    }
    if (button(context, ButtonKind::ghost, "import", context.tr("Importer…", "Import…")))
        import_dialog.open(context);
    ImGui::SameLine();
    if (button(context, ButtonKind::ghost, "report", context.tr("Préparer un rapport…", "Prepare a report…"))) {
        bool const project = place.page == Page::sheet && place.entity == "projects.activity" && place.id != 0;
        bool const donor = place.page == Page::sheet && place.entity == "core.organisation" && place.id != 0;
        report_dialog.open(context, project ? "project" : donor ? "donor" : "portfolio", place.id);
    }
    auto const named = [&](Phrase const& verb, std::optional<model::Editor::Step> const& step) {
        return step ? fmt::format("{}{}: {}", context.in(verb), context.language == Language::fr ? "\u00A0" : "", context.in(step->label)) : context.in(verb);
    };
    std::string const undo_words = named({"Annuler", "Undo"}, undo_step), redo_words = named({"Rétablir", "Redo"}, redo_step);
    std::string const other = context.language == Language::fr ? "English" : "Français";
    float right = ImGui::CalcTextSize(other.c_str()).x + context.px(24) + context.px(16);
    auto const undo_width = std::min(context.px(300), ImGui::CalcTextSize(undo_words.c_str()).x + context.px(24));
    auto const redo_width = std::min(context.px(220), ImGui::CalcTextSize(redo_words.c_str()).x + context.px(24));
    right += (undo_step ? undo_width + context.px(8) : 0) + (redo_step ? redo_width + context.px(8) : 0);
    ImGui::SameLine(ImGui::GetWindowWidth() - right);
    auto const cut_button = [&](char const* id, std::string const& words, float width) {
        ImVec2 const from = ImGui::GetCursorScreenPos();
        ImGui::PushClipRect(from, {from.x + width, from.y + context.px(40)}, true);
        bool const pressed = button(context, ButtonKind::ghost, id, words, std::max(width, ImGui::CalcTextSize(words.c_str()).x + context.px(24)));
        ImGui::PopClipRect();
        if (ImGui::IsItemHovered()) {
            ImGui::BeginTooltip();
            text(words);
            ImGui::EndTooltip();
        }
        return pressed;
    };
    bool const typing = ImGui::GetIO().WantTextInput;
    bool const ctrl = ImGui::GetIO().KeyCtrl;
    if (undo_step) {
        if (cut_button("undo", undo_words, undo_width) || (ctrl && !typing && pressed_key(key_z)))
            reverse(true);
        ImGui::SameLine();
    }
    if (redo_step) {
        if (cut_button("redo", redo_words, redo_width) || (ctrl && !typing && pressed_key(key_y)))
            reverse(false);
        ImGui::SameLine();
    }
    if (button(context, ButtonKind::ghost, "language", other))
        look.language = look.language == Language::fr ? Language::en : Language::fr;
}

void Shell::Impl::settings()
{
    heading(context, context.tr("Réglages", "Settings"));
    ImGui::Dummy({0, context.px(8)});
    text(context, context.theme->text_2, context.tr("Langue", "Language"), context.fonts.caption);
    if (ImGui::RadioButton("Français", look.language == Language::fr))
        look.language = Language::fr;
    ImGui::SameLine();
    if (ImGui::RadioButton("English", look.language == Language::en))
        look.language = Language::en;
    text(context, context.theme->text_2, context.tr("Couleurs", "Colours"), context.fonts.caption);
    std::pair<char const*, ThemeName> const themes[] = {{context.tr("Claires", "Light"), ThemeName::light}, {context.tr("Sombres", "Dark"), ThemeName::dark}, {context.tr("Contraste élevé", "High contrast"), ThemeName::contrast}};
    for (auto const& [label, name] : themes) {
        if (ImGui::RadioButton(label, look.theme == name))
            look.theme = name;
        ImGui::SameLine();
    }
    ImGui::NewLine();
    text(context, context.theme->text_2, context.tr("Taille", "Size"), context.fonts.caption);
    for (float const zoom : {1.0f, 1.25f, 1.5f, 2.0f}) {
        if (ImGui::RadioButton(fmt::format("{:.0f} %", zoom * 100).c_str(), std::abs(look.zoom - zoom) < 0.01f))
            look.zoom = zoom;
        ImGui::SameLine();
    }
    ImGui::NewLine();
}

void Shell::Impl::screen()
{
    switch (place.page) {
    case Page::home: home.draw(context); break;
    case Page::register_: register_screen ? register_screen->draw_page(context) : void(); break;
    case Page::sheet: sheet ? sheet->draw(context) : void(); break;
    case Page::module_view:
        for (auto const& module : context.session.modules())
            for (auto const& declared : module.manifest.views)
                if (module.manifest.id == place.module && declared.id == place.view)
                    heading(context, context.in(declared.label));
        ImGui::BeginChild("view");
        view ? view->draw(context) : void();
        ImGui::EndChild();
        break;
    case Page::modules: draw_modules(context); break;
    case Page::settings: settings(); break;
    }
}

void Shell::Impl::show_toast()
{
    toast_shown = !toast.sentence.empty() && std::chrono::steady_clock::now() < toast.until;
    if (!toast_shown) {
        toast.sentence = {};
        return;
    }
    std::string const& words = context.in(toast.sentence);
    float const most = context.px(620);
    ImVec2 const size = ImGui::CalcTextSize(words.data(), words.data() + words.size(), false, most);
    ImVec2 const screen_size = ImGui::GetIO().DisplaySize;
    ImVec2 const from((screen_size.x - size.x) / 2 - context.px(30), screen_size.y - size.y - context.px(52));
    ImGui::SetNextWindowPos(from);
    ImGui::SetNextWindowSize({size.x + context.px(60), size.y + context.px(28)});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, context.theme->text);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, context.px(8));
    ImGui::Begin("toast", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing);
    ImGui::SetCursorPos({context.px(16), context.px(14)});
    tone_mark(context, toast.tone);
    ImGui::SameLine(0, context.px(8));
    ImGui::PushTextWrapPos(context.px(34) + most);
    text(context, context.theme->surface, words);
    ImGui::PopTextWrapPos();
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

void Shell::draw()
{
    auto& impl = *m_impl;
    Context& context = impl.context;
    ImVec2 const size = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushFont(context.fonts.body);
    ImGui::Begin("root", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PopStyleVar();
    float const nav = context.px(208), top = context.px(48);
    ImGui::BeginChild("navigation", {nav, size.y});
    impl.navigation();
    ImGui::EndChild();
    ImGui::SameLine(0, 0);
    ImGui::BeginGroup();
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, context.theme->surface);
    ImGui::BeginChild("top", {size.x - nav, top});
    ImGui::PopStyleVar();
    impl.top_bar();
    ImGui::EndChild();
    float y = top;
    std::string notice;
    auto tone = exchange::Tone::info;
    if (auto const reason = context.session.portfolio().read_only_reason()) {
        notice = context.in(*reason);
        tone = exchange::Tone::warn;
    } else if (impl.demo) {
        notice = context.tr("Données de démonstration – fictives. Montants, personnes et échéances inventés.", "Demonstration data – fictitious. Amounts, people and dates are invented.");
    }
    if (!notice.empty()) {
        float const height = context.px(28);
        ImGui::SetCursorPos({nav, y});
        ImGui::PushStyleColor(ImGuiCol_ChildBg, context.theme->of(tone).tint);
        ImGui::BeginChild("notice", {size.x - nav, height});
        ImGui::SetCursorPos({context.px(24), context.px(6)});
        tone_mark(context, tone);
        ImGui::SameLine(0, context.px(8));
        fitted_text(context, context.theme->of(tone).text, notice, size.x - nav - context.px(64), context.fonts.caption);
        ImGui::EndChild();
        ImGui::PopStyleColor();
        y += height;
    }
    ImGui::SetCursorPos({nav, y});
    ImGui::BeginChild("surface", {size.x - nav, size.y - y});
    float const margin = context.px(24);
    ImGui::SetCursorPos({margin, context.px(16)});
    ImGui::BeginChild("content", {size.x - nav - 2 * margin, size.y - y - context.px(28)});
    impl.screen();
    ImGui::EndChild();
    ImGui::EndChild();
    ImGui::PopStyleColor();
    ImGui::EndGroup();
    impl.import_dialog.draw(context);
    impl.report_dialog.draw(context);
    ImGui::End();
    impl.show_toast();
    ImGui::PopFont();
}

} // namespace passerelle::ui
