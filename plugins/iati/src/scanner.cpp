#include "scanner.hpp"
#include "encoding.hpp"
#include "passerelle/cpp/base.hpp"
#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <expat.h>
#include <string>
#include <vector>

namespace iati {
namespace {

constexpr std::size_t chunk = 256 * 1024;

bool all_space(char const* text, std::size_t size)
{
    return std::all_of(text, text + size, [](char letter) { return is_space(letter); });
}

/// These hold text: a tag of a publisher's own inside them (<b>, <br/>) is taken away and its text stays.
bool holds_text(Name name)
{
    switch (name) {
    case Name::narrative:
    case Name::title:
    case Name::description:
    case Name::comment:
    case Name::name: return true;
    default: return false;
    }
}

/// Which line a byte stands in, asked in the order of the bytes, once for each element: expat's own count walks over every
/// character again. Lines end with LF, CR LF or CR, in encodings where these are single bytes.
class LineCount {
public:
    void feed(std::string_view bytes)
    {
        m_ends.erase(m_ends.begin(), m_ends.begin() + static_cast<std::ptrdiff_t>(m_next));
        m_next = 0;
        if (bytes.find('\r') == std::string_view::npos) {
            for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1))
                if (at > 0 || !m_after_return)
                    m_ends.push_back(m_fed + static_cast<std::int64_t>(at));
        } else {
            for (std::size_t at = 0; at < bytes.size(); ++at) {
                bool const second = bytes[at] == '\n' && (at > 0 ? bytes[at - 1] == '\r' : m_after_return);
                if (!second && (bytes[at] == '\n' || bytes[at] == '\r'))
                    m_ends.push_back(m_fed + static_cast<std::int64_t>(at));
            }
        }
        if (!bytes.empty())
            m_after_return = bytes.back() == '\r';
        m_fed += static_cast<std::int64_t>(bytes.size());
    }
    [[nodiscard]] std::int64_t at(std::int64_t byte)
    {
        for (; m_next < m_ends.size() && m_ends[m_next] < byte; ++m_next)
            ++m_line;
        return m_line;
    }

private:
    std::vector<std::int64_t> m_ends; ///< of the lines that are fed and may still be asked for
    std::size_t m_next = 0;
    std::int64_t m_fed = 0, m_line = 1;
    bool m_after_return = false; ///< what was fed ended with CR
};

} // namespace

struct Scanner::Impl {
    Impl(Sink& to, Words in) : sink(to), words(in), parser(XML_ParserCreate(nullptr), &XML_ParserFree)
    {
        if (!parser)
            throw std::bad_alloc();
        XML_SetUserData(parser.get(), this);
        XML_SetElementHandler(parser.get(), &start, &end);
        XML_SetCharacterDataHandler(parser.get(), &characters);
        XML_SetStartDoctypeDeclHandler(parser.get(), &doctype);
        XML_SetUnknownEncodingHandler(parser.get(), &encoding, this);
        XML_SetParamEntityParsing(parser.get(), XML_PARAM_ENTITY_PARSING_NEVER);
        tree.nodes.reserve(4096);
        tree.attributes.reserve(8192);
        tree.text.reserve(256 * 1024);
    }

