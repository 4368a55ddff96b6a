// The small functions that run once for every row or every keystroke.
#include "host/base/text.hpp"
#include "host/model/order_keys.hpp"
#include "host/model/query_sql.hpp"
#include "host/model/value_json.hpp"
#include "tests/bench/stage.hpp"

namespace bench {

using namespace passerelle;

void add_micro(Stage& stage)
{
    stage.add("micro/fold/ascii", [](benchmark::State& state) {
        for (auto _ : state)
            benchmark::DoNotOptimize(fold("XX-STRESS-0123456 Cooperative"));
    });
    stage.add("micro/fold/accents", [](benchmark::State& state) {
        for (auto _ : state)
            benchmark::DoNotOptimize(fold("Marché couvert de Nouakchott – équité entre quartiers"));
    });
    stage.add("micro/append_folded/accents", [](benchmark::State& state) {
        std::string out;
        for (auto _ : state) {
            out.clear();
            model::append_folded(out, "Marché couvert de Nouakchott – équité entre quartiers");
            benchmark::DoNotOptimize(out);
        }
    });
    stage.add("micro/collate", [](benchmark::State& state) {
        for (auto _ : state)
            benchmark::DoNotOptimize(collate("Marché couvert de Nouakchott", "Marché couvert de Lomé"));
    });
    stage.add("micro/match_expression", [](benchmark::State& state) {
        for (auto _ : state)
            benchmark::DoNotOptimize(model::match_expression(model::search_words("équité nouakchott"), model::LastWord::beginning));
    });
    stage.add("micro/read_translations", [](benchmark::State& state) {
        model::Field field;
        field.type = model::FieldType::translatable;
        for (auto _ : state)
            benchmark::DoNotOptimize(model::value_from_json(field, R"({"fr":"Marché couvert de Nouakchott – équité entre quartiers","en":"Project 12"})"));
    });
}

} // namespace bench
