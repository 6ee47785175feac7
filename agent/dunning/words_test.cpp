#include "dunning/words.hpp"

#include <gtest/gtest.h>

#include <set>

namespace settled::dunning {
namespace {

constexpr int reasons = static_cast<int>(Reason::before_go_live);

TEST(Words, AReasonIsASentenceWithItsFacts) {
    const ReasonFacts facts{"INV-7", 17, {98500, *Currency::parse("CNY")}, *Date::parse_iso("2026-11-30")};
    EXPECT_EQ(words(Reason::paid_at_bank, facts, "en"),
              "The money is at the bank, the ERP has not booked it yet (entry 17, 985.00 CNY, INV-7, until 2026-11-30).");
    EXPECT_EQ(words(Reason::paid_at_bank, facts, "zh-CN"),
              "银行已到账，ERP 尚未入账（银行流水 17，985.00 CNY，INV-7，至 2026-11-30）。");
    const ReasonFacts rest{std::string(may_be_covered), 17, {3000, *Currency::parse("CNY")}, {}};
    EXPECT_EQ(
        words(Reason::paid_at_bank, rest, "en"),
        "What is missing may be settled with that entry (a charge, a discount, a booking); it is not asked for until that is "
        "decided (entry 17, 30.00 CNY).");
    EXPECT_EQ(words(Reason::hold, {}, "de"), "Von einer Person zurückgestellt.");
}

TEST(Words, AStepIsSaidInDaysWhereItsNameDoes) {
    EXPECT_EQ(step_words("overdue-7", "zh-CN"), "逾期 7 天");
    EXPECT_EQ(step_words("overdue-1", "en"), "1 day overdue");
    EXPECT_EQ(step_words("before-3", "de"), "3 Tage vor Fälligkeit");
    EXPECT_EQ(step_words("one_letter", "zh-CN"), "one_letter");
    EXPECT_EQ(step_words("overdue-x", "en"), "overdue-x");
    EXPECT_EQ(words(Reason::no_address, {"email", 0, {}, {}}, "zh-CN"), "客户资料中没有可用的联系地址（电子邮箱）。");
}

TEST(Words, ThePlannersOwnCausesAreTranslated) {
    EXPECT_EQ(words(Reason::awaiting_approval, {"first_contact", 0, {}, {}}, "zh-CN"), "等待人工放行（首次联系该客户）。");
    EXPECT_EQ(words(Reason::awaiting_approval, {"first_batch", 0, {}, {}}, "de"),
              "Wartet auf Freigabe durch eine Person (der erste Stapel nach dem Schattenbetrieb).");
}

TEST(Words, EveryReasonHasItsNameAndItsOwnSentenceInEveryLanguage) {
    std::set<std::string> seen;
    for (int number = 1; number <= reasons; ++number) {
        const auto one = static_cast<Reason>(number);
        EXPECT_EQ(reason(name(one)), one);
        for (const char* language : {"zh-CN", "en", "de"})
            EXPECT_TRUE(seen.insert(words(one, {}, language)).second) << name(one) << language;
    }
    EXPECT_FALSE(reason("no such reason"));
    EXPECT_EQ(words(Reason::hold, {}, "fr"), words(Reason::hold, {}, "en"));
}

} // namespace
} // namespace settled::dunning
