// assembly.hpp -- records become statements: order, control counts and balances held to what is there.
#pragma once

#include "booking.hpp"

#include <formats/proved_statement.hpp>

#include <string>

namespace settled::norma43 {

class Assembly {
  public:
    explicit Assembly(StatementSink& sink) : statement_(sink) {}

    // Records in the order of the file. BAD_DATA stops the file.
    Status take(const FixedRecord& record);
    // At the end of the file. BAD_DATA when it held no statement.
    Status finish(std::int64_t last_line);

  private:
    Status take_head(const FixedRecord& record);
    Status take_movement(const FixedRecord& record);
    Status take_end(const FixedRecord& record);
    Status take_file_end(const FixedRecord& record);
    Status check_totals(const FixedRecord& record);
    Result<formats::DecimalAmount> balance(const FixedRecord& record, FixedField sign, FixedField amount, Currency currency);
    Status finish_booking();

    formats::ProvedStatement statement_;
    Booking booking_;
    std::string account_;
    Date last_day_;            // of the period; the closing balance's
    std::int64_t records_ = 0; // of this file, without 88
    bool has_booking_ = false; // booking_ waits for its complements
    bool has_file_end_ = false;
};

} // namespace settled::norma43
