#include "matching/reading_ahead.hpp"

#include "matching/testing.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace settled::matching {
namespace {

using testing::World;

TEST(ReadingAhead, GivesEachTextWhenItIsItsTurnAndAnyOtherBetween) {
    World world;
    const Row customer = world.customer("C1", "Acme Trading Ltd");
    std::vector<Row> rows;
    for (int i = 0; i < 100; ++i) {
        const std::string number = "INV-2026-" + std::to_string(1000 + i);
        world.item(customer, number, 100'000 + i);
        rows.push_back(world.entry(100'000 + i, "Acme Trading Ltd", i % 7 == 0 ? "" : "payment of " + number));
    }
    const References references(world.book);
    const Payers payers(world.book, world.entries, {}, world.rules);
    ReadingAhead ahead(world.entries, payers, references);
    auto text = std::make_unique<ReadingAhead::Text>();
    const auto expect_text_of = [&](Row row) {
        ahead.take(row, text);
        const RemittanceText alone = read_text(world.entries[world.entries.entries[row].remittance]);
        EXPECT_EQ(text->text.folded, alone.folded);
        EXPECT_EQ(text->text.pieces.signs, alone.pieces.signs);
        EXPECT_EQ(text->outlook.numbers.empty(), alone.folded.empty());
    };
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{5}, rows.size()}) {
        const std::vector<Row> some(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(count));
        ahead.expect(some);
        for (std::size_t i = 0; i < some.size(); ++i) {
            expect_text_of(some[i]);
            if (i % 10 == 3) expect_text_of(rows[99 - i]); // read again, out of turn
        }
        ahead.expect({});
        expect_text_of(rows.back());
    }
}

} // namespace
} // namespace settled::matching
