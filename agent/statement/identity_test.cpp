#include "statement/identity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace settled::statement {
namespace {

Entry entry(std::int32_t day, std::int64_t amount, const std::string& text, const std::string& reference = "") {
    Entry made;
    made.booking_date = made.value_date = Date::from_abi(day);
    made.currency = *Currency::parse("EUR");
    made.amount.minor_units = amount;
    made.remittance = text;
    made.bank_reference = reference;
    return made;
}

Statement statement(std::vector<Entry> entries, std::optional<std::int64_t> opening = std::nullopt,
                    const std::string& number = "") {
    Statement made;
    made.entries = std::move(entries);
    made.number = number;
    if (opening) {
        std::int64_t closing = *opening;
        for (const Entry& one : made.entries) closing += one.amount.minor_units;
        made.opening = Balance{{}, {*opening}};
        made.closing = Balance{{}, {closing}};
    }
    return made;
}

// day|identity → count
std::map<std::string, int> book(const std::vector<Statement>& statements) {
    std::map<Date, std::vector<DayPart>> days;
    for (const Statement& one : statements)
        for (DayPart& part : day_parts(one)) days[part.day].push_back(std::move(part));
    std::map<std::string, int> counts;
    for (const auto& [day, parts] : days)
        for (const auto& [identity, count] : union_of_day(parts)) counts[day.iso() + '|' + identity] = count;
    return counts;
}

int total(const std::map<std::string, int>& counts) {
    int sum = 0;
    for (const auto& [key, count] : counts) sum += count;
    return sum;
}

TEST(EntryIdentity, IsTheBanksReferenceWithTheAmount) {
    EXPECT_EQ(entry_identity(entry(20261001, 100, "Rechnung 7", "ABC1")), entry_identity(entry(20261001, 100, "RG 7", "ABC1")));
    EXPECT_NE(entry_identity(entry(20261001, 100, "Rechnung 7", "ABC1")),
              entry_identity(entry(20261001, -100, "Rechnung 7", "ABC1")));
    EXPECT_NE(entry_identity(entry(20261001, 100, "Rechnung 7", "ABC1")),
              entry_identity(entry(20261001, 100, "Rechnung 7", "ABC2")));
}

TEST(EntryIdentity, WithoutAReferenceItIsAmountValueDateAndText) {
    const Entry plain = entry(20261001, 100, "INV 7", "NONREF");
    EXPECT_EQ(entry_identity(plain), entry_identity(entry(20261001, 100, "inv\n  7")));
    EXPECT_NE(entry_identity(plain), entry_identity(entry(20261001, 100, "INV 8")));
    EXPECT_NE(entry_identity(plain), entry_identity(entry(20261002, 100, "INV 7")));
}

TEST(EntryIdentity, HonestTwinsBothStay) {
    EXPECT_EQ(total(book({statement({entry(20261001, 100, "fee"), entry(20261001, 100, "fee")})})), 2);
}

TEST(EntryIdentity, TheSameStatementTwiceIsOneStatement) {
    const Statement once = statement({entry(20261001, 100, "a"), entry(20261001, 100, "a"), entry(20261002, 5, "b")}, 1000, "12");
    EXPECT_EQ(book({once, once, once}), book({once}));
}

TEST(EntryIdentity, ALaterExportOfTheSameDayAddsOnlyWhatIsNew) {
    const Statement noon = statement({entry(20261001, 100, "a")}, 1000);
    const Statement evening = statement({entry(20261001, 100, "a"), entry(20261001, 100, "a")}, 1000);
    EXPECT_EQ(total(book({noon, evening})), 2);
    EXPECT_EQ(book({noon, evening}), book({evening, noon}));
}

TEST(EntryIdentity, StatementsThatChainHoldDifferentMoney) {
    const Statement morning = statement({entry(20261001, 100, "a")}, 1000);
    const Statement afternoon = statement({entry(20261001, 100, "a")}, 1100);
    EXPECT_EQ(total(book({morning, afternoon})), 2);
    EXPECT_EQ(total(book({afternoon, morning, afternoon, morning})), 2);
}

TEST(EntryIdentity, AStatementThatBeginsInTheMiddleOfAnotherSharesThatPartOnly) {
    const std::vector<Entry> day = {entry(20261001, 1, "a"), entry(20261001, 5, "twin"), entry(20261001, 2, "b"),
                                    entry(20261001, 5, "twin"), entry(20261001, 3, "c")};
    const Statement first = statement({day[0], day[1], day[2]}, 100);
    const Statement second = statement({day[2], day[3], day[4]}, 106);
    EXPECT_EQ(book({first, second}), book({statement(day, 100)}));
    EXPECT_EQ(book({second, first, second}), book({statement(day, 100)}));
}

TEST(EntryIdentity, PagesOfOneStatementHoldDifferentMoney) {
    const Statement first = statement({entry(20261001, 100, "a")}, std::nullopt, "12/1");
    const Statement second = statement({entry(20261001, 100, "a")}, std::nullopt, "12/2");
    EXPECT_EQ(total(book({first, second, second})), 2);
}

TEST(EntryIdentity, AReturnToAnEarlierBalanceIsNoLicenceToCountTwice) {
    const Statement out = statement({entry(20261001, 100, "a")}, 500);   // 500 → 600
    const Statement back = statement({entry(20261001, -100, "b")}, 600); // 600 → 500, where `out` began
    EXPECT_EQ(total(book({out, back})), 2);
    EXPECT_EQ(total(book({out, back, out, back})), 2);
    const Statement longer = statement({entry(20261001, 100, "a"), entry(20261001, 7, "c")}, 500);
    EXPECT_EQ(total(book({out, back, longer})), 3);
}

TEST(EntryIdentity, AStatementThatEndsWhereItBeganDoesNotChainWithItsOwnContinuation) {
    const Statement early = statement({entry(20261001, 100, "a"), entry(20261001, -100, "b")}, 500);
    const Statement late = statement({entry(20261001, 100, "a"), entry(20261001, -100, "b"), entry(20261001, 7, "c")}, 500);
    EXPECT_EQ(total(book({early, late})), 3);
}

TEST(EntryIdentity, AShorterExportOfADayThatGoesRoundAddsNothing) {
    const std::vector<Entry> day = {entry(20261001, 3, "a"), entry(20261001, -3, "b"), entry(20261001, 3, "a"),
                                    entry(20261001, -3, "b")};
    const Statement whole = statement(day, 500), noon = statement({day[0], day[1], day[2]}, 500);
    EXPECT_EQ(total(book({whole, noon})), 4);
    EXPECT_EQ(total(book({noon, whole, noon})), 4);
}

TEST(EntryIdentity, AListThatBeginsWithItsLastDayIsReadBackwards) {
    const std::vector<Entry> all = {entry(20261001, 9, "x"), entry(20261002, 5, "twin"), entry(20261002, 2, "b"),
                                    entry(20261002, 5, "twin")};
    const Statement backwards = statement({all[2], all[1], all[0]}, 100); // 1 October and the first two of the 2nd
    const Statement forwards = statement({all[2], all[3]}, 114);
    EXPECT_EQ(total(book({backwards, forwards})), 4);
    EXPECT_EQ(total(book({forwards, backwards})), 4);
}

TEST(EntryIdentity, AClosingBalanceAloneDoesNotPlaceAList) {
    Statement today = statement({entry(20261001, 100, "a", "FITID1")}), later = today;
    today.closing = Balance{Date::from_abi(20261001), {600}};
    later.closing = Balance{Date::from_abi(20261001), {700}}; // of the moment of the export, when more was booked
    EXPECT_EQ(total(book({today, later})), 1) << "600 is where one ends, not where the other begins";
}

TEST(EntryIdentity, AnEntryWithoutBookingDateBelongsToItsValueDate) {
    Entry made = entry(20261001, 1, "a");
    made.booking_date = {};
    EXPECT_EQ(entry_day(made).number(), 20261001);
    made.value_date = {};
    EXPECT_TRUE(entry_day(made).none());
}

TEST(EntryIdentity, ASumThatDoesNotFitProvesNoBalance) {
    Statement made = statement({entry(20261001, 1, "a"), entry(20261002, 1, "b")});
    made.opening = Balance{{}, {std::numeric_limits<std::int64_t>::max()}};
    const std::vector<DayPart> parts = day_parts(made);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_TRUE(parts[0].opening);
    EXPECT_FALSE(parts[1].opening);
}

// A true history of an account, and the statements somebody could have cut out of it.
class History {
  public:
    explicit History(unsigned seed, bool money_in_only = false) : random_(seed) {
        static constexpr std::int64_t amounts[] = {100, 100, 250, 985, 1200, 3}; // twins abound
        const int days = below(8) + 2;
        std::int64_t balance = below(100000);
        for (int day = 0; day < days; ++day) {
            balances_.push_back(balance);
            days_.emplace_back();
            for (int left = below(7); left > 0; --left) {
                // Outgoing money too, so that balances come back to where they were.
                const std::int64_t amount = amounts[below(6)] * (!money_in_only && below(3) == 0 ? -1 : 1);
                days_.back().push_back(entry(20261001 + day, amount, "text " + std::to_string(below(3)),
                                             below(4) == 0 ? "R" + std::to_string(below(5)) : ""));
                balance += amount;
            }
        }
    }

