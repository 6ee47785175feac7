// The plugin against a real Dovecot of the test's own. What matters: a mail that our server has not
// proved gives nothing, a mail is looked at without a trace, and it goes only after all its files are stored.
#include "support/fetch_caller.hpp"
#include "support/script_server.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>

#include <unistd.h>
#include <zip.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::imap {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Options = std::vector<std::pair<std::string, std::string>>;

constexpr unsigned mail_user = 65533; // of dovecot.py
constexpr std::size_t bomb_bytes = 20'000'000;

std::string base64(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t three = 0;
        for (std::size_t j = 0; j < 3; ++j)
            three = (three << 8) | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j) text += i + j > bytes.size() ? '=' : letters[(three >> (18 - 6 * j)) & 63];
        if (text.size() % 77 == 76) text += '\n';
    }
    return text + "\n";
}

std::string attached(const std::string& file_name, std::string_view bytes) {
    return "--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"" + file_name +
           "\"\nContent-Transfer-Encoding: base64\n\n" + base64(bytes);
}

const std::string proved = "Authentication-Results: mail.corp.test; dkim=pass (2048-bit key) header.d=bank.test\n";
const std::string from_bank = "From: Bank <no-reply@bank.test>\n";

// `head`: the lines that matter to the case.
std::string mail(const std::string& head, const std::string& parts) {
    return head +
           "To: bank@corp.test\nSubject: Your statement\nDate: Mon, 16 Nov 2026 08:00:00 +0000\nMIME-Version: 1.0\n"
           "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nPlease find attached.\n" +
           parts + "--b--\n";
}

std::string good_mail(const std::string& name, std::string_view bytes) { return mail(proved + from_bank, attached(name, bytes)); }

struct Member {
    std::string name, bytes, password;
};
std::string zipped(const fs::path& folder, const std::vector<Member>& members) {
    const fs::path path = folder / "made.zip";
    fs::remove(path);
    zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
    for (const Member& member : members) {
        const zip_int64_t at =
            zip_file_add(archive, member.name.c_str(), zip_source_buffer(archive, member.bytes.data(), member.bytes.size(), 0),
                         ZIP_FL_ENC_UTF_8);
        if (!member.password.empty())
            zip_file_set_encryption(archive, static_cast<zip_uint64_t>(at), ZIP_EM_AES_256, member.password.c_str());
    }
    zip_close(archive);
    return support::text_of(path);
}

class FetchImapTest : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        if (!support::root() || !fs::exists("/usr/sbin/dovecot") || !fs::exists("/usr/lib/dovecot/imap")) return;
        folder_.emplace("settled-imap");
        auto started = support::ScriptServer::start("dovecot.py", folder_->path());
        if (started)
            server_.emplace(std::move(*started));
        else
            trouble_ = started.error().message;
    }
    static void TearDownTestSuite() {
        server_.reset();
        folder_.reset();
    }
    // A folder on the server for each case.
    void SetUp() override {
        if (!folder_) GTEST_SKIP() << "no Dovecot of our own: it needs root and the package dovecot-imapd";
        ASSERT_EQ(trouble_, "");
        box_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
        make_box(server_->folder(), box_);
    }

    static void own(const fs::path& path) { ASSERT_EQ(::chown(path.c_str(), mail_user, mail_user), 0); }
    static void make_box(const fs::path& server, const std::string& box) {
        for (const char* part : {"", "tmp", "new", "cur"}) {
            fs::create_directories(server / "mail" / ("." + box) / part);
            own(server / "mail" / ("." + box) / part);
        }
    }
    void deliver(const std::string& text, const fs::path& server = {}) {
        const fs::path place = (server.empty() ? server_->folder() : server) / "mail" / ("." + box_);
        ++delivered_;
        const std::string name = std::to_string(1'790'000'000 + delivered_) + ".M" + std::to_string(delivered_) + ".test";
        std::ofstream(place / "tmp" / name, std::ios::binary) << text;
        own(place / "tmp" / name);
        fs::rename(place / "tmp" / name, place / "new" / name);
    }
    // Mails in the folder of the case, or below it; the names show their flags.
    std::vector<std::string> mails(const std::string& below = "", const fs::path& server = {}) const {
        std::vector<std::string> found;
        const fs::path place =
            (server.empty() ? server_->folder() : server) / "mail" / ("." + box_ + (below.empty() ? "" : "." + below));
        for (const char* part : {"new", "cur"})
            if (fs::exists(place / part))
                for (const auto& entry : fs::directory_iterator(place / part)) found.push_back(entry.path().filename().string());
        return found;
    }

    static std::string url_of(const support::ScriptServer& server, const std::string& box) {
        return "imaps://localhost:" + std::to_string(server.port()) + "/" + box;
    }
    // Later options win.
    std::string open(const Options& more = {}) {
        Options options = {{"url", url_of(*server_, box_)},
                           {"user", "bank@corp.test"},
                           {"password", "right"},
                           {"ca_file", server_->folder() / "ca.pem"},
                           {"senders", "no-reply@bank.test;other@bank.test"},
                           {"authenticated_by", "mail.corp.test"},
                           {"timeout_seconds", "20"}};
        options.insert(options.end(), more.begin(), more.end());
        return caller_.open(options);
    }

    static inline std::optional<support::TemporaryFolder> folder_;
    static inline std::optional<support::ScriptServer> server_;
    static inline std::string trouble_;
    static inline int delivered_ = 0;
    std::string box_;
    support::FetchCaller caller_{SETTLED_PLUGIN_SYMBOL};
};

