// transaction.hpp -- one record of a bank, cash or card section as the agent's entry.
#pragma once

#include "conventions.hpp"
#include "records.hpp"

#include <settled/plugin_abi.h>

#include <string>
#include <string_view>
#include <vector>

namespace settled::qif {

// What the file does not say of itself, or only as a whole.
struct Conventions {
    DateOrder order = DateOrder::month_day_year;
    char decimal_mark = '.';
    Currency currency;
};

struct Remark {
    settled_severity severity;
    std::string_view code;
    std::string message;
};

// The amount as written: T, else U (the same in newer programs). Null where there is none.
const Field* amount_field(const Record& record);

// "[Savings]" is a transfer to that account; empty for a category.
std::string_view transfer_account(std::string_view category);

class TransactionReader {
  public:
    // The entry lives until the next call and as long as the record. BAD_DATA when its amount is missing
    // or cannot be read.
    Result<const settled_entry*> read(const Record& record, const Conventions& conventions);

    const std::vector<Remark>& remarks() const { return remarks_; }

  private:
    Status read_splits(const Record& record, const Conventions& conventions);
    std::string_view limited(std::string_view text);

    settled_entry entry_{};
    std::vector<settled_entry> splits_;
    std::string structured_reference_;
    std::vector<Remark> remarks_;
};

} // namespace settled::qif
