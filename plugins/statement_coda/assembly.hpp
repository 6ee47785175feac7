// assembly.hpp -- records become statements: order, sequence numbers, totals and balances held to what
// is there.
#pragma once

#include "booking.hpp"

#include <formats/proved_statement.hpp>

#include <string>

namespace settled::coda {

class Assembly {
  public:
    explicit Assembly(StatementSink& sink) : statement_(sink) {}

    // Records in the order of the file. BAD_DATA stops the file.
    Status take(const FixedRecord& record);
    // At the end of the file. BAD_DATA when it ends inside a statement, or held none.
    Status finish(std::int64_t last_line);

  private:
    Status take_header(const FixedRecord& record);
    Status take_old_balance(const FixedRecord& record);
    Status take_movement(const FixedRecord& record);
    Status take_article_1(const FixedRecord& record, std::int64_t sequence);
    Status take_new_balance(const FixedRecord& record);
    Status take_trailer(const FixedRecord& record);
    Status check_totals(const FixedRecord& record);
    void check_sequence(std::int64_t sequence, std::int64_t line);
    Status finish_booking();
    Status end_unclosed(std::int64_t line, std::string_view why);

    formats::ProvedStatement statement_;
    Booking booking_;
    std::string bank_, account_;
    char structure_ = '0'; // of the account
    bool version_1_ = false;
    bool has_header_ = false;     // a header waits for its trailer
    bool has_booking_ = false;    // booking_ waits for its details
    std::int64_t sequence_ = 0;   // of the movement being read
    std::int64_t records_ = 0;    // 1, 2, 3 and 8 since the header
    std::int64_t free_texts_ = 0; // 4
};

} // namespace settled::coda
