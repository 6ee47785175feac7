// The life of items over many days: what holds for every history, not for one example.
#include "dunning/scene_test.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace settled::dunning {
namespace {

using ledger::Row;

// Runs the planner every day for 100 days as the jobs do: what it plans is claimed and remembered.
class Life {
  public:
    explicit Life(std::uint64_t seed) : random_(seed), scene_("2026-08-03") {
        for (int c = 0; c < 4; ++c) {
            const Row customer = scene_.customer("C" + std::to_string(c));
            for (int i = 0; i < 4; ++i) {
                const Date due = scene_.input.today.plus_days(static_cast<int>(random_() % 120) - 60);
                scene_.item(customer, "INV-" + std::to_string(c) + std::to_string(i), due.iso(), 60000);
            }
        }
    }

    void run() {
        for (int n = 0; n < 100; ++n, scene_.input.today = scene_.input.today.plus_days(1)) {
            if (random_() % 9 == 0) continue; // the agent was down
            if (random_() % 3 == 0) disturb();
            check(scene_.planned());
        }
    }

  private:
    // Money comes, stays away again, a person holds an item.
    void disturb() {
        const Row item = static_cast<Row>(random_() % scene_.book.items.size());
        switch (random_() % 3) {
        case 0:
            scene_.input.items[item].position = scene_.input.items[item].position > 0 ? 0 : 60000;
            break;
        case 1:
            scene_.fact(ledger::FactKind::hold, scene_.book.items[item].customer, item).until = scene_.input.today.plus_days(6);
            break;
        default:
            scene_.input.first_batch = random_() % 2 == 0;
        }
    }

    void check(const Plan& plan) {
        const Date today = scene_.input.today;
        std::set<Row> in_messages;
        for (const PlannedMessage& message : plan.messages) {
            std::map<Currency, std::int64_t> totals;
            for (const PlannedItem& item : message.items) {
                const std::string where = "seed item " + std::to_string(item.item) + " on " + today.iso();
                EXPECT_TRUE(in_messages.insert(item.item).second) << where;
                EXPECT_GT(item.open, 0) << where;
                EXPECT_EQ(item.open, scene_.input.items[item.item].position) << where;
                totals[scene_.book.items[item.item].currency] += item.open;
                const bool leaves = !message.held || waits_for_person(*message.held);
                if (!leaves) continue;
                EXPECT_TRUE(claimed_.insert({item.item, item.step}).second) << "a second " << item.step << ", " << where;
                const auto last = last_message_.find(item.item);
                if (last != last_message_.end()) {
                    EXPECT_GE(days_between(last->second, today), 5) << where;
                }
                last_message_[item.item] = today;
                scene_.done(item.item, item.step, today.iso());
            }
            for (const Money& total : message.totals) EXPECT_EQ(total.minor_units, totals[total.currency]);
        }
        for (const Suppression& one : plan.suppressed)
            EXPECT_FALSE(in_messages.contains(one.item)) << name(one.reason) << " on " << today.iso();
        for (const PlannedTask& task : plan.tasks) {
            EXPECT_TRUE(task_keys_.insert(task.key).second) << task.key;
            KnownTask known{task.customer, task.key, task.procedure, task.step, {}, today, task.due, random_() % 2 == 0};
            for (const PlannedItem& item : task.items) known.items.push_back(item.item);
            scene_.input.tasks.push_back(std::move(known));
        }
    }

    std::mt19937_64 random_;
    Scene scene_;
    std::set<std::pair<Row, std::string>> claimed_;
    std::map<Row, Date> last_message_;
    std::set<std::string> task_keys_;
};

TEST(LifeOfItems, NoStepTwiceNoTaskTwiceNoLetterForMoneyThatCameAndNoneTooSoon) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Life(seed).run();
        if (testing::Test::HasFailure()) return;
    }
}

} // namespace
} // namespace settled::dunning
