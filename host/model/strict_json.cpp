#include "host/model/strict_json.hpp"
#include "host/base/text.hpp"
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <fmt/format.h>
#include <iterator>
#include <nlohmann/json.hpp>

namespace passerelle::model {

namespace {

/// Hands bytes to the parser and counts line ends on the way.
class LineIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = char const*;
    using reference = char const&;

    LineIterator(char const* at, std::size_t* line) : m_at(at), m_line(line) {}
    reference operator*() const { return *m_at; }
    LineIterator& operator++()
    {
        if (m_line && *m_at == '\n')
            ++*m_line;
        ++m_at;
        return *this;
    }
    LineIterator operator++(int)
    {
        auto const before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(LineIterator const& left, LineIterator const& right) { return left.m_at == right.m_at; }
    friend bool operator!=(LineIterator const& left, LineIterator const& right) { return left.m_at != right.m_at; }

private:
    char const* m_at;
    std::size_t* m_line;
};

/// Builds the tree from the parser's events; returning false stops the parser at once.
class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
public:
    TreeBuilder(std::size_t const& line, int depth) : m_line(line), m_depth(depth) {}

    bool null() override { return put({}); }
    bool boolean(bool value) override
    {
        JsonNode node;
        node.kind = JsonNode::Kind::boolean;
        node.boolean = value;
        return put(std::move(node));
    }
    bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
    bool number_float(number_float_t, string_t const& written) override { return number(written); }
    bool string(string_t& value) override
    {
        JsonNode node;
        node.kind = JsonNode::Kind::text;
        node.text = std::move(value);
        return put(std::move(node));
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(JsonNode::Kind::object); }
    bool start_array(std::size_t) override { return open(JsonNode::Kind::list); }
    bool end_object() override
    {
        m_stack.pop_back();
        return true;
    }
    bool end_array() override
    {
        m_stack.pop_back();
        return true;
    }
    bool key(string_t& name) override
    {
        auto& members = m_stack.back()->members;
        if (std::any_of(members.begin(), members.end(), [&](auto const& member) { return member.first == name; })) {
            m_problem = {fmt::format("la clé « {} » figure deux fois.", shortened(cleaned(name), 60)), fmt::format("the key “{}” stands twice.", shortened(cleaned(name), 60))};
            return false;
        }
        if (members.size() >= 1024) {
            m_problem = {"trop de clés dans un même objet.", "too many keys in one object."};
            return false;
        }
        members.emplace_back(std::move(name), JsonNode{});
        members.back().second.line = m_line;
        return true;
    }
    bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const&) override
    {
        m_problem = {"ce n’est pas du JSON à cet endroit. Vérifiez virgules, guillemets et accolades.",
                     "this is not JSON here. Check commas, quotation marks and braces."};
        return false;
    }

    JsonNode root;
    [[nodiscard]] Phrase const& problem() const { return m_problem; }

private:
    bool number(std::string written)
    {
        JsonNode node;
        node.kind = JsonNode::Kind::number;
        node.text = std::move(written);
        return put(std::move(node));
    }
    /// Where the next value goes. References stay good: a container is only added to while it is the innermost open one.
    JsonNode& place()
    {
        if (m_stack.empty())
            return root;
        auto& parent = *m_stack.back();
        return parent.kind == JsonNode::Kind::object ? parent.members.back().second : parent.items.emplace_back();
    }
    bool put(JsonNode node)
    {
        auto& here = place();
        node.line = here.line ? here.line : m_line;
        here = std::move(node);
        return true;
    }
    bool open(JsonNode::Kind kind)
    {
        if (m_stack.size() >= static_cast<std::size_t>(m_depth)) {
            m_problem = {fmt::format("plus de {} niveaux imbriqués.", m_depth), fmt::format("more than {} nested levels.", m_depth)};
            return false;
        }
        auto& here = place();
        here.kind = kind;
        if (!here.line)
            here.line = m_line;
        m_stack.push_back(&here);
        return true;
    }

    std::size_t const& m_line;
    int m_depth;
    std::vector<JsonNode*> m_stack;
    Phrase m_problem;
};

} // namespace

JsonNode const* JsonNode::member(std::string_view key) const
{
    auto const found = std::find_if(members.begin(), members.end(), [&](auto const& each) { return each.first == key; });
    return found == members.end() ? nullptr : &found->second;
}

std::optional<std::int64_t> JsonNode::integer() const
{
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return kind == Kind::number && error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

Result<JsonNode> read_json(std::string_view text, std::string_view name, JsonLimits limits)
{
    auto const refused = [&](std::size_t line, Phrase const& problem) {
        return Error{Status::invalid, {fmt::format("{}, ligne {} : {}", name, line, problem.fr), fmt::format("{}, line {}: {}", name, line, problem.en)}};
    };
    if (text.size() > limits.bytes)
        return refused(1, {fmt::format("le texte dépasse {} Kio.", limits.bytes / 1024), fmt::format("the text is larger than {} KiB.", limits.bytes / 1024)});
    if (text.starts_with("\uFEFF"))
        text.remove_prefix(3);
    if (!is_valid_utf8(text))
        return refused(1, {"le texte n’est pas en UTF-8. Enregistrez le fichier en UTF-8.", "the text is not UTF-8. Save the file as UTF-8."});
    std::size_t line = 1;
    TreeBuilder builder{line, limits.depth};
    bool const read = nlohmann::json::sax_parse(LineIterator{text.data(), &line}, LineIterator{text.data() + text.size(), nullptr}, &builder);
    if (!read)
        return refused(line, builder.problem());
    return std::move(builder.root);
}

void append_json_quoted(std::string& to, std::string_view utf8)
{
    to += '"';
    std::size_t from = 0;
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        char const c = utf8[at];
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\')
            continue;
        to.append(utf8, from, at - from);
        from = at + 1;
        switch (c) {
        case '"': to += "\\\""; break;
        case '\\': to += "\\\\"; break;
        case '\n': to += "\\n"; break;
        case '\r': to += "\\r"; break;
        case '\t': to += "\\t"; break;
        default: to += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    to.append(utf8, from);
    to += '"';
}

std::string json_quoted(std::string_view utf8)
{
    std::string out;
    append_json_quoted(out, utf8);
    return out;
}

std::string write_json(JsonNode const& node)
{
    switch (node.kind) {
    case JsonNode::Kind::null: return "null";
    case JsonNode::Kind::boolean: return node.boolean ? "true" : "false";
    case JsonNode::Kind::number: return node.text;
    case JsonNode::Kind::text: return json_quoted(node.text);
    case JsonNode::Kind::list: {
        std::string out = "[";
        for (auto const& item : node.items)
            out += (out.size() > 1 ? "," : "") + write_json(item);
        return out + ']';
    }
    case JsonNode::Kind::object: break;
    }
    std::string out = "{";
    for (auto const& [key, value] : node.members)
        out += (out.size() > 1 ? "," : "") + json_quoted(key) + ':' + write_json(value);
    return out + '}';
}

} // namespace passerelle::model
