#include "host/ui/shell.hpp"
#include "host/ui/module_commands.hpp"
#include "host/base/format.hpp"
#include "host/base/text.hpp"
#include "host/exchange/world.hpp"
#include "host/loader/archive.hpp"
#include "host/loader/crash_journal.hpp"
#include "host/model/record.hpp"
#include "host/ui/desk.hpp"
#include "host/ui/home_screen.hpp"
#include "host/ui/incident_view.hpp"
#include "host/ui/import_screen.hpp"
#include "host/ui/keys_help.hpp"
#include "host/ui/module_view.hpp"
#include "host/ui/modules_screen.hpp"
#include "host/ui/navigation.hpp"
#include "host/ui/no_portfolio.hpp"
#include "host/ui/register_screen.hpp"
#include "host/ui/report_screen.hpp"
#include "host/ui/search_box.hpp"
#include "host/ui/settings_screen.hpp"
#include "host/ui/sheet_screen.hpp"
#include "host/ui/toast.hpp"
#include "host/ui/welcome.hpp"
#include "host/ui/top_bar.hpp"
#include "host/ui/widgets/focus.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace passerelle::ui {

namespace {

constexpr std::size_t longest_trail = 50;
constexpr char const* place_key = "place";

std::string place_to_json(Place const& place)
{
    return nlohmann::json{{"page", static_cast<int>(place.page)}, {"entity", place.entity}, {"id", place.id}, {"module", place.module}, {"view", place.view}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Home, where what was there is no longer.
Place place_from_json(Context const& context, std::string const& text)
{
    auto const json = nlohmann::json::parse(text, nullptr, false);
    Place place;
    try {
        place = {static_cast<Page>(std::clamp(json.at("page").get<int>(), 0, static_cast<int>(Page::settings))), json.at("entity").get<std::string>(), json.at("id").get<std::int64_t>(),
                 json.at("module").get<std::string>(), json.at("view").get<std::string>(), {}};
    } catch (nlohmann::json::exception const&) {
        return {};
    }
    auto const& registry = context.session.registry();
    auto const* const entity = registry.entity(place.entity);
    if ((place.page == Page::register_ || place.page == Page::sheet) && !entity)
        return {};
    if (place.page == Page::sheet && place.id != 0 && !model::read_record(context.session.portfolio().reader(), registry, *entity, place.id))
        return {};
    if (place.page == Page::module_view && std::none_of(context.session.modules().begin(), context.session.modules().end(), [&](loader::Module const& module) {
            return module.manifest.id == place.module && std::any_of(module.manifest.views.begin(), module.manifest.views.end(), [&](auto const& view) { return view.id == place.view; });
        }))
        return {};
    return place;
}

} // namespace

struct Shell::Impl {
    Impl(bridge::Session& session, Look wanted, std::filesystem::path desk_file, loader::Places const& places)
        : desk(std::move(desk_file)), context{session, desk, nullptr, {}, 1, wanted.language, 0, &places, {}, {}, {}, {}, {}, {}}, look(std::move(wanted)), navigation(context)
    {
        context.go = [this](Place to) { next = std::move(to); };
        context.tell = [this](Phrase sentence, exchange::Tone tone) { toast.show(std::move(sentence), tone); };
        context.paste = [this](std::string text, std::string entity, std::vector<std::int64_t> ids, std::vector<std::string> fields) {
            import_screen.open_pasted(context, std::move(text), std::move(entity), std::move(ids), std::move(fields));
            next = Place{Page::import_, {}, 0, {}, {}, {}};
        };
        context.open_portfolio = [this](std::filesystem::path path, Begin begin) { other = OtherPortfolio{std::move(path), begin, {}, false}; };
        context.reopen = [this](bool without_code) { other = OtherPortfolio{context.session.portfolio().path(), Begin::existing, {}, without_code}; };
        context.go_back = [this](std::filesystem::path path, std::filesystem::path backup) { other = OtherPortfolio{std::move(path), Begin::existing, std::move(backup), false}; };
        if (look.welcome)
            welcome.open();
        data_version = session.portfolio().reader().data_version();
        auto& reader = session.portfolio().reader();
        if (auto const* setting = session.registry().entity("core.setting"))
            if (auto const id = model::find_by_key(reader, *setting, {model::Value(std::string("demo"))}))
                demo = id->has_value();
        read_undo();
        search_box.offer([this] { return commands(); });
    }

    void read_undo()
    {
        undo_step = context.session.editor().next_undo();
        redo_step = context.session.editor().next_redo();
        undo_state = context.data_state;
        toast.know(undo_step ? undo_step->transaction : 0);
    }

    void reverse(bool back);
    [[nodiscard]] bridge::Scope scope_here() const;
    void report();
    void import(std::string path = {});
    void act(TopAction);
    void shortcuts();
    [[nodiscard]] std::vector<Command> commands();
    void move();
    [[nodiscard]] std::vector<PathStep> path() const;
    void notice_strip(float from, float width, float& y);
    void screen();
    void ask_unsaved();

    Desk desk;
    Context context;
    Look look;
    Look built{ThemeName::contrast, 0, Language::en, false, false, {}}; ///< what the fonts and style stand for now
    Place place;
    std::optional<Place> next;
    std::vector<Place> trail;
    bool going_back = false, leaving = false, close_asked = false, close_now = false;
    Navigation navigation;
    TopBar top_bar;
    HomeScreen home;
    NoPortfolio no_portfolio;
    IncidentView incidents;
    std::unique_ptr<RegisterScreen> register_screen; ///< kept while sheets are visited: sort, filters and place stay
    std::string register_entity, register_filter;
    std::unique_ptr<SheetScreen> sheet;
    std::unique_ptr<ModuleView> view;
    ImportScreen import_screen;
    ReportScreen report_screen;
    SearchBox search_box;
    KeysHelp keys_help;
    Welcome welcome;
    Toast toast;
    std::optional<model::Editor::Step> undo_step, redo_step;
    long undo_state = 0;
    bool demo = false;
    std::int64_t data_version = 0;
    std::string wanted_dialog, said;
    bool described = false;
    std::optional<OtherPortfolio> other;
    SettingsScreen settings;
    ModulesScreen modules;
};

Shell::Shell(bridge::Session& session, Look look, std::filesystem::path desk, loader::Places const& places) : m_impl(std::make_unique<Impl>(session, std::move(look), std::move(desk), places))
{
    // What an import of the console, or one cut short, has left out of the search.
    session.start_job("search", [&session](bridge::Progress&) { return session.index_text(); }, [](Result<void>) {});
    // Read before anyone opens the map: ten milliseconds that no frame should wait for.
    session.start_job("map", [](bridge::Progress&) -> Result<void> { static_cast<void>(exchange::world()); return {}; }, [](Result<void>) {});
}
Shell::~Shell() = default;
Look const& Shell::look() const { return m_impl->look; }
bool Shell::closing() const { return m_impl->close_now || m_impl->other; }
std::optional<Shell::OtherPortfolio> const& Shell::other_portfolio() const { return m_impl->other; }
void Shell::stay(Phrase why)
{
    m_impl->other.reset();
    m_impl->context.tell(std::move(why), exchange::Tone::bad);
}

void Shell::not_opened(std::filesystem::path portfolio, Phrase why)
{
    m_impl->other.reset();
    m_impl->welcome.close();
    m_impl->no_portfolio.because(std::move(portfolio), std::move(why));
}

void Shell::tell(std::vector<loader::Incident> news)
{
    if (news.empty() || m_impl->no_portfolio.is_open())
        return;
    m_impl->welcome.close();
    m_impl->incidents.because(std::move(news));
}

void Shell::take_file(std::filesystem::path const& path)
{
    auto& impl = *m_impl;
    std::string const end = fold(path.extension().string());
    if (impl.no_portfolio.is_open() && end != ".passerelle")
        return; // nothing is open that it could go into
    if (end == ".passerelle") {
        // The question about unsaved changes would end in closing the window, not in opening the other portfolio.
        if (impl.sheet && impl.sheet->dirty())
            impl.context.tell({"Enregistrez d’abord la fiche ouverte, puis déposez de nouveau le portefeuille.", "Save the open record first, then drop the portfolio again."}, exchange::Tone::warn);
        else
            impl.context.open_portfolio(path, Begin::existing);
    } else if (end == loader::package_ending) {
        impl.modules.take_package(impl.context, path);
    } else if (end == ".xml" || end == ".csv" || !impl.sheet || !impl.sheet->take_file(impl.context, path))
        impl.import(path.string());
}
void Shell::describe() { m_impl->described = true; }

std::string Shell::elements() const { return elements_as_json(Elements::on_screen().all()); }

std::optional<std::string> Shell::to_say()
{
    auto const& focused = Elements::on_screen().focused();
    if (!m_impl->look.aloud || !focused)
        return std::nullopt;
    auto words = spoken(*focused, m_impl->look.language == Language::fr);
    if (words == m_impl->said)
        return std::nullopt;
    m_impl->said = words;
    return words;
}

bool Shell::settled() const
{
    // What hangs will not come: the rest of the screen is as it will be.
    return !m_impl->next && (m_impl->context.session.running_jobs().empty() || !loader::hanging().empty());
}

std::string Shell::title() const
{
    auto const steps = m_impl->path();
    bool const dirty = m_impl->sheet && m_impl->sheet->dirty();
    return fmt::format("{}{} – Passerelle", dirty ? "• " : "", steps.empty() ? "" : steps.back().words);
}

bool Shell::may_close()
{
    auto& impl = *m_impl;
    if (!impl.sheet || !impl.sheet->dirty())
        return true;
    impl.close_asked = true;
    return false;
}

void Shell::go(std::string const& page)
{
    auto& impl = *m_impl;
    auto const colon = page.find(':'), slash = page.find('/'), hash = page.find('#');
    if (page.empty()) {
        if (auto const kept = impl.desk.kept(place_key)) // where they were, also after a power cut
            impl.next = place_from_json(impl.context, *kept);
    } else if (page == "modules")
        impl.next = Place{Page::modules, {}, 0, {}, {}, {}};
    else if (page == "settings")
        impl.next = Place{Page::settings, {}, 0, {}, {}, {}};
    else if (page == "import" || page == "report")
        impl.wanted_dialog = page;
    else if (colon != std::string::npos)
        impl.next = Place{Page::sheet, page.substr(0, colon), std::strtoll(page.c_str() + colon + 1, nullptr, 10), {}, hash == std::string::npos ? "" : page.substr(hash + 1), {}};
    else if (slash != std::string::npos)
        impl.next = Place{Page::module_view, {}, 0, page.substr(0, slash), page.substr(slash + 1), {}};
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
    return something || impl.toast.over();
}

void Shell::before_frame(std::function<void()> const& rebuild_font_texture)
{
    auto& impl = *m_impl;
    auto& context = impl.context;
    if (impl.built.zoom != impl.look.zoom) {
        context.fonts = load_fonts(impl.look.zoom);
        rebuild_font_texture();
    }
    if (impl.built.zoom != impl.look.zoom || impl.built.theme != impl.look.theme) {
        context.theme = &Theme::named(impl.look.theme);
        apply_style(*context.theme, impl.look.zoom);
    }
    if (context.language != impl.look.language)
        context.session.set_language(impl.look.language);
    context.zoom = impl.look.zoom;
    context.language = impl.look.language;
    impl.built = impl.look;
    if (impl.undo_state != context.data_state)
        impl.read_undo();
    if (impl.next && (!impl.sheet || !impl.sheet->dirty() || impl.leaving))
        impl.move();
    if (impl.wanted_dialog == "import")
        impl.import();
    else if (impl.wanted_dialog == "report")
        impl.report();
    impl.wanted_dialog.clear();
    impl.home.keep_fresh(context);
}

void Shell::Impl::move()
{
    if (!(*next == place) && !going_back)
        trail.push_back(place);
    if (trail.size() > longest_trail)
        trail.erase(trail.begin());
    place = *next;
    next.reset();
    desk.keep(place_key, place_to_json(place));
    going_back = leaving = false;
    sheet.reset();
    view.reset();
    if (place.page == Page::register_ && (!register_screen || register_entity != place.entity || register_filter != place.filter)) {
        register_screen = std::make_unique<RegisterScreen>(context, place.entity);
        register_entity = place.entity;
        register_filter = place.filter;
        if (!place.filter.empty() || !place.about.empty())
            register_screen->show_behind(context, place.filter, place.about);
    } else if (place.page == Page::sheet) {
        sheet = std::make_unique<SheetScreen>(context, place);
    } else if (place.page == Page::module_view) {
        view = std::make_unique<ModuleView>(context, place.module, place.view, bridge::Scope{});
    }
}

void Shell::Impl::reverse(bool back)
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

/// What a report or a command is about: the open project or organisation, else the whole portfolio.
bridge::Scope Shell::Impl::scope_here() const
{
    bridge::Scope scope;
    bool const record = place.page == Page::sheet && place.id != 0;
    scope.kind = record && place.entity == "projects.activity" ? "project" : record && place.entity == "core.organisation" ? "donor" : "portfolio";
    scope.id = scope.kind == "portfolio" ? 0 : place.id;
    return scope;
}

void Shell::Impl::report()
{
    auto const scope = scope_here();
    report_screen.open(context, scope.kind, scope.id);
    next = Place{Page::report, {}, 0, {}, {}, {}};
}

void Shell::Impl::import(std::string path)
{
    bool const here = place.page == Page::register_ || place.page == Page::sheet;
    import_screen.open(context, std::move(path), here ? place.entity : std::string{});
    next = Place{Page::import_, {}, 0, {}, {}, {}};
}

void Shell::Impl::act(TopAction action)
{
    switch (action) {
    case TopAction::back:
        if (!trail.empty()) {
            next = trail.back();
            trail.pop_back();
            going_back = true;
        }
        break;
    case TopAction::search: search_box.open(); break;
    case TopAction::undo: reverse(true); break; // the editor knows what is last, also where the words above are a moment old
    case TopAction::redo: reverse(false); break;
    case TopAction::import: import(); break;
    case TopAction::report: report(); break;
    case TopAction::language: look.language = look.language == Language::fr ? Language::en : Language::fr; break;
    case TopAction::none: break;
    }
}

std::vector<Command> Shell::Impl::commands()
{
    auto const theme = [this](ThemeName name) { return [this, name] { look.theme = name; }; };
    std::vector<Command> all{
            {{"Annuler", "Undo"}, "Ctrl Z", [this] { act(TopAction::undo); }},
            {{"Rétablir", "Redo"}, "Ctrl Y", [this] { act(TopAction::redo); }},
            {{"Importer un fichier", "Import a file"}, "", [this] { act(TopAction::import); }},
            {{"Préparer un rapport", "Prepare a report"}, "", [this] { act(TopAction::report); }},
            {{"Passer en anglais (English)", "Switch to French (français)"}, "", [this] { act(TopAction::language); }},
            {{"Couleurs claires", "Light colours"}, "", theme(ThemeName::light)},
            {{"Couleurs sombres", "Dark colours"}, "", theme(ThemeName::dark)},
            {{"Contraste élevé", "High contrast"}, "", theme(ThemeName::contrast)},
            {{"Agrandir les caractères", "Larger text"}, "Ctrl +", [this] { look.zoom = std::min(2.0f, look.zoom + 0.1f); }},
            {{"Réduire les caractères", "Smaller text"}, "Ctrl −", [this] { look.zoom = std::max(1.0f, look.zoom - 0.1f); }},
            {{"Lire à voix haute, ou ne plus lire", "Read aloud, or stop"}, "", [this] { look.aloud = !look.aloud; }},
            {{"Touches du clavier", "Keyboard keys"}, "Ctrl /", [this] { keys_help.open(); }}};
    // Those of modules: about the open record first, then about the whole portfolio.
    auto const here = scope_here();
    for (auto const& scope : here.kind == "portfolio" ? std::vector{here} : std::vector{here, bridge::Scope{}})
        for (auto const& command : context.session.commands(scope.kind))
            all.push_back({command.label, "", [this, command, scope] { start_command(context, command, scope); }});
    return all;
}

void Shell::Impl::shortcuts()
{
    auto const& io = ImGui::GetIO();
    // A text field has its own undo while someone types in it.
    if (io.KeyCtrl && !io.WantTextInput && letter_pressed('Z'))
        act(io.KeyShift ? TopAction::redo : TopAction::undo);
    if (io.KeyCtrl && !io.WantTextInput && letter_pressed('Y'))
        act(TopAction::redo);
    if (io.KeyCtrl && letter_pressed('K'))
        act(TopAction::search);
    if (io.KeyCtrl && slash_pressed())
        keys_help.open();
    if (io.KeyAlt && key_pressed(ImGuiKey_LeftArrow))
        act(TopAction::back);
    if (io.KeyCtrl)
        if (int const step = zoom_pressed(); step != 0)
            look.zoom = step == 2 ? 1.0f : std::clamp(std::round(look.zoom * 10 + static_cast<float>(step)) / 10, 1.0f, 2.0f);
}

std::vector<PathStep> Shell::Impl::path() const
{
    std::vector<PathStep> steps;
    switch (place.page) {
    case Page::home: steps.push_back({format_date(context.session.today(), context.language, DateStyle::text), {}}); break;
    case Page::register_:
    case Page::sheet:
        if (auto const* entity = context.session.registry().entity(place.entity)) {
            steps.push_back({context.in(entity->group.empty() ? Phrase{"Registres", "Registers"} : entity->group), {}});
            std::string const& name = context.in(entity->plural.empty() ? entity->label : entity->plural);
            if (steps.back().words == name)
                steps.back().words = context.tr("Registres", "Registers");
            bool const here = place.page == Page::register_;
            steps.push_back({name, here ? std::nullopt : std::optional(Place{Page::register_, place.entity, 0, {}, {}, {}})});
            if (!here && sheet)
                steps.push_back({sheet->title(), {}});
        }
        break;
    case Page::module_view:
        for (auto const& module : context.session.modules())
            for (auto const& declared : module.manifest.views)
                if (module.manifest.id == place.module && declared.id == place.view) {
                    steps.push_back({context.in(module.manifest.name), {}});
                    if (context.in(module.manifest.name) == context.in(declared.label))
                        steps.clear();
                    steps.push_back({context.in(declared.label), {}});
                }
        break;
    case Page::modules: steps.push_back({context.tr("Modules", "Modules"), {}}); break;
    case Page::settings: steps.push_back({context.tr("Réglages", "Settings"), {}}); break;
    case Page::import_: steps.push_back({context.tr("Importer", "Import"), {}}); break;
    case Page::report: steps.push_back({context.tr("Rapport", "Report"), {}}); break;
    }
    return steps;
}

void Shell::Impl::screen()
{
    switch (place.page) {
    case Page::home: home.draw(context); break;
    case Page::register_: register_screen ? register_screen->draw_page(context) : void(); break;
    case Page::sheet: sheet ? sheet->draw(context) : void(); break;
    case Page::module_view:
        if (view) {
            auto const steps = path();
            if (steps.empty()) // a module that has gone, or a name from the command line
                return empty_state(context, context.tr("Cette page n’existe pas dans ce portefeuille.", "This page does not exist in this portfolio."));
            auto const title = steps.back().words;
            heading(context, title);
            begin_region("view");
            view->draw(context, title);
            modules.drawn(place.module, place.view, view->milliseconds());
            ImGui::EndChild();
        }
        break;
    case Page::modules: modules.draw(context); break;
    case Page::settings: settings.draw(context, look); break;
    case Page::import_: import_screen.draw(context); break;
    case Page::report: report_screen.draw(context); break;
    }
}

/// Whoever leaves a record with changes that are not saved is asked; nothing typed is lost silently.
void Shell::Impl::ask_unsaved()
{
    bool const asked = (next || close_asked) && sheet && sheet->dirty() && !leaving;
    if (asked && !ImGui::IsPopupOpen("unsaved"))
        ImGui::OpenPopup("unsaved");
    if (!begin_dialog(context, "unsaved", 520))
        return;
    heading(context, context.tr("Enregistrer les modifications\u202F?", "Save the changes?"));
    ImGui::PushTextWrapPos(0);
    text(context, context.theme->text_2, fmt::format("{}{}", sheet ? sheet->title() : "", context.tr("\u00A0: des modifications ne sont pas enregistrées.", ": some changes are not saved.")));
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.px(8)});
    if (!asked)
        ImGui::CloseCurrentPopup();
    if (button(context, ButtonKind::ghost, "stay", context.tr("Rester sur la fiche", "Stay on the record")) || key_pressed(ImGuiKey_Escape)) {
        next.reset();
        close_asked = going_back = false;
        ImGui::CloseCurrentPopup();
    }
    ImGui::SameLine();
    if (button(context, ButtonKind::outline, "drop", context.tr("Quitter sans enregistrer", "Leave without saving"))) {
        leaving = true;
        sheet->drop_changes(context);
        close_now = close_asked;
        ImGui::CloseCurrentPopup();
    }
    ImGui::SameLine();
    if (button(context, ButtonKind::accent, "save", context.tr("Enregistrer", "Save"))) {
        bool const close = close_asked;
        auto const target = next;
        next.reset();
        close_asked = false;
        // Refused: the sheet stays, with the sentences at its fields.
        sheet->save(context, [this, close, target] {
            close_now = close;
            next = target;
        });
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

void Shell::Impl::notice_strip(float from, float width, float& y)
{
    std::string sentence;
    auto tone = exchange::Tone::info;
    if (auto const reason = context.session.portfolio().read_only_reason()) {
        sentence = context.in(*reason);
        tone = exchange::Tone::warn;
    } else if (demo) {
        sentence = context.tr("Données de démonstration – fictives. Montants, personnes et échéances inventés.", "Demonstration data – fictitious. Amounts, people and dates are invented.");
    }
    if (sentence.empty())
        return;
    float const height = context.px(28);
    ImGui::SetCursorPos({from, y});
    ImGui::PushStyleColor(ImGuiCol_ChildBg, context.theme->of(tone).tint);
    begin_region("notice", {width, height});
    ImGui::SetCursorPos({context.px(24), context.px(7)});
    ImGui::PushFont(context.fonts.caption);
    tone_mark(context, tone);
    ImGui::SameLine(0, context.px(8));
    fitted_text(context, context.theme->of(tone).text, sentence, width - context.px(64), context.fonts.caption);
    ImGui::PopFont();
    ImGui::EndChild();
    ImGui::PopStyleColor();
    y += height;
}

void Shell::draw()
{
    auto& impl = *m_impl;
    Context& context = impl.context;
    auto& elements = Elements::on_screen();
    elements.listen(impl.described ? Elements::Listening::everything : impl.look.aloud ? Elements::Listening::focus : Elements::Listening::nobody);
    elements.begin_frame();
    begin_focus_frame();
    impl.shortcuts();
    ImVec2 const size = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::PushFont(context.fonts.body);
    ImGui::Begin("root", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PopStyleVar();
    float const nav = Navigation::width(context, size.x), top = context.px(48);
    begin_region("navigation", {nav, size.y});
    begin_focus_area();
    if (auto to = impl.navigation.draw(context, impl.place, impl.home.alerts()))
        impl.next = std::move(to);
    ImGui::EndChild();
    ImGui::PushStyleColor(ImGuiCol_ChildBg, context.theme->surface);
    ImGui::SetCursorPos({nav, 0});
    begin_region("top", {size.x - nav, top});
    begin_focus_area();
    impl.act(impl.top_bar.draw(context, impl.path(), !impl.trail.empty(), impl.undo_step, impl.redo_step));
    ImGui::EndChild();
    float y = top;
    impl.notice_strip(nav, size.x - nav, y);
    ImGui::SetCursorPos({nav, y});
    begin_region("surface", {size.x - nav, size.y - y});
    float const margin = context.px(24);
    ImGui::SetCursorPos({margin, context.px(16)});
    begin_region("content", {size.x - nav - 2 * margin, size.y - y - context.px(28)});
    begin_focus_area();
    impl.screen();
    ImGui::EndChild();
    ImGui::EndChild();
    ImGui::PopStyleColor();
    impl.search_box.draw(context);
    impl.keys_help.draw(context);
    impl.welcome.draw(context, impl.look, [&] { impl.act(TopAction::import); });
    impl.modules.draw_dialog(context);
    impl.incidents.draw(context);
    impl.close_now = impl.no_portfolio.draw(context) || impl.close_now;
    impl.ask_unsaved();
    ImGui::End();
    if (impl.toast.draw(context))
        impl.act(TopAction::undo);
    ImGui::PopFont();
}

} // namespace passerelle::ui
