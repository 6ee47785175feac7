// answer_rows.hpp -- the filled-in rows of a workbook, read by their headings in any of finance's languages.
#pragma once

#include "jobs/answer.hpp"
#include "jobs/table_file.hpp"

#include <settled/date.hpp>
#include <settled/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

struct FilledRow {
    std::string sheet, language; // language: whose headings the sheet has
    std::int64_t row = 0;
    std::string key; // "match:17"
    std::string decision, documents, customer, about, day, amount, remark;
};

// Rows with a key and something filled in. BAD_DATA: no sheet has a column of keys beside one of decisions.
Result<std::vector<FilledRow>> filled_rows(const std::vector<TableOfFile>& tables);

// An amount as the language writes it, as CONTRACT does: "1.234,50" in German is "1234.50". BAD_DATA: no amount, or one
// that could be two.
Result<std::string> typed_amount(std::string_view text, std::string_view language);

// "INV-1; INV-2=100.00", parted by ; or a Chinese comma: a plain one may stand in an amount.
Result<std::vector<Assignment>> named_documents(std::string_view text, std::string_view language);

// 2026-12-01, 2026/12/1, 2026年12月1日, 1.12.2026. BAD_DATA: none of them.
Result<Date> typed_day(std::string_view text);

} // namespace settled::jobs
