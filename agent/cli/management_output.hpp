// management_output.hpp -- `settled report --kind month|quarter`: management's report.
#pragma once

#include "cli/session.hpp"

#include <string>

namespace settled::cli {

int run_management_report(Session& session, const std::string& kind, const std::string& language);

} // namespace settled::cli
