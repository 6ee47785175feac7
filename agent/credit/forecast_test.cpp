#include "credit/expected_weeks.hpp"
#include "credit/forecast.hpp"
#include "credit/forecast_backtest.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace settled::credit {
namespace {

Date day(int year, unsigned month, unsigned of_month) { return *Date::of(year, month, of_month); }

const Date today = day(2026, 11, 2); // a Monday
const std::vector<std::uint32_t> nobody_grouped(10, 0);

// Invoices of every thirteenth day, due after thirty days, paid as `pays` says.
template <class Pays> std::vector<PaidItem> history(std::uint32_t customer, int count, Pays&& pays) {
    std::vector<PaidItem> made;
    for (int i = 0; i < count; ++i) {
        const Date issued = today.plus_days(-45 - 13 * (count - i));
        const Date due = issued.plus_days(30);
        made.push_back({customer, issued, due, pays(due, i), 100'000});
    }
    return made;
}

Date workday(Date date) {
    while (date.weekday().iso_encoding() > 5) date = date.plus_days(1);
    return date;
}

Expectation expected(const std::vector<PaidItem>& paid, Date due, std::uint32_t customer = 1) {
    return PaymentForecast(paid, nobody_grouped, today).expected({customer, {due.plus_days(-30), due, 100'000}, Date()});
}

TEST(Forecast, ACustomerWhoIsLatePaysLateAgain) {
    const auto paid = history(1, 20, [](Date due, int i) { return workday(due.plus_days(11 + i % 3)); });
    const Expectation seen = expected(paid, day(2026, 11, 9));
    EXPECT_EQ(seen.basis, Basis::own_habit);
    EXPECT_GE(seen.day, day(2026, 11, 20));
    EXPECT_LE(seen.day, day(2026, 11, 23));
    EXPECT_LE(seen.earliest, seen.day);
    EXPECT_LE(seen.day, seen.latest);
}

TEST(Forecast, OneLostInvoiceSaysNothingAboutTheNext) {
    auto paid = history(1, 12, [](Date due, int) { return workday(due); });
    paid[7].paid_on = paid[7].due_date.plus_days(160);
    EXPECT_LE(expected(paid, day(2026, 11, 11)).day, day(2026, 11, 12)); // the mean would say two weeks later
}

TEST(Forecast, PayDaysAreFound) {
    const auto weekly = history(1, 20, [](Date due, int) {
        Date date = due;
        while (date.weekday().iso_encoding() != 5) date = date.plus_days(1);
        return date;
    });
    EXPECT_EQ(expected(weekly, day(2026, 11, 10)).day, day(2026, 11, 13)); // Friday
    EXPECT_EQ(expected(weekly, day(2026, 11, 14)).day, day(2026, 11, 20));

    const auto monthly = history(1, 24, [](Date due, int) {
        Date date = due;
        while (date.day() != 25) date = date.plus_days(1);
        return date;
    });
    const PaymentForecast forecast(monthly, nobody_grouped, today);
    EXPECT_EQ(forecast.habit(1).rhythm, Rhythm::monthly);
    EXPECT_EQ(forecast.habit(1).pay_day, 25);
    EXPECT_EQ(expected(monthly, day(2026, 11, 10)).day, day(2026, 11, 25));
    EXPECT_EQ(expected(monthly, day(2026, 11, 27)).day, day(2026, 12, 25));
}

TEST(Forecast, TheEndOfTheMonthIsItsLastDay) {
    EXPECT_EQ(usual_day({.rhythm = Rhythm::monthly, .pay_day = 31}, {Date(), day(2026, 2, 3), 1}), day(2026, 2, 28));
    EXPECT_EQ(usual_day({.rhythm = Rhythm::monthly, .pay_day = 31}, {Date(), day(2028, 2, 3), 1}), day(2028, 2, 29));
    EXPECT_EQ(usual_day({.rhythm = Rhythm::monthly, .pay_day = 30}, {Date(), day(2026, 1, 31), 1}), day(2026, 2, 28));
    EXPECT_EQ(usual_day({.rhythm = Rhythm::monthly, .pay_day = 5}, {Date(), day(2026, 12, 6), 1}), day(2027, 1, 5));
}

TEST(Forecast, LargeInvoicesMayTakeLonger) {
    auto paid = history(1, 24, [](Date due, int i) { return workday(due.plus_days(i % 2 == 0 ? 2 : 30)); });
    for (std::size_t i = 0; i < paid.size(); ++i) paid[i].amount = i % 2 == 0 ? 50'000 : 900'000;
    const PaymentForecast forecast(paid, nobody_grouped, today);
    const Date due = day(2026, 11, 9);
    EXPECT_LE(forecast.expected({1, {due.plus_days(-30), due, 60'000}, Date()}).day, day(2026, 11, 13));
    EXPECT_GE(forecast.expected({1, {due.plus_days(-30), due, 950'000}, Date()}).day, day(2026, 12, 7));
}

TEST(Forecast, ThePastIsOverEvenForAHabit) {
    const auto paid = history(1, 20, [](Date due, int) { return workday(due); });
    const Expectation seen = expected(paid, day(2026, 8, 3)); // three months late already
    EXPECT_GE(seen.earliest, today);
    EXPECT_GE(seen.day, today);
}

TEST(Forecast, AStrangerPaysLikeTheOthersAndAPromiseGoesFirst) {
    const auto paid = history(1, 40, [](Date due, int i) { return workday(due.plus_days(8 + i % 5)); });
    const Expectation stranger = expected(paid, day(2026, 11, 9), 7);
    EXPECT_EQ(stranger.basis, Basis::group);
    EXPECT_GE(stranger.day, day(2026, 11, 16));
    EXPECT_LE(stranger.day, day(2026, 11, 23));

    const PaymentForecast forecast(paid, nobody_grouped, today);
    const ExpectedItem item{1, {day(2026, 10, 1), day(2026, 11, 9), 100'000}, day(2026, 12, 1)};
    EXPECT_EQ(forecast.expected(item).day, day(2026, 12, 1));
    EXPECT_EQ(forecast.expected(item).basis, Basis::promise);
}

TEST(Forecast, WithoutAnyHistoryTheDueDateIsAllThatIsKnown) {
    const Expectation seen = expected({}, day(2026, 11, 10));
    EXPECT_EQ(seen.basis, Basis::nothing_known);
    EXPECT_EQ(seen.day, day(2026, 11, 10));
    EXPECT_TRUE(PaymentForecast({}, {}, today).expected({1, {}, Date()}).day.none()); // no due date, no day
}

TEST(Forecast, AThinGroupIsReadAsEverybody) {
    auto paid = history(1, 40, [](Date due, int) { return workday(due.plus_days(10)); });
    paid.push_back({2, day(2026, 5, 1), day(2026, 6, 1), day(2026, 9, 1), 100}); // all that group 1 has paid
    const PaymentForecast forecast(paid, std::vector<std::uint32_t>{0, 0, 1, 1}, today);
    const Date due = day(2026, 11, 9);
    EXPECT_LE(forecast.expected({3, {due.plus_days(-30), due, 100}, Date()}).day, day(2026, 11, 24));
}

TEST(Forecast, WhatIsNotKnownYetTeachesNothing) {
    auto paid = history(1, 20, [](Date due, int) { return workday(due); });
    const Expectation before = expected(paid, day(2026, 11, 9));
    for (int i = 1; i < 30; ++i) paid.push_back({1, day(2026, 11, 9), day(2026, 11, 20), today.plus_days(i), 100'000});
    EXPECT_EQ(expected(paid, day(2026, 11, 9)).likely, before.likely);
}

TEST(ExpectedWeeks, AddUpToWhatIsOpenToTheCent) {
    ExpectedWeeks sums(today, 4);
    std::int64_t open = 0, expected = 0, items = 0;
    for (int i = 0; i < 50; ++i) {
        Expectation when;
        for (int j = 0; j < 7; ++j) when.likely.push_back(today.plus_days(3 * i % 40 + 5 * j));
        when.day = when.likely[3];
        sums.add(when, 10'001 + 37 * i);
        open += 10'001 + 37 * i;
    }
    const auto weeks = sums.weeks();
    ASSERT_EQ(weeks.size(), 6U);
    EXPECT_EQ(weeks.front().monday, today);
    EXPECT_TRUE(weeks.back().monday.none());
    for (const ExpectedWeek& one : weeks) {
        EXPECT_LE(0, one.low);
        EXPECT_LE(one.low, one.expected);
        EXPECT_LE(one.expected, one.high);
        expected += one.expected, items += one.items;
    }
    EXPECT_EQ(expected, open);
    EXPECT_EQ(items, 50);
}

TEST(ExpectedWeeks, ACertainDayHasNoRange) {
    const auto weeks_of = [](const Expectation& when) {
        ExpectedWeeks sums(today, 1);
        sums.add(when, 500);
        return sums.weeks();
    };
    Expectation when{.day = today, .earliest = today, .latest = today, .likely = {today}};
    const auto weeks = weeks_of(when);
    EXPECT_EQ(weeks.front().low, 500);
    EXPECT_EQ(weeks.front().high, 500);
    // Two days alike likely, one in each week: half in each, and anything from nothing to all of it.
    when.likely.push_back(today.plus_days(7));
    const auto either = weeks_of(when);
    EXPECT_EQ(either[0].expected, 250);
    EXPECT_EQ(either[0].low, 0);
    EXPECT_EQ(either[0].high, 500);
}

TEST(Backtest, CountsEveryInvoiceOnceAndExpectsNothingInThePast) {
    std::vector<PaidItem> paid = history(1, 50, [](Date due, int) { return workday(due.plus_days(10)); });
    const Backtest made = backtest(paid, nobody_grouped, 6);
    EXPECT_GT(made.forecast.items, 20);
    EXPECT_LE(made.forecast.items, 50);
    EXPECT_EQ(made.forecast.items, made.due_date.items);
    EXPECT_EQ(made.due_date.items, made.average_delay.items);
    EXPECT_LT(made.forecast.days, made.due_date.days);
    EXPECT_EQ(backtest({}, nobody_grouped, 6).forecast.items, 0);
}

} // namespace
} // namespace settled::credit
