// The plugin against a real OpenSSH server of the test's own. What matters: nothing is said to a server
// that is not the pinned one, each byte arrives, and nothing goes at the source that was not read here.
#include "client_key.hpp"
#include "host_keys.hpp"

#include <digest/sha256.hpp>
#include <settled/text.hpp>

#include "support/fetch_caller.hpp"
#include "support/script_server.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>

#include <unistd.h>

extern "C" const settled_plugin SETTLED_PLUGIN_SYMBOL;

namespace settled::sftp {
namespace {

namespace fs = std::filesystem;
using support::text_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Options = std::vector<std::pair<std::string, std::string>>;

std::string sha256(std::string_view bytes) {
    digest::Sha256 sum;
    sum.add(bytes);
    return sum.hex();
}

std::string fingerprint(const fs::path& public_key) {
    auto shown = support::run(
        {.arguments = {"/usr/bin/ssh-keygen", "-l", "-f", public_key.string()}, .user = {}, .input = {}, .output = {}});
    return shown ? std::string(split(*shown, ' ').at(1)) : shown.error().message;
}

// One server for all cases; each has a folder of its own on it.
class FetchSftpTest : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        if (!fs::exists("/usr/sbin/sshd") || !fs::exists("/usr/bin/unshare")) return;
        folder_.emplace("settled-sftp");
        fs::create_directory(*folder_ / "elsewhere");
        auto started = support::ScriptServer::start("openssh.py", folder_->path());
        if (started)
            server_.emplace(std::move(*started));
        else
            trouble_ = started.error().message;
    }
    static void TearDownTestSuite() {
        server_.reset();
        folder_.reset();
    }
    void SetUp() override {
        if (!folder_) GTEST_SKIP() << "no OpenSSH server is installed";
        ASSERT_EQ(trouble_, "");
        const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
        here_ = server_->folder() / "files" / name;
        fs::create_directory(here_);
        for_everybody(here_);
        using namespace std::chrono;
        caller_.host.unix_ms = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() + 3'600'000;
    }

    static void for_everybody(const fs::path& path) { fs::permissions(path, fs::perms::all); }

    fs::path put(const std::string& name, const std::string& text = "text") const {
        std::ofstream(here_ / name, std::ios::binary) << text;
        for_everybody(here_ / name);
        return here_ / name;
    }

    std::string url(int port = 0, const std::string& folder = "") const {
        return "sftp://127.0.0.1:" + std::to_string(port == 0 ? server_->port() : port) +
               (folder.empty() ? here_.string() : folder);
    }
    static std::string pin(const std::string& kind = "ed25519") {
        return fingerprint(server_->folder() / ("host_" + kind + ".pub"));
    }

    // Later options win.
    std::string open(const Options& more = {}) {
        Options options = {{"url", url()},
                           {"user", server_->text("user")},
                           {"private_key", server_->text("client_ed25519")},
                           {"host_key", pin()},
                           {"timeout_seconds", "20"}};
        options.insert(options.end(), more.begin(), more.end());
        return caller_.open(options);
    }

    std::vector<std::string> everything() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::recursive_directory_iterator(here_))
            if (!entry.is_directory()) found.push_back(fs::relative(entry.path(), here_).string());
        std::ranges::sort(found);
        return found;
    }

    static inline std::optional<support::TemporaryFolder> folder_;
    static inline std::optional<support::ScriptServer> server_;
    static inline std::string trouble_;
    fs::path here_;
    support::FetchCaller caller_{SETTLED_PLUGIN_SYMBOL};
};

// sha256 of "text", by sha256sum.
const std::string digest_of_text = "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1";

TEST_F(FetchSftpTest, ListsWhatItsPatternsNameAndReadsIt) {
    put("b.sta", "bb");
    put("a.STA", "aaa");
    put("c.pdf");
    put("half.sta.part");
    ASSERT_EQ(open({{"files", "*.sta"}}), "");
    const auto files = caller_.list();
    ASSERT_THAT(files, SizeIs(2)) << caller_.words;
    EXPECT_EQ(files[0].name, "a.STA");
    EXPECT_EQ(files[0].byte_count, 3);
    EXPECT_THAT(files[0].owner, StartsWith("uid "));
    EXPECT_GT(files[0].modified_unix_ms, 1'700'000'000'000);
    EXPECT_EQ(caller_.read(files[1].id), "bb");
    EXPECT_EQ(caller_.code, SETTLED_OK) << caller_.words;
}

