// A statement lies there and is not in the book: its reader is away, its source does not hand it out, or the disk was full just
// when it came. Whoever paid in it is not reminded, also where `remind` runs by itself; and nobody waits longer than it lies
// there.

#include "office.hpp"
#include "stories.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace settled::simulator {
namespace {

class UnreadStatement : public ::testing::Test {
  protected:
    UnreadStatement() : world_(7), office_(settings(), world_, 7) {
        for (std::string* customer : {&payer_, &debtor_}) *customer = world_.new_customer("unread");
        for (const std::string& customer : {payer_, debtor_})
            world_.new_debt(customer, monday_.plus_days(2), 500'00); // overdue-1 is on Thursday
        world_.in_the_morning(monday_, [this] { world_.pay(monday_, {debtor_, "thank you", {}, 7'00}); }); // the account is known
        world_.in_the_morning(thursday_, [this] { world_.pay(thursday_, {payer_, world_.number_of(0), {{0, 500'00}}, 0}); });
    }

    static config::Settings settings() {
        config::Settings made = small_settings();
        made.companies.front().mode = config::Mode::automatic;
        made.bank_accounts.front().max_age_banking_days = 20; // its age alone says nothing here
        made.procedures.front().steps = {friendly_step("overdue-1", 1)};
        return made;
    }

    void look_at_the_world(Date day, bool is_import_well) {
        world_.morning(day);
        office_.at(day, 9);
        ASSERT_TRUE(office_.pull().has_value());
        const Status imported = office_.import();
        ASSERT_EQ(imported.has_value(), is_import_well) << (imported ? "" : imported.error().message);
        ASSERT_TRUE(office_.reconcile().has_value());
    }
    // How many letters leave; the reason of those that do not, in `why_held_`.
    std::size_t letters_of(Date day) {
        auto planned = office_.remind();
        EXPECT_TRUE(planned.has_value());
        why_held_.clear();
        for (const jobs::SuppressedItem& item : planned->suppressed)
            if (item.reason == "stale_bank") why_held_ = item.text;
        office_.at(day, 10);
        EXPECT_TRUE(office_.let_out().has_value());
        EXPECT_TRUE(office_.deliver().has_value());
        auto letters = office_.new_letters();
        EXPECT_TRUE(letters.has_value());
        return letters->size();
    }

    const Date monday_ = *Date::of(2024, 3, 4), thursday_ = monday_.plus_days(3), friday_ = monday_.plus_days(4);
    std::string payer_, debtor_, why_held_;
    StoryWorld world_;
    Office office_;
};

TEST_F(UnreadStatement, ItsReaderIsAwayAndNobodyIsRemindedUntilItIsRead) {
    look_at_the_world(monday_, true);
    EXPECT_EQ(letters_of(monday_), 0U);
    office_.clients.reader_is_away = true;
    look_at_the_world(thursday_, true);
    EXPECT_EQ(letters_of(thursday_), 0U);
    EXPECT_NE(why_held_.find(".sim"), std::string::npos) << why_held_;

    office_.clients.reader_is_away = false;
    look_at_the_world(friday_, true);
    EXPECT_EQ(letters_of(friday_), 1U) << "the debtor, not the payer";
}

TEST_F(UnreadStatement, ItsSourceDoesNotHandItOut) {
    look_at_the_world(monday_, true);
    EXPECT_EQ(letters_of(monday_), 0U);
    office_.clients.files_cannot_be_fetched = true;
    look_at_the_world(thursday_, true);
    EXPECT_EQ(letters_of(thursday_), 0U);
    EXPECT_NE(why_held_.find(".sim"), std::string::npos) << why_held_;

    office_.clients.files_cannot_be_fetched = false;
    look_at_the_world(friday_, true);
    EXPECT_EQ(letters_of(friday_), 1U);
}

TEST_F(UnreadStatement, TakenAwayByAPersonItHoldsNobodyAnyMore) {
    look_at_the_world(monday_, true);
    EXPECT_EQ(letters_of(monday_), 0U);
    office_.clients.reader_is_away = true;
    look_at_the_world(thursday_, true);
    EXPECT_EQ(letters_of(thursday_), 0U);
    world_.bank.pop_back();
    look_at_the_world(friday_, true); // that of the day before and of this day
    EXPECT_EQ(letters_of(friday_), 0U);
    while (world_.bank.back().day != monday_) world_.bank.pop_back();
    ASSERT_TRUE(office_.import().has_value());
    EXPECT_EQ(letters_of(friday_), 2U);
}

// At any point of the import on which the payment comes.
class FullDisk : public UnreadStatement, public ::testing::WithParamInterface<std::uint64_t> {};

TEST_P(FullDisk, NobodyIsRemindedUntilTheStatementIsInTheBook) {
    look_at_the_world(monday_, true);
    EXPECT_EQ(letters_of(monday_), 0U);
    world_.morning(thursday_);
    office_.at(thursday_, 9);
    ASSERT_TRUE(office_.pull().has_value());
    office_.machine.fill_disk_at(GetParam());
    const bool is_imported = office_.import().has_value();
    office_.machine.start_again();
    if (!is_imported) {
        EXPECT_EQ(letters_of(thursday_), 0U);
        EXPECT_NE(why_held_.find(".sim"), std::string::npos) << why_held_;
        office_.at(thursday_, 11);
        ASSERT_TRUE(office_.import().has_value());
    }
    ASSERT_TRUE(office_.reconcile().has_value());
    EXPECT_EQ(letters_of(thursday_), 1U) << "the debtor, not the payer";
}

INSTANTIATE_TEST_SUITE_P(Points, FullDisk, ::testing::Range(std::uint64_t{1}, std::uint64_t{20}));

} // namespace
} // namespace settled::simulator
