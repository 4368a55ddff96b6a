#include "host/ui/modules_screen.hpp"
#include "host/loader/archive.hpp"
#include "host/loader/choices.hpp"
#include "host/loader/incidents.hpp"
#include "host/ui/flow.hpp"
#include "host/ui/module_commands.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace passerelle::ui {

namespace {

constexpr float widest = 800; ///< of a line of text: longer ones are hard to read

exchange::Tone tone_of(loader::Module const& module)
{
    if (module.state == loader::State::active)
        return exchange::Tone::good;
    if (module.state != loader::State::held || module.held == loader::Held::disabled || module.held == loader::Held::removed || module.held == loader::Held::left_aside)
        return exchange::Tone::muted;
    return module.held == loader::Held::consent ? exchange::Tone::info : exchange::Tone::bad;
}

Phrase state_of(loader::Module const& module)
{
    switch (module.held) {
    case loader::Held::disabled: return {"Désactivé", "Switched off"};
    case loader::Held::removed: return {"Retiré", "Removed"};
    case loader::Held::consent: return {"Attend votre accord", "Waits for your agreement"};
    default: return loader::name_of(module.state);
    }
}

/// Who answers for the module, in one line; empty for the program's own.
std::string publisher_of(Context const& context, loader::Request const& request)
{
    if (request.publisher.key.empty())
        return context.tr("Non signé\u00A0: rien ne garantit d’où il vient.", "Not signed: nothing guarantees where it comes from.");
    std::string const who = fmt::format("{} ({})", request.publisher.name, loader::short_key(request.publisher.key));
    return request.trusted ? fmt::format("{} {}.", context.tr("Signé par", "Signed by"), who)
                           : fmt::format("{} {}{}", context.tr("Signé par", "Signed by"), who, context.tr(", qui n’est pas parmi vos éditeurs de confiance.", ", who is not among your trusted publishers."));
}

} // namespace

struct ModulesScreen::Known {
    bool reading = false, read = false;
    std::map<std::string, loader::Request> requests; ///< by id: modules of the person's own
};

ModulesScreen::ModulesScreen() : m_known(std::make_shared<Known>()) {}
ModulesScreen::~ModulesScreen() = default;

void ModulesScreen::read(Context& context)
{
    if (m_known->reading || m_known->read)
        return;
    m_known->reading = true;
    auto found = std::make_shared<std::map<std::string, loader::Request>>();
    context.session.start_job(
        {},
        [found, places = *context.places, registry = &context.session.registry()](bridge::Progress& progress) -> Result<void> {
            auto const choices = loader::read_choices(places.choices).choices;
            for (auto const& one : loader::modules_on_disk(places)) {
                if (progress.cancel || one.removed || loader::is_programs_own(places, one.manifest.folder))
                    continue;
                (*found)[one.manifest.id] = loader::request_of(one.manifest, loader::standing_of(one.manifest, places, choices), choices, registry);
            }
            return {};
        },
        [known = m_known, found](Result<void> const& done) {
            known->reading = false;
            known->read = true;
            if (done)
                known->requests = std::move(*found);
        });
}

void ModulesScreen::change(Context& context, std::function<Result<void>(loader::Places const&)> body)
{
    m_changing = true;
    auto* const owner = &context;
    context.session.start_job(
        {}, [body = std::move(body), places = *context.places](bridge::Progress&) { return body(places); },
        [this, owner](Result<void> const& done) {
            m_changing = false;
            if (!done)
                return owner->tell(done.error().sentence, exchange::Tone::bad);
            owner->reopen(false);
        });
}

