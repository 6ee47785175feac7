#include "world/digest.hpp"

#include <gtest/gtest.h>

#include <string>

namespace settled::world {
namespace {

// The examples of FIPS 180-4 (NIST's published SHA-256 vectors).
TEST(Digest, PublishedVectors) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Digest, PiecesGiveTheDigestOfTheWhole) {
    const std::string text = "Rechnung 2041, 1.234,50 EUR; 订单 17";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        Sha256 digest;
        digest.add(text.substr(0, cut)).add(text.substr(cut));
        EXPECT_EQ(digest.hex(), sha256_hex(text)) << "cut at " << cut;
    }
}

TEST(Digest, BytesAfterAZeroByteCount) { EXPECT_NE(sha256_hex(std::string("a\0b", 3)), sha256_hex(std::string("a\0c", 3))); }

TEST(Digest, AfterHexANewMessageBegins) {
    Sha256 digest;
    EXPECT_EQ(digest.add("first").hex(), sha256_hex("first"));
    EXPECT_EQ(digest.add("abc").hex(), sha256_hex("abc"));
    EXPECT_EQ(digest.hex(), sha256_hex(""));
}

} // namespace
} // namespace settled::world
