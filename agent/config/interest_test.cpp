#include "config/check.hpp"
#include "config/fixture_test.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::config {
namespace {

using ::testing::HasSubstr;

Date day(std::string_view iso) { return *Date::parse_iso(iso); }

TEST(Interest, TheShippedRulesAreWhatTheLawsSay) {
    const Checked checked = check(test_request(read_text("config/settled.sample.toml")));
    ASSERT_TRUE(checked.settings);
    const Settings& settings = *checked.settings;
    const Currency eur = *Currency::parse("EUR"), cny = *Currency::parse("CNY");
    const auto interest_of = [&](const char* rule, std::int64_t open, Currency currency, const char* due, const char* until) {
        const dunning::InterestRule* found = settings.interest_rule(rule);
        if (!found) return std::int64_t{-1};
        const auto made = dunning::interest(*found, {{open, currency}, day(due).plus_days(-30), day(due), day(until), {}});
        EXPECT_TRUE(made) << made.error().message;
        return made ? made->interest.minor_units : -1;
    };
    // 10,000.00 for the thirty days after 31 July 2024.
    EXPECT_EQ(interest_of("eu_2011_7", 1'000'000, eur, "2024-07-31", "2024-08-30"), 10'068) << "12.25 %";
    EXPECT_EQ(interest_of("de_bgb_288", 1'000'000, eur, "2024-07-31", "2024-08-30"), 10'167) << "12.37 %";
    EXPECT_EQ(interest_of("cn_lpr", 1'000'000, cny, "2024-07-31", "2024-08-30"), 3'579) << "3.35 % × 1.3 = 4.355 %";
    EXPECT_EQ(interest_of("cn_decree_802", 1'000'000, cny, "2025-07-31", "2025-08-30"), 15'000) << "0.05 % a day";
    EXPECT_EQ(settings.interest_rule("de_bgb_288")->fixed_sum.at(eur), 4'000);
    EXPECT_EQ(settings.interest_rule("none"), nullptr);
    for (const dunning::InterestRule& rule : settings.interest_rules) {
        EXPECT_FALSE(rule.source.empty()) << rule.name;
        for (const char* language : {"zh-CN", "en", "de"}) EXPECT_TRUE(rule.law_in.contains(language)) << rule.name;
    }
    for (const dunning::Procedure& procedure : settings.procedures)
        EXPECT_TRUE(procedure.interest == "none" || settings.interest_rule(procedure.interest)) << procedure.name;
}

TEST(Interest, ACompanysOwnTableGoesBeforeTheShippedOne) {
    CheckRequest request = test_request(read_text("config/settled.sample.toml"));
    request.interest.push_back(
        {"interest/cn_lpr.toml",
         "name = \"cn_lpr\"\nknown_until = 2027-01-31\nrates = [{ from = 2026-01-01, rate = \"2.90\" }]\n"});
    const Checked checked = check(request);
    ASSERT_TRUE(checked.settings);
    EXPECT_EQ(checked.settings->interest_rule("cn_lpr")->known_until, day("2027-01-31"));
}

TEST(Interest, AWrongTableIsNamedWithItsLine) {
    const auto said = [](std::string text) {
        CheckRequest request = test_request(read_text("config/settled.sample.toml"));
        request.interest.push_back({"own.toml", std::move(text)});
        std::string all;
        for (const Finding& finding : check(request).findings) all += finding.text + '\n';
        return all;
    };
    EXPECT_THAT(said("name = \"x\"\nrates = [{ from = 2026-01-01, rate = \"3,0\" }]\nknown_until = 2026-06-30\n"),
                HasSubstr("own.toml:2"));
    EXPECT_THAT(said("name = \"x\"\nrates = [{ from = 2026-01-01, rate = \"3.0\" }]\n"), HasSubstr("known_until"));
    EXPECT_THAT(said("name = \"x\"\nratez = []\n"), HasSubstr("rates"));
    EXPECT_THAT(said("name = \"x\"\nday_base = 364\n"), HasSubstr("day_base"));
}

} // namespace
} // namespace settled::config
