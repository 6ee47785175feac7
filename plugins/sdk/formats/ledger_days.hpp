// ledger_days.hpp -- days and moments as databases and their users write them.
//
// Year first, or the month's English name: then nothing can be read two ways. What has the day or the month
// in front (31.10.2026, 10/31/2026) is refused rather than guessed.
#pragma once

#include <settled/plugin_abi.h>

#include <optional>
#include <string>
#include <string_view>

namespace settled::formats {

// 2026-11-20, 2026/11/20, 2026.11.20, 2026-1-5, 20261120, 2026年11月20日, "Nov 20 2026" (how SQL Server
// casts a datetime to text), each also with a time behind it. 0 is none: empty and the days that databases
// write for none (0000-00-00, 0001-01-01, 1753-01-01, 1899-12-30, 1900-01-01, 9999-12-31). Nothing: no day.
std::optional<settled_date> date_of(std::string_view text);

// The same moment in one shape whatever database wrote it: "2026-11-20" at midnight or without a time,
// "2026-11-20 10:59:00.25" else; a zone behind it stays. "" for none. Nothing for what is no day: a row
// version, a number.
std::optional<std::string> moment_of(std::string_view text);

// Is it written as moment_of writes it, of a year in which ledgers are kept? Quick; a no may still be one.
bool is_moment(std::string_view text);

} // namespace settled::formats
