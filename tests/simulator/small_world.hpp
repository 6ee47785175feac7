// small_world.hpp -- a company of some twelve open invoices, its customers, its bank and its clerk: the truth.
//
// One seed decides everything: who buys, who pays when and with what words, when the clerk enters a receipt and whether
// she takes it back. The simulator compares what the jobs believe with what this world knows.
#pragma once

#include "outside.hpp"

#include "world/clock.hpp"

#include <settled/date.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace settled::simulator {

struct Invoice {
    std::string id, number, customer;
    Date issued, due;
    std::int64_t amount = 0;
    std::int64_t paid = 0;   // by bank money that names it: the truth
    std::int64_t booked = 0; // of it, what the clerk has applied in the ERP
    Date paid_in_full_on;    // none while anything is owed
};

struct Payment {
    std::string id, customer, text;
    Date on;
    std::int64_t amount = 0;
    std::vector<std::pair<std::size_t, std::int64_t>> pays; // invoice, amount
    Date booked_on;                                         // none: the clerk has not entered it
    bool taken_back = false;
};

struct Customer {
    std::string id, name, account, email;
    int pays_after_days = 0; // after the due date; negative: before
};

class SmallWorld final : public Outside {
  public:
    SmallWorld(std::uint64_t seed, Date first_day);

    void live_through(Date day); // sales, payments and the clerk's work of that day

    LedgerTables ledger(std::string_view ledger, Date as_of) const override;
    std::vector<BankStatement> statements(std::string_view source, Date today) const override; // of the last three days

    const std::vector<Customer>& customers() const { return customers_; }
    const std::vector<Invoice>& invoices() const { return invoices_; }
    const std::vector<Payment>& payments() const { return payments_; }
    std::int64_t bank_balance_before(Date day) const;
    const Invoice* invoice(const std::string& id) const;

    // Chance: one in `of`.
    bool one_in(std::uint64_t of) { return random_.next() % of == 0; }
    std::uint64_t pick(std::uint64_t below) { return random_.next() % below; }

  private:
    void sell(Date day);
    void pay(Date day);
    void keep_books(Date day);

    world::SeededRandom random_;
    std::vector<Customer> customers_;
    std::vector<Invoice> invoices_;
    std::vector<Payment> payments_;
};

} // namespace settled::simulator
