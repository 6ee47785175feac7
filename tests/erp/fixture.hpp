// fixture.hpp -- the fixture of an ERP's folder: tables, rows, and what the connector must make of them.
//
//   connectors/erp/NAME/fixture/fixture.toml      as_of, options, runs
//   connectors/erp/NAME/fixture/tables.sql        CREATE TABLE in what SQLite, PostgreSQL and MariaDB share
//   connectors/erp/NAME/fixture/rows.sql          INSERT only
//   connectors/erp/NAME/fixture/expected/*.csv    one file an entity, and findings.csv for what check says
//
// connectors/erp/README.md tells an author how to write one.
#pragma once

#include "erp.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace settled::erp {

// One way to run the connector over the fixture's rows.
struct FixtureRun {
    std::string name; // "yonyou_u8", "yonyou_u8_year_database"
    std::string connector;
    settled_date as_of = 0;
    Options options;
    std::vector<std::string> engines;           // names of backends
    std::vector<std::filesystem::path> scripts; // tables, then rows
    std::filesystem::path expected;             // the folder of CSV files
    friend std::ostream& operator<<(std::ostream& out, const FixtureRun& run) { return out << run.name; }
};

// Every run of every folder that has a fixture.toml; BAD_DATA names the file that makes no sense.
Result<std::vector<FixtureRun>> fixture_runs();

// The scripts as one text for this engine. MariaDB's TIMESTAMP begins in 1970 and moves by itself, so
// that it gets DATETIME.
std::string script_for(const FixtureRun& run, std::string_view engine);

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

} // namespace settled::erp
