#include "matching/row_index.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

namespace settled::matching {
namespace {

TEST(RowIndex, GivesTheRowsOfAHashInTheOrderTheyCame) {
    std::mt19937_64 random(7);
    for (const int rows : {0, 1, 2, 3, 1000}) {
        RowIndex index;
        std::map<std::uint64_t, std::vector<ledger::Row>> expected;
        for (int row = 0; row < rows; ++row) {
            const std::uint64_t hash = spread(random() % 300);
            index.add(hash, static_cast<ledger::Row>(row));
            expected[hash].push_back(static_cast<ledger::Row>(row));
        }
        index.build();
        for (std::uint64_t value = 0; value < 300; ++value) {
            std::vector<ledger::Row> found;
            index.each(spread(value), [&](ledger::Row row) {
                found.push_back(row);
                return true;
            });
            EXPECT_EQ(found, expected[spread(value)]) << rows;
        }
    }
}

TEST(RowIndex, GivesTheRowsOfWhichThereAreMany) {
    std::mt19937_64 random(11);
    RowIndex index;
    std::map<std::uint64_t, std::vector<ledger::Row>> added;
    for (ledger::Row row = 0; row < 1000; ++row) {
        const std::uint64_t hash = spread(row % 2 == 0 ? random() % 500 : random() % 5);
        index.add(hash, row);
        added[hash].push_back(row);
    }
    index.build();
    std::set<ledger::Row> expected, found;
    for (const auto& [hash, rows] : added)
        if (rows.size() >= 3) expected.insert(rows.begin(), rows.end());
    index.each_of_many(3, [&](ledger::Row row) { EXPECT_TRUE(found.insert(row).second); });
    EXPECT_EQ(found, expected);
}

TEST(RowIndex, StopsWhenItIsToldTo) {
    RowIndex index;
    for (ledger::Row row = 0; row < 9; ++row) index.add(42, row);
    index.build();
    std::size_t seen = 0;
    index.each(42, [&](ledger::Row) { return ++seen < 4; });
    EXPECT_EQ(seen, 4U);
}

} // namespace
} // namespace settled::matching
