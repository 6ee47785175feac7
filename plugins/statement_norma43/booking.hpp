// booking.hpp -- one movement while it is being read: its record 22 and the 23 and 24 behind it.
#pragma once

#include "records.hpp"

#include <formats/control_totals.hpp>
#include <settled/statement.hpp>

#include <optional>
#include <string>

namespace settled::norma43 {

using formats::FixedRecord;

class Booking {
  public:
    Status start(const FixedRecord& record, Currency currency); // 22
    Status add_complement(const FixedRecord& record);           // 23
    Status add_original(const FixedRecord& record);             // 24

    // The finished record; its texts live until the next start().
    settled_entry finish();
    formats::ControlTotals::Side side() const { return side_; }

  private:
    static constexpr int complements_max = 5; // data codes 01 to 05

    std::int64_t line_ = 0;
    Date booking_date_, value_date_;
    Currency currency_, original_currency_;
    formats::DecimalAmount amount_;
    std::optional<formats::DecimalAmount> original_;
    formats::ControlTotals::Side side_ = formats::ControlTotals::Side::credit;
    bool reversal_ = false;
    int complements_ = 0;
    std::string transaction_code_, document_, references_, concepts_, remittance_, structured_reference_;
};

// '1' is the customer's debit, '2' his credit.
Result<bool> is_debit(const FixedRecord& record, FixedField sign);
// The amount, negative for a debit.
Result<formats::DecimalAmount> signed_amount(const FixedRecord& record, FixedField sign, FixedField amount, Currency currency);
Result<Currency> currency_in(const FixedRecord& record, FixedField field);

} // namespace settled::norma43
