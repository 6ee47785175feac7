#include "jobs/refunds.hpp"

#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

const Currency cny = *Currency::parse("CNY");

store::StoredMatch paid(std::int64_t amount, int day, matching::State state = matching::State::settled) {
    store::StoredMatch match;
    match.company = "demo";
    match.counterparty_name = "Northwind Traders Ltd.";
    match.date = *Date::of(2026, 11, static_cast<unsigned>(day));
    match.amount = {amount, cny};
    match.state = state;
    return match;
}

store::StoredMatch too_much(std::int64_t amount, std::int64_t over, int day) {
    store::StoredMatch match = paid(amount, day);
    match.best.residual = matching::Residual::overpayment;
    match.best.residual_amount = over;
    return match;
}

store::StoredMatch again(std::int64_t amount, int day) {
    store::StoredMatch match = paid(amount, day, matching::State::question);
    match.duplicate_of = 1;
    return match;
}

TEST(Refunds, AreWhatWasPaidTwiceOrTooMuch) {
    const std::vector<store::StoredMatch> standing{paid(120'000, 1), too_much(135'000, 15'000, 2), again(120'000, 3)};
    const std::vector<Refund> found = refunds(standing);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].over, (Money{15'000, cny}));
    EXPECT_EQ(found[0].reason, Refund::Reason::paid_too_much);
    EXPECT_EQ(found[1].over, (Money{120'000, cny}));
    EXPECT_EQ(found[1].reason, Refund::Reason::paid_twice);
    EXPECT_EQ(found[1].match, &standing[2]);
}

TEST(Refunds, AreGoneWhenTheMoneyWentBack) {
    std::vector<store::StoredMatch> standing{too_much(135'000, 15'000, 2), too_much(90'000, 15'000, 4),
                                             paid(-15'000, 9, matching::State::not_receivable)};
    ASSERT_EQ(refunds(standing).size(), 1U); // one was given back, the older
    EXPECT_EQ(refunds(standing).front().match, &standing[1]);

    standing[2].counterparty_name = "Somebody Else Inc";
    EXPECT_EQ(refunds(standing).size(), 2U);
    standing[2].counterparty_name = "Northwind Traders Ltd.";
    standing[2].date = *Date::of(2026, 11, 1); // before any of them was paid
    EXPECT_EQ(refunds(standing).size(), 2U);
}

TEST(Refunds, AreNeitherQuestionsAboutMoreNorWhatTheBankTookBack) {
    store::StoredMatch question = too_much(135'000, 15'000, 2);
    question.state = matching::State::question;
    store::StoredMatch returned = again(120'000, 3);
    returned.state = matching::State::reversed;
    EXPECT_TRUE(refunds(std::vector{question, returned}).empty());
}

} // namespace
} // namespace settled::jobs
