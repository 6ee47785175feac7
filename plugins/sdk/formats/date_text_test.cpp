#include <formats/date_text.hpp>

#include <gtest/gtest.h>

namespace settled::formats {
namespace {

Date day(int year, unsigned month, unsigned day_of_month) { return *Date::of(year, month, day_of_month); }

std::string iso(std::string_view text, std::string_view pattern) {
    auto found = parse_date(text, pattern);
    return found ? found->date.iso() : found.error().message;
}

TEST(DateText, PatternsOfManyBanks) {
    EXPECT_EQ(iso("261120", "YYMMDD"), "2026-11-20");
    EXPECT_EQ(iso("991231", "YYMMDD"), "1999-12-31");
    EXPECT_EQ(iso("20261120", "YYYYMMDD"), "2026-11-20");
    EXPECT_EQ(iso("20.11.2026", "DD.MM.YYYY"), "2026-11-20");
    EXPECT_EQ(iso("20.11.26", "DD.MM.YY"), "2026-11-20");
    EXPECT_EQ(iso("1/2/26", "M/D/YY"), "2026-01-02");
    EXPECT_EQ(iso("11/20/2026", "M/D/YYYY"), "2026-11-20");
    EXPECT_EQ(iso("20 Nov 2026", "DD MMM YYYY"), "2026-11-20");
    EXPECT_EQ(iso("NOV 3, 2026", "MMM D, YYYY"), "2026-11-03");
    EXPECT_FALSE(parse_date("20 Noe 2026", "DD MMM YYYY"));
    EXPECT_EQ(iso("2026年11月20日", "YYYY年MM月DD日"), "2026-11-20");
}

TEST(DateText, TheWholeTextMustFit) {
    for (const std::string_view text : {"", "2611", "2611200", "26112x", " 261120", "26-11-20"}) {
        auto found = parse_date(text, "YYMMDD");
        ASSERT_FALSE(found.has_value()) << text;
        EXPECT_EQ(found.error().code, SETTLED_BAD_DATA);
        EXPECT_NE(found.error().message.find("YYMMDD"), std::string::npos);
    }
}

TEST(DateText, ADayThatDoesNotExistIsRefusedUnlessClampingIsAskedFor) {
    EXPECT_FALSE(parse_date("260230", "YYMMDD").has_value());
    EXPECT_EQ(*parse_date("260230", "YYMMDD", ImpossibleDay::clamp), (DateText{day(2026, 2, 28), true}));
    EXPECT_EQ(*parse_date("240230", "YYMMDD", ImpossibleDay::clamp), (DateText{day(2024, 2, 29), true}));
    EXPECT_EQ(*parse_date("021131", "YYMMDD", ImpossibleDay::clamp), (DateText{day(2002, 11, 30), true}));
    EXPECT_EQ(*parse_date("261120", "YYMMDD", ImpossibleDay::clamp), (DateText{day(2026, 11, 20), false}));
}

TEST(DateText, AMonthThirteenIsNeverMended) {
    for (const std::string_view text : {"141387", "362268", "260000", "261300", "261100", "261132"})
        EXPECT_FALSE(parse_date(text, "YYMMDD", ImpossibleDay::clamp).has_value()) << text;
}

TEST(DateText, AMonthAndDayTakeTheNearestYear) {
    EXPECT_EQ(parse_month_day("1231", day(2019, 1, 1))->date, day(2018, 12, 31));
    EXPECT_EQ(parse_month_day("0101", day(2024, 12, 31))->date, day(2025, 1, 1));
    EXPECT_EQ(parse_month_day("1120", day(2026, 11, 21))->date, day(2026, 11, 20));
    EXPECT_EQ(parse_month_day("0601", day(2026, 11, 21))->date, day(2026, 6, 1));
}

TEST(DateText, TheTwentyNinthOfFebruaryFindsItsLeapYear) {
    EXPECT_EQ(parse_month_day("0229", day(2025, 1, 2))->date, day(2024, 2, 29));
    EXPECT_FALSE(parse_month_day("0229", day(2026, 3, 1)).has_value());
    EXPECT_EQ(*parse_month_day("0229", day(2026, 3, 1), ImpossibleDay::clamp), (DateText{day(2026, 2, 28), true}));
    EXPECT_FALSE(parse_month_day("1332", day(2026, 3, 1), ImpossibleDay::clamp).has_value());
}

TEST(DateText, EveryDayIsFoundFromEveryDayWithinFiveMonths) {
    const Date start = day(2023, 11, 1);
    for (int from = 0; from < 500; from += 7)
        for (int distance = -150; distance <= 150; distance += 11) {
            const Date base = start.plus_days(from), wanted = base.plus_days(distance);
            const std::string iso_text = wanted.iso();
            EXPECT_EQ(parse_month_day(iso_text.substr(5, 2) + iso_text.substr(8, 2), base)->date, wanted);
        }
}

} // namespace
} // namespace settled::formats
