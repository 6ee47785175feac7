#include "store/store_fixture.hpp"

#include <thread>

namespace settled::store::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using enum MessageState;

class Outbox : public StoreTest {
  protected:
    static Message letter(const std::string& key, MessageState state = due) {
        Message message;
        message.company = "demo", message.key = key, message.audience = "customer", message.kind = "reminder",
        message.channel = "email";
        message.gateway = "mail", message.sender = "ar@demo.example", message.recipients = {"ap@acme.example", "cc@acme.example"};
        message.language = "zh-CN", message.subject = "付款提醒", message.content = "Subject: =?UTF-8?B?5LuY?=\r\n\r\nINV-1\r\n";
        message.ledger = "u8", message.customer_id = "C001", message.procedure = "standard", message.step = "overdue-7";
        message.totals = {cny(985)};
        message.state = state;
        message.planned_for = day(20261101);
        return message;
    }
    static Claim claim(const std::string& item_key, const std::string& step = "overdue-7") {
        Claim made;
        made.company = "demo", made.ledger = "u8", made.item_key = item_key, made.procedure = "standard", made.step = step;
        made.channel = "email", made.audience = "customer", made.document_number = "INV-1", made.customer_id = "C001";
        made.open_amount = cny(985), made.due_date = day(20261025);
        return made;
    }
    std::int64_t added(const std::string& key, std::vector<Claim> claims = {}, std::int32_t known_on = 20261101,
                       MessageState state = due) {
        auto outcome = store_->outbox().add(letter(key, state), claims, on(known_on));
        EXPECT_TRUE(outcome) << words(outcome);
        return outcome ? outcome->message : 0;
    }
    MessageState state(std::int64_t message) { return (*store_->outbox().find(message))->state; }
    bool free(const Claim& wanted) {
        static int tries = 0;
        auto outcome = store_->outbox().add(letter("probe" + std::to_string(++tries), held), std::vector{wanted}, on(20261201));
        EXPECT_TRUE(outcome) << words(outcome);
        return outcome->message != 0;
    }
    void sent_on(const std::string& key, std::int32_t known_on) {
        const std::int64_t message = added(key, {}, known_on);
        EXPECT_TRUE(store_->outbox().arm(message, on(known_on)));
        EXPECT_TRUE(store_->outbox().finish(message, sent, {"250 ok", "", "", 250}, on(known_on)));
    }
};

TEST_P(Outbox, AMessageIsReadBackAsItWasComposed) {
    const std::int64_t id = added("m1", {claim("K1"), claim("K2")});
    auto found = store_->outbox().find(id);
    ASSERT_TRUE(found && found->has_value()) << words(found);
    const Message& read = **found;
    EXPECT_EQ(read.content, letter("m1").content);
    EXPECT_THAT(read.content_sha256, SizeIs(64));
    EXPECT_THAT(read.recipients, ElementsAre("ap@acme.example", "cc@acme.example"));
    EXPECT_THAT(read.totals, ElementsAre(cny(985)));
    EXPECT_EQ(read.subject, "付款提醒");
    EXPECT_EQ(read.procedure, "standard");
    EXPECT_EQ(read.planned_for, day(20261101));
    EXPECT_EQ(read.created_by, "settled");
    auto claims = store_->outbox().claims_of(id);
    ASSERT_TRUE(claims) << words(claims);
    ASSERT_THAT(*claims, SizeIs(2));
    EXPECT_EQ((*claims)[1].item_key, "K2");
    EXPECT_EQ((*claims)[1].open_amount, cny(985));
    EXPECT_EQ((*claims)[1].due_date, day(20261025));
    EXPECT_EQ((*claims)[1].message, id);
}

