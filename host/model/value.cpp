#include "host/model/value.hpp"

namespace passerelle::model {

std::string const& Translations::in(Language language) const
{
    static std::string const none;
    for (auto const* const code : {language == Language::fr ? "fr" : "en", "fr", "en"})
        if (auto const found = texts.find(code); found != texts.end() && !found->second.empty())
            return found->second;
    for (auto const& [code, text] : texts)
        if (!text.empty())
            return text;
    return none;
}

} // namespace passerelle::model
