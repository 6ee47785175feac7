// visibility.hpp -- who may see what of a day (finance 7): cuts the facts down to what one circle of readers may see.
//
// Treasury (cashier, finance head) sees everything. Receivables sees money that came in from customers; what went out
// and what is no receivable (wages, taxes, own transfers) stands there as a count and a sum. Sales sees its own customers
// only, and no balance of any account.
#pragma once

#include "reports/daily_facts.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace settled::reports {

enum class Audience : std::uint8_t { treasury, receivables, sales };

// What somebody with these roles may see; without any of a colleague's roles: what receivables sees.
Audience audience_of(const std::vector<std::string>& roles);
std::string_view name(Audience audience); // "treasury"

// `own`: "u8:C001" of the reader's customers; counts for sales only.
DailyFacts seen_by(DailyFacts facts, Audience audience, const std::set<std::string>& own = {});

} // namespace settled::reports
