#include "host/ui/form.hpp"
#include "host/base/format.hpp"
#include "host/model/record.hpp"
#include "host/model/value_json.hpp"
#include "host/model/value_text.hpp"
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace passerelle::ui {

namespace {

constexpr std::array languages{"fr", "en"};

std::string cell_key(model::Field const& field, psl::CellKey const& key) { return field.id + "." + psl::code_of(key); }

} // namespace

Form::~Form() { m_saving->alive = false; }

Form::Form(Context& context, model::Entity const& entity, std::int64_t id) : m_entity(&entity), m_saving(std::make_shared<Saving>())
{
    m_record.entity = &entity;
    m_record.id = id;
    read(context);
}

std::string& Form::typed(std::string const& key) { return m_typed[key]; }

bool Form::dirty() const { return m_typed != m_stored; }

void Form::read(Context& context)
{
    m_data_state = context.data_state;
    auto& reader = context.session.portfolio().reader();
    if (m_record.id != 0) {
        auto record = model::read_record(reader, context.session.registry(), *m_entity, m_record.id);
        if (!record)
            return context.tell(record.error().sentence, exchange::Tone::bad);
        m_record = std::move(*record);
    }
    m_typed.clear();
    for (auto const& field : m_entity->fields) {
        auto const& value = m_record.at(field.id);
        switch (field.type) {
        case model::FieldType::translatable:
            for (char const* language : languages)
                m_typed[field.id + "." + language] = "";
            if (auto const* texts = std::get_if<model::Translations>(&value))
                for (auto const& [language, words] : texts->texts)
                    m_typed[field.id + "." + language] = words;
            break;
        case model::FieldType::money:
            m_typed[field.id + ".amount"] = "";
            m_typed[field.id + ".currency"] = "EUR";
            if (auto const* money = std::get_if<psl::Money>(&value)) {
                m_typed[field.id + ".amount"] = format_decimal(money->minor, psl::minor_units(money->currency), context.language);
                m_typed[field.id + ".currency"] = money->currency;
            }
            break;
        case model::FieldType::link: {
            auto const* link = std::get_if<model::RecordId>(&value);
            m_typed[field.id] = link ? std::to_string(link->value) : "";
            break;
        }
        case model::FieldType::choice: m_typed[field.id] = model::is_null(value) ? "" : std::get<std::string>(value); break;
        case model::FieldType::boolean: m_typed[field.id] = model::is_null(value) ? "" : std::get<bool>(value) ? "1" : "0"; break;
        case model::FieldType::count:
            if (auto const* cells = std::get_if<psl::Cells>(&value))
                for (auto const& [key, count] : cells->counts)
                    m_typed[cell_key(field, key)] = std::to_string(count);
            break;
        case model::FieldType::links:
        case model::FieldType::choices:
        case model::FieldType::file: m_typed[field.id] = model::is_null(value) ? "" : model::value_to_json(value); break;
        default: m_typed[field.id] = model::value_in_words(field, value, context.session.registry(), context.language);
        }
    }
    m_stored = m_typed;
    m_faults.clear();
}

void Form::save(Context& context, std::function<void()> then)
{
    m_faults.clear();
    model::Change change{m_record.id == 0 ? model::ChangeKind::insert : model::ChangeKind::update, m_entity->id, m_record.id, {}, {}};
    auto const refuse = [&](model::Field const& field, Phrase sentence) { m_faults[field.id] = std::move(sentence); };
    for (auto const& field : m_entity->fields) {
        bool touched = false;
        for (auto const& [key, words] : m_typed)
            if (key == field.id || (key.starts_with(field.id) && key.size() > field.id.size() && key[field.id.size()] == '.'))
                if (auto const stored = m_stored.find(key); stored == m_stored.end() ? !words.empty() : stored->second != words)
                    touched = true;
        if (!touched)
            continue;
        model::Value value;
        if (field.type == model::FieldType::translatable) {
            model::Translations texts;
            for (auto const& [key, words] : m_typed)
                if (key.starts_with(field.id + ".") && !words.empty())
                    texts.texts[key.substr(field.id.size() + 1)] = words;
            if (!texts.texts.empty())
                value = std::move(texts);
        } else if (field.type == model::FieldType::link) {
            std::int64_t id = 0;
            auto const& words = typed(field.id);
            std::from_chars(words.data(), words.data() + words.size(), id);
            if (id != 0)
                value = model::RecordId{id};
        } else if (field.type == model::FieldType::choice) {
            if (!typed(field.id).empty())
                value = typed(field.id);
        } else if (field.type == model::FieldType::boolean) {
            if (!typed(field.id).empty())
                value = typed(field.id) == "1";
        } else if (field.type == model::FieldType::money) {
            if (!typed(field.id + ".amount").empty()) {
                auto const& currency = typed(field.id + ".currency");
                auto const amount = parse_scaled(typed(field.id + ".amount"), psl::minor_units(currency), context.language);
                if (!amount) {
                    refuse(field, amount.error().sentence);
                    continue;
                }
                value = psl::Money{*amount, currency};
            }
        } else if (field.type == model::FieldType::count) {
            psl::Cells cells;
            bool good = true;
            for (auto const& [key, words] : m_typed) {
                if (!key.starts_with(field.id + ".") || words.empty())
                    continue;
                auto const cell = psl::cell_coded(std::string_view(key).substr(field.id.size() + 1));
                std::int64_t count = 0;
                auto const [end, fault] = std::from_chars(words.data(), words.data() + words.size(), count);
                if (!cell || fault != std::errc() || end != words.data() + words.size() || count < 0) {
                    refuse(field, {fmt::format("{}\u00A0: saisissez des nombres entiers.", field.label.fr), fmt::format("{}: type whole numbers.", field.label.en)});
                    good = false;
                    break;
                }
                cells.counts[*cell] = count;
            }
            if (!good)
                continue;
            if (!cells.counts.empty())
                value = std::move(cells);
        } else {
            auto const& words = typed(field.id);
            bool const json = field.type == model::FieldType::links || field.type == model::FieldType::choices || field.type == model::FieldType::file;
            if (!words.empty()) {
                auto read = json ? model::value_from_json(field, words) : model::value_from_text(field, words, context.session.registry(), context.language);
                if (!read) {
                    refuse(field, read.error().sentence);
                    continue;
                }
                value = std::move(*read);
            }
        }
        change.fields.emplace_back(field.id, std::move(value));
    }
    if (!m_faults.empty())
        return;
    if (change.fields.empty() && m_record.id != 0)
        return;
    std::string const title = m_record.id == 0 ? std::string() : model::title_of(context.session.portfolio().reader(), context.session.registry(), *m_entity, m_record.id, Language::fr);
    auto const* first = change.fields.empty() ? nullptr : m_entity->field(change.fields.front().first);
    Phrase label = m_record.id == 0 ? Phrase{fmt::format("création\u00A0: {}", m_entity->label.fr), fmt::format("new: {}", m_entity->label.en)}
                   : change.fields.size() == 1 && first ? Phrase{fmt::format("{} – {}", first->label.fr, title), fmt::format("{} – {}", first->label.en, title)}
                                                        : Phrase{fmt::format("fiche {}", title), fmt::format("record {}", title)};
    m_busy = true;
    ImGui::SetWindowFocus(nullptr); // the field that was typed in lets go: the keys are the window's again
    bridge::Session* session = &context.session;
    auto saving = m_saving;
    auto* owner = &context;
    // The editor answers on its own thread; a job that only waits brings the answer to the main thread.
    auto outcome = std::make_shared<std::variant<model::Applied, model::Refusal>>();
    context.session.start_job(
        "save",
        [session, label, change, outcome](bridge::Progress&) -> Result<void> {
            *outcome = session->editor().apply(label, {change});
            return {};
        },
        [this, saving, owner, outcome, then = std::move(then)](Result<void>) {
            if (!saving->alive)
                return;
            m_busy = false;
            if (auto const* refused = std::get_if<model::Refusal>(outcome.get())) {
                for (auto const& issue : refused->issues)
                    if (issue.level == model::IssueLevel::error)
                        m_faults[issue.field] = issue.sentence;
                owner->tell(refused->error.sentence, exchange::Tone::bad);
                return;
            }
            auto const& applied = std::get<model::Applied>(*outcome);
            m_record.id = applied.ids.front();
            ++owner->data_state;
            read(*owner);
            owner->tell({"Enregistré", "Saved"}, exchange::Tone::good);
            if (then)
                then();
        });
}

} // namespace passerelle::ui
