#include "host/bridge/importer.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <fmt/format.h>

namespace passerelle::bridge {

namespace {

bool is_clean_key(std::string_view text)
{
    for (;;) {
        auto const cut = text.find('\x1f');
        if (!is_clean(text.substr(0, cut)))
            return false;
        if (cut == std::string_view::npos)
            return true;
        text.remove_prefix(cut + 1);
    }
}

/// Clean text that keeps the mark between the parts of a key.
std::string clean_key(psl_str text)
{
    std::string result;
    std::string_view rest(text.data, std::min(text.size, limits::text_bytes));
    for (;;) {
        auto const cut = rest.find('\x1f');
        result += text_of(to_c(rest.substr(0, cut)));
        if (cut == std::string_view::npos)
            return result;
        result += '\x1f';
        rest.remove_prefix(cut + 1);
    }
}

} // namespace

Importer::Importer(ModuleHost& module, store::WriteTransaction& transaction, std::string origin, Language language, ImportReport& report,
                   Progress& progress)
    : m_module(module), m_language(language), m_report(report), m_progress(progress),
      m_writer(transaction, *module.context().registry, std::move(origin)), m_raw{this, &Importer::put, &Importer::complete, &Importer::problem}
{
}

Result<Importer::Kind*> Importer::kind(std::string_view name)
{
    if (auto const known = m_kinds.find(name); known != m_kinds.end())
        return &known->second;
    model::Entity const* const entity = m_module.context().registry->entity(name);
    if (entity == nullptr)
        return Error{Status::not_found, {fmt::format("Ce type de fiche n’existe pas\u00a0: {}", cleaned(name.substr(0, 200))),
                                         fmt::format("There is no such kind of record: {}", cleaned(name.substr(0, 200)))}};
    PASSERELLE_TRY(m_module.may_write(*entity));
    return &m_kinds.emplace(entity->id, Kind{entity, &m_report.entities[entity->id], {}}).first->second;
}

void Importer::add_problem(model::IssueLevel level, std::int64_t line, std::string identifier, std::string sentence)
{
    ++m_report.problems_total;
    if (m_report.problems.size() < limits::problems_kept)
        m_report.problems.push_back({level, line, std::move(identifier), std::move(sentence)});
}

void Importer::report(std::string const& identifier)
{
    for (model::Issue const& issue : m_issues)
        add_problem(issue.level, 0, identifier, issue.sentence.in(m_language));
}

/// The key values that a person would recognise, as they came.
std::string Importer::identifier_of(Kind const& kind) const
{
    std::string result;
    for (std::string const& field : kind.entity->key)
        for (std::size_t at = 0; at < m_names.size(); ++at)
            if (m_names[at] == field)
                if (auto const* text = std::get_if<std::string_view>(&m_values[at]))
                    result += (result.empty() ? "" : " · ") + std::string(text->substr(0, limits::label_bytes));
    std::replace(result.begin(), result.end(), '\x1f', ' ');
    return result;
}

void Importer::count(Kind& kind, model::PutOutcome outcome)
{
    switch (outcome) {
    case model::PutOutcome::created:
        ++kind.counts->created;
        ++m_report.created;
        break;
    case model::PutOutcome::changed:
        ++kind.counts->changed;
        ++m_report.changed;
        break;
    case model::PutOutcome::unchanged:
        ++kind.counts->unchanged;
        ++m_report.unchanged;
        break;
    case model::PutOutcome::refused: break;
    }
}

psl_status Importer::put_record(Kind& kind, psl_str const* names, psl_value const* values, std::uint32_t n, std::int64_t* id)
{
    if (n > limits::fields || (n > 0 && (names == nullptr || values == nullptr)))
        return refuse(PSL_E_UNSUPPORTED, {"Trop de champs pour une fiche.", "Too many fields for one record."});
    m_names.clear();
    m_values.clear();
    m_cleaned.clear();
    m_cleaned.reserve(n); // so that views into it stay good
    m_issues.clear();
    for (std::uint32_t at = 0; at < n; ++at) {
        m_names.push_back(name_in(names[at]));
        switch (values[at].kind) {
        case PSL_INT: m_values.emplace_back(values[at].as.i); break;
        case PSL_REAL: m_values.emplace_back(values[at].as.r); break;
        case PSL_TEXT: {
            psl_str const text = values[at].as.s;
            std::string_view const raw = text.data == nullptr ? std::string_view{} : std::string_view(text.data, text.size);
            // The mark between the parts of a key is kept.
            bool const plain = raw.size() <= limits::text_bytes && is_clean_key(raw);
            if (plain)
                m_values.emplace_back(raw);
            else
                m_values.emplace_back(std::string_view(m_cleaned.emplace_back(clean_key(text))));
            break;
        }
        case PSL_NULL: m_values.emplace_back(std::monostate{}); break;
        default: return refuse(PSL_E_UNSUPPORTED, {"Cette sorte de valeur ne s’importe pas.", "This kind of value cannot be imported."});
        }
    }
    if (kind.layout == nullptr || !std::equal(m_names.begin(), m_names.end(), kind.names.begin(), kind.names.end())) {
        auto const layout = m_writer.layout(*kind.entity, m_names);
        if (!layout) // a field that nobody declared: the module and the declaration disagree, so the import cannot go on
            return refuse(layout.error().status == Status::invalid ? PSL_E_NOT_FOUND : to_c(layout.error().status), layout.error().sentence);
        kind.layout = *layout;
        kind.names.assign(m_names.begin(), m_names.end());
    }
    auto const made = m_writer.put(*kind.layout, m_values, m_issues);
    if (!m_issues.empty())
        report(identifier_of(kind));
    if (!made)
        return refuse(made.error());
    count(kind, made->outcome);
    if (made->outcome == model::PutOutcome::refused)
        return PSL_E_INVALID; // noted as a problem: the import goes on without this record
    if (id != nullptr)
        *id = made->id;
    return PSL_OK;
}

Result<void> Importer::finish()
{
    m_issues.clear();
    m_names.clear();
    auto const removed = m_writer.finish(m_issues);
    report({});
    if (!removed)
        return removed.error();
    for (auto const& gone : *removed) {
        m_report.entities[gone.entity->id].removed += gone.count;
        m_report.removed += gone.count;
    }
    return {};
}

psl_status PSL_CALL Importer::put(psl_importer* raw, psl_str entity, psl_str const* names, psl_value const* values, std::uint32_t n,
                                  std::int64_t* id) noexcept
{
    return answer_callback([&]() -> psl_status {
        auto& self = *static_cast<Importer*>(raw->impl);
        if (id != nullptr)
            *id = 0;
        if (self.m_progress.cancel)
            return PSL_E_CANCELLED;
        auto const kind = self.kind(name_in(entity));
        return kind ? self.put_record(**kind, names, values, n, id) : refuse(kind.error());
    });
}

psl_status PSL_CALL Importer::complete(psl_importer* raw, psl_str entity, std::int64_t id) noexcept
{
    return answer_callback([&]() -> psl_status {
        auto& self = *static_cast<Importer*>(raw->impl);
        auto const kind = self.kind(name_in(entity));
        if (!kind)
            return refuse(kind.error());
        auto const noted = self.m_writer.complete(*(*kind)->entity, id);
        return noted ? PSL_OK : refuse(noted.error());
    });
}

void PSL_CALL Importer::problem(psl_importer* raw, std::int32_t level, std::int64_t line, psl_str identifier, psl_str sentence) noexcept
{
    quiet_callback([&] {
        auto& self = *static_cast<Importer*>(raw->impl);
        auto const meaning = level <= PSL_LEVEL_NOTE      ? model::IssueLevel::note
                             : level == PSL_LEVEL_WARNING ? model::IssueLevel::warning
                                                          : model::IssueLevel::error;
        self.add_problem(meaning, line, text_of(identifier, limits::label_bytes), text_of(sentence, limits::label_bytes));
    });
}

} // namespace passerelle::bridge
