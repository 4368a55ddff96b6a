// A psl_importer that keeps records in memory: matches by key, counts new, changed, unchanged and removed, as the host does.
#pragma once
#include "importer.hpp"
#include "passerelle/ext/checks.h"
#include "passerelle/ext/transfer.h"
#include "passerelle/cpp/base.hpp"
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace iati_test {

using Fields = std::map<std::string, std::string>; ///< only what is not null; integers and reals as text

struct Record {
    std::string entity;
    Fields fields;
    std::int64_t parent = 0;
    bool touched = false;
};

struct Problem {
    std::int32_t level;
    std::int64_t line;
    std::string identifier, sentence;
};

/// Keeps what several imports bring; one import at a time.
class FakeHost {
public:
    std::int64_t created = 0, changed = 0, unchanged = 0, removed = 0;
    std::vector<Problem> problems;
    std::map<std::int64_t, Record> records;
    std::string refusal; ///< the sentence of the last import; empty: it went through

    bool import(std::string_view bytes, std::size_t piece = 0)
    {
        created = changed = unchanged = removed = 0;
        problems.clear();
        refusal.clear();
        for (auto& [id, record] : records)
            record.touched = false;
        auto const before = records;
        std::size_t at = 0;
        iati::Source source;
        source.read = [&](void* into, std::size_t capacity) {
            std::size_t size = std::min(capacity, bytes.size() - at);
            if (piece > 0)
                size = std::min(size, piece);
            std::memcpy(into, bytes.data() + at, size);
            at += size;
            return size;
        };
        source.known_organisations = [&](iati::Organisations& organisations) {
            for (auto const& [id, record] : records)
                if (record.entity == "core.organisation")
                    organisations.known(id, value(record, "identifier"), value(record, "name"), value(record, "type"));
        };
        psl_importer table{this, &FakeHost::put, &FakeHost::complete, &FakeHost::problem};
        try {
            iati::import_iati(source, &table, iati::Words{false});
        } catch (psl::Error const& error) {
            refusal = error.what();
            records = before; // all or nothing
            return false;
        }
        return true;
    }

    [[nodiscard]] std::size_t count(std::string_view entity) const
    {
        std::size_t n = 0;
        for (auto const& [id, record] : records)
            n += record.entity == entity ? 1 : 0;
        return n;
    }
    [[nodiscard]] std::vector<Fields> all(std::string_view entity) const
    {
        std::vector<Fields> out;
        for (auto const& [id, record] : records)
            if (record.entity == entity)
                out.push_back(record.fields);
        return out;
    }
    /// The first record of the entity whose field has the value; empty where there is none.
    [[nodiscard]] Fields find(std::string_view entity, std::string const& field, std::string_view wanted) const
    {
        for (auto const& [id, record] : records)
            if (record.entity == entity && value(record, field) == wanted)
                return record.fields;
        return {};
    }
    [[nodiscard]] std::size_t problems_with(std::string_view part) const
    {
        std::size_t n = 0;
        for (Problem const& one : problems)
            n += one.sentence.find(part) != std::string::npos ? 1 : 0;
        return n;
    }

private:
    static std::string value(Record const& record, std::string const& field)
    {
        auto const at = record.fields.find(field);
        return at == record.fields.end() ? std::string{} : at->second;
    }
    static psl_status PSL_CALL put(psl_importer* raw, psl_str entity, psl_str const* names, psl_value const* values, std::uint32_t n, std::int64_t* id)
    {
        auto& self = *static_cast<FakeHost*>(raw->impl);
        Fields fields;
        std::set<std::string> nulls;
        std::string const table(psl::from_c(entity));
        for (std::uint32_t at = 0; at < n; ++at) {
            std::string const name(psl::from_c(names[at]));
            psl_value const& one = values[at];
            if (one.kind == PSL_NULL)
                nulls.insert(name);
            else
                fields[name] = one.kind == PSL_INT ? std::to_string(one.as.i) : one.kind == PSL_REAL ? std::to_string(one.as.r) : std::string(psl::from_c(one.as.s));
        }
        static constexpr char const* parents[] = {"transaction", "indicator", "result", "budget", "activity", "organisation"};
        std::int64_t parent = 0;
        if (names[0].size > 0)
            for (char const* one : parents)
                if (psl::from_c(names[0]) == one)
                    parent = std::stoll(fields.at(one));
        std::string const key = table == "core.organisation" || table == "projects.activity"
                                    ? (fields.count("identifier") != 0 ? table + '\x1f' + fields["identifier"] : std::string{})
                                    : table + '\x1f' + std::to_string(parent) + '\x1f' + fields["import_key"];
        if (!key.empty())
            for (auto& [known, record] : self.records)
                if (record.fields.at("#key") == key) {
                    Fields after = record.fields;
                    for (auto const& [name, text] : fields)
                        after[name] = text;
                    for (std::string const& name : nulls)
                        after.erase(name);
                    (after == record.fields ? self.unchanged : self.changed) += 1;
                    record.fields = after;
                    record.touched = true;
                    *id = known;
                    return PSL_OK;
                }
        ++self.created;
        *id = ++self.m_last;
        fields["#key"] = key;
        self.records[*id] = Record{table, fields, parent, true};
        return PSL_OK;
    }
    static psl_status PSL_CALL complete(psl_importer* raw, psl_str, std::int64_t id)
    {
        auto& self = *static_cast<FakeHost*>(raw->impl);
        self.sweep(id);
        return PSL_OK;
    }
    void sweep(std::int64_t parent)
    {
        std::vector<std::int64_t> gone;
        for (auto const& [id, record] : records)
            if (record.parent == parent && !record.touched)
                gone.push_back(id);
        for (std::int64_t const id : gone) {
            records.erase(id);
            ++removed;
            drop_below(id);
        }
    }
    void drop_below(std::int64_t parent)
    {
        std::vector<std::int64_t> gone;
        for (auto const& [id, record] : records)
            if (record.parent == parent)
                gone.push_back(id);
        for (std::int64_t const id : gone) {
            records.erase(id);
            ++removed;
            drop_below(id);
        }
    }
    static void PSL_CALL problem(psl_importer* raw, std::int32_t level, std::int64_t line, psl_str identifier, psl_str sentence)
    {
        static_cast<FakeHost*>(raw->impl)->problems.push_back({level, line, std::string(psl::from_c(identifier)), std::string(psl::from_c(sentence))});
    }
    std::int64_t m_last = 0;
};

} // namespace iati_test