TEST_F(FetchImapTest, AnAttachmentOfAProvedSenderIsAFile) {
    const std::string bytes("\x00\x01\xFF text\r\n.\r\nA001 OK done\r\n\0", 28);
    deliver(good_mail("statement.sta", bytes));
    ASSERT_EQ(open(), "");
    const auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(1)) << caller_.words;
    EXPECT_EQ(files[0].name, "statement.sta");
    EXPECT_EQ(files[0].sender, "no-reply@bank.test");
    EXPECT_EQ(files[0].byte_count, 28);
    EXPECT_EQ(caller_.read(files[0].id), bytes) << caller_.words;
    ASSERT_THAT(mails(), SizeIs(1));
    EXPECT_THAT(mails()[0], Not(HasSubstr(",S"))) << "looked at, not marked as read";
    EXPECT_THAT(mails()[0], Not(HasSubstr(":2,S")));
}

TEST_F(FetchImapTest, NamesInAnyScriptAndEncodingAreRead) {
    deliver(mail(proved + from_bank, attached("=?UTF-8?B?5a+56LSm5Y2VIDEwLnN0YQ==?=", "one") +
                                         "--b\nContent-Type: application/xml\nContent-Disposition: attachment;\n "
                                         "filename*=UTF-8''%E8%B4%A6%E5%8D%95.sta\n\ntwo\n" +
                                         attached("..\\\\..\\\\etc/passwd.sta", "three")));
    ASSERT_EQ(open({{"files", "*.sta"}}), "");
    EXPECT_THAT(caller_.names(), ElementsAre("对账单 10.sta", "账单.sta", "passwd.sta"));
}

TEST_F(FetchImapTest, MailsAndAttachmentsAreChosenByPattern) {
    deliver(good_mail("statement.pdf", "pdf"));
    deliver(good_mail("statement.sta", "sta"));
    ASSERT_EQ(open({{"files", "*.sta"}}), "");
    EXPECT_THAT(caller_.names(), ElementsAre("statement.sta"));
    ASSERT_EQ(open({{"subject", "*statement"}}), "");
    EXPECT_THAT(caller_.names(), SizeIs(2));
    ASSERT_EQ(open({{"subject", "*offer*"}}), "");
    EXPECT_THAT(caller_.names(), IsEmpty());
}

TEST_F(FetchImapTest, AMailInsideTheMailIsNotOpened) {
    deliver(mail(proved + from_bank, "--b\nContent-Type: message/rfc822\n\n" + good_mail("inner.sta", "inner")));
    ASSERT_EQ(open(), "");
    EXPECT_THAT(caller_.names(), IsEmpty());
}

TEST_F(FetchImapTest, AZipIsOpenedAndABombOrALockedOneIsRefusedWithTheNextStep) {
    const support::TemporaryFolder folder("settled-zip");
    deliver(good_mail("two.zip", zipped(folder.path(), {{"out/a.sta", "aa", ""}, {"b.sta", "b", ""}, {"c.pdf", "c", ""}})));
    deliver(good_mail("locked.zip", zipped(folder.path(), {{"d.sta", "d", "hunter2"}})));
    deliver(good_mail("bomb.zip", zipped(folder.path(), {{"e.sta", std::string(bomb_bytes, '0'), ""}})));
    deliver(good_mail("other.zip", zipped(folder.path(), {{"f.pdf", "f", ""}})));
    deliver(good_mail("broken.zip", "PK\x03\x04 no zip"));
    ASSERT_EQ(open({{"files", "*.sta;*.zip"}}), "");
    const auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(6)) << caller_.words;
    EXPECT_EQ(files[0].name, "a.sta");
    EXPECT_EQ(caller_.read(files[0].id), "aa");
    EXPECT_EQ(caller_.read(files[1].id), "b");
    const std::array<std::string, 4> reasons = {"locked.zip: the ZIP file is protected by a password",
                                                "unpacks to more than its limit", "holds nothing that `files` names",
                                                "cannot be opened"};
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        EXPECT_EQ(caller_.read(files[i + 2].id), "");
        EXPECT_EQ(caller_.code, SETTLED_BAD_DATA);
        EXPECT_THAT(caller_.words, HasSubstr(reasons[i]));
    }
}

