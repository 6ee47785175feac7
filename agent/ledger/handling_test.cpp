#include "ledger/handling.hpp"

#include <gtest/gtest.h>

namespace settled::ledger {
namespace {

TEST(HandlingIndex, EqualHandlingsAreOneRowAndTheEmptyOneIsTheFirst) {
    TextArena text;
    std::vector<HandlingRow> rows(1);
    HandlingIndex index(rows);
    HandlingRow east;
    east.salesperson_id = text.intern("S1");
    east.terms_days = 30;
    HandlingRow delivered = east;
    delivered.invoice_delivered_on = Date::of(2026, 10, 1).value();
    EXPECT_EQ(index.row_of({}), 0U);
    const std::uint32_t first = index.row_of(east), second = index.row_of(delivered);
    EXPECT_NE(first, second);
    EXPECT_EQ(index.row_of(east), first);
    EXPECT_EQ(index.row_of(delivered), second);
    for (int days = 0; days < 200; ++days) {
        HandlingRow other = east;
        other.terms_days = days;
        EXPECT_EQ(rows[index.row_of(other)], other);
    }
    EXPECT_EQ(rows.size(), 2U + 200U) << "30 days stood there already";
}

} // namespace
} // namespace settled::ledger