TEST_P(Outbox, WhatAShortMessageIsMadeOfIsReadBack) {
    Message message = letter("m1", due);
    message.template_name = "reminder",
    message.parameters = {{"customer_short_name", "华东"}, {"total", "985.00 CNY"}, {"empty", ""}};
    auto outcome = store_->outbox().add(message, {}, on(20261101));
    ASSERT_TRUE(outcome) << words(outcome);
    const auto found = store_->outbox().find_key("m1");
    ASSERT_TRUE(found && *found) << words(found);
    EXPECT_EQ((*found)->id, outcome->message);
    EXPECT_EQ((*found)->template_name, "reminder");
    EXPECT_EQ((*found)->parameters, message.parameters);
    EXPECT_FALSE(*store_->outbox().find_key("m2"));
    const auto brief = store_->outbox().list(message.company,
                                             {.states = {}, .kind = {}, .ledger = {}, .customer_id = {}, .with_content = false});
    ASSERT_TRUE(brief) << words(brief);
    EXPECT_EQ(brief->front().content, "");
    EXPECT_TRUE(brief->front().parameters.empty());
    EXPECT_EQ(brief->front().subject, message.subject);
}

TEST_P(Outbox, SeveralStepsAreOneCommitAndEachHasItsOwnFate) {
    const std::int64_t first = added("m1"), second = added("m2"), third = added("m3", {}, 20261101, held);
    const std::vector<OutboxStep> arms = {{first, armed, {}}, {third, armed, {}}, {second, armed, {}}};
    auto fates = store_->outbox().record(arms, on(20261101));
    ASSERT_TRUE(fates) << words(fates);
    ASSERT_THAT(*fates, SizeIs(3));
    EXPECT_TRUE((*fates)[0]);
    EXPECT_EQ((*fates)[1].error().code, SETTLED_STOPPED) << "it is held";
    EXPECT_TRUE((*fates)[2]);
    const std::vector<OutboxStep> ends = {
        {first, sent, {"", "id", "", 250, ""}}, {second, unknown, {"lost", "", "", 0, ""}}, {999'999, sent, {}}};
    fates = store_->outbox().record(ends, on(20261101));
    ASSERT_TRUE(fates) << words(fates);
    EXPECT_TRUE((*fates)[0] && (*fates)[1]);
    EXPECT_FALSE((*fates)[2]);
    EXPECT_EQ(state(first), sent);
    EXPECT_EQ(state(second), unknown);
    EXPECT_EQ(state(third), held);
}

TEST_P(Outbox, WhatCameBackCountsOnceAndMayChangeTheMessage) {
    sent_on("m1", 20261101);
    const std::int64_t message = (*store_->outbox().find_key("m1"))->id;
    const Heard bounce{"mail",
                 "7.1.0",
                 SETTLED_FEEDBACK_FAILED,
                 message,
                 "ap@acme.example",
                 "bad_address: 5.1.1 <ap@acme.example>",
                 "",
                 failed,
                 "bad_address: 5.1.1 <ap@acme.example>"};
    auto is_new = store_->outbox().hear("demo", bounce, on(20261102));
    ASSERT_TRUE(is_new) << words(is_new);
    EXPECT_TRUE(*is_new);
    EXPECT_EQ(state(message), failed);
    EXPECT_EQ((*store_->outbox().find(message))->server_words, bounce.words);
    EXPECT_FALSE(*store_->outbox().hear("demo", bounce, on(20261103))) << "the same event again";
    const Heard late{"mail", "7.2.0", SETTLED_FEEDBACK_DELIVERED, message, "", "read", "", sent, ""};
    EXPECT_TRUE(*store_->outbox().hear("demo", late, on(20261103)));
    EXPECT_EQ(state(message), failed) << "what is failed is not made sent by a mail";
    const std::int64_t lost = added("m2");
    EXPECT_TRUE(store_->outbox().arm(lost, on(20261101)));
    EXPECT_TRUE(store_->outbox().finish(lost, unknown, {}, on(20261101)));
    const Heard copy{"mail", "7.3.0", SETTLED_FEEDBACK_DELIVERED, lost, "", "our own copy", "", sent, "our own copy"};
    EXPECT_TRUE(*store_->outbox().hear("demo", copy, on(20261102)));
    EXPECT_EQ(state(lost), sent);
}

TEST_P(Outbox, ManyAreAddedTogetherAndOneWhoseClaimIsTakenHindersNoOther) {
    added("m0", std::vector{claim("K1")});
    const std::vector<NewMessage> all = {{letter("m1", due), {claim("K2")}},
                                         {letter("m2", due), {claim("K3"), claim("K1")}},
                                         {letter("m0", due), {claim("K4")}},
                                         {letter("m3", held), {claim("K5")}}};
    auto outcomes = store_->outbox().add_all(all, on(20261101));
    ASSERT_TRUE(outcomes) << words(outcomes);
    ASSERT_THAT(*outcomes, SizeIs(4));
    EXPECT_EQ(state((*outcomes)[0].message), due);
    EXPECT_EQ((*outcomes)[1].message, 0);
    ASSERT_THAT((*outcomes)[1].refused, SizeIs(1));
    EXPECT_EQ((*outcomes)[1].refused[0].item_key, "K1");
    EXPECT_TRUE((*outcomes)[2].key_known);
    EXPECT_EQ(state((*outcomes)[3].message), held);
    EXPECT_FALSE(*store_->outbox().find_key("m2")) << "nothing of it is left";
    auto later = store_->outbox().add_all(std::vector<NewMessage>{{letter("m4", due), {claim("K3")}}}, on(20261101));
    ASSERT_TRUE(later) << words(later);
    EXPECT_NE((*later)[0].message, 0) << "K3 was never claimed";
}

TEST_P(Outbox, AKeyIsUsedOnce) {
    added("m1");
    auto again = store_->outbox().add(letter("m1"), std::vector{claim("K9")}, on(20261102));
    ASSERT_TRUE(again) << words(again);
    EXPECT_TRUE(again->key_known);
    EXPECT_EQ(again->message, 0);
    EXPECT_TRUE(free(claim("K9")));
}

TEST_P(Outbox, AStepIsClaimedOnceAndTheOthersAreNamed) {
    added("m1", {claim("K1")});
    auto second =
        store_->outbox().add(letter("m2"), std::vector{claim("K1"), claim("K2"), claim("K1", "overdue-15")}, on(20261102));
    ASSERT_TRUE(second) << words(second);
    EXPECT_EQ(second->message, 0);
    ASSERT_THAT(second->refused, SizeIs(1));
    EXPECT_EQ(second->refused[0].item_key, "K1");
    EXPECT_EQ(store_->outbox().list("demo", {})->size(), 1U) << "nothing of it was inserted";
    EXPECT_NE(added("m2", {claim("K2"), claim("K1", "overdue-15")}), 0);
}

TEST_P(Outbox, OfTwoThatClaimAtTheSameTimeOneGetsIt) {
    constexpr int rounds = 20;
    for (int round = 0; round < rounds; ++round) {
        const std::vector<Claim> wanted = {claim("K" + std::to_string(round))};
        int won[2] = {0, 0};
        std::vector<std::thread> racers;
        for (int racer = 0; racer < 2; ++racer)
            racers.emplace_back([&, racer] {
                auto own = open_store(options_);
                if (!own) return;
                auto outcome =
                    (*own)->outbox().add(letter("m" + std::to_string(round) + "-" + std::to_string(racer)), wanted, on(20261101));
                won[racer] = outcome && outcome->message != 0 ? 1 : 0;
            });
        for (std::thread& racer : racers) racer.join();
        EXPECT_EQ(won[0] + won[1], 1) << "round " << round;
    }
}

TEST_P(Outbox, TheDatabaseItselfRefusesASecondClaim) {
    added("m1", {claim("K1")});
    const Status forced =
        sql("INSERT INTO claim (company, ledger, item_key, dunning_procedure, step, channel, audience, item_id, "
            "document_number, customer_id, message, open_amount, currency, due_date, freed) SELECT company, ledger, "
            "item_key, dunning_procedure, step, channel, audience, item_id, document_number, customer_id, message, "
            "open_amount, currency, due_date, freed FROM claim");
    EXPECT_FALSE(forced);
}

TEST_P(Outbox, ARenumberedItemIsNotRemindedAnew) {
    ASSERT_TRUE(pull(*store_, "demo", "u8", {{.id = "17", .number = "INV-7"}}, on(20261030)));
    const std::string old_key = "C001|invoice|INV-7|20261001|", new_key = "C001|invoice|OB-7|20261001|";
    const std::int64_t id = added("m1", {claim(old_key)});
    ASSERT_TRUE(pull(*store_, "demo", "u8", {{.id = "1", .number = "OB-7"}}, on(20261102)));
    EXPECT_FALSE(free(claim(new_key)));
    EXPECT_FALSE(free(claim(old_key)));
    EXPECT_EQ(store_->outbox().claims_of(id)->at(0).item_key, new_key);
    EXPECT_EQ(store_->outbox().claimed_steps("demo", day(20261101))->at(0).item_key, old_key);
    EXPECT_EQ(store_->outbox().claimed_steps("demo", day(20261102))->at(0).item_key, new_key);
}

TEST_P(Outbox, ArmedIsCommittedOnceAndOnlyWhenDue) {
    const std::int64_t id = added("m1");
    ASSERT_TRUE(store_->outbox().arm(id, on(20261101)));
    const Status again = store_->outbox().arm(id, on(20261101));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, SETTLED_STOPPED);
    EXPECT_EQ((*store_->outbox().find(id))->tries, 1);
    EXPECT_EQ(store_->outbox().arm(added("m2", {}, 20261101, held), on(20261101)).error().code, SETTLED_STOPPED);
}

TEST_P(Outbox, AMessageFoundArmedAtStartIsUnknown) {
    const std::int64_t one = added("m1"), two = added("m2");
    ASSERT_TRUE(store_->outbox().arm(one, on(20261101)));
    EXPECT_EQ(store_->outbox().mark_unknown_after_crash("demo", on(20261101)).value_or(-1), 1);
    EXPECT_EQ(state(one), unknown);
    EXPECT_EQ(state(two), due);
    EXPECT_EQ(store_->outbox().mark_unknown_after_crash("demo", on(20261101)).value_or(-1), 0);
}

TEST_P(Outbox, CancelledBeforeHandOverFreesTheClaimAfterItDoesNot) {
    const std::int64_t early = added("m1", {claim("K1")}, 20261101, held);
    ASSERT_TRUE(store_->outbox().move(early, due, "", on(20261101, "li.na")));
    EXPECT_EQ((*store_->outbox().find(early))->released_by, "li.na");
    ASSERT_TRUE(store_->outbox().move(early, cancelled, "paid meanwhile", on(20261102)));
    EXPECT_EQ((*store_->outbox().find(early))->reason, "paid meanwhile");
    EXPECT_TRUE(free(claim("K1")));

    const std::int64_t late = added("m2", {claim("K2")});
    ASSERT_TRUE(store_->outbox().arm(late, on(20261101)));
    ASSERT_TRUE(store_->outbox().finish(late, unknown, {"connection lost", "", "", 0}, on(20261101)));
    ASSERT_TRUE(store_->outbox().move(late, cancelled, "it may have arrived", on(20261102)));
    EXPECT_FALSE(free(claim("K2")));
}

TEST_P(Outbox, RefusedBeforeHandOverFreesTheClaimAndARetryTakesItBack) {
    const std::int64_t id = added("m1", {claim("K1")});
    ASSERT_TRUE(store_->outbox().finish(id, failed, {"550 no such mailbox", "", "", 550}, on(20261101)));
    EXPECT_EQ((*store_->outbox().find(id))->reason, "550 no such mailbox");
    ASSERT_TRUE(store_->outbox().move(id, due, "address mended", on(20261102)));
    EXPECT_FALSE(free(claim("K1")));
    ASSERT_TRUE(store_->outbox().finish(id, failed, {"550 again", "", "", 550}, on(20261103)));
    EXPECT_TRUE(free(claim("K1"))); // now somebody else has it
    EXPECT_EQ(store_->outbox().move(id, due, "", on(20261104)).error().code, SETTLED_INVALID_CONFIG);
}

// Several are armed at once, and one of them may end before the hand-over: then it is as if it had not been armed.
TEST_P(Outbox, ArmedAheadAndRefusedBeforeTheHandOverFreesTheClaim) {
    const std::int64_t early = added("m1", {claim("K1")}), late = added("m2", {claim("K2")});
    ASSERT_TRUE(store_->outbox().arm(early, on(20261101)) && store_->outbox().arm(late, on(20261101)));
    const SendResult refused{"550 no such mailbox", "", "", 550, "bad_address"};
    const std::vector<OutboxStep> ends = {{early, failed, refused, false}, {late, failed, refused, true}};
    const auto fates = store_->outbox().record(ends, on(20261101));
    ASSERT_TRUE(fates && (*fates)[0] && (*fates)[1]) << words(fates);
    EXPECT_TRUE(free(claim("K1")));
    EXPECT_FALSE(free(claim("K2"))) << "who refuses what was handed over may have shown it to somebody";
    EXPECT_EQ((*store_->outbox().find(early))->handed_over_at, "");
    EXPECT_EQ(store_->outbox().handed_over("mail", day(20261101)).value_or(-1), 1);
}

TEST_P(Outbox, ArmedAheadAndGivenBackIsDueAsBefore) {
    const std::int64_t id = added("m1", {claim("K1")});
    ASSERT_TRUE(store_->outbox().arm(id, on(20261101)));
    const std::vector<OutboxStep> back = {{id, due, {"the run ended", "", "", 0, ""}, false}};
    ASSERT_TRUE(store_->outbox().record(back, on(20261101)));
    const auto found = store_->outbox().find(id);
    ASSERT_TRUE(found && *found) << words(found);
    EXPECT_EQ((*found)->state, due);
    EXPECT_EQ((*found)->handed_over_at, "");
    EXPECT_EQ((*found)->tries, 1) << "the sent log has a line for it";
    ASSERT_TRUE(store_->outbox().move(id, cancelled, "paid meanwhile", on(20261102)));
    EXPECT_TRUE(free(claim("K1")));
}

TEST_P(Outbox, WhatWasNotHandedOverIsNeitherSentNorUnknown) {
    const std::int64_t one = added("m1"), two = added("m2");
    ASSERT_TRUE(store_->outbox().arm(one, on(20261101)) && store_->outbox().arm(two, on(20261101)));
    const std::vector<OutboxStep> ends = {{one, sent, {}, false}, {two, unknown, {}, false}};
    const auto fates = store_->outbox().record(ends, on(20261101));
    ASSERT_TRUE(fates) << words(fates);
    for (const Status& fate : *fates) EXPECT_FALSE(fate);
    EXPECT_EQ(state(one), armed) << "it is looked at by a person";
}

TEST_P(Outbox, SeveralAreFoundWholeWhileTheyAreDueAndTheirClaimsInOrder) {
    const std::int64_t one = added("m1", {claim("K1")}), two = added("m2", {}, 20261101, held),
                       three = added("m3", {claim("K3"), claim("K4")});
    const std::vector<std::int64_t> all = {three, two, one};
    const auto found = store_->outbox().find_due(all);
    ASSERT_TRUE(found) << words(found);
    ASSERT_THAT(*found, SizeIs(2));
    EXPECT_EQ((*found)[0].id, three);
    EXPECT_EQ((*found)[1].id, one);
    EXPECT_THAT((*found)[1].content, ::testing::HasSubstr("INV-1"));
    const auto claims = store_->outbox().claims_of_each(all);
    ASSERT_TRUE(claims) << words(claims);
    ASSERT_THAT(*claims, SizeIs(3));
    EXPECT_THAT((*claims)[0], SizeIs(2));
    EXPECT_THAT((*claims)[1], SizeIs(0));
    ASSERT_THAT((*claims)[2], SizeIs(1));
    EXPECT_EQ((*claims)[2][0].item_key, store_->outbox().claims_of(one)->at(0).item_key);
}

TEST_P(Outbox, ATryLaterKeepsTheMessageDue) {
    const std::int64_t id = added("m1", {claim("K1")});
    ASSERT_TRUE(store_->outbox().arm(id, on(20261101)));
    ASSERT_TRUE(store_->outbox().finish(id, due, {"451 later", "", "2026-11-01T10:05:00+08:00", 451}, on(20261101)));
    EXPECT_EQ(state(id), due);
    EXPECT_EQ((*store_->outbox().find(id))->retry_after, "2026-11-01T10:05:00+08:00");
    ASSERT_TRUE(store_->outbox().arm(id, on(20261101)));
    ASSERT_TRUE(store_->outbox().finish(id, sent, {"250 ok", "id-7", "", 250}, on(20261101)));
    EXPECT_EQ((*store_->outbox().find(id))->provider_id, "id-7");
    EXPECT_EQ((*store_->outbox().find(id))->tries, 2);
}

TEST_P(Outbox, EveryMoveThatIsNotAllowedIsRefused) {
    const auto in_state = [&](MessageState wanted) {
        static int messages = 0;
        const std::int64_t id = added("state" + std::to_string(++messages), {}, 20261101, wanted == held ? held : due);
        if (wanted == cancelled) {
            EXPECT_TRUE(store_->outbox().move(id, cancelled, "", on(20261101)));
        }
        if (wanted == armed || wanted == sent || wanted == unknown || wanted == failed) {
            EXPECT_TRUE(store_->outbox().arm(id, on(20261101)));
        }
        if (wanted == sent || wanted == unknown || wanted == failed) {
            EXPECT_TRUE(store_->outbox().finish(id, wanted, {}, on(20261101)));
        }
        EXPECT_EQ(state(id), wanted);
        return id;
    };
    const std::vector<MessageState> all = {held, due, armed, sent, unknown, failed, cancelled};
    const std::vector<std::pair<MessageState, MessageState>> allowed = {
        {held, held},    {held, due},    {held, cancelled},    {due, held},   {due, cancelled},
        {unknown, sent}, {unknown, due}, {unknown, cancelled}, {failed, due}, {failed, cancelled}};
    for (const MessageState from : all)
        for (const MessageState to : all) {
            const bool may = std::ranges::find(allowed, std::pair(from, to)) != allowed.end();
            const Status moved = store_->outbox().move(in_state(from), to, "test", on(20261102));
            EXPECT_EQ(moved.has_value(), may) << name(from) << " to " << name(to);
            if (!moved) {
                EXPECT_EQ(moved.error().code, SETTLED_INVALID_CONFIG);
            }
        }
    EXPECT_EQ(store_->outbox().move(9999, due, "", on(20261102)).error().code, SETTLED_INVALID_CONFIG);
}

TEST_P(Outbox, AListIsFiltered) {
    added("m1");
    added("m2", {}, 20261101, held);
    Message report = letter("daily");
    report.kind = "daily", report.ledger = "", report.customer_id = "";
    ASSERT_TRUE(store_->outbox().add(report, {}, on(20261101)));
    EXPECT_EQ(store_->outbox().list("demo", {})->size(), 3U);
    EXPECT_EQ(store_->outbox().list("other", {})->size(), 0U);
    OutboxFilter filter;
    filter.states = {due};
    EXPECT_EQ(store_->outbox().list("demo", filter)->size(), 2U);
    filter.kind = "reminder";
    EXPECT_EQ(store_->outbox().list("demo", filter)->size(), 1U);
    filter = {};
    filter.customer_id = "C001", filter.ledger = "u8";
    EXPECT_EQ(store_->outbox().list("demo", filter)->size(), 2U);
    filter.count_max = 1;
    EXPECT_EQ(store_->outbox().list("demo", filter)->at(0).key, "m1");
}

TEST_P(Outbox, ClaimedStepsAreWhatTheDayKnew) {
    const std::int64_t id = added("m1", {claim("K1")}, 20261101);
    ASSERT_TRUE(store_->outbox().arm(id, on(20261103)));
    ASSERT_TRUE(store_->outbox().finish(id, sent, {}, on(20261103)));
    added("m2", {claim("K2")}, 20261105);
    EXPECT_THAT(*store_->outbox().claimed_steps("demo", day(20261031)), IsEmpty());
    const auto second = *store_->outbox().claimed_steps("demo", day(20261102));
    ASSERT_THAT(second, SizeIs(1));
    EXPECT_EQ(second[0].state, due);
    EXPECT_EQ(second[0].on, day(20261101)) << "planned for";
    const auto third = *store_->outbox().claimed_steps("demo", day(20261103));
    EXPECT_EQ(third.at(0).state, sent);
    EXPECT_EQ(third.at(0).on, day(20261103));
    EXPECT_THAT(*store_->outbox().claimed_steps("demo", day(20261105)), SizeIs(2));
}

TEST_P(Outbox, VolumeIsCountedPerDayTheLatestFirst) {
    sent_on("a", 20261101);
    sent_on("b", 20261103);
    sent_on("c", 20261103);
    added("waits");
    auto days = store_->outbox().sent_per_day("demo", 20);
    ASSERT_TRUE(days) << words(days);
    ASSERT_THAT(*days, SizeIs(2));
    EXPECT_EQ((*days)[0].day, day(20261103));
    EXPECT_EQ((*days)[0].messages, 2);
    EXPECT_EQ((*days)[1].messages, 1);
    EXPECT_THAT(*store_->outbox().sent_per_day("demo", 1), SizeIs(1));
}

TEST_P(Outbox, AGatewayIsCountedByWhatItWasHandedOnADayWhicheverCompanySent) {
    sent_on("a", 20261103);
    sent_on("b", 20261102);
    const std::int64_t refused = added("c", {}, 20261103);
    ASSERT_TRUE(store_->outbox().arm(refused, on(20261103)));
    ASSERT_TRUE(store_->outbox().finish(refused, failed, {"552 too big", "", "", 552, ""}, on(20261103)));
    Message sister = letter("d");
    sister.company = "sister", sister.audience = "finance";
    const auto other = store_->outbox().add(sister, {}, on(20261103));
    ASSERT_TRUE(other) << words(other);
    ASSERT_TRUE(store_->outbox().arm(other->message, on(20261103)));
    const std::int64_t later = added("e", {}, 20261103); // the other side was busy: it has nothing
    ASSERT_TRUE(store_->outbox().arm(later, on(20261103)));
    ASSERT_TRUE(store_->outbox().finish(later, due, {"451 busy", "", "", 451, ""}, on(20261103)));
    EXPECT_EQ(store_->outbox().handed_over("mail", day(20261103)).value_or(-1), 3);
    EXPECT_EQ(store_->outbox().handed_over("mail", day(20261102)).value_or(-1), 1);
    EXPECT_EQ(store_->outbox().handed_over("sms", day(20261103)).value_or(-1), 0);
}

TEST_P(Outbox, AFailureKeepsTheWordOfItsReasonBeforeTheServersWords) {
    const std::int64_t message = added("m1", {claim("K1")});
    ASSERT_TRUE(store_->outbox().finish(message, failed, {"550 no such mailbox", "", "", 550, "bad_address"}, on(20261102)));
    const auto found = store_->outbox().find(message);
    ASSERT_TRUE(found && *found) << words(found);
    EXPECT_EQ((*found)->reason, "bad_address: 550 no such mailbox");
    EXPECT_EQ((*found)->server_words, "550 no such mailbox");
    EXPECT_TRUE(free(claim("K1"))) << "nothing was handed over";
}

TEST_P(Outbox, ATryThatDidNotReachTheHandOverIsATry) {
    const std::int64_t message = added("m1");
    for (int i = 1; i <= 3; ++i) {
        ASSERT_TRUE(store_->outbox().finish(message, due, {"no answer", "", "2026-11-02T10:05:00+08:00", 0, ""}, on(20261102)));
        EXPECT_EQ((*store_->outbox().find(message))->tries, i);
    }
}

TEST_P(Outbox, ContentThatIsNotWhatItsDigestSaysIsRefused) {
    Message message = letter("m1");
    message.content_sha256 = std::string(64, '0');
    EXPECT_EQ(store_->outbox().add(message, {}, on(20261101)).error().code, SETTLED_INTERNAL);
}

INSTANTIATE_TEST_SUITE_P(Both, Outbox, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

} // namespace
} // namespace settled::store::test
