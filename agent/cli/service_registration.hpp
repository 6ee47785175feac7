// service_registration.hpp -- settled service install · uninstall: what the system must know of the service beside the package.
// On Windows the service itself; elsewhere a drop-in to the package's unit.
#pragma once

#include "cli/commands.hpp"

namespace settled::cli {

void add_service_registration(Commands& commands, CLI::App& service_group);

} // namespace settled::cli
