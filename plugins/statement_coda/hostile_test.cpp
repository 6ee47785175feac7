// Foreign bytes: whatever is damaged, the plugin answers, in time, with text and numbers that hold.
#include <settled/testing_damage.hpp>

#include <gtest/gtest.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::coda {
namespace {

TEST(CodaHostile, TwoThousandDamagedFilesAreAnswered) {
    std::vector<std::string> files = testing::files_in(SETTLED_SOURCE_DIR "/plugins/statement_coda/testdata");
    for (std::string& file : testing::files_in(SETTLED_SOURCE_DIR "/../shared/corpus/statements/coda"))
        files.push_back(std::move(file));
    ASSERT_FALSE(files.empty());
    testing::Damager damager(20261121, {"\n", "\r\n", "21", "22", "2100010001", "31", "8", "9", "105", "127", "1",
                                        "999999999999999999", "\x80", "\xFF", " ", "\xC3", "\n\n"});
    for (int round = 0; round < 2000; ++round) {
        const std::string bytes = damager.damaged(files[damager.below(files.size())]);
        EXPECT_EQ(testing::complaint_of(testing::parse_with(
                      SETTLED_PLUGIN_SYMBOL, testing::MemoryFile{.left = bytes, .read_bytes = 1 + damager.below(5000)})),
                  "")
            << round;
    }
}

TEST(CodaHostile, RandomBytesAreAnswered) {
    testing::Damager damager(7, {});
    for (int round = 0; round < 300; ++round)
        EXPECT_EQ(testing::complaint_of(testing::parse_with(SETTLED_PLUGIN_SYMBOL, damager.random_bytes(3000))), "");
}

} // namespace
} // namespace settled::coda
