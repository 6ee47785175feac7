#include "credit/late_money.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace settled::credit {
namespace {

Date day(std::string_view iso) { return *Date::parse_iso(iso); }
const Date from = day("2026-10-01"), to = day("2026-10-31");

PaidItem paid(std::string_view due, std::string_view on, std::int64_t amount) { return {0, {}, day(due), day(on), amount}; }

// 36,500.00 for ten days at 5 % a year: 36,500.00 × 10 ÷ 365 × 5 % = 50.00.
TEST(LateMoney, TenDaysOfAnAmount) {
    const std::vector<PaidItem> items = {paid("2026-10-10", "2026-10-20", 3650000)};
    const auto made = late_money(items, {}, from, to, 500);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->overdue_days_amount, 36500000);
    EXPECT_EQ(made->cost, 5000);
    EXPECT_EQ(made->average_overdue, 1177419); // 36,500.00 × 10 ÷ 31
}

TEST(LateMoney, OnlyTheDaysOfThePeriodCount) {
    const std::vector<PaidItem> items = {
        paid("2026-09-20", "2026-10-02", 100), // two days: the 1st and the 2nd
        paid("2026-10-15", "2026-10-15", 100), // in time
        paid("2026-10-20", "2026-10-01", 100), // early
        paid("2026-08-01", "2026-09-30", 100), // before
        paid("2026-10-30", "2026-12-24", 100), // one day: the 31st
    };
    EXPECT_EQ(late_money(items, {}, from, to, 0)->overdue_days_amount, 300);
    const std::vector<StillOpen> open = {
        {{}, day("2026-10-29"), 50}, {{}, day("2026-11-01"), 50}, {{}, {}, 50}, {{}, day("2025-01-01"), -9}};
    EXPECT_EQ(late_money({}, open, from, to, 0)->overdue_days_amount, 100);
}

TEST(LateMoney, RoundsOnceAndHalfUp) {
    // 365 × 10000 ÷ 2 minor units and days at one basis point are half a minor unit.
    const std::vector<StillOpen> open = {{{}, day("2026-10-30"), 365 * 10000 / 2}};
    EXPECT_EQ(late_money({}, open, from, to, 1)->cost, 1);
    const std::vector<StillOpen> less = {{{}, day("2026-10-30"), (365 * 10000 / 2) - 1}};
    EXPECT_EQ(late_money({}, less, from, to, 1)->cost, 0);
}

TEST(LateMoney, WhatDoesNotFitIsNoFigure) {
    const std::vector<StillOpen> open = {{{}, day("2026-10-01"), std::numeric_limits<std::int64_t>::max()}};
    EXPECT_FALSE(late_money({}, open, from, to, 500));
    // The largest sum that fits is reckoned without overflow.
    const std::vector<StillOpen> largest = {{{}, day("2026-10-30"), std::numeric_limits<std::int64_t>::max()}};
    EXPECT_TRUE(late_money({}, largest, from, to, rate_basis_points_max));
}

} // namespace
} // namespace settled::credit
