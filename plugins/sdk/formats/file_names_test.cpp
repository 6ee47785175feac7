#include <formats/file_names.hpp>

#include <gtest/gtest.h>

#include <string>

namespace settled::formats {
namespace {

TEST(FileNames, GlobsMatchWholeNames) {
    EXPECT_TRUE(matches_glob("a.CSV", "*.csv"));
    EXPECT_TRUE(matches_glob("2026-10-01_icbc.csv", "20?6-*_icbc*.csv"));
    EXPECT_TRUE(matches_glob("abc", "***"));
    EXPECT_FALSE(matches_glob("a.csv.bak", "*.csv"));
    EXPECT_FALSE(matches_glob("", "?"));
    EXPECT_FALSE(matches_glob(std::string(2000, 'a'), "*a*a*a*a*a*a*b"));
}

TEST(FileNames, AnIdIsOneNameAndBack) {
    for (const std::string name : {"a.csv", "对账单.xls", "a%b", "\x01\x7F", "\xFF\xFE", " "})
        EXPECT_EQ(name_of(id_of(name)), name);
    EXPECT_EQ(name_of("%41"), std::nullopt); // not how "A" is written
    EXPECT_EQ(name_of("a%2"), std::nullopt);
    EXPECT_EQ(name_of("%00"), std::nullopt);
}

TEST(FileNames, ASourceTakesWhatItsPatternsNameAndNeverWorkingFiles) {
    const NameChoice choice(" *.csv ;*.sta; ");
    EXPECT_TRUE(choice.takes("October.CSV"));
    EXPECT_TRUE(choice.takes("对账单.sta"));
    EXPECT_FALSE(choice.takes("a.xml"));
    EXPECT_FALSE(choice.takes(".hidden.csv"));
    EXPECT_FALSE(choice.takes("~$October.csv"));
    const NameChoice all("");
    EXPECT_TRUE(all.takes("anything"));
    EXPECT_FALSE(all.takes("anything.part"));
    EXPECT_FALSE(all.takes("a.csv.reason.txt"));
}

} // namespace
} // namespace settled::formats