    // ---- expat's callbacks: nothing may be thrown through it ------------------------------------------------------
    template<typename Body>
    static void kept(void* raw, Body&& body) noexcept
    {
        auto& self = *static_cast<Impl*>(raw);
        if (self.failure)
            return;
        try {
            body(self);
        } catch (...) {
            self.failure = std::current_exception();
            XML_StopParser(self.parser.get(), XML_FALSE);
        }
    }
    static void XMLCALL start(void* raw, XML_Char const* name, XML_Char const** attributes)
    {
        kept(raw, [&](Impl& self) { self.open(name, attributes); });
    }
    static void XMLCALL end(void* raw, XML_Char const*)
    {
        kept(raw, [](Impl& self) { self.close(); });
    }
    static void XMLCALL characters(void* raw, XML_Char const* text, int size)
    {
        kept(raw, [&](Impl& self) { self.append(text, static_cast<std::size_t>(size)); });
    }
    static void XMLCALL doctype(void* raw, XML_Char const*, XML_Char const*, XML_Char const*, int)
    {
        kept(raw, [](Impl& self) {
            self.refuse("Ce fichier contient un DOCTYPE (ligne {}), que l’IATI n’utilise pas et qui peut cacher une attaque. Rien n’a été "
                        "importé. Demandez à l’éditeur un fichier sans DOCTYPE.",
                        "This file holds a DOCTYPE (line {}), which IATI does not use and which may hide an attack. Nothing was imported. "
                        "Ask the publisher for a file without a DOCTYPE.");
        });
    }
    static int XMLCALL encoding(void* raw, XML_Char const* name, XML_Encoding* info)
    {
        int known = XML_STATUS_ERROR;
        kept(raw, [&](Impl& self) {
            self.encoding_name = shown(name, 40);
            if (auto const codes = single_byte_encoding(name)) {
                std::copy(codes->begin(), codes->end(), info->map);
                info->data = nullptr;
                info->convert = nullptr;
                info->release = nullptr;
                known = XML_STATUS_OK;
            }
        });
        return known;
    }

    // ---- building the tree ------------------------------------------------------------------------------------------
    void open(char const* name, char const** attributes)
    {
        if (++depth > Limits::depth)
            refuse("Les balises de ce fichier sont emboîtées sur plus de 64 niveaux (ligne {}). Ce n’est pas un fichier IATI. Rien n’a été "
                   "importé.",
                   "The tags of this file are nested more than 64 levels deep (line {}). This is not an IATI file. Nothing was imported.");
        if (skipping > 0) {
            ++skipping;
            return;
        }
        if (transparent > 0) {
            ++transparent;
            return;
        }
        Name const known = name_of(name, std::strlen(name));
        if (depth == 1) {
            open_root(known, name, attributes);
            return;
        }
        if (depth == 2 ? known != Name::iati_activity && known != Name::iati_organisation : known == Name::unknown) {
            if (depth > 2 && holds_text(tree.nodes[stack[depth - 2]].name)) {
                transparent = 1;
                return;
            }
            skip(name);
            return;
        }
        if (depth == 2) {
            tree.clear();
            first_part = true;
        }
        if (!add(known, attributes)) {
            skip(name);
            return;
        }
    }

    void open_root(Name known, char const* name, char const** attributes)
    {
        if (known != Name::iati_activities && known != Name::iati_organisations)
            throw psl::Error(say(words("Ce fichier est du XML, mais pas de l’IATI : il commence par « {} ». Rien n’a été importé. "
                                       "Choisissez un fichier dont la racine est iati-activities ou iati-organisations.",
                                       "This file is XML, but not IATI: it starts with “{}”. Nothing was imported. Choose a file "
                                       "whose root is iati-activities or iati-organisations."),
                                 shown(name)));
        for (char const** at = attributes; *at != nullptr; at += 2)
            if (std::strcmp(at[0], "xmlns") == 0)
                root_namespace = shown(at[1], 200);
        tree.clear();
        (void)add(known, attributes);
        sink.begin(Element(tree, 0));
        tree.clear();
    }

    void skip(char const* name)
    {
        skipping = 1;
        sink.skipped(name, line());
    }