// ---- who wrote it

TEST_F(FetchImapTest, AMailOfSomebodyElseIsLeftAlone) {
    deliver(mail("Authentication-Results: mail.corp.test; dkim=pass header.d=evil.test\n"
                 "From: \"no-reply@bank.test\" <no-reply@evil.test>\n",
                 attached("a.sta", "a")));
    deliver(mail(proved + "From: no-reply@bank.test.evil.test\n", attached("a.sta", "a")));
    deliver(mail(proved + from_bank + "From: no-reply@evil.test\n", attached("a.sta", "a")));
    deliver(mail(proved + "From: no-reply@bank.test, x@evil.test\n", attached("a.sta", "a")));
    ASSERT_EQ(open(), "");
    EXPECT_THAT(caller_.names(), IsEmpty());
    EXPECT_THAT(mails(), SizeIs(4));
}

TEST_F(FetchImapTest, AMailThatOurServerDidNotProveIsRefused) {
    const std::array<std::string, 6> heads = {
        "", // our server says nothing
        "Authentication-Results: mail.corp.test; dkim=fail header.d=bank.test\n",
        "Authentication-Results: mail.corp.test; dkim=pass header.d=evil.test\n",
        "Authentication-Results: mail.corp.test; spf=pass smtp.mailfrom=bank.test\n" + proved, // a second line below ours
        "Authentication-Results: mail.evil.test; dkim=pass header.d=bank.test\n",
        "Authentication-Results: mail.corp.test; dkim=none (dkim=pass header.d=bank.test)\n",
    };
    for (const std::string& head : heads) deliver(mail(head + from_bank, attached("a.sta", "a")));
    ASSERT_EQ(open(), "");
    const auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(heads.size())) << caller_.words;
    for (std::size_t i = 0; i < files.size(); ++i) {
        EXPECT_EQ(caller_.read(files[i].id), "") << heads[i];
        EXPECT_EQ(caller_.code, SETTLED_BAD_DATA) << heads[i];
        EXPECT_THAT(caller_.words, HasSubstr("expected dkim=pass for bank.test")) << heads[i];
        EXPECT_EQ(caller_.refused(files[i].id, "", caller_.words), SETTLED_OK) << caller_.words;
    }
    EXPECT_THAT(mails(), IsEmpty());
    EXPECT_THAT(mails("rejected"), SizeIs(heads.size()));
}

// ---- putting away

TEST_F(FetchImapTest, AMailGoesToTheArchiveWhenTheLastOfItsFilesIsStored) {
    deliver(mail(proved + from_bank, attached("a.sta", "a") + attached("b.sta", "b")));
    ASSERT_EQ(open(), "");
    auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(2)) << caller_.words;
    EXPECT_EQ(caller_.imported(files[0].id), SETTLED_OK) << caller_.words;
    EXPECT_THAT(mails(), SizeIs(1)) << "the second file is not stored yet";
    // A run that ended here is taken up by the next one.
    ASSERT_EQ(open(), "");
    files = caller_.list();
    ASSERT_THAT(files, SizeIs(2));
    for (const auto& file : files) EXPECT_EQ(caller_.imported(file.id), SETTLED_OK) << caller_.words;
    EXPECT_THAT(mails(), IsEmpty());
    EXPECT_THAT(mails("archive"), SizeIs(1));
    EXPECT_THAT(caller_.names(), IsEmpty());
}

