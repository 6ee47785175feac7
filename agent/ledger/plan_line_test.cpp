#include "ledger/plan_line.hpp"

#include <gtest/gtest.h>

namespace settled::ledger {
namespace {

Date day(std::string_view iso) { return *Date::parse_iso(iso); }

TEST(PlanLine, APeriodCountsWhereAllOfItLiesWithinTheDays) {
    const Date first = day("2026-10-01"), last = day("2026-12-31");
    for (const char* inside : {"2026-10", "202611", "2026-12", "2026-Q4", "2026Q4"})
        EXPECT_TRUE(lies_within(inside, first, last)) << inside;
    for (const char* outside : {"2026-09", "2027-01", "2026-Q3", "2025-11"})
        EXPECT_FALSE(lies_within(outside, first, last)) << outside;
    EXPECT_FALSE(lies_within("2026-Q4", first, day("2026-11-30"))) << "a month has no part of a quarter's plan";
    for (const char* no_period : {"", "2026", "2026-13", "2026-Q5", "2026-00", "November", "2026-1x"})
        EXPECT_FALSE(lies_within(no_period, first, last)) << no_period;
}

} // namespace
} // namespace settled::ledger
