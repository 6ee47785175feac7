// The real jobs through many days of small companies, whose machine dies at any point of the work and is started again, with
// what must be true checked after every day.
//
// SETTLED_SIMULATOR_DAYS says how many company-days (10,000 and more for the full figure), SETTLED_SIMULATOR_SEED where to begin:
// the seed of a company that failed replays it as the first.

#include "office.hpp"
#include "small_world.hpp"

#include "jobs/picture.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace settled::simulator {
namespace {

// One run of the world under a seed.
class Simulation {
  public:
    Simulation(std::uint64_t seed, int days)
        : days_(days), day_(*Date::of(2024, 1, 2)), world_(seed, day_), mishaps_(seed ^ 0xDEAD),
          office_(small_settings(), world_, seed) {}

    void run() {
        for (int i = 0; i < days_ && !::testing::Test::HasFailure(); ++i) {
            world_.live_through(day_);
            work();
            check();
            day_ = day_.plus_days(1);
        }
    }

    std::size_t delivered() const { return office_.clients.delivered.size(); }
    std::size_t payments() const { return world_.payments().size(); }
    const Machine& machine() const { return office_.machine; }
    std::string fingerprint() const { // equal for equal seeds
        std::string text;
        for (const Delivered& each : office_.clients.delivered) text += each.day.iso() + " " + each.key + "\n";
        for (const auto& [point, count] : machine().deaths())
            text += std::to_string(static_cast<int>(point)) + " " + std::to_string(count) + "\n";
        return text + std::to_string(machine().points());
    }

  private:
    // A day's work, with the outside failing now and then.
    void work() {
        office_.clients.ledger_is_away = world_.one_in(20);
        office_.clients.mood = world_.one_in(15)   ? GatewayMood::is_away
                               : world_.one_in(40) ? GatewayMood::loses_the_answer
                                                   : GatewayMood::accepts;
        plan_a_mishap();
        const std::uint64_t before = office_.machine.points();
        const Status done = office_.day(day_);
        ASSERT_TRUE(done.has_value()) << done.error().message;
        points_of_a_day_ = office_.machine.points() - before;
        office_.machine.start_again(); // for the checks
    }

    // Anywhere in the day's work, as long as that of the day before was; as often around a hand-over, where most of the danger
    // is.
    void plan_a_mishap() {
        const auto one_in = [&](std::uint64_t count) { return mishaps_.next() % count == 0; };
        const std::uint64_t where = 1 + mishaps_.next() % std::max<std::uint64_t>(points_of_a_day_, 1);
        constexpr std::uint64_t points_around_a_hand_over = 8;
        if (one_in(3))
            office_.machine.die_at(where);
        else if (one_in(2))
            office_.machine.die_after_next_offer(mishaps_.next() % points_around_a_hand_over);
        else if (one_in(5))
            office_.machine.fill_disk_at(where);
    }

    void check() {
        ASSERT_NO_FATAL_FAILURE(check_letters());
        ASSERT_NO_FATAL_FAILURE(check_money());
        ASSERT_NO_FATAL_FAILURE(check_outbox());
        if (day_.day() == 1) {
            auto verified = office_.store().audit().verify();
            ASSERT_TRUE(verified.has_value()) << verified.error().message;
        }
    }

    // Nobody is written to about what the bank already had, and nobody twice about one step of one item.
    void check_letters() {
        auto letters = office_.new_letters();
        ASSERT_TRUE(letters.has_value()) << letters.error().message;
        for (const Letter& letter : *letters) {
            ASSERT_TRUE(keys_.insert(letter.message.key).second)
                << "sent twice: " << letter.message.key << " on " << letter.day.iso();
            for (const store::Claim& claim : letter.claims) {
                const Invoice* invoice = world_.invoice(claim.item_id);
                ASSERT_NE(invoice, nullptr);
                ASSERT_TRUE(invoice->paid_in_full_on.none() || invoice->paid_in_full_on > letter.day)
                    << invoice->number << " was paid on " << invoice->paid_in_full_on.iso() << " and reminded on "
                    << letter.day.iso() << " by " << letter.message.key << story(*invoice);
                ASSERT_TRUE(steps_.insert(claim.item_key + "/" + claim.step).second)
                    << "step repeated: " << claim.document_number << " " << claim.step;
                ASSERT_EQ(claim.open_amount.minor_units, invoice->amount - invoice->paid)
                    << invoice->number << ": the letter names another amount";
            }
        }
    }

    // The position of every item is what the customer truly owes, whatever the clerk has entered so far. On a day
    // without a pull the ledger of before counts, so nothing can be said.
    void check_money() {
        if (office_.clients.ledger_is_away) return;
        jobs::JobContext agent = office_.context();
        auto picture = jobs::look(agent, office_.settings().companies.front(), day_);
        ASSERT_TRUE(picture.has_value()) << picture.error().message;
        auto positions = jobs::positions_of(**picture);
        ASSERT_TRUE(positions.has_value()) << positions.error().message;
        for (std::size_t row = 0; row < positions->items.size(); ++row) {
            const std::string id((*picture)->book[(*picture)->book.items[row].id]);
            const Invoice* invoice = world_.invoice(id);
            ASSERT_NE(invoice, nullptr);
            ASSERT_EQ(positions->items[row].for_dunning, invoice->amount - invoice->paid)
                << invoice->number << " on " << day_.iso() << story(*invoice, **picture);
        }
        std::int64_t bank = 0;
        for (const statement::EntryRow& entry : (*picture)->entries.entries) bank += entry.amount;
        ASSERT_EQ(bank, world_.bank_balance_before(day_.plus_days(1)));
    }

