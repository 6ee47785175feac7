// transaction.hpp -- one transaction detail record (16) as the agent's entry.
#pragma once

#include "records.hpp"

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/plugin_abi.h>

#include <string>
#include <string_view>
#include <vector>

namespace settled::bai2 {

// A whole number of minor units, perhaps signed; 0 for an empty text. BAD_DATA names what it should be.
Result<std::int64_t> read_integer(std::string_view text, std::string_view what, std::int64_t line);

// "260321". BAD_DATA names what it should be.
Result<Date> read_day(std::string_view text, std::string_view what, std::int64_t line);

// When an amount is available: S has three amounts, V a day and an hour, D as many amounts as it says; all
// others nothing. Takes those fields off and answers the value day, if one is named.
Result<Date> take_funds(Fields& fields, std::int64_t line);

struct Remark {
    settled_severity severity;
    std::string_view code;
    std::string message;
};

class TransactionReader {
  public:
    // What the record inherits.
    struct Context {
        Currency currency;
        Date as_of;
        bool interim = false;
    };

    // The entry lives until the next call. BAD_DATA when type, amount or a day cannot be read.
    Result<const settled_entry*> read(const Record& record, const Context& context);

    std::int64_t amount_as_written() const { return amount_; } // what control totals add
    const std::vector<Remark>& remarks() const { return remarks_; }

  private:
    void read_text(Fields& fields, bool credit);
    std::string_view limited(std::string_view text);

    settled_entry entry_{};
    std::int64_t amount_ = 0;
    // What entry_ points to.
    std::string type_, bank_reference_, customer_reference_, text_, structured_reference_, name_, account_, end_to_end_;
    std::vector<Remark> remarks_;
};

} // namespace settled::bai2
