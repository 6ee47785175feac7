#include "store/store_fixture.hpp"

namespace settled::store::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class Matches : public StoreTest {
  protected:
    StoredMatch settled(std::int64_t entry, std::int64_t amount, const std::string& item_key = "C001|invoice|INV-1|20261001|") {
        StoredMatch match;
        match.entry = entry;
        match.account = "main", match.bank_reference = "R1", match.counterparty_name = "ACME";
        match.date = day(20261030), match.amount = cny(amount);
        match.state = matching::State::settled;
        match.best.grade = matching::Grade::certain;
        match.best.allocations = {{"u8", "C001", item_key, "1", "INV-1", amount, amount, 1, 0}};
        StoredEvidence number;
        number.kind = matching::EvidenceKind::number_in_text;
        number.document_number = "INV-1", number.days = -3, number.amount = cny(9'000'000'000'000);
        match.best.evidence = {number};
        return match;
    }
    std::int64_t saved(const StoredMatch& match, std::int32_t known_on) {
        auto ids = store_->matches().save("demo", std::vector{match}, {}, on(known_on));
        EXPECT_TRUE(ids) << words(ids);
        return ids && ids->size() == 1 ? ids->front() : 0;
    }
    std::vector<StoredMatch> load(std::int32_t as_of) {
        auto matches = store_->matches().load("demo", day(as_of));
        EXPECT_TRUE(matches) << words(matches);
        return matches.value_or(std::vector<StoredMatch>());
    }
};

TEST_P(Matches, ADecisionIsReadBackWhole) {
    const std::int64_t entry = one_entry(*store_, 9'000'000'000'000, "INV-1");
    StoredMatch match = settled(entry, 9'000'000'000'000);
    match.part = 2;
    match.third_party_payer = true;
    match.duplicate_of = 5;
    match.best.residual_amount = -1500, match.best.residual = matching::Residual::bank_fee;
    StoredProposal other;
    other.allocations = {{"u8", "C002", "", "", "", 77, 0, 1, 0}};
    other.residual_amount = 3, other.residual = matching::Residual::overpayment, other.grade = matching::Grade::likely;
    match.alternatives = {other};
    const std::int64_t id = saved(match, 20261031);
    auto found = store_->matches().find(id);
    ASSERT_TRUE(found) << words(found);
    ASSERT_TRUE(found->has_value());
    const StoredMatch& read = **found;
    EXPECT_EQ(read.entry, entry);
    EXPECT_EQ(read.part, 2);
    EXPECT_EQ(read.amount, cny(9'000'000'000'000));
    EXPECT_EQ(read.state, matching::State::settled);
    EXPECT_TRUE(read.third_party_payer);
    EXPECT_EQ(read.duplicate_of, 5);
    EXPECT_EQ(read.best.residual_amount, -1500);
    EXPECT_EQ(read.best.residual, matching::Residual::bank_fee);
    EXPECT_EQ(read.best.grade, matching::Grade::certain);
    ASSERT_THAT(read.best.allocations, SizeIs(1));
    EXPECT_EQ(read.best.allocations[0].amount, 9'000'000'000'000);
    EXPECT_EQ(read.best.allocations[0].item_key, "C001|invoice|INV-1|20261001|");
    ASSERT_THAT(read.best.evidence, SizeIs(1));
    EXPECT_EQ(read.best.evidence[0].kind, matching::EvidenceKind::number_in_text);
    EXPECT_EQ(read.best.evidence[0].days, -3);
    EXPECT_EQ(read.best.evidence[0].amount, cny(9'000'000'000'000));
    ASSERT_THAT(read.alternatives, SizeIs(1));
    EXPECT_EQ(read.alternatives[0].allocations[0].customer_id, "C002");
    EXPECT_EQ(read.alternatives[0].grade, matching::Grade::likely);
    EXPECT_EQ(read.known_on, day(20261031));
    EXPECT_EQ(read.actor, "settled");
    EXPECT_FALSE(store_->matches().find(id + 100)->has_value());
}

TEST_P(Matches, TheLatestDecisionStandsAndThePastIsAsItWas) {
    const std::int64_t entry = one_entry(*store_, 10000, "INV-1");
    StoredMatch question = settled(entry, 10000);
    question.state = matching::State::question;
    const std::int64_t asked = saved(question, 20261030);
    StoredMatch answer = settled(entry, 10000);
    answer.replaces = asked;
    const std::int64_t answered = saved(answer, 20261102);
    EXPECT_THAT(load(20261029), IsEmpty());
    ASSERT_THAT(load(20261031), SizeIs(1));
    EXPECT_EQ(load(20261031)[0].id, asked);
    ASSERT_THAT(load(20261102), SizeIs(1));
    EXPECT_EQ(load(20261102)[0].id, answered);
    EXPECT_EQ(load(20261102)[0].replaces, asked);
}

