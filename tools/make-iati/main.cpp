// Writes a valid IATI 2.03 activity file of fictitious projects between cities: the same seed gives the same bytes on every
// machine. Valid against the schema and against the standard's ruleset (percentages sum to 100, budget periods of a year at most,
// no transaction in the future).
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace {

struct Options {
    std::uint64_t activities = 0; ///< 0: as many as `bytes` asks for
    std::uint64_t bytes = 0;
    std::uint64_t seed = 1;
    std::string out;
};

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    /// From least to most, both included.
    int between(int least, int most) { return least + static_cast<int>(next() % static_cast<std::uint64_t>(most - least + 1)); }
    bool chance(int percent) { return between(1, 100) <= percent; }
    template<typename Array>
    auto const& one_of(Array const& items)
    {
        return items[static_cast<std::size_t>(next() % items.size())];
    }

private:
    std::uint64_t m_state;
};

struct City {
    char const* country;
    char const* name;
    char const* latitude;
    char const* longitude;
    char const* currency;
};
// Invented towns: no real place is meant, the coordinates only fall into the country.
constexpr std::array<City, 10> cities{{{"SN", "Ndiarème-sur-Lac", "14.7210", "-17.2034", "XOF"},
                                       {"BJ", "Agbomè-Nord", "6.9120", "2.1530", "XOF"},
                                       {"CM", "Mbangwa", "4.1520", "10.2310", "XAF"},
                                       {"MG", "Ambohitsara", "-18.9100", "47.5250", "MGA"},
                                       {"TN", "Bir Zitoun", "35.8250", "10.6360", "TND"},
                                       {"MA", "Aït Tizi", "31.6290", "-7.9810", "MAD"},
                                       {"VN", "Phước Bình", "16.4630", "107.5900", "VND"},
                                       {"KM", "Mirontsy-Bas", "-12.1600", "44.4000", "KMF"},
                                       {"TG", "Kpalassi", "6.9000", "0.6300", "XOF"},
                                       {"HT", "Bois-Marchand", "18.5300", "-72.3300", "HTG"}}};
struct Sector {
    char const* code;
    char const* fr;
    char const* en;
};
constexpr std::array<Sector, 6> sectors{{{"15112", "Décentralisation et appui aux administrations infranationales", "Decentralisation and support to subnational government"},
                                         {"14032", "Assainissement : systèmes de base", "Basic sanitation"},
                                         {"15170", "Organisations et mouvements de femmes", "Women's rights organisations and movements"},
                                         {"32130", "Développement des PME", "Small and medium-sized enterprises development"},
                                         {"43030", "Développement et gestion urbaine", "Urban development and management"},
                                         {"16010", "Protection sociale", "Social protection"}}};
constexpr std::array<char const*, 8> themes_fr{"Économie sociale et solidaire", "Marchés municipaux", "Eau et assainissement", "Budget participatif",
                                               "Insertion des jeunes",          "Accessibilité",       "Gestion des déchets",   "État civil"};
constexpr std::array<char const*, 8> themes_en{"Social and solidarity economy", "Municipal markets", "Water & sanitation", "Participatory budget",
                                               "Youth employment",              "Accessibility",     "Waste management",   "Civil registry"};
constexpr std::array<char const*, 6> partners{"Réseau fictif des villes", "Fondation exemple", "Agence exemple de développement", "Ville de Clairbourg",
                                              "Union fictive des communes", "Ministère exemple"};

class File {
public:
    File(Options options, std::ostream& out) : m_options(std::move(options)), m_dice(m_options.seed), m_out(out) {}

