#include "host/bridge/checks.hpp"
#include "host/bridge/declared_alerts.hpp"
#include "host/bridge/page.hpp"
#include "host/bridge/row.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::bridge {

namespace {

struct Found {
    std::string field, sentence;
    model::IssueLevel level;
};

model::IssueLevel level_of(std::int32_t level)
{
    if (level <= PSL_LEVEL_NOTE)
        return model::IssueLevel::note;
    return level == PSL_LEVEL_WARNING ? model::IssueLevel::warning : model::IssueLevel::error;
}

Result<std::vector<Found>> ask(ModuleHost& module, model::Record const& after, model::Record const* before, Language language)
{
    std::vector<Found> found;
    psl_issues issues{&found, [](psl_issues* self, psl_str field, std::int32_t level, psl_str sentence) noexcept {
                          quiet_callback([&] {
                              auto& all = *static_cast<std::vector<Found>*>(self->impl);
                              if (all.size() < limits::issues)
                                  all.push_back({text_of(field, limits::label_bytes), text_of(sentence, limits::label_bytes), level_of(level)});
                          });
                      }};
    RecordRow const row(after, before);
    PASSERELLE_TRY(module.call(Call{loader::Phase::check, after.entity->id, language, {}, Purity::pure},
                               [&] { return module.checks->check(module.plugin(), to_c(after.entity->id), row.row(), &issues); }));
    return found;
}

void check(ModuleHost& module, model::Record const& after, model::Record const* before, std::vector<model::Issue>& issues)
{
    if (!module.active())
        return;
    Language const language = module.context().language;
    auto const found = ask(module, after, before, language);
    if (!found) {
        issues.push_back({0, {}, model::IssueLevel::warning,
                          {fmt::format("Le module «\u00a0{}\u00a0» n’a pas pu vérifier cette fiche. La fiche est enregistrée.", module.manifest().name.fr),
                           fmt::format("The module “{}” could not check this record. The record is kept.", module.manifest().name.en)}});
        return;
    }
    if (found->empty())
        return;
    // A sentence is kept in both languages: the history and another reader may need the other one. Rules are pure, so they
    // find the same again.
    Language const other = language == Language::fr ? Language::en : Language::fr;
    auto const again = ask(module, after, before, other);
    for (std::size_t at = 0; at < found->size(); ++at) {
        Found const& first = (*found)[at];
        bool const same = again && again->size() == found->size() && (*again)[at].field == first.field;
        std::string const& second = same ? (*again)[at].sentence : first.sentence;
        issues.push_back({0, first.field, first.level,
                          language == Language::fr ? Phrase{first.sentence, second} : Phrase{second, first.sentence}});
    }
}


int severity(exchange::Tone tone)
{
    switch (tone) {
    case exchange::Tone::bad: return 0;
    case exchange::Tone::warn: return 1;
    case exchange::Tone::info: return 2;
    case exchange::Tone::plain: return 3;
    case exchange::Tone::muted: return 4;
    case exchange::Tone::good: return 5;
    }
    return 6;
}

struct AlertSink {
    std::vector<Alert>* all;
    std::string const* module;
    std::size_t count = 0;
};

void PSL_CALL add_alert(psl_alerts* self, psl_str rule, std::int32_t tone, psl_str what, psl_str why, psl_str entity, std::int64_t id,
                        psl_str field, psl_str due) noexcept
{
    quiet_callback([&] {
        auto& sink = *static_cast<AlertSink*>(self->impl);
        if (sink.count++ >= limits::alerts)
            return;
        Alert alert;
        alert.module = *sink.module;
        alert.rule = text_of(rule, limits::label_bytes);
        alert.tone = tone_from(tone);
        alert.what = text_of(what, limits::label_bytes);
        alert.why = text_of(why, limits::label_bytes);
        alert.entity = text_of(entity, limits::label_bytes);
        alert.id = id;
        alert.field = text_of(field, limits::label_bytes);
        alert.due = text_of(due, 10);
        sink.all->push_back(std::move(alert));
    });
}

} // namespace

void wire_checks(Context& context)
{
    for (auto const& host : context.hosts) {
        if (!host->active() || host->checks == nullptr || host->checks->check == nullptr)
            continue;
        for (model::Entity const& entity : context.registry->entities())
            if (entity.module == host->id())
                context.editor->set_check(entity.id, [module = host.get()](model::Record const& after, model::Record const* before,
                                                                           std::vector<model::Issue>& issues) { check(*module, after, before, issues); });
    }
    for (loader::Module const& module : context.modules) {
        if (module.state != loader::State::held)
            continue;
        Phrase const refusal{fmt::format("Le module «\u00a0{}\u00a0» est suspendu\u00a0: ses fiches se lisent et s’exportent, mais ne se modifient pas. "
                                         "Rétablissez le module pour les modifier.", module.manifest.name.fr),
                             fmt::format("The module “{}” is held: its records can be read and exported, but not changed. Restore the module to "
                                         "change them.", module.manifest.name.en)};
        for (model::Entity const& entity : context.registry->entities())
            if (module.readable && entity.module == module.manifest.id)
                context.editor->set_check(entity.id, [refusal](model::Record const&, model::Record const*, std::vector<model::Issue>& issues) {
                    issues.push_back({0, {}, model::IssueLevel::error, refusal});
                });
    }
}

std::vector<Alert> gather_alerts(Context& context)
{
    std::vector<Alert> all;
    for (auto const& host : context.hosts) {
        if (!host->active())
            continue;
        add_declared_alerts(*host, all);
        if (host->checks == nullptr || host->checks->alerts == nullptr)
            continue;
        AlertSink sink{&all, &host->id()};
        psl_alerts raw{&sink, &add_alert};
        Language const language = context.language;
        auto const told = host->call(Call{loader::Phase::alerts, {}, language, {}, Purity::pure}, [&] { return host->checks->alerts(host->plugin(), &raw); });
        if (!told) {
            Alert alert;
            alert.module = host->id();
            alert.rule = "module-fault";
            alert.tone = exchange::Tone::info;
            alert.what = language == Language::fr ? fmt::format("Alertes du module «\u00a0{}\u00a0» incomplètes", host->manifest().name.fr)
                                                  : fmt::format("Alerts of the module “{}” incomplete", host->manifest().name.en);
            alert.why = told.error().sentence.in(language);
            all.push_back(std::move(alert));
        }
    }
    std::stable_sort(all.begin(), all.end(), [](Alert const& left, Alert const& right) {
        int const first = severity(left.tone);
        int const second = severity(right.tone);
        if (first != second)
            return first < second;
        if (left.due.empty() != right.due.empty())
            return !left.due.empty();
        return left.due < right.due;
    });
    return all;
}

} // namespace passerelle::bridge
