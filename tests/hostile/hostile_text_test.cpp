// 500 hostile strings through every sink that shows foreign text to somebody: mail header, HTML, workbook, chat, terminal,
// file name, short message. What matters is that text stays text, wherever it comes out.
#include "render/html.hpp"
#include "render/mime.hpp"
#include "render/workbook.hpp"
#include "support/child.hpp"
#include "support/temporary_folder.hpp"

#include <messaging/chat_text.hpp>
#include <messaging/sms_text.hpp>
#include <settled/text.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <set>

namespace settled {
namespace {

// What attackers, spreadsheets and bad exports write, alone and inside an ordinary name.
std::vector<std::string> hostile_strings() {
    const std::vector<std::string> seeds = {"",
                                            " ",
                                            "\t",
                                            "\n",
                                            "\r\n",
                                            std::string("\0", 1),
                                            "\x01",
                                            "\x07",
                                            "\x1b[2J",
                                            "\x1b]0;owned\x07",
                                            "\x7f",
                                            "\xff\xfe",
                                            "\xc0\xaf",
                                            "\xed\xa0\x80",
                                            "\xf4\x90\x80\x80",
                                            "\xe2\x80",
                                            "\u202E"
                                            "gpj.exe",
                                            "\u2066\u2069",
                                            "\u200B",
                                            "\u2028",
                                            "\uFEFF",
                                            "\u0085",
                                            "a\r\nBcc: evil@thief.test",
                                            "a\nSubject: x",
                                            "a\r\n\r\n<script>alert(1)</script>",
                                            "a\r\n.\r\nMAIL FROM:<x@y>",
                                            "=?UTF-8?B?PHNjcmlwdD4=?=",
                                            "\"Evil\" <evil@thief.test>, ",
                                            "(comment) evil@thief.test",
                                            "<script>alert(1)</script>",
                                            "<img src=x onerror=alert(1)>",
                                            "\" onmouseover=\"alert(1)",
                                            "' onclick='alert(1)",
                                            "javascript:alert(1)",
                                            "<svg/onload=alert(1)>",
                                            "</td></table><h1>Pay here</h1>",
                                            "<!--",
                                            "-->",
                                            "<![CDATA[",
                                            "&lt;b&gt;",
                                            "&#60;script&#62;",
                                            "{{total}}",
                                            "{{{raw}}}",
                                            "{{>greeting}}",
                                            "{{#rows}}",
                                            "${7*7}",
                                            "%s%n%x",
                                            "=1+1",
                                            "+1+1",
                                            "-1+1",
                                            "@SUM(A1)",
                                            "=HYPERLINK(\"http://evil.example\";\"x\")",
                                            "=cmd|' /C calc'!A0",
                                            "\uFF1D"
                                            "1+1",
                                            "\t=1+1",
                                            " =1+1",
                                            "|=1",
                                            ";=1",
                                            "@all",
                                            "<@U123>",
                                            "<!channel>",
                                            "@所有人",
                                            "[pay](https://evil.example)",
                                            "https://evil.example/x",
                                            "www.evil.example",
                                            "evil.example",
                                            "http:\\\\evil",
                                            "**bold**",
                                            "# heading",
                                            "`code`",
                                            "~~gone~~",
                                            "> quote",
                                            "| a | b |",
                                            "\\",
                                            "../../etc/passwd",
                                            "..\\..\\x",
                                            "/etc/passwd",
                                            "C:\\x",
                                            "CON",
                                            "nul.txt",
                                            "COM1",
                                            ".hidden",
                                            "a:b",
                                            "a*?b",
                                            "\u2215etc",
                                            "【假公司】请付款",
                                            "[Bank] pay",
                                            "验证码 123456",
                                            "12345678901234567",
                                            "DE89370400440532013000",
                                            "';DROP TABLE message;--",
                                            "\" OR 1=1",
                                            "Robert'); --",
                                            "$(reboot)",
                                            "`reboot`",
                                            "; rm -rf /",
                                            "%0d%0aBcc:x",
                                            "%00",
                                            "\\u0000",
                                            "\\r\\n",
                                            "\xF0\x9F\x92\xA9",
                                            "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
                                            "e\u0301",
                                            "\u0130\u0131",
                                            "ﷺ",
                                            "𝕏",
                                            "ＡＢＣ",
                                            "①",
                                            "﹤script﹥",
                                            "&amp;&amp;",
                                            "a&b<c>d\"e'f"};
    const std::vector<std::function<std::string(const std::string&)>> ways = {
        [](const std::string& seed) { return seed; },
        [](const std::string& seed) { return "华东贸易" + seed; },
        [](const std::string& seed) { return seed + " Trading Ltd."; },
        [](const std::string& seed) { return "A " + seed + " B"; },
        [](const std::string& seed) { return seed + seed + seed; },
        [](const std::string& seed) { return std::string(900, 'x') + seed; },
    };
    std::vector<std::string> made;
    for (const auto& way : ways)
        for (const std::string& seed : seeds) made.push_back(way(seed));
    return made;
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}
bool has_hidden(std::string_view text) {
    for (const char* mark :
         {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\u2028", "\u2029"})
        if (text.contains(mark)) return true;
    return false;
}
bool is_utf8(std::string_view text) { return first_invalid_utf8(text) == std::string_view::npos; }

class Hostile : public ::testing::Test {
  protected:
    static int bad(const char* sink, const std::function<bool(const std::string&)>& is_safe) {
        int wrong = 0;
        const auto strings = hostile_strings();
        for (const std::string& text : strings)
            if (!is_safe(text)) {
                ++wrong;
                ADD_FAILURE() << sink << ": " << visible(render::valid_utf8(text));
            }
        std::printf("%-22s %zu hostile strings, %d got through\n", sink, strings.size(), wrong);
        return wrong;
    }
};

TEST_F(Hostile, ThereAreFiveHundred) { EXPECT_GE(hostile_strings().size(), 500u); }

TEST_F(Hostile, MailHeader) {
    bad("mail header", [](const std::string& text) {
        const std::string line = render::mail_header_text(text);
        if (has_control(line) || has_hidden(line) || !is_utf8(line)) return false;
        const auto header = render::encoded_header("Subject", line);
        if (!header) return false;
        // One header: every further line is folded, that is, begins with a blank.
        for (std::size_t at = header->find("\r\n"); at != std::string::npos && at + 2 < header->size();
             at = header->find("\r\n", at + 2))
            if ((*header)[at + 2] != ' ' && (*header)[at + 2] != '\t') return false;
        return std::ranges::all_of(*header, [](char c) { return static_cast<unsigned char>(c) < 0x7F; });
    });
}

TEST_F(Hostile, WholeMail) {
    bad("whole mail", [](const std::string& text) {
        render::Mail mail;
        mail.key = "demo.books.C01.x", mail.from = {"Receivables", "ar@corp.test"}, mail.to = {{"", "ap@acme.test"}};
        mail.subject = render::mail_header_text(text), mail.text = text, mail.html = "<p>" + render::html_text(text) + "</p>";
        mail.date = "Wed, 18 Nov 2026 10:00:00 +0800";
        const auto composed = render::compose(mail);
        if (!composed) return composed.error().code == SETTLED_BAD_DATA; // refused in words, never sent
        const std::size_t end = composed->find("\r\n\r\n");
        const std::string head = composed->substr(0, end);
        std::set<std::string> names;
        for (const std::string_view line : split(head, '\n'))
            if (!line.empty() && line.front() != ' ' && line.front() != '\t')
                names.insert(std::string(line.substr(0, line.find(':'))));
        for (std::size_t at = composed->find_first_of("\r\n"); at != std::string::npos;
             at = composed->find_first_of("\r\n", at + 2))
            if (composed->compare(at, 2, "\r\n") != 0) return false;
        return names == std::set<std::string>{"Date",       "From",           "To",           "Subject",
                                              "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"};
    });
}

TEST_F(Hostile, Html) {
    bad("HTML", [](const std::string& text) {
        const std::string html = render::html_text(text);
        if (html.find_first_of("<>\"'") != std::string::npos || has_hidden(html) || !is_utf8(html)) return false;
        for (std::size_t at = html.find('&'); at != std::string::npos; at = html.find('&', at + 1)) // only our own entities
            if (!html.substr(at).starts_with("&amp;") && !html.substr(at).starts_with("&lt;") &&
                !html.substr(at).starts_with("&gt;") && !html.substr(at).starts_with("&quot;") &&
                !html.substr(at).starts_with("&#39;"))
                return false;
        return true;
    });
}

TEST_F(Hostile, Chat) {
    bad("chat", [](const std::string& text) {
        for (const std::string& shown : {messaging::chat_text(render::valid_utf8(text)), render::chat_markdown_text(text)}) {
            if (shown.find_first_of("@<>[]*`~#|\\") != std::string::npos || shown.contains("://") || has_hidden(shown))
                return false;
            if (shown.contains("www.e") || shown.contains("evil.example")) return false;
        }
        return true;
    });
}

TEST_F(Hostile, Terminal) {
    bad("terminal and log", [](const std::string& text) {
        const std::string shown = render::terminal_text(text);
        return !has_control(shown) && !has_hidden(shown) && is_utf8(shown);
    });
}

TEST_F(Hostile, FileName) {
    bad("file name", [](const std::string& text) {
        const std::string name = render::file_name_text(text);
        const bool plain = std::ranges::all_of(name, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        });
        return !name.empty() && plain && name.front() != '.' && !name.contains("..") &&
               name.size() <= render::file_name_bytes_max;
    });
}

TEST_F(Hostile, ShortMessage) {
    bad("short message", [](const std::string& text) {
        const std::string shown = messaging::sms_line(render::sms_text(text));
        return !has_control(shown) && !has_hidden(shown) && is_utf8(shown) && !shown.contains("【") && !shown.contains("://") &&
               !shown.contains("www.e");
    });
}

// Every string is a cell of its own; in the file there is no formula and no link.
TEST_F(Hostile, Workbook) {
    const support::TemporaryFolder folder("settled-hostile");
    render::Sheet sheet;
    sheet.name = "Text", sheet.columns = {{"text", 40}};
    for (const std::string& text : hostile_strings()) sheet.rows.push_back({render::Cell(render::valid_utf8(text))});
    const std::string file = folder / "hostile.xlsx";
    const Status written = render::write_workbook(file, {sheet});
    ASSERT_TRUE(written) << written.error().message;
    const auto parts =
        support::run({.arguments = {"/usr/bin/python3", "-c",
                                    "import sys, zipfile, re\n"
                                    "book = zipfile.ZipFile(sys.argv[1])\n"
                                    "for name in book.namelist():\n"
                                    "    text = book.read(name).decode()\n"
                                    "    print(name, len(re.findall(r'<f[ >]', text)), len(re.findall(r'<hyperlink', text)))\n",
                                    file},
                      .user = {},
                      .input = {},
                      .output = {}});
    ASSERT_TRUE(parts) << parts.error().message;
    int sheets = 0;
    for (const std::string_view line : split(*parts, '\n')) {
        if (line.empty()) continue;
        EXPECT_TRUE(line.ends_with(" 0 0")) << line;
        sheets += line.contains("worksheets/");
    }
    EXPECT_EQ(sheets, 1);
    std::printf("%-22s %zu hostile strings, 0 got through\n", "workbook", sheet.rows.size());
}

} // namespace
} // namespace settled
