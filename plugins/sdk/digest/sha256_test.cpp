#include <digest/sha256.hpp>

#include <gtest/gtest.h>

namespace settled::digest {
namespace {

// FIPS 180-4, example B.1, in one piece and in two.
TEST(Sha256, IsTheStandardsExample) {
    Sha256 whole, pieces;
    whole.add("abc");
    pieces.add("a"), pieces.add("bc");
    EXPECT_EQ(whole.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(pieces.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// RFC 4648, chapter 10, without the padding.
TEST(Sha256, FingerprintsAreWrittenInBase64WithoutPadding) {
    EXPECT_EQ(base64_unpadded(""), "");
    EXPECT_EQ(base64_unpadded("f"), "Zg");
    EXPECT_EQ(base64_unpadded("fo"), "Zm8");
    EXPECT_EQ(base64_unpadded("foo"), "Zm9v");
    EXPECT_EQ(base64_unpadded("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64_unpadded("\xFF\xEF"), "/+8");
    EXPECT_EQ(hex("\x01\xFE"), "01fe");
}

} // namespace
} // namespace settled::digest
