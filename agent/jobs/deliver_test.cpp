#include "jobs/deliver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>

namespace settled::jobs {
namespace {

using store::MessageState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What a gateway does with the next message.
struct Answer {
    settled_code code = SETTLED_OK;
    bool hands_over = true;
    int reply_code = 250;
    bool heeds_refusal = true; // of its release
};

class FakeGateway final : public host::Clients {
  public:
    std::vector<Answer> answers; // for the first messages; later ones are accepted
    std::vector<std::string> sent;
    std::vector<std::vector<std::string>> recipients; // of `sent`
    std::vector<world::Moment> at;
    const world::Clock* clock = nullptr;
    int connections_made = 0, connections_max = 1000;
    std::size_t tried_before = 0;            // when the connections began to be counted
    std::function<void(std::size_t)> on_try; // number of the try, from 0

    Result<std::unique_ptr<host::LedgerClient>> ledger(const host::PluginBlock&) override { return absent(); }
    Result<std::unique_ptr<host::FetchClient>> fetch(const host::PluginBlock&) override { return absent(); }
    Result<std::unique_ptr<host::NotifyClient>> notify(const host::PluginBlock&) override {
        if (connections_made++ >= connections_max) {
            std::unique_lock lock(mutex_); // the first one has begun by then
            begun_.wait_for(lock, std::chrono::seconds(10), [this] { return tried_ > tried_before; });
            return fail(SETTLED_INTERNAL, "no more connections");
        }
        return std::make_unique<Client>(*this);
    }
    host::StatementClient& statements() override { return *nothing_; }

  private:
    static std::unexpected<Error> absent() { return fail(SETTLED_UNSUPPORTED, "not in this test"); }

    class Client final : public host::NotifyClient {
      public:
        explicit Client(FakeGateway& gateway) : gateway_(&gateway) {}
        Result<std::vector<host::Finding>> check() override { return std::vector<host::Finding>(); }
        Status send(const host::OutgoingMessage& message, const std::function<Status()>& hand_over,
                    host::SendOutcome& outcome) override {
            std::unique_lock lock(gateway_->mutex_);
            const std::size_t number = gateway_->tried_++;
            gateway_->begun_.notify_all();
            const Answer answer = number < gateway_->answers.size() ? gateway_->answers[number] : Answer();
            outcome.reply_code = answer.reply_code;
            if (answer.hands_over) {
                lock.unlock(); // others arm meanwhile
                if (Status released = hand_over(); !released && answer.heeds_refusal) return released;
                lock.lock();
            }
            if (gateway_->on_try) gateway_->on_try(number);
            if (answer.code != SETTLED_OK) return fail(answer.code, "the server said " + std::to_string(answer.reply_code));
            gateway_->sent.push_back(message.key);
            gateway_->recipients.push_back(message.recipients);
            gateway_->at.push_back(gateway_->clock->now());
            return {};
        }
        Result<std::optional<bool>> look_up(const std::string&) override { return std::nullopt; }

      private:
        FakeGateway* gateway_;
    };

    std::mutex mutex_; // connections are threads
    std::condition_variable begun_;
    std::size_t tried_ = 0;
    host::StatementClient* nothing_ = nullptr; // deliver reads no statement
};

class QuietJournal final : public Journal {
  public:
    void info(std::string_view) override {}
    void warning(std::string_view) override {}
    void error(std::string_view) override {}
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
};

class Deliver : public ::testing::Test {
  protected:
    Deliver() {
        config::Company company;
        company.name = "demo", company.currency = *Currency::parse("EUR"), company.time_zone = "UTC";
        settings_.companies = {company};
        company.name = "sister";
        settings_.companies.push_back(company);
        config::Gateway gateway;
        gateway.name = "mail", gateway.block = {"[gateway.mail]", "fake", {}};
        settings_.gateways = {gateway};
        settings_.store.url = "sqlite::memory:"; // so that no sent log is kept
        auto opened = store::open_store({.url = "sqlite::memory:", .password = {}});
        EXPECT_TRUE(opened) << opened.error().message;
        store_ = std::move(*opened);
        gateway_.clock = &clock_;
    }

    config::Gateway& limits() { return settings_.gateways.front(); }

    // House mail: no ledger is asked about it.
    void due(int count, const std::string& company = "demo") {
        for (int i = 0; i < count; ++i) {
            store::Message message;
            message.company = company, message.key = company + std::to_string(++made_), message.audience = "finance";
            message.channel = "email", message.gateway = "mail", message.recipients = {"wang@demo.example"};
            message.content = "content", message.subject = "Daily", message.state = MessageState::due;
            const auto added = store_->outbox().add(message, {}, {"2026-11-18T08:00:00+00:00", *Date::of(2026, 11, 18), "test"});
            ASSERT_TRUE(added) << added.error().message;
        }
    }