    std::map<std::string, int> truth() const {
        std::map<std::string, int> counts;
        for (const auto& day : days_)
            for (const Entry& one : day) ++counts[entry_day(one).iso() + '|' + entry_identity(one)];
        return counts;
    }

    // Together they show everything; they overlap, repeat and come in any order.
    std::vector<Statement> cut() {
        std::vector<Statement> statements;
        const int days = static_cast<int>(days_.size());
        for (int day = 0; day < days;) {
            const int last = std::min(day + below(3), days - 1);
            statements.push_back(whole_days(day, last, below(2) == 0));
            day = last + 1;
        }
        for (int more = below(4); more > 0; --more) { // other exports of longer spans
            const int first = below(days), last = first + below(days - first);
            statements.push_back(whole_days(first, last, below(2) == 0));
        }
        for (int day = 0; day < days; ++day)
            if (below(3) == 0) pages(day, statements);
        for (int repeats = below(4); repeats > 0; --repeats)
            statements.push_back(statements[static_cast<std::size_t>(below(static_cast<int>(statements.size())))]);
        std::ranges::shuffle(statements, random_);
        return statements;
    }

    // Of one long list, wherever the scissors fell; every piece reaches into the next.
    std::vector<Statement> cut_anywhere() {
        std::vector<Entry> all;
        for (const auto& day : days_) std::ranges::copy(day, std::back_inserter(all));
        std::vector<std::int64_t> before = {balances_.front()};
        for (const Entry& one : all) before.push_back(before.back() + one.amount.minor_units);
        std::vector<Statement> statements;
        for (std::size_t at = 0, end = 0; end < all.size(); at = end - 1) {
            end = std::min(all.size(), at + 2 + static_cast<std::size_t>(below(6)));
            statements.push_back(statement(
                std::vector(all.begin() + static_cast<std::ptrdiff_t>(at), all.begin() + static_cast<std::ptrdiff_t>(end)),
                before[at]));
        }
        std::ranges::shuffle(statements, random_);
        return statements;
    }

