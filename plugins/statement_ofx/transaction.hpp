// transaction.hpp -- the values of one <STMTTRN> or <STMTTRNP> as the agent's entry.
#pragma once

#include "aggregates.hpp"

#include <formats/decimal_text.hpp>
#include <settled/date.hpp>
#include <settled/plugin_abi.h>

#include <string>
#include <string_view>
#include <vector>

namespace settled::ofx {

struct Remark {
    settled_severity severity;
    std::string_view code;
    std::int64_t line;
    std::string message;
};

// "20181030000000.000[-5:EST]": the day as the bank wrote it, whatever the zone. None for an empty text and
// zeros; the last day of the month for 30 February, with a remark.
Date read_date(std::string_view text, std::int64_t line, std::vector<Remark>& remarks);

// "-34.51", "+100,00", "1,234.50": the last mark is the decimal one, the other may group. BAD_DATA names it.
Result<formats::DecimalAmount> read_amount(std::string_view text, Currency currency, std::int64_t line);

class TransactionReader {
  public:
    // The entry lives until the next call and as long as the values. BAD_DATA when the amount is missing or
    // cannot be read.
    Result<const settled_entry*> read(const Values& values, Aggregate kind, Currency currency, std::int64_t line);

    const std::vector<Remark>& remarks() const { return remarks_; }

  private:
    Status read_money(const Values& values, Currency currency);
    void read_days(const Values& values);
    void read_texts(const Values& values);
    void read_correction(const Values& values);
    std::string_view limited(std::string_view text);
    void remark(settled_severity severity, std::string_view code, std::string message) {
        remarks_.push_back({severity, code, entry_.line, std::move(message)});
    }

    settled_entry entry_{};
    std::string structured_reference_, joined_references_; // what entry_ points to
    std::vector<Remark> remarks_;
};

} // namespace settled::ofx
