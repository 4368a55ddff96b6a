// The window's one door to the editor: a set of changes is applied beside the window, all or nothing, and the answer comes back on the
// main thread. [main]
#pragma once
#include "host/model/editor.hpp"
#include "host/ui/context.hpp"
#include <functional>
#include <variant>
#include <vector>

namespace passerelle::ui {

using EditOutcome = std::variant<model::Applied, model::Refusal>;

/// `label` follows "Annuler : ". `done` is called once, on the main thread, after screens were told to read again.
void submit(Context&, Phrase label, std::vector<model::Change>, std::function<void(EditOutcome const&)> done);
/// "montant – Convention de Lomé": one field of one record.
[[nodiscard]] Phrase edit_label(Context&, model::Field const&, model::Entity const&, std::int64_t id);
/// Who wrote the field last and when, where two edits met: "enregistré le 12/03/2026 à 14:32 (UTC) par …". Empty: not known.
[[nodiscard]] std::string last_edit_of(Context&, model::Entity const&, std::int64_t id, model::Field const&);

} // namespace passerelle::ui