TEST_P(Matches, PartsOfABatchAreDecidedApart) {
    const std::int64_t entry = one_entry(*store_, 10000, "batch");
    StoredMatch first = settled(entry, 4000), second = settled(entry, 6000);
    first.part = 0, second.part = 1;
    auto ids = store_->matches().save("demo", std::vector{first, second}, {}, on(20261030));
    ASSERT_TRUE(ids) << words(ids);
    EXPECT_THAT(load(20261030), SizeIs(2));
}

TEST_P(Matches, UndoneIsUndoneFromThatDayOn) {
    const std::int64_t match = saved(settled(one_entry(*store_, 10000, "INV-1"), 10000), 20261030);
    ASSERT_TRUE(store_->matches().undo(match, "wrong customer", on(20261101, "li.na")));
    EXPECT_THAT(load(20261031), SizeIs(1));
    EXPECT_THAT(load(20261101), IsEmpty());
    EXPECT_TRUE((*store_->matches().find(match))->undone);
    const Status twice = store_->matches().undo(match, "again", on(20261102));
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, SETTLED_INVALID_CONFIG);
    EXPECT_EQ(store_->matches().undo(match + 100, "none", on(20261102)).error().code, SETTLED_INVALID_CONFIG);
}

TEST_P(Matches, BookingsLowerAndGoBack) {
    const std::int64_t match = saved(settled(one_entry(*store_, 10000, "INV-1"), 10000), 20261030);
    const auto book = [&](std::int64_t booked, matching::State state, matching::EvidenceKind kind, std::int32_t known_on) {
        Booking booking;
        booking.match = match, booking.booked = booked, booking.state = state, booking.generation = 7,
        booking.evidence.kind = kind;
        auto done = store_->matches().save("demo", {}, std::vector{booking}, on(known_on));
        EXPECT_TRUE(done) << words(done);
    };
    book(4000, matching::State::partly_booked, matching::EvidenceKind::item_fell, 20261101);
    book(10000, matching::State::booked, matching::EvidenceKind::item_gone, 20261102);
    book(0, matching::State::settled, matching::EvidenceKind::item_fell, 20261103); // 取消核销
    const auto standing = [&](std::int32_t as_of) { return load(as_of).at(0); };
    EXPECT_EQ(standing(20261030).best.allocations[0].booked, 0);
    EXPECT_EQ(standing(20261101).best.allocations[0].booked, 4000);
    EXPECT_EQ(standing(20261101).state, matching::State::partly_booked);
    EXPECT_EQ(standing(20261102).state, matching::State::booked);
    EXPECT_EQ(standing(20261102).best.evidence.back().kind, matching::EvidenceKind::item_gone);
    EXPECT_EQ(standing(20261103).best.allocations[0].booked, 0);
    EXPECT_EQ(standing(20261103).state, matching::State::settled);
    EXPECT_THAT(standing(20261103).best.evidence, SizeIs(2)) << "the decision's own, and the latest booking's";
}

TEST_P(Matches, ABookingOfNothingIsOurMistakeAndChangesNothing) {
    const std::int64_t entry = one_entry(*store_, 10000, "INV-1");
    Booking booking;
    booking.match = 99;
    auto done = store_->matches().save("demo", std::vector{settled(entry, 10000)}, std::vector{booking}, on(20261030));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, SETTLED_INTERNAL);
    EXPECT_THAT(load(20261030), IsEmpty()) << "decisions and bookings are saved together or not at all";
}

TEST_P(Matches, ADecisionAboutARenumberedItemNamesItAsTheDayDoes) {
    ASSERT_TRUE(pull(*store_, "demo", "u8", {{.id = "17", .number = "INV-1"}}, on(20261030)));
    saved(settled(one_entry(*store_, 10000, "INV-1"), 10000), 20261030);
    ASSERT_TRUE(pull(*store_, "demo", "u8", {{.id = "1", .number = "OB-1"}}, on(20261102)));
    EXPECT_EQ(load(20261031).at(0).best.allocations.at(0).item_key, "C001|invoice|INV-1|20261001|");
    EXPECT_EQ(load(20261102).at(0).best.allocations.at(0).item_key, "C001|invoice|OB-1|20261001|");
}

