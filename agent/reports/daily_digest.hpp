// daily_digest.hpp -- the day in a few lines, for a chat: in full, and in counts alone, without a customer or an amount.
#pragma once

#include "reports/daily_facts.hpp"

#include <string>

namespace settled::reports {

std::string daily_digest(const DailyFacts& facts);  // the six lines of the mail
std::string digest_counts(const DailyFacts& facts); // may leave the house everywhere (finance 7)

} // namespace settled::reports
