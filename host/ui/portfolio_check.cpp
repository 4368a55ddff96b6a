#include "host/ui/portfolio_check.hpp"
#include "host/model/links.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>

namespace passerelle::ui {

PortfolioCheck::PortfolioCheck() : m_answer(std::make_shared<Answer>()) {}
PortfolioCheck::~PortfolioCheck() = default;

void PortfolioCheck::start(Context& context)
{
    m_answer = std::make_shared<Answer>();
    m_answer->running = true;
    auto found = std::make_shared<std::vector<Phrase>>();
    context.session.start_job(
        context.tr("Contrôle", "Check"),
        [&session = context.session, found](bridge::Progress&) -> Result<void> {
            auto verified = session.portfolio().verify();
            if (!verified)
                return verified.error();
            auto broken = model::broken_links(session.portfolio().reader(), session.registry());
            if (!broken)
                return broken.error();
            *found = std::move(verified->findings);
            found->insert(found->end(), broken->begin(), broken->end());
            if (!verified->intact && found->empty())
                found->push_back({"Le fichier n’est pas intact. Revenez à une sauvegarde.", "The file is not intact. Go back to a backup."});
            return {};
        },
        [answer = m_answer, found](Result<void> done) {
            answer->running = false;
            answer->done = true;
            answer->findings = done ? std::move(*found) : std::vector<Phrase>{done.error().sentence};
        });
}

void PortfolioCheck::draw(Context& context)
{
    constexpr std::size_t most = 20;
    if (m_answer->running)
        text(context, context.theme->muted, context.tr("Contrôle en cours…", "Checking…"), context.fonts.caption);
    if (!m_answer->done)
        return;
    if (m_answer->findings.empty())
        return notice(context, exchange::Tone::good, context.tr("Aucune anomalie\u00A0: le fichier, l’historique et les liens sont intacts.", "Nothing is wrong: the file, its history and its links are intact."));
    for (std::size_t at = 0; at < std::min(most, m_answer->findings.size()); ++at)
        notice(context, exchange::Tone::warn, context.in(m_answer->findings[at]));
}

} // namespace passerelle::ui
