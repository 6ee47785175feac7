#include "cli/manual_pages.hpp"

#include "config/schema.hpp"

#include <gtest/gtest.h>

namespace settled::cli {
namespace {

host::PluginInfo mailer() {
    host::PluginInfo plugin;
    plugin.file.name = "notify_test", plugin.file.kind = SETTLED_KIND_NOTIFY;
    plugin.summary_en = "Sends | nothing", plugin.summary_zh = "不发送";
    plugin.options = {
        {"url", "", "Where to.", "发往何处。", true, false},           {"password", "", "Its password.", "密码。", false, true},
        {"timeout_seconds", "60", "Give up.", "放弃。", false, false}, {"ca_file", "", "Authority.", "证书。", false, false},
        {"templates.*", "", "Letters.", "函件。", false, false},       {"strict", "true", "Or not.", "严格。", false, false},
    };
    return plugin;
}

SettingsReference reference(ReferenceLanguage language) {
    const std::vector<host::PluginInfo> plugins = {mailer()};
    return settings_reference(plugins, language);
}

const ReferenceSection& block(const SettingsReference& all, std::string_view heading) {
    const auto found = std::ranges::find(all.blocks, heading, &ReferenceSection::heading);
    EXPECT_NE(found, all.blocks.end()) << heading;
    return *found;
}

TEST(SettingsReference, HasEveryKeyOfTheSchemaWithAMeaningInBothLanguages) {
    for (const ReferenceLanguage language : {ReferenceLanguage::english, ReferenceLanguage::chinese}) {
        std::size_t rows = 0;
        for (const ReferenceSection& section : reference(language).blocks)
            for (const ReferenceRow& row : section.rows) {
                ++rows;
                EXPECT_FALSE(row.takes.empty() || row.meaning.empty()) << section.heading << ' ' << row.key;
                EXPECT_EQ(row.takes.find("{}"), std::string::npos) << row.takes;
            }
        EXPECT_EQ(rows, config::keys().size());
    }
}

TEST(SettingsReference, SaysWhatAKeyTakesAndWhereItsBlockStands) {
    const SettingsReference all = reference(ReferenceLanguage::english);
    EXPECT_EQ(block(all, "[store]").rows[3].takes, "a whole number, 1 to 10000");
    EXPECT_EQ(block(all, "[[procedure.NAME.step]]").rows[2].takes, "one of \"message\", \"task\"");
    EXPECT_EQ(block(all, "[[assignment]]").rows[0].takes, "a name of [company.NAME]");
    EXPECT_TRUE(block(all, "[[assignment]]").rows[0].required);
    EXPECT_EQ(block(all, "[[matching.residual]]").rows[3].takes, "an amount: \"30.00\"");
    const ReferenceSection& company = block(all, "[company.NAME]");
    const auto calendar = std::ranges::find(company.rows, "calendar", &ReferenceRow::key);
    ASSERT_NE(calendar, company.rows.end());
    EXPECT_EQ(calendar->takes, "a name of config/calendars");
}

TEST(SettingsReference, APluginsOptionsAreJudgedByTheirRows) {
    const SettingsReference all = reference(ReferenceLanguage::english);
    ASSERT_EQ(all.kinds.size(), 1U);
    EXPECT_EQ(all.kinds[0].heading, "[gateway.NAME]");
    const std::vector<ReferenceRow>& rows = all.kinds[0].plugins.at(0).rows;
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_TRUE(rows[0].required);
    EXPECT_EQ(rows[1].takes, "\"secret:NAME\"");
    EXPECT_EQ(rows[2].takes, "a whole number");
    EXPECT_EQ(rows[2].fallback, "60");
    EXPECT_EQ(rows[3].takes, "a path");
    EXPECT_EQ(rows[4].key, "templates");
    EXPECT_EQ(rows[4].takes, "a table: { }");
    EXPECT_EQ(rows[5].takes, "true or false");
}

TEST(SettingsPage, ABarInWordsEndsNoCell) {
    const std::string page = settings_page(reference(ReferenceLanguage::english));
    EXPECT_TRUE(page.contains("Sends \\| nothing"));
    EXPECT_TRUE(page.contains("| `timeout_seconds` | a whole number | `60` | Give up. |"));
    EXPECT_TRUE(page.contains("| `url` | a text | required | Where to. |"));
    EXPECT_TRUE(settings_page(reference(ReferenceLanguage::chinese)).contains("| `url` | 文本 | 必填 | 发往何处。 |"));
}

TEST(CommandsManual, AnOptionIsSaidAtItsCommandAndAWordBetweenCommandsIsInTheirUsage) {
    CompletedCommand add{"add", "Note a call", {{{"--text"}, "What was said", {}, "TEXT", true, false, true, false}}, {}};
    CompletedCommand log{"log", "Everything said", {{{}, "Customer", {}, "CUSTOMER", true, false, true, false}}, {add}};
    const std::string page = commands_manual({"settled", "", {}, {log}}, "settled 1");
    EXPECT_TRUE(page.contains("\\fBsettled log\\fR \\fICUSTOMER\\fR\nEverything said\n"));
    EXPECT_TRUE(page.contains("\\fBsettled log CUSTOMER add\\fR \\fB\\-\\-text\\fR \\fITEXT\\fR\nNote a call\n"));
}

} // namespace
} // namespace settled::cli
