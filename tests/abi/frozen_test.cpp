// The very bytes of three generation-1 plugins, driven in this process and in a child.
#include "collecting.hpp"
#include "support/temporary_folder.hpp"
#include "world/files.hpp"

#include <gmock/gmock.h>

#if defined(__linux__) && defined(__x86_64__)

namespace settled::abi_test {
namespace {

using ::testing::HasSubstr;

class Frozen : public ::testing::TestWithParam<bool> {
  protected:
    std::vector<std::string> log;
    std::unique_ptr<host::Clients> clients =
        clients_on(FROZEN_FOLDER, GetParam(), [this](int, std::string_view line) { log.emplace_back(line); });
};
INSTANTIATE_TEST_SUITE_P(Wall, Frozen, ::testing::Values(true, false),
                         [](const auto& info) { return info.param ? "InProcess" : "InAChild"; });

TEST_P(Frozen, ALedgerOfGeneration1IsCheckedPulledAndReread) {
    auto ledger = clients->ledger(block("ledger_frozen", {{"city", "宁波"}}));
    ASSERT_TRUE(ledger) << ledger.error().message;
    const auto findings = (*ledger)->check();
    ASSERT_TRUE(findings) << findings.error().message;
    ASSERT_EQ(findings->size(), 1u);
    EXPECT_EQ(findings->front().found, "宁波");
    EXPECT_THAT(log, ::testing::ElementsAre("looked"));

    LedgerCollector pulled;
    const auto done = (*ledger)->pull(Date::parse_iso("2026-10-31").value(), pulled);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(pulled.rows["customers"].at(0).at("name"), "华远");
    ASSERT_EQ(pulled.rows["open_items"].size(), 2u);
    EXPECT_EQ(pulled.rows["open_items"][0].at("open_amount"), "98500");
    EXPECT_EQ(pulled.rows["open_items"][0].at("due_date"), "20261031");
    EXPECT_EQ(pulled.rows["open_items"][1].at("open_amount"), "-1500");
    EXPECT_FALSE(pulled.rows["open_items"][1].contains("due_date"));

    LedgerCollector reread;
    ASSERT_TRUE((*ledger)->reread({"INV-1"}, reread));
    EXPECT_EQ(reread.rows["open_items"].size(), 1u);
}

TEST_P(Frozen, AStatementReaderOfGeneration1ReadsWithChargesAndDetails) {
    const support::TemporaryFolder folder;
    ASSERT_TRUE(world::write_file(folder / "a.txt", "FROZEN 3\n"));
    StatementCollector read;
    const auto parser = clients->statements().read({(folder / "a.txt").string(), "a.txt", "auto", {}}, read);
    ASSERT_TRUE(parser) << parser.error().message;
    EXPECT_EQ(*parser, "statement_frozen");
    ASSERT_EQ(read.entries.size(), 3u);
    ASSERT_EQ(read.entries[0].details.size(), 2u);
    EXPECT_EQ(read.entries[0].details[1].amount, 600);
    EXPECT_EQ(read.closing, 3000);
    EXPECT_EQ(read.ended, 1);
}

TEST_P(Frozen, ANotifierOfGeneration1AsksForTheRelease) {
    auto notifier = clients->notify(block("notify_frozen"));
    ASSERT_TRUE(notifier) << notifier.error().message;
    int asked = 0;
    host::SendOutcome outcome;
    ASSERT_TRUE((*notifier)->send(
        {"key-7", "a@example.org", "words", "", {"b@example.org"}, {}}, [&] { return ++asked, Status{}; }, outcome));
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(outcome.reply_code, 250);
    EXPECT_EQ(outcome.provider_id, "key-7");

    const auto held = (*notifier)->send(
        {"k", "", "", "", {"b@example.org"}, {}}, [] { return Status(fail(SETTLED_UNAVAILABLE, "disk full")); }, outcome);
    EXPECT_EQ(held.error().message, "disk full");
    const auto refused = (*notifier)->send({"k", "", "", "", {}, {}}, [&] { return ++asked, Status{}; }, outcome);
    EXPECT_EQ(refused.error().code, SETTLED_REJECTED);
    EXPECT_EQ(outcome.reply_code, 550);
    EXPECT_FALSE(outcome.after_hand_over);
    EXPECT_EQ(asked, 1);
    EXPECT_EQ((*notifier)->look_up("yes").value(), true);
    EXPECT_EQ((*notifier)->look_up("no").value(), false);
    EXPECT_EQ((*notifier)->look_up("").value(), std::nullopt);
}

TEST_P(Frozen, WhatIsRequiredAndWhatIsUnknownIsToldByName) {
    auto without = clients->ledger(block("ledger_frozen"));
    const auto missing = without ? (*without)->check().error() : without.error();
    EXPECT_EQ(missing.code, SETTLED_INVALID_CONFIG);
    EXPECT_THAT(missing.message, HasSubstr("[ledger.test]: ledger_frozen needs \"city\""));
    auto misspelt = clients->ledger(block("ledger_frozen", {{"ctiy", "x"}}));
    const auto unknown = misspelt ? (*misspelt)->check().error() : misspelt.error();
    EXPECT_THAT(unknown.message, HasSubstr("did you mean \"city\"?"));
}

} // namespace
} // namespace settled::abi_test

#endif
