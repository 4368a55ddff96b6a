#include "host/ui/form.hpp"
#include "host/base/format.hpp"
#include "host/model/record.hpp"
#include "host/model/query.hpp"
#include "host/model/value_json.hpp"
#include "host/model/value_text.hpp"
#include "host/ui/widgets/widgets.hpp"
#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <utility>

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

bool Form::draw_text(Context& context, std::string const& key, bool many_lines, float width)
{
    bool const focus = std::exchange(m_focus, false);
    return text_field(context, "##text", typed(key), width, "", many_lines ? 4 : 1, focus, m_faults.contains(key.substr(0, key.find('.'))));
}

void Form::draw_link(Context& context, model::Field const& field, float width)
{
    std::string& words = typed(field.id);
    std::int64_t id = 0;
    std::from_chars(words.data(), words.data() + words.size(), id);
    model::Entity const* const target = context.session.registry().entity(field.to);
    auto& reader = context.session.portfolio().reader();
    std::string const shown = id == 0 || !target ? "—" : model::title_of(reader, context.session.registry(), *target, id, context.language);
    if (button(context, ButtonKind::outline, "pick", shown, std::min(width, ImGui::CalcTextSize(shown.c_str()).x + context.px(24))) && target) {
        m_picking = field.id;
        m_pick_words.clear();
        ImGui::OpenPopup("picker");
    }
    if (id != 0) {
        ImGui::SameLine();
        if (button(context, ButtonKind::ghost, "open", context.tr("Ouvrir", "Open")))
            context.go({Page::sheet, field.to, id, {}, {}, {}});
        if (!field.required) {
            ImGui::SameLine();
            if (button(context, ButtonKind::ghost, "clear", context.tr("Retirer", "Remove")))
                words.clear();
        }
    }
    ImGui::SetNextWindowSize({context.px(460), context.px(360)});
    if (ImGui::BeginPopup("picker")) {
        std::array<char, 256> buffer{};
        std::memcpy(buffer.data(), m_pick_words.data(), std::min(m_pick_words.size(), buffer.size() - 1));
        ImGui::SetNextItemWidth(-1);
        if (ImGui::IsWindowAppearing())
            ImGui::SetKeyboardFocusHere();
        if (ImGui::InputTextWithHint("##words", context.tr("Chercher", "Search"), buffer.data(), buffer.size()))
            m_pick_words = buffer.data();
        // At most a page is read: the words narrow it down.
        auto ids = model::order(reader, context.session.registry(), {target, {}, m_pick_words, {}});
        if (ids)
            for (std::size_t at = 0; at < ids->size() && at < 50; ++at) {
                ImGui::PushID(static_cast<int>(at));
                if (ImGui::Selectable("##one", (*ids)[at] == id)) {
                    words = std::to_string((*ids)[at]);
                    ImGui::CloseCurrentPopup();
                }
                ImGui::SameLine(0, context.px(8));
                text(model::title_of(reader, context.session.registry(), *target, (*ids)[at], context.language));
                ImGui::PopID();
            }
        ImGui::EndPopup();
    }
}

void Form::draw_cells(Context& context, model::Field const& field)
{
    bool const french = context.language == Language::fr;
    std::array<char const*, 4> const sexes{french ? "Femmes" : "Women", french ? "Hommes" : "Men", french ? "Autre" : "Other", french ? "Inconnu" : "Unknown"};
    std::array<char const*, 3> const disabilities{french ? "en situation de handicap" : "with a disability", french ? "sans handicap" : "without", french ? "inconnu" : "unknown"};
    if (!ImGui::BeginTable("cells", 8, ImGuiTableFlags_BordersInnerH | ImGuiTableFlags_SizingFixedFit | ImGuiTableFlags_NoSavedSettings))
        return;
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    for (auto const& band : psl::age_codes) {
        ImGui::TableNextColumn();
        text(context, context.theme->muted, band == "?" ? context.tr("inconnu", "unknown") : band, context.fonts.caption);
    }
    std::int64_t total = 0;
    for (std::size_t sex = 0; sex < 4; ++sex)
        for (std::size_t disability = 0; disability < 3; ++disability) {
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            text(context, context.theme->text_2, fmt::format("{}, {}", sexes[sex], disabilities[disability]), context.fonts.caption);
            for (std::size_t band = 0; band < psl::age_codes.size(); ++band) {
                ImGui::TableNextColumn();
                std::string& words = typed(cell_key(field, {static_cast<psl::Sex>(sex), static_cast<psl::AgeBand>(band), static_cast<psl::Disability>(disability)}));
                std::array<char, 16> buffer{};
                std::memcpy(buffer.data(), words.data(), std::min(words.size(), buffer.size() - 1));
                ImGui::PushID(static_cast<int>(sex * 100 + disability * 10 + band));
                ImGui::SetNextItemWidth(context.px(56));
                if (ImGui::InputText("##n", buffer.data(), buffer.size(), ImGuiInputTextFlags_CharsDecimal))
                    words = buffer.data();
                ImGui::PopID();
                std::int64_t count = 0;
                std::from_chars(words.data(), words.data() + words.size(), count);
                total += count;
            }
        }
    ImGui::EndTable();
    text(context, context.theme->text, fmt::format("{}{}: {}", context.tr("Total", "Total"), french ? "\u00A0" : "", format_integer(total, context.language)), context.fonts.strong);
}

