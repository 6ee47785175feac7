// cross_check.hpp -- rules that one key alone cannot tell: what belongs together, what excludes what.
#pragma once

#include "config/findings.hpp"
#include "config/instances.hpp"

#include <vector>

namespace settled::config {

// Tolerates values of the wrong kind: those have their own finding already.
void cross_check(const std::vector<Instance>& instances, Findings& findings);

// For a build that makes no PDF: a step that attaches one could never be sent.
void refuse_papers(const std::vector<Instance>& instances, Findings& findings);

// The steps of one procedure, also of a shipped one.
void cross_check_procedure(const Instance& procedure, Findings& findings);

} // namespace settled::config
