// Each connector against its stand-in: what it asks is right, and what it makes of the answers is what its
// author expects, however small the pages are.
//
//   SETTLED_WRITE_EXPECTED=1 erp_http_test --gtest_filter='*Fixture*NAME*'    writes expected/*.csv afresh
#include "stand_in.hpp"

#include "support/expected_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace settled::erp_http {
namespace {

class Fixture : public ::testing::TestWithParam<Erp> {
  protected:
    static support::Tables pulled(const Orders& orders) {
        const StandIn server(GetParam(), orders);
        EXPECT_EQ(server.trouble(), "");
        Ledger ledger(server.options());
        ledger.as_of = 20261118;
        EXPECT_EQ(ledger.pull(), "");
        EXPECT_EQ(server.complaints(), "");
        return support::readable(ledger.got);
    }
    static std::filesystem::path expected() { return fixture_of(GetParam().name) / "expected"; }
    static void expect_the_same(const support::Tables& expected, const support::Tables& found) {
        for (const auto& [name, table] : found) {
            if (!expected.contains(name)) {
                ADD_FAILURE() << name << ".csv is missing";
                continue;
            }
            EXPECT_EQ(support::difference(expected.at(name), table), "") << name;
        }
        for (const auto& [name, ignored] : expected) EXPECT_TRUE(found.contains(name)) << name << ": nothing of it was read";
    }
};

TEST_P(Fixture, BecomesTheRowsThatItsAuthorExpects) {
    const support::Tables found = pulled({.faults = "[]", .certificate = "good"});
    if (std::getenv("SETTLED_WRITE_EXPECTED") != nullptr) support::write_expected(expected(), found);
    expect_the_same(support::read_expected(expected()), found);
}

TEST_P(Fixture, IsTheSameInPagesOfTwoRowsEach) {
    expect_the_same(support::read_expected(expected()), pulled({.more_settings = "\"page_rows_max\": 2, "}));
}

TEST_P(Fixture, CheckLooksAtEveryListAndChangesNothing) {
    const StandIn server(GetParam(), {});
    ASSERT_EQ(server.trouble(), "");
    Ledger ledger(server.options());
    EXPECT_EQ(ledger.check(), "");
    EXPECT_EQ(server.complaints(), "");
    EXPECT_THAT(ledger.findings, ::testing::Contains(::testing::HasSubstr("fields and columns fit")));
    EXPECT_THAT(ledger.findings, ::testing::Contains("encryption: no TLS, on this machine"));
}

INSTANTIATE_TEST_SUITE_P(Erp, Fixture, ::testing::ValuesIn(all_erps()), [](const auto& info) { return info.param.name; });

} // namespace
} // namespace settled::erp_http
