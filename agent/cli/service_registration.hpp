// service_registration.hpp -- settled service install · uninstall: where the system keeps a list of services itself (Windows).
// Elsewhere the package does it, and there are no such commands.
#pragma once

#include "cli/commands.hpp"

namespace settled::cli {

void add_service_registration(Commands& commands, CLI::App& service_group);

} // namespace settled::cli