    // Only pages: every twin stands on whichever page it fell on.
    std::vector<Statement> cut_into_pages() {
        std::vector<Statement> statements;
        for (int day = 0; day < static_cast<int>(days_.size()); ++day) pages(day, statements);
        std::vector<Statement> repeated = statements;
        std::ranges::copy(statements, std::back_inserter(repeated));
        std::ranges::shuffle(repeated, random_);
        return repeated;
    }

  private:
    int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }

    Statement whole_days(int first, int last, bool balances) {
        std::vector<Entry> entries;
        for (int day = first; day <= last; ++day)
            std::ranges::copy(days_[static_cast<std::size_t>(day)], std::back_inserter(entries));
        return statement(std::move(entries), balances ? std::optional(balances_[static_cast<std::size_t>(first)]) : std::nullopt);
    }

    void pages(int day, std::vector<Statement>& statements) {
        const std::vector<Entry>& all = days_[static_cast<std::size_t>(day)];
        std::int64_t balance = balances_[static_cast<std::size_t>(day)];
        const bool balances = below(2) == 0;
        int page = 0;
        for (std::size_t at = 0; at < all.size();) {
            const std::size_t end = std::min(all.size(), at + 1 + static_cast<std::size_t>(below(3)));
            const std::vector<Entry> some(all.begin() + static_cast<std::ptrdiff_t>(at),
                                          all.begin() + static_cast<std::ptrdiff_t>(end));
            statements.push_back(statement(some, balances ? std::optional(balance) : std::nullopt,
                                           std::to_string(100 + day) + '/' + std::to_string(++page)));
            for (const Entry& one : some) balance += one.amount.minor_units;
            at = end;
        }
    }

    std::mt19937 random_;
    std::vector<std::vector<Entry>> days_;
    std::vector<std::int64_t> balances_; // before each day
};

TEST(EntryIdentity, AThousandHistoriesCutOverlappedRepeatedAndReorderedGiveTheTruth) {
    for (unsigned seed = 1; seed <= 1000; ++seed) {
        History history(seed);
        EXPECT_EQ(book(history.cut()), history.truth()) << "seed " << seed;
    }
}

TEST(EntryIdentity, AThousandHistoriesCutInTheMiddleOfDaysGiveTheTruth) {
    for (unsigned seed = 1; seed <= 1000; ++seed) {
        History history(seed, true);
        EXPECT_EQ(book(history.cut_anywhere()), history.truth()) << "seed " << seed;
    }
}

TEST(EntryIdentity, AThousandHistoriesOnPagesGiveTheTruth) {
    for (unsigned seed = 1; seed <= 1000; ++seed) {
        History history(seed);
        EXPECT_EQ(book(history.cut_into_pages()), history.truth()) << "seed " << seed;
    }
}

} // namespace
} // namespace settled::statement
