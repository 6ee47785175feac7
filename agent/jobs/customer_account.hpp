// customer_account.hpp -- a customer's account from one day to another, read from the store (往来对账单).
#pragma once

#include "jobs/picture.hpp"
#include "letters/statement_of_account.hpp"
#include "store/ledgers.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace settled::jobs {

// Reads what a ledger told at its latest reading, at the end of the day before the period and at the end of it, once; then gives
// the account of one customer after the other.
class AccountReader {
  public:
    // The picture must outlive it.
    static Result<AccountReader> read(JobContext& context, const Picture& picture, const std::string& ledger, Date from, Date to);

    Result<letters::CustomerAccount> account(JobContext& context, ledger::Row customer) const;

  private:
    using RowsByCustomer = std::unordered_map<std::string, std::vector<ledger::Row>>; // by its id in the ledger
    struct Reading {
        Reading(Date known_on, const ledger::Book& book, std::string_view ledger);

        Date known_on;
        const ledger::Book* book;
        RowsByCustomer items, receipts;
    };
    struct Customer { // what the ledger told of one of them at a reading
        Date known_on;
        std::vector<store::KnownDocument> documents;
        std::vector<ledger::AccountPosting> receipts; // with their currency beside them
        std::vector<Currency> receipt_currencies;
    };

    AccountReader(const Picture& picture, std::string ledger, Date from, Date to)
        : picture_(&picture), ledger_(std::move(ledger)), from_(from), to_(to) {}
    Status read_settlements(JobContext& context);
    Result<Customer> customer_at(JobContext& context, const std::string& id, const Reading& reading) const;
    void add_receipts(const std::string& id, const Reading& reading, bool only_what_left_the_list, Customer& made) const;
    Result<ledger::AccountReading> in_currency(const Customer& told, const std::string& id, Currency currency) const;
    void add_settlements(const std::string& id, Currency currency, const Customer& told, ledger::AccountReading& made) const;
    Date due_of(const store::KnownDocument& document, const std::string& id) const;
    Status add_open(ledger::Row customer, const std::string& id, letters::CurrencyAccount& made) const;

    const Picture* picture_;
    std::string ledger_;
    Date from_, to_;
    Date history_from_;   // see ledger::AccountStatementInput
    Date oldest_receipt_; // that the ledger still lists; none: it lists no receipts
    ledger::Positions positions_;
    std::vector<std::unique_ptr<ledger::Book>> books_; // of the earlier readings
    std::optional<Reading> latest_, before_, at_end_;
    std::map<std::string, std::vector<store::KnownSettlement>, std::less<>> settlements_; // by customer
};

} // namespace settled::jobs