INSTANTIATE_TEST_SUITE_P(Both, Matches, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

class Facts : public StoreTest {};

TEST_P(Facts, WhatPeopleSaidIsKeptInOrderAndKnownFromItsDay) {
    ledger::Fact promise;
    promise.kind = ledger::FactKind::promise;
    promise.ledger = "u8", promise.customer_id = "C001", promise.item_key = "K", promise.date = day(20261110),
    promise.amount = cny(500);
    promise.text = "will pay on Tuesday";
    auto told = store_->facts().tell("demo", promise, on(20261101, "li.na"));
    ASSERT_TRUE(told) << words(told);
    ledger::Fact revoke;
    revoke.kind = ledger::FactKind::revoke, revoke.revokes = *told;
    ASSERT_TRUE(store_->facts().tell("demo", revoke, on(20261103)));
    auto early = store_->facts().load("demo", day(20261102)), late = store_->facts().load("demo", day(20261103));
    ASSERT_TRUE(early && late);
    ASSERT_THAT(*early, SizeIs(1));
    EXPECT_EQ(early->front().kind, ledger::FactKind::promise);
    EXPECT_EQ(early->front().amount, cny(500));
    EXPECT_EQ(early->front().date, day(20261110));
    EXPECT_EQ(early->front().actor, "li.na");
    EXPECT_THAT(*late, SizeIs(2));
    EXPECT_THAT(ledger::standing(*late), IsEmpty());
}

TEST_P(Facts, OnlyWhatWasSaidCanBeTakenBack) {
    ledger::Fact revoke;
    revoke.kind = ledger::FactKind::revoke, revoke.revokes = 17;
    EXPECT_EQ(store_->facts().tell("demo", revoke, on(20261103)).error().code, SETTLED_INVALID_CONFIG);
}

TEST_P(Facts, ATaskArisesOnce) {
    Task call;
    call.key = "call C001 overdue-15", call.customer_id = "C001", call.owner = "sales.zhang", call.why = "15 days overdue";
    call.due = day(20261103);
    EXPECT_EQ(store_->facts().add_tasks("demo", std::vector{call, call}, on(20261101)).value_or(-1), 1);
    EXPECT_EQ(store_->facts().add_tasks("demo", std::vector{call}, on(20261102)).value_or(-1), 0);
    EXPECT_EQ(store_->facts().add_tasks("other", std::vector{call}, on(20261102)).value_or(-1), 1);
    auto open = store_->facts().tasks("demo", false);
    ASSERT_TRUE(open) << words(open);
    ASSERT_THAT(*open, SizeIs(1));
    EXPECT_EQ(open->front().created_on, day(20261101));
    EXPECT_EQ(open->front().due, day(20261103));

    TaskChange done;
    done.state = "done", done.note = "will pay";
    ASSERT_TRUE(store_->facts().change_task(open->front().id, done, on(20261104, "sales.zhang")));
    EXPECT_THAT(store_->facts().tasks("demo", false).value_or(std::vector<Task>(3)), IsEmpty());
    auto all = store_->facts().tasks("demo", true);
    ASSERT_TRUE(all);
    ASSERT_THAT(*all, SizeIs(1));
    EXPECT_EQ(all->front().note, "will pay");
    EXPECT_EQ(store_->facts().change_task(999, done, on(20261104)).error().code, SETTLED_INVALID_CONFIG);
    done.state = "perhaps";
    EXPECT_EQ(store_->facts().change_task(open->front().id, done, on(20261104)).error().code, SETTLED_INVALID_CONFIG);
}

TEST_P(Facts, ATaskNamesItsItemsByKeysThatMayHoldAnyMark) {
    Task call;
    call.key = "call C001 overdue-15", call.ledger = "u8", call.customer_id = "C001", call.due = day(20261103);
    call.item_keys = {"C001|invoice|INV;1|20261001|", "C001|invoice|[\"2\"]|20261001|"};
    Task without = call;
    without.key = "visit C001", without.item_keys = {};
    ASSERT_EQ(store_->facts().add_tasks("demo", std::vector{call, without}, on(20261101)).value_or(-1), 2);
    const auto open = store_->facts().tasks("demo", false);
    ASSERT_TRUE(open) << words(open);
    ASSERT_THAT(*open, SizeIs(2));
    EXPECT_EQ(open->at(0).item_keys, call.item_keys);
    EXPECT_THAT(open->at(1).item_keys, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Both, Facts, testing::Values("sqlite", "postgresql"), [](const auto& info) { return info.param; });

} // namespace
} // namespace settled::store::test
