// erasure_output.hpp -- what went and what is kept, for settled erase and for the second person's settled approvals accept.
#pragma once

#include "cli/session.hpp"
#include "jobs/erasure.hpp"

namespace settled::cli {

void print_erasure(Session& session, const config::Settings& settings, const jobs::ErasureReport& done, bool plan_only);

} // namespace settled::cli
