#include "config/starter.hpp"

#include "config/fixture_test.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Starter, LoadsInBothLanguagesOnceItsRequiredOptionsAreFilled) {
    const std::vector<OptionRow> rows = {needed("folder", "where the tables are"), plain("encoding", "auto")};
    for (const char* language : {"en", "zh-CN"}) {
        std::string text = starter({language, "ledger_files", "", rows});
        const std::string empty = "folder = \"\"";
        ASSERT_THAT(text, HasSubstr(empty));
        text.replace(text.find(empty), empty.size(), "folder = \"ledger\"");
        EXPECT_THAT(texts_of(check(test_request(text))), IsEmpty()) << text;
    }
}

TEST(Starter, NamesTheConnectorAndItsSecrets) {
    const std::vector<OptionRow> rows = {plain("connection"), secret("password"), plain("parameters.*"), plain("connector")};
    const std::string text = starter({"en", "ledger_odbc", "yonyou_u8", rows});
    EXPECT_THAT(text, HasSubstr("plugin = \"ledger_odbc\""));
    EXPECT_THAT(text, HasSubstr("connector = \"yonyou_u8\""));
    EXPECT_THAT(text, HasSubstr("# password = \"secret:password\""));
    EXPECT_THAT(text, HasSubstr("# parameters = { }"));
    EXPECT_THAT(texts_of(check(test_request(text))), IsEmpty());
}

TEST(Starter, SpeaksTheLanguageOfTheReader) {
    EXPECT_THAT(starter({"zh-CN", "ledger_files", "", {}}), HasSubstr("# 应收主体。"));
    EXPECT_THAT(starter({"en", "ledger_files", "", {}}), HasSubstr("# Who is owed the money."));
}

TEST(Starter, HelpOfAPluginNeverEndsItsComment) {
    const std::vector<OptionRow> rows = {{"folder", "", "two\nlines = 1", "", true, false}};
    EXPECT_THAT(starter({"en", "ledger_files", "", rows}), HasSubstr("# two lines = 1\n"));
}

} // namespace
} // namespace settled::config
