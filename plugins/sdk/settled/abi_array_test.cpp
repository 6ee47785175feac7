#include "settled/abi_array.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

namespace settled {
namespace {

struct Known {
    std::uint32_t size;
    std::uint32_t value;
};
struct Newer { // of a plugin that is built later: grown at its end
    Known known;
    std::uint64_t more;
};

TEST(AbiArray, TheFirstElementsSizeIsTheStride) {
    const std::array<Newer, 3> newer = {{{{sizeof(Newer), 1}, 9}, {{sizeof(Newer), 2}, 9}, {{sizeof(Newer), 3}, 9}}};
    for (std::size_t i = 0; i < newer.size(); ++i) EXPECT_EQ(element_at(&newer[0].known, i)->value, i + 1);
    const std::array<Known, 2> same = {{{sizeof(Known), 1}, {sizeof(Known), 2}}};
    EXPECT_EQ(element_at(same.data(), 1), &same[1]);
}

} // namespace
} // namespace settled
