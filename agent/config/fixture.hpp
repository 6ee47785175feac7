// fixture.hpp -- a configuration's surroundings for tests: plugins with their option rows, zones.
#pragma once

#include "config/check.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace settled::config {

// Option rows of the plugins that the reference configuration uses.
PluginLookup test_plugins();

// A request for this text as /etc/settled/settled.toml, with those plugins, a few zones and the
// procedures and calendars of the source tree.
CheckRequest test_request(std::string_view text);

std::string read_text(const std::string& file); // of the source tree
std::vector<std::string> lines(const Checked& checked);

} // namespace settled::config
