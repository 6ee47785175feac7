#include "jobs/lanes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

namespace settled::jobs {
namespace {

using namespace std::chrono_literals;

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

TEST(Lanes, WhatSeveralConnectionsWantComesTogether) {
    std::atomic<int> left = 0;
    Lanes lanes(true);
    constexpr int connections = 8;
    for (int i = 0; i < connections; ++i) lanes.open(std::make_unique<Asking>(left));
    for (std::size_t lane = 0; lane < connections; ++lane) lanes.hand(lane, static_cast<std::int64_t>(100 + lane), {}, never);
    std::set<std::size_t> asked;
    while (asked.size() < connections)
        for (const std::size_t lane : lanes.gather(200ms).to_arm) asked.insert(lane);
    EXPECT_EQ(left, 0) << "nothing leaves before it is answered";
    for (const std::size_t lane : asked)
        lanes.answer(lane, lane == 3 ? Status(fail(SETTLED_STOPPED, "not due any more")) : Status());
    int ended = 0, refused = 0;
    while (ended < connections)
        for (const EndedTry& one : lanes.gather(200ms).ended) {
            ++ended;
            EXPECT_EQ(one.message, static_cast<std::int64_t>(100 + one.lane));
            EXPECT_EQ(one.handed_over, one.sent.has_value());
            refused += !one.sent;
        }
    EXPECT_EQ(refused, 1);
    EXPECT_EQ(left, connections - 1);
    EXPECT_EQ(lanes.in_hand(), 0u);
}

TEST(Lanes, AConnectionCarriesOneMessageAfterAnother) {
    std::atomic<int> left = 0;
    Lanes lanes(true);
    lanes.open(std::make_unique<Asking>(left));
    for (std::int64_t message = 1; message <= 50; ++message) {
        ASSERT_TRUE(lanes.is_free(0));
        lanes.hand(0, message, {}, never);
        EXPECT_FALSE(lanes.is_free(0));
        while (!lanes.is_free(0))
            for (const std::size_t lane : lanes.gather(200ms).to_arm) {
                EXPECT_EQ(lanes.message_of(lane), message);
                lanes.answer(lane, {});
            }
    }
    EXPECT_EQ(left, 50);
}

TEST(Lanes, WhoIsStillWaitingWhenTheRunEndsIsRefused) {
    std::atomic<int> left = 0;
    {
        Lanes lanes(true);
        for (int i = 0; i < 4; ++i) lanes.open(std::make_unique<Asking>(left));
        for (std::size_t lane = 0; lane < 4; ++lane) lanes.hand(lane, 1, {}, never);
        static_cast<void>(lanes.gather(200ms));
    }
    EXPECT_EQ(left, 0);
}

TEST(Lanes, WithoutThreadsTheSameIsDoneOneAfterAnother) {
    std::atomic<int> left = 0;
    Lanes lanes(false);
    lanes.open(std::make_unique<Asking>(left));
    std::vector<std::int64_t> armed;
    lanes.hand(0, 7, {}, [&](std::int64_t message) { return armed.push_back(message), Status(); });
    EXPECT_EQ(left, 1);
    const auto gathered = lanes.gather(0ms);
    EXPECT_THAT(armed, ::testing::ElementsAre(7));
    ASSERT_EQ(gathered.ended.size(), 1u);
    EXPECT_TRUE(gathered.ended[0].handed_over);
    EXPECT_TRUE(lanes.is_free(0));
}

} // namespace
} // namespace settled::jobs