    /// False: the element says by xmlns that it is not IATI's.
    bool add(Name name, char const** attributes)
    {
        std::size_t count = 0;
        while (attributes[count * 2] != nullptr)
            ++count;
        if (count > Limits::attributes)
            refuse("Une balise porte plus de 64 attributs (ligne {}). Ce n’est pas un fichier IATI. Rien n’a été importé.",
                   "A tag holds more than 64 attributes (line {}). This is not an IATI file. Nothing was imported.");
        Node node;
        node.name = name;
        std::int64_t const here = wide ? line() : lines.at(XML_GetCurrentByteIndex(parser.get()));
        node.line = static_cast<std::uint32_t>(std::min<std::int64_t>(here, UINT32_MAX));
        node.attribute_at = static_cast<std::uint32_t>(tree.attributes.size());
        for (; *attributes != nullptr; attributes += 2) {
            std::size_t const size = std::strlen(attributes[1]);
            if (size > Limits::attribute)
                refuse("Un attribut dépasse 1 Mio (ligne {}). Ce n’est pas un fichier IATI. Rien n’a été importé.",
                       "An attribute is larger than 1 MiB (line {}). This is not an IATI file. Nothing was imported.");
            Name const known = name_of(attributes[0], std::strlen(attributes[0]));
            if (known == Name::unknown)
                continue;
            if (known == Name::xmlns && depth > 1 && size > 0 && root_namespace != attributes[1]) {
                tree.attributes.resize(node.attribute_at);
                return false;
            }
            tree.attributes.push_back({known, static_cast<std::uint32_t>(tree.text.size()), static_cast<std::uint32_t>(size)});
            tree.text.append(attributes[1], size);
            ++node.attributes;
        }
        auto const index = static_cast<std::uint32_t>(tree.nodes.size());
        tree.nodes.push_back(node);
        if (depth > 2) {
            std::uint32_t& last = last_child[depth - 2];
            if (last == 0)
                tree.nodes[stack[depth - 2]].first_child = index;
            else
                tree.nodes[last].next = index;
            last = index;
        }
        stack[depth - 1] = index;
        last_child[depth - 1] = 0;
        if (weight() > Limits::record)
            refuse("Un élément de ce fichier est trop grand pour être lu (ligne {}). Rien n’a été importé.",
                   "An element of this file is too large to be read (line {}). Nothing was imported.");
        return true;
    }

    [[nodiscard]] std::size_t weight() const
    {
        return tree.text.size() + tree.nodes.size() * sizeof(Node) + tree.attributes.size() * sizeof(Attribute);
    }

    void close()
    {
        --depth;
        if (skipping > 0) {
            --skipping;
            return;
        }
        if (transparent > 0) {
            --transparent;
            return;
        }
        if (depth == 1) {
            sink.record(Element(tree, 0), first_part, true);
            tree.clear();
        } else if (depth == 2 && weight() > Limits::part) {
            sink.record(Element(tree, 0), first_part, false);
            keep_only_record();
            first_part = false;
        }
    }

    /// After a part: the record's own attributes stay, its children have been dealt with.
    void keep_only_record()
    {
        Node root = tree.nodes[0];
        std::uint32_t text = 0;
        for (std::size_t at = 0; at < root.attributes; ++at) {
            Attribute const& attribute = tree.attributes[root.attribute_at + at];
            text = std::max(text, attribute.at + attribute.size);
        }
        root.first_child = root.next = root.text_at = root.text_size = 0;
        tree.nodes.assign(1, root);
        tree.attributes.resize(root.attributes);
        tree.text.resize(text);
        last_child[1] = 0;
    }

    void append(char const* text, std::size_t size)
    {
        if (skipping > 0 || depth < 2)
            return;
        // inside transparent tags the text belongs to the element around them
        Node& node = tree.nodes[stack[depth - 1 - transparent]];
        if (node.text_size == 0) {
            if (all_space(text, size))
                return;
            node.text_at = static_cast<std::uint32_t>(tree.text.size());
        } else if (node.text_at + node.text_size != tree.text.size()) {
            // children came between: the pieces are put together again, within reason
            if (node.text_size > 64 * 1024 || all_space(text, size))
                return;
            std::string const before = tree.text.substr(node.text_at, node.text_size);
            node.text_at = static_cast<std::uint32_t>(tree.text.size());
            tree.text += before;
        }
        tree.text.append(text, size);
        node.text_size += static_cast<std::uint32_t>(size);
        if (node.text_size > Limits::text || weight() > Limits::record)
            refuse("Un texte de ce fichier dépasse 16 Mio (ligne {}). Rien n’a été importé.",
                   "A text of this file is larger than 16 MiB (line {}). Nothing was imported.");
    }

