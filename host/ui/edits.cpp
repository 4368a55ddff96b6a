#include "host/ui/edits.hpp"
#include "host/base/format.hpp"
#include "host/model/history.hpp"
#include "host/model/record.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace passerelle::ui {

void submit(Context& context, Phrase label, std::vector<model::Change> changes, std::function<void(EditOutcome const&)> done)
{
    bridge::Session* const session = &context.session;
    Context* const owner = &context;
    // The editor answers on its own thread; a job that only waits brings the answer to the main thread.
    auto outcome = std::make_shared<EditOutcome>();
    auto wanted = std::make_shared<std::vector<model::Change>>(std::move(changes));
    context.session.start_job(
        "save",
        [session, label, wanted, outcome](bridge::Progress&) -> Result<void> {
            *outcome = session->editor().apply(label, std::move(*wanted));
            return {};
        },
        [owner, outcome, done = std::move(done)](Result<void>) {
            if (std::holds_alternative<model::Applied>(*outcome))
                ++owner->data_state;
            done(*outcome);
        });
}

Phrase edit_label(Context& context, model::Field const& field, model::Entity const& entity, std::int64_t id)
{
    auto const title = model::title_of(context.session.portfolio().reader(), context.session.registry(), entity, id, Language::fr);
    return {fmt::format("{} – {}", field.label.fr, title), fmt::format("{} – {}", field.label.en, title)};
}

std::string last_edit_of(Context& context, model::Entity const& entity, std::int64_t id, model::Field const& field)
{
    auto const entries = model::history(context.session.portfolio().reader(), context.session.registry(), entity.id, id, 20);
    if (!entries)
        return {};
    for (auto const& entry : *entries)
        if (std::any_of(entry.changes.begin(), entry.changes.end(), [&](model::FieldChange const& one) { return one.field == field.id; })) {
            auto const author = entry.author.empty() ? context.tr("auteur non précisé", "author not stated") : entry.author;
            auto const day = format_date(entry.at.substr(0, 10), context.language), hour = entry.at.size() >= 16 ? entry.at.substr(11, 5) : std::string();
            return context.language == Language::fr ? fmt::format("enregistré le {} à {} (UTC), {}", day, hour, author) : fmt::format("saved on {} at {} (UTC), {}", day, hour, author);
        }
    return {};
}

} // namespace passerelle::ui