    std::string story(const Invoice& invoice) {
        jobs::JobContext agent = office_.context();
        auto picture = jobs::look(agent, office_.settings().companies.front(), day_);
        return picture ? story(invoice, **picture) : picture.error().message;
    }

    // What happened to an invoice, and what the jobs made of it: for the reader of a failure.
    std::string story(const Invoice& invoice, const jobs::Picture& picture) const {
        std::string text;
        for (const Payment& payment : world_.payments())
            for (const auto& [index, amount] : payment.pays)
                if (world_.invoices()[index].id == invoice.id)
                    text += "\n  paid " + payment.on.iso() + " " + std::to_string(amount) + " of " +
                            std::to_string(payment.amount) + " \"" + payment.text + "\" booked " + payment.booked_on.iso() +
                            (payment.taken_back ? " after it was taken back" : "");
        for (const store::StoredMatch& match : picture.matches) {
            bool about = false;
            std::string parts;
            for (const store::StoredAllocation& allocation : match.best.allocations) {
                about |= allocation.item_id == invoice.id;
                parts += " " + allocation.document_number + "=" + std::to_string(allocation.amount) + " booked " +
                         std::to_string(allocation.booked) + " of open " + std::to_string(allocation.open_at_decision);
            }
            const bool same_day = !invoice.paid_in_full_on.none() && match.date >= invoice.paid_in_full_on.plus_days(-1) &&
                                  match.date <= invoice.paid_in_full_on.plus_days(1);
            if (!about && !same_day) continue;
            text += "\n  match " + match.date.iso() + " " + std::to_string(match.amount.minor_units) + " " +
                    std::string(matching::name(match.state)) + parts;
            for (const store::StoredEvidence& evidence : match.best.evidence)
                text += " [" + std::string(matching::name(evidence.kind)) + "]";
        }
        return text;
    }

    // Nothing is lost: whatever was handed over is sent or unknown, and never due again by itself.
    void check_outbox() {
        auto messages = office_.store().outbox().list("small", {});
        ASSERT_TRUE(messages.has_value());
        for (const store::Message& message : *messages) {
            ASSERT_NE(message.state, store::MessageState::armed) << message.key;
            if (!keys_.contains(message.key))
                ASSERT_NE(message.state, store::MessageState::sent) << message.key << " never arrived";
            else
                ASSERT_TRUE(message.state == store::MessageState::sent || message.state == store::MessageState::unknown)
                    << message.key;
        }
    }

    int days_;
    Date day_;
    SmallWorld world_;
    world::SeededRandom mishaps_;
    std::uint64_t points_of_a_day_ = 0;
    Office office_;
    std::set<std::string> keys_, steps_;
};

std::uint64_t wanted(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// What all companies together went through.
struct Sums {
    std::size_t days = 0, payments = 0, letters = 0, full_disks = 0;
    std::map<Point, std::uint64_t> deaths;

    void add(const Simulation& simulation, int days_of_it) {
        days += static_cast<std::size_t>(days_of_it);
        payments += simulation.payments(), letters += simulation.delivered();
        full_disks += simulation.machine().full_disks();
        for (const auto& [point, count] : simulation.machine().deaths()) deaths[point] += count;
    }
};

TEST(Simulator, EveryPromiseIsKeptWhereverTheMachineDies) {
    constexpr int days_of_a_company = 125;
    const std::uint64_t first_seed = wanted("SETTLED_SIMULATOR_SEED", 20261121);
    const std::uint64_t companies = (wanted("SETTLED_SIMULATOR_DAYS", 500) + days_of_a_company - 1) / days_of_a_company;
    const auto begun = std::chrono::steady_clock::now();
    std::atomic<std::uint64_t> next = 0;
    std::mutex mutex;
    Sums sums;
    const auto work = [&] {
        for (std::uint64_t i = next++; i < companies && !::testing::Test::HasFailure(); i = next++) {
            const std::uint64_t seed = first_seed + i;
            SCOPED_TRACE("company of seed " + std::to_string(seed) + "; SETTLED_SIMULATOR_SEED=" + std::to_string(seed) +
                         " replays it first");
            Simulation simulation(seed, days_of_a_company);
            simulation.run();
            const std::scoped_lock lock(mutex);
            sums.add(simulation, days_of_a_company);
        }
    };
    std::thread other(work); // two companies at once
    work();
    other.join();
    const double minutes = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count() / 60;
    std::cout << companies << " companies from seed " << first_seed << ", " << sums.days << " company-days ("
              << static_cast<std::int64_t>(static_cast<double>(sums.days) / minutes) << " a minute), " << sums.payments
              << " payments, " << sums.letters << " letters; the machine died at the begin of a transaction "
              << sums.deaths[Point::begin] << ", before a commit " << sums.deaths[Point::before_commit] << ", after one "
              << sums.deaths[Point::after_commit] << ", before a hand-over " << sums.deaths[Point::before_hand_over]
              << ", after one " << sums.deaths[Point::after_hand_over] << " times; the disk was full " << sums.full_disks
              << " times\n";
    EXPECT_GT(sums.letters, sums.days / 10);
    EXPECT_GT(sums.payments, sums.days / 10);
    EXPECT_GT(sums.deaths[Point::before_commit] * sums.deaths[Point::after_commit], 0U);
}

TEST(Simulator, TheSameSeedIsTheSameStory) {
    Simulation first(7, 60), second(7, 60);
    first.run();
    second.run();
    EXPECT_EQ(first.fingerprint(), second.fingerprint());
    EXPECT_FALSE(first.machine().deaths().empty());
}

} // namespace
} // namespace settled::simulator
