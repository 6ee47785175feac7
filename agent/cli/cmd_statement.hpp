// cmd_statement.hpp -- settled statement: a customer's statement of account.
#pragma once

#include "cli/commands.hpp"

namespace settled::cli {

void add_statement(Commands& commands);

} // namespace settled::cli
