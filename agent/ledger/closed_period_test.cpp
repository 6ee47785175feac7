#include "ledger/closed_period.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace settled::ledger {
namespace {

Date day(const char* iso) { return *Date::parse_iso(iso); }

class ClosedPeriod : public ::testing::Test {
  protected:
    ClosedPeriod() { book_.ledgers.emplace_back(), book_.customers.emplace_back(); }
    void open(const char* dated, std::int64_t amount, std::int64_t still_open) {
        ItemRow& item = book_.items.emplace_back();
        item.customer = 0, item.currency = euro_, item.amount = amount, item.open_amount = still_open;
        if (*dated != '\0') item.document_date = day(dated);
    }
    void settled(const char* dated, const char* on, std::int64_t amount, Date received_on = {}) {
        history_.push_back({0, euro_, day(dated), {}, day(on), received_on, amount});
    }
    std::int64_t total_on(const char* closed) const {
        const Book then = closed_book(book_, history_, day(closed));
        return std::accumulate(then.items.begin(), then.items.end(), std::int64_t{0},
                               [](std::int64_t sum, const ItemRow& item) { return sum + item.open_amount; });
    }

    const Currency euro_ = *Currency::parse("EUR");
    Book book_;
    std::vector<LaterSettlement> history_;
};

TEST_F(ClosedPeriod, WhatIsOpenTodayWasOpenThenUnlessItIsDatedLater) {
    open("2026-10-31", 100, 100), open("2026-11-01", 50, 50), open("", 7, 7);
    EXPECT_EQ(total_on("2026-10-31"), 107);
    EXPECT_EQ(total_on("2026-11-01"), 157);
}

TEST_F(ClosedPeriod, WhatWasSettledLaterWasOpenByAsMuch) {
    open("2026-10-01", 100, 40);               // 60 of it paid in November
    settled("2026-10-01", "2026-11-05", 60);   //
    settled("2026-09-01", "2026-11-02", 30);   // gone today
    settled("2026-09-01", "2026-10-31", 1000); // settled in time
    settled("2026-11-02", "2026-11-09", 5);    // not yet there
    settled("2026-10-20", "2026-11-05", -20);  // a credit note that was used up
    EXPECT_EQ(total_on("2026-10-31"), 100 + 30 - 20);
    EXPECT_EQ(total_on("2026-11-10"), 40);
}

TEST_F(ClosedPeriod, MoneyThatCameInTimeAndWasAppliedLaterStoodOnAccount) {
    settled("2026-10-01", "2026-11-05", 60, day("2026-10-30"));
    settled("2026-10-01", "2026-11-05", 40, day("2026-11-05"));
    const Book then = closed_book(book_, history_, day("2026-10-31"));
    ASSERT_EQ(then.items.size(), 3U);
    EXPECT_EQ(then.items[0].open_amount, 60);
    EXPECT_EQ(then.items[1].open_amount, -60);
    EXPECT_EQ(then.items[2].open_amount, 40);
}

} // namespace
} // namespace settled::ledger
