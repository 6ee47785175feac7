// headline.hpp -- the six lines a finance director reads on a phone (finance 27): what the data
// covers, what came in, what needs her, what is overdue, what goes out, whether the books agree.
#pragma once

#include "reports/daily_facts.hpp"

#include <string>
#include <vector>

namespace settled::reports {

struct HeadlineLine {
    std::string label, text;
    bool alarming = false; // shown in red: stale data, a difference
};

// Money that came in and went back: taken out of "came in" on the day it is known, and named.
bool is_return(const EntryLine& entry);

// Money that came in and of which nobody knows whose it is: salespeople claim it (收款认领).
bool is_to_be_claimed(const EntryLine& entry);

std::vector<HeadlineLine> headline(const DailyFacts& facts);

// 1,234,567.89 CNY as "123.46万元" in Chinese, rounded half away from zero; elsewhere in full.
std::string headline_amount(const Money& money, std::string_view language);

} // namespace settled::reports
