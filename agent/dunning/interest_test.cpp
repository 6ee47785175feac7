#include "dunning/interest.hpp"

#include <gtest/gtest.h>

namespace settled::dunning {
namespace {

Date day(std::string_view iso) { return *Date::parse_iso(iso); }
const Currency eur = *Currency::parse("EUR"), cny = *Currency::parse("CNY");

InterestRule bgb() {
    InterestRule rule;
    rule.name = "de_bgb_288", rule.points = 9 * percent, rule.known_until = day("2025-12-31");
    rule.rates = {{day("2024-01-01"), 3'620'000}, {day("2024-07-01"), 3'370'000}, {day("2025-01-01"), 2'270'000}};
    rule.fixed_sum = {{eur, 4'000}};
    return rule;
}

InterestClaim claim(std::int64_t open, std::string_view due, std::string_view until, Currency currency = eur) {
    InterestClaim made;
    made.open = {open, currency}, made.due = day(due), made.until = day(until), made.document = day(due).plus_days(-30);
    return made;
}

TEST(Interest, TheEuropeanExampleOfThirtyDays) {
    InterestRule rule = bgb();
    rule.points = 8 * percent, rule.rates = {{day("2024-07-01"), 4'250'000}}; // 12.25 % from July 2024
    const auto made = interest(rule, claim(1'000'000, "2024-07-31", "2024-08-30"));
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_EQ(made->periods.size(), 1U);
    EXPECT_EQ(made->periods[0].days, 30);
    EXPECT_EQ(made->interest.minor_units, 10'068) << "10,000.00 × 12.25 % × 30 / 365 = 100.68";
    EXPECT_EQ(made->fixed_sum.minor_units, 4'000);
}

TEST(Interest, TheRateChangesDuringDefault) {
    // 5,000.00 due 31 May 2024: 30 days at 12.62 % (1 to 30 June), 184 at 12.37 % (July to December), 31 at 11.27 % (January).
    const auto made = interest(bgb(), claim(500'000, "2024-05-31", "2025-01-31"));
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_EQ(made->periods.size(), 3U);
    EXPECT_EQ(made->periods[0].days, 30);
    EXPECT_EQ(made->periods[1].days, 184);
    EXPECT_EQ(made->periods[1].rate, 12'370'000);
    EXPECT_EQ(made->periods[2].days, 31);
    // 51.8630… + 311.7917… + 47.8589… = 411.5137…
    EXPECT_EQ(made->interest.minor_units, 41'151);
}

TEST(Interest, APaymentLowersThePrincipalFromTheNextDay) {
    InterestClaim part = claim(600'000, "2025-01-31", "2025-03-02");              // 30 days; 4,000.00 came on the tenth
    part.payments = {{day("2025-02-10"), 400'000}, {day("2025-01-15"), 900'000}}; // before the due day: not in it
    const auto made = interest(bgb(), part);
    ASSERT_TRUE(made) << made.error().message;
    ASSERT_EQ(made->periods.size(), 2U);
    EXPECT_EQ(made->periods[0].principal, 1'000'000);
    EXPECT_EQ(made->periods[0].days, 10);
    EXPECT_EQ(made->periods[1].days, 20);
    // 10,000 × 11.27 % × 10/365 + 6,000 × 11.27 % × 20/365 = 30.8767… + 37.0520… = 67.9287…
    EXPECT_EQ(made->interest.minor_units, 6'793);
}

TEST(Interest, TheChineseRateIsThatOfTheFirstDayOfDefault) {
    InterestRule lpr;
    lpr.name = "cn_lpr", lpr.rule = RateRule::of_the_default, lpr.times_percent = 130, lpr.known_until = day("2025-06-30");
    lpr.rates = {{day("2024-10-21"), 3'100'000}, {day("2025-05-20"), 3'000'000}};
    // 100,000.00 due 19 May 2025: default began on the day of the new rate, 3.00 % × 1.3 = 3.90 %; 100 days.
    const auto made = interest(lpr, claim(10'000'000, "2025-05-19", "2025-08-27", cny));
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->periods[0].rate, 3'900'000);
    EXPECT_EQ(made->periods[0].days, 100);
    EXPECT_EQ(made->interest.minor_units, 106'849) << "1,068.4931…";
    EXPECT_EQ(made->fixed_sum.minor_units, 0);
}

TEST(Interest, HalfAPerMilleADay) {
    InterestRule decree;
    decree.name = "cn_decree_802", decree.known_until = day("2100-12-31"), decree.rates = {{day("2020-09-01"), 18'250'000}};
    const auto made = interest(decree, claim(20'000'000, "2026-01-31", "2026-03-02", cny));
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->interest.minor_units, 300'000) << "200,000.00 × 0.05 % × 30 days";
}

TEST(Interest, NothingBeforeTheDayAfterTheDueDay) {
    EXPECT_EQ(interest(bgb(), claim(500'000, "2025-01-31", "2025-01-31"))->interest.minor_units, 0);
    EXPECT_TRUE(interest(bgb(), claim(500'000, "2025-01-31", "2025-01-31"))->periods.empty());
    EXPECT_EQ(interest(bgb(), claim(500'000, "2025-01-31", "2025-02-01"))->periods.size(), 1U);
}

TEST(Interest, ADayThatNoTableCoversIsNeverGuessed) {
    const auto later = interest(bgb(), claim(500'000, "2025-12-20", "2026-01-10"));
    ASSERT_FALSE(later);
    EXPECT_NE(later.error().message.find("2026-01-01"), std::string::npos) << later.error().message;
    EXPECT_FALSE(interest(bgb(), claim(500'000, "2023-05-01", "2023-06-01")));
}

TEST(Interest, ANegativeBaseRateCountsAndNoRateIsBelowZero) {
    InterestRule rule = bgb();
    rule.rates = {{day("2016-07-01"), -880'000}};
    EXPECT_EQ(interest(rule, claim(365'000, "2020-01-31", "2020-03-01"))->periods[0].rate, 8'120'000);
    rule.points = 0;
    EXPECT_EQ(interest(rule, claim(365'000, "2020-01-31", "2020-03-01"))->interest.minor_units, 0);
}

TEST(Interest, RatesAreWrittenWithTwoDecimalsAtLeast) {
    EXPECT_EQ(rate_text(11'370'000), "11.37");
    EXPECT_EQ(rate_text(9 * percent), "9.00");
    EXPECT_EQ(rate_text(4'030'500), "4.0305");
}

} // namespace
} // namespace settled::dunning
