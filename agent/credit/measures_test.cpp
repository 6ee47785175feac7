#include "credit/measures.hpp"

#include <gtest/gtest.h>

namespace settled::credit {
namespace {

Date day(int year, unsigned month, unsigned of_month) { return *Date::of(year, month, of_month); }

// The examples of the pages that define them, reckoned again by hand.
TEST(Measures, FormulasGiveTheirPublishedExamples) {
    EXPECT_EQ(dso(200'000, 2'000'000, 365), 365); // 36.5 days
    const std::vector<InvoicedMonth> calendar{{100'000, 31}, {80'000, 30}, {70'000, 31}};
    EXPECT_EQ(dso_count_back(212'000, calendar), 752); // 31 + 30 + 32/70 of 31
    const std::vector<InvoicedMonth> thirty{{100'000, 30}, {80'000, 30}, {70'000, 30}};
    EXPECT_EQ(dso_count_back(212'000, thirty), 737);
    EXPECT_EQ(collection_effectiveness(6'200, 10'890 / 3, 6'340, 3'590), 559); // 55.9 %
}

TEST(Measures, NothingToDivideByIsNoFigure) {
    EXPECT_FALSE(dso(100, 0, 90));
    EXPECT_FALSE(percent(0, 0));
    EXPECT_FALSE(dso_count_back(500, std::vector<InvoicedMonth>{{100, 31}, {100, 30}})); // older than what is known
    EXPECT_EQ(dso_count_back(0, std::vector<InvoicedMonth>{{100, 31}}), 0);
    EXPECT_TRUE(measures({}, {}, day(2026, 11, 20), 12).empty());
}

// 1,000.00 a month from June to October, due on the tenth of the next month; June to August were paid on time, September came
// on October 30, October is open.
class FiveMonths : public ::testing::Test {
  protected:
    FiveMonths() {
        for (unsigned month = 6; month <= 8; ++month)
            paid_.push_back({1, day(2026, month, 5), day(2026, month + 1, 10), day(2026, month + 1, 10), 100'000});
        paid_.push_back({1, day(2026, 9, 5), day(2026, 10, 10), day(2026, 10, 30), 100'000});
        open_.push_back({day(2026, 10, 5), day(2026, 11, 10), 100'000});
    }

    std::vector<PaidItem> paid_;
    std::vector<StillOpen> open_;
};

TEST_F(FiveMonths, EveryMonthThatIsOverIsReckonedFromWhatWasOpenThen) {
    const auto made = measures(paid_, open_, day(2026, 11, 20), 12);
    ASSERT_EQ(made.size(), 5U); // June to October; November is not over, nothing is known before June
    EXPECT_EQ(made.front().end, day(2026, 6, 30));
    EXPECT_FALSE(made.front().dso_simple);               // three months are not known yet
    EXPECT_FALSE(made.front().collection_effectiveness); // nor what was open before
    const MonthMeasures& october = made.back();
    EXPECT_EQ(october.end, day(2026, 10, 31));
    EXPECT_EQ(october.invoiced, 100'000);
    EXPECT_EQ(october.collected, 100'000);
    EXPECT_EQ(october.open, 100'000);
    EXPECT_EQ(october.overdue, 0);
    EXPECT_EQ(october.dso_simple, 307);        // 1,000 ÷ 3,000 × 92 days
    EXPECT_EQ(october.best_possible_dso, 307); // none of it is due
    EXPECT_EQ(october.average_days_delinquent, 0);
    EXPECT_EQ(october.dso_count_back, 310); // October's invoice, 31 days
    EXPECT_EQ(october.days_late, 200);
    EXPECT_EQ(october.paid_on_time, 0);
    EXPECT_EQ(october.collection_effectiveness, 1000);
    EXPECT_EQ(made[3].paid_on_time, 1000); // September: August's invoice, in time
    EXPECT_EQ(made[3].days_late, 0);
}

TEST_F(FiveMonths, WhatWasOverdueThenIsOverdueThenThoughItWasPaidSince) {
    paid_.back().due_date = day(2026, 9, 15); // September's invoice was due at once, and came on October 30
    const auto made = measures(paid_, open_, day(2026, 11, 20), 2);
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made.front().overdue, 100'000);
    EXPECT_EQ(made.front().overdue_ratio, 1000);
    EXPECT_EQ(made.front().best_possible_dso, 0);
    EXPECT_EQ(made.front().average_days_delinquent, made.front().dso_simple);
    EXPECT_EQ(made.front().collection_effectiveness, 500); // 1,000 of 2,000 that could have come
    EXPECT_EQ(made.back().overdue, 0);
    EXPECT_EQ(made.back().days_late, 450);
}

} // namespace
} // namespace settled::credit
