// manual_pages.hpp -- the manual pages whose lists the program knows itself, in roff: settled(1) of the command line's own
// description, settled.toml(5) of the settings.
#pragma once

#include "cli/completion.hpp"
#include "cli/settings_reference.hpp"

#include <string>
#include <string_view>

namespace settled::cli {

std::string commands_manual(const CompletedCommand& program, std::string_view version); // "settled 0.1.0"
std::string settings_manual(const SettingsReference& reference, std::string_view version);

class Commands;
void add_manual(Commands&); // settled manual commands|configuration|settings

} // namespace settled::cli
