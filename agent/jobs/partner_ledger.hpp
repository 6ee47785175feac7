// partner_ledger.hpp -- a customer's own ledger of us, or a list of what it thinks is open (往来对账单), as it
// comes: a CSV or a workbook whose columns are found by their headings, Chinese, English or German.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

struct PartnerLine {
    Date date;
    std::int64_t amount = 0;  // debit positive where there are two columns, else as written
    std::string number, text; // the best of its number columns; everything else that it says
    std::int64_t line = 0;
};

struct PartnerLedger {
    std::vector<PartnerLine> lines;
    std::optional<std::int64_t> opening, closing; // as the lines' signs
    bool debit_and_credit = false;
    std::vector<std::string> headings;       // that were used, as written
    std::int64_t rows_of_other_currency = 0; // left out
};

struct PartnerLedgerFormat {
    Currency currency;       // rows that name another one are left out
    std::string day_pattern; // "D/M/YYYY"; empty: found out, never guessed
};

// BAD_DATA with the line: no headings of a day and an amount, a day or an amount that cannot be read, days that
// can be read in two ways.
Result<PartnerLedger> read_partner_ledger(std::string_view bytes, const PartnerLedgerFormat& format);

} // namespace settled::jobs