    DeliverReport run(bool with_threads = false) {
        Executor& executor = with_threads ? static_cast<Executor&>(threads_) : executor_;
        JobContext context{settings_, clock_, random_, *store_, gateway_, executor, journal_, interrupted_, {}};
        auto report = deliver(context, {});
        EXPECT_TRUE(report) << report.error().message;
        return report ? std::move(*report) : DeliverReport();
    }

    std::vector<store::Message> in_state(MessageState state, const std::string& company = "demo") {
        return store_->outbox()
            .list(company, {.states = {state}, .kind = {}, .ledger = {}, .customer_id = {}})
            .value_or(std::vector<store::Message>());
    }

    config::Settings settings_;
    world::TestClock clock_{*world::parse_moment("2026-11-18T10:00:00+00:00")};
    world::SeededRandom random_{1};
    std::unique_ptr<store::Store> store_;
    FakeGateway gateway_;
    InOrderExecutor executor_;
    ThreadedExecutor threads_;
    QuietJournal journal_;
    std::atomic<bool> interrupted_ = false;
    int made_ = 0;
};

TEST_F(Deliver, HandsAGatewayNoMoreInAMinuteThanItsLimit) {
    limits().messages_per_minute = 2;
    due(5);
    const DeliverReport report = run();
    EXPECT_FALSE(report.failed());
    ASSERT_EQ(gateway_.at.size(), 5u) << "all leave in one run, the later ones later";
    for (std::size_t i = 2; i < gateway_.at.size(); ++i)
        EXPECT_GE(gateway_.at[i] - gateway_.at[i - 2], std::chrono::minutes(1)) << i;
    EXPECT_EQ(clock_.now(), *world::parse_moment("2026-11-18T10:02:00+00:00"));
}

TEST_F(Deliver, AnInterruptionLeavesTheRestDue) {
    limits().messages_per_minute = 1;
    due(2);
    interrupted_ = true;
    JobContext context{settings_, clock_, random_, *store_, gateway_, executor_, journal_, interrupted_, {}};
    EXPECT_EQ(deliver(context, {}).error().code, SETTLED_STOPPED);
    EXPECT_EQ(in_state(MessageState::due).size(), 2u);
}

TEST_F(Deliver, WhatAPersonTakesBackWhileOthersLeaveDoesNotLeave) {
    due(3);
    const std::int64_t last = in_state(MessageState::due).back().id;
    const std::unique_ptr<store::Store>& store = store_;
    gateway_.on_try = [&](std::size_t number) {
        if (number != 0) return;
        EXPECT_TRUE(store->outbox().move(last, MessageState::cancelled, "paid by hand", {}));
    };
    const DeliverReport report = run();
    EXPECT_FALSE(report.failed());
    EXPECT_THAT(gateway_.sent, ElementsAre("demo1", "demo2"));
    EXPECT_EQ(in_state(MessageState::cancelled).size(), 1U);
    EXPECT_EQ(report.messages.size(), 2U);
}

TEST_F(Deliver, EachThatWaitsForAGatewayWhichIsGoneIsTold) {
    due(3);
    limits().name = "post";
    const DeliverReport report = run();
    EXPECT_EQ(report.troubles.size(), 1U);
    ASSERT_EQ(report.messages.size(), 3U);
    for (const DeliveredMessage& message : report.messages) {
        EXPECT_EQ(message.state, MessageState::due);
        EXPECT_EQ(message.subject, "Daily");
        EXPECT_THAT(message.words, HasSubstr("is not in the configuration"));
    }
    EXPECT_EQ(in_state(MessageState::due).size(), 3U);
}

TEST_F(Deliver, WhatIsBeyondTheDayStaysDueUntilTomorrowAndIsSaid) {
    limits().messages_per_day = 3;
    due(2);
    run();
    due(2);
    const DeliverReport second = run();
    EXPECT_EQ(gateway_.sent.size(), 3u) << "what an earlier run handed over counts";
    ASSERT_EQ(second.messages.size(), 2u);
    EXPECT_EQ(second.messages[1].state, MessageState::due);
    EXPECT_EQ(second.messages[1].words,
              "[gateway.mail]: 3 messages were handed over today and messages_per_day is 3; stays due until tomorrow");
    EXPECT_FALSE(second.failed()) << "a limit is no failure";
    EXPECT_EQ(in_state(MessageState::due).size(), 1u);

    clock_.set(*world::parse_moment("2026-11-19T00:05:00+00:00"));
    run();
    EXPECT_EQ(gateway_.sent.size(), 4u);
    EXPECT_EQ(in_state(MessageState::due).size(), 0u);
}

TEST_F(Deliver, ADayIsTheGatewaysWhicheverCompanySends) {
    limits().messages_per_day = 3;
    due(2);
    due(2, "sister");
    run();
    EXPECT_EQ(gateway_.sent.size(), 3u);
    EXPECT_EQ(in_state(MessageState::due, "sister").size(), 1u);
}

TEST_F(Deliver, ARecipientRefusedForGoodIsABadAddress) {
    gateway_.answers = {{SETTLED_REJECTED, false, 550}};
    due(1);
    run();
    const auto failed = in_state(MessageState::failed);
    ASSERT_EQ(failed.size(), 1u);
    EXPECT_EQ(failed[0].reason, "bad_address: the server said 550");
    EXPECT_EQ(failed[0].server_words, "the server said 550");
}

TEST_F(Deliver, AMessageRefusedForItsContentSaysNothingAboutTheAddress) {
    gateway_.answers = {{SETTLED_REJECTED, true, 552}};
    due(1);
    run();
    const auto failed = in_state(MessageState::failed);
    ASSERT_EQ(failed.size(), 1u);
    EXPECT_EQ(failed[0].reason, "the server said 552");
}

TEST_F(Deliver, AFaultOfTheMomentOrOfTheGatewayIsTriedAgain) {
    gateway_.answers = {{SETTLED_UNAVAILABLE, false, 450}, {SETTLED_ACCESS_DENIED, false, 554}};
    due(2);
    const DeliverReport report = run();
    EXPECT_TRUE(report.failed());
    const auto waiting = in_state(MessageState::due);
    ASSERT_EQ(waiting.size(), 2u);
    EXPECT_EQ(waiting[0].tries, 1) << "a try that did not reach the hand-over is a try";
    EXPECT_THAT(waiting[0].retry_after, HasSubstr("2026-11-18T10:05"));
    EXPECT_GE(waiting[1].retry_after, "2026-11-18T11:00:00") << "an hour, and up to a tenth of it more";
    EXPECT_LE(waiting[1].retry_after, "2026-11-18T11:06:00+00:00");
    clock_.set(*world::parse_moment("2026-11-18T11:06:00+00:00"));
    run();
    EXPECT_THAT(gateway_.sent, ElementsAre("demo1", "demo2"));
}

TEST_F(Deliver, AGatewayThatSaysItSentWithoutAskingIsNotBelievedAndTheMessageNeverLeavesAgainByItself) {
    for (const int connections : {1, 4}) {
        limits().connections = connections;
        const std::size_t unknown_before = in_state(MessageState::unknown).size(), sent_before = gateway_.sent.size();
        gateway_.answers.assign(gateway_.answers.size() + 3, Answer()); // so that several are armed ahead
        gateway_.answers.push_back({.hands_over = false});
        due(4);
        run(connections > 1);
        EXPECT_EQ(in_state(MessageState::unknown).size(), unknown_before + 1);
        clock_.wait_until(clock_.now() + std::chrono::hours(3));
        run(connections > 1);
        EXPECT_TRUE(in_state(MessageState::due).empty()) << connections;
        EXPECT_EQ(gateway_.sent.size(), sent_before + 4) << "none was tried a second time";
        gateway_.answers.assign(gateway_.sent.size(), Answer());
    }
}

TEST_F(Deliver, WhatLeftThoughItsReleaseWasRefusedWhenTheRunBrokeOffIsUnknown) {
    int broken_off = 0;
    for (const Answer& answer : {Answer{.hands_over = false}, Answer{.heeds_refusal = false}, Answer()}) {
        gateway_.answers.assign(gateway_.answers.size() + 1, answer);
        limits().connections = 2, gateway_.connections_made = 0, gateway_.connections_max = 1; // the second one fails the run
        gateway_.tried_before = gateway_.answers.size() - 1;
        const std::size_t unknown_before = in_state(MessageState::unknown).size();
        due(2);
        JobContext context{settings_, clock_, random_, *store_, gateway_, threads_, journal_, interrupted_, {}};
        EXPECT_FALSE(deliver(context, {}));
        ++broken_off;
        const bool left = !answer.hands_over || !answer.heeds_refusal;
        EXPECT_EQ(in_state(MessageState::unknown).size(), unknown_before + (left ? 1 : 0)) << broken_off;
        const auto waiting = in_state(MessageState::due);
        EXPECT_EQ(waiting.size(), left ? 1U : 2U) << broken_off;
        for (const store::Message& message : waiting)
            EXPECT_TRUE(store_->outbox().move(message.id, MessageState::cancelled, "end of this case", {}));
    }
}

TEST_F(Deliver, SeveralConnectionsAreArmedAheadAndEachMessageLeavesOnce) {
    limits().connections = 4, limits().messages_per_minute = 100'000, limits().messages_per_day = 100'000;
    due(500);
    const DeliverReport report = run(true);
    EXPECT_FALSE(report.failed());
    EXPECT_EQ(gateway_.sent.size(), 500U);
    EXPECT_EQ(std::set<std::string>(gateway_.sent.begin(), gateway_.sent.end()).size(), 500U);
    EXPECT_EQ(in_state(MessageState::sent).size(), 500U);
    EXPECT_LT(report.commits, 250) << "two commits a message would be 1000";
    ASSERT_EQ(report.messages.size(), 500U);
    EXPECT_TRUE(std::ranges::is_sorted(report.messages, {}, &DeliveredMessage::message));
}

TEST_F(Deliver, OneConnectionArmsAMessageOnlyWhenItIsAboutToCount) {
    limits().messages_per_minute = 100'000, limits().messages_per_day = 100'000;
    due(20);
    std::size_t armed_most = 0;
    const std::unique_ptr<store::Store>& store = store_;
    gateway_.on_try = [&](std::size_t) {
        auto armed = store->outbox().list("demo", {.states = {MessageState::armed}, .kind = {}, .ledger = {}, .customer_id = {}});
        if (armed) armed_most = std::max(armed_most, armed->size());
    };
    run(true);
    EXPECT_EQ(armed_most, 1U);
    EXPECT_EQ(gateway_.sent.size(), 20U);
}

TEST_F(Deliver, ARefusalOfOneThatWasArmedAheadIsTheSameAsOfAnyOther) {
    limits().connections = 4, limits().messages_per_minute = 100'000, limits().messages_per_day = 100'000;
    gateway_.answers.resize(300);
    for (std::size_t i = 100; i < 300; i += 10) gateway_.answers[i] = {SETTLED_REJECTED, false, 550};
    for (std::size_t i = 105; i < 300; i += 10) gateway_.answers[i] = {SETTLED_UNAVAILABLE, false, 450};
    due(300);
    run(true);
    const auto failed = in_state(MessageState::failed), waiting = in_state(MessageState::due);
    ASSERT_EQ(failed.size(), 20U);
    ASSERT_EQ(waiting.size(), 20U);
    EXPECT_EQ(gateway_.sent.size(), 260U);
    for (const store::Message& message : failed) EXPECT_EQ(message.reason, "bad_address: the server said 550");
    for (const store::Message& message : waiting) {
        EXPECT_EQ(message.tries, 1) << "armed ahead or not, it was tried once";
        EXPECT_EQ(message.handed_over_at, "");
        EXPECT_NE(message.retry_after, "");
    }
    EXPECT_EQ(in_state(MessageState::armed).size(), 0U);
}

TEST_F(Deliver, WhatWasArmedAheadIsDueAgainAfterAnInterruption) {
    limits().connections = 4, limits().messages_per_minute = 100'000, limits().messages_per_day = 100'000;
    due(500);
    gateway_.on_try = [&](std::size_t number) { interrupted_ = interrupted_ || number == 100; };
    JobContext context{settings_, clock_, random_, *store_, gateway_, threads_, journal_, interrupted_, {}};
    EXPECT_EQ(deliver(context, {}).error().code, SETTLED_STOPPED);
    EXPECT_EQ(in_state(MessageState::armed).size(), 0U);
    EXPECT_EQ(in_state(MessageState::sent).size(), gateway_.sent.size());
    EXPECT_EQ(in_state(MessageState::sent).size() + in_state(MessageState::due).size(), 500U);
    EXPECT_GT(in_state(MessageState::due).size(), 0U);
    interrupted_ = false, gateway_.on_try = {};
    run(true);
    EXPECT_EQ(gateway_.sent.size(), 500U);
    EXPECT_EQ(std::set<std::string>(gateway_.sent.begin(), gateway_.sent.end()).size(), 500U);
}

} // namespace
} // namespace settled::jobs
