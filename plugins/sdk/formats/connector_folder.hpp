// connector_folder.hpp -- an ERP as data: what every connectors/erp/NAME/connector.toml begins with,
// whichever plugin reads the rest of it.
//
//   settled-connector = 1
//   name = "gnucash"
//   plugin = "ledger_odbc"
//   [parameters.account]                    # for the operator: parameters = { account = "1122" }
//   default = "1122"
//   list = true                             # several values, joined with ';'
//   required = true                         # no default would be right
//   number = true                           # a whole number
//   owner = true                            # a schema; in SQL {account} stands before the table's name
//   help = { en = "…", zh-CN = "…" }
//   [currencies]                            # this ERP's own names
//   "PRE001" = "CNY"
#pragma once

#include <formats/record_reader.hpp>
#include <settled/host.hpp>
#include <settled/result.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace settled::formats {

struct ConnectorParameter {
    std::string fallback;
    bool list = false, required = false, number = false;
    bool owner = false; // of tables: a plain name or nothing, the only value that is not bound
};

using ConnectorParameters = std::map<std::string, ConnectorParameter, std::less<>>;
using ParameterValues = std::map<std::string, std::string, std::less<>>;

struct ConnectorHead {
    std::string name;
    std::filesystem::path folder;
    std::string text; // of the whole connector.toml
    ConnectorParameters parameters;
    std::map<std::string, std::string, std::less<>> currencies;
};

// FOLDERS/NAME/connector.toml, made for `plugin`. INVALID_CONFIG names file and line; an unknown
// connector is answered with those that are there.
Result<ConnectorHead> read_connector_head(const std::filesystem::path& folders, std::string_view name, std::string_view plugin);

// A file of a connector's folder as text, at most 1 MiB.
Result<std::string> connector_text(const std::filesystem::path& file);

// A file that connector.toml names. Nothing where it would lead out of the folder.
Result<std::filesystem::path> connector_file(const std::filesystem::path& folder, std::string_view name);

// May a text stand before a table's name? "", or one or two plain names with '.' between: "NC65",
// "UFSystem.dbo".
bool is_owner(std::string_view text);

// "parameters" of the ledger block on top of the connector's own fallbacks; `home_currency` is every
// connector's. INVALID_CONFIG names an unknown, a missing or a malformed one.
Result<ParameterValues> parameter_values(const ConnectorHead& connector, const Settings& settings);

// The currencies of connector and ledger block, and the home currency of the parameters.
Result<RecordRules> record_rules(const ConnectorHead& connector, const ParameterValues& parameters, const Settings& settings);

} // namespace settled::formats