    bool write()
    {
        m_text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<!-- Fictitious data: no project, organisation or amount is real. -->\n"
                 "<iati-activities version=\"2.03\" generated-datetime=\"2025-01-15T08:00:00Z\">\n";
        for (std::uint64_t at = 1; m_options.activities > 0 ? at <= m_options.activities : m_written + m_text.size() < m_options.bytes; ++at) {
            activity(at);
            if (m_text.size() > (1u << 20))
                flush();
        }
        m_text += "</iati-activities>\n";
        flush();
        m_out.flush();
        return static_cast<bool>(m_out);
    }

private:
    void flush()
    {
        m_out.write(m_text.data(), static_cast<std::streamsize>(m_text.size()));
        m_written += m_text.size();
        m_text.clear();
    }
    File& put(std::string_view text)
    {
        m_text += text;
        return *this;
    }
    File& put(std::integral auto number)
    {
        char digits[24];
        auto const [end, error] = std::to_chars(digits, digits + sizeof digits, number);
        (void)error;
        m_text.append(digits, end);
        return *this;
    }
    File& escaped(std::string_view text)
    {
        for (char const letter : text) {
            if (letter == '&')
                m_text += "&amp;";
            else if (letter == '<')
                m_text += "&lt;";
            else
                m_text += letter;
        }
        return *this;
    }
    File& date(int year, int month, int day)
    {
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        return put(text);
    }
    void narrative(std::string_view fr, std::string_view en = {})
    {
        put("<narrative>").escaped(fr).put("</narrative>");
        if (!en.empty())
            put("<narrative xml:lang=\"en\">").escaped(en).put("</narrative>");
    }

