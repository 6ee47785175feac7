// Foreign bytes: whatever is damaged, the plugin answers, in time, with text and numbers that hold.
#include <settled/testing_damage.hpp>

#include <gtest/gtest.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::mt940 {
namespace {

using testing::complaint_of;

TEST(Mt940Hostile, TwoThousandDamagedFilesAreAnswered) {
    std::vector<std::string> files = testing::files_in(SETTLED_SOURCE_DIR "/plugins/statement_mt940/testdata");
    for (const char* folder : {"mt940", "mt942"})
        for (std::string& file : testing::files_in(std::string(SETTLED_SOURCE_DIR "/../shared/corpus/statements/") + folder))
            files.push_back(std::move(file));
    ASSERT_FALSE(files.empty());
    testing::Damager damager(20261121, {":61:", ":86:",   ":62F:", ":60M:", "\n", "\r", "@@", "-\n",
                                        "?20",  "/REMI/", "{4:",   ",",     "//", "C",  "RD", "99999999999999999",
                                        "\x80", "\xFF",   ":",     "+",     " "});
    for (int round = 0; round < 2000; ++round) {
        const std::string bytes = damager.damaged(files[damager.below(files.size())]);
        EXPECT_EQ(complaint_of(testing::parse_with(SETTLED_PLUGIN_SYMBOL,
                                                   testing::MemoryFile{.left = bytes, .read_bytes = 1 + damager.below(5000)})),
                  "")
            << round;
    }
}

TEST(Mt940Hostile, RandomBytesAreAnswered) {
    testing::Damager damager(7, {});
    for (int round = 0; round < 300; ++round) {
        const std::string bytes = damager.random_bytes(3000);
        EXPECT_EQ(complaint_of(testing::parse_with(SETTLED_PLUGIN_SYMBOL, round % 2 == 0 ? bytes : ":20:A\n:61:" + bytes)), "");
    }
}

TEST(Mt940Hostile, AFieldWithoutEndIsRefused) {
    std::string bytes = ":20:A\n:25:B\n:60F:C261001EUR1,\n:61:261001C1,NTRF\n:86:";
    for (int i = 0; i < 5000; ++i) bytes += "a line that no field of the standard would hold\n";
    const auto seen = testing::parse_with(SETTLED_PLUGIN_SYMBOL, bytes);
    ASSERT_TRUE(seen.error);
    EXPECT_EQ(seen.error->code, SETTLED_BAD_DATA);
    EXPECT_NE(seen.error->message.find(":86: of line 5"), std::string::npos) << seen.error->message;
}

TEST(Mt940Hostile, AFieldFullOfMarksIsAnswered) {
    for (const std::string_view piece : {"?20x", "/REMI/", "SVWZ+", "////", "@@", "?2", "{1:"}) {
        std::string bytes = ":20:A\n:25:B\n:60F:C261001EUR1,\n:61:261001C1,NTRF\n:86:166";
        while (bytes.size() < 60000) bytes += piece;
        bytes += "\n:62F:C261001EUR2,\n";
        EXPECT_EQ(complaint_of(testing::parse_with(SETTLED_PLUGIN_SYMBOL, bytes)), "") << piece;
    }
}

} // namespace
} // namespace settled::mt940
