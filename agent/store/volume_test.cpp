// A real company's volume, whole and exact; how long it takes stands in the test's own time.
#include "store/store_fixture.hpp"

namespace settled::store::test {
namespace {

class Volume : public StoreTest {};

TEST_P(Volume, AHundredThousandItemsArriveTwiceAndOnlyTheChangedAreWritten) {
    constexpr int count = 100'000;
    std::vector<Item> items;
    std::int64_t sum = 0;
    for (int i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        items.push_back({.id = number,
                         .customer = "C" + std::to_string(i % 2000),
                         .number = "INV-" + number,
                         .amount = 1000 + i,
                         .open = 1000 + i});
        sum += 1000 + i;
    }
    const auto first = pull(*store_, "demo", "u8", items, on(20261030));
    ASSERT_TRUE(first) << words(first);
    EXPECT_EQ(first->rows_new, count + 2000);
    items[17].open = 1;
    const auto second = pull(*store_, "demo", "u8", items, on(20261031));
    ASSERT_TRUE(second) << words(second);
    EXPECT_EQ(second->rows_same, count + 2000 - 1);
    EXPECT_EQ(second->rows_changed, 1);
    const std::vector<std::string> u8 = {"u8"};
    const auto book = store_->ledgers().load("demo", u8, day(20261030));
    ASSERT_TRUE(book) << words(book);
    ASSERT_EQ(book->items.size(), static_cast<std::size_t>(count));
    std::int64_t read = 0;
    for (const ledger::ItemRow& item : book->items) read += item.open_amount;
    EXPECT_EQ(read, sum);
}

TEST_P(Volume, FiftyThousandEntriesAreImportedWhole) {
    constexpr int count = 50'000;
    std::vector<statement::Entry> entries;
    for (int i = 0; i < count; ++i) entries.push_back(entry(20261001 + i % 28, 100 + i, "INV-" + std::to_string(i)));
    std::ranges::stable_sort(entries, {}, &statement::Entry::booking_date);
    const auto published = store_->entries().publish(file("big"), std::vector{statement(entries, 0)}, on(20261031));
    ASSERT_TRUE(published) << words(published);
    EXPECT_EQ(published->entries_new, count);
    const auto book = store_->entries().load("demo", accounts(), day(20261031));
    ASSERT_TRUE(book) << words(book);
    EXPECT_EQ(book->entries.size(), static_cast<std::size_t>(count));
}

INSTANTIATE_TEST_SUITE_P(Both, Volume, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

} // namespace
} // namespace settled::store::test
