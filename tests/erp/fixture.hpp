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

#include "support/expected_rows.hpp"

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

using support::difference;
using support::read_expected;
using support::readable;
using support::Table;
using support::Tables;
using support::write_expected;

} // namespace settled::erp
