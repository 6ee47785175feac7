// workbook_xls.hpp -- XLS ([MS-XLS]): BIFF 8 and BIFF 5 in a compound file.
//
// Own code, because the library of this purpose opens files by path only, keeps every cell in memory and
// does not open what WPS writes.
#pragma once

#include <workbook/workbook.hpp>

namespace settled::workbook {

// The whole file in memory; a sheet's rows are told as its records come.
Result<std::unique_ptr<Workbook>> open_xls(const std::string& bytes);

} // namespace settled::workbook
