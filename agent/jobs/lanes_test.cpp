#include "jobs/lanes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

namespace settled::jobs {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

// Asks for its release, and notes what it was told.
class Asking final : public host::NotifyClient {
  public:
    explicit Asking(std::atomic<int>& left) : left_(&left) {}
    Result<std::vector<host::Finding>> check() override { return std::vector<host::Finding>(); }
    Status send(const host::OutgoingMessage&, const std::function<Status()>& hand_over, host::SendOutcome& outcome) override {
        if (Status released = hand_over(); !released) return released;
        ++*left_;
        outcome.reply_code = 250;
        return {};
    }
    Result<std::optional<bool>> look_up(const std::string&) override { return std::nullopt; }

  private:
    std::atomic<int>* left_;
};

Status never(std::int64_t) { return fail(SETTLED_INTERNAL, "with threads nobody arms here"); }

std::size_t way_of(Lanes& lanes, int connections, std::atomic<int>& left) {
    const std::size_t way = lanes.open_way();
    for (int i = 0; i < connections; ++i) lanes.connect(way, std::make_unique<Asking>(left));
    return way;
}

TEST(Lanes, WhatSeveralConnectionsWantComesTogether) {
    std::atomic<int> left = 0;
    Lanes lanes(true);
    constexpr int connections = 8;
    const std::size_t way = way_of(lanes, connections, left);
    for (std::int64_t i = 0; i < connections; ++i) lanes.hand(way, {100 + i, false, {}}, never);
    EXPECT_EQ(lanes.in_hand(way), connections);
    std::vector<Lanes::Gathered::Wish> asked;
    while (asked.size() < connections)
        for (const Lanes::Gathered::Wish& wish : lanes.gather(200ms).to_arm) asked.push_back(wish);
    EXPECT_EQ(left, 0) << "nothing leaves before it is answered";
    for (const Lanes::Gathered::Wish& wish : asked)
        lanes.answer(wish.lane, wish.message == 103 ? Status(fail(SETTLED_STOPPED, "not due any more")) : Status());
    std::set<std::int64_t> ended;
    while (ended.size() < connections)
        for (const EndedTry& one : lanes.gather(200ms).ended) {
            ended.insert(one.message);
            EXPECT_EQ(one.handed_over, one.sent.has_value());
            EXPECT_EQ(one.sent.has_value(), one.message != 103);
        }
    EXPECT_EQ(left, connections - 1);
    EXPECT_EQ(lanes.in_hand(), 0);
}

TEST(Lanes, AConnectionCarriesOneMessageAfterAnother) {
    std::atomic<int> left = 0;
    Lanes lanes(true);
    const std::size_t way = way_of(lanes, 1, left);
    for (std::int64_t message = 1; message <= 50; ++message) {
        lanes.hand(way, {message, false, {}}, never);
        while (lanes.in_hand(way) > 0)
            for (const Lanes::Gathered::Wish& wish : lanes.gather(200ms).to_arm) {
                EXPECT_EQ(wish.message, message);
                lanes.answer(wish.lane, {});
            }
    }
    EXPECT_EQ(left, 50);
}

TEST(Lanes, WhatIsArmedAheadAsksNobodyAndItsEndsAreGatheredTogether) {
    std::atomic<int> left = 0;
    Lanes lanes(true);
    const std::size_t way = way_of(lanes, 3, left);
    for (std::int64_t message = 1; message <= 60; ++message) lanes.hand(way, {message, true, {}}, never);
    std::set<std::int64_t> ended;
    const Lanes::Gathered gathered = lanes.gather(60s, 60); // as soon as so many have ended
    EXPECT_TRUE(gathered.to_arm.empty());
    for (const EndedTry& one : gathered.ended) {
        EXPECT_TRUE(one.sent && one.handed_over);
        ended.insert(one.message);
    }
    EXPECT_EQ(ended.size(), 60U);
    EXPECT_EQ(left, 60);
    EXPECT_EQ(lanes.in_hand(way), 0);
}

TEST(Lanes, OneThatWasNotArmedAheadIsHeardAtOnceBesideThose) {
    std::atomic<int> left = 0;
    Lanes lanes(true);
    const std::size_t way = way_of(lanes, 1, left), other = way_of(lanes, 1, left);
    lanes.hand(way, {1, true, {}}, never);
    lanes.hand(other, {2, false, {}}, never);
    Lanes::Gathered gathered = lanes.gather(60s, 1000);
    while (gathered.to_arm.empty()) gathered = lanes.gather(60s, 1000);
    lanes.answer(gathered.to_arm[0].lane, {});
    while (lanes.in_hand(other) > 0) static_cast<void>(lanes.gather(60s, 1000));
    while (lanes.in_hand(way) > 0) static_cast<void>(lanes.gather(60s));
    EXPECT_EQ(left, 2);
}

TEST(Lanes, WhatNobodyHasBegunIsGivenBack) {
    std::atomic<int> left = 0;
    Lanes lanes(true);
    const std::size_t way = way_of(lanes, 1, left);
    lanes.hand(way, {1, false, {}}, never); // keeps the connection until it is answered
    Lanes::Gathered gathered = lanes.gather(60s);
    ASSERT_EQ(gathered.to_arm.size(), 1U);
    for (const std::int64_t message : {2, 3, 4}) lanes.hand(way, {message, true, {}}, never);
    EXPECT_THAT(lanes.take_back(way), ElementsAre(2, 3, 4));
    EXPECT_EQ(lanes.in_hand(way), 1);
    lanes.answer(gathered.to_arm[0].lane, {});
    while (lanes.in_hand(way) > 0) gathered = lanes.gather(60s);
    EXPECT_EQ(left, 1) << "what was given back did not leave";
}

TEST(Lanes, WhoIsStillWaitingWhenTheRunEndsIsRefused) {
    std::atomic<int> left = 0;
    {
        Lanes lanes(true);
        const std::size_t way = way_of(lanes, 4, left);
        for (std::int64_t message = 1; message <= 4; ++message) lanes.hand(way, {message, false, {}}, never);
        static_cast<void>(lanes.gather(200ms));
    }
    EXPECT_EQ(left, 0);
}

TEST(Lanes, WithoutThreadsTheSameIsDoneOneAfterAnother) {
    std::atomic<int> left = 0;
    Lanes lanes(false);
    const std::size_t way = way_of(lanes, 1, left);
    std::vector<std::int64_t> armed;
    lanes.hand(way, {7, false, {}}, [&](std::int64_t message) { return armed.push_back(message), Status(); });
    EXPECT_EQ(left, 1);
    const auto gathered = lanes.gather(0ms);
    EXPECT_THAT(armed, ElementsAre(7));
    ASSERT_EQ(gathered.ended.size(), 1U);
    EXPECT_TRUE(gathered.ended[0].handed_over);
    EXPECT_EQ(lanes.in_hand(), 0);
}

} // namespace
} // namespace settled::jobs
