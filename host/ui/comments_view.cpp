#include "host/ui/comments_view.hpp"
#include "host/base/format.hpp"
#include "host/model/history.hpp"
#include "host/model/query.hpp"
#include "host/model/record.hpp"
#include "host/ui/desk.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

constexpr char const* comment_entity = "core.comment";
constexpr std::size_t most_shown = 500;

} // namespace

CommentsView::CommentsView(model::Entity const& entity, std::int64_t id) : m_entity(&entity), m_id(id) {}

std::string CommentsView::desk_key() const { return fmt::format("comment/{}:{}", m_entity->id, m_id); }

void CommentsView::ask(Context& context)
{
    m_data_state = context.data_state;
    auto answer = std::make_shared<std::vector<Comment>>();
    bridge::Session* const session = &context.session;
    auto tell = context.tell;
    context.session.start_job(
        "comments",
        [session, answer, of = m_entity->id, id = m_id, language = context.language](bridge::Progress&) -> Result<void> {
            auto& reader = session->portfolio().reader();
            auto const& registry = session->registry();
            auto const* const entity = registry.entity(comment_entity);
            if (!entity)
                return {};
            auto const ids = model::order(reader, registry, {entity, {{"register", model::Comparison::equal, {of}}, {"record", model::Comparison::equal, {id}}}, "", {}});
            if (!ids)
                return ids.error();
            for (auto at = ids->rbegin(); at != ids->rend() && answer->size() < most_shown; ++at) {
                auto const record = model::read_record(reader, registry, *entity, *at);
                auto const history = model::history(reader, registry, comment_entity, *at, 1);
                if (!record)
                    continue;
                auto const* const words = std::get_if<std::string>(&record->at("words"));
                Comment comment{*at, {}, words ? *words : std::string()};
                if (history && !history->empty()) {
                    auto const& entry = history->front();
                    auto const author = entry.author.empty() ? (language == Language::fr ? "auteur non précisé" : "author not stated") : entry.author;
                    comment.about = entry.at.size() < 16 ? author : fmt::format("{}, {} {} {} (UTC)", author, format_date(entry.at.substr(0, 10), language), language == Language::fr ? "à" : "at", entry.at.substr(11, 5));
                }
                answer->push_back(std::move(comment));
            }
            return {};
        },
        [this, alive = m_alive, answer, tell](Result<void> done) {
            if (!*alive)
                return;
            m_ready = true;
            m_comments = std::move(*answer);
            if (!done)
                tell(done.error().sentence, exchange::Tone::bad);
        });
}

void CommentsView::publish(Context& context)
{
    auto const title = model::title_of(context.session.portfolio().reader(), context.session.registry(), *m_entity, m_id, Language::fr);
    auto* const owner = &context;
    submit(context, {fmt::format("commentaire – {}", title), fmt::format("comment – {}", title)},
           {{model::ChangeKind::insert, comment_entity, 0, {{"register", m_entity->id}, {"record", m_id}, {"words", m_words}}, {}, {}}}, [this, alive = m_alive, owner, key = desk_key()](EditOutcome const& outcome) {
               if (auto const* const refused = std::get_if<model::Refusal>(&outcome))
                   return owner->tell(refused->error.sentence, exchange::Tone::bad);
               owner->desk.keep(key, {});
               if (*alive)
                   m_words.clear();
           });
}

void CommentsView::remove(Context& context, Comment const& comment)
{
    auto* const owner = &context;
    submit(context, {"suppression d’un commentaire", "deletion of a comment"}, {{model::ChangeKind::remove, comment_entity, comment.id, {}, {}, {}}}, [owner](EditOutcome const& outcome) {
        if (auto const* const refused = std::get_if<model::Refusal>(&outcome))
            return owner->tell(refused->error.sentence, exchange::Tone::bad);
        owner->tell({"Commentaire supprimé. «\u00A0Annuler\u00A0» le rétablit.", "Comment deleted. Undo brings it back."}, exchange::Tone::good);
    });
}

void CommentsView::draw(Context& context)
{
    if (m_data_state != context.data_state)
        ask(context);
    if (!std::exchange(m_restored, true))
        m_words = context.desk.kept(desk_key()).value_or("");
    float const width = std::min(ImGui::GetContentRegionAvail().x, context.px(760));
    bool const may_write = !context.session.portfolio().read_only();
    ImGui::Dummy({0, context.px(4)});
    if (may_write) {
        text(context, context.theme->text_2, context.tr("Votre commentaire", "Your comment"), context.fonts.caption);
        if (Named const name(context.tr("Votre commentaire", "Your comment")); text_field(context, "##words", m_words, width, "", 3))
            context.desk.keep(desk_key(), m_words);
        if (icon_button(context, m_words.empty() ? ButtonKind::outline : ButtonKind::accent, "publish", icons::check, context.tr("Ajouter le commentaire", "Add the comment"), !m_words.empty()))
            publish(context);
        ImGui::Dummy({0, context.px(8)});
    }
    if (!m_ready)
        return;
    if (m_comments.empty())
        return empty_state(context, context.tr("Aucun commentaire. Notez ici ce que vos collègues doivent savoir de cette fiche.", "No comment. Note here what your colleagues should know about this record."));
    begin_region("comments");
    for (auto const& comment : m_comments) {
        ImGui::PushID(static_cast<int>(comment.id & 0x7FFFFFFF));
        text(context, context.theme->muted, comment.about, context.fonts.caption);
        if (may_write) {
            ImGui::SameLine(0, context.px(12));
            if (link(context, "remove", context.tr("Supprimer", "Delete")))
                remove(context, comment);
        }
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
        text(context, context.theme->text, comment.words);
        ImGui::PopTextWrapPos();
        hairline(context);
        ImGui::PopID();
    }
    ImGui::EndChild();
}

} // namespace passerelle::ui
