// html_table.hpp -- the tables of an HTML page as a sheet: what e-banking serves under the name .xls.
#pragma once

#include <workbook/workbook.hpp>

namespace settled::workbook {

// All rows of all tables, top to bottom, one sheet; cells are text. The page is held in memory.
Result<std::unique_ptr<Workbook>> open_html(std::string_view bytes, std::optional<formats::Encoding> chosen,
                                            const WorkbookLimits& limits);

} // namespace settled::workbook