void ModulesScreen::actions(Context& context, loader::Module const& module, loader::Request const* request)
{
    Flow flow(context);
    auto const press = [&](char const* id, ButtonKind kind, char const* words) {
        flow.place(text_width(context.fonts.body, words) + context.px(28), context.px(32));
        return button(context, kind, id, words) && !m_changing;
    };
    std::string const id = module.manifest.id;
    bool const own = request != nullptr; // the program's own modules can be switched off too, but not agreed to or distrusted
    switch (module.held) {
    case loader::Held::consent:
        if (own && press("consent", ButtonKind::accent, context.tr("Examiner la demande…", "Look at the request…")))
            m_asked = *request;
        break;
    case loader::Held::disabled:
        if (press("enable", ButtonKind::outline, context.tr("Activer", "Switch on")))
            change(context, [id](loader::Places const& places) { return loader::enable(places, id); });
        break;
    case loader::Held::quarantined:
        if (press("restore", ButtonKind::outline, context.tr("Rétablir et essayer de nouveau", "Restore and try again")))
            change(context, [id](loader::Places const& places) {
                auto incidents = loader::Incidents::read(places.incidents);
                incidents.lift(id);
                return incidents.write();
            });
        break;
    case loader::Held::left_aside:
        if (press("normally", ButtonKind::outline, context.tr("Relancer normalement", "Start normally")))
            context.reopen(false);
        break;
    default: break;
    }
    if (module.held == loader::Held::no)
        for (auto const& command : context.session.commands("portfolio"))
            if (command.module == id && press(command.id.c_str(), ButtonKind::outline, context.in(command.label).c_str()))
                start_command(context, command, {});
    bool const may_go = module.held == loader::Held::no || module.held == loader::Held::quarantined || module.held == loader::Held::fault;
    if (may_go && press("disable", ButtonKind::outline, context.tr("Désactiver", "Switch off")))
        change(context, [id](loader::Places const& places) { return loader::disable(places, id); });
    if (own && module.held == loader::Held::no && press("withdraw", ButtonKind::outline, context.tr("Retirer mon accord", "Take my agreement back")))
        change(context, [id](loader::Places const& places) { return loader::withdraw(places, id); });
    if (own && module.held != loader::Held::removed && request->folder.parent_path() == context.places->personal) {
        if (m_removing != id) {
            if (press("remove", ButtonKind::outline, context.tr("Retirer…", "Remove…")))
                m_removing = id;
        } else if (press("remove", ButtonKind::accent, context.tr("Retirer le module, garder ses fiches", "Remove the module, keep its records"))) {
            m_removing.clear();
            change(context, [id](loader::Places const& places) { return loader::remove(places, id); });
        }
    }
    flow.end();
}

void ModulesScreen::module(Context& context, loader::Module const& module)
{
    auto const known = m_known->requests.find(module.manifest.id);
    auto const* const request = known == m_known->requests.end() ? nullptr : &known->second;
    text(context, context.theme->text, context.in(module.manifest.name), context.fonts.strong);
    ImGui::SameLine(0, context.px(12));
    chip(context, tone_of(module), context.in(state_of(module)));
    ImGui::SameLine(0, context.px(12));
    text(context, context.theme->muted, module.manifest.id + " " + module.manifest.version, context.fonts.caption);
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + std::min(ImGui::GetContentRegionAvail().x, context.px(widest)));
    if (!module.manifest.about.empty())
        text(context, context.theme->text_2, context.in(module.manifest.about));
    if (!module.reason.empty())
        text(context, tone_of(module) == exchange::Tone::bad ? context.theme->bad.text : context.theme->text, context.in(module.reason));
    if (request)
        text(context, context.theme->text_2, publisher_of(context, *request), context.fonts.caption);
    for (auto const& view : module.manifest.views)
        if (auto const slow = m_slow.find({module.manifest.id, view.id}); slow != m_slow.end())
            text(context, context.theme->warn.text,
                 context.language == Language::fr ? fmt::format("La page «\u00A0{}\u00A0» est lente\u00A0: {:.0f} ms à chaque affichage. Signalez-le à l’éditeur du module.", context.in(view.label), slow->second)
                                                  : fmt::format("The page “{}” is slow: {:.0f} ms each time it is shown. Tell the module’s publisher.", context.in(view.label), slow->second),
                 context.fonts.caption);
    // The program's own modules are many and known: what they may do is there for those who ask.
    bool const folded = !request && !m_unfolded.contains(module.manifest.id);
    if (folded && link(context, "permissions", context.tr("Ce qu’il peut lire et écrire", "What it may read and write")))
        m_unfolded.insert(module.manifest.id);
    auto const permissions = folded ? std::vector<Phrase>{} : request ? request->permissions
                                     : model::permissions_in_words(module.manifest, &context.session.registry(), module.apart ? model::CodeRuns::apart : model::CodeRuns::here);
    for (auto const& permission : permissions)
        text(context, context.theme->muted, "– " + context.in(permission), context.fonts.caption);
    ImGui::PopTextWrapPos();
    actions(context, module, request);
    ImGui::Dummy({0, context.px(4)});
    hairline(context);
}

void ModulesScreen::drawn(std::string const& module, std::string const& view, double milliseconds)
{
    constexpr double budget = 40; // the validator's views-budget
    if (milliseconds > budget)
        m_slow[{module, view}] = milliseconds;
    else
        m_slow.erase({module, view});
}

void ModulesScreen::take_package(Context& context, std::filesystem::path const& file)
{
    auto* const owner = &context;
    auto opened = std::make_shared<std::shared_ptr<loader::Package>>();
    context.session.start_job(
        context.tr("Lecture du module", "Reading the module"),
        [opened, file, places = *context.places](bridge::Progress&) -> Result<void> {
            auto package = loader::open_package(places, file);
            if (!package)
                return package.error();
            *opened = std::move(*package);
            return {};
        },
        [this, owner, opened](Result<void> const& done) {
            if (!done)
                return owner->tell(done.error().sentence, exchange::Tone::bad);
            if ((*opened)->effect == loader::Effect::downgrade)
                return owner->tell({fmt::format("La version {} est déjà installée\u00A0: une version plus ancienne pourrait perdre des données. Rien n’a changé.", (*opened)->installed),
                                    fmt::format("Version {} is already installed: an older one could lose data. Nothing has changed.", (*opened)->installed)},
                                   exchange::Tone::warn);
            m_package = std::move(*opened);
            m_asked = m_package->request;
        });
}

