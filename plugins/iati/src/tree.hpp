// One activity (or organisation) of a file as a compact tree in reused buffers: what the scanner fills and the mapping reads.
// Elements borrow from their tree; the tree lives until the next activity begins. One thread.
#pragma once
#include "names.hpp"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace iati {

struct Node {
    Name name = Name::unknown;
    std::uint8_t attributes = 0;
    std::uint32_t line = 0;
    std::uint32_t text_at = 0, text_size = 0;
    std::uint32_t attribute_at = 0;
    std::uint32_t first_child = 0, next = 0; ///< 0: none (node 0 is the root, nobody's child)
};
struct Attribute {
    Name name = Name::unknown;
    std::uint32_t at = 0, size = 0;
};

struct Tree {
    std::vector<Node> nodes;
    std::vector<Attribute> attributes;
    std::string text;

    void clear()
    {
        nodes.clear();
        attributes.clear();
        text.clear();
    }
};

[[nodiscard]] constexpr bool is_space(char letter) { return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r'; }

[[nodiscard]] constexpr std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

/// An element of a tree, or none. Asking none gives none, empty texts and no children.
class Element {
public:
    Element() = default;
    Element(Tree const& tree, std::uint32_t index) : m_tree(&tree), m_index(index) {}

    [[nodiscard]] explicit operator bool() const { return m_tree != nullptr; }
    [[nodiscard]] Name name() const { return m_tree == nullptr ? Name::unknown : node().name; }
    [[nodiscard]] std::int64_t line() const { return m_tree == nullptr ? 0 : node().line; }
    /// Without the white space at both ends.
    [[nodiscard]] std::string_view text() const
    {
        return m_tree == nullptr ? std::string_view{} : trimmed(std::string_view(m_tree->text).substr(node().text_at, node().text_size));
    }
    [[nodiscard]] bool has(Name attribute) const { return find(attribute) != nullptr; }
    /// Without the white space at both ends; empty where absent.
    [[nodiscard]] std::string_view operator[](Name attribute) const
    {
        Attribute const* const found = find(attribute);
        return found == nullptr ? std::string_view{} : trimmed(std::string_view(m_tree->text).substr(found->at, found->size));
    }
    /// Calls with the name and the value of each attribute.
    template<typename Body>
    void each_attribute(Body const& body) const
    {
        for (std::uint32_t at = 0; m_tree != nullptr && at < node().attributes; ++at) {
            Attribute const& one = m_tree->attributes[node().attribute_at + at];
            body(one.name, trimmed(std::string_view(m_tree->text).substr(one.at, one.size)));
        }
    }
    [[nodiscard]] Element child(Name wanted) const
    {
        for (Element at = first(); at; at = at.next())
            if (at.name() == wanted)
                return at;
        return {};
    }
    [[nodiscard]] Element first() const { return m_tree == nullptr || node().first_child == 0 ? Element{} : Element(*m_tree, node().first_child); }
    [[nodiscard]] Element next() const { return node().next == 0 ? Element{} : Element(*m_tree, node().next); }
    /// The next one of the same name below the same parent.
    [[nodiscard]] Element next_same() const
    {
        for (Element at = next(); at; at = at.next())
            if (at.name() == name())
                return at;
        return {};
    }

private:
    [[nodiscard]] Node const& node() const { return m_tree->nodes[m_index]; }
    [[nodiscard]] Attribute const* find(Name attribute) const
    {
        if (m_tree == nullptr)
            return nullptr;
        Attribute const* const begin = m_tree->attributes.data() + node().attribute_at;
        for (Attribute const* at = begin; at != begin + node().attributes; ++at)
            if (at->name == attribute)
                return at;
        return nullptr;
    }
    Tree const* m_tree = nullptr;
    std::uint32_t m_index = 0;
};

} // namespace iati
