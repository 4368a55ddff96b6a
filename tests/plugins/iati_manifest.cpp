// Every entity and field that the import fills is declared by its owner, accepted there, and asked for here.
#include "host/model/manifest.hpp"
#include "rows.hpp"
#include <doctest/doctest.h>
#include <filesystem>
#include <string>
#include <vector>

namespace {

std::vector<passerelle::model::Manifest> manifests()
{
    std::vector<passerelle::model::Manifest> all;
    for (char const* file : {"data/core/core.json", "plugins/projects/plugin.json", "plugins/funding/plugin.json", "plugins/inclusion/plugin.json",
                             "plugins/iati/plugin.json"}) {
        auto manifest = passerelle::model::read_manifest(std::filesystem::path(PASSERELLE_SOURCE) / file);
        REQUIRE_MESSAGE(bool(manifest), file);
        all.push_back(std::move(*manifest));
    }
    return all;
}

template<typename Fields>
void declared(std::vector<passerelle::model::Manifest> const& all)
{
    using Names = decltype(iati::row_names(Fields{}));
    std::string const id(Names::entity.data, Names::entity.size);
    CHECK_MESSAGE(all.back().write.count(id) == 1, id);
    bool found = false;
    for (auto const& manifest : all)
        for (auto const& entity : manifest.entities) {
            if (entity.id != id)
                continue;
            found = true;
            auto const accepts = manifest.accepts.find(id);
            REQUIRE_MESSAGE(accepts != manifest.accepts.end(), id);
            bool const accepted = accepts->second.count("*") == 1 || accepts->second.count("org.passerelle.iati") == 1;
            CHECK_MESSAGE(accepted, id);
            for (psl_str const& name : Names::names) {
                std::string const written(name.data, name.size);
                CHECK_MESSAGE(entity.field(written.substr(0, written.find('.'))) != nullptr, id << " " << written);
            }
        }
    CHECK_MESSAGE(found, id);
}

template<typename... Rows>
void all_declared()
{
    auto const all = manifests();
    (declared<Rows>(all), ...);
}

} // namespace

TEST_CASE("the records that an IATI file fills are declared, accepted and asked for")
{
    using namespace iati;
    all_declared<OrganisationRow, ActivityRow, ParticipationRow, LocationRow, CountryRow, RegionRow, SectorRow, TagRow, DescriptionRow, ConditionRow,
                 RelatedRow, DocumentRow, OtherIdentifierRow, ContactRow, HumanitarianRow, DetailRow, BudgetRow, PlannedRow, TransactionRow,
                 TransactionSectorRow, TransactionDetailRow, BudgetItemRow, OrganisationBudgetRow, BudgetLineRow, OrganisationDocumentRow, MarkerRow,
                 ResultRow, IndicatorRow, PeriodRow, ValueRow, ResultDocumentRow>();
}
