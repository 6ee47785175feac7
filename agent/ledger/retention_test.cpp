#include "ledger/retention.hpp"

#include <gtest/gtest.h>

namespace settled::ledger {
namespace {

Date day(std::int32_t number) { return Date::from_abi(number); }

TEST(Retention, IsWhatEachCountrysLawSays) {
    EXPECT_EQ(retention_rule("CN", RetentionKind::vouchers).years, 30);
    EXPECT_EQ(retention_rule("CN", RetentionKind::bank_statements).years, 10);
    EXPECT_EQ(retention_rule("CN", RetentionKind::balance_statements).years, 10);
    EXPECT_EQ(retention_rule("DE", RetentionKind::letters).years, 6);
    EXPECT_EQ(retention_rule("DE", RetentionKind::vouchers).years, 8);
    EXPECT_EQ(retention_rule("DE", RetentionKind::balance_statements).years, 10);
}

TEST(Retention, WithoutAKnownCountryIsTheLongestOfAny) {
    for (const std::string_view country : {"", "XX", "de"}) {
        EXPECT_FALSE(is_known_country(country));
        EXPECT_EQ(retention_rule(country, RetentionKind::letters).years, 10);
        EXPECT_EQ(retention_rule(country, RetentionKind::vouchers).years, 30);
    }
}

TEST(Retention, CountsFromTheEndOfTheYear) {
    EXPECT_EQ(kept_until(day(20180101), 8), day(20261231));
    EXPECT_EQ(kept_until(day(20181231), 8), day(20261231));
    EXPECT_EQ(kept_until(day(21990101), 30), day(22001231)); // no day beyond is known
}

TEST(Retention, EveryRuleSaysWhereItStandsWritten) {
    for (const std::string_view country : {"CN", "DE"})
        for (int kind = 1; kind <= retention_kinds; ++kind) {
            const RetentionRule rule = retention_rule(country, static_cast<RetentionKind>(kind));
            EXPECT_GT(rule.years, 0);
            EXPECT_FALSE(rule.law.empty());
            EXPECT_FALSE(rule.law_chinese.empty());
        }
}

} // namespace
} // namespace settled::ledger
