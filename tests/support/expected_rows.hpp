// expected_rows.hpp -- what a connector made of its fixture, as CSV files that a person reads and writes:
// connectors/erp/NAME/fixture/expected/ENTITY.csv, and findings.csv for what check says.
#pragma once

#include "support/ledger_caller.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace settled::support {

// Rows as an author reads them: "1234.50", "2026-11-18", "invoice".
struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};
using Tables = std::map<std::string, Table, std::less<>>;

// What a pull brought, by entity: all columns of the contract, rows in order of their keys.
Tables readable(const testing::LedgerRows& rows);
// What check said, without what names this machine (driver, server, encryption, account).
Table readable(const std::vector<Finding>& findings);

Tables read_expected(const std::filesystem::path& folder);
// With the columns that any row fills and those that the file already has.
void write_expected(const std::filesystem::path& folder, const Tables& tables);

// Nothing, or the differences in words: lines that are missing (-) and lines too many (+), in the
// columns that `expected` has.
std::string difference(const Table& expected, const Table& found);

} // namespace settled::support
