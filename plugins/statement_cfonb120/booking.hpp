// booking.hpp -- one movement while it is being read: its record 04 and the 05 behind it.
#pragma once

#include "records.hpp"

#include <settled/statement.hpp>

#include <optional>
#include <string>

namespace settled::cfonb120 {

class Booking {
  public:
    Status start(const FixedRecord& record, Currency currency); // 04
    // 05. BAD_DATA when an amount in it cannot be read; the movement stands without it.
    Status add_complement(const FixedRecord& record);

    // The finished record; its texts live until the next start().
    const settled_entry& finish();
    formats::DecimalAmount amount() const { return amount_; }
    std::int64_t line() const { return line_; }

  private:
    struct NamedAmount {
        formats::DecimalAmount amount;
        Currency currency;
    };
    void clear();
    void add_party(const FixedRecord& record, std::string_view qualifier);
    void add_text(std::string_view text);
    void add_return(const FixedRecord& record);
    Result<NamedAmount> named_amount(const FixedRecord& record) const;
    Status add_original(const FixedRecord& record);

    std::int64_t line_ = 0;
    Currency currency_;
    formats::DecimalAmount amount_;
    Date booking_date_, value_date_;
    bool reversal_ = false, text_goes_on_ = false;
    std::string transaction_code_, return_reason_, number_, reference_, bank_reference_, end_to_end_id_, mandate_id_;
    std::string payer_, beneficiary_, ultimate_payer_, ultimate_beneficiary_, beneficiary_account_, beneficiary_bank_;
    std::string text_, remittance_, structured_reference_, original_rate_;
    std::optional<NamedAmount> original_;
    settled_charge charge_{};
    bool has_charge_ = false;
    settled_entry entry_{};
};

} // namespace settled::cfonb120
