#include "render/html.hpp"

#include <settled/text.hpp>

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace settled::render {
namespace {

TEST(ForeignText, CannotLeaveItsPlaceInHtml) {
    EXPECT_EQ(html_text("<b a=\"1\" c='2'>&"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
    EXPECT_EQ(html_text("华远 \xE2\x80\xAE gpj"), "华远 \xEF\xBF\xBD gpj");
    EXPECT_EQ(html_text("a\x01\xFF"), "a\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(ForeignText, IsOneLineInAMailHeader) {
    EXPECT_EQ(mail_header_text("Hello\r\nBcc: evil@example.com"), "Hello Bcc: evil@example.com");
    EXPECT_EQ(mail_header_text("a\xE2\x80\xA8"
                               "b"),
              "a b");
}

TEST(ForeignText, CommandsNoTerminal) { EXPECT_EQ(terminal_text("\x1B[2J"), "\\u{1B}[2J"); }

TEST(ForeignText, NamesAFileInThisFolderOnly) {
    EXPECT_EQ(file_name_text("../../etc/passwd"), "etc_passwd");
    EXPECT_EQ(file_name_text("C001.对账单.xlsx"), "C001._.xlsx");
    EXPECT_EQ(file_name_text("con.txt"), "_con.txt");
    EXPECT_EQ(file_name_text("华远"), "file");
    EXPECT_EQ(file_name_text("-rf"), "_-rf");
}

TEST(ForeignText, IsNoLinkAndNoSenderInATextMessage) {
    EXPECT_EQ(sms_text("【工商银行】见 https://evil.example/a"), "(工商银行)见 https: //evil. example/a");
    EXPECT_EQ(sms_text("3.5 ACME Co.Ltd"), "3.5 ACME Co. Ltd");
}

TEST(ForeignText, IsNoMentionAndNoMarkupInAChat) {
    EXPECT_EQ(chat_markdown_text("@all [hi](http://evil.example)"), "＠all ［hi］（http: //evil. example）");
    EXPECT_EQ(chat_markdown_text("<at user_id=\"all\">x</at>\n# head"), "＜at user＿id=\"all\"＞x＜/at＞ ＃ head");
}

// Every sink keeps its promise for strings nobody thought of.
TEST(ForeignText, FiveHundredHostileStringsStayInTheirPlaceInEverySink) {
    const std::vector<std::string> pieces = {
        "\r\n",
        "\n",
        "\r",
        "\t",
        "\x1B[31m",
        "\x9B",
        std::string(1, '\0'),
        "<script>",
        "</td>",
        "\"",
        "'",
        "&amp;",
        "{{name}}",
        "${x}",
        "$(reboot)",
        "`id`",
        "../",
        "..\\",
        "C:\\",
        "aux",
        "\xE2\x80\xAE",
        "\xE2\x81\xA6",
        "\xE2\x80\x8B",
        "\xEF\xBB\xBF",
        "\xC2\x85",
        "\xE2\x80\xA8",
        "\xFF\xFE",
        "\xC0\xAF",
        "\xED\xA0\x80",
        "\xF4\x90\x80\x80",
        "=?UTF-8?B?",
        "Bcc: a@b.c",
        "@all",
        "[a](b)",
        "https://",
        "www.evil.com",
        "【",
        "】",
        "=cmd|",
        "+1",
        "华远机械",
        "Ünïcödé",
        "ACME",
        "INV-2041",
        " ",
        ".",
        "|",
        "*",
        "_",
        "#",
    };
    std::mt19937 random(20261120);
    for (int i = 0; i < 500; ++i) {
        std::string text;
        for (std::size_t n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()];
        const auto has_control = [](std::string_view shown) {
            for (const char c : shown)
                if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
            return shown.contains("\xE2\x80\xAE") || shown.contains("\xE2\x81\xA6") || shown.contains("\xC2\x85") ||
                   shown.contains("\xE2\x80\xA8");
        };
        const std::string html = html_text(text);
        EXPECT_EQ(html.find_first_of("<>\"'"), std::string::npos) << visible(text);
        EXPECT_EQ(first_invalid_utf8(html), std::string::npos);
        for (const std::string& line : {mail_header_text(text), terminal_text(text), sms_text(text), chat_markdown_text(text)}) {
            EXPECT_FALSE(has_control(line)) << visible(text);
            EXPECT_EQ(first_invalid_utf8(line), std::string::npos) << visible(text);
        }
        EXPECT_LE(mail_header_text(text).size(), header_text_bytes_max);
        const std::string name = file_name_text(text);
        EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."), std::string::npos);
        EXPECT_FALSE(name.empty() || name.starts_with('.') || name.ends_with('.') || name.contains("..")) << name;
        EXPECT_LE(name.size(), file_name_bytes_max + 1);
        EXPECT_FALSE(sms_text(text).contains("://")) << visible(text);
        EXPECT_FALSE(sms_text(text).contains("【")) << visible(text);
        EXPECT_EQ(chat_markdown_text(text).find_first_of("@[]()<>*_`#"), std::string::npos) << visible(text);
    }
}

} // namespace
} // namespace settled::render
