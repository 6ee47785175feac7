#include "credit/score.hpp"

#include <gtest/gtest.h>

namespace settled::credit {
namespace {

Date day(std::string_view iso) { return *Date::parse_iso(iso); }

// Pays one invoice of 10,000.00 a month for `months` months up to October 2026, each `late` days after its due day.
std::vector<Settlement> history(int months, int late) {
    std::vector<Settlement> made;
    for (int i = months; i > 0; --i) {
        const Date due = day("2026-11-01").plus_months(-i);
        made.push_back({due.plus_days(-30), due, due.plus_days(late), 1'000'000});
    }
    return made;
}

CreditInput input_of(const std::vector<Settlement>& paid, std::span<const OpenDebt> open = {}) {
    CreditInput input;
    input.today = day("2026-11-20"), input.settlements = paid, input.open = open;
    return input;
}

std::string warnings(const CreditScore& score) {
    std::string text;
    for (const EarlyWarning& one : score.warnings)
        text += (text.empty() ? "" : ", ") + std::string(name(one.warning)) + " → " + std::string(name(one.measure));
    return text;
}

TEST(CreditScore, EveryPartIsShownAndAddsUpToTheScore) {
    const auto paid = history(24, 12); // twelve days late: 100 − 12 × 100 / 60 = 80 points
    const OpenDebt open[] = {{day("2026-11-10"), 250'000}, {day("2026-12-10"), 750'000}}; // a quarter is overdue: 75 points
    CreditInput input = input_of(paid, open);
    input.limit = 2'000'000;                            // half is used: 100 points
    input.promises_kept = 3, input.promises_broken = 1; // 75 points
    const CreditScore made = score(input);
    ASSERT_EQ(made.parts.size(), 6U);
    EXPECT_EQ(made.mean_days_late, 12);
    EXPECT_EQ(made.parts[0].points, 80);
    EXPECT_EQ(made.parts[1].points, 75);
    EXPECT_EQ(made.parts[2].points, 100);
    EXPECT_EQ(made.limit_use_percent, 50);
    EXPECT_EQ(made.parts[3].points, 75);
    EXPECT_EQ(made.parts[4].figure, 25) << "months since the first document of October 2024";
    EXPECT_EQ(made.parts[4].points, 41);
    EXPECT_EQ(made.parts[5].figure, 23) << "payments of the last two years";
    EXPECT_EQ(made.parts[5].points, 95);
    // (45 × 80 + 20 × 75 + 10 × 100 + 10 × 75 + 10 × 41 + 5 × 95) ÷ 100 = 77.35
    EXPECT_EQ(made.score, 77);
    EXPECT_EQ(made.grade, 'B');
}

TEST(CreditScore, WhoPaysOnTimeIsAAndWhoNeverDoesIsC) {
    const auto punctual = history(24, -2), late = history(24, 70);
    EXPECT_EQ(score(input_of(punctual)).grade, 'A');
    EXPECT_EQ(score(input_of(late)).grade, 'C');
    const OpenDebt open[] = {{day("2026-06-01"), 90'000'000}};
    EXPECT_EQ(score(input_of(punctual, open)).grade, 'C') << "the large invoice that stays unpaid outweighs the small ones";
}

TEST(CreditScore, TooLittleHistoryGivesNoGrade) {
    const auto paid = history(2, 0);
    EXPECT_EQ(score(input_of(paid)).grade, ' ');
    EXPECT_EQ(score(input_of({})).grade, ' ');
    EXPECT_TRUE(score(input_of({})).parts.empty());
}

TEST(CreditScore, EarlyWarningsNameTheirMeasure) {
    auto paid = history(24, 0);
    EXPECT_EQ(warnings(score(input_of(paid))), "");

    paid[22].settled_on = paid[22].due_date.plus_days(9), paid[23].settled_on = paid[23].due_date.plus_days(15);
    EXPECT_EQ(warnings(score(input_of(paid))), "late_twice → talk");

    CreditInput over = input_of(paid);
    const OpenDebt open[] = {{day("2026-12-10"), 900'000}};
    over.open = open, over.limit = 800'000, over.bills_with_recourse = 100'000, over.promises_broken = 2;
    const CreditScore made = score(over);
    EXPECT_EQ(made.exposure, 1'000'000);
    EXPECT_EQ(warnings(made), "late_twice → talk, limit_exceeded → stop_supply, promise_broken → stop_supply");

    const auto stopped = history(24, 0);
    CreditInput silent = input_of(stopped);
    const OpenDebt overdue[] = {{day("2026-11-15"), 10'000}};
    silent.open = overdue, silent.today = day("2027-02-20");
    EXPECT_EQ(warnings(score(silent)), "silence → talk");

    const auto good = history(24, 40);
    CreditInput fallen = input_of(good);
    fallen.grade_in_ledger = "A";
    EXPECT_EQ(warnings(score(fallen)), "late_twice → talk, grade_drop → prepayment");
    const EarlyWarning drop = score(fallen).warnings.back(); // no points were lost: the grades say it
    EXPECT_EQ(drop.grade, 'C');
    EXPECT_EQ(drop.grade_in_ledger, 'A');
}

TEST(CreditScore, LargeSumsDoNotOverflow) {
    std::vector<Settlement> paid = history(12, 3);
    for (Settlement& one : paid) one.amount = 4'000'000'000'000'000;
    const OpenDebt open[] = {{day("2026-01-01"), 40'000'000'000'000'000}};
    CreditInput input = input_of(paid, open);
    input.limit = 4'000'000'000'000'000'000;
    EXPECT_EQ(score(input).limit_use_percent, 1);
}

} // namespace
} // namespace settled::credit
