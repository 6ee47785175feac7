// diagnosis.hpp -- what a driver said, as an error an operator can act on.
//
// SQLSTATE and the driver's own words always stand in it; the code decides what the agent does next,
// and the known failures get the next step in words.
#pragma once

#include "odbc.hpp"

#include <settled/result.hpp>

#include <string>
#include <string_view>

namespace settled::ledger_odbc {

struct Situation {
    std::string where;  // "connecting to Driver=…;Server=…", "open_items (u8/open_items.sql)"
    std::string secret; // never repeated, also where a driver does
};

Error diagnose(const Diagnostics& diagnostics, const Situation& situation);

} // namespace settled::ledger_odbc
