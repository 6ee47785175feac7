// Who has paid is not reminded: 300 stories of payments with the truth known, ten side by side in one company.

#include "office.hpp"
#include "stories.hpp"

#include "jobs/answer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>

namespace settled::simulator {
namespace {

constexpr int days_of_a_story = 14;
constexpr std::size_t stories_side_by_side = 10;

// One story: what it is called and how it is told. `first` is the first day, a Monday.
using Tell = void (*)(StoryWorld&, const std::string& name, Date first);
struct Kind {
    std::string_view name;
    Tell tell;
};

// An invoice that becomes a step's candidate within the story.
Date some_due_day(StoryWorld& world, Date first) { return first.plus_days(static_cast<int>(world.pick(10)) - 8); }
Date some_day(StoryWorld& world, Date first) { return first.plus_days(1 + static_cast<int>(world.pick(9))); }

// Pays one invoice of the customer with these words, at a random day, and has it booked some days later.
struct OnePayment {
    std::string customer;
    std::size_t debt = 0;
    Date day;
};
OnePayment one_payment(StoryWorld& world, const std::string& name, Date first) {
    OnePayment made;
    made.customer = world.new_customer(name);
    made.debt = world.new_debt(made.customer, some_due_day(world, first), world.odd_amount());
    world.new_debt(made.customer, some_due_day(world, first), world.odd_amount()); // and one that stays open
    made.day = some_day(world, first);
    return made;
}

void pay_then_book(StoryWorld& world, Date day, StoryWorld::Pay pay, bool at_midday = false) {
    const int clerk_takes = 1 + static_cast<int>(world.pick(5));
    const auto happens = [&world, day, clerk_takes, pay = std::move(pay)] {
        const std::string reference = world.pay(day, pay);
        world.in_the_morning(day.plus_days(clerk_takes), [&world, day, clerk_takes, reference, pay] {
            world.book(day.plus_days(clerk_takes), reference, pay);
        });
    };
    if (at_midday)
        world.at_midday(day, happens);
    else
        world.in_the_morning(day, happens);
}

constexpr std::array<Kind, 26> kinds = {{
    {"never pays",
     [](StoryWorld& world, const std::string& name, Date first) {
         const std::string customer = world.new_customer(name);
         for (int i = 0; i < 3; ++i) world.new_debt(customer, some_due_day(world, first), world.odd_amount());
     }},
    {"paid before the first pull",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, first,
                       {one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, 0});
     }},
    {"paid with the number",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, one.day,
                       {one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, 0});
     }},
    {"paid after the planning, before the delivery",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, one.day,
                       {one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, 0}, true);
     }},
    {"paid after the planning, without a word",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, one.day, {one.customer, "transfer", {{one.debt, world.debts[one.debt].amount}}, 0}, true);
     }},
    {"paid without a word from the known account",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, one.day, {one.customer, "payment", {{one.debt, world.debts[one.debt].amount}}, 0});
     }},
    {"paid from a new account under the same name",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         const auto pay = [&world, one] {
             const std::string known = world.customer(one.customer).account;
             world.customer(one.customer).account = "NEW-" + known;
             world.pay(one.day, {one.customer, "payment", {{one.debt, world.debts[one.debt].amount}}, 0});
             world.customer(one.customer).account = known;
         };
         world.in_the_morning(one.day, pay);
     }},
    {"a part is paid",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, one.day,
                       {one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount / 3}}, 0});
     }},
    {"two parts on two days",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         const std::int64_t half = world.debts[one.debt].amount / 2;
         pay_then_book(world, one.day, {one.customer, world.number_of(one.debt), {{one.debt, half}}, 0});
         pay_then_book(world, one.day.plus_days(2),
                       {one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount - half}}, 0});
     }},
    {"more is paid than is owed",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, one.day,
                       {one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, 1'000});
     }},
    {"a bank kept its fee",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, one.day,
                       {one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, -1'500});
     }},
    {"a bank kept its fee and no number",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, one.day, {one.customer, "payment", {{one.debt, world.debts[one.debt].amount}}, -1'500});
     }},
    {"a cent less",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         pay_then_book(world, one.day,
                       {one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, -1});
     }},
    {"two at once with both numbers",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         const std::size_t other = one.debt + 1;
         pay_then_book(world, one.day,
                       {one.customer,
                        world.number_of(one.debt) + " " + world.number_of(other),
                        {{one.debt, world.debts[one.debt].amount}, {other, world.debts[other].amount}},
                        0});
     }},
    {"two at once without a word",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         const std::size_t other = one.debt + 1;
         pay_then_book(world, one.day,
                       {one.customer, "payment", {{one.debt, world.debts[one.debt].amount}, {other, world.debts[other].amount}}, 0});
     }},
    {"another firm pays and names the invoice",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         const std::string payer = world.new_customer(name);
         pay_then_book(world, one.day,
                       {payer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, 0});
     }},
    {"another firm pays without a word",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         const std::string payer = world.new_customer(name);
         pay_then_book(world, one.day, {payer, "transfer", {{one.debt, world.debts[one.debt].amount}}, 0});
     }},
    {"twin amounts of one customer, one of them paid",
     [](StoryWorld& world, const std::string& name, Date first) {
         const std::string customer = world.new_customer(name);
         const std::int64_t amount = world.odd_amount();
         const Date due = some_due_day(world, first);
         const std::size_t paid = world.new_debt(customer, due, amount);
         world.new_debt(customer, due.plus_days(1), amount);
         pay_then_book(world, some_day(world, first), {customer, world.number_of(paid), {{paid, amount}}, 0});
     }},
    {"twin amounts of two customers",
     [](StoryWorld& world, const std::string& name, Date first) {
         const std::string payer = world.new_customer(name), other = world.new_customer(name);
         const std::int64_t amount = world.odd_amount();
         const Date due = some_due_day(world, first);
         const std::size_t paid = world.new_debt(payer, due, amount);
         world.new_debt(other, due, amount);
         pay_then_book(world, some_day(world, first), {payer, "payment", {{paid, amount}}, 0});
     }},
    {"a bill was handed over",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         world.in_the_morning(one.day, [&world, one] {
             const std::int64_t amount = world.debts[one.debt].amount;
             const std::string id = "BILL-" + std::to_string(one.debt);
             world.tables.bills.push_back(
                 {id, id, one.customer, world.debts[one.debt].ids.back(), one.day, one.day.plus_days(90), amount});
             world.relieve(one.debt, one.day, amount);
         });
     }},
    {"a receipt waits for approval",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         world.in_the_morning(one.day, [&world, one] {
             const std::int64_t amount = world.debts[one.debt].amount;
             world.tables.receipts.push_back({"D-" + std::to_string(one.debt), one.customer, world.debts[one.debt].ids.back(),
                                              one.day, amount, amount, SETTLED_RECEIPT_DRAFT});
             world.relieve(one.debt, one.day, amount);
         });
     }},
    {"the clerk books before the statement comes",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         world.in_the_morning(one.day, [&world, one] {
             const StoryWorld::Pay pay{one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, 0};
             world.relieve(one.debt, one.day, world.debts[one.debt].amount);
             world.book(one.day, "E" + std::to_string(one.debt), pay);
             world.in_the_morning(one.day.plus_days(1), [&world, one, pay] {
                 world.relieve(one.debt, one.day, -world.debts[one.debt].amount); // counted once
                 world.pay(one.day.plus_days(1), pay);
                 world.relieve(one.debt, one.day.plus_days(1), -world.debts[one.debt].amount);
                 world.relieve(one.debt, one.day, world.debts[one.debt].amount);
             });
         });
     }},
    {"a credit note of the invoice",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         world.in_the_morning(one.day, [&world, one] {
             const std::int64_t amount = world.debts[one.debt].amount;
             const std::string number = world.number_of(one.debt);
             world.tables.items.push_back({"CN" + std::to_string(one.debt), one.customer, "CN-" + number, one.day, one.day,
                                           -amount, -amount, SETTLED_DOC_CREDIT_NOTE, number});
             world.relieve(one.debt, one.day, amount);
         });
     }},
    {"the bank takes the money back",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         world.in_the_morning(one.day, [&world, one] {
             const StoryWorld::Pay pay{one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, 0};
             const std::string reference = world.pay(one.day, pay);
             world.in_the_morning(one.day.plus_days(2),
                                  [&world, one, reference, pay] { world.take_back(one.day.plus_days(2), reference, pay); });
         });
     }},
    {"paid and the document entered again",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         world.in_the_morning(one.day, [&world, one] {
             world.pay(one.day, {one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, 0});
             world.in_the_morning(one.day.plus_days(1), [&world, one] { // 弃审 and entered again: another id of the ERP
                 Debt& debt = world.debts[one.debt];
                 const std::string again = debt.ids.back() + "x";
                 world.item(debt.ids.back()).id = again;
                 debt.ids.push_back(again);
             });
         });
     }},
    {"paid twice",
     [](StoryWorld& world, const std::string& name, Date first) {
         const OnePayment one = one_payment(world, name, first);
         world.in_the_morning(one.day, [&world, one] {
             const StoryWorld::Pay pay{one.customer, world.number_of(one.debt), {{one.debt, world.debts[one.debt].amount}}, 0};
             world.pay(one.day, pay);
             world.in_the_morning(one.day.plus_days(1), [&world, one, pay] {
                 world.pay(one.day.plus_days(1), pay);
                 world.relieve(one.debt, one.day.plus_days(1), -world.debts[one.debt].amount); // what is paid twice is owed once
             });
         });
     }},
}};

