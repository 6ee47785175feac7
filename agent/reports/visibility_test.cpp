#include "reports/visibility.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Currency cny = *Currency::parse("CNY");

EntryLine entry(std::int64_t id, std::int64_t amount, matching::State state, std::string customer = {}) {
    EntryLine made;
    made.entry = id, made.amount = {amount, cny}, made.state = state, made.customer = std::move(customer), made.is_new = true;
    return made;
}

DailyFacts day() {
    DailyFacts facts;
    facts.entries = {entry(1, 50000, matching::State::settled, "u8:C1"),
                     entry(2, -812345, matching::State::not_receivable),
                     entry(3, -600000, matching::State::unmatched),
                     entry(4, 30000, matching::State::not_receivable),
                     entry(5, -50000, matching::State::reversed, "u8:C1"),
                     entry(6, 70000, matching::State::question, "u8:C2"),
                     entry(7, 9900, matching::State::unmatched)};
    for (const char* customer : {"u8:C1", "u8:C2"}) {
        facts.open_items.emplace_back().debtor = static_cast<std::uint32_t>(facts.debtors.size());
        facts.debtors.push_back({customer, "", "", "", ""});
    }
    facts.accounts.push_back({"main", "Test Bank", "…0001", {}, true, {123, cny}, true, ""});
    facts.aging.emplace_back();
    return facts;
}

std::vector<std::int64_t> entries(const DailyFacts& facts) {
    std::vector<std::int64_t> ids;
    for (const EntryLine& line : facts.entries) ids.push_back(line.entry);
    return ids;
}

TEST(Visibility, TheRolesSayWhatSomebodySees) {
    EXPECT_EQ(audience_of({"cashier"}), Audience::treasury);
    EXPECT_EQ(audience_of({"sales", "finance_head"}), Audience::treasury);
    EXPECT_EQ(audience_of({"ar_manager", "credit"}), Audience::receivables);
    EXPECT_EQ(audience_of({"sales", "credit"}), Audience::receivables);
    EXPECT_EQ(audience_of({"sales"}), Audience::sales);
    EXPECT_EQ(audience_of({}), Audience::receivables) << "an address that is nobody's";
}

TEST(Visibility, ReceivablesSeesWhatCustomersPaidAndTheRestAsASum) {
    const DailyFacts seen = seen_by(day(), Audience::receivables);
    EXPECT_THAT(entries(seen), ElementsAre(1, 5, 6, 7)) << "a payment that the bank took back concerns them";
    EXPECT_EQ(seen.unseen_count, 3);
    EXPECT_THAT(seen.unseen, ElementsAre(Money{-812345 - 600000 + 30000, cny}));
    EXPECT_EQ(seen.open_items.size(), 2);
}

TEST(Visibility, TreasurySeesEverything) {
    const DailyFacts seen = seen_by(day(), Audience::treasury);
    EXPECT_EQ(seen.entries.size(), 7);
    EXPECT_THAT(seen.unseen, IsEmpty());
}

TEST(Visibility, SalesSeesItsOwnCustomersAndNoBalance) {
    const DailyFacts seen = seen_by(day(), Audience::sales, {"u8:C2"});
    EXPECT_THAT(entries(seen), ElementsAre(6));
    EXPECT_EQ(seen.open_items.size(), 1);
    EXPECT_EQ(seen.debtors[seen.open_items.front().debtor].customer, "u8:C2");
    EXPECT_EQ(seen.debtors.front().customer, "") << "not even a name without items";
    EXPECT_THAT(seen.unseen, IsEmpty()) << "not even as a sum";
    EXPECT_THAT(seen.aging, IsEmpty());
    EXPECT_FALSE(seen.accounts.front().has_closing);
    EXPECT_THAT(entries(seen_by(day(), Audience::sales)), IsEmpty()) << "nobody's customers";
}

} // namespace
} // namespace settled::reports
