#include "host/model/editor.hpp"
#include "host/model/change_writer.hpp"
#include "host/model/undo.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <mutex>
#include <sodium.h>

namespace passerelle::model {

namespace {

constexpr std::size_t largest_file = 64ull * 1024 * 1024;

std::string sha256_of(std::string_view bytes)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    std::string hex;
    for (unsigned char const byte : hash)
        hex += fmt::format("{:02x}", byte);
    return hex;
}

Error blob_absent()
{
    return {Status::not_found, {"Cette pièce jointe n’est pas dans le portefeuille. Ajoutez-la de nouveau.", "This attachment is not in the portfolio. Add it again."}};
}

/// What one set of changes came to, filled on the writer thread.
struct Outcome {
    std::vector<std::int64_t> ids;
    std::vector<Issue> issues;
};

Result<void> make_all(store::WriteTransaction& transaction, Registry const& registry, Checks const& checks, std::vector<Change> const& changes, Outcome& outcome)
{
    ChangeWriter writer{transaction, registry, checks};
    writer.announce(changes);
    // Deletions last: what a set inserts or changes may be what frees a record to be deleted.
    outcome.ids.assign(changes.size(), 0);
    for (bool const deletions : {false, true})
        for (std::size_t at = 0; at < changes.size(); ++at)
            if ((changes[at].kind == ChangeKind::remove) == deletions) {
                auto const id = writer.make(changes[at], at, outcome.issues);
                if (!id)
                    return id.error();
                outcome.ids[at] = *id;
            }
    auto const first = std::find_if(outcome.issues.begin(), outcome.issues.end(), [](Issue const& issue) { return issue.level == IssueLevel::error; });
    if (first != outcome.issues.end())
        return Error{Status::invalid, first->sentence};
    return {};
}

std::variant<Applied, Refusal> answer(Result<std::int64_t> const& written, Outcome outcome)
{
    if (!written)
        return Refusal{written.error(), std::move(outcome.issues)};
    return Applied{*written, std::move(outcome.ids), std::move(outcome.issues)};
}

} // namespace

struct Editor::Impl {
    store::Portfolio& portfolio;
    Registry const& registry;
    std::mutex mutex;
    std::shared_ptr<Checks const> checks = std::make_shared<Checks>(); ///< replaced as a whole, so that the writer thread reads in peace

    [[nodiscard]] std::shared_ptr<Checks const> current_checks()
    {
        std::lock_guard const lock(mutex);
        return checks;
    }
};

Editor::Editor(store::Portfolio& portfolio, Registry const& registry) : m_impl(new Impl{portfolio, registry, {}, std::make_shared<Checks>()}) {}
Editor::~Editor() = default;

void Editor::set_check(std::string entity, RecordCheck check)
{
    std::lock_guard const lock(m_impl->mutex);
    auto checks = std::make_shared<Checks>(*m_impl->checks);
    (*checks)[std::move(entity)] = std::move(check);
    m_impl->checks = std::move(checks);
}

std::variant<Applied, Refusal> Editor::apply(Phrase label, std::vector<Change> changes, std::string module)
{
    Outcome outcome;
    auto const checks = m_impl->current_checks();
    auto const written = m_impl->portfolio.write({std::move(label), store::WriteKind::change, 0, std::move(module)}, [&](store::WriteTransaction& transaction) {
        outcome = {};
        return make_all(transaction, m_impl->registry, *checks, changes, outcome);
    });
    return answer(written, std::move(outcome));
}

void Editor::submit(Phrase label, std::vector<Change> changes, std::string module, std::function<void(std::variant<Applied, Refusal>)> done)
{
    auto const outcome = std::make_shared<Outcome>();
    m_impl->portfolio.submit(
        {std::move(label), store::WriteKind::change, 0, std::move(module)},
        [outcome, checks = m_impl->current_checks(), &registry = m_impl->registry, changes = std::move(changes)](store::WriteTransaction& transaction) {
            *outcome = {};
            return make_all(transaction, registry, *checks, changes, *outcome);
        },
        [outcome, done = std::move(done)](Result<std::int64_t> written) {
            if (done)
                done(answer(written, std::move(*outcome)));
        });
}

Result<std::int64_t> Editor::apply_in(store::WriteTransaction& transaction, Change const& change, std::vector<Issue>& issues)
{
    auto const checks = m_impl->current_checks();
    return ChangeWriter{transaction, m_impl->registry, *checks}.make(change, 0, issues);
}

Result<FileRef> Editor::keep_file(std::string name, std::string media, std::string_view bytes)
{
    if (bytes.size() > largest_file)
        return Error{Status::invalid, {"Ce fichier dépasse 64 Mio. Gardez-le sur un espace partagé et notez ici son adresse web.",
                                       "This file is larger than 64 MiB. Keep it on a shared space and note its web address here."}};
    FileRef file{std::move(name), sha256_of(bytes), std::move(media), {}, static_cast<std::int64_t>(bytes.size())};
    auto const written = m_impl->portfolio.write({{"pièce jointe", "attachment"}, store::WriteKind::change, 0, ""}, [&](store::WriteTransaction& transaction) -> Result<void> {
        auto statement = transaction.connection().prepare("INSERT OR IGNORE INTO core_blob(sha256, bytes, size) VALUES(?1, ?2, ?3)");
        if (!statement)
            return statement.error();
        return statement->bind(1, std::string_view{file.sha256}).bind_blob(2, bytes).bind(3, file.size).run();
    });
    if (!written)
        return written.error();
    return file;
}

Result<std::string> Editor::file_bytes(FileRef const& file)
{
    auto statement = m_impl->portfolio.reader().prepare("SELECT bytes FROM core_blob WHERE sha256=?1");
    if (!statement)
        return statement.error();
    auto const there = statement->bind(1, std::string_view{file.sha256}).step();
    if (!there)
        return there.error();
    if (!*there)
        return blob_absent();
    std::string bytes{statement->text(0)};
    if (sha256_of(bytes) != file.sha256)
        return Error{Status::corrupt, {"Cette pièce jointe est abîmée\u00A0: son contenu a changé depuis qu’elle a été ajoutée. Ajoutez-la de nouveau.",
                                       "This attachment is damaged: its content has changed since it was added. Add it again."}};
    return bytes;
}

std::optional<Editor::Step> Editor::next_undo() { return next_step(m_impl->portfolio.reader(), m_impl->portfolio.author(), Direction::undo); }
std::optional<Editor::Step> Editor::next_redo() { return next_step(m_impl->portfolio.reader(), m_impl->portfolio.author(), Direction::redo); }
Result<Editor::Step> Editor::undo() { return take_step(m_impl->portfolio, m_impl->registry, Direction::undo); }
Result<Editor::Step> Editor::redo() { return take_step(m_impl->portfolio, m_impl->registry, Direction::redo); }

} // namespace passerelle::model