TEST_F(FetchSftpTest, NamesInAnyScriptWithBlanksAndOddBytesAreFilesLikeOthers) {
    const std::string gbk = "\xD5\xCB\xB5\xA5.sta"; // 账单 in GBK
    for (const std::string name : {"对账单 2026-10.sta", "a%20b.sta", "\"quoted\" 'name'.sta", "*.sta", "-r.sta", gbk.c_str()})
        put(name, "text of " + name);
    ASSERT_EQ(open(), "");
    const auto files = caller_.list();
    EXPECT_THAT(files, SizeIs(6)) << caller_.words;
    for (const auto& file : files) {
        EXPECT_EQ(first_invalid_utf8(file.name), std::string::npos);
        EXPECT_THAT(caller_.read(file.id), StartsWith("text of ")) << file.name << ": " << caller_.words;
        EXPECT_EQ(caller_.imported(file.id), SETTLED_OK) << caller_.words;
    }
    EXPECT_THAT(caller_.names(), IsEmpty());
    EXPECT_THAT(everything(), SizeIs(6)) << "all are in the archive";
}

TEST_F(FetchSftpTest, FoldersAndLinksAreNoFiles) {
    put("a.sta");
    fs::create_directory(here_ / "folder.sta");
    fs::create_symlink("/etc/passwd", here_ / "link.sta");
    ASSERT_EQ(open(), "");
    EXPECT_THAT(caller_.names(), ElementsAre("a.sta"));
    caller_.read("link.sta");
    EXPECT_EQ(caller_.code, SETTLED_UNAVAILABLE);
    EXPECT_EQ(caller_.read("../" + here_.filename().string() + "/a.sta"), "");
    EXPECT_EQ(caller_.code, SETTLED_BAD_DATA);
}

TEST_F(FetchSftpTest, AFileThatIsStillWrittenWaits) {
    put("new.sta");
    caller_.host.unix_ms -= 3'600'000;
    ASSERT_EQ(open({{"settle_seconds", "600"}}), "");
    EXPECT_THAT(caller_.names(), IsEmpty());
    caller_.host.unix_ms += 1'200'000;
    EXPECT_THAT(caller_.names(), ElementsAre("new.sta"));
}

TEST_F(FetchSftpTest, OldFilesAreLeftAloneWhereToldSo) {
    put("new.sta");
    fs::last_write_time(put("old.sta"), fs::file_time_type::clock::now() - std::chrono::hours(24 * 100));
    ASSERT_EQ(open({{"days_back", "90"}}), "");
    EXPECT_THAT(caller_.names(), ElementsAre("new.sta"));
    ASSERT_EQ(open(), "");
    EXPECT_THAT(caller_.names(), ElementsAre("new.sta", "old.sta"));
}

TEST_F(FetchSftpTest, ALargeFileArrivesWhole) {
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += "line " + std::to_string(i) + "\n";
    put("large.sta", text);
    ASSERT_EQ(open(), "");
    EXPECT_EQ(sha256(caller_.read("large.sta")), sha256(text)) << caller_.words;
}

// ---- putting away

TEST_F(FetchSftpTest, AnImportedFileGoesToTheArchiveOfItsMonth) {
    put("a.sta");
    ASSERT_EQ(open(), "");
    EXPECT_EQ(caller_.imported("a.sta", digest_of_text), SETTLED_OK) << caller_.words;
    ASSERT_THAT(everything(), SizeIs(1));
    EXPECT_THAT(everything()[0], ::testing::MatchesRegex("archive/20[0-9][0-9]/[01][0-9]/a.982d9e3eb996.sta"));
    put("a.sta"); // the bank puts the same again
    EXPECT_EQ(caller_.imported("a.sta", digest_of_text), SETTLED_OK) << caller_.words;
    EXPECT_THAT(everything(), SizeIs(2)) << "nothing is overwritten";
}

TEST_F(FetchSftpTest, LeavesOrDeletesWhenTold) {
    put("a.sta");
    ASSERT_EQ(open({{"then", "leave"}}), "");
    EXPECT_EQ(caller_.imported("a.sta", digest_of_text), SETTLED_OK);
    EXPECT_EQ(caller_.refused("a.sta", digest_of_text, "reason"), SETTLED_OK);
    EXPECT_THAT(everything(), ElementsAre("a.sta"));
    ASSERT_EQ(open({{"then", "delete"}}), "");
    EXPECT_EQ(caller_.imported("a.sta", digest_of_text), SETTLED_OK) << caller_.words;
    EXPECT_THAT(everything(), IsEmpty());
    EXPECT_EQ(caller_.imported("a.sta", digest_of_text), SETTLED_OK) << "gone already: " << caller_.words;
}

