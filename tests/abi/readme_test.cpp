// The plugin that plugins/sdk/README.md shows, compiled from that page and run.
#include "collecting.hpp"
#include "support/temporary_folder.hpp"
#include "world/files.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

namespace settled::abi_test {
namespace {

using ::testing::HasSubstr;

TEST(Readme, TheExampleReadsItsList) {
    const support::TemporaryFolder folder;
    ASSERT_TRUE(world::write_file(folder / "items.txt", "ACME;INV-7;2026-10-31;EUR;985.00\n华远;贷-1;2026-11-02;CNY;-15.5\n"));
    const auto clients = clients_on(abi_folder("example"), false);
    auto ledger = clients->ledger(block("ledger_simple_list", {{"file", (folder / "items.txt").string()}})).value();
    EXPECT_EQ(ledger->check().value().at(0).found, "2 open items");
    LedgerCollector pulled;
    const auto done = ledger->pull(Date::parse_iso("2026-10-31").value(), pulled);
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_EQ(pulled.rows["open_items"].size(), 2u);
    EXPECT_EQ(pulled.rows["open_items"][0].at("open_amount"), "98500");
    EXPECT_EQ(pulled.rows["open_items"][1].at("doc_type"), "credit_note");
    EXPECT_EQ(pulled.rows["customers"].size(), 2u);

    ASSERT_TRUE(world::write_file(folder / "items.txt", "ACME;INV-7;2026-10-31;EUR;985.00\nACME;INV-8;31.10.2026;EUR;1\n"));
    const auto refused = ledger->check();
    EXPECT_EQ(refused.error().line, 2);
    EXPECT_THAT(refused.error().message, HasSubstr("31.10.2026"));
}

TEST(Readme, TheExampleHasFewerThanAHundredLines) {
    std::ifstream readme(SETTLED_SOURCE_DIR "/plugins/sdk/README.md");
    int lines = -1; // not counting the fence
    for (std::string line; std::getline(readme, line);) {
        if (line == "```cpp")
            lines = 0;
        else if (line == "```" && lines > 0)
            break;
        else if (lines >= 0)
            ++lines;
    }
    EXPECT_GT(lines, 50);
    EXPECT_LT(lines, 100);
}

} // namespace
} // namespace settled::abi_test
