// show.hpp -- what is in force, as TOML that loads again: defaults included, secrets hidden.
#pragma once

#include "config/settings.hpp"

#include <string>

namespace settled::config {

// A secret stands as secret:NAME; should a block carry one filled in, "(hidden)" is printed.
std::string show(const Settings& settings);

} // namespace settled::config
