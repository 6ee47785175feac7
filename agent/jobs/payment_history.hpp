// payment_history.hpp -- what the ledgers of a company say was paid, and when: what forecast and measures are taken from.
#pragma once

#include "credit/payment_habit.hpp"
#include "jobs/picture.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace settled::jobs {

class PaymentHistory {
  public:
    struct Payment {
        credit::PaidItem item; // its customer: see payer()
        Currency currency;
    };

    explicit PaymentHistory(const Picture& picture) : picture_(picture) {} // which must outlive it

    Status read(JobContext& context);

    // A customer pays in each currency in its own way: one number for both. New ones get the next.
    std::uint32_t payer(ledger::Row customer, Currency currency);

    bool empty() const { return payments_.empty(); }
    std::vector<credit::PaidItem> paid() const;
    std::vector<credit::PaidItem> paid(Currency currency) const;
    std::set<Currency> currencies() const;
    // By payer: the ledger's customer group, 0 for none.
    const std::vector<std::uint32_t>& group_of() const { return group_of_; }

  private:
    std::uint32_t payer(const std::string& ledger, const std::string& id, Currency currency, ledger::Row customer);

    const Picture& picture_;
    std::map<std::tuple<std::string, std::string, std::string>, std::uint32_t> payers_;
    std::map<std::string, std::uint32_t> groups_;
    std::vector<std::uint32_t> group_of_;
    std::vector<Payment> payments_;
};

} // namespace settled::jobs