TEST_F(FetchSftpTest, AFileThatCameAfterTheOneThatWasReadStays) {
    put("a.sta", "newer");
    for (const char* then : {"archive", "delete"}) {
        ASSERT_EQ(open({{"then", then}}), "");
        EXPECT_EQ(caller_.imported("a.sta", digest_of_text), SETTLED_OK);
        EXPECT_THAT(everything(), ElementsAre("a.sta"));
        ASSERT_THAT(caller_.host.log, Not(IsEmpty()));
        EXPECT_THAT(caller_.host.log.back(), HasSubstr("is not the file that was read"));
    }
}

TEST_F(FetchSftpTest, ARefusedFileGoesToRejectedWithItsReason) {
    put("a.sta");
    ASSERT_EQ(open(), "");
    EXPECT_EQ(caller_.refused("a.sta", digest_of_text, "closing balance differs"), SETTLED_OK) << caller_.words;
    EXPECT_THAT(everything(), ElementsAre("rejected/a.982d9e3eb996.sta", "rejected/a.982d9e3eb996.sta.reason.txt"));
    EXPECT_THAT(text_of(here_ / "rejected/a.982d9e3eb996.sta.reason.txt"), HasSubstr("closing balance differs"));
    EXPECT_THAT(caller_.names(), IsEmpty());
}

TEST_F(FetchSftpTest, ALinkInPlaceOfTheArchiveIsNotFollowed) {
    put("a.sta");
    fs::create_directory_symlink(*folder_ / "elsewhere", here_ / "archive");
    ASSERT_EQ(open(), "");
    EXPECT_EQ(caller_.imported("a.sta", digest_of_text), SETTLED_ACCESS_DENIED);
    EXPECT_THAT(caller_.words, HasSubstr("is no folder but a file or link"));
    EXPECT_TRUE(fs::exists(here_ / "a.sta"));
}

// ---- whose server is it

TEST_F(FetchSftpTest, WithoutAPinnedKeyNothingIsFetchedAndTheKeyIsSaid) {
    put("a.sta");
    ASSERT_EQ(open({{"host_key", ""}}), "");
    EXPECT_THAT(caller_.names(), IsEmpty());
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(caller_.words, HasSubstr("no host key is pinned"));
    EXPECT_THAT(caller_.words, HasSubstr(pin() + " (ssh-ed25519)"));
    EXPECT_THAT(caller_.words, HasSubstr("host_key = "));
}

TEST_F(FetchSftpTest, AnotherKeyThanThePinnedOneIsRefusedBeforeAnythingIsSent) {
    const std::string other = fingerprint(server_->folder() / "client_stranger.pub");
    ASSERT_EQ(open({{"host_key", other}}), "");
    const std::size_t before = server_->text("openssh.py.log").size();
    EXPECT_THAT(caller_.check(), HasSubstr(pin()));
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(caller_.words, HasSubstr("pinned is " + other));
    EXPECT_THAT(server_->text("openssh.py.log").substr(before), Not(HasSubstr("Accepted")));
}

TEST_F(FetchSftpTest, WhicheverOfTheServersKeysIsPinnedIsAskedFor) {
    put("a.sta");
    for (const char* kind : {"ed25519", "ecdsa"}) {
        ASSERT_EQ(open({{"host_key", pin(kind)}}), "");
        EXPECT_THAT(caller_.names(), ElementsAre("a.sta")) << kind << ": " << caller_.words;
    }
    ASSERT_EQ(open({{"host_key", fingerprint(server_->folder() / "client_stranger.pub") + ";" + pin()}}), "");
    EXPECT_THAT(caller_.names(), ElementsAre("a.sta")) << "one of a list: " << caller_.words;
}

