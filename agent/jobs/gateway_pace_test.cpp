#include "jobs/gateway_pace.hpp"

#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

using namespace std::chrono_literals;

const world::Moment ten = *world::parse_moment("2026-11-18T10:00:00+08:00");

TEST(GatewayPace, NoSixtySecondsHoldMoreThanTheLimit) {
    GatewayPace pace(3, 500, 0);
    world::Moment now = ten;
    std::vector<world::Moment> sent;
    for (int i = 0; i < 20; ++i) {
        now = pace.next(now);
        pace.handed_over(now);
        sent.push_back(now);
        now += i % 4 == 0 ? 7s : 1s;
    }
    for (std::size_t i = 3; i < sent.size(); ++i) EXPECT_GE(sent[i] - sent[i - 3], 60s) << i;
    EXPECT_LE(sent.back() - sent.front(), 7min) << "and it does not wait for longer than it must";
}

TEST(GatewayPace, WhatIsSlowEnoughNeverWaits) {
    GatewayPace pace(2, 500, 0);
    world::Moment now = ten;
    for (int i = 0; i < 10; ++i, now += 31s) {
        EXPECT_EQ(pace.next(now), now);
        pace.handed_over(now);
    }
}

TEST(GatewayPace, WhatWasCountedAheadAndNotHandedOverIsTakenBack) {
    GatewayPace pace(2, 3, 0);
    for (int i = 0; i < 2; ++i) pace.handed_over(ten);
    EXPECT_GT(pace.next(ten), ten);
    pace.taken_back();
    EXPECT_EQ(pace.next(ten), ten);
    EXPECT_EQ(pace.handed_over_today(), 1);
}

TEST(GatewayPace, TheDayCountsWhatEarlierRunsHandedOver) {
    GatewayPace pace(60, 5, 3);
    EXPECT_FALSE(pace.day_is_full());
    pace.handed_over(ten);
    pace.handed_over(ten);
    EXPECT_TRUE(pace.day_is_full());
    EXPECT_TRUE(GatewayPace(60, 5, 9).day_is_full()) << "the limit was lowered today";
}

} // namespace
} // namespace settled::jobs
