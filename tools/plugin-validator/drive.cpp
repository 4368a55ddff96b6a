#include "tools/plugin-validator/drive.hpp"
#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <future>

namespace passerelle::validator {

namespace {

std::int64_t first_of(Filled const& filled, std::string const& entity)
{
    auto const found = filled.ids.find(entity);
    return found == filled.ids.end() || found->second.empty() ? 0 : found->second.front();
}

struct Rows {
    std::string text;
    psl_row_sink raw{this, &Rows::put};
    static psl_status PSL_CALL put(psl_row_sink* sink, psl_str kind, psl_str const* names, psl_value const* values, std::uint32_t n) noexcept
    {
        return bridge::answer_callback([&]() -> psl_status {
            auto& self = *static_cast<Rows*>(sink->impl);
            self.text += bridge::text_of(kind, 200);
            for (std::uint32_t at = 0; names != nullptr && values != nullptr && at < std::min(n, 1000u); ++at) {
                psl_value const& value = values[at];
                self.text += '\x1f' + bridge::text_of(names[at], 200) + '=' +
                             (value.kind == PSL_INT    ? std::to_string(value.as.i)
                              : value.kind == PSL_REAL ? fmt::format("{}", value.as.r)
                              : value.kind == PSL_NULL ? std::string("null")
                                                       : bridge::text_of(value.as.s, 1000));
            }
            self.text += '\n';
            return PSL_OK;
        });
    }
};

psl_status PSL_CALL no_field(psl_row const*, psl_str, psl_value* out) noexcept
{
    if (out != nullptr)
        *out = {};
    return PSL_E_NOT_FOUND;
}

} // namespace

std::vector<bridge::Scope> scopes_for(Stage& stage, Filled const& filled)
{
    std::vector<bridge::Scope> all(1);
    std::set<std::string> kinds;
    for (auto const& section : stage.manifest().sections)
        kinds.insert(section.scopes.begin(), section.scopes.end());
    for (auto const& [kind, entity] : {std::pair{"project", "projects.activity"}, std::pair{"donor", "core.organisation"}, std::pair{"city", "core.territory"}})
        if (auto const id = first_of(filled, entity); id != 0 && kinds.contains(kind)) {
            bridge::Scope scope;
            scope.kind = kind;
            scope.id = id;
            all.push_back(scope);
        }
    if (kinds.contains("country")) {
        bridge::Scope scope;
        scope.kind = "country";
        scope.code = "SN";
        all.push_back(scope);
    }
    bridge::Scope past;
    past.from = "2023-01-01";
    past.to = "2024-12-31";
    past.as_of = "2024-12-31";
    past.currency = "XOF";
    all.push_back(past);
    return all;
}

std::vector<bridge::Scope> scopes_of(model::ViewDeclaration const& view, Filled const& filled)
{
    std::vector<bridge::Scope> all;
    if (!view.place.starts_with("sheet:"))
        return {bridge::Scope{}};
    auto const found = filled.ids.find(view.place.substr(6));
    if (found != filled.ids.end())
        for (std::size_t at = 0; at < std::min<std::size_t>(3, found->second.size()); ++at) {
            bridge::Scope scope;
            scope.kind = "project";
            scope.id = found->second[at];
            all.push_back(scope);
        }
    if (all.empty()) { // no record yet: a sheet of none
        bridge::Scope none;
        none.kind = "project";
        none.id = 1;
        all.push_back(none);
    }
    return all;
}

void draw_all(Stage& stage, Filled const& filled, std::function<void(model::ViewDeclaration const&, bridge::View&)> const& take)
{
    for (auto const& view : stage.manifest().views)
        for (auto const& scope : scopes_of(view, filled)) {
            auto const drawn = stage.session().view(stage.manifest().id, view.id, scope);
            if (take)
                take(view, *drawn);
        }
}

void press_all(bridge::View& view)
{
    std::vector<bridge::Element> const shown = view.elements();
    for (auto const& element : shown)
        std::visit(
            [&](auto const& one) {
                using Kind = std::decay_t<decltype(one)>;
                if constexpr (std::is_same_v<Kind, bridge::Button>)
                    view.press(one.id);
                else if constexpr (std::is_same_v<Kind, bridge::Toggle>)
                    view.set(one.id, !one.value);
                else if constexpr (std::is_same_v<Kind, bridge::IntegerInput>)
                    view.set(one.id, one.most);
                else if constexpr (std::is_same_v<Kind, bridge::TextInput>)
                    view.set(one.id, std::string_view("Thiès"));
                else if constexpr (std::is_same_v<Kind, bridge::ChoiceInput>)
                    view.choose(one.id, static_cast<std::int32_t>(one.items.size()) - 1);
            },
            element);
}

void write_sections(Stage& stage, Filled const& filled)
{
    if (stage.manifest().sections.empty())
        return;
    bridge::Progress progress;
    for (auto const& scope : scopes_for(stage, filled))
        for (Language const language : {Language::fr, Language::en})
            (void)stage.session().report(scope, language, progress);
    (void)stage.session().dashboard(Language::fr);
}

void run_commands(Stage& stage, Filled const& filled, std::function<std::chrono::microseconds()> const& stopped_after)
{
    if (stage.manifest().commands.empty())
        return;
    for (auto const& scope : scopes_for(stage, filled))
        for (auto const& command : stage.manifest().commands)
            if (command.scopes.contains(scope.kind)) {
                bridge::Progress progress;
                auto job = std::async(std::launch::async, [&] { (void)stage.session().run_command(stage.manifest().id + "/" + command.id, scope, Language::fr, progress); });
                if (job.wait_for(stopped_after()) == std::future_status::timeout)
                    progress.cancel = true;
                job.get();
            }
}

std::string answer_of(std::string const& service)
{
    auto const* const table = Spy::the().offered<psl_answers>(PSL_ANSWERS);
    auto* const host = Spy::the().host();
    if (table == nullptr || table->answer == nullptr || host == nullptr)
        return {};
    psl_row const question{nullptr, &no_field};
    Rows rows;
    auto const told = host->call(bridge::Call{loader::Phase::answer, service, Language::fr, {}, bridge::Purity::pure},
                                 [&] { return table->answer(Spy::the().plugin(), bridge::to_c(service), &question, &rows.raw); });
    return (told ? "ok\n" : told.error().sentence.en + "\n") + rows.text;
}

std::vector<Sample> samples_for(Stage& stage, Filled const& filled)
{
    std::vector<Sample> all;
    auto const folder = stage.subject().samples.empty() ? stage.subject().folder / "samples" : stage.subject().samples;
    for (auto const& format : stage.manifest().formats) {
        if (!format.import_)
            continue;
        std::error_code fault;
        for (std::filesystem::directory_iterator at(folder, fault), end; !fault && at != end && all.size() < 20; at.increment(fault))
            if (std::find(format.extensions.begin(), format.extensions.end(), at->path().extension().string()) != format.extensions.end())
                all.push_back({format.id, at->path()});
        if (format.export_) {
            bridge::Progress progress;
            auto const file = stage.folder() / ("own-" + format.id);
            if (stage.session().export_file(stage.manifest().id + "/" + format.id, {}, Language::fr, file, progress))
                all.push_back({format.id, file});
        }
        // A table with the names of the fields: wrong for most formats, and a fault must still be a sentence.
        auto const table = stage.folder() / ("table-" + format.id);
        std::ofstream out(table, std::ios::binary);
        for (auto const& entity : stage.manifest().entities) {
            for (auto const& field : entity.fields)
                out << field.id << ';';
            out << '\n';
            for (int row = 0; row < 20; ++row) {
                for (std::size_t at = 0; at < entity.fields.size(); ++at)
                    out << (row * 7 + static_cast<int>(at)) << ';';
                out << '\n';
            }
        }
        out << "<table><row id=\"1\"/></table>\n";
        all.push_back({format.id, table});
    }
    (void)filled;
    return all;
}

Result<bridge::ImportReport> import(Stage& stage, Sample const& sample, bridge::ImportMode mode)
{
    bridge::Progress progress;
    return stage.session().import_file(sample.file, sample.format, mode, progress);
}

void drive(Stage& stage, Filled const& filled)
{
    for (Language const language : {Language::fr, Language::en}) {
        stage.session().set_language(language);
        draw_all(stage, filled, [&](auto const&, bridge::View& view) {
            press_all(view);
            stage.settle();
            view.refresh();
        });
        write_sections(stage, filled);
        (void)stage.session().alerts();
    }
    run_commands(stage, filled, [] { return std::chrono::seconds{1}; });
    for (auto const& [service, version] : stage.manifest().provides)
        for (int number = 1; number <= version; ++number)
            (void)answer_of(fmt::format("{}/{}", service, number));
    for (auto const& sample : samples_for(stage, filled)) {
        (void)import(stage, {{}, sample.file}); // as whoever drops a file: it has to be recognised
        (void)import(stage, sample);
        (void)import(stage, sample, bridge::ImportMode::apply);
    }
    stage.settle();
}

} // namespace passerelle::validator
