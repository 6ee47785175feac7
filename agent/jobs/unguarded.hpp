// unguarded.hpp -- the safety that a configuration switches off, in words, for every daily report while it is so.
#pragma once

#include "config/settings.hpp"
#include "reports/daily_facts.hpp"

#include <string_view>
#include <vector>

namespace settled::jobs {

// Of the company's ledgers, and of the sources, gateways and feedback that serve it with others. A switch is known by its name:
// insecure_…, also of a plugin that somebody else wrote, and allow_….
std::vector<reports::ProblemLine> unguarded(const config::Settings& settings, const config::Company& company,
                                            std::string_view language);

} // namespace settled::jobs
