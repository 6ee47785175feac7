// assembly.hpp -- fields become statements: pages joined, balances proved, nothing dropped in silence.
#pragma once

#include "balance.hpp"
#include "booking.hpp"
#include "fields.hpp"

#include <settled/statement.hpp>

#include <optional>
#include <string>

namespace settled::mt940 {

// What stands before the first booking of a page.
struct Head {
    std::string account, account_bank, owner, number;
    std::int64_t line = 0;
    bool named = false;   // has :20:
    bool page = false;    // opens with :60M:
    bool interim = false; // MT942
    Currency currency;
    std::optional<Balance> opening;
};

class Assembly {
  public:
    explicit Assembly(StatementSink& sink) : sink_(sink) {}

    // Fields in the order of the file. BAD_DATA stops the file.
    Status take(Field& field);
    // At the end of the file. BAD_DATA when it ends inside a statement, or held none.
    Status finish(std::int64_t last_line);

  private:
    Status take_head_field(const Field& field);
    Status take_opening(const Field& field);
    Status take_entry(Field& field);
    Status take_closing(const Field& field);
    void take_available(const Field& field);
    void take_sum(const Field& field);
    Status begin_head(std::int64_t line);
    Status finish_booking();
    Status open_statement(std::int64_t line);
    bool continues_pages() const;
    Status end_statement(bool file_ends);
    void prove(std::int64_t line, std::string_view what, const Balance& found);
    void note_date(const Balance& balance, std::int64_t line);
    void diagnose(settled_severity severity, std::string_view code, std::int64_t line, const std::string& message);
    settled_currency currency() const { return statement_.currency.abi(); }

    StatementSink& sink_;
    Booking booking_;
    Head head_, statement_;
    bool interim_envelope_ = false;
    bool has_head_ = false;    // fields of a page were read and no statement opened for it yet
    bool has_booking_ = false; // booking_ waits for its :86:
    bool is_open_ = false;     // begin was sent and end not yet
    bool any_ = false;
    std::int64_t running_ = 0; // opening and bookings so far, in minor units
    bool provable_ = true;     // every amount is whole minor units
    std::int64_t debit_count_ = 0, credit_count_ = 0, debits_ = 0, credits_ = 0;
    std::optional<Balance> closing_, available_;
    bool closing_is_page_ = false;
    std::int64_t closing_line_ = 0;
};

} // namespace settled::mt940
