#include "config/show.hpp"

#include "config/fixture_test.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::config {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Settings load(std::string_view text) {
    const Checked checked = check(test_request(text));
    EXPECT_THAT(texts_of(checked), IsEmpty());
    return checked.settings.value_or(Settings());
}

TEST(Show, WhatIsShownLoadsAgainAndIsTheSame) {
    for (const std::string& text : {std::string(smallest_file), read_text("config/settled.sample.toml")}) {
        const std::string shown = show(load(text));
        EXPECT_EQ(show(load(shown)), shown);
    }
}

TEST(Show, DefaultsStandThereToo) {
    const std::string shown = show(load(smallest_file));
    EXPECT_THAT(shown, HasSubstr("[sending]\nwindow = [\"09:00\", \"18:00\"]\nquiet_hours = [\"22:00\", \"08:00\"]\n"));
    EXPECT_THAT(shown, HasSubstr("settle_seconds = 30\n")) << "of a plugin";
    EXPECT_THAT(shown, HasSubstr("[procedure.standard]\n")) << "shipped";
    EXPECT_THAT(shown, HasSubstr("url = \"sqlite:/etc/settled/state/settled.db\"\n"));
    EXPECT_THAT(shown, Not(HasSubstr("[metrics]"))) << "off when absent";
}

TEST(Show, OptionsStandOnceAndUnderTheirOwnNames) {
    const std::string shown = show(load(read_text("config/settled.sample.toml")));
    EXPECT_THAT(shown, HasSubstr("parameters.account_set = \"001\"\nparameters.home_currency = \"CNY\"\n"
                                 "parameters.control_accounts = \"1122;2203\"\n"));
    EXPECT_THAT(shown, HasSubstr("templates.sms-overdue.code = \"SMS_000000001\"\n"));
    const std::size_t connector = shown.find("connector = \"yonyou_u8\"");
    EXPECT_NE(connector, std::string::npos);
    EXPECT_EQ(shown.find("connector = \"yonyou_u8\"", connector + 1), std::string::npos);
}

TEST(Show, ASecretIsAReferenceOrHidden) {
    Settings settings = load(read_text("config/settled.sample.toml"));
    EXPECT_THAT(show(settings), HasSubstr("password = \"secret:u8_password\"\n"));
    for (auto& [key, value] : settings.ledgers[0].block.options)
        if (key == "password") value = "hunter2";
    settings.network.proxy_password = "hunter2";
    EXPECT_THAT(show(settings), Not(HasSubstr("hunter2")));
    EXPECT_THAT(show(settings), HasSubstr("password = \"(hidden)\"\n"));
}

} // namespace
} // namespace settled::config
