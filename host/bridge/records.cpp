// psl.records/1: the one door, for modules.
#include "host/bridge/fields.hpp"
#include "host/bridge/module_host.hpp"
#include "host/bridge/tables.hpp"

namespace passerelle::bridge {

namespace {

Result<std::vector<model::Change>> read_changes(ModuleHost const& module, psl_change const* changes, std::uint32_t n)
{
    if (n > limits::changes || (n > 0 && changes == nullptr))
        return Error{Status::invalid, {"Trop de changements en une fois.", "Too many changes at once."}};
    std::vector<model::Change> result;
    result.reserve(n);
    for (std::uint32_t at = 0; at < n; ++at) {
        psl_change const& raw = changes[at];
        model::Entity const* const entity = module.context().registry->entity(name_in(raw.entity));
        if (entity == nullptr)
            return Error{Status::not_found, {"Ce type de fiche n’existe pas\u00a0: " + text_of(raw.entity, 200),
                                             "There is no such kind of record: " + text_of(raw.entity, 200)}};
        PASSERELLE_TRY(module.may_write(*entity));
        model::Change change;
        change.entity = entity->id;
        change.id = raw.id;
        switch (raw.kind) {
        case PSL_INSERT: change.kind = model::ChangeKind::insert; break;
        case PSL_UPDATE: change.kind = model::ChangeKind::update; break;
        case PSL_DELETE: change.kind = model::ChangeKind::remove; break;
        default: return Error{Status::invalid, {"Sorte de changement inconnue.", "Unknown kind of change."}};
        }
        auto fields = read_fields(*entity, raw.fields, raw.values, raw.n_fields, {});
        if (!fields)
            return fields.error();
        change.fields = std::move(*fields);
        result.push_back(std::move(change));
    }
    return result;
}

Phrase label_of(psl_str label)
{
    std::string const text = text_of(label, limits::label_bytes);
    return {text, text};
}

psl_status PSL_CALL submit(psl_host const* host, psl_str label, psl_change const* changes, std::uint32_t n, psl_change_call call) noexcept
{
    return answer_callback([&]() -> psl_status {
        ModuleHost& module = ModuleHost::of(host);
        Context& context = module.context();
        if (call.done == nullptr)
            return PSL_E_INVALID;
        if (!context.on_main() && call_state().purity != Purity::view) {
            module.misbehaved("psl.records submit outside the main thread");
            return refuse(PSL_E_WRONG_THREAD, {"L’écriture a lieu sur le mauvais fil.", "The write happens on the wrong thread."});
        }
        auto set = read_changes(module, changes, n);
        if (!set)
            return refuse(set.error());
        {
            std::lock_guard const lock(context.pending_mutex);
            ++context.pending;
        }
        context.editor->submit(label_of(label), std::move(*set), module.id(),
                               [&module, &context, call](std::variant<model::Applied, model::Refusal> outcome) {
                                   context.main.post([&module, &context, call, outcome = std::move(outcome)]() mutable {
                                       module.between_draws([&module, &context, call, outcome = std::move(outcome)] {
                                           auto const* const applied = std::get_if<model::Applied>(&outcome);
                                           (void)module.call(Call{loader::Phase::done, {}, context.language}, [&] {
                                               if (applied != nullptr)
                                                   call.done(call.self, PSL_OK, applied->ids.data(), static_cast<std::uint32_t>(applied->ids.size()));
                                               else {
                                                   Error const& error = std::get<model::Refusal>(outcome).error;
                                                   call.done(call.self, refuse(error), nullptr, 0);
                                               }
                                               return PSL_OK;
                                           });
                                       });
                                   });
                                   // Notified while locked: the session may go as soon as it sees 0.
                                   std::lock_guard const lock(context.pending_mutex);
                                   --context.pending;
                                   context.pending_changed.notify_all();
                               });
        return PSL_OK;
    });
}

psl_status PSL_CALL apply(psl_host const* host, psl_str label, psl_change const* changes, std::uint32_t n, std::int64_t* new_ids) noexcept
{
    return answer_callback([&]() -> psl_status {
        ModuleHost& module = ModuleHost::of(host);
        Context& context = module.context();
        if (context.on_main() || call_state().purity == Purity::view) {
            module.misbehaved("psl.records apply while a view is drawn or on the main thread");
            return refuse(PSL_E_WRONG_THREAD, {"L’écriture a lieu sur le mauvais fil.", "The write happens on the wrong thread."});
        }
        if (call_state().purity == Purity::pure) { // a check runs inside a write: waiting for another would never end
            module.misbehaved("psl.records apply inside a pure call or an import");
            return refuse(PSL_E_WRONG_THREAD, {"Une vérification n’écrit pas.", "A check does not write."});
        }
        auto set = read_changes(module, changes, n);
        if (!set)
            return refuse(set.error());
        auto const outcome = context.editor->apply(label_of(label), std::move(*set), module.id());
        if (auto const* refusal = std::get_if<model::Refusal>(&outcome))
            return refuse(refusal->error);
        if (new_ids != nullptr) {
            auto const& ids = std::get<model::Applied>(outcome).ids;
            for (std::uint32_t at = 0; at < n && at < ids.size(); ++at)
                new_ids[at] = ids[at];
        }
        return PSL_OK;
    });
}

} // namespace

psl_records const& records_table()
{
    static constexpr psl_records table{&submit, &apply};
    return table;
}

} // namespace passerelle::bridge
