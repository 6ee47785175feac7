#include "ledger/account_statement.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

namespace settled::ledger {
namespace {

Date day(std::int32_t yyyymmdd) { return Date::from_abi(yyyymmdd); }

std::vector<std::string> told(const AccountStatement& made) {
    std::vector<std::string> lines;
    for (const AccountLine& line : made.lines)
        lines.push_back(line.posting.date.iso() + ' ' + std::string(name(line.posting.kind)) + ' ' +
                        std::to_string(line.posting.amount) + " -> " +
                        (line.balance ? std::to_string(*line.balance) : std::string("?")));
    return lines;
}
using Lines = std::vector<std::string>;

// September: invoice of 1,000.00, of which 400.00 came. October: invoice of 500.00, red invoice of 50.00, receipt of 580.00 for
// the rest of the first, with 20.00 of discount that the ledger lists nowhere. Read at the end of each month and on November 4.
class October : public ::testing::Test {
  protected:
    October() {
        const AccountPosting september{PostingKind::invoice, day(20260905), day(20261005), 100'000, "INV-1", ""};
        const AccountPosting part{PostingKind::receipt, day(20260920), {}, -40'000, "R-1", ""};
        input_.from = day(20261001), input_.to = day(20261031);
        input_.before = AccountReading{day(20260930), 60'000, {september, part}};
        std::vector<AccountPosting> all{september,
                                        part,
                                        {PostingKind::invoice, day(20261010), day(20261109), 50'000, "INV-2", ""},
                                        {PostingKind::credit_note, day(20261012), {}, -5'000, "INV-3", ""},
                                        {PostingKind::receipt, day(20261020), {}, -58'000, "R-2", ""}};
        input_.at_end = AccountReading{day(20261031), 45'000, all};
        all.push_back({PostingKind::receipt, day(20261103), {}, -10'000, "R-3", ""});
        input_.latest = AccountReading{day(20261104), 35'000, all};
    }
    AccountStatementInput input_;
};

TEST_F(October, OpeningAndEveryPostingMakeTheClosingBalance) {
    const auto made = account_statement(input_);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->opening, 60'000);
    EXPECT_EQ(made->closing, 45'000); // the receipt of November is not in it
    EXPECT_EQ(told(*made), (Lines{"2026-10-10 invoice 50000 -> 110000", "2026-10-12 credit_note -5000 -> 105000",
                                  "2026-10-20 receipt -58000 -> 47000", "2026-10-31 unlisted -2000 -> 45000"}));
}

TEST_F(October, AnInvoiceEnteredLaterWithAnEarlierDayStandsWhereItsDayIs) {
    const AccountPosting late{PostingKind::invoice, day(20260928), {}, 7'000, "INV-0", ""};
    const AccountPosting month_end{PostingKind::invoice, day(20261031), {}, 9'000, "INV-4", ""}; // entered on November 2
    input_.latest.postings.push_back(late), input_.latest.postings.push_back(month_end);
    input_.latest.balance += 16'000;
    const auto made = account_statement(input_);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->opening, 67'000);
    EXPECT_EQ(made->closing, 61'000);
    EXPECT_EQ(told(*made).size(), 5U);
    EXPECT_EQ(told(*made).back(), "2026-10-31 unlisted -2000 -> 61000");
}

TEST_F(October, WithoutAReadingBeforeAndWithoutHistoryNothingIsMadeUp) {
    input_.before.reset();
    const auto made = account_statement(input_);
    ASSERT_TRUE(made);
    EXPECT_FALSE(made->opening);
    EXPECT_EQ(made->closing, 45'000);
    ASSERT_EQ(made->lines.size(), 3U); // what is known is listed, without a balance
    EXPECT_FALSE(made->lines.front().balance);

    input_.at_end.reset();
    EXPECT_FALSE(account_statement(input_)->closing);
    input_.to = day(20261130); // up to today: what is open is known
    EXPECT_EQ(account_statement(input_)->closing, 35'000);
}

TEST_F(October, AHistoryOfSettlementsReachesBackBeforeTheFirstReading) {
    input_.before.reset(), input_.at_end.reset();
    input_.latest.postings.push_back({PostingKind::reduction, day(20261020), {}, -2'000, "", ""});
    input_.history_from = day(20261001);
    const auto made = account_statement(input_);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->opening, 60'000);
    EXPECT_EQ(made->closing, 45'000);
    EXPECT_EQ(told(*made).back(), "2026-10-20 reduction -2000 -> 45000");
    input_.history_from = day(20261002); // a day too late
    EXPECT_FALSE(account_statement(input_)->opening);
}

TEST_F(October, ASumBeyondSixtyFourBitsIsRefused) {
    input_.latest.postings.front().amount = INT64_MAX;
    EXPECT_FALSE(account_statement(input_));
}

// A made-up ledger: postings with the day they are dated and the day they were entered, some of which it never lists.
struct TruePosting {
    AccountPosting posting;
    Date entered;
    bool listed = true;
};

class RandomHistory {
  public:
    explicit RandomHistory(unsigned seed) : random_(seed) {
        const int count = number(0, 60);
        for (int i = 0; i < count; ++i) {
            TruePosting one;
            one.posting.date = first_.plus_days(number(0, 119));
            one.entered = one.posting.date.plus_days(number(0, 3) == 0 ? number(0, 12) : 0);
            const int kind = number(0, 9);
            one.posting.kind = kind < 5   ? PostingKind::invoice
                               : kind < 6 ? PostingKind::credit_note
                               : kind < 9 ? PostingKind::receipt
                                          : PostingKind::reduction;
            one.posting.amount = one.posting.kind == PostingKind::invoice ? number(1, 100'000) : -number(1, 60'000);
            one.listed = one.posting.kind != PostingKind::reduction;
            one.posting.number = std::to_string(i);
            all_.push_back(one);
        }
    }
    int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    Date first() const { return first_; }

    AccountReading reading(Date known_on, bool lists_reductions) const {
        AccountReading made{known_on, 0, {}};
        for (const TruePosting& one : all_) {
            if (one.entered > known_on) continue;
            made.balance += one.posting.amount;
            if (one.listed || lists_reductions) made.postings.push_back(one.posting);
        }
        return made;
    }
    // By its date what is listed; what is not listed is seen when it is entered.
    std::int64_t balance(Date end, Date known_on, bool lists_reductions) const {
        std::int64_t sum = 0;
        for (const TruePosting& one : all_) {
            const bool by_date = one.listed || lists_reductions;
            if (one.entered <= known_on && (by_date ? one.posting.date : one.entered) <= end) sum += one.posting.amount;
        }
        return sum;
    }

  private:
    std::mt19937 random_;
    Date first_ = day(20260701);
    std::vector<TruePosting> all_;
};

TEST(AccountStatementProperty, OpeningAndMovementsMakeTheClosingAndBothAreTheTruth) {
    const char* wanted = std::getenv("SETTLED_ROUNDS");
    const int rounds = wanted ? static_cast<int>(std::strtol(wanted, nullptr, 10)) : 5'000;
    int with_opening = 0, from_history = 0, without = 0, lines = 0;
    for (int round = 0; round < rounds; ++round) {
        RandomHistory history(static_cast<unsigned>(round));
        const bool has_settlements = history.number(0, 1) == 1;
        const Date first_reading = history.first().plus_days(history.number(0, 100));
        const Date latest = first_reading.plus_days(history.number(0, 60));
        AccountStatementInput input;
        input.from = history.first().plus_days(history.number(0, 110));
        input.to = input.from.plus_days(history.number(0, 40));
        input.latest = history.reading(latest, has_settlements);
        if (has_settlements) input.history_from = history.first().plus_days(history.number(0, 60));
        if (const Date eve = input.from.plus_days(-1); eve >= first_reading)
            input.before = history.reading(std::min(eve, latest), has_settlements);
        if (input.to >= first_reading && input.to < latest) input.at_end = history.reading(input.to, has_settlements);
        const auto made = account_statement(input);
        ASSERT_TRUE(made) << round;
        std::int64_t sum = made->opening.value_or(0);
        for (const AccountLine& line : made->lines) {
            sum += line.posting.amount;
            ASSERT_EQ(line.balance.has_value(), made->opening.has_value()) << round;
            ASSERT_EQ(line.balance.value_or(sum), sum) << round;
        }
        lines += static_cast<int>(made->lines.size());
        if (made->closing) {
            ASSERT_EQ(*made->closing, history.balance(std::min(input.to, latest), latest, has_settlements)) << round;
        }
        if (!made->opening) {
            ++without;
            ASSERT_FALSE(input.before && made->closing) << round;
            continue;
        }
        ++with_opening;
        from_history += input.before ? 0 : 1;
        ASSERT_EQ(sum, *made->closing) << round;
        ASSERT_EQ(*made->opening, history.balance(std::min(input.from.plus_days(-1), latest), latest, has_settlements)) << round;
    }
    EXPECT_GT(with_opening, rounds / 4);
    EXPECT_GT(from_history, 0);
    EXPECT_GT(without, 0);
    std::cout << rounds << " random accounts, " << lines << " lines: " << with_opening << " opened with the true balance ("
              << from_history << " of them from the history alone), " << without << " without one, as nothing tells it\n";
}

} // namespace
} // namespace settled::ledger