TEST_F(FetchSftpTest, AKnownHostsFilePinsToo) {
    put("a.sta");
    const fs::path known = *folder_ / "known_hosts";
    const auto write = [&](const std::string& host, const std::string& key) {
        const std::string line = server_->text(key);
        std::ofstream(known) << "# banks\n" << host << " " << line.substr(0, line.rfind(' ')) << "\n";
    };
    write("[127.0.0.1]:" + std::to_string(server_->port()), "host_ecdsa.pub");
    ASSERT_EQ(open({{"host_key", ""}, {"known_hosts_file", known.string()}}), "");
    EXPECT_THAT(caller_.names(), ElementsAre("a.sta")) << caller_.words;
    write("[127.0.0.1]:" + std::to_string(server_->port()), "client_stranger.pub");
    ASSERT_EQ(open({{"host_key", ""}, {"known_hosts_file", known.string()}}), "");
    EXPECT_THAT(caller_.names(), IsEmpty());
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED) << caller_.words;
    write("elsewhere.test", "host_ecdsa.pub");
    ASSERT_EQ(open({{"host_key", ""}, {"known_hosts_file", known.string()}}), "");
    EXPECT_THAT(caller_.names(), IsEmpty()) << "pinned for another host";
    ASSERT_EQ(open({{"host_key", ""}, {"known_hosts_file", "/nowhere/known_hosts"}}), "");
    EXPECT_THAT(caller_.check(), HasSubstr("/nowhere/known_hosts"));
    EXPECT_EQ(caller_.code, SETTLED_INVALID_CONFIG);
}

// ---- whose account is it

TEST_F(FetchSftpTest, Ed25519AndEcdsaKeysLogIn) {
    put("a.sta");
    for (const char* key : {"client_ed25519", "client_ecdsa", "client_pkcs8"}) {
        ASSERT_EQ(open({{"private_key", std::string(trim(server_->text(key)))}}), "") << key;
        EXPECT_THAT(caller_.check(), HasSubstr("login by key accepted")) << key;
    }
    ASSERT_EQ(open({{"private_key", server_->text("client_locked")}, {"private_key_password", "locked"}}), "");
    EXPECT_THAT(caller_.check(), HasSubstr("login by key accepted"));
}

TEST_F(FetchSftpTest, AKeyThatTheServerDoesNotKnowIsSaidInOneLine) {
    ASSERT_EQ(open({{"private_key", server_->text("client_stranger")}}), "");
    EXPECT_THAT(caller_.check(), HasSubstr("the server refused the key of " + server_->text("user")));
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(caller_.words, Not(HasSubstr("\n")));
    ASSERT_EQ(open({{"private_key", server_->text("client_locked")}, {"private_key_password", "wrong-words"}}), "");
    EXPECT_THAT(caller_.check(), Not(HasSubstr("wrong-words")));
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED);
}

TEST_F(FetchSftpTest, APasswordLogsInAndAWrongOneIsNeverRepeated) {
    if (server_->text("passwords") != "yes") GTEST_SKIP() << "a server that knows passwords needs root, outside a chroot";
    put("a.sta");
    const Options account = {{"private_key", ""}};
    Options right = account, wrong = account;
    right.emplace_back("password", "right");
    wrong.emplace_back("password", "not-the-right-one");
    ASSERT_EQ(open(right), "");
    EXPECT_THAT(caller_.names(), ElementsAre("a.sta")) << caller_.words;
    EXPECT_THAT(caller_.check(), HasSubstr("login by password accepted"));
    ASSERT_EQ(open(wrong), "");
    EXPECT_THAT(caller_.names(), IsEmpty());
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED);
    EXPECT_THAT(caller_.words, HasSubstr("refused the password of bank"));
    EXPECT_THAT(caller_.words, Not(HasSubstr("not-the-right-one")));
}

// ---- when the world breaks

TEST_F(FetchSftpTest, AServerThatIsDownIsTriedAgain) {
    ASSERT_EQ(open({{"url", "sftp://127.0.0.1:1/out"}}), "");
    EXPECT_THAT(caller_.names(), IsEmpty());
    EXPECT_EQ(caller_.code, SETTLED_UNAVAILABLE);
    EXPECT_THAT(caller_.words, StartsWith("sftp://127.0.0.1:1: "));
    EXPECT_THAT(caller_.words, HasSubstr("tried again"));
}

TEST_F(FetchSftpTest, AMissingFolderIsNotAnEmptyOne) {
    ASSERT_EQ(open({{"url", url(0, here_.string() + "/no such folder")}}), "");
    caller_.list();
    EXPECT_EQ(caller_.code, SETTLED_UNAVAILABLE);
    EXPECT_THAT(caller_.words, HasSubstr("no such folder: it is not there"));
}

