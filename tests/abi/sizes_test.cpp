// A plugin of this generation built against another minor header: the reader uses the smaller of
// the two sizes, in rows, option rows, tables and descriptor.
#include "collecting.hpp"

#include <gtest/gtest.h>

namespace settled::abi_test {
namespace {

class Sizes : public ::testing::TestWithParam<std::tuple<std::string, bool>> {};
INSTANTIATE_TEST_SUITE_P(Headers, Sizes,
                         ::testing::Combine(::testing::Values("ledger_smaller", "ledger_larger"), ::testing::Bool()));

TEST_P(Sizes, FewerOrMoreTrailingFieldsAreUnderstood) {
    const auto& [plugin, in_process] = GetParam();
    const auto clients = clients_on(abi_folder("twins"), in_process);
    auto ledger = clients->ledger(block(plugin, {{"two", "zwei"}}));
    ASSERT_TRUE(ledger) << ledger.error().message;
    LedgerCollector pulled;
    const auto done = (*ledger)->pull(Date::parse_iso("2026-10-31").value(), pulled);
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_EQ(pulled.rows["open_items"].size(), 1u);
    const testing::Columns expected = {{"item_id", "I1"},       {"document_number", "I1"}, {"customer_id", "C1"},
                                       {"doc_type", "invoice"}, {"currency", "CNY"},       {"open_amount", "100"}};
    EXPECT_EQ(pulled.rows["open_items"][0], expected) << "nothing behind the stated size may show";
    EXPECT_EQ(pulled.rows.size(), 2u) << "an entity that the agent does not know is left out";
    LedgerCollector reread;
    EXPECT_EQ((*ledger)->reread({"I1"}, reread).error().code, SETTLED_UNSUPPORTED);
}

TEST(Sizes, OptionRowsOfAnotherSizeAreReadByTheirStride) {
    for (const std::string plugin : {"ledger_smaller", "ledger_larger"}) {
        const auto info = host::Catalog({abi_folder("twins")}).describe(plugin);
        ASSERT_TRUE(info) << info.error().message;
        ASSERT_EQ(info->options.size(), 2u);
        EXPECT_EQ(info->options[1].key, "two");
        EXPECT_EQ(info->options[1].help_zh, "二。");
    }
}

} // namespace
} // namespace settled::abi_test