/// What the person agreed to: the package, or the module that waits.
void ModulesScreen::agree(Context& context)
{
    if (m_package)
        change(context, [package = m_package](loader::Places const& places) { return loader::install(places, *package); });
    else
        change(context, [request = *m_asked](loader::Places const& places) { return loader::approve(places, request); });
}

void ModulesScreen::draw_dialog(Context& context)
{
    if (m_asked && !ImGui::IsPopupOpen("consent"))
        ImGui::OpenPopup("consent");
    if (!m_asked || !begin_dialog(context, "consent", 620))
        return;
    loader::Request const& request = *m_asked;
    std::string const name = context.in(request.name);
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x);
    if (!m_package)
        heading(context, context.language == Language::fr ? fmt::format("Autoriser «\u00A0{}\u00A0»\u00A0?", name) : fmt::format("Allow “{}”?", name));
    else if (m_package->effect == loader::Effect::update)
        heading(context, context.language == Language::fr ? fmt::format("Mettre à jour «\u00A0{}\u00A0»\u00A0?", name) : fmt::format("Update “{}”?", name));
    else
        heading(context, context.language == Language::fr ? fmt::format("Installer «\u00A0{}\u00A0»\u00A0?", name) : fmt::format("Install “{}”?", name));
    std::string const from = m_package && !m_package->installed.empty() && m_package->installed != request.version ? m_package->installed + " → " : "";
    text(context, context.theme->muted, request.id + " " + from + request.version, context.fonts.caption);
    if (!request.about.empty())
        text(context, context.theme->text_2, context.in(request.about));
    text(context, context.theme->text_2, context.in(request.why));
    if (!request.maintainer.empty())
        text(context, context.theme->text_2, fmt::format("{} {}", context.tr("Tenu par", "Kept by"), request.maintainer));
    notice(context, request.trusted ? exchange::Tone::good : exchange::Tone::warn, publisher_of(context, request));
    ImGui::Dummy({0, context.px(4)});
    text(context, context.theme->text, context.tr("Ce qu’il pourra faire", "What it will be able to do"), context.fonts.strong);
    float const width = ImGui::GetContentRegionAvail().x;
    std::vector<std::string> lines;
    float high = context.px(4);
    for (auto const& permission : request.permissions) {
        bool const is_new = std::find(request.more.begin(), request.more.end(), permission) != request.more.end();
        lines.push_back("– " + context.in(permission) + (is_new ? context.tr(" (nouveau)", " (new)") : ""));
        high += ImGui::CalcTextSize(lines.back().c_str(), nullptr, false, width - context.px(16)).y + ImGui::GetStyle().ItemSpacing.y;
    }
    begin_region("permissions", {width, std::min(high, context.px(260))});
    ImGui::PushTextWrapPos(0);
    for (auto const& line : lines)
        text(context, context.theme->text, line);
    ImGui::PopTextWrapPos();
    ImGui::EndChild();
    ImGui::PopTextWrapPos();
    ImGui::Dummy({0, context.px(8)});
    std::string const no = context.tr("Pas maintenant", "Not now"), yes = m_package ? context.tr("Installer", "Install") : context.tr("Autoriser", "Allow");
    to_the_right(context, {no, yes});
    bool const refused = button(context, ButtonKind::ghost, "no", no) || key_pressed(ImGuiKey_Escape);
    ImGui::SameLine(0, context.px(8));
    bool const agreed = button(context, ButtonKind::accent, "yes", yes);
    if (agreed)
        agree(context);
    if (agreed || refused) {
        m_asked.reset();
        m_package.reset(); // what was unpacked goes with it, or has taken its place
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

void ModulesScreen::draw(Context& context)
{
    read(context);
    heading(context, context.tr("Modules", "Modules"), std::to_string(context.session.modules().size()));
    if (icon_button(context, ButtonKind::outline, "add module", icons::plus, context.tr("Ajouter un module…", "Add a module…")))
        m_file.open({{"Le paquet du module", "The module’s package"}, {"Ouvrir", "Open"}, {loader::package_ending}, {}});
    if (auto const file = m_file.draw(context))
        take_package(context, *file);
    ImGui::Dummy({0, context.px(4)});
    begin_region("modules");
    int id = 0;
    // What waits for a person stands first.
    for (bool const waiting : {true, false})
        for (auto const& one : context.session.modules())
            if ((one.state == loader::State::held) == waiting) {
                ImGui::PushID(id++);
                module(context, one);
                ImGui::PopID();
            }
    ImGui::EndChild();
}

} // namespace passerelle::ui
