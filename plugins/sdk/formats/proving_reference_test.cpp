#include <formats/proving_reference.hpp>

#include <gtest/gtest.h>

namespace settled::formats {
namespace {

TEST(ProvingReference, OnlyOnesThatProveThemselves) {
    EXPECT_EQ(self_proving_reference("Zahlung RF18539007547034 danke"), "RF18539007547034");
    EXPECT_EQ(self_proving_reference("Zahlung RF19539007547034"), "");
    EXPECT_EQ(self_proving_reference("QRR 210000000003139471430009017"), "210000000003139471430009017");
    EXPECT_EQ(self_proving_reference("QRR 210000000003139471430009018"), "");
    EXPECT_EQ(self_proving_reference("RF18539007547034 und RF712348231"), "") << "two of them prove nothing";
    EXPECT_EQ(self_proving_reference("000000000000000000000000000"), "");
}

TEST(ProvingReference, ABelgianOneBetweenItsMarks) {
    EXPECT_EQ(self_proving_reference("factuur +++090/9337/55493+++ dank"), "090933755493");
    EXPECT_EQ(self_proving_reference("***090/9337/55493***"), "090933755493");
    EXPECT_EQ(self_proving_reference("+++090/9337/55494+++"), "") << "its check digits are wrong";
    EXPECT_EQ(self_proving_reference("090/9337/55493"), "") << "without marks it may be anything";
    EXPECT_EQ(self_proving_reference("+++090/9337/55493***"), "");
    EXPECT_EQ(self_proving_reference("+++090/9337/554"), "") << "cut short";
    EXPECT_EQ(self_proving_reference("+++090/9337/55493+++ RF18539007547034"), "");
    EXPECT_EQ(self_proving_reference("+++090/9337/55493+++ ***090/9337/55493***"), "090933755493") << "the same twice";
}

TEST(ProvingReference, BelgianCheckDigitsAre97WhereTheRestIsNone) {
    EXPECT_TRUE(is_belgian_reference("090933755493"));
    EXPECT_TRUE(is_belgian_reference("000000009797"));
    EXPECT_FALSE(is_belgian_reference("000000009700"));
    EXPECT_FALSE(is_belgian_reference("000000000097"));
    EXPECT_FALSE(is_belgian_reference("09093375549"));
    EXPECT_FALSE(is_belgian_reference("09093375549X"));
}

} // namespace
TEST(ProvingReference, StandsAnywhereInTheText) {
    const std::string swiss = "210000000003139471430009017";
    ASSERT_EQ(self_proving_reference(swiss), swiss);
    for (std::size_t before = 0; before < 60; ++before)
        EXPECT_EQ(self_proving_reference(std::string(before, ' ') + swiss + " danke"), swiss) << before << " blanks before it";
}

} // namespace settled::formats
