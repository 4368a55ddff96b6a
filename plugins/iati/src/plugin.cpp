// The module's face to the host: one format, import only.
#include "importer.hpp"
#include "passerelle/plugin.hpp"
#include <chrono>

namespace {

class IatiPlugin : public psl::Plugin {
public:
    using Plugin::Plugin;

    int recognise(std::string_view, std::string_view head) { return iati::recognise_iati(head); }

    void import_file(std::string_view, psl::Reader& reader, psl::Importer& importer, psl::Job& job)
    {
        iati::Words const words{french()};
        iati::Source source;
        source.read = [&](void* into, std::size_t capacity) { return reader.read(into, capacity); };
        auto shown_at = std::chrono::steady_clock::now();
        source.progress = [&, shown_at](std::int64_t records) mutable {
            auto const now = std::chrono::steady_clock::now();
            if (now - shown_at < std::chrono::milliseconds(100))
                return true;
            shown_at = now;
            return job.report(-1, iati::say(words("{} fiches lues", "{} records read"), std::to_string(records)));
        };
        source.known_organisations = [&](iati::Organisations& organisations) {
            psl::Database db = open_db();
            psl::Statement rows = db.prepare("SELECT id, identifier, name, type FROM core_organisation ORDER BY id");
            while (rows.step())
                organisations.known(rows.integer(0), rows.text(1), rows.text(2), rows.text(3));
        };
        iati::import_iati(source, importer.raw(), words);
    }
};

} // namespace

PSL_PLUGIN(IatiPlugin)