TEST_F(FetchImapTest, OneRefusedFileSendsTheMailToRejected) {
    deliver(mail(proved + from_bank, attached("a.sta", "a") + attached("b.sta", "b")));
    ASSERT_EQ(open({{"rejected", box_ + "/bad ones & 坏"}}), "");
    const auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(2));
    EXPECT_EQ(caller_.refused(files[0].id, "", "balance"), SETTLED_OK);
    EXPECT_EQ(caller_.imported(files[1].id), SETTLED_OK) << caller_.words;
    EXPECT_THAT(mails(), IsEmpty());
    EXPECT_THAT(mails("bad ones &- &V08-"), SizeIs(1));
}

TEST_F(FetchImapTest, LeavesMarkedOrDeletesWhenTold) {
    deliver(good_mail("a.sta", "a"));
    ASSERT_EQ(open({{"then", "leave"}}), "");
    auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(1));
    EXPECT_EQ(caller_.imported(files[0].id), SETTLED_OK) << caller_.words;
    EXPECT_THAT(mails(), SizeIs(1));
    EXPECT_THAT(caller_.names(), IsEmpty()) << "not read again";
    deliver(good_mail("b.sta", "b"));
    ASSERT_EQ(open({{"then", "delete"}}), "");
    files = caller_.list();
    ASSERT_THAT(files, SizeIs(1));
    EXPECT_EQ(caller_.imported(files[0].id), SETTLED_OK) << caller_.words;
    EXPECT_THAT(mails(), SizeIs(1)) << "the first one is not touched";
}

TEST_F(FetchImapTest, AServerThatCannotMoveIsAskedToCopyAndMark) {
    const support::TemporaryFolder folder("settled-imap-old");
    auto old = support::ScriptServer::start("dovecot.py", folder.path(), {"no-move"});
    ASSERT_TRUE(old) << old.error().message;
    make_box(folder.path(), box_);
    deliver(good_mail("a.sta", "a"), folder.path());
    ASSERT_EQ(open({{"url", url_of(*old, box_)}, {"ca_file", folder / "ca.pem"}}), "");
    const auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(1)) << caller_.words;
    EXPECT_EQ(caller_.imported(files[0].id), SETTLED_OK) << caller_.words;
    EXPECT_THAT(mails("archive", folder.path()), SizeIs(1));
    ASSERT_THAT(mails("", folder.path()), SizeIs(1)) << "without UIDPLUS it stays, marked as deleted";
    EXPECT_THAT(mails("", folder.path())[0], HasSubstr("T"));
    EXPECT_THAT(caller_.names(), IsEmpty());
}

// ---- the server and the world

TEST_F(FetchImapTest, CheckReachesAndChangesNothing) {
    deliver(good_mail("a.sta", "a"));
    ASSERT_EQ(open(), "");
    EXPECT_THAT(caller_.check(), HasSubstr("TLS verified, login accepted; " + box_ + " holds 1 mails, 1 of them waiting"));
    EXPECT_THAT(mails(), SizeIs(1));
}

TEST_F(FetchImapTest, StartTlsServesToo) {
    deliver(good_mail("a.sta", "a"));
    ASSERT_EQ(open({{"url", "imap://localhost:" + server_->text("starttls_port") + "/" + box_}}), "");
    EXPECT_THAT(caller_.names(), ElementsAre("a.sta")) << caller_.words;
}

TEST_F(FetchImapTest, AServerWithoutTlsHearsNoPassword) {
    const support::TemporaryFolder folder("settled-imap-plain");
    auto plain = support::ScriptServer::start("dovecot.py", folder.path(), {"no-tls"});
    ASSERT_TRUE(plain) << plain.error().message;
    ASSERT_EQ(open({{"url", "imap://localhost:" + std::to_string(plain->port()) + "/INBOX"}}), "");
    EXPECT_THAT(caller_.names(), IsEmpty());
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(caller_.words, HasSubstr("offers no TLS"));
    EXPECT_THAT(plain->text("dovecot.py.log"), Not(HasSubstr("Login:")));
}

