// plan_line.hpp -- what a ledger plans to collect in a month or quarter, of a customer or through a salesperson.
#pragma once

#include <settled/date.hpp>
#include <settled/money.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::ledger {

struct PlanLine {
    std::string period;                      // "2026-11", "202611" or "2026-Q4", as the ledger has it
    std::string customer_id, salesperson_id; // one of them
    Currency currency;
    std::int64_t amount = 0; // minor units
};

// Whether the whole of the period lies within the two days, both inclusive. False for a text that names no month or quarter.
bool lies_within(std::string_view period, Date from, Date to);

} // namespace settled::ledger
