// wide.hpp -- UTF-8 and the UTF-16 that ODBC's wide calls speak.
//
// The wide calls are used for names, SQL and messages on every system: the narrow ones go through
// the process's code page, which on Windows and under LANG=C is not UTF-8.
#pragma once

#if defined(_WIN32)
#include <windows.h>
#endif
#include <sql.h>
#include <sqlext.h>

#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_odbc {

static_assert(sizeof(SQLWCHAR) == 2, "ODBC's wide characters are UTF-16 here");

// NUL-terminated. Bytes that are not UTF-8 become U+FFFD.
std::vector<SQLWCHAR> wide_of(std::string_view utf8);

// Appends to `out`; half of a surrogate pair becomes U+FFFD.
void append_utf8(std::string& out, const SQLWCHAR* text, std::size_t length);
std::string utf8_of(const SQLWCHAR* text, std::size_t length);

} // namespace settled::ledger_odbc