TEST_F(FetchSftpTest, AFolderWithoutTheRightSaysSo) {
    if (!support::root()) GTEST_SKIP() << "the server's user is ours and may do anything here";
    put("a.sta");
    fs::permissions(here_, fs::perms::owner_read | fs::perms::owner_write | fs::perms::owner_exec | fs::perms::others_read |
                               fs::perms::others_exec);
    ASSERT_EQ(open(), "");
    EXPECT_EQ(caller_.read("a.sta"), "text") << caller_.words;
    EXPECT_EQ(caller_.imported("a.sta", digest_of_text), SETTLED_ACCESS_DENIED);
    EXPECT_THAT(caller_.words, HasSubstr("ask the bank for the right"));
    fs::permissions(here_, fs::perms::owner_all);
    caller_.list();
    EXPECT_EQ(caller_.code, SETTLED_ACCESS_DENIED) << caller_.words;
}

TEST_F(FetchSftpTest, AConnectionThatDropsInTheMiddleOfAFileGoesOnWhereItStopped) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "line " + std::to_string(i) + "\n";
    put("large.sta", text);
    const support::TemporaryFolder folder("settled-relay");
    constexpr int somewhere_inside = 500'000;
    auto relay =
        support::ScriptServer::start("cutting_relay.py", folder.path(),
                                     {std::to_string(server_->port()), std::to_string(somewhere_inside), "2"}, "relay_port");
    ASSERT_TRUE(relay) << relay.error().message; // its first connection was the look whether it is up
    ASSERT_EQ(open({{"url", url(relay->port())}}), "");
    EXPECT_THAT(caller_.names(), ElementsAre("large.sta")) << caller_.words;
    EXPECT_EQ(sha256(caller_.read("large.sta")), sha256(text)) << caller_.words;
    EXPECT_TRUE(fs::exists(folder / "cut")) << "the line was cut";
}

TEST_F(FetchSftpTest, AServerThatSaysNothingIsGivenUp) {
    const support::TemporaryFolder folder("settled-silent");
    auto silent = support::ScriptServer::start("cutting_relay.py", folder.path(), {std::to_string(server_->port()), "0", "2"},
                                               "relay_port");
    ASSERT_TRUE(silent) << silent.error().message;
    ASSERT_EQ(open({{"url", url(silent->port())}, {"timeout_seconds", "2"}}), "");
    caller_.list();
    EXPECT_EQ(caller_.code, SETTLED_UNAVAILABLE) << "cut before the first word";
    EXPECT_THAT(caller_.words, HasSubstr("tried again"));
}

// ---- what is refused before anything is reached

TEST_F(FetchSftpTest, OptionsThatMeanNothingAreRefusedWithTheNextStep) {
    EXPECT_THAT(open({{"url", "ftp://bank.test/out"}}), HasSubstr("expected sftp://HOST:22"));
    EXPECT_THAT(open({{"url", "sftp://bank:hunter2@bank.test/out"}}), Not(HasSubstr("hunter2")));
    EXPECT_THAT(open({{"private_key", ""}}), HasSubstr("neither private_key nor password"));
    EXPECT_THAT(open({{"then", "keep"}}), HasSubstr("archive, leave or delete"));
    EXPECT_THAT(open({{"settle_seconds", "soon"}}), HasSubstr("settle_seconds"));
    EXPECT_THAT(open({{"host_key", "MD5:aa:bb"}}), HasSubstr("is no fingerprint"));
    EXPECT_THAT(open({{"private_key", server_->text("client_rsa")}}), HasSubstr("RSA key; expected an ed25519 or ECDSA"));
    EXPECT_THAT(open({{"private_key", server_->text("client_ed25519.pub")}}), HasSubstr("public key"));
}

TEST(ClientKey, WhatIsNoUsablePrivateKeyIsCalledByItsName) {
    const auto words = [](std::string_view key) {
        const Status done = check_client_key(key);
        return done ? std::string("usable") : done.error().message;
    };
    EXPECT_THAT(words("PuTTY-User-Key-File-3: ssh-ed25519\n"), HasSubstr("puttygen"));
    EXPECT_THAT(words("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"), HasSubstr("an RSA key"));
    EXPECT_THAT(words("hunter2"), HasSubstr("no private key"));
    EXPECT_THAT(words("hunter2"), Not(HasSubstr("hunter2")));
    EXPECT_EQ(words("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----"), "usable");
    EXPECT_EQ(words("-----BEGIN OPENSSH PRIVATE KEY-----\n\xFF\xFE not base64\n-----END OPENSSH PRIVATE KEY-----"), "usable")
        << "the login will say what is wrong with it";
}

} // namespace
} // namespace settled::sftp
