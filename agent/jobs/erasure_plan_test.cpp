#include "jobs/erasure_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

using store::PersonalPart;
using testing::HasSubstr;

Date day(std::int32_t number) { return Date::from_abi(number); }

class ErasurePlanTest : public ::testing::Test {
  protected:
    ErasurePlanTest() {
        company_.name = "demo", company_.country = "DE";
        holdings_.rows = {{PersonalPart::contact, 0, 2},     {PersonalPart::letters, 2016, 4}, {PersonalPart::letters, 2020, 3},
                          {PersonalPart::vouchers, 2016, 5}, {PersonalPart::bank, 2016, 6},    {PersonalPart::name, 0, 1},
                          {PersonalPart::mails, 2020, 9},    {PersonalPart::reports, 2012, 7}};
        holdings_.last_letter_year = 2020, holdings_.last_voucher_year = 2016, holdings_.last_entry_year = 2016;
    }
    std::vector<ErasureLine> plan(std::int32_t today, ErasureCause cause = ErasureCause::asked) const {
        return erasure_plan(settings_, company_, holdings_, day(today), cause);
    }
    // "letters goes 4 to 2016" · "name kept 1 until 2026-12-31"
    std::vector<std::string> shown(std::int32_t today, ErasureCause cause = ErasureCause::asked) const {
        std::vector<std::string> lines;
        for (const ErasureLine& line : plan(today, cause))
            lines.push_back(std::string(store::name(line.part)) +
                            (line.goes ? " goes " + std::to_string(line.rows) + " to " + std::to_string(line.last_year)
                                       : " kept " + std::to_string(line.rows) + " until " + line.until.iso()));
        return lines;
    }

    config::Settings settings_;
    config::Company company_;
    store::PersonalHoldings holdings_;
};

TEST_F(ErasurePlanTest, TakesWhatNoLawKeepsAndSaysUntilWhenTheRestStays) {
    EXPECT_THAT(shown(20260601),
                testing::ElementsAre("contact goes 2 to 0", "letters goes 4 to 2016", "letters kept 3 until 2026-12-31",
                                     "vouchers goes 5 to 2016", "bank goes 6 to 2016", "name kept 1 until 2026-12-31",
                                     "mails goes 9 to 2020", "reports goes 7 to 2012"));
    for (const ErasureLine& line : plan(20260601))
        EXPECT_THAT(line.goes ? "6 years: DE: § 147 (3) AO, § 257 (4) HGB" : line.rule,
                    HasSubstr("6 years: DE: § 147 (3) AO, § 257 (4) HGB"));
}

TEST_F(ErasurePlanTest, APeriodEndsWithItsYear) {
    EXPECT_THAT(shown(20241231), testing::Contains("vouchers kept 5 until 2024-12-31"));
    EXPECT_THAT(shown(20250101), testing::Contains("vouchers goes 5 to 2016"));
}

TEST_F(ErasurePlanTest, ChinaKeepsVouchersThirtyYearsAndWithThemTheName) {
    company_.country = "CN";
    const auto lines = shown(20300601);
    EXPECT_THAT(lines, testing::Contains("vouchers kept 5 until 2046-12-31"));
    EXPECT_THAT(lines, testing::Contains("name kept 1 until 2046-12-31"));
    EXPECT_THAT(lines, testing::Contains("bank goes 6 to 2016"));
}

TEST_F(ErasurePlanTest, TheConfigurationKeepsLongerAndNeverShorter) {
    settings_.store.retention_years = 12;
    EXPECT_THAT(shown(20260601), testing::Contains("vouchers kept 5 until 2028-12-31"));
    EXPECT_THAT(plan(20260601).back().rule, HasSubstr("its period ended on 2024-12-31"));
    settings_.store.retention_years = 3;
    EXPECT_THAT(shown(20240601), testing::Contains("vouchers kept 5 until 2024-12-31"));
}

TEST_F(ErasurePlanTest, WithoutACountryTheLongestPeriodCountsAndItIsSaid) {
    company_.country.clear();
    const auto lines = plan(20260601);
    const auto vouchers = std::ranges::find(lines, PersonalPart::vouchers, &ErasureLine::part);
    ASSERT_NE(vouchers, lines.end());
    EXPECT_EQ(vouchers->until, day(20461231));
    EXPECT_THAT(vouchers->rule, HasSubstr("country is not told"));
}

TEST_F(ErasurePlanTest, WhenNobodyAskedContactsStayAsLongAsTheirRecords) {
    EXPECT_THAT(shown(20260601, ErasureCause::expired), testing::Contains("contact kept 2 until 2026-12-31"));
    EXPECT_THAT(shown(20260601, ErasureCause::expired), testing::Contains("mails kept 9 until 2030-12-31"));
    EXPECT_THAT(shown(20270101, ErasureCause::expired), testing::Contains("contact goes 2 to 0"));
    EXPECT_THAT(shown(20270101, ErasureCause::expired), testing::Contains("name goes 1 to 0"));
}

TEST_F(ErasurePlanTest, ACustomerWithoutRecordsIsNewUnlessSomebodyAsks) {
    holdings_ = {};
    holdings_.rows = {{PersonalPart::contact, 0, 1}, {PersonalPart::name, 0, 1}};
    EXPECT_THAT(shown(20260601, ErasureCause::expired),
                testing::ElementsAre("contact kept 1 until 2200-12-31", "name kept 1 until 2200-12-31"));
    EXPECT_THAT(shown(20260601), testing::ElementsAre("contact goes 1 to 0", "name goes 1 to 0"));
}

TEST_F(ErasurePlanTest, SpeaksBothLanguages) {
    settings_.language = "zh-CN";
    company_.country = "CN";
    EXPECT_THAT(plan(20260601).front().rule, HasSubstr("无法定保存义务"));
    EXPECT_EQ(words(PersonalPart::letters, true), "与客户的往来函件");
    EXPECT_EQ(words(PersonalPart::letters, false), "letters to and from the customer");
}

} // namespace
} // namespace settled::jobs
