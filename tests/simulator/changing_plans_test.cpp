// The set of what is to be reminded changes every day, and no item hears the same step twice.

#include "office.hpp"
#include "stories.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <set>

namespace settled::simulator {
namespace {

constexpr int days_of_a_story = 12;
constexpr std::size_t stories_side_by_side = 20; // each a customer of her own

struct Tally {
    std::size_t stories = 0, letters = 0, items_asked = 0, repeated = 0;
    std::map<std::string, std::size_t> changes;
};

class ChangingPlans {
  public:
    explicit ChangingPlans(std::uint64_t seed) : seed_(seed), world_(seed), office_(settings(), world_, seed) {
        for (std::size_t i = 0; i < stories_side_by_side; ++i) {
            const std::string customer = world_.new_customer("story " + std::to_string(i));
            const std::size_t items = 1 + world_.pick(3);
            for (std::size_t n = 0; n < items; ++n) world_.new_debt(customer, due_day(), amount());
        }
    }

    void run(Tally& tally) {
        for (int n = 0; n < days_of_a_story; ++n) {
            day_ = first_.plus_days(n);
            for (const std::string& customer : customers()) change_something(customer, tally);
            world_.morning(day_);
            office_.clients.ledger_is_away = world_.one_in(12);
            office_.clients.mood = world_.one_in(8)    ? GatewayMood::is_away
                                   : world_.one_in(10) ? GatewayMood::refuses
                                   : world_.one_in(5)  ? GatewayMood::loses_the_answer
                                                       : GatewayMood::accepts;
            const bool somebody_looks = !world_.one_in(3);
            office_.at(day_, 9);
            if (somebody_looks) {
                ASSERT_NO_FATAL_FAILURE(fine(office_.settle_what_is_unknown()));
            }
            ASSERT_NO_FATAL_FAILURE(fine(office_.pull()));
            ASSERT_NO_FATAL_FAILURE(fine(office_.import()));
            ASSERT_NO_FATAL_FAILURE(fine(office_.reconcile()));
            const std::size_t plannings = 1 + world_.pick(2); // a second run of the same day plans nothing twice
            for (std::size_t i = 0; i < plannings; ++i) {
                auto planned = office_.remind();
                ASSERT_TRUE(planned.has_value()) << planned.error().message;
            }
            if (!world_.one_in(4)) {
                ASSERT_NO_FATAL_FAILURE(fine(office_.let_out()));
            }
            office_.at(day_, 10);
            ASSERT_NO_FATAL_FAILURE(fine(office_.deliver()));
            ASSERT_NO_FATAL_FAILURE(read_letters(tally));
        }
    }

  private:
    static config::Settings settings() {
        config::Settings made = small_settings();
        made.procedures[0].steps = {friendly_step("before-3", -3), friendly_step("overdue-1", 1), friendly_step("overdue-4", 4),
                                    friendly_step("overdue-8", 8), friendly_step("overdue-11", 11)};
        return made;
    }
    static void fine(const Status& done) { ASSERT_TRUE(done.has_value()) << done.error().message; }

    Date due_day() { return first_.plus_days(static_cast<int>(world_.pick(16)) - 8); }
    // Every fourth item is one of a few everyday amounts, so that items of one customer are alike.
    std::int64_t amount() { return world_.one_in(4) ? 500'000 : world_.odd_amount(); }

    std::vector<std::string> customers() const {
        std::vector<std::string> ids;
        for (const OutsideCustomer& customer : world_.tables.customers) ids.push_back(customer.id);
        return ids;
    }

    // An open item of the customer, if there is one.
    std::optional<std::size_t> some_debt(const std::string& customer) {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < world_.debts.size(); ++i)
            if (world_.debts[i].customer == customer && world_.debts[i].owed(day_) > 0) open.push_back(i);
        if (open.empty()) return std::nullopt;
        return open[world_.pick(open.size())];
    }

