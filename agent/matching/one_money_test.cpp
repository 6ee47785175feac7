// One money, two witnesses: a tiny bank and a tiny ERP act at random; after every single step the
// position of every item and customer must be the truth.
#include "matching/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>
#include <set>

namespace settled::matching {
namespace {

using namespace testing;

enum class Stage : std::uint8_t { none, draft, approved, applied };

// How much the ERP tells: receipts with their items and unapplied ones as open items; unapplied ones
// as open items only; nothing but the items.
enum class Style : std::uint8_t { receipts, receipt_items, items_only };

struct Invoice {
    std::string number;
    std::size_t customer = 0;
    std::int64_t amount = 0;
    std::int64_t promised = 0; // by all payments made so far
};

struct Payment {
    std::size_t customer = 0;
    std::int64_t amount = 0;
    std::vector<std::pair<std::size_t, std::int64_t>> meant; // invoice, amount; empty: on account
    std::vector<std::pair<std::size_t, std::int64_t>> applied_to;
    Date date;
    bool imported = false;
    bool misapplied = false;
    Stage stage = Stage::none;
};

class History500 {
  public:
    explicit History500(unsigned seed) : random_(seed), style_(static_cast<Style>(seed % 3)) {
        const std::size_t customers = 1 + pick(3);
        for (std::size_t i = 0; i < customers; ++i)
            names_.push_back("客户" + std::string(1, static_cast<char>('A' + i)) + "机械有限公司");
        for (std::size_t i = 0; i < 4; ++i) issue();
        world_.book = pull();
    }

    void run() {
        for (int step = 0; step < 30 && !::testing::Test::HasFailure(); ++step) {
            act();
            if (pick(4) == 0) act(); // two things between two cycles
            world_.pulled(pull());
            world_.save(world_.run());
            check(step);
            ++checked;
        }
    }

    // What a person needs to understand a failure.
    void print() const {
        for (const Payment& payment : payments_) {
            std::cout << "payment of customer " << payment.customer << ", " << payment.amount << ", imported " << payment.imported
                      << ", stage " << static_cast<int>(payment.stage) << ", misapplied " << payment.misapplied << ":";
            for (const auto& [invoice, amount] : payment.meant) std::cout << ' ' << invoices_[invoice].number << '=' << amount;
            std::cout << '\n';
        }
        for (const PastDecision& past : world_.history.decisions) {
            const statement::EntryRow& entry = world_.entries.entries[past.entry];
            std::cout << "entry " << entry.id << " of " << entry.amount << " \"" << world_.entries[entry.remittance] << "\" "
                      << name(past.state) << ':';
            for (const PastAllocation& allocation : past.allocations)
                std::cout << ' ' << allocation.item_key << '=' << allocation.amount << " booked " << allocation.booked
                          << " of open " << allocation.open_at_decision;
            std::cout << '\n';
        }
    }

    static inline std::int64_t checked = 0;
    static inline std::int64_t payments_seen = 0;
    static inline std::int64_t differences_seen = 0;

  private:
    std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

