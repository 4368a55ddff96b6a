// What comes back from packed texts, and what is refused.
#include "host/store/packing.hpp"
#include "support.hpp"

using namespace test;

TEST_CASE("a packed text comes back whole; a repeated one takes a small part of its room") {
    Packer packer;
    std::string rows = "[";
    for (int at = 0; at < 5000; ++at)
        rows += "[\"table\"," + std::to_string(at) + ",{\"name\":\"Lomé\"}],";
    for (std::string const& text : {std::string("[[\"t\",1,{}]]"), rows, std::string()}) {
        auto const packed = packer.pack(text);
        must(packed);
        if (text.size() > 1000)
            CHECK(packed->size() < text.size() / 5);
        auto const back = unpack(*packed);
        must(back);
        CHECK(*back == text);
    }
    auto const plain = unpack("[[\"t\",1,{}]]"); // written before there was packing
    must(plain);
    CHECK(*plain == "[[\"t\",1,{}]]");
}

TEST_CASE("what is no whole frame is refused") {
    Packer packer;
    auto const made = packer.pack(std::string(10000, 'a') + "b");
    must(made);
    std::string const packed(*made);
    CHECK_FALSE(unpack(""));
    CHECK_FALSE(unpack("garbage"));
    CHECK_FALSE(unpack(std::string_view(packed).substr(0, packed.size() - 3)));
    // A frame that states 2^62 bytes (RFC 8878: magic, descriptor with eight bytes of size and one segment, the size).
    CHECK_FALSE(unpack(std::string_view("\x28\xB5\x2F\xFD\xE0\0\0\0\0\0\0\0\x40", 13)));
}
