#include <settled/date.hpp>

#include <gtest/gtest.h>

namespace settled {
namespace {

Date day(std::string_view iso) { return Date::parse_iso(iso).value(); }

TEST(Date, ADayThatDoesNotExistIsNothing) {
    EXPECT_TRUE(Date::of(2028, 2, 29));
    for (const std::int32_t number :
         {20260229, 20260230, 20260431, 20261301, 20260001, 20260100, 18991231, 22010101, 0, -20260101, 202611201})
        EXPECT_FALSE(Date::from_number(number)) << number;
    EXPECT_FALSE(Date::of(2026, 14, 1));
    EXPECT_FALSE(Date::of(2026, 258, 1)) << "a month that would wrap into a real one";
    EXPECT_FALSE(Date::of(2026, 1, 257)) << "a day that would wrap into a real one";
}

TEST(Date, IsReadAndWrittenAsIso) {
    EXPECT_EQ(day("2026-11-20").number(), 20261120);
    EXPECT_EQ(day("2026-11-20").iso(), "2026-11-20");
    for (const auto* const text :
         {"", "2026-11-2", "2026/11/20", "20261120", "2026-11-20 ", "2026-1a-20", "2026-02-30", "+026-01-01"})
        EXPECT_FALSE(Date::parse_iso(text)) << text;
}

TEST(Date, NoneIsNoDayAndBeforeEveryDay) {
    EXPECT_TRUE(Date().none());
    EXPECT_FALSE(Date());
    EXPECT_EQ(Date().iso(), "");
    EXPECT_LT(Date(), day("1900-01-01"));
    EXPECT_EQ(Date::from_abi(0), Date());
}

TEST(Date, DaysAreCountedOverLeapDaysAndYears) {
    EXPECT_EQ(day("2028-02-28").plus_days(1), day("2028-02-29"));
    EXPECT_EQ(day("2026-02-28").plus_days(1), day("2026-03-01"));
    EXPECT_EQ(day("2026-12-31").plus_days(1), day("2027-01-01"));
    EXPECT_EQ(day("2027-01-01").plus_days(-1), day("2026-12-31"));
    EXPECT_EQ(days_between(day("2026-10-31"), day("2026-11-09")), 9);
    EXPECT_EQ(days_between(day("2026-11-09"), day("2026-10-31")), -9);
}

// A term of one month from the 31st ends with the month.
TEST(Date, AMonthLaterIsTheSameDayOrTheMonthsLast) {
    EXPECT_EQ(day("2026-01-31").plus_months(1), day("2026-02-28"));
    EXPECT_EQ(day("2028-01-31").plus_months(1), day("2028-02-29"));
    EXPECT_EQ(day("2026-01-30").plus_months(3), day("2026-04-30"));
    EXPECT_EQ(day("2026-11-15").plus_months(2), day("2027-01-15"));
    EXPECT_EQ(day("2026-03-31").plus_months(-1), day("2026-02-28"));
}

TEST(Date, KnowsItsWeekday) {
    EXPECT_EQ(day("2026-11-21").weekday(), std::chrono::Saturday);
    EXPECT_EQ(day("2026-10-01").weekday(), std::chrono::Thursday);
}

TEST(Date, EveryDayOfThreeCenturiesGoesThroughAllItsFormsAndBack) {
    Date before = day("1900-01-01");
    for (Date today = before.plus_days(1); today < day("2200-12-31"); before = today, today = today.plus_days(1)) {
        ASSERT_EQ(days_between(before, today), 1);
        ASSERT_EQ(Date::from_number(today.number()), today);
        ASSERT_EQ(Date::parse_iso(today.iso()), today);
        ASSERT_EQ(Date::from_days(today.days()), today);
    }
}

} // namespace
} // namespace settled
