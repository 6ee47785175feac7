#include "ledger/grouped_items.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace settled::ledger {
namespace {

std::vector<Row> rows(std::span<const Row> items) { return {items.begin(), items.end()}; }

TEST(GroupedItems, EachCustomersInTheOrderOfTheBook) {
    Book book;
    book.customers.resize(4);
    for (const Row customer : {2U, 0U, 2U, 3U, 0U}) book.items.emplace_back().customer = customer;
    const GroupedItems grouped(book);
    EXPECT_EQ(rows(grouped.of(0)), (std::vector<Row>{1, 4}));
    EXPECT_EQ(rows(grouped.of(1)), std::vector<Row>());
    EXPECT_EQ(rows(grouped.of(2)), (std::vector<Row>{0, 2}));
    EXPECT_EQ(rows(grouped.of(3)), std::vector<Row>{3});
}

TEST(GroupedItems, OfABookWithoutItemsEveryCustomerHasNone) {
    Book book;
    book.customers.resize(2);
    const GroupedItems grouped(book);
    EXPECT_TRUE(grouped.of(0).empty());
    EXPECT_TRUE(grouped.of(1).empty());
}

} // namespace
} // namespace settled::ledger