    // ---- reading ------------------------------------------------------------------------------------------------------
    void run(Read const& read)
    {
        std::size_t total = 0;
        for (bool first = true;; first = false) {
            void* const buffer = XML_GetBuffer(parser.get(), static_cast<int>(chunk));
            if (buffer == nullptr)
                throw std::bad_alloc();
            // the first piece is filled so that its first bytes can be judged
            std::size_t size = read(buffer, chunk);
            while (first && size > 0 && size < 4) {
                std::size_t const more = read(static_cast<char*>(buffer) + size, chunk - size);
                if (more == 0)
                    break;
                size += more;
            }
            if (first)
                check_head({static_cast<char const*>(buffer), size});
            if (!wide)
                lines.feed({static_cast<char const*>(buffer), size});
            total += size;
            XML_Status const status = XML_ParseBuffer(parser.get(), static_cast<int>(size), size == 0);
            if (failure)
                std::rethrow_exception(failure);
            if (status != XML_STATUS_OK)
                refuse_malformed();
            if (size == 0)
                return;
            auto const pending = static_cast<std::int64_t>(total) - static_cast<std::int64_t>(XML_GetCurrentByteIndex(parser.get()));
            if (pending > static_cast<std::int64_t>(Limits::tag))
                refuse("Une balise ou un commentaire dépasse 4 Mio (ligne {}). Ce n’est pas un fichier IATI. Rien n’a été importé.",
                       "A tag or a comment is larger than 4 MiB (line {}). This is not an IATI file. Nothing was imported.");
        }
    }

    void check_head(std::string_view head)
    {
        using namespace std::string_view_literals;
        if (head.empty())
            throw psl::Error(std::string(words("Ce fichier est vide. Rien n’a été importé. Choisissez un autre fichier.",
                                               "This file is empty. Nothing was imported. Choose another file.")));
        if (head.starts_with("\xFF\xFE\0\0"sv) || head.starts_with("\0\0\xFE\xFF"sv) || head.starts_with("<\0\0\0"sv) ||
            head.starts_with("\0\0\0<"sv))
            throw psl::Error(std::string(words("Ce fichier est en UTF-32, que Passerelle ne lit pas. Rien n’a été importé. Enregistrez-le en "
                                               "UTF-8, puis importez-le.",
                                               "This file is in UTF-32, which Passerelle does not read. Nothing was imported. Save it as "
                                               "UTF-8, then import it.")));
        if (head.starts_with("PK\x03\x04") || head.starts_with("\xD0\xCF\x11\xE0"))
            throw psl::Error(std::string(words("Ce fichier est un classeur ou une archive, pas du XML. Rien n’a été importé. Choisissez le "
                                               "fichier XML publié.",
                                               "This file is a workbook or an archive, not XML. Nothing was imported. Choose the published "
                                               "XML file.")));
        if (head.starts_with("\x1F\x8B"))
            throw psl::Error(std::string(words("Ce fichier est compressé. Rien n’a été importé. Décompressez-le, puis importez-le.",
                                               "This file is compressed. Nothing was imported. Decompress it, then import it.")));
        std::string_view start = head;
        if (start.starts_with("\xEF\xBB\xBF"))
            start.remove_prefix(3);
        while (!start.empty() && is_space(start.front()))
            start.remove_prefix(1);
        wide = head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF") || head.starts_with("<\0"sv) || head.starts_with("\0<"sv);
        if (!wide && !start.starts_with('<'))
            throw psl::Error(std::string(words("Ce fichier n’est pas du XML. Rien n’a été importé. Choisissez un fichier IATI (.xml).",
                                               "This file is not XML. Nothing was imported. Choose an IATI file (.xml).")));
    }

