#include "ledger/text_hash.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <unordered_map>

namespace settled::ledger {
namespace {

// Every size, and a sign changed, added or taken away anywhere: all differ.
TEST(TextHash, DiffersWithEverySign) {
    std::mt19937 random(5);
    std::unordered_map<std::uint64_t, std::string> seen;
    const auto see = [&](const std::string& text) {
        const auto [known, first] = seen.try_emplace(text_hash(text), text);
        EXPECT_EQ(known->second, text);
    };
    for (std::size_t size = 0; size < 40; ++size) {
        std::string text(size, ' ');
        for (char& c : text) c = static_cast<char>('a' + random() % 26);
        see(text);
        for (std::size_t i = 0; i < size; ++i) {
            std::string other = text;
            other[i] = '7';
            see(other);
            see(text.substr(0, i) + text.substr(i + 1));
        }
    }
}

TEST(TextHash, IsThatOfTheTextWhereverItStands) {
    const std::string text = "xINV-2026-001234y";
    for (std::size_t size = 0; size < 15; ++size)
        EXPECT_EQ(text_hash(std::string_view(text).substr(1, size)), text_hash(text.substr(1, size)));
}

} // namespace
} // namespace settled::ledger
