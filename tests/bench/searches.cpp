// Search as you type over 300, 10,000 and 1,000,000 records: each keystroke's first 50 hits.
#include "host/model/query.hpp"
#include "tests/bench/stage.hpp"
#include <fmt/format.h>
#include <stdexcept>

namespace bench {

using namespace passerelle;

namespace {

struct Words {
    char const* name;
    char const* typed;
};
/// Frequent, rare, prefixes of one to three letters, accented, two words, nothing found.
constexpr Words typed_words[] = {
    {"one_letter", "m"},         {"one_letter_in_all", "p"},   {"two_letters", "ma"},     {"three_letters", "mar"},   {"frequent", "marche"},
    {"in_all", "project"},       {"accented", "équité"},       {"two_words", "equite nouakchott"}, {"two_words_prefix", "marché c"}, {"frequent_then_letter", "project 9"},
    {"rare", "project 87654"},   {"identifier", "XX-STRESS-0000123"}, {"quarter", "kobabadi"}, {"unfinished_in_all", "proje"}, {"unfinished_frequent", "equite nouak"}, {"nothing", "xyzzyx"},
};

} // namespace

void add_searches(Stage& stage)
{
    std::vector<Size> sizes{{300, 20'000}, {10'000, 20'000}, {1'000'000, 20'000}};
    if (stage.settings().quick)
        sizes = {{20, 1'340}};
    for (auto const& size : sizes)
        for (auto const& words : typed_words) {
            bool const promised = size.projects >= 1'000'000 || stage.settings().quick;
            stage.add(fmt::format("search/everywhere/{}/{}", size.projects, words.name), [&stage, size, words, promised](benchmark::State& state) {
                     auto& session = stage.session(size);
                     auto& reader = session.portfolio().reader();
                     std::size_t found = 0;
                     double const ms = timed(state, [&] {
                         auto hits = model::search(reader, session.registry(), words.typed, 50);
                         if (!hits)
                             throw std::runtime_error(hits.error().sentence.en);
                         found = hits->size();
                     });
                     state.counters["hits"] = static_cast<double>(found);
                     if (promised)
                         stage.promises().add({fmt::format("search over 1,000,000, first 50 hits: “{}”", words.typed), ms, 20.0, "ms", 0, ""});
                 })
                ->UseManualTime()
                ->Unit(benchmark::kMillisecond)
                ->Iterations(stage.settings().quick ? 1 : 9);
            // In the order that the register shows, here the alphabet of the titles: what the index finds first is not what is shown first.
            stage.add(fmt::format("search/register/{}/{}", size.projects, words.name), [&stage, size, words, promised](benchmark::State& state) {
                     auto& session = stage.session(size);
                     auto& reader = session.portfolio().reader();
                     auto const* entity = session.registry().entity("projects.activity");
                     static Size ordered{0, 0};
                     static std::vector<std::int64_t> ids;
                     if (ordered != size) {
                         auto made = model::order(reader, session.registry(), {entity, {}, "", {{"title", false}}, Language::fr});
                         if (!made)
                             throw std::runtime_error(made.error().sentence.en);
                         ids = std::move(*made);
                         ordered = size;
                     }
                     std::size_t found = 0;
                     double const ms = timed(state, [&] {
                         auto hits = model::narrowed(reader, *entity, words.typed, ids, 50);
                         if (!hits)
                             throw std::runtime_error(hits.error().sentence.en);
                         found = hits->size();
                     });
                     state.counters["hits"] = static_cast<double>(found);
                     if (promised)
                         stage.promises().add({fmt::format("search in a register of 1,000,000 by title, first 50: “{}”", words.typed), ms, 20.0, "ms", 0, ""});
                 })
                ->UseManualTime()
                ->Unit(benchmark::kMillisecond)
                ->Iterations(stage.settings().quick ? 1 : 9);
        }
}

} // namespace bench
