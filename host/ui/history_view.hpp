// A record's history: who, when, before, after; a value taken back to what it was; the whole record as it stood on a day. Read beside
// the window. [main]
#pragma once
#include "host/model/history.hpp"
#include "host/ui/edits.hpp"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace passerelle::ui {

class HistoryView {
public:
    HistoryView(model::Entity const&, std::int64_t id);
    ~HistoryView() { *m_alive = false; }
    HistoryView(HistoryView const&) = delete; ///< a job under way answers to it
    HistoryView& operator=(HistoryView const&) = delete;
    void draw(Context&);

private:
    struct Change {
        model::Field const* field = nullptr;
        std::string label, before, after;
        bool can_restore = false; ///< there was something before
        model::FieldChange values;
    };
    struct Entry {
        std::string title, about;
        std::vector<Change> changes;
    };
    struct Past {
        bool there = false;
        std::vector<std::pair<std::string, std::string>> lines; ///< label, value; what was reported then
    };
    struct Answer;
    void ask(Context&);
    void ask_past(Context&);
    void draw_date(Context&);
    void draw_past(Context&);
    void draw_entry(Context&, Entry const&);
    void restore(Context&, Change const&);

    model::Entity const* m_entity;
    std::int64_t m_id;
    std::vector<Entry> m_entries;
    std::optional<Past> m_past;
    std::string m_date, m_past_date; ///< as typed; ISO
    Phrase m_fault;
    std::size_t m_most = 50;
    bool m_more = false, m_ready = false;
    long m_data_state = -1;
    Language m_language = Language::fr;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace passerelle::ui