    void activity(std::uint64_t number)
    {
        City const& city = m_dice.one_of(cities);
        std::size_t const theme = static_cast<std::size_t>(m_dice.between(0, 7));
        int const start = m_dice.between(2019, 2022);
        int const status = start <= 2020 ? 4 : 2;
        char identifier[64];
        std::snprintf(identifier, sizeof identifier, "XX-DEMO-1-%07llu", static_cast<unsigned long long>(number));

        put("<iati-activity default-currency=\"").put(city.currency).put("\" xml:lang=\"fr\" hierarchy=\"1\" last-updated-datetime=\"2025-01-10T12:00:00Z\">\n");
        put("<iati-identifier>").put(identifier).put("</iati-identifier>\n");
        put("<reporting-org ref=\"XX-DEMO-1\" type=\"22\">");
        narrative("Réseau fictif des villes");
        put("</reporting-org>\n<title>");
        std::string const fr = std::string(themes_fr[theme]) + " à " + city.name + ", phase " + std::to_string(m_dice.between(1, 4));
        std::string const en = std::string(themes_en[theme]) + " in " + city.name;
        narrative(fr, en);
        put("</title>\n<description type=\"1\">");
        narrative("Le projet appuie la ville dans la conduite de son plan d’action, avec une attention aux femmes, aux jeunes et aux personnes "
                  "handicapées. Les données de cette fiche sont fictives.",
                  "The project supports the city in carrying out its action plan, with attention to women, youth and persons with "
                  "disabilities. The data are fictitious.");
        put("</description>\n");
        for (int role = 1; role <= 4; ++role) {
            int const partner = m_dice.between(0, 5);
            put("<participating-org role=\"").put(role).put("\" type=\"").put(partner == 3 ? 11 : 22).put("\" ref=\"XX-DEMO-").put(partner + 1).put("\">");
            narrative(partners[static_cast<std::size_t>(partner)]);
            put("</participating-org>\n");
        }
        put("<activity-status code=\"").put(status).put("\"/>\n");
        put("<activity-date type=\"1\" iso-date=\"").date(start, 1, 15).put("\"/>\n<activity-date type=\"2\" iso-date=\"").date(start, 2, 1).put("\"/>\n");
        put("<activity-date type=\"3\" iso-date=\"").date(start + 3, 12, 31).put("\"/>\n");
        if (status == 4)
            put("<activity-date type=\"4\" iso-date=\"").date(start + 3, 11, 30).put("\"/>\n");
        put("<contact-info type=\"1\"><organisation>");
        narrative("Réseau fictif des villes");
        put("</organisation><email>contact@example.org</email></contact-info>\n<activity-scope code=\"7\"/>\n");
        put("<recipient-country code=\"").put(city.country).put("\" percentage=\"100\"/>\n");
        int const places = m_dice.between(1, 2);
        for (int place = 1; place <= places; ++place) {
            put("<location ref=\"L").put(place).put("\"><location-reach code=\"1\"/><name>");
            narrative(std::string(city.name) + ", quartier " + std::to_string(place));
            put("</name><point srsName=\"http://www.opengis.net/def/crs/EPSG/0/4326\"><pos>").put(city.latitude).put(place == 1 ? "1" : "7").put(" ").put(city.longitude).put("</pos></point><exactness code=\"2\"/><feature-designation code=\"PPL\"/></location>\n");
        }
        std::size_t const first = static_cast<std::size_t>(m_dice.between(0, 5));
        int const share = m_dice.between(2, 8) * 10;
        for (int at = 0; at < 2; ++at) {
            Sector const& sector = sectors[(first + static_cast<std::size_t>(at)) % sectors.size()];
            put("<sector vocabulary=\"1\" code=\"").put(sector.code).put("\" percentage=\"").put(at == 0 ? share : 100 - share).put("\">");
            narrative(sector.fr, sector.en);
            put("</sector>\n");
        }
        put("<policy-marker vocabulary=\"1\" code=\"1\" significance=\"").put(m_dice.between(0, 2)).put("\"/>\n");
        put("<policy-marker vocabulary=\"1\" code=\"11\" significance=\"").put(m_dice.between(0, 1)).put("\"/>\n");
        put("<collaboration-type code=\"1\"/>\n<default-flow-type code=\"10\"/>\n<default-finance-type code=\"110\"/>\n<default-aid-type code=\"C01\"/>\n<default-tied-status code=\"5\"/>\n");
        for (int year = start; year <= start + 2; ++year)
            put("<budget type=\"1\" status=\"2\"><period-start iso-date=\"").date(year, 1, 1).put("\"/><period-end iso-date=\"").date(year, 12, 31).put("\"/><value value-date=\"").date(year, 1, 1).put("\">").put(m_dice.between(1000, 90000) * 1000).put("</value></budget>\n");
        put("<planned-disbursement type=\"1\"><period-start iso-date=\"").date(start + 1, 3, 1).put("\"/><period-end iso-date=\"").date(start + 1, 3, 31).put("\"/><value value-date=\"").date(start, 2, 1).put("\">").put(m_dice.between(1000, 9000) * 1000).put("</value></planned-disbursement>\n");
        int const transactions = m_dice.between(6, 14);
        for (int at = 1; at <= transactions; ++at)
            transaction(at, start, city);
        put("<document-link format=\"application/pdf\" url=\"https://example.org/docs/").put(identifier).put(".pdf\"><title>");
        narrative("Rapport annuel", "Annual report");
        put("</title><category code=\"A01\"/><language code=\"fr\"/><document-date iso-date=\"").date(start + 1, 6, 30).put("\"/></document-link>\n");
        if (number > 1)
            put("<related-activity ref=\"XX-DEMO-1-0000001\" type=\"3\"/>\n");
        int const results = m_dice.between(1, 3);
        for (int at = 0; at < results; ++at)
            result(at, start);
        put("</iati-activity>\n");
    }

    void transaction(int at, int start, City const& city)
    {
        static constexpr std::array<int, 6> types{2, 3, 3, 4, 1, 11};
        int const type = m_dice.one_of(types);
        int const year = start + m_dice.between(0, 1), month = m_dice.between(1, 12), day = m_dice.between(1, 28);
        bool const euro = m_dice.chance(40);
        put("<transaction ref=\"T").put(at).put("\"><transaction-type code=\"").put(type).put("\"/><transaction-date iso-date=\"").date(year, month, day).put("\"/><value ");
        if (euro)
            put("currency=\"EUR\" ");
        put("value-date=\"").date(year, month, day).put("\">");
        if (euro)
            put(m_dice.between(100, 90000)).put(".").put(m_dice.between(10, 99));
        else
            put(m_dice.between(100, 90000) * 1000);
        put("</value><description>");
        narrative("Tranche n° " + std::to_string(at) + " versée à la ville");
        put("</description><provider-org ref=\"XX-DEMO-").put(m_dice.between(1, 3)).put("\" type=\"22\">");
        narrative("Réseau fictif des villes");
        put("</provider-org><receiver-org type=\"11\">");
        narrative(std::string("Commune de ") + city.name);
        put("</receiver-org></transaction>\n");
    }

