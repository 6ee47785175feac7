// The worst mistake of a ledger: all due dates set back ninety days. Nothing leaves, and finance is asked once.

#include "office.hpp"
#include "stories.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace settled::simulator {
namespace {

constexpr int usual_days = 20;

class SetBack : public ::testing::TestWithParam<std::size_t> {
  protected:
    SetBack() : world_(GetParam()), office_(settings(), world_, GetParam()) {
        for (std::size_t i = 0; i < GetParam(); ++i) {
            const std::string customer = world_.new_customer("usual");
            for (int n = 0; n < 3; ++n)
                world_.new_debt(customer, first_.plus_days(static_cast<int>(world_.pick(120))), world_.odd_amount());
        }
    }

    static config::Settings settings() {
        config::Settings made = small_settings();
        made.companies.front().mode = config::Mode::automatic;
        return made;
    }

    // A person looks at what waits on the first days; later everything leaves by itself.
    std::size_t letters_of(Date day, bool somebody_releases) {
        world_.morning(day);
        office_.at(day, 9);
        for (const auto job : {&Office::pull, &Office::import, &Office::reconcile}) {
            const Status done = (office_.*job)();
            EXPECT_TRUE(done.has_value()) << done.error().message;
        }
        auto planned = office_.remind();
        EXPECT_TRUE(planned.has_value());
        if (somebody_releases) {
            EXPECT_TRUE(office_.let_out().has_value());
        }
        office_.at(day, 10);
        EXPECT_TRUE(office_.deliver().has_value());
        auto letters = office_.new_letters();
        EXPECT_TRUE(letters.has_value());
        return letters ? letters->size() : 0;
    }

    void move_all(int days) {
        for (OutsideItem& item : world_.tables.items) item.due = item.due.plus_days(days);
    }

    std::size_t open_questions() {
        auto tasks = office_.store().facts().tasks("small", false);
        EXPECT_TRUE(tasks.has_value());
        return static_cast<std::size_t>(
            std::ranges::count_if(*tasks, [](const store::Task& task) { return task.customer_id.empty(); }));
    }

    Date first_ = *Date::of(2024, 3, 4); // a Monday
    StoryWorld world_;
    Office office_;
};

TEST_P(SetBack, NothingLeavesAndOneQuestionGoesToFinance) {
    std::size_t usual = 0;
    Date day = first_;
    for (int n = 0; n < usual_days; ++n, day = day.plus_days(1)) usual += letters_of(day, true);
    const auto asked = office_.store().facts().tasks("small", false); // questions of the first days are answered
    ASSERT_TRUE(asked.has_value());
    for (const store::Task& task : *asked)
        EXPECT_TRUE(office_.store().facts().change_task(task.id, {.state = "done"}, {"2024-03-24T09:00:00+00:00", day, "li"}));

    move_all(-90);
    std::size_t left = 0;
    for (int n = 0; n < 4; ++n, day = day.plus_days(1)) left += letters_of(day, false);
    std::cout << world_.debts.size() << " items of " << GetParam() << " customers, " << usual << " letters in " << usual_days
              << " days before; due dates set back 90 days: " << left << " messages leave, " << open_questions()
              << " question to finance\n";
    EXPECT_EQ(left, 0U);
    EXPECT_EQ(open_questions(), 1U);

    move_all(90); // put right: work goes on, and nobody asks any more than before
    std::size_t after = 0;
    for (int n = 0; n < 14; ++n, day = day.plus_days(1)) after += letters_of(day, true);
    EXPECT_GT(after, 0U);
}

// Also where so few letters would leave that their number says nothing.
INSTANTIATE_TEST_SUITE_P(OfManyAndOfFewCustomers, SetBack, ::testing::Values(60, 5));

} // namespace
} // namespace settled::simulator
