// connector_skeleton.hpp -- the first files of a connector for an ERP that nobody has read yet.
//
// Its queries are the shipped views of `sql_template` as plain SELECTs, every column with its meaning in English and
// Chinese; the tables are called your_… until somebody who knows the ERP puts the real ones in.
#pragma once

#include <settled/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::cli {

struct SkeletonFile {
    std::string name; // within the connector's folder
    std::string text;
};

// `views`: the text of sql_template/views.postgresql.sql. BAD_DATA where customers and open items are not among them.
Result<std::vector<SkeletonFile>> connector_skeleton(std::string_view name, std::string_view views);

// Letters a to z, digits and '_', a letter first: what a folder and [ledger.NAME] may be called.
bool is_connector_name(std::string_view name);

} // namespace settled::cli
