// spreadsheet_damage.hpp -- recognises a file that a spreadsheet opened and saved.
//
// A spreadsheet reads account numbers and references as numbers and keeps 15 digits of them: what is
// saved is 6.22202E+18, or zeros behind the fifteenth digit. Such a file must never reach the book.
#pragma once

#include "layout_choice.hpp"

#include <formats/table_csv.hpp>
#include <settled/result.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace settled::csv {

class SpreadsheetDamage {
  public:
    explicit SpreadsheetDamage(const Choice& choice);

    // BAD_DATA at once for a number in scientific form in an account or reference column.
    Status look_at(const formats::CsvRow& row);

    // At the end of the table: BAD_DATA for such a column in which every number of more than 15 digits
    // has only zeros behind the fifteenth: three or more zeros, or three or more such numbers.
    Status verdict() const;

  private:
    struct Column {
        Field field;
        std::size_t index;
        bool sound = false;               // some long number ends in other digits
        bool many_zeros = false;          // some long number ends in three zeros or more
        std::vector<std::string> numbers; // different long ones, as many as are needed
        std::int64_t line = 0;            // of the first
    };
    std::vector<Column> columns_;
};

} // namespace settled::csv
