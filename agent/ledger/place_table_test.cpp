#include "ledger/place_table.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace settled::ledger {
namespace {

TEST(PlaceTable, FindsAmongThingsOfOneHashTheOneThatIsMeant) {
    const std::vector<std::string> names{"INV-1", "INV-2", "INV-3"};
    PlaceTable table;
    for (std::uint32_t i = 0; i < names.size(); ++i) table.add(7, i);
    for (std::uint32_t i = 0; i < names.size(); ++i)
        EXPECT_EQ(table.find(7, [&](std::uint32_t number) { return names[number] == names[i]; }), i);
    EXPECT_EQ(table.find(7, [](std::uint32_t) { return false; }), PlaceTable::nothing);
    EXPECT_EQ(table.find(8, [](std::uint32_t) { return true; }), PlaceTable::nothing);
}

TEST(PlaceTable, FindsNothingWhereNothingIs) {
    EXPECT_EQ(PlaceTable().find(0, [](std::uint32_t) { return true; }), PlaceTable::nothing);
}

TEST(PlaceTable, KeepsAllWhileItGrows) {
    PlaceTable table;
    constexpr std::uint32_t things = 10'000;
    const auto hash = [](std::uint32_t number) { return number % 997 * 2654435761U; };
    for (std::uint32_t number = 0; number < things; ++number) table.add(hash(number), number);
    for (std::uint32_t number = 0; number < things; ++number)
        ASSERT_EQ(table.find(hash(number), [&](std::uint32_t one) { return one == number; }), number);
}

} // namespace
} // namespace settled::ledger
