#include "config/migrate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::config {
namespace {

using ::testing::HasSubstr;

TEST(Migrate, WhatIsOfTodayStaysByteForByte) {
    const std::string text = "# ours\nschema = 1 # kept\n[store]\nurl = \"sqlite:a.db\"\n";
    EXPECT_EQ(migrated(text, "s.toml").value(), text);
}

TEST(Migrate, AMissingSchemaIsWrittenBehindTheFirstComments) {
    EXPECT_EQ(migrated("# ours\n\n[store]\n", "s.toml").value(), "# ours\nschema = 1\n\n[store]\n");
    EXPECT_EQ(migrated("language = \"en\"\n", "s.toml").value(), "schema = 1\nlanguage = \"en\"\n");
    EXPECT_EQ(migrated("\xEF\xBB\xBF[store]\n", "s.toml").value(), "\xEF\xBB\xBFschema = 1\n[store]\n");
    EXPECT_EQ(migrated("", "s.toml").value(), "schema = 1\n");
}

TEST(Migrate, AnOlderSchemaIsReplacedWhereItStands) {
    EXPECT_EQ(migrated("# ours\nschema=0# old\r\n[store]\n", "s.toml").value(), "# ours\nschema = 1 # old\r\n[store]\n");
    EXPECT_EQ(migrated("schema = 0", "s.toml").value(), "schema = 1");
}

TEST(Migrate, ANewerSchemaAndNonsenseAreRefusedWithTheirLine) {
    EXPECT_THAT(migrated("\nschema = 9\n", "s.toml").error().message, HasSubstr("s.toml:2: schema is 9, newer"));
    EXPECT_THAT(migrated("schema = \"1\"\n", "s.toml").error().message, HasSubstr("s.toml:1: schema is not a whole number"));
    EXPECT_THAT(migrated("schema = \n", "s.toml").error().message, HasSubstr("s.toml:1"));
}

} // namespace
} // namespace settled::config