struct Tally {
    std::size_t stories = 0, letters = 0, items_asked = 0, to_payers = 0, asked_too_much = 0;
    std::size_t chances = 0, needless = 0; // steps that fell due on what is truly owed; those held for money that is not it
    std::map<std::string, std::size_t> needless_by_story;
};

bool speaks_of_money(const std::string& reason) {
    constexpr std::array words = {"paid_at_bank", "may_be_paid",        "paid_on_account",  "covered_by_credit",
                                  "bill_held",    "receipt_unapproved", "applied_elsewhere"};
    return std::ranges::find(words, reason) != words.end();
}

// Ten stories side by side for two weeks.
class Fortnight {
  public:
    Fortnight(std::uint64_t seed, std::size_t first_kind, std::size_t count)
        : seed_(seed), world_(seed), office_(settings(), world_, seed) {
        for (std::size_t i = 0; i < count; ++i) {
            const Kind& kind = kinds[(first_kind + i) % kinds.size()];
            kind.tell(world_, std::string(kind.name), first_);
        }
    }

    void run(Tally& tally) {
        for (int n = 0; n < days_of_a_story; ++n) {
            const Date day = first_.plus_days(n);
            world_.morning(day);
            office_.at(day, 7);
            ASSERT_NO_FATAL_FAILURE(fine(office_.pull()));
            ASSERT_NO_FATAL_FAILURE(fine(office_.import()));
            ASSERT_NO_FATAL_FAILURE(fine(office_.reconcile()));
            ASSERT_NO_FATAL_FAILURE(answer_questions(day));
            auto planned = office_.remind();
            ASSERT_TRUE(planned.has_value()) << planned.error().message;
            count_holds(*planned, day);
            ASSERT_NO_FATAL_FAILURE(fine(office_.let_out()));
            world_.midday(day);
            office_.at(day, 12);
            ASSERT_NO_FATAL_FAILURE(fine(office_.import())); // every half hour, as the service does; nobody reconciles
            ASSERT_NO_FATAL_FAILURE(fine(office_.deliver()));
            ASSERT_NO_FATAL_FAILURE(read_letters(tally, day));
        }
        tally.chances += chances_.size();
        for (const auto& step : needless_) {
            ++tally.needless;
            ++tally.needless_by_story[world_.debt_of(step.first)->story];
        }
    }

