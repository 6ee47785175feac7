#include "matching/number_styles.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"

#include <gtest/gtest.h>

namespace settled::matching {
namespace {

NumberStyles learned(std::initializer_list<std::string_view> numbers) {
    NumberStyles styles;
    for (const std::string_view number : numbers) styles.learn(pieces_of(fold(number)));
    styles.keep_frequent();
    return styles;
}

bool fits(const NumberStyles& styles, std::string_view written) {
    const Pieces pieces = pieces_of(fold(written));
    return styles.fits(pieces, 0, pieces.size());
}

TEST(NumberStyles, ANumberOfTheHouseIsKnownByItsOutline) {
    const NumberStyles styles = learned({"INV-2026-001", "XS1234567"});
    EXPECT_TRUE(fits(styles, "INV-2027-999"));
    EXPECT_TRUE(fits(styles, "inv2027999")) << "joints may be left out";
    EXPECT_FALSE(fits(styles, "INV-20-27999")) << "and stand nowhere else";
    EXPECT_FALSE(fits(styles, "RE-2027-999"));
    EXPECT_FALSE(fits(styles, "INV-2027-9999"));
    EXPECT_TRUE(styles.fits("xs7654321"));
}

TEST(NumberStyles, AFewDigitsAreNoStyle) { EXPECT_FALSE(fits(learned({"100234", "100235"}), "100236")); }

TEST(NumberStyles, CutShortItStillHasItsLettersAndTwoDigits) {
    const NumberStyles styles = learned({"INV-2026-001"});
    EXPECT_TRUE(styles.fits_cut_short("inv2026"));
    EXPECT_FALSE(styles.fits_cut_short("inv2"));
    EXPECT_FALSE(styles.fits_cut_short("inv20260011")) << "longer is not cut";
    EXPECT_FALSE(styles.fits_cut_short("2026"));
}

TEST(NumberStyles, OfTooManyTheFrequentOnesStay) {
    NumberStyles styles;
    for (std::size_t i = 0; i < limits::house_styles + 50; ++i) {
        const std::string letters{static_cast<char>('a' + i % 26), static_cast<char>('a' + i / 26), 'q'};
        styles.learn(pieces_of(letters + "12345"));
        if (i < 100) styles.learn(pieces_of(letters + "54321"));
    }
    styles.keep_frequent();
    EXPECT_TRUE(styles.fits("aaq99999"));
    EXPECT_FALSE(styles.fits("zfq99999"));
}

} // namespace
} // namespace settled::matching
