// stray.hpp -- what no value may hold, whatever its key: passwords in plain words, and the control
// characters that a Windows path in "double quotes" turns into.
#pragma once

#include "config/document.hpp"
#include "config/findings.hpp"
#include "config/instances.hpp"

namespace settled::config {

void check_stray(const Instance& instance, Findings& findings);

} // namespace settled::config
