// Neither the place of a row nor the night between two runs decides anything: small cases that random histories found.
#include "matching/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::matching {
namespace {

using namespace testing;

TEST(OrderOfRows, AQuestionDoesNotVanishOvernight) {
    for (const char* text : {"HY/26/1045", "HY/26/1055"}) { // the number, and one sign of it wrong
        World world;
        const Row customer = world.customer("C0", "Northwind Metals 有限公司");
        world.item(customer, "HY/26/1045", 1'566'191);
        world.item(customer, "HY/26/1024", 64'834);
        world.entry(1'566'191, "Northwind Metals", text, day(10, 23));
        world.entry(1'566'191, "Northwind Metals 有限公司", "往来款", day(10, 23));
        const Outcome first = world.run();
        ASSERT_EQ(first.decisions.size(), 2U);
        world.save(first);
        EXPECT_TRUE(world.run().decisions.empty()) << text;
    }
}

// Which of two items a proposal pays in part is seen from their due dates.
TEST(OrderOfRows, AProposalIsSplitByAge) {
    using Split = std::vector<std::pair<std::string, std::int64_t>>;
    for (const bool turned : {false, true}) {
        World world;
        const Row customer = world.customer("C1", "华远机械有限公司");
        std::vector<std::pair<const char*, std::int64_t>> items{{"HY/26/1003", 2'457'047}, {"HY/26/1030", 4'814'627}};
        if (turned) std::ranges::reverse(items);
        for (const auto& [number, open] : items)
            world.item(customer, number, open, std::string_view(number).ends_with("03") ? day(9, 1) : day(10, 1));
        const Decision decision = world.decide(world.entry(3'000'000, "", "HY/26/1030 HY/26/1003"));
        Split split;
        for (const Allocation& allocation : decision.best.allocations)
            split.emplace_back(world.book[world.book.items[allocation.item].id], allocation.amount);
        std::ranges::sort(split);
        EXPECT_EQ(split, (Split{{"HY/26/1003", 2'457'047}, {"HY/26/1030", 542'953}}));
    }
}

TEST(OrderOfRows, ACreditNoteAmongQuotedItemsCountsWhereverItsRowIs) {
    for (const bool turned : {false, true}) {
        World world;
        world.rules.first_third_party_settles = false; // so that it is only proposed
        const Row customer = world.customer("C2", "华远机械有限公司");
        if (turned) world.item(customer, "CN-1014", -5'586, day(10, 1), 0, SETTLED_DOC_CREDIT_NOTE);
        world.item(customer, "INV-2026-001034", 766'272);
        if (!turned) world.item(customer, "CN-1014", -5'586, day(10, 1), 0, SETTLED_DOC_CREDIT_NOTE);
        const Decision decision = world.decide(world.entry(760'686, "王海涛", "CN-1014 INV-2026-001034"));
        EXPECT_EQ(decision.state, State::question);
        EXPECT_EQ(decision.best.residual_amount, 0) << (turned ? "credit note first" : "invoice first");
    }
}

TEST(OrderOfRows, OfTwoEqualReturnsOfOneDayTheOneThatTheBankGaveFirstTakesThePaymentBack) {
    for (const bool turned : {false, true}) {
        World world;
        world.item(world.customer("C1", "华远机械有限公司"), "INV-2026-001012", 250'000);
        world.entry(250'000, "华远机械有限公司", "INV-2026-001012", day(10, 21));
        std::vector<std::int64_t> ids{9, 15};
        if (turned) std::ranges::reverse(ids);
        for (const std::int64_t id : ids) {
            const Row row = world.entry(-250'000, "华远机械有限公司", "INV-2026-001012", day(10, 23));
            world.entries.entries[row].id = id;
            world.entries.entries[row].reversal = true;
        }
        for (const Decision& decision : world.run().decisions) {
            const std::int64_t id = world.entries.entries[decision.entry].id;
            EXPECT_EQ(decision.state, id == 15 ? State::question : State::reversed) << id;
        }
    }
}

} // namespace
} // namespace settled::matching
