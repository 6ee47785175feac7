// movement.hpp -- one amount while it is being read: a movement of the account, or a detail of one, with
// everything that its records 2 and 3 say.
#pragma once

#include "communication.hpp"
#include "transaction.hpp"

#include <formats/control_totals.hpp>
#include <settled/statement.hpp>

#include <string>
#include <vector>

namespace settled::coda {

using formats::ControlTotals;

class Movement {
  public:
    Status start(const FixedRecord& record, Currency currency); // 2.1
    void add_second(const FixedRecord& record);                 // 2.2
    void add_third(const FixedRecord& record, bool version_1);  // 2.3
    // 3.1 to 3.3. BAD_DATA when an amount in it cannot be read; the movement stands without it.
    Status add_information(const FixedRecord& record);

    // A part of this one: its charge is within the amount. Its original amount is this one's.
    void add_part(const Movement& part);
    // All records were read: texts become fields. Empty, or what is wrong with the communication.
    std::string complete();
    // Of a part whose text is only figures: the words and the party of the whole are its own too.
    void inherit(const Movement& whole);

    const Transaction& transaction() const { return transaction_; }
    ControlTotals::Side side() const { return side_; }
    std::int64_t line() const { return line_; }
    // Its texts and charges live as long as the movement is not changed.
    settled_entry entry() const;

  private:
    struct Charge {
        formats::DecimalAmount amount;
        Currency currency;
        std::string category;
    };
    void add_charge(Charge charge);
    Status add_amount_within(const FixedRecord& record);

    std::int64_t line_ = 0;
    Currency currency_;
    formats::DecimalAmount amount_;
    Date booking_date_, value_date_;
    ControlTotals::Side side_ = ControlTotals::Side::credit;
    Transaction transaction_;
    bool structured_ = false, reversal_ = false;
    std::string bank_reference_, customer_reference_, bank_, account_, name_, ultimate_debtor_, ultimate_creditor_;
    std::string return_reason_, communication_, information_, information_kind_, transaction_code_;
    Communication read_;
    std::vector<Charge> charges_;
    std::vector<settled_charge> charge_records_; // made of charges_ by complete()
};

// The sign of CODA: 0 is a credit, 1 a debit.
Result<bool> is_debit(const FixedRecord& record, FixedField sign);
Result<formats::DecimalAmount> signed_amount(const FixedRecord& record, FixedField sign, FixedField amount, Currency currency);

} // namespace settled::coda
