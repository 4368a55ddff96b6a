#include "importer.hpp"
#include "activity.hpp"
#include "organisation_file.hpp"
#include "scanner.hpp"
#include <charconv>
#include <set>
#include <string>

namespace iati {
namespace {

class FileImport final : public Sink {
public:
    FileImport(Source const& source, psl_importer* importer, Words words)
        : m_source(source), m_in(importer, words), m_organisations(m_in), m_activities(m_in, m_organisations), m_published(m_in, m_organisations)
    {
        if (source.known_organisations)
            source.known_organisations(m_organisations);
    }

    void begin(Element root) override
    {
        m_in.file_language = m_in.clean_language(root[Name::lang]);
        m_in.version = version_of(root);
    }

    void record(Element record, bool first, bool last) override
    {
        if (record.name() == Name::iati_activity)
            m_activities.take(record, first, last);
        else
            m_published.take(record, first, last);
        ++m_records;
    }

    void skipped(std::string_view name, std::int64_t line) override
    {
        if (m_skipped.size() >= 200 || !m_skipped.emplace(shown(name)).second)
            return;
        m_in.identifier.clear();
        m_in.tell(PSL_LEVEL_NOTE, line,
                  say(m_in.words("L’élément « {} » ne fait pas partie de la norme : il n’est pas repris, ici ni plus loin.",
                                 "The element “{}” is not part of the standard: it is not taken over, here or further on."),
                      shown(name)));
    }

    std::size_t read(void* into, std::size_t capacity)
    {
        if (m_source.progress && !m_source.progress(m_records))
            throw psl::Error(PSL_E_CANCELLED, std::string(m_in.words("L’import est interrompu. Rien n’a été importé.",
                                                                     "The import was stopped. Nothing was imported.")));
        return m_source.read(into, capacity);
    }

    void finish()
    {
        m_in.identifier.clear();
        if (m_records == 0)
            m_in.tell(PSL_LEVEL_WARNING, 0, m_in.words("Ce fichier ne contient aucune activité.", "This file holds no activity."));
        if (m_in.rounded_amounts > 0)
            m_in.tell(PSL_LEVEL_NOTE, 0,
                      say(m_in.words("Montants arrondis à l’unité la plus petite de leur devise : {}.", "Amounts rounded to the smallest unit of their currency: {}."),
                          std::to_string(m_in.rounded_amounts)));
    }

private:
    /// "2.03" is 203; "1.0" and nothing at all are 101. Versions to come are read as 2.03 (told).
    int version_of(Element root)
    {
        std::string_view const written = root[Name::version];
        int major = 0, minor = 0;
        char const* const end = written.data() + written.size();
        auto const [dot, error] = std::from_chars(written.data(), end, major);
        if (error == std::errc{} && dot != end && *dot == '.')
            std::from_chars(dot + 1, end, minor);
        if (written.empty() || error != std::errc{}) {
            m_in.warning(root, "Ce fichier ne dit pas de quelle version de la norme il est : il est lu comme de la version 1.0x.",
                         "This file does not say which version of the standard it is: it is read as version 1.0x.");
            return 101;
        }
        if (major > 2 || (major == 2 && minor > 3))
            m_in.warning(root, "Ce fichier est de la version « {} », plus récente que 2.03 : il est lu comme de la version 2.03.",
                         "This file is of version “{}”, later than 2.03: it is read as version 2.03.", shown(written));
        return major < 2 ? 100 + minor : 200 + minor;
    }

    Source const& m_source;
    Import m_in;
    Organisations m_organisations;
    ActivityMapper m_activities;
    OrganisationMapper m_published;
    std::set<std::string, std::less<>> m_skipped;
    std::int64_t m_records = 0;
};

} // namespace

void import_iati(Source const& source, psl_importer* importer, Words words)
{
    FileImport file(source, importer, words);
    Scanner scanner(file, words);
    scanner.run([&](void* into, std::size_t capacity) { return file.read(into, capacity); });
    file.finish();
}

int recognise_iati(std::string_view head)
{
    // UTF-16 has a zero beside each letter: the others are looked at
    std::string letters;
    letters.reserve(head.size());
    for (char const letter : head)
        if (letter != 0)
            letters += letter;
    if (letters.find("<iati-activities") != std::string::npos || letters.find("<iati-organisations") != std::string::npos)
        return 100;
    std::size_t const first = letters.find_first_not_of(" \t\r\n\xEF\xBB\xBF\xFF\xFE");
    if (first == std::string::npos || letters[first] != '<')
        return 0;
    return letters.compare(first, 5, "<?xml") == 0 ? 20 : 5;
}

} // namespace iati
