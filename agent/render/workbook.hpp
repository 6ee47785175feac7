// workbook.hpp -- an XLSX file made of plain tables: real numbers, real dates, frozen headings.
//
// The only door to libxlsxwriter. Text is written as text, never as a formula, so that a customer's
// name can begin with '='.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace settled::render {

// Nothing, text, an amount, a day, a whole number.
using Cell = std::variant<std::monostate, std::string, Money, Date, std::int64_t>;

struct SheetColumn {
    std::string heading;
    double width_characters = 14;
};

struct Sheet {
    std::string name; // at most 31 characters, without : \ / ? * [ ]
    std::vector<SheetColumn> columns;
    std::vector<std::vector<Cell>> rows;
    std::string note; // beneath the table; "" for none
};

inline constexpr std::size_t sheet_rows_max = 1'000'000;

// Writes the file; what was there is replaced. Dates are dates, amounts are numbers with the
// currency's own decimals. UNAVAILABLE: it cannot be written.
Status write_workbook(const std::filesystem::path& file, const std::vector<Sheet>& sheets);

} // namespace settled::render