void Form::draw_field(Context& context, model::Field const& field, float width)
{
    ImGui::PushID(field.id.c_str());
    ImGui::BeginGroup();
    text(context, context.theme->text_2, context.in(field.label) + (field.required ? " *" : ""), context.fonts.caption);
    switch (field.type) {
    case model::FieldType::translatable: {
        float const half = (width - context.px(8)) / 2;
        for (std::size_t at = 0; at < languages.size(); ++at) {
            if (at > 0)
                ImGui::SameLine(0, context.px(8));
            ImGui::BeginGroup();
            ImGui::PushID(languages[at]);
            text(context, context.theme->muted, at == 0 ? context.tr("français", "French") : context.tr("anglais", "English"), context.fonts.caption);
            draw_text(context, field.id + "." + languages[at], typed(field.id + "." + languages[at]).size() > 60, half);
            ImGui::PopID();
            ImGui::EndGroup();
        }
        break;
    }
    case model::FieldType::money: {
        draw_text(context, field.id + ".amount", false, width * 0.65f);
        ImGui::SameLine();
        ImGui::PushID("currency");
        draw_text(context, field.id + ".currency", false, context.px(70));
        ImGui::PopID();
        break;
    }
    case model::FieldType::choice: {
        auto const* list = context.session.registry().list(field.list);
        auto const* code = list ? list->find(typed(field.id)) : nullptr;
        ImGui::SetNextItemWidth(width);
        std::string const preview = typed(field.id).empty() ? "—" : code ? context.in(code->name) : typed(field.id);
        if (ImGui::BeginCombo("##choice", preview.c_str())) {
            if (!field.required && ImGui::Selectable("—", typed(field.id).empty()))
                typed(field.id).clear();
            if (list)
                for (auto const& one : list->codes) {
                    if (one.withdrawn && one.code != typed(field.id))
                        continue;
                    ImGui::PushID(one.code.c_str());
                    if (ImGui::Selectable("##code", one.code == typed(field.id)))
                        typed(field.id) = one.code;
                    ImGui::SameLine(0, 0);
                    text(context.in(one.name));
                    ImGui::PopID();
                }
            ImGui::EndCombo();
        }
        break;
    }
    case model::FieldType::boolean: {
        std::array<std::pair<char const*, char const*>, 3> const states{{{"", "—"}, {"1", context.tr("oui", "yes")}, {"0", context.tr("non", "no")}}};
        for (std::size_t at = 0; at < states.size(); ++at) {
            if (at > 0)
                ImGui::SameLine();
            if (ImGui::RadioButton(states[at].second, typed(field.id) == states[at].first))
                typed(field.id) = states[at].first;
        }
        break;
    }
    case model::FieldType::link: draw_link(context, field, width); break;
    case model::FieldType::count: draw_cells(context, field); break;
    case model::FieldType::choices:
    case model::FieldType::links:
    case model::FieldType::file: {
        auto const& value = m_record.at(field.id);
        text(context, context.theme->text, model::is_null(value) ? "—" : model::displayed(context.session.portfolio().reader(), context.session.registry(), field, value, context.language));
        break;
    }
    case model::FieldType::long_text: draw_text(context, field.id, true, width); break;
    default: draw_text(context, field.id, false, width);
    }
    if (auto const fault = m_faults.find(field.id); fault != m_faults.end()) {
        tone_mark(context, exchange::Tone::bad);
        ImGui::SameLine(0, context.px(6));
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
        text(context, context.theme->bad.text, context.in(fault->second), context.fonts.caption);
        ImGui::PopTextWrapPos();
    } else if (!field.help.empty()) {
        ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width);
        text(context, context.theme->muted, context.in(field.help), context.fonts.caption);
        ImGui::PopTextWrapPos();
    }
    ImGui::EndGroup();
    ImGui::PopID();
}

void Form::draw(Context& context)
{
    if (m_data_state != context.data_state && !dirty() && !m_busy)
        read(context);
    bool const locked = context.session.portfolio().read_only();
    float const available = std::min(ImGui::GetContentRegionAvail().x - context.px(16), context.px(860));
    float const half = (available - context.px(24)) / 2;
    auto const wide = [](model::Field const& field) {
        return field.type == model::FieldType::translatable || field.type == model::FieldType::long_text || field.type == model::FieldType::count;
    };
    if (auto const whole = m_faults.find(""); whole != m_faults.end()) {
        tone_mark(context, exchange::Tone::bad);
        ImGui::SameLine();
        text(context, context.theme->bad.text, context.in(whole->second));
    }
    float const foot = context.px(48);
    ImGui::BeginChild("fields", {0, std::max(context.px(120), ImGui::GetContentRegionAvail().y - foot)});
    bool beside = false;
    for (auto const& field : m_entity->fields) {
        if (field.hidden)
            continue;
        bool const full = wide(field);
        if (!full && beside)
            ImGui::SameLine(half + context.px(24));
        draw_field(context, field, full ? available : half);
        beside = !full && !beside;
        if (!beside)
            ImGui::Dummy({0, context.px(2)});
    }
    ImGui::EndChild();
    if (locked)
        return text(context, context.theme->muted, context.tr("Lecture seule : cette fiche ne peut pas être modifiée ici.", "Read-only: this record cannot be changed here."));
    bool const ctrl_s = ImGui::GetIO().KeyCtrl && letter_pressed('S');
    if ((button(context, dirty() ? ButtonKind::accent : ButtonKind::outline, "save", context.tr("Enregistrer", "Save")) || ctrl_s) && !m_busy && (dirty() || m_record.id == 0))
        save(context);
    ImGui::SameLine();
    if (dirty() && button(context, ButtonKind::ghost, "drop", context.tr("Revenir à la fiche enregistrée", "Back to the saved record")))
        read(context);
}

} // namespace passerelle::ui