    void issue() {
        const std::size_t customer = pick(names_.size());
        // Equal amounts are common: rents, instalments.
        const std::int64_t amount = pick(3) == 0 ? 100'000 : static_cast<std::int64_t>(10'000 + pick(900'000));
        invoices_.push_back({"INV-2026-" + std::to_string(10'000 + invoices_.size()), customer, amount, 0});
    }

    void act() {
        switch (pick(9)) {
        case 0:
            issue();
            break;
        case 1:
        case 2:
            pay();
            break;
        case 3:
            import();
            break;
        case 4:
            move(Stage::none, Stage::draft);
            break;
        case 5:
            move(Stage::draft, Stage::approved);
            break;
        case 6:
            apply();
            break;
        case 7:
            unapply();
            break;
        case 8:
            approve_back();
            break;
        default:
            break;
        }
    }

    void pay() {
        Payment payment;
        payment.customer = pick(names_.size());
        payment.date = day(3, 1).plus_days(static_cast<int>(world_.entries.entries.size() % 20));
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < invoices_.size(); ++i)
            if (invoices_[i].customer == payment.customer && invoices_[i].promised < invoices_[i].amount) open.push_back(i);
        // The items-only ERP cannot say what became of money without an item.
        if (open.empty() || (style_ != Style::items_only && pick(5) == 0)) {
            if (style_ == Style::items_only) return;
            payment.amount = 700'000'000 + static_cast<std::int64_t>(payments_.size()) * 10'000;
        } else {
            std::ranges::shuffle(open, random_);
            std::size_t count = std::min<std::size_t>(open.size(), pick(4) == 0 ? 2 : 1);
            // Two invoices and a part payment nobody has seen yet make a sum that nobody can take apart.
            if (std::ranges::any_of(open, [&](std::size_t i) { return invoices_[i].promised != 0; })) count = 1;
            for (std::size_t i = 0; i < count; ++i) {
                Invoice& invoice = invoices_[open[i]];
                std::int64_t amount = invoice.amount - invoice.promised;
                if (count == 1 && pick(3) == 0) amount = std::max<std::int64_t>(amount / 3, 1);
                invoice.promised += amount;
                payment.meant.emplace_back(open[i], amount);
                payment.amount += amount;
            }
        }
        // Equal sums of one customer are a month apart, as rents are; within the same days nobody could
        // tell which receipt is which.
        for (const Payment& other : payments_)
            if (other.customer == payment.customer && other.amount == payment.amount)
                payment.date = std::max(payment.date, other.date.plus_days(30));
        payments_.push_back(std::move(payment));
        ++payments_seen;
    }

    Payment* one(auto&& fits) {
        std::vector<Payment*> fitting;
        for (Payment& payment : payments_)
            if (fits(payment)) fitting.push_back(&payment);
        return fitting.empty() ? nullptr : fitting[pick(fitting.size())];
    }

    void import() {
        Payment* payment = one([](const Payment& p) { return !p.imported; });
        if (payment == nullptr) return;
        std::string text = "货款";
        for (const auto& [invoice, amount] : payment->meant) text += " " + invoices_[invoice].number;
        world_.entry(payment->amount, names_[payment->customer], text, payment->date);
        payment->imported = true;
    }

    void move(Stage from, Stage to) {
        if (Payment* payment = one([&](const Payment& p) { return p.stage == from; })) payment->stage = to;
    }

    void approve_back() {
        if (style_ != Style::receipts) return;
        if (Payment* payment = one([](const Payment& p) { return p.stage == Stage::approved; })) payment->stage = Stage::draft;
    }

    std::int64_t erp_open(std::size_t invoice) const {
        std::int64_t open = invoices_[invoice].amount;
        for (const Payment& payment : payments_)
            for (const auto& [applied, amount] : payment.applied_to)
                if (applied == invoice) open -= amount;
        return open;
    }

    void apply() {
        Payment* payment = one([&](const Payment& p) {
            // Without receipts nobody can tell an application from another one: the bank comes first.
            return p.stage == Stage::approved && (p.imported || style_ == Style::receipts);
        });
        if (payment == nullptr) return;
        std::vector<std::pair<std::size_t, std::int64_t>> to = payment->meant;
        const bool free_choice = to.empty();
        if (free_choice || (style_ == Style::receipts && to.size() == 1 && pick(2) == 0)) {
            std::vector<std::size_t> others;
            for (std::size_t i = 0; i < invoices_.size(); ++i)
                if (invoices_[i].customer == payment->customer && (free_choice || i != to.front().first)) others.push_back(i);
            std::vector<std::pair<std::size_t, std::int64_t>> chosen;
            for (const std::size_t i : others)
                // Nobody else's money is meant for it, so that the ERP's choice takes nothing away.
                if (chosen.empty() && invoices_[i].promised == 0 && erp_open(i) >= payment->amount)
                    chosen.emplace_back(i, payment->amount);
            if (chosen.empty() && free_choice) return;
            if (!chosen.empty()) {
                payment->misapplied = !free_choice;
                to = chosen;
                invoices_[chosen.front().first].promised += payment->amount;
            }
        }
        for (const auto& [invoice, amount] : to)
            if (erp_open(invoice) < amount) return;
        payment->applied_to = to;
        payment->stage = Stage::applied;
    }

    void unapply() {
        Payment* payment = one([](const Payment& p) { return p.stage == Stage::applied; });
        if (payment == nullptr) return;
        if (payment->misapplied || payment->meant.empty())
            for (const auto& [invoice, amount] : payment->applied_to) invoices_[invoice].promised -= amount;
        payment->applied_to.clear();
        payment->misapplied = false;
        payment->stage = Stage::approved;
    }

    ledger::Book pull() {
        World fresh;
        for (std::size_t i = 0; i < names_.size(); ++i) fresh.customer("C" + std::to_string(i), names_[i]);
        for (std::size_t i = 0; i < invoices_.size(); ++i)
            if (const std::int64_t open = erp_open(i); open != 0)
                fresh.item(static_cast<Row>(invoices_[i].customer), invoices_[i].number, open, day(1, 15), invoices_[i].amount);
        for (std::size_t i = 0; i < payments_.size(); ++i) {
            const Payment& payment = payments_[i];
            const std::string id = "SK-" + std::to_string(i);
            const auto owner = static_cast<Row>(payment.customer);
            if (payment.stage == Stage::approved && style_ != Style::items_only)
                fresh.item(owner, id, -payment.amount, payment.date.plus_days(1), -payment.amount, SETTLED_DOC_RECEIPT);
            if (payment.stage == Stage::approved && style_ != Style::items_only)
                fresh.book.items.back().document_date = payment.date.plus_days(1);
            if (style_ != Style::receipts || payment.stage == Stage::none) continue;
            std::string items;
            for (const auto& [invoice, amount] : payment.stage == Stage::applied ? payment.applied_to : payment.meant)
                items += (items.empty() ? "" : ";") + invoices_[invoice].number;
            // An approved receipt names no items before it is applied.
            if (payment.stage == Stage::approved) items.clear();
            const std::int64_t open = payment.stage == Stage::applied ? 0 : payment.amount;
            fresh.receipt(owner, id, payment.amount, open, payment.date.plus_days(1),
                          payment.stage == Stage::draft ? SETTLED_RECEIPT_DRAFT : SETTLED_RECEIPT_APPROVED, items);
        }
        return fresh.book;
    }

    // Has the agent seen this money, in the bank's file or in the ERP?
    bool seen(const Payment& payment) const {
        if (payment.imported || payment.stage == Stage::applied) return true;
        if (style_ == Style::items_only) return false;
        return payment.stage == Stage::approved || (style_ == Style::receipts && payment.stage == Stage::draft);
    }

    void check(int step) const {
        const ledger::Positions positions = world_.positions();
        std::set<Row> asked;
        for (const Row row : known_money(world_.book, world_.entries, world_.history, world_.rules).applied_elsewhere)
            asked.insert(row);
        differences_seen += static_cast<std::int64_t>(asked.size());
        for (Row row = 0; row < world_.book.items.size(); ++row) {
            const std::string_view number = world_.book[world_.book.items[row].document_number];
            const auto at = std::ranges::find(invoices_, number, &Invoice::number);
            if (at == invoices_.end() || asked.contains(row)) continue;
            const auto invoice = static_cast<std::size_t>(at - invoices_.begin());
            std::int64_t truth = erp_open(invoice);
            bool free_draft = false;
            for (const Payment& payment : payments_) {
                if (payment.meant.empty() && payment.customer == at->customer && payment.stage == Stage::draft &&
                    !payment.imported && style_ == Style::receipts)
                    free_draft = true; // lowers the customer's oldest items, whichever they are
                if (payment.stage == Stage::applied || payment.misapplied) continue;
                const bool lowers = payment.imported || (style_ == Style::receipts && payment.stage == Stage::draft);
                for (const auto& [meant, amount] : payment.meant)
                    if (lowers && meant == invoice) truth -= amount;
            }
            if (free_draft) continue;
            EXPECT_EQ(positions.items[row].position, truth)
                << "step " << step << ", style " << static_cast<int>(style_) << ", " << number;
            EXPECT_LE(positions.items[row].for_dunning, truth);
        }
        for (std::size_t i = 0; i < names_.size(); ++i) {
            std::int64_t truth = 0;
            for (const Invoice& invoice : invoices_)
                if (invoice.customer == i) truth += invoice.amount;
            for (const Payment& payment : payments_)
                if (payment.customer == i && seen(payment)) truth -= payment.amount;
            const ledger::CustomerPosition* position = positions.find(static_cast<Row>(i), cny);
            EXPECT_EQ(position == nullptr ? 0 : position->total, truth)
                << "step " << step << ", style " << static_cast<int>(style_) << ", customer " << i;
        }
    }

    std::mt19937 random_;
    Style style_;
    std::vector<std::string> names_;
    std::vector<Invoice> invoices_;
    std::vector<Payment> payments_;
    World world_;
};

TEST(OneMoney, InFiveHundredHistoriesEveryPositionIsTheTruthAfterEveryStep) {
    for (unsigned seed = 1; seed <= 500; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        History500 history(seed);
        history.run();
        if (!HasFailure()) continue;
        history.print();
        break;
    }
    std::cout << "500 histories, " << History500::checked << " steps checked, " << History500::payments_seen << " payments, "
              << History500::differences_seen << " items with an application elsewhere\n";
    EXPECT_GT(History500::differences_seen, 50);
}

} // namespace
} // namespace settled::matching