  private:
    static config::Settings settings() {
        config::Settings made = small_settings();
        made.procedures[0].steps = {friendly_step("before-3", -3), friendly_step("overdue-1", 1), friendly_step("overdue-4", 4),
                                    friendly_step("overdue-8", 8), friendly_step("overdue-12", 12)};
        made.matching.residuals.push_back({"bank_fee", *Currency::parse("EUR"), config::MatchPath::any, 2'500});
        made.matching.residuals.push_back({"cent_difference", *Currency::parse("EUR"), config::MatchPath::any, 5});
        return made;
    }

    static void fine(const Status& done) { ASSERT_TRUE(done.has_value()) << done.error().message; }

    // Finance asks the customer and answers two days later.
    void answer_questions(Date day) {
        jobs::JobContext finance = office_.context("wang");
        auto matches = jobs::standing_matches(finance, {});
        ASSERT_TRUE(matches.has_value());
        for (const store::StoredMatch& match : *matches) {
            const bool waits = match.state == matching::State::question || match.state == matching::State::unmatched;
            const auto known = world_.payments.find(match.bank_reference);
            if (!waits || days_between(match.date, day) < 2 || known == world_.payments.end()) continue;
            std::vector<jobs::Assignment> items;
            std::int64_t left = match.amount.minor_units;
            for (const auto& [debt, part] : known->second.debts) {
                const std::string& id = world_.debts[debt].ids.back();
                const std::int64_t given = std::min({left, part, world_.item(id).open});
                if (given <= 0) continue;
                items.push_back({id, amount_text(given, match.amount.currency)});
                left -= given;
            }
            if (items.empty()) continue;
            auto answered = jobs::assign(finance, {}, match.entry, items);
            ASSERT_TRUE(answered.has_value()) << answered.error().message;
        }
    }

    // A chance is a step of an item that is truly owed in full on the day the step falls due.
    void count_holds(const jobs::RemindReport& planned, Date day) {
        const auto is_owed = [&](const std::string& item) {
            const Debt* debt = world_.debt_of(item);
            return debt != nullptr && debt->owed(day) == debt->amount;
        };
        for (const jobs::Reminder& reminder : planned.reminders)
            for (const jobs::ReminderItem& item : reminder.items)
                if (is_owed(item.item_id)) chances_.insert(step_of(item.item_id, day));
        for (const jobs::SuppressedItem& held : planned.suppressed) {
            if (!speaks_of_money(held.reason) || !is_owed(held.item_id)) continue;
            chances_.insert(step_of(held.item_id, day));
            needless_.insert(step_of(held.item_id, day));
        }
    }

    // The item by its first id, and the step that its age has reached.
    std::pair<std::string, std::string> step_of(const std::string& id, Date day) {
        const Debt& debt = *world_.debt_of(id);
        std::string name = "before-3";
        for (const dunning::Step& step : office_.settings().procedures[0].steps)
            if (debt.due.plus_days(step.day) <= day) name = step.name;
        return {debt.ids.front(), name};
    }

    void read_letters(Tally& tally, Date day) {
        auto letters = office_.new_letters();
        ASSERT_TRUE(letters.has_value()) << letters.error().message;
        tally.letters += letters->size();
        for (const Letter& letter : *letters)
            for (const store::Claim& claim : letter.claims) {
                const Debt* debt = world_.debt_of(claim.item_id);
                ASSERT_NE(debt, nullptr) << claim.item_id;
                ++tally.items_asked;
                const std::int64_t owed = debt->owed(day);
                EXPECT_GT(owed, 0) << "seed " << seed_ << ", " << debt->story << ": " << claim.document_number
                                   << " was paid and reminded on " << day.iso();
                EXPECT_LE(claim.open_amount.minor_units, owed)
                    << "seed " << seed_ << ", " << debt->story << ": " << claim.document_number << " on " << day.iso();
                if (owed == 0)
                    ++tally.to_payers;
                else if (claim.open_amount.minor_units > owed)
                    ++tally.asked_too_much;
            }
    }

    std::uint64_t seed_;
    Date first_ = *Date::of(2024, 3, 4);
    StoryWorld world_;
    Office office_;
    std::set<std::pair<std::string, std::string>> chances_, needless_; // item, step or day
};

std::size_t from_environment(const char* name, std::size_t otherwise) {
    const char* wanted = std::getenv(name);
    return wanted ? std::strtoull(wanted, nullptr, 10) : otherwise;
}

TEST(PayerStories, NobodyWhoHasPaidIsRemindedAndFewOthersAreHeld) {
    const std::uint64_t first_seed = from_environment("SETTLED_STORY_SEED", 20'261'122);
    const std::size_t stories = from_environment("SETTLED_ROUNDS", 300);
    Tally tally;
    for (std::uint64_t seed = first_seed; tally.stories < stories; ++seed) {
        Fortnight fortnight(seed, static_cast<std::size_t>(seed - first_seed) * stories_side_by_side, stories_side_by_side);
        fortnight.run(tally);
        tally.stories += stories_side_by_side;
    }
    std::cout << tally.stories << " stories of " << kinds.size() << " kinds, " << tally.letters << " letters with "
              << tally.items_asked << " items: reminders to payers " << tally.to_payers << ", asked too much "
              << tally.asked_too_much << "; needless holds " << tally.needless << " of " << tally.chances << " ("
              << (tally.chances > 0 ? tally.needless * 1000 / tally.chances : 0) << " per mille)\n";
    for (const auto& [story, count] : tally.needless_by_story)
        std::cout << "  held needlessly, " << story << ": " << count << '\n';
    EXPECT_EQ(tally.to_payers, 0U);
    EXPECT_GT(tally.letters, stories);
    EXPECT_LT(tally.needless * 100, tally.chances * 5);
}

} // namespace
} // namespace settled::simulator
