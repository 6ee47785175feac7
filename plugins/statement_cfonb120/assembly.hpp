// assembly.hpp -- records become statements: order and balances held to what is there.
#pragma once

#include "booking.hpp"

#include <formats/proved_statement.hpp>

#include <string>

namespace settled::cfonb120 {

class Assembly {
  public:
    explicit Assembly(StatementSink& sink) : statement_(sink) {}

    // Records in the order of the file. BAD_DATA stops the file.
    Status take(const FixedRecord& record);
    // At the end of the file. BAD_DATA when it ends inside a statement, or held none.
    Status finish(std::int64_t last_line);

  private:
    static constexpr int complements_max = 500; // records 05 behind one 04

    Status take_opening(const FixedRecord& record);
    Status take_movement(const FixedRecord& record);
    Status take_complement(const FixedRecord& record);
    Status take_closing(const FixedRecord& record);
    Status check_account(const FixedRecord& record);
    Status finish_booking();

    formats::ProvedStatement statement_;
    Booking booking_;
    std::string account_;                    // bank, branch and number
    std::string_view account_number() const; // branch and number: what the records of a statement share
    bool has_booking_ = false;               // booking_ waits for its complements
    int complements_ = 0;
};

} // namespace settled::cfonb120
