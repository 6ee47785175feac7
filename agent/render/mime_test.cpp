#include "render/mime.hpp"

#include "render/mime_encoding.hpp"

#include <settled/text.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

namespace settled::render {
namespace {

Mail letter() {
    Mail mail;
    mail.key = "huayuan/reminder/u8:C001/overdue-7/2026-11-20";
    mail.from = {"华远应收账款", "ar@huayuan.example"};
    mail.to = {{"王芳", "wang@acme.example"}, {"", "ap@acme.example"}};
    mail.reply_to = "ar-team@huayuan.example";
    mail.subject = "付款提醒：截至2026年11月20日，贵司尚有 2 笔款项合计 985.00 CNY 待付，请查收附件中的往来对账单";
    mail.text = "尊敬的客户：\n\n发票 INV-7 已到期。\n";
    mail.html = "<html><body><p>尊敬的客户：发票 INV-7 已到期。</p></body></html>";
    mail.date = "Fri, 20 Nov 2026 10:00:00 +0800";
    return mail;
}

std::string composed(const Mail& mail) {
    Result<std::string> made = compose(mail);
    EXPECT_TRUE(made) << made.error().message;
    return made.value_or("");
}

std::string refusal(const Mail& mail) {
    const Result<std::string> made = compose(mail);
    EXPECT_FALSE(made);
    return made ? "" : made.error().message;
}

// No line of the mail is longer than the limit, and every line ends with CR LF.
void expect_good_lines(const std::string& mail, std::size_t line_max) {
    EXPECT_TRUE(mail.ends_with("\r\n"));
    for (const std::string_view line : split(mail, '\n')) {
        const bool foldable = !line.starts_with("Message-ID:");
        EXPECT_LE(line.size(), foldable ? line_max + 1 : mail_line_max) << line;
        if (!line.empty()) {
            EXPECT_TRUE(line.ends_with('\r')) << line;
        }
    }
}

TEST(Mail, SameInputSameBytes) { EXPECT_EQ(composed(letter()), composed(letter())); }

TEST(Mail, LinesAreShortAndEndWithCrLf) {
    Mail mail = letter();
    mail.attachments.push_back(
        {"往来对账单 C001 很长很长很长很长很长很长很长的名字.pdf", "application/pdf", std::string(1000, '\xFF')});
    expect_good_lines(composed(mail), 78);
}

TEST(Mail, TheMessageIdIsMadeOfTheKeyAndTwoKeysNeverShareOne) {
    EXPECT_EQ(*message_id("a/b:c-1", "huayuan.example"), "<settled.a_2fb_3ac-1@huayuan.example>");
    EXPECT_NE(*message_id("a_2f", "x.example"), *message_id("a/", "x.example"));
    EXPECT_FALSE(message_id("", "x.example"));
    EXPECT_FALSE(message_id(std::string(201, 'a'), "x.example"));
    EXPECT_FALSE(message_id("a", "x.example>\r\nBcc: a@b.example"));
}

TEST(Mail, AHeaderCannotBeInjectedThroughAnyField) {
    const std::string evil = "x\r\nBcc: evil@example.com";
    Mail mail = letter();
    mail.subject = evil;
    EXPECT_EQ(refusal(mail), "mail: the subject holds a control character or line break; expected one line");
    mail = letter();
    mail.from.name = evil;
    EXPECT_NE(refusal(mail), "");
    mail = letter();
    mail.to[0].name = evil;
    EXPECT_NE(refusal(mail), "");
    mail = letter();
    mail.to[0].address = "a@b.example\r\nRCPT TO:<evil@example.com>";
    EXPECT_NE(refusal(mail).find("is not a mail address"), std::string::npos);
    mail = letter();
    mail.reply_to = evil;
    EXPECT_NE(refusal(mail), "");
    mail = letter();
    mail.date = evil;
    EXPECT_NE(refusal(mail), "");
    mail = letter();
    mail.more_headers = {{"X-Settled", evil}};
    EXPECT_NE(refusal(mail), "");
    mail.more_headers = {{"Bcc", "evil@example.com"}};
    EXPECT_NE(refusal(mail).find("is not allowed"), std::string::npos);
    mail.more_headers = {{"X-A: b\r\nBcc", "evil@example.com"}};
    EXPECT_NE(refusal(mail), "");
    mail = letter();
    mail.attachments = {{evil, "text/plain", ""}};
    EXPECT_NE(refusal(mail), "");
    mail.attachments = {{"a.txt", "text/plain\r\nX: y", ""}};
    EXPECT_NE(refusal(mail), "");
    mail.key = evil; // a key is encoded, not refused
    mail.attachments.clear();
    EXPECT_EQ(composed(mail).find("\nBcc"), std::string::npos);
}

TEST(Mail, WithoutARecipientOrWithTooManyItIsRefused) {
    Mail mail = letter();
    mail.to.clear();
    EXPECT_NE(refusal(mail).find("no recipient"), std::string::npos);
    mail.to.assign(mail_recipients_max + 1, {"", "a@b.example"});
    EXPECT_NE(refusal(mail).find("expected at most 100"), std::string::npos);
}

TEST(QuotedPrintable, KeepsLinesShortAndWhatProgramsMistakeEncoded) {
    EXPECT_EQ(quoted_printable("a=b \r\n.c\r\nFrom d"), "a=3Db=20\r\n=2Ec\r\n=46rom d");
    EXPECT_EQ(quoted_printable("ü"), "=C3=BC");
    for (const std::string_view line : split(quoted_printable(std::string(500, 'x')), '\n')) EXPECT_LE(line.size(), 77u);
}

TEST(Base64, IsTheOneOfRfc4648) {
    constexpr std::array<std::array<std::string_view, 2>, 7> vectors = {{{"", ""},
                                                                         {"f", "Zg=="},
                                                                         {"fo", "Zm8="},
                                                                         {"foo", "Zm9v"},
                                                                         {"foob", "Zm9vYg=="},
                                                                         {"fooba", "Zm9vYmE="},
                                                                         {"foobar", "Zm9vYmFy"}}};
    for (const auto& [bytes, text] : vectors) EXPECT_EQ(base64(bytes), text);
}

// What another program reads out of our mail, line by line.
constexpr std::string_view reader = R"(import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
assert not mail.defects, mail.defects
print('subject', mail['subject'])
print('from', mail['from'].addresses[0].display_name, mail['from'].addresses[0].addr_spec)
for one in mail['to'].addresses: print('to', one.display_name, one.addr_spec)
print('headers', ','.join(sorted(k.lower() for k in mail.keys())))
for part in mail.walk():
    assert not part.defects, part.defects
    print('part', part.get_content_type(), part.get_filename())
    if part.get_content_maintype() == 'text': print('text', part.get_content().replace('\r', '').replace('\n', '|'))
    elif not part.is_multipart(): print('bytes', len(part.get_content()))
)";

class ReadByPython : public testing::Test {
  protected:
    void SetUp() override {
        if (std::system("python3 -c 'import email.policy' >/dev/null 2>&1") != 0) GTEST_SKIP() << "python3 is not here";
        std::string pattern = (std::filesystem::temp_directory_path() / "settled-mime-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        std::ofstream(folder_ / "read.py") << reader;
    }
    void TearDown() override {
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }
    std::string read(const Mail& mail) {
        std::ofstream(folder_ / "mail.eml", std::ios::binary) << composed(mail);
        const std::string command =
            "PYTHONIOENCODING=utf-8 python3 " + (folder_ / "read.py").string() + " " + (folder_ / "mail.eml").string() + " 2>&1";
        std::string said;
        FILE* pipe = popen(command.c_str(), "r");
        std::array<char, 4096> buffer{};
        while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) said.append(buffer.data(), n);
        EXPECT_EQ(pclose(pipe), 0) << said;
        return said;
    }
    std::filesystem::path folder_;
};

TEST_F(ReadByPython, ALetterWithAttachmentsSaysWhatWasMeant) {
    Mail mail = letter();
    mail.attachments.push_back({"往来对账单-2026年11月.pdf", "application/pdf", std::string("%PDF\0\r\n\xFF", 8)});
    mail.attachments.push_back({"list.csv", "text/csv", "a,b\r\n1,2\r\n"});
    EXPECT_EQ(read(mail), "subject " + mail.subject +
                              "\n"
                              "from 华远应收账款 ar@huayuan.example\n"
                              "to 王芳 wang@acme.example\n"
                              "to  ap@acme.example\n"
                              "headers auto-submitted,content-type,date,from,message-id,mime-version,reply-to,subject,to\n"
                              "part multipart/mixed None\n"
                              "part multipart/alternative None\n"
                              "part text/plain None\n"
                              "text 尊敬的客户：||发票 INV-7 已到期。|\n"
                              "part text/html None\n"
                              "text <html><body><p>尊敬的客户：发票 INV-7 已到期。</p></body></html>\n"
                              "part application/pdf 往来对账单-2026年11月.pdf\n"
                              "bytes 8\n"
                              "part text/csv list.csv\n"
                              "text a,b|1,2|\n");
}

TEST_F(ReadByPython, NamesWithMarksArriveWhole) {
    Mail mail = letter();
    mail.html.clear();
    mail.from.name = "Müller, \"AR\" (Team)";
    mail.to = {{"O'Neil, J. \\ Co", "j@acme.example"}};
    mail.subject = "=?UTF-8?B?AAAA?= is not ours to decode";
    mail.text = "Größe: 1.234,50 €\n.\nFrom here\n";
    const std::string said = read(mail);
    EXPECT_NE(said.find("from Müller, \"AR\" (Team) ar@huayuan.example\n"), std::string::npos) << said;
    EXPECT_NE(said.find("to O'Neil, J. \\ Co j@acme.example\n"), std::string::npos) << said;
    EXPECT_NE(said.find("subject =?UTF-8?B?AAAA?= is not ours to decode\n"), std::string::npos) << said;
    EXPECT_NE(said.find("text Größe: 1.234,50 €|.|From here|\n"), std::string::npos) << said;
}

TEST_F(ReadByPython, AnySubjectOfAnyLengthComesBack) {
    std::mt19937 random(7);
    const std::vector<std::string> pieces = {"华", "é", "a", " ", "INV-1", "€", "😀", "=?", "_", ".", "\"", "(", "逾期"};
    for (int i = 0; i < 20; ++i) {
        std::string subject = "s";
        for (std::size_t n = random() % 80; n > 0; --n) subject += pieces[random() % pieces.size()];
        subject += "e";
        Mail mail = letter();
        mail.subject = subject;
        expect_good_lines(composed(mail), 78);
        const std::string said = read(mail);
        EXPECT_NE(said.find("subject " + subject + "\n"), std::string::npos) << subject << "\n" << said;
    }
}

} // namespace
} // namespace settled::render