    void change_something(const std::string& customer, Tally& tally) {
        const std::uint64_t what = world_.pick(22);
        const auto note = [&](const char* change) { ++tally.changes[change]; };
        if (what == 0) {
            world_.new_debt(customer, due_day(), amount());
            return note("item added");
        }
        if (what == 1) {
            world_.customer(customer).email = "new" + std::to_string(world_.pick(1000)) + "@c.example";
            return note("address changed");
        }
        if (what == 2) {
            world_.customer(customer).name += " & Co";
            return note("customer renamed");
        }
        const auto debt = some_debt(customer);
        if (!debt) return;
        Debt& changed = world_.debts[*debt];
        OutsideItem& item = world_.item(changed.ids.back());
        if (what == 3 || what == 4) {
            const StoryWorld::Pay pay{customer, item.number, {{*debt, what == 3 ? item.open : item.open / 2}}, 0};
            world_.in_the_morning(day_, [this, pay] {
                const std::string reference = world_.pay(day_, pay);
                const Date booked = day_.plus_days(1 + static_cast<int>(world_.pick(3)));
                world_.in_the_morning(booked, [this, booked, reference, pay] { world_.book(booked, reference, pay); });
            });
            return note(what == 3 ? "item paid" : "item paid in part");
        }
        if (what == 5 || what == 6) { // taken out of the books and entered again: another id, with 6 another number too
            const std::string again = "E" + std::to_string(++entered_again_) + changed.ids.front();
            item.id = again;
            if (what == 6) item.number += "-N";
            changed.ids.push_back(again);
            return note(what == 5 ? "entered again" : "entered again under another number");
        }
        if (what == 7) {
            item.due = item.due.plus_days(static_cast<int>(world_.pick(9)) - 4);
            return note("due day changed");
        }
    }

    void read_letters(Tally& tally) {
        auto letters = office_.new_letters();
        ASSERT_TRUE(letters.has_value()) << letters.error().message;
        tally.letters += letters->size();
        for (const Letter& letter : *letters)
            for (const store::Claim& claim : letter.claims) {
                const Debt* debt = world_.debt_of(claim.item_id);
                ASSERT_NE(debt, nullptr) << claim.item_id;
                ++tally.items_asked;
                const bool is_new = heard_.insert({debt->ids.front(), claim.step}).second;
                EXPECT_TRUE(is_new) << "seed " << seed_ << ": " << claim.document_number << " heard " << claim.step
                                    << " a second time on " << letter.day.iso();
                tally.repeated += is_new ? 0 : 1;
            }
    }

    std::uint64_t seed_;
    Date first_ = *Date::of(2024, 3, 4), day_ = first_;
    StoryWorld world_;
    Office office_;
    std::set<std::pair<std::string, std::string>> heard_; // item by its first id, step
    int entered_again_ = 0;
};

std::size_t from_environment(const char* name, std::size_t otherwise) {
    const char* wanted = std::getenv(name);
    return wanted ? std::strtoull(wanted, nullptr, 10) : otherwise;
}

TEST(ChangingPlans, NoItemHearsTheSameStepTwice) {
    const std::uint64_t first_seed = from_environment("SETTLED_STORY_SEED", 20'261'123);
    const std::size_t stories = from_environment("SETTLED_ROUNDS", 300);
    Tally tally;
    for (std::uint64_t seed = first_seed; tally.stories < stories && !HasFailure(); ++seed) {
        ChangingPlans(seed).run(tally);
        tally.stories += stories_side_by_side;
    }
    std::cout << tally.stories << " stories, " << tally.letters << " letters with " << tally.items_asked
              << " items: steps heard twice " << tally.repeated << '\n';
    for (const auto& [change, count] : tally.changes) std::cout << "  " << change << ": " << count << '\n';
    EXPECT_EQ(tally.repeated, 0U);
    EXPECT_GT(tally.letters, tally.stories);
}

} // namespace
} // namespace settled::simulator
