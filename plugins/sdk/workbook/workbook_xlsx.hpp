// workbook_xlsx.hpp -- XLSX (ECMA-376, part 1, 18): a zip of XML parts.
#pragma once

#include <workbook/workbook.hpp>

namespace settled::workbook {

// The whole file in memory; its sheets are unpacked and cut row by row as they are read.
Result<std::unique_ptr<Workbook>> open_xlsx(std::string bytes, const WorkbookLimits& limits);

} // namespace settled::workbook
