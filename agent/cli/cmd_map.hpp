// cmd_map.hpp -- `map`, a command below `settled connectors`.
#pragma once

#include "cli/commands.hpp"

namespace settled::cli {

void add_connectors_map(Commands& commands, CLI::App& connectors);

} // namespace settled::cli