    void result(int at, int start)
    {
        put("<result type=\"").put(at % 3 + 1).put("\" aggregation-status=\"1\"><title>");
        narrative("Des personnes formées exercent une activité", "Trained people are at work");
        put("</title>");
        int const indicators = m_dice.between(1, 2);
        for (int number = 1; number <= indicators; ++number) {
            put("<indicator measure=\"1\" ascending=\"1\" aggregation-status=\"1\"><title>");
            narrative("Nombre de personnes formées", "Number of people trained");
            put("</title><baseline year=\"").put(start).put("\" value=\"").put(m_dice.between(0, 20)).put("\"/>");
            for (int year = start; year < start + 2; ++year) {
                put("<period><period-start iso-date=\"").date(year, 1, 1).put("\"/><period-end iso-date=\"").date(year, 12, 31).put("\"/><target value=\"").put(m_dice.between(50, 150)).put("\"/>");
                int const women = m_dice.between(20, 80), men = m_dice.between(10, 70);
                put("<actual value=\"").put(women + men).put("\"/>");
                put("<actual value=\"").put(women).put("\"><dimension name=\"sex\" value=\"female\"/></actual>");
                put("<actual value=\"").put(men).put("\"><dimension name=\"sex\" value=\"male\"/></actual></period>");
            }
            put("</indicator>");
        }
        put("</result>\n");
    }

    Options m_options;
    Dice m_dice;
    std::ostream& m_out;
    std::string m_text;
    std::uint64_t m_written = 0;
};

/// "20M", "64K", "1G", "12345".
bool read_size(std::string_view text, std::uint64_t& size)
{
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc{})
        return false;
    std::string_view const unit(stop, static_cast<std::size_t>(text.data() + text.size() - stop));
    if (unit.empty())
        return true;
    std::size_t const power = std::string_view("KMG").find(unit[0]);
    if (unit.size() != 1 || power == std::string_view::npos)
        return false;
    size <<= 10 * (power + 1);
    return true;
}

int usage(char const* why)
{
    std::cerr << why
              << "\nmake-iati (--activities N | --bytes SIZE) [--seed N] [--out FILE]\n"
                 "  Writes a valid IATI 2.03 file of fictitious activities; SIZE may end in K, M or G; without --out, to standard output.\n";
    return 2;
}

} // namespace

int main(int count, char** arguments)
{
    Options options;
    for (int at = 1; at < count; at += 2) {
        std::string_view const name = arguments[at];
        if (name == "--help") {
            usage("");
            return 0;
        }
        if (at + 1 >= count)
            return usage("An option lacks its value.");
        std::string_view const value = arguments[at + 1];
        bool known = true;
        if (name == "--activities")
            known = read_size(value, options.activities);
        else if (name == "--bytes")
            known = read_size(value, options.bytes);
        else if (name == "--seed")
            known = read_size(value, options.seed);
        else if (name == "--out")
            options.out = value;
        else
            return usage("Unknown option.");
        if (!known)
            return usage("An option's value is not a number.");
    }
    if (options.activities == 0 && options.bytes == 0)
        return usage("Say how much: --activities or --bytes.");
    bool done = false;
    if (options.out.empty())
        done = File(options, std::cout).write();
    else {
        std::ofstream out(options.out, std::ios::binary | std::ios::trunc);
        done = out && File(options, out).write();
    }
    if (!done) {
        std::cerr << "The file could not be written.\n";
        return 1;
    }
    return 0;
}
