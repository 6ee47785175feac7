// connector.hpp -- an ERP as data: the folder connectors/erp/NAME with its connector.toml and SQL.
//
//   settled-connector = 1
//   name = "gnucash"
//   title = { en = "GnuCash", zh-CN = "GnuCash" }
//   plugin = "ledger_odbc"
//   tested = ["4.13 on SQLite 3.40"]
//   [parameters.account]                    # :account in the SQL, bound, never pasted
//   default = "1122"
//   list = true                             # several, joined with ';': IN (:account)
//   help = { en = "…", zh-CN = "…" }
//   [currencies]                            # this ERP's own names
//   "PRE001" = "CNY"
//   [[variant]]                             # the first one that fits is taken
//   name = "sqlite"
//   dbms = ["SQLite"]                       # how the database calls itself; absent: any
//   probe = "SELECT 1 FROM lots"            # fits where this yields a row; absent: fits
//   [variant.entities]
//   customers = "customers.sql"
//   open_items = { sql = "open_items.sql", constants = { doc_type = "invoice" } } # needs no column of the query
//   receipts = { sql = "receipts.sql", optional = true }
//   open_items_by_key = true                # open_items.sql may be asked for single item_ids
//   left_out = "left_out.sql"               # columns reason, documents: what the other queries do not read, and why
//
// `optional`: the tables may be absent at this site. Further tables (absent, grants, …) are for
// people and are not read here.
#pragma once

#include "sql_check.hpp"

#include <formats/connector_folder.hpp>
#include <settled/columns.hpp>
#include <settled/result.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace settled::ledger_odbc {

struct Query {
    const Entity* entity = nullptr;
    std::string file; // within the connector's folder, for messages
    CheckedSql sql;
    bool optional = false;
    std::map<std::string, std::string, std::less<>> constants; // column → value of every row
};

struct Variant {
    std::string name;
    std::vector<std::string> dbms;
    CheckedSql probe;           // without pieces: the variant fits unasked
    std::vector<Query> queries; // in order of entities
    bool open_items_by_key = false;
    std::string left_out_file; // "": the connector does not say what it leaves out
    CheckedSql left_out;
};

struct Connector : formats::ConnectorHead {
    std::vector<Variant> variants;
};

// Reads FOLDER/NAME/connector.toml and every SQL file it names. INVALID_CONFIG names file and line;
// an unknown connector is answered with those that are there.
Result<Connector> read_connector(const std::filesystem::path& folder, std::string_view name);

} // namespace settled::ledger_odbc
