#include "exact_decimal.hpp"

#include <gtest/gtest.h>

namespace settled::ledger_http {
namespace {

std::string text(std::string_view written, const DecimalMarks& marks = {}) {
    const auto number = ExactDecimal::parse(written, marks);
    return number ? number->text() : "none";
}

TEST(ExactDecimal, ReadsWhatServicesWrite) {
    EXPECT_EQ(text("1000.0000000000"), "1000");
    EXPECT_EQ(text("-0.05"), "-0.05");
    EXPECT_EQ(text(".5"), "0.5");
    EXPECT_EQ(text("1e3"), "1000");
    EXPECT_EQ(text("1.25E-2"), "0.0125");
    EXPECT_EQ(text("+7"), "7");
    EXPECT_EQ(text("-0.00"), "0");
    EXPECT_EQ(text("123456789012345678"), "123456789012345678");
    EXPECT_EQ(text("0000000000000000000012"), "12");
}

TEST(ExactDecimal, MarksAreThoseOfTheServiceAndNothingElse) {
    EXPECT_EQ(text("1.234.567,89", {',', "."}), "1234567.89");
    EXPECT_EQ(text("1,234.50", {'.', ","}), "1234.5");
    for (const char* wrong : {"1,5", "", "-", ".", "1.2.3", "12a", "1e", "1e99", "0x10", "NaN", "1234567890123456789"})
        EXPECT_EQ(text(wrong), "none") << wrong;
}

TEST(ExactDecimal, SumsAreExact) {
    const auto sum = ExactDecimal::parse("0.1")->plus(*ExactDecimal::parse("0.2"));
    EXPECT_EQ(sum->text(), "0.3");
    EXPECT_EQ(ExactDecimal::parse("1000")->plus(ExactDecimal::parse("300.25")->negated())->text(), "699.75");
    EXPECT_TRUE(ExactDecimal::parse("5")->plus(*ExactDecimal::parse("-5.00"))->is_zero());
    EXPECT_FALSE(ExactDecimal::parse("900000000000000000")->plus(*ExactDecimal::parse("0.0000000001")));
}

TEST(ExactDecimal, FloatNoiseIsTheSixteenthDigitAndBeyond) {
    const auto meant = [](std::string_view written) { return ExactDecimal::parse(written)->without_float_noise().text(); };
    EXPECT_EQ(meant("1130.4999999999998"), "1130.5");
    EXPECT_EQ(meant("100.10000000000001"), "100.1");
    EXPECT_EQ(meant("-0.30000000000000004"), "-0.3");
    EXPECT_EQ(meant("12345678901.235"), "12345678901.235") << "fourteen digits are meant";
}

} // namespace
} // namespace settled::ledger_http