    [[nodiscard]] std::int64_t line() const { return static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser.get())); }

    [[noreturn]] void refuse(std::string_view fr, std::string_view en) const
    {
        throw psl::Error(say(words(fr, en), std::to_string(line())));
    }

    [[noreturn]] void refuse_malformed() const
    {
        XML_Error const code = XML_GetErrorCode(parser.get());
        std::string const at = std::to_string(line());
        std::string const detail = XML_ErrorString(code);
        if (code == XML_ERROR_NO_MEMORY)
            throw std::bad_alloc();
        if (code == XML_ERROR_UNKNOWN_ENCODING)
            throw psl::Error(say(words("Ce fichier annonce l’encodage « {} », que Passerelle ne lit pas. Rien n’a été importé. "
                                       "Enregistrez-le en UTF-8, puis importez-le.",
                                       "This file announces the encoding “{}”, which Passerelle does not read. Nothing was imported. "
                                       "Save it as UTF-8, then import it."),
                                 encoding_name));
        if (code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN || code == XML_ERROR_UNCLOSED_CDATA_SECTION)
            throw psl::Error(say(words("Ce fichier s’arrête trop tôt (ligne {}) : il a sans doute été coupé. Rien n’a été importé. "
                                       "Téléchargez-le de nouveau. Détail technique : {}",
                                       "This file ends too early (line {}): it was probably cut. Nothing was imported. Download it "
                                       "again. Technical detail: {}"),
                                 at, detail));
        if (int const byte = byte_at_fault(); byte >= 0x80)
            throw psl::Error(say(words("À la ligne {}, un caractère n’est pas écrit dans l’encodage que le fichier annonce. Rien n’a été "
                                       "importé. Enregistrez-le en UTF-8, puis importez-le. Détail technique : {}",
                                       "At line {}, a character is not written in the encoding that the file announces. Nothing was "
                                       "imported. Save it as UTF-8, then import it. Technical detail: {}"),
                                 at, detail));
        else if (byte >= 0 && byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t')
            throw psl::Error(say(words("La ligne {} contient un caractère de contrôle, que le XML n’admet pas. Rien n’a été importé. "
                                       "Demandez à l’éditeur de corriger le fichier. Détail technique : {}",
                                       "Line {} holds a control character, which XML does not allow. Nothing was imported. Ask the "
                                       "publisher to correct the file. Technical detail: {}"),
                                 at, detail));
        throw psl::Error(say(words("Ce fichier n’est pas du XML bien formé : la lecture s’arrête à la ligne {}. Rien n’a été importé. "
                                   "Demandez à l’éditeur de corriger le fichier. Détail technique : {}",
                                   "This file is not well-formed XML: reading stops at line {}. Nothing was imported. Ask the publisher "
                                   "to correct the file. Technical detail: {}"),
                             at, detail));
    }

    /// The byte where expat stopped; -1 unknown. For an invalid token expat points at the byte itself.
    [[nodiscard]] int byte_at_fault() const
    {
        int offset = 0, size = 0;
        char const* const context = XML_GetInputContext(parser.get(), &offset, &size);
        if (context == nullptr || offset < 0 || offset >= size)
            return -1;
        return static_cast<unsigned char>(context[offset]);
    }

    Sink& sink;
    Words words;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser;
    Tree tree;
    std::array<std::uint32_t, Limits::depth> stack{}, last_child{}; ///< by depth - 1: the open element, its last child
    std::size_t depth = 0;
    std::size_t skipping = 0, transparent = 0; ///< open elements that are skipped, or whose tags only are
    bool first_part = true;
    bool wide = false; ///< UTF-16: a line end is not one byte
    LineCount lines;
    std::string root_namespace, encoding_name;
    std::exception_ptr failure;
};

Scanner::Scanner(Sink& sink, Words words) : m_impl(std::make_unique<Impl>(sink, words)) {}
Scanner::~Scanner() = default;
void Scanner::run(Read const& read) { m_impl->run(read); }

} // namespace iati
