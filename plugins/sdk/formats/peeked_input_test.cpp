#include <formats/peeked_input.hpp>

#include <settled/testing_statement.hpp>

#include <gtest/gtest.h>

#include <array>

namespace settled::formats {
namespace {

std::string read_all(const Input& input) {
    std::string all;
    std::array<char, 7> buffer{};
    for (auto got = input.read(buffer); got && *got > 0; got = input.read(buffer)) all.append(buffer.data(), *got);
    return all;
}

TEST(PeekedInput, WhatWasLookedAtIsReadAgain) {
    for (const std::size_t looked_at : {0U, 1U, 5U, 26U, 100U}) {
        testing::MemoryFile file{.left = "abcdefghijklmnopqrstuvwxyz", .read_bytes = 4};
        const settled_input abi = file.abi();
        PeekedInput peeked{Input(abi)};
        const auto head = peeked.head(looked_at);
        ASSERT_TRUE(head);
        EXPECT_EQ(*head, std::string_view("abcdefghijklmnopqrstuvwxyz").substr(0, looked_at));
        EXPECT_EQ(read_all(peeked.whole()), "abcdefghijklmnopqrstuvwxyz");
    }
}

TEST(PeekedInput, AReadThatFailsIsTold) {
    testing::MemoryFile file{.left = "abc", .broken = true};
    const settled_input abi = file.abi();
    PeekedInput peeked{Input(abi)};
    const auto head = peeked.head(10);
    ASSERT_FALSE(head);
    EXPECT_EQ(head.error().code, SETTLED_UNAVAILABLE);
    std::array<char, 4> buffer{};
    EXPECT_FALSE(peeked.whole().read(buffer));
}

} // namespace
} // namespace settled::formats
