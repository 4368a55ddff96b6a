#include "encoding.hpp"
#include <memory>
#include <string>
#include <unicode/ucnv.h>

namespace iati {

std::optional<std::array<int, 256>> single_byte_encoding(std::string_view name)
{
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, decltype(&ucnv_close)> const converter(ucnv_open(std::string(name).c_str(), &status), &ucnv_close);
    if (U_FAILURE(status) || ucnv_getMaxCharSize(converter.get()) != 1)
        return std::nullopt;
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::array<int, 256> codes{};
    for (int byte = 0; byte < 256; ++byte) {
        char const letter = static_cast<char>(byte);
        char const* from = &letter;
        UErrorCode one = U_ZERO_ERROR;
        ucnv_reset(converter.get());
        UChar32 const code = ucnv_getNextUChar(converter.get(), &from, &letter + 1, &one);
        codes[static_cast<std::size_t>(byte)] = U_FAILURE(one) ? -1 : static_cast<int>(code);
    }
    // XML is written in ASCII letters: an encoding that moves them (EBCDIC) is not for this door.
    for (char const letter : std::string_view("<>/=\"abz09"))
        if (codes[static_cast<unsigned char>(letter)] != letter)
            return std::nullopt;
    return codes;
}

} // namespace iati
