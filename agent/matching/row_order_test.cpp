#include "matching/row_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace settled::matching {
namespace {

TEST(RowOrder, IsThatOfAStableSort) {
    std::mt19937 random(3);
    for (const std::uint32_t most : {0U, 1U, 600U, 20261130U, UINT32_MAX}) {
        for (const std::size_t rows : {0U, 1U, 2U, 1000U}) {
            std::vector<std::uint32_t> numbers(rows);
            std::ranges::generate(numbers, [&] { return std::uniform_int_distribution<std::uint32_t>(0, most)(random); });
            std::vector<Row> expected(rows);
            std::iota(expected.begin(), expected.end(), 0U);
            std::ranges::stable_sort(expected, {}, [&](Row row) { return numbers[row]; });
            EXPECT_EQ(rows_in_order(numbers), expected) << most << " " << rows;
        }
    }
}

} // namespace
} // namespace settled::matching
