#include "matching/text_hash.hpp"

#include "matching/tokens.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace settled::matching {
namespace {

TEST(OutlineHash, IsEqualWhereTheShapeIs) {
    constexpr auto numbers = std::to_array<std::string_view>(
        {"", "1", "a", "7b", "12", "a1b", "inv2026001", "inv1999002", "inw2026001", "invz026001", "26000123456", "98765432101",
         "re0000042", "re00000042", "zz9zz9zz9zz9zz9", "zz1zz2zz3zz4zz5", "90909090", "abcdefgh"});
    for (const std::string_view one : numbers)
        for (const std::string_view other : numbers)
            EXPECT_EQ(outline_hash(one) == outline_hash(other), shape(one) == shape(other)) << one << " " << other;
}

} // namespace
} // namespace settled::matching
