// workbook.hpp -- an XLSX file made of plain tables: real numbers, real dates, frozen headings.
//
// The only door to libxlsxwriter. Text is written as text, never as a formula, so that a customer's
// name can begin with '='; the only formulas are sums over columns of the sheet itself. A sheet is written row by row and
// not held, so that a great one costs no memory.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace settled::render {

// Nothing, text, an amount, a day, a whole number.
using Cell = std::variant<std::monostate, std::string, Money, Date, std::int64_t>;

struct SheetColumn {
    std::string heading;
    double width_characters = 14;
    bool is_answer = false;           // a person fills it in: coloured
    std::vector<std::string> choices; // of an answer; empty: any text
    bool has_sum = false;             // of amounts: summed beneath the table, by currency
    bool colours_age = false;         // of days overdue: paler or redder
};

struct SheetChart { // one series for each row, a column for each heading from the first to the last
    std::string title;
    std::size_t first_column = 0, last_column = 0;
};

struct Sheet {
    std::string name; // at most 31 characters, without : \ / ? * [ ]
    std::vector<SheetColumn> columns;
    std::vector<std::vector<Cell>> rows;
    std::string note; // beneath the table; "" for none
    // More rows, each made only when it is written.
    std::size_t made_rows = 0;
    std::function<std::vector<Cell>(std::size_t)> make_row;
    std::optional<std::size_t> currency_column; // of the sums
    std::string sum_label;                      // "Total"
    std::optional<SheetChart> chart;
};

inline constexpr std::size_t sheet_rows_max = 1'000'000;

// Writes the file; what was there is replaced. Dates are dates, amounts are numbers with the
// currency's own decimals. UNAVAILABLE: it cannot be written.
Status write_workbook(const std::filesystem::path& file, const std::vector<Sheet>& sheets);

} // namespace settled::render
