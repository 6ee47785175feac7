#include "jobs/paper_language.hpp"

#include <gtest/gtest.h>

namespace settled::jobs {
namespace {

TEST(PaperLanguage, WhatAPersonAsksForIsUnderstoodAsLedgersAre) {
    const config::Company company;
    const ledger::Book book;
    for (const auto& [asked, expected] : {std::pair("zh-CN", "zh-CN"), std::pair("zh", "zh-CN"), std::pair("ZH_cn", "zh-CN"),
                                          std::pair("中文", "zh-CN"), std::pair("en-GB", "en"), std::pair("DE", "de")})
        EXPECT_EQ(paper_language(company, book, {}, asked).value_or("refused"), expected) << asked;
}

TEST(PaperLanguage, OneWithoutLettersIsRefusedWithThoseThatHaveThem) {
    const auto refused = paper_language({}, {}, {}, "fr");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, SETTLED_INVALID_CONFIG);
    EXPECT_EQ(refused.error().message, "--language \"fr\": there are no letters in it; expected zh-CN, en, de");
}

TEST(PaperLanguage, WhereNothingIsKnownOfTheCustomerItIsTheCompanysOwn) {
    config::Company company;
    EXPECT_EQ(paper_language(company, {}, {}, "").value(), "en");
    company.legal_name["zh-CN"] = "演示贸易有限公司";
    EXPECT_EQ(paper_language(company, {}, {}, "").value(), "zh-CN");
    ledger::Book book;
    ledger::CustomerRow customer;
    customer.country = book.text.add("DE");
    EXPECT_EQ(paper_language(company, book, customer, "").value(), "de");
}

} // namespace
} // namespace settled::jobs
