// sections.hpp -- what a QIF file's sections hold: bookings of an account, lists, securities.
#pragma once

#include "conventions.hpp"
#include "records.hpp"
#include "transaction.hpp"

#include <settled/statement.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace settled::qif {

struct Account {
    std::string name, description;
};

// Sends statements to the agent when the file's conventions are known.
class Statements {
  public:
    Statements(StatementSink& sink, Currency currency) : sink_(sink), currency_(currency) {}

    Status begin(const Account& account, std::int64_t line);
    Status booking(const Record& record, DateOrder order, char decimal_mark);
    Status end(std::int64_t line);

  private:
    bool is_opening(const Record& record) const;
    Status send_begin();

    StatementSink& sink_;
    Currency currency_;
    Account account_;
    std::int64_t line_ = 0;
    settled_balance opening_{};
    bool open_ = false, sent_ = false;
    TransactionReader reader_;
};

// Takes the file's records in order. Bookings wait until days and amounts can be read, no longer.
class Sections {
  public:
    struct Choices { // of the configuration
        std::optional<DateOrder> order;
        char decimal_mark = '\0';
        Currency currency;
        std::string account; // of files that name none
    };

    Sections(StatementSink& sink, const Choices& choices);

    Status take(Record& record);
    Status finish(std::int64_t last_line);

  private:
    enum class Kind : std::uint8_t { none, bookings, account, securities, list };
    // A booking that waits, or (without fields) the beginning of a statement.
    struct Waiting {
        std::optional<Account> begins;
        Record record;
    };

    Status take_header(const Record& record);
    void take_account(const Record& record);
    Status take_booking(Record& record);
    Status hold(Waiting waiting);
    Status decide();
    Status release(const Waiting& waiting);
    void warn(std::string_view code, std::int64_t line, const std::string& message) {
        sink_.diagnostic(SETTLED_WARNING, code, line, message);
    }

    StatementSink& sink_;
    Statements statements_;
    DateConvention days_;
    DecimalConvention amounts_;
    std::optional<DateOrder> order_; // when decided
    char decimal_mark_ = '\0';
    Kind kind_ = Kind::none;
    Account account_;
    std::string account_of_files_without_;
    std::deque<Waiting> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::int64_t securities_ = 0, securities_line_ = 0;
    bool any_ = false;
};

} // namespace settled::qif