TEST_F(FetchImapTest, AMailboxIsOpenedWithAnAccessTokenInsteadOfAPassword) {
    const support::TemporaryFolder folder("settled-imap-tokens"), token_folder("settled-tokens");
    auto tokens = support::ScriptServer::start("token_server.py", token_folder.path());
    ASSERT_TRUE(tokens) << tokens.error().message;
    const std::string url = "http://127.0.0.1:" + std::to_string(tokens->port());
    auto dovecot = support::ScriptServer::start("dovecot.py", folder.path(), {"tokens=" + url});
    ASSERT_TRUE(dovecot) << dovecot.error().message;
    make_box(folder.path(), box_);
    deliver(good_mail("a.sta", "a"), folder.path());
    const Options account = {{"url", url_of(*dovecot, box_)}, {"ca_file", folder / "ca.pem"},    {"token_url", url + "/token"},
                             {"client_id", "app-1"},          {"refresh_token", "for-the-bank"}, {"password", ""}};
    ASSERT_EQ(open(account), "");
    EXPECT_THAT(caller_.names(), ElementsAre("a.sta")) << caller_.words;
    std::ofstream(token_folder / "token") << "of-somebody-else";
    ASSERT_EQ(open(account), "");
    caller_.list();
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED) << caller_.words;
    EXPECT_THAT(caller_.words, ::testing::AllOf(HasSubstr("token_scope"), Not(HasSubstr("of-somebody-else"))));
    EXPECT_THAT(open({{"password", ""}}), HasSubstr("password = \"secret:NAME\" is missing, or token_url"));
}

TEST_F(FetchImapTest, AnUnknownAuthorityOrAnotherHostNameIsRefused) {
    ASSERT_EQ(open({{"ca_file", ""}}), "");
    caller_.list();
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(caller_.words, HasSubstr("certificate cannot be trusted"));
    ASSERT_EQ(open({{"url", "imaps://127.0.0.1:" + std::to_string(server_->port()) + "/" + box_}}), "");
    caller_.list();
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED) << caller_.words;
}

TEST_F(FetchImapTest, AWrongPasswordIsSaidOnceAndNeverRepeated) {
    ASSERT_EQ(open({{"password", "not-the-right-one"}}), "");
    caller_.list();
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(caller_.words, HasSubstr("refused the login of bank@corp.test"));
    EXPECT_THAT(caller_.words, Not(HasSubstr("not-the-right-one")));
}

TEST_F(FetchImapTest, AServerThatIsDownOrAFolderThatIsMissingIsNotAnEmptyMailbox) {
    ASSERT_EQ(open({{"url", "imaps://localhost:1/INBOX"}}), "");
    caller_.list();
    EXPECT_EQ(caller_.code, SETTLED_UNAVAILABLE);
    EXPECT_THAT(caller_.words, HasSubstr("tried again"));
    ASSERT_EQ(open({{"url", url_of(*server_, "Missing")}}), "");
    caller_.list();
    EXPECT_EQ(caller_.code, SETTLED_UNAVAILABLE);
    EXPECT_THAT(caller_.words, HasSubstr("cannot open folder Missing"));
}

TEST_F(FetchImapTest, AConnectionThatDropsInTheMiddleOfAMailIsMadeAgain) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i) + "\n";
    deliver(good_mail("large.sta", text));
    const support::TemporaryFolder folder("settled-relay");
    auto relay = support::ScriptServer::start("cutting_relay.py", folder.path(), {std::to_string(server_->port()), "500000", "2"},
                                              "relay_port");
    ASSERT_TRUE(relay) << relay.error().message; // its first connection was the look whether it is up
    ASSERT_EQ(open({{"url", url_of(*relay, box_)}}), "");
    const auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(1)) << caller_.words;
    EXPECT_EQ(caller_.read(files[0].id), text) << caller_.words;
    EXPECT_TRUE(fs::exists(folder / "cut")) << "the line was cut";
}

TEST_F(FetchImapTest, AMailBeyondTheLimitIsRefusedBeforeItIsFetched) {
    deliver(good_mail("large.sta", std::string(2'000'000, 'x')));
    ASSERT_EQ(open({{"mail_mb", "1"}}), "");
    const auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(1));
    EXPECT_EQ(caller_.read(files[0].id), "");
    EXPECT_EQ(caller_.code, SETTLED_BAD_DATA);
    EXPECT_THAT(caller_.words, HasSubstr("Raise mail_mb"));
}

TEST_F(FetchImapTest, OptionsThatMeanNothingAreRefusedWithTheNextStep) {
    EXPECT_THAT(open({{"url", "https://mail.corp.test/"}}), HasSubstr("expected imaps://HOST:993"));
    EXPECT_THAT(open({{"senders", "the bank"}}), HasSubstr("is no mail address"));
    EXPECT_THAT(open({{"senders", ";"}}), HasSubstr("expected 1 to 50"));
    EXPECT_THAT(open({{"authenticated_by", " "}}), HasSubstr("authenticated_by is empty"));
    EXPECT_THAT(open({{"then", "keep"}}), HasSubstr("archive, leave or delete"));
    EXPECT_THAT(open({{"mail_mb", "0"}}), HasSubstr("mail_mb"));
}

} // namespace
} // namespace settled::imap
