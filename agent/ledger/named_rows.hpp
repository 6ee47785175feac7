// named_rows.hpp -- the row that a person means: "C001" where one ledger has it, else "u8:C001".
#pragma once

#include "ledger/book.hpp"

#include <settled/result.hpp>

#include <string_view>

namespace settled::ledger {

// INVALID_CONFIG: nobody goes by that name, or several do; then the choices stand in the message.
Result<Row> customer_named(const Book& book, std::string_view name);
Result<Row> item_named(const Book& book, std::string_view name); // by id, else by document number

} // namespace settled::ledger
