#include "world/clock.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace settled::world {
namespace {

Moment at(std::string_view text) { return parse_moment(text).value(); }

TEST(Clock, TheSameMomentIsAnotherDayElsewhere) {
    const Moment moment = at("2026-11-20T23:30:00+08:00");
    EXPECT_EQ(local_time(moment, "Asia/Shanghai")->day.iso(), "2026-11-20");
    EXPECT_EQ(local_time(moment, "Europe/Berlin")->text, "2026-11-20T16:30:00+01:00");
    EXPECT_EQ(local_time(moment, "Pacific/Auckland")->day.iso(), "2026-11-21");
    EXPECT_EQ(local_time(moment, "Asia/Shanghai")->minute_of_day, 23 * 60 + 30);
}

TEST(Clock, TheHourThatHappensTwiceIsToldApartByItsOffset) {
    EXPECT_EQ(local_time(at("2026-10-25T00:30:00Z"), "Europe/Berlin")->text, "2026-10-25T02:30:00+02:00");
    EXPECT_EQ(local_time(at("2026-10-25T01:30:00Z"), "Europe/Berlin")->text, "2026-10-25T02:30:00+01:00");
}

TEST(Clock, TheHourThatSpringSkipsIsNeverShown) {
    EXPECT_EQ(local_time(at("2026-03-29T00:59:59Z"), "Europe/Berlin")->text, "2026-03-29T01:59:59+01:00");
    EXPECT_EQ(local_time(at("2026-03-29T01:00:00Z"), "Europe/Berlin")->text, "2026-03-29T03:00:00+02:00");
}

TEST(Clock, ZonesOfHalfAndQuarterHoursKeepTheirMinutes) {
    EXPECT_EQ(local_time(at("2026-11-20T00:00:00Z"), "Asia/Kolkata")->text, "2026-11-20T05:30:00+05:30");
    EXPECT_EQ(local_time(at("2026-11-20T00:00:00Z"), "Asia/Kathmandu")->text, "2026-11-20T05:45:00+05:45");
    EXPECT_EQ(local_time(at("2026-07-20T00:00:00Z"), "America/St_Johns")->text, "2026-07-19T21:30:00-02:30");
}

TEST(Clock, AMomentBefore1970IsFlooredToItsOwnDay) {
    EXPECT_EQ(local_time(at("1969-12-31T23:59:59Z"), "UTC")->text, "1969-12-31T23:59:59+00:00");
}

TEST(Clock, AnUnknownZoneIsAConfigurationError) {
    const auto found = local_time(at("2026-11-20T00:00:00Z"), "Asia/Beijing");
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, SETTLED_INVALID_CONFIG);
    EXPECT_NE(found.error().message.find("\"Asia/Beijing\""), std::string::npos);
    EXPECT_FALSE(local_time(at("2026-11-20T00:00:00Z"), ""));
    EXPECT_FALSE(local_time(at("2026-11-20T00:00:00Z"), "../../etc/passwd"));
}

TEST(Clock, AMailCarriesTheDateOfRfc5322) {
    EXPECT_EQ(mail_date(at("2026-11-02T09:05:07+08:00"), "Asia/Shanghai").value(), "Mon, 2 Nov 2026 09:05:07 +0800");
    EXPECT_EQ(mail_date(at("2026-07-31T22:00:00Z"), "America/New_York").value(), "Fri, 31 Jul 2026 18:00:00 -0400");
}

TEST(Clock, AMomentNeedsItsOffset) {
    EXPECT_EQ(at("2026-11-20T10:00:00+08:00"), at("2026-11-20T02:00:00Z"));
    for (const char* text : {"", "2026-11-20", "2026-11-20T10:00:00", "2026-11-20 10:00:00+08:00", "2026-02-30T10:00:00Z",
                             "2026-11-20T24:00:00Z", "2026-11-20T10:60:00Z", "2026-11-20T10:00:00+15:00",
                             "2026-11-20T10:00:00+0800", "2026-11-20T10:00:00+08:00 ", "2026-11-20T10:00:0xZ"})
        EXPECT_FALSE(parse_moment(text)) << text;
}

TEST(Clock, ATestClockStandsStillUntilItIsMoved) {
    TestClock clock(at("2026-11-20T10:00:00+08:00"));
    EXPECT_EQ(clock.now(), at("2026-11-20T02:00:00Z"));
    clock.set(at("2026-11-21T10:00:00+08:00"));
    EXPECT_EQ(local_time(clock.now(), "Asia/Shanghai")->day.iso(), "2026-11-21");
}

TEST(Clock, ATestClockIsRefusedUnlessTheConfigurationAllowsIt) {
    const auto refused = make_clock("2026-11-20T10:00:00+08:00", false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message,
              "SETTLED_TEST_CLOCK is set, but the configuration does not have [test] clock = true; unset the variable");
    const auto allowed = make_clock("2026-11-20T10:00:00+08:00", true);
    ASSERT_TRUE(allowed);
    EXPECT_EQ((*allowed)->now(), at("2026-11-20T02:00:00Z"));
    const auto wrong = make_clock("tomorrow", true);
    ASSERT_FALSE(wrong);
    EXPECT_TRUE(wrong.error().message.starts_with("SETTLED_TEST_CLOCK: \"tomorrow\""));
}

TEST(Clock, WithoutATestClockTimeGoesOn) {
    const auto clock = make_clock(std::nullopt, true);
    ASSERT_TRUE(clock);
    const Moment first = (*clock)->now();
    EXPECT_GE((*clock)->now(), first);
    EXPECT_GT(first, at("2020-01-01T00:00:00Z"));
}

TEST(Clock, TheSystemKnowsTheZonesOfItsUsers) {
    const auto names = time_zone_names();
    EXPECT_TRUE(std::ranges::is_sorted(names));
    for (const char* name : {"Asia/Shanghai", "Europe/Berlin", "America/Chicago"})
        EXPECT_TRUE(std::ranges::binary_search(names, name)) << name;
}

TEST(Random, TheSameSeedGivesTheSameRun) {
    SeededRandom first(7), second(7), other(8);
    for (int i = 0; i < 100; ++i) {
        const auto number = first.next();
        EXPECT_EQ(number, second.next());
        EXPECT_NE(number, other.next());
    }
}

// The published first values of splitmix64 with seed 0 keep a run's numbers the same for ever.
TEST(Random, SeedZeroBeginsAsPublished) {
    SeededRandom random(0);
    EXPECT_EQ(random.next(), 0xE220A8397B1DCDAFu);
    EXPECT_EQ(random.next(), 0x6E789E6AA1B965F4u);
}

TEST(Random, TheSystemsNumbersDoNotRepeat) {
    SystemRandom random;
    std::vector<std::uint64_t> numbers(1000);
    std::ranges::generate(numbers, [&] { return random.next(); });
    std::ranges::sort(numbers);
    EXPECT_EQ(std::ranges::adjacent_find(numbers), numbers.end());
}

} // namespace
} // namespace settled::world
