// check.hpp -- reaches everything the configuration names and changes nothing: one line each.
#pragma once

#include "jobs/context.hpp"

#include <string>
#include <vector>

namespace settled::jobs {

struct CheckLine {
    statement::Severity severity = statement::Severity::info;
    std::string what, found;
};

std::vector<CheckLine> check(JobContext& context);

} // namespace settled::jobs
